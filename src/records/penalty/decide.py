"""处罚·普通程序: which step the law allows, command by command.

Carries out, in part so far, 行政处罚法 第五章第三节 with 第四十二条, and 行政执法信息公示制度 第七条, 第八条, 第十四条.
Stages in between that no command has yet are reported as not checked (`records/law/penalty_ordinary.toml`).
"""

from __future__ import annotations

from typing import assert_never

from records.event import Event
from records.judgement import Context
from records.penalty.commands import (
    FileCase,
    LinkRecording,
    Penal,
    ReviewDisclosure,
    RevokeDecision,
    ServeDocument,
    SignDecision,
)
from records.penalty.decision import sign_decision
from records.penalty.delivery import serve_document
from records.penalty.disclosure import review_disclosure
from records.penalty.filing import file_case
from records.penalty.recording import link_recording
from records.penalty.revocation import revoke_decision
from records.penalty.state import Penalty


def decide(command: Penal, case: Penalty, context: Context) -> list[Event]:
    """The events of a step that the law allows. Raises Refused, or NotFound for an object that is not there."""
    match command:
        case FileCase():
            return file_case(command, context)
        case LinkRecording():
            return link_recording(command, case, context)
        case SignDecision():
            return sign_decision(command, case, context)
        case ServeDocument():
            return serve_document(command, case, context)
        case ReviewDisclosure():
            return review_disclosure(command, case, context)
        case RevokeDecision():
            return revoke_decision(command, case, context)
        case _:
            assert_never(command)

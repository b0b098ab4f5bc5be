"""Corrections of published information (更正): what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import METHODS, day
from records.correction import events as e
from records.correction.page import NAMES
from records.event import CaseEvent

_SOURCES: Final = {"citizen": "公民", "legal-person": "法人", "organisation": "其他组织"}
_FOUND: Final = {"publication": "公示的内容有错误", "decision": "错误在决定本身", "none": "没有错误"}
_GROUNDS: Final = {
    "accurate": "公示的内容准确",
    "unproven": "没有证据证明不准确",
    "decision-itself": "错误在决定本身",
    "not-published-by-us": "不是本机关公示的信息",
    "withdrawn": "申请人撤回申请",
}


def _requested(event: e.CorrectionRequested) -> str:
    about = f"（{event.number}）" if event.number else ""
    if event.source == "agency":
        return f"发现公示的信息不准确{about}"
    brought = len(event.materials) + len(event.files)
    evidence = f"附证据{brought}份" if brought else "没有附证据"
    return f"收到{_SOURCES[event.source]}的更正申请{about}，{evidence}"


def _decided(event: e.CorrectionDecided) -> str:
    return "决定予以更正" if event.accepted else f"决定不予更正：{_GROUNDS[event.ground or 'accurate']}"


def _corrected(event: e.DisclosureCorrected) -> str:
    names = "、".join(dict.fromkeys(NAMES[one.field] for one in event.changes))
    return f"更正公示的内容（{event.number}，第{event.version}版）：{names}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.CorrectionRequested: _requested,
    e.EvidenceAsked: lambda event: f"要求申请人提供证据，限{day(event.bring_by)}前提供",
    e.EvidenceRecorded: lambda event: f"收到申请人补充的证据{len(event.materials) + len(event.files)}份",
    e.InformationChecked: lambda event: f"核查公示的信息：{_FOUND[event.error_in]}",
    e.CorrectionDecided: _decided,
    e.CorrectionReplied: lambda event: f"作出书面答复（{event.number}）",
    e.ReplyServed: lambda event: f"送达书面答复（{METHODS[event.method]}）{'，拒绝签收' if event.refused else ''}",
    e.CorrectionCompleted: lambda event: f"更正完成{f'（{event.number}）' if event.number else ''}",
    e.DisclosureCorrected: _corrected,
}
"""By the type of the event."""

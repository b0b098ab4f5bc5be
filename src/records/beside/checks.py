"""Beside the course: what a command alone shows wrong. How long a number may be, the export judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.beside.commands import AnswerRedo, NoteParticulars
from records.course.checking import Check
from records.course.shapes import Command
from records.identifiers import is_citizen_number, written_otherwise


def _check_particulars(command: NoteParticulars) -> list[tuple[str, str]]:
    own = set(NoteParticulars.__struct_fields__) - set(Command.__struct_fields__)
    if not any(getattr(command, name) for name in own):
        return [("$", "请至少填写一项")]
    found = []
    number, paper = command.representative_number, command.representative_paper
    if bool(number) != (paper is not None):
        found.append(("$.representative_paper", "证件类型和证件号码应当同时填写"))
    if number and paper == "identity-card" and not is_citizen_number(number):
        otherwise = written_otherwise(number, is_citizen_number)
        said = "请以半角大写字母和数字填写，不带空格、连字符" if otherwise else "居民身份证号码不正确，请核对"
        found.append(("$.representative_number", said))
    return found


def _check_redo(command: AnswerRedo) -> list[tuple[str, str]]:
    if bool(command.related_case.strip()) == bool(command.answer.strip()):
        return [("$.answer", "请填写重新作出决定的案件，或者写明不再重新作出决定的理由和报告的情况，只填一项")]
    return []


CHECKS: Final[Mapping[type[Command], Check]] = {NoteParticulars: _check_particulars, AnswerRedo: _check_redo}
"""By the type of the command."""

"""决定: the written decision and its number (行政处罚法 第五十七条, 第五十九条)."""

from __future__ import annotations

import re
from typing import Final

from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.commands import SignDecision
from records.penalty.events import DecisionSigned
from records.penalty.officers import require_agency, require_handler, require_officers
from records.penalty.state import Penalty
from records.register.events import DocumentNumberTaken

SERIES: Final = "罚决"
"""代字 of written decisions of penalty."""

_NUMBER: Final = re.compile(r"^(?P<short>.+)罚决〔(?P<year>[0-9]{4})〕(?P<sequence>[1-9][0-9]{0,5})号\Z")

_DETAINS: Final = re.compile("公安|国家安全|海警|移民管理|边防检查")
"""In the names of the organs: 公安机关, and by 反间谍法, 海警法 and 出境入境管理法 the others."""


def sign_decision(command: SignDecision, case: Penalty, context: Context) -> list[Event]:
    """The head signs a decision that has all contents of art 59, once per case, under the next number."""
    judgement = Judgement(context)
    judgement.timing(case.filed_at)
    require_agency(judgement, case.agency, context)
    judgement.require(case.revocation is None, "decision-revoked")
    judgement.require(case.decision is None, "decision-exists")
    _require_person_and_kind(judgement, command, case, context)
    judgement.require(_is_complete(command), "document-lacks-field")
    taken = _number(judgement, command, case, context)
    signed = DecisionSigned(
        case=context.case,
        entry=context.entry,
        defects=judgement.defects,
        number=taken.number if taken else command.number,
        kinds=command.kinds,
        fine_yuan=command.fine_yuan,
        confiscated_yuan=command.confiscated_yuan,
        content=command.content,
        facts=command.facts,
        evidence=command.evidence,
        basis=command.basis,
        reasons=command.reasons,
        performance=command.performance,
        relief=command.relief,
        decided_by=command.decided_by,
    )
    return [signed, taken] if taken else [signed]


def _require_person_and_kind(judgement: Judgement, command: SignDecision, case: Penalty, context: Context) -> None:
    day = context.occurred_at.day
    judgement.require(context.register.agency(case.agency, day) is not None, "agency-not-registered")
    require_officers(judgement, case.handlers, case.agency, context)
    require_handler(judgement, case.handlers, context, command.decided_by)
    # On paper the signature is the head's; live, nothing but the head's own account shows who decided.
    signs = context.entry is not None or context.person_acting == command.decided_by
    is_head = context.register.is_head(case.agency, command.decided_by, day)
    judgement.require(signs and is_head, "decider-not-head")
    matter = context.register.matter(case.filed.matter, case.agency, day) if case.filed else None
    judgement.require(matter is not None, "matter-not-listed")
    judgement.require("行政拘留" not in command.kinds or _may_detain(case, context), "detention-not-yours")
    judgement.require(matter is None or set(command.kinds) <= set(matter.kinds), "kind-not-allowed")
    under_14 = case.filed is not None and case.filed.party.age == "under-14"
    judgement.require(not under_14, "party-under-14")


def _may_detain(case: Penalty, context: Context) -> bool:
    """Whether the agency is one that a law lets restrict the freedom of a person (第十八条第三款)."""
    agency = context.register.agency(case.agency, context.occurred_at.day)
    return agency is not None and agency.kind == "agency" and _DETAINS.search(agency.name) is not None


def _is_complete(command: SignDecision) -> bool:
    texts = (command.content, command.facts, command.reasons, command.performance, command.relief)
    lists = (command.evidence, command.basis)
    return all(text.strip() for text in texts) and all(one and all(map(str.strip, one)) for one in lists)


def _number(judgement: Judgement, command: SignDecision, case: Penalty, context: Context) -> DocumentNumberTaken | None:
    """The number that is taken from the series; None when the paper bears one that can't come from it."""
    year = context.occurred_at.day.year
    agency = context.register.agency(case.agency, context.occurred_at.day)
    short = agency.short if agency else ""
    sequence = context.series_next
    if command.number:
        match = _NUMBER.match(command.number)
        in_series = match is not None and match["short"] == short and int(match["year"]) == year
        sequence = int(match["sequence"]) if match and in_series else 0
        free = sequence >= context.series_next and sequence not in context.series_taken
        judgement.require(free, "number-out-of-series")
        if not free:
            return None
    number = f"{short}{SERIES}〔{year}〕{sequence}号"
    return DocumentNumberTaken(
        agency=case.agency, kind=SERIES, year=year, sequence=sequence, number=number, case=context.case
    )

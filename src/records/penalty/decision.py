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
    judgement.require(context.register.is_head(case.agency, command.decided_by, day), "decider-not-head")
    matter = context.register.matter(case.filed.matter, case.agency, day) if case.filed else None
    judgement.require(matter is not None, "matter-not-listed")
    allowed = matter.kinds if matter else ()
    judgement.require(not allowed or set(command.kinds) <= set(allowed), "kind-not-allowed")
    under_14 = case.filed is not None and case.filed.party.age == "under-14"
    judgement.require(not under_14, "party-under-14")


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

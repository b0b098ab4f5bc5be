"""同一当事人的其他案件: what else the ledger has of the party (行政处罚法 第二十九条, 第三十三条)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Final, cast

import msgspec
from sqlalchemy import Engine

from projections.cases import CaseRow, cases_of_party
from projections.sentences.words import DOCUMENTS, NO_PENALTY
from records.course.case import Case
from records.course.decided import Decided
from records.course.document_kinds import DocumentKind
from records.course.tagged import CASE, tags
from records.penalty import commands as c
from records.penalty.earlier import OFFENDED
from records.penalty.events import PenaltyDeclined
from records.register.acting import reaches
from records.spot.commands import DecideSpot, TellSpot
from records.store.ledger import Ledger

SHOWN_BEFORE: Final = frozenset({c.SubmitOpinion, c.SignDecision, c.DeclinePenalty, TellSpot, DecideSpot})
"""Steps whose form shows them: whoever takes one has to know whether the act was fined, and whether it is the first."""

ELSEWHERE: Final = "其他账本（其他地区的系统）中的案件在这里看不到，请另行查询。"
"""What the list can't show."""


class OtherCase(msgspec.Struct, frozen=True, kw_only=True):
    """Another case of the party; of an agency that the account does not act for: agency, matter, day and result."""

    agency_name: str
    matter_name: str
    same_matter: bool
    acted_on: date | None
    """None where nobody is to be punished."""
    result: str
    """How it was decided or ended, in Chinese; 未决定 while it is open."""
    case: str = ""
    """Id, empty for a case of another agency. The same of all that follow."""
    title: str = ""
    number: str = ""
    """Of the decision."""
    place: str = ""
    stage: str = ""
    fine_yuan: Decimal | None = None


def other_cases(
    engine: Engine, ledger: Ledger, case: str, stands: Case, reach: Collection[str] | None
) -> tuple[OtherCase, ...]:
    """The party's other cases in this ledger, the one with the latest step first.

    `reach` has whose cases the account reads, None for all: a case of another agency is told by
    agency, matter, day and result alone, so that one act isn't fined twice and nothing else of it leaves its agency.
    They are found by the person's id; no personal value is kept or shown.
    """
    party = stands.party
    if party is None:
        return ()
    with engine.connect() as connection:
        rows = cases_of_party(connection, ledger.ledger_name, party.person)
    found = ((row, ledger.case(row.case_id)[0]) for row in rows if row.case_id != case)
    return tuple(
        _other(row, other, stands, own=own)
        for row, other in found
        if (own := _is_own(row, reach)) or (_may_leave(other) and stands.offence and other.offence)
    )


def _is_own(row: CaseRow, reach: Collection[str] | None) -> bool:
    return reach is None or reaches(reach, row.agency, row.matter)


def _may_leave(case: Case) -> bool:
    """Whether another agency may know of it: not of a case that is a state secret as a whole (第五十条)."""
    return tags(case).get(CASE) != "state"


def _other(row: CaseRow, other: Case, stands: Case, *, own: bool) -> OtherCase:
    filed = other.offence
    told = OtherCase(
        agency_name=row.agency_name,
        matter_name=row.matter_name,
        same_matter=row.matter == stands.matter,
        acted_on=filed.acted_on if filed else None,
        result=_result(other, own=own),
    )
    if not own:
        return told
    return msgspec.structs.replace(
        told,
        case=row.case_id,
        title=row.title,
        number=row.number,
        place=filed.place if filed else "",
        stage=row.stage_title,
        fine_yuan=other.decision.fine_yuan if other.decision else None,
    )


def _result(case: Case, *, own: bool) -> str:
    """How it ended; of another agency's case without grounds that tell of the person: their age, their mind."""
    declined = case.last(PenaltyDeclined)
    if case.undone:
        return "决定已不再有效"
    if case.decision is not None:
        return f"处罚：{'、'.join(case.decision.kinds)}"
    if declined is not None:
        told = [NO_PENALTY[one] for one in declined.grounds if own or one in OFFENDED]
        return "：".join(("不予处罚", *filter(None, ["、".join(told)])))
    if isinstance(case.decided, Decided):
        return DOCUMENTS.get(cast("DocumentKind", case.decided.document), "已决定")
    return "未决定"

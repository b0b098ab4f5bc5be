"""What stands beside the text of a public page (信息公示制度 第七条, 第九条, 第十一条, 第十四条).

How far the decision is fulfilled, on which carriers it stands, by which version of the published list it was checked
and whether the head let it through all the same, in which class of credit the penalty is, which decision it replaces.
Computed anew from the case with each step that it follows from; nothing of it is personal.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Column, Connection, Index, PrimaryKeyConstraint, Table, Text, select

from projections.disclosures import disclosure
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from records.course.case import Case
from records.inspection.events import TestReported
from records.penalty.events import DecisionRevoked, DisclosureReviewed, EntryVoided, RedoLinked
from records.publishing.ending import credit_class, credit_days
from records.publishing.events import (
    CarrierKind,
    CarrierRecorded,
    CreditClass,
    CreditRepaired,
    FulfilmentPublished,
    FulfilmentState,
    ListMismatchOverridden,
    PublicationEnded,
    PublicationHeld,
    TestPublished,
)
from records.publishing.listed import list_for
from records.publishing.standing import is_public, on_carriers
from records.publishing.tested import public_tests
from records.register.events import ListKind

page_more: Final = Table(
    "page_more",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # never given out
    Column("supersedes", Text, nullable=False),  # id of the case whose decision it replaces, never given out; or empty
    Column("said", Text, nullable=False),  # JSON of Said
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("page_more_by_superseded", page_more.c.ledger, page_more.c.supersedes)


# ---- What is given out ----


class Fulfilment(msgspec.Struct, frozen=True, kw_only=True):
    """How far the decision is fulfilled, as it was published last; amounts in yuan, None where there are none."""

    state: FulfilmentState
    asked_yuan: Decimal | None
    paid_yuan: Decimal | None
    surcharge_yuan: Decimal | None
    published_on: date


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier on which the publication stands."""

    carrier: CarrierKind
    place: str
    url: str
    digest: str
    from_on: date
    to_on: date | None


class CheckedList(msgspec.Struct, frozen=True, kw_only=True):
    """The published list that the decision was held against; with a reason where it was published all the same."""

    kind: ListKind
    version: int
    mismatches: tuple[str, ...] = ()
    reason: str = ""


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """The class of the penalty on the credit platform, and its days."""

    id: CreditClass
    title: str
    shown: bool
    repairable_from: date
    shown_until: date


class Tested(msgspec.Struct, frozen=True, kw_only=True):
    """What a test (检验检测) of an inspection came to."""

    report: str
    """Its number."""
    outcome: Literal["qualified", "unqualified"]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the case says of its page."""

    tests: tuple[Tested, ...] = ()
    fulfilment: Fulfilment | None = None
    carriers: tuple[Carried, ...] = ()
    list: CheckedList | None = None
    credit: Credit | None = None
    held: tuple[str, ...] = ()
    """What is open though the term of publication is over."""
    ended: str = ""
    """Why the page is shown no longer: term, credit-repaired."""
    ended_on: date | None = None


class OtherPage(msgspec.Struct, frozen=True):
    """The page of another decision."""

    id: str
    number: str


class PageMore(Said, frozen=True, kw_only=True):
    """All that stands beside the text of a page."""

    supersedes: OtherPage | None = None
    superseded_by: OtherPage | None = None


_NOTHING: Final = PageMore()
_said: Final = msgspec.json.Decoder(PageMore)


# ---- Queries ----


def find_more(connection: Connection, ledger: str, page: str) -> PageMore:
    """What stands beside the page of that id; nothing when there is none."""
    return more_of(connection, ledger, [page]).get(page, _NOTHING)


def more_of(connection: Connection, ledger: str, pages: Collection[str]) -> dict[str, PageMore]:
    """The same of several pages, by their ids."""
    d, m = disclosure.c, page_more.c
    joined = select(d.id, d.case_id, m.supersedes, m.said).join(
        page_more, (m.ledger == d.ledger) & (m.case_id == d.case_id)
    )
    rows = connection.execute(joined.where(d.ledger == ledger, d.id.in_(list(pages)))).all()
    before = _pages(connection, ledger, {row.supersedes for row in rows} - {""})
    after = _replacing(connection, ledger, {row.case_id for row in rows})
    return {
        row.id: msgspec.structs.replace(
            _said.decode(row.said), supersedes=before.get(row.supersedes), superseded_by=after.get(row.case_id)
        )
        for row in rows
    }


def _pages(connection: Connection, ledger: str, cases: Collection[str]) -> dict[str, OtherPage]:
    """The pages, public or withdrawn, of cases."""
    c = disclosure.c
    query = select(c.case_id, c.id, c.number).where(
        c.ledger == ledger, c.case_id.in_(list(cases)), c.status.in_(("current", "withdrawn", "ended"))
    )
    return {row.case_id: OtherPage(row.id, row.number) for row in connection.execute(query)}


def _replacing(connection: Connection, ledger: str, cases: Collection[str]) -> dict[str, OtherPage]:
    """By case the page of the decision that replaced its own."""
    m = page_more.c
    query = select(m.supersedes, m.case_id).where(m.ledger == ledger, m.supersedes.in_(list(cases)))
    by_new = {row.case_id: row.supersedes for row in connection.execute(query)}
    return {by_new[new]: page for new, page in _pages(connection, ledger, by_new).items()}


# ---- From events to rows ----

_CONCERNED: Final = (
    DisclosureReviewed,
    TestReported,
    TestPublished,
    DecisionRevoked,
    RedoLinked,
    EntryVoided,
    CarrierRecorded,
    FulfilmentPublished,
    ListMismatchOverridden,
    CreditRepaired,
    PublicationHeld,
    PublicationEnded,
)


def project(batch: Batch, target: Target) -> None:
    """Says anew what the case says of its page, once it has one."""
    rows: dict[str, Row] = {}
    for step in batch.steps():
        page = step.case.disclosure
        if isinstance(step.event, _CONCERNED) and page is not None:
            rows[step.event.case] = _row(batch.ledger, step)
    target.put(page_more, list(rows.values()))


def _row(ledger: str, step: Step) -> Row:
    redo = step.case.last(RedoLinked)
    return {
        "ledger": ledger,
        "case_id": step.event.case,
        "supersedes": redo.supersedes if redo else "",
        "said": json(_of(step)),
    }


def _of(step: Step) -> Said:
    """Of a page that is gone nothing but why, where its term was over."""
    case = step.case
    ended = case.happened.get(PublicationEnded, ())
    if ended:
        return Said(ended=ended[-1].event.ground, ended_on=ended[-1].at.day)
    if not is_public(case):
        return Said()
    held = case.last(PublicationHeld)
    return Said(
        tests=_tests(case),
        fulfilment=_fulfilment(case),
        carriers=_carriers(case),
        list=_list(step),
        credit=_credit(step),
        held=held.open if held else (),
    )


def _tests(case: Case) -> tuple[Tested, ...]:
    """The results that are public; none where the facts are masked."""
    return tuple(Tested(report=one.report, outcome=one.outcome) for one in public_tests(case))


def _fulfilment(case: Case) -> Fulfilment | None:
    found = case.happened.get(FulfilmentPublished, ())
    if not found:
        return None
    last = max(found, key=lambda one: one.version)
    known: dict[str, Any] = {
        name: getattr(last.event, name) for name in ("state", "asked_yuan", "paid_yuan", "surcharge_yuan")
    }
    return Fulfilment(published_on=last.at.day, **known)


def _carriers(case: Case) -> tuple[Carried, ...]:
    return tuple(
        Carried(**{name: getattr(one, name) for name in Carried.__struct_fields__}) for one in on_carriers(case)
    )


def _list(step: Step) -> CheckedList | None:
    override, listed = step.case.last(ListMismatchOverridden), list_for(step.case, step.register)
    if override is not None:
        return CheckedList(
            kind=override.list, version=override.version, mismatches=override.mismatches, reason=override.reason
        )
    return CheckedList(kind=listed.kind, version=listed.version) if listed else None


def _credit(step: Step) -> Credit | None:
    case, day = step.case, step.recorded.occurred_at.day
    found = credit_class(case, step.register.law(day, case.procedure, case.agency))
    if found is None:
        return None
    repairable, until = credit_days(case, found)
    credit: dict[str, Any] = {"id": found.id, "title": found.title, "shown": found.shown}
    return Credit(repairable_from=repairable, shown_until=until, **credit)


PROJECTION: Final = Projection("page-more", (page_more,), project)

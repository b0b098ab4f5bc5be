"""更正: what was corrected of what is public, when and why; and how requests for it were dealt with (第十三条).

Nobody who asked is in it. Of a page that was corrected the statement of the former version's copy stays, so that it can
still be proven that the page once said so; it is given out while the page is public, and not where the former text had
something that must not be public.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    case,
    func,
    select,
)

from projections.copies import Stated
from projections.disclosures import disclosure
from projections.pages import Order, Slice
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from records.copy.disclosed import DECISIONS, REVIEWS
from records.copy.form import digest, encode, parse_statement
from records.copy.making import state
from records.correction.events import (
    Change,
    CorrectionCompleted,
    CorrectionDecided,
    CorrectionRequested,
    DisclosureCorrected,
    ShownField,
)
from records.course.moments import of
from records.course.terms import terms
from records.moment import Moment
from records.penalty.events import DisclosureReviewed

correction_made: Final = Table(
    "correction_made",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("party", Text, nullable=False),  # person id while the former copy shows a form of the name, never given out
    Column("page", Text, nullable=False),  # id of the public page, empty for other information
    Column("version", Integer, nullable=False),  # that it made of the page, 0 for other information
    Column("number", Text, nullable=False),
    Column("agency", Text, nullable=False),  # code
    Column("subject", Text, nullable=False),  # which information
    Column("corrected_at", BigInteger, nullable=False),  # microseconds, UTC
    Column("asked_for", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("changes", Text, nullable=False),  # JSON of Change
    Column("digest", Text, nullable=False),  # of the former version's statement, empty without one
    Column("statement", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "position"),
)
Index("correction_made_by_page", correction_made.c.ledger, correction_made.c.page)
Index("correction_made_by_party", correction_made.c.ledger, correction_made.c.party)
Index("correction_made_by_place", correction_made.c.corrected_at, correction_made.c.ledger, correction_made.c.position)

correction_row: Final = Table(
    "correction_row",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # never given out
    Column("agency", Text, nullable=False),  # code
    Column("asked_for", Boolean, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("accepted", Boolean),  # NULL while undecided
    Column("answered_in_time", Boolean),  # of the written answer; NULL while there is none
    Column("answer_due_on", Date),  # NULL where no term runs
    PrimaryKeyConstraint("ledger", "case_id"),
)


# ---- What is given out ----


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A correction as the public sees it."""

    ledger: str
    position: int
    page: str
    """Id of the page that was corrected, empty for other information."""
    version: int
    """Of the page; 0 for other information."""
    number: str
    agency: str
    """Code."""
    subject: str
    corrected_at: datetime
    asked_for: bool
    """Whether somebody had asked for it, and not the agency found it."""
    note: str
    changes: tuple[Change, ...] = ()
    """Empty once the page is no longer public."""


class CorrectionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some corrections, and the cursor of those that follow (None: there are no more)."""

    items: tuple[Correction, ...]
    next: str | None


class CorrectionFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How requests for corrections were dealt with."""

    requests: int
    """That somebody asked for."""
    found: int
    """That the agency found itself."""
    accepted: int
    """Of both."""
    refused: int
    open: int
    """Not decided yet."""
    made: int
    """Corrections that are public: of pages, and of other information."""
    answered: int
    """Requests that were answered in writing."""
    in_time: int
    """Of the answered ones those in their term."""


# ---- Queries ----


def list_corrections(
    connection: Connection, ledger: str, *, after: str | None = None, limit: int = 20
) -> CorrectionPage:
    """What was corrected, latest first. `after` is the cursor of the page before; Invalid when it is none."""
    found = _ORDER.latest_first(connection, _made(ledger), after, limit)
    return _page(found)


def corrections_of(connection: Connection, ledger: str, page: str) -> tuple[Correction, ...]:
    """The corrections of one public page, the first one first."""
    query = _made(ledger).where(correction_made.c.page == page).order_by(correction_made.c.version)
    return tuple(map(_correction, connection.execute(query).mappings()))


def find_former(connection: Connection, ledger: str, page: str, version: int) -> Stated | None:
    """The statement of the copy of a version of a page that was superseded; None without one."""
    c = correction_made.c
    query = select(c.digest, c.statement).select_from(_WITH_PAGE)
    query = query.where(c.ledger == ledger, c.page == page, c.version == version + 1, c.digest != "", _IS_SHOWN)
    row = connection.execute(query).one_or_none()
    return Stated(row.digest, parse_statement(row.statement.encode())) if row else None


def count_corrections(connection: Connection, ledger: str | None = None) -> int:
    """How many corrections were made, in one ledger or in all."""
    query = select(func.count()).select_from(correction_made)
    return connection.scalar(query.where(correction_made.c.ledger == ledger) if ledger else query) or 0


def corrections_figures(connection: Connection, ledger: str) -> CorrectionFigures:
    """Requests for corrections of a ledger, how they were decided, and whether they were answered in time."""
    c = correction_row.c

    def count(*where: Any) -> Any:
        return func.coalesce(func.sum(case((and_(*where), 1), else_=0)), 0)

    asked, answered = c.asked_for.is_(True), c.answered_in_time.is_not(None)
    row = (
        connection.execute(
            select(
                count(asked).label("requests"),
                count(c.asked_for.is_(False)).label("found"),
                count(c.accepted.is_(True)).label("accepted"),
                count(c.accepted.is_(False)).label("refused"),
                count(c.accepted.is_(None)).label("open"),
                count(asked, answered).label("answered"),
                count(asked, c.answered_in_time.is_(True)).label("in_time"),
            ).where(c.ledger == ledger)
        )
        .mappings()
        .one()
    )
    made = connection.scalar(select(func.count()).where(correction_made.c.ledger == ledger)) or 0
    return CorrectionFigures(made=made, **{name: int(value) for name, value in row.items()})


_ORDER: Final = Order(correction_made.c.corrected_at, correction_made.c.ledger, correction_made.c.position)
_changes: Final = msgspec.json.Decoder(tuple[Change, ...])
_SHOWN_AS: Final = disclosure.c.status.label("status")
_COLUMNS: Final = tuple(correction_made.c[name] for name in Correction.__struct_fields__)
_WITH_PAGE: Final = correction_made.outerjoin(
    disclosure,
    and_(
        disclosure.c.ledger == correction_made.c.ledger,
        disclosure.c.id == correction_made.c.page,
        correction_made.c.page != "",  # as is the id of what was revoked before anybody reviewed it
    ),
)
_IS_SHOWN: Final = disclosure.c.status == "current"


def _made(ledger: str) -> Select[Any]:
    return select(*_COLUMNS, _SHOWN_AS).select_from(_WITH_PAGE).where(correction_made.c.ledger == ledger)


def _page(found: Slice) -> CorrectionPage:
    return CorrectionPage(items=tuple(map(_correction, found.rows)), next=found.next)


def _correction(row: RowMapping) -> Correction:
    values = dict(row)
    is_shown = values.pop("status") in ("current", None)
    changes = _changes.decode(values["changes"]) if is_shown else ()
    return Correction(**(values | {"corrected_at": Moment(values["corrected_at"]).instant, "changes": changes}))


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """A row per correction case, and one per correction that is public."""
    rows: dict[str, Row] = {}
    made: list[Row] = []
    for step in batch.steps():
        if step.case.procedure == "correction":
            rows[step.event.case] = _row(batch.ledger, step)
        match step.event:
            case DisclosureCorrected() as event:
                if event.hide_before:
                    made = _hidden(batch, target, made, event)
                made.append(_corrected(batch, step, event))
            case CorrectionCompleted() as event if not event.page:
                made.append(_other(batch.ledger, step, event))
            case _:
                pass
    target.put(correction_row, list(rows.values()))
    target.put(correction_made, made)
    of_erased = target.rows(correction_made, batch.ledger, "party", batch.erased)
    target.put(correction_made, [_without_party(row) for row in of_erased])


def _row(ledger: str, step: Step) -> Row:
    opened, decided = step.case.last(CorrectionRequested), step.case.last(CorrectionDecided)
    answers = [one for one in terms(of(step.case), step.register) if one.limit_id.startswith("correction-reply")]
    kept = [one.in_time for one in answers if one.kept_on is not None]
    due = [one.due_on for one in answers if one.lapsed_on is None]
    return {
        "ledger": ledger,
        "case_id": step.event.case,
        "agency": step.case.agency,
        "asked_for": opened is not None and opened.source != "agency",
        "received_on": opened.received_on if opened else date.min,
        "accepted": decided.accepted if decided else None,
        "answered_in_time": all(kept) if kept else None,
        "answer_due_on": max(due, default=None),
    }


def _corrected(batch: Batch, step: Step, event: DisclosureCorrected) -> Row:
    statement = b"" if event.hide_before else _former(batch, step)
    party = step.case.party.person if step.case.party else ""
    return {
        "ledger": batch.ledger,
        "position": step.recorded.position,
        "party": party,
        "page": event.disclosure,
        "version": event.version,
        "number": event.number,
        "agency": event.copy.agency_code,
        "subject": event.copy.title,
        "corrected_at": step.recorded.recorded_at,
        "asked_for": event.asked_for,
        "note": event.note,
        "changes": json(event.changes),
        "digest": digest(statement) if statement else "",
        "statement": statement.decode(),
    }


def _hidden(batch: Batch, target: Target, made: list[Row], event: DisclosureCorrected) -> list[Row]:
    """The rows with all earlier ones of that page, which show no more what must not be public: no former copy, and
    nothing of the fields that are different.
    """
    fields = {one.field for one in event.changes}
    rows = {
        row["position"]: row for row in (*target.rows(correction_made, batch.ledger, "page", [event.disclosure]), *made)
    }
    return [_without_texts(row, fields, event) if row["page"] == event.disclosure else row for row in rows.values()]


def _without_texts(row: Row, fields: Collection[ShownField], event: DisclosureCorrected) -> Row:
    kept = tuple(one for one in _changes.decode(row["changes"]) if one.field not in fields)
    subject = event.copy.title if "title" in fields else row["subject"]
    return row | {"digest": "", "statement": "", "changes": json(kept), "subject": subject}


def _former(batch: Batch, step: Step) -> bytes:
    """The bytes of the statement of the version before. Needs the keys."""
    decided, version = step.case.decided_as, step.recorded.version
    kinds = (DisclosureReviewed, DisclosureCorrected)
    every = (one for kind, some in step.case.happened.items() if issubclass(kind, kinds) for one in some)
    before = max((one.version for one in every if one.version < version), default=None)
    if decided is None or before is None:
        return b""
    found = batch.salted(step.recorded.stream, (decided.version, before))
    review = next((one for one in found if one.tag in REVIEWS), None)
    decision = next((one for one in found if one.tag in DECISIONS), None)
    return encode(state(batch.ledger, review, decision)) if review and decision else b""


def _other(ledger: str, step: Step, event: CorrectionCompleted) -> Row:
    """Of information that no page of a case shows; what it was is said in the note."""
    opened = step.case.last(CorrectionRequested)
    return {
        "ledger": ledger,
        "position": step.recorded.position,
        "party": "",
        "page": "",
        "version": 0,
        "number": "",
        "agency": step.case.agency,
        "subject": event.where,
        "corrected_at": step.recorded.recorded_at,
        "asked_for": opened is not None and opened.source != "agency",
        "note": event.note,
        "changes": "[]",
        "digest": "",
        "statement": "",
    }


def _without_party(row: Row) -> Row:
    """The same without the former copy, and without what was said of the party's name."""
    kept = tuple(one for one in _changes.decode(row["changes"]) if one.field != "party")
    return row | {"party": "", "digest": "", "statement": "", "changes": json(kept)}


PROJECTION: Final = Projection("corrections", (correction_made, correction_row), project)

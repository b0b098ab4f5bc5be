"""公示: the decisions that the public sees, word for word as reviewed (行政执法信息公示制度 第七条, 第八条).

A page is public with its review. When the decision is revoked, nothing of the body stays here: number and
agency alone, which the notice of withdrawal bears too; when it is taken down because it was tagged as secret
since, the ground stays as well. What is withheld leaves a count by ground and nothing else. Of a party who is
erased no form of the name stays. A decision not to punish has a page like any other. A case has one page: no
review follows another but one that takes the page down, and none a revocation, on paper neither.

A page whose revocation was lost with the database is hidden (`lost`) until the revocation is entered again.

Search is a plain LIKE for each word over number, title, matter, agency, party and facts: no word is cut out
of the Chinese text, nothing is ranked, and every current row of the ledger is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, Literal, assert_never, get_args

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    cast,
    extract,
    func,
    or_,
    select,
)

from projections.pages import Order, Slice
from projections.projection import Batch, Projection, Row, Target, json, metadata
from records.correction.events import Change, DisclosureCorrected, ShownField
from records.course.case import Case
from records.course.documents import document_of
from records.moment import Moment
from records.penalty.events import CopyField, DecisionRevoked, DisclosureReviewed, Ground, PublicCopy
from records.publishing.events import DisclosureReReviewed, PublicationEnded
from records.store.mapper import Recorded

Status = Literal["current", "withdrawn", "ended"]
"""Public, withdrawn with a notice, or no longer shown since its term is over."""

disclosure: Final = Table(
    "disclosure",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # never given out
    Column("party", Text, nullable=False),  # person id, never given out
    Column("procedure", Text, nullable=False),
    Column("document", Text, nullable=False),  # id of the document that was decided, empty where none counts
    Column("status", Text, nullable=False),  # Status, withheld, lost; empty before a review
    Column("id", Text, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the review
    Column("published_at", BigInteger, nullable=False),  # microseconds, UTC
    Column("number", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("agency_code", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("matter_name", Text, nullable=False),
    Column("decided_on", Date),
    Column("outcome", Text, nullable=False),
    Column("grounds", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("masked", Text, nullable=False),
    Column("copy", Text),  # JSON of PublicCopy
    Column("search", Text, nullable=False),
    Column("corrections", Text, nullable=False),  # JSON of Corrected, the first one first
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("disclosure_by_id", disclosure.c.ledger, disclosure.c.id)
Index("disclosure_by_place", disclosure.c.published_at, disclosure.c.ledger, disclosure.c.position)
Index("disclosure_by_party", disclosure.c.ledger, disclosure.c.party)
Index("disclosure_by_position", disclosure.c.ledger, disclosure.c.position)

# ---- What is given out ----


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A correction of a page (第十三条): the version that it made, and what was different before."""

    version: int
    position: int
    """Of the correction in the ledger."""
    at: datetime
    note: str
    changes: tuple[Change, ...]


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the portal. Of a withdrawn one nothing is left but what is named here without a default.

    One that was taken down for a secret has its grounds too.
    """

    ledger: str
    id: str
    position: int
    """Of the review in the ledger."""
    published_at: datetime
    number: str
    agency: str
    agency_code: str
    procedure: str
    """Id of the procedure that its case follows."""
    document: str
    """Id of the document that the decision is, empty where an entry of it was a mistake."""
    status: Status
    outcome: Literal["open", "redacted"]
    masked: tuple[CopyField, ...] = ()
    grounds: tuple[Ground, ...] = ()
    basis: str = ""
    """Provision under which the masked fields are kept back."""
    copy: PublicCopy | None = None
    """None once withdrawn."""
    corrections: tuple[Corrected, ...] = ()
    """The first one first; empty while it is as it was published, and once withdrawn."""


class DisclosurePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some disclosures, and the cursor of those that follow (None: there are no more)."""

    items: tuple[Disclosure, ...]
    next: str | None


class Facet(msgspec.Struct, frozen=True):
    """A value that the list can be filtered by, and how many current pages have it."""

    value: str
    title: str
    count: int


class Facets(msgspec.Struct, frozen=True):
    """What the list of disclosures can be filtered by."""

    agencies: tuple[Facet, ...]
    matters: tuple[Facet, ...]
    procedures: tuple[Facet, ...]
    """By their ids, which stand for the titles too."""
    years: tuple[Facet, ...]
    """Years of decision, latest first."""


class Withheld(msgspec.Struct, frozen=True):
    """How many reviewed decisions are kept from the public; one with two grounds counts under each."""

    total: int
    by_ground: dict[Ground, int]


# ---- Queries ----


def find_disclosure(connection: Connection, ledger: str, disclosure_id: str) -> Disclosure | None:
    """The page of that id, current or withdrawn; None when there is none or it is withheld."""
    query = _public(ledger).where(disclosure.c.id == disclosure_id)
    row = connection.execute(query).mappings().one_or_none()
    return _disclosure(row) if row else None


def case_of_page(connection: Connection, ledger: str, disclosure_id: str) -> str | None:
    """Id of the case whose page it is: for the software itself, nobody is told."""
    c = disclosure.c
    return connection.scalar(select(c.case_id).where(c.ledger == ledger, c.id == disclosure_id))


def list_disclosures(
    connection: Connection,
    ledger: str | None = None,
    *,
    text: str = "",
    agency: str = "",
    matter: str = "",
    procedure: str = "",
    year: int | None = None,
    after: str | None = None,
    limit: int = 20,
) -> DisclosurePage:
    """Current pages, latest first, of one ledger or of all; `agency` and `matter` are codes,
    `procedure` an id.

    Each word of `text` has to be found. `after` is the cursor of the page before; Invalid when it is none.
    """
    query = _filtered(ledger, text, agency, matter, procedure, year)
    return _page(_ORDER.latest_first(connection, query, after, limit))


def disclosures_in_order(
    connection: Connection, ledger: str | None = None, *, after: str | None = None, limit: int = 100
) -> DisclosurePage:
    """Current and withdrawn pages, earliest first: what a feed with archives is made of."""
    query = _public(ledger)
    return _page(_ORDER.earliest_first(connection, query, after, limit))


def count_disclosures(
    connection: Connection,
    ledger: str | None = None,
    *,
    text: str = "",
    agency: str = "",
    matter: str = "",
    procedure: str = "",
    year: int | None = None,
) -> int:
    """How many current pages `list_disclosures` has for the same filters."""
    query = _filtered(ledger, text, agency, matter, procedure, year)
    return connection.scalar(query.with_only_columns(func.count())) or 0


def facets(connection: Connection, ledger: str | None = None) -> Facets:
    """What current pages can be filtered by."""
    c = disclosure.c
    year = cast(extract("year", c.decided_on), Text)
    years = sorted(_facet(connection, ledger, year, year), key=lambda one: one.value, reverse=True)
    return Facets(
        agencies=_facet(connection, ledger, c.agency_code, c.agency),
        matters=_facet(connection, ledger, c.matter, c.matter_name),
        procedures=_facet(connection, ledger, c.procedure, c.procedure),
        years=tuple(years),
    )


def count_withheld(connection: Connection, ledger: str | None = None) -> Withheld:
    """How many decisions are withheld, by ground, those too whose page was taken down."""
    c = disclosure.c
    taken_down = and_(c.status == "withdrawn", c.grounds != _BODY["grounds"])
    query = select(c.grounds, func.count()).where(or_(c.status == "withheld", taken_down)).group_by(c.grounds)
    total, by_ground = 0, Counter[Ground]()
    for grounds, count in connection.execute(query.where(c.ledger == ledger) if ledger else query):
        total += count
        by_ground.update(dict.fromkeys(_grounds.decode(grounds), count))
    return Withheld(total, dict(by_ground))


_COLUMNS: Final = tuple(disclosure.c[name] for name in Disclosure.__struct_fields__)
_ORDER: Final = Order(disclosure.c.published_at, disclosure.c.ledger, disclosure.c.position)

_copy: Final = msgspec.json.Decoder(PublicCopy)
_grounds: Final = msgspec.json.Decoder(tuple[Ground, ...])
_masked: Final = msgspec.json.Decoder(tuple[CopyField, ...])
_corrections: Final = msgspec.json.Decoder(tuple[Corrected, ...])


def _public(ledger: str | None) -> Select[Any]:
    query = select(*_COLUMNS).where(disclosure.c.status.in_(get_args(Status)))
    return query.where(disclosure.c.ledger == ledger) if ledger else query


def _filtered(ledger: str | None, text: str, agency: str, matter: str, procedure: str, year: int | None) -> Select[Any]:
    c, query = disclosure.c, _public(ledger).where(disclosure.c.status == "current")
    query = query.where(c.agency_code == agency) if agency else query
    query = query.where(c.matter == matter) if matter else query
    query = query.where(c.procedure == procedure) if procedure else query
    query = query.where(c.decided_on.between(date(year, 1, 1), date(year, 12, 31))) if year else query
    return query.where(*(c.search.contains(word, autoescape=True) for word in text.casefold().split()))


def _page(found: Slice) -> DisclosurePage:
    return DisclosurePage(items=tuple(map(_disclosure, found.rows)), next=found.next)


def _disclosure(row: RowMapping) -> Disclosure:
    values = dict(row) | {
        "published_at": Moment(row["published_at"]).instant,
        "grounds": _grounds.decode(row["grounds"]),
        "masked": _masked.decode(row["masked"]),
        "copy": _copy.decode(row["copy"]) if row["copy"] else None,
        "corrections": _corrections.decode(row["corrections"]),
    }
    return Disclosure(**values)


def _facet(
    connection: Connection, ledger: str | None, value: ColumnElement[str], title: ColumnElement[str]
) -> tuple[Facet, ...]:
    query = select(value, func.max(title), func.count()).where(disclosure.c.status == "current")
    query = query.where(disclosure.c.ledger == ledger) if ledger else query
    return tuple(Facet(*row) for row in connection.execute(query.group_by(value).order_by(value)))


# ---- From events to rows ----

_BODY: Final[Row] = {
    "matter": "",
    "matter_name": "",
    "decided_on": None,
    "grounds": "[]",
    "basis": "",
    "masked": "[]",
    "copy": None,
    "search": "",
    "corrections": "[]",
}
"""What a page has when it is withdrawn: nothing."""

_NEW: Final[Row] = {
    "party": "",
    "procedure": "",
    "document": "",
    "status": "",
    "id": "",
    "position": 0,
    "published_at": 0,
    "number": "",
    "agency": "",
    "agency_code": "",
    "outcome": "",
    **_BODY,
}
_Concerned = DisclosureReviewed | DisclosureCorrected | DecisionRevoked | PublicationEnded
"""All other events change nothing here."""


def project(batch: Batch, target: Target) -> None:
    """Publishes what was reviewed, and takes away the body of what was revoked or is to be kept back now."""
    steps = [(step, step.event) for step in batch.steps() if isinstance(step.event, _Concerned)]
    found = target.rows(disclosure, batch.ledger, "case_id", (event.case for _, event in steps))
    found += target.rows(disclosure, batch.ledger, "party", batch.erased)
    rows = {row["case_id"]: row for row in found}
    for step, event in steps:
        row = rows.get(event.case) or {"ledger": batch.ledger, "case_id": event.case, **_NEW}
        rows[event.case] = _after(row, step.recorded, event) | _told(step.case)
    for row in _hidden(batch, target, rows):
        rows[row["case_id"]] = row
    for case, row in rows.items():
        if row["party"] in batch.erased:
            rows[case] = _without_party(row)
    target.put(disclosure, list(rows.values()))


def _hidden(batch: Batch, target: Target, rows: dict[str, Row]) -> list[Row]:
    """The pages whose withdrawal was lost, without their bodies."""
    pages = batch.lost_withdrawals()
    found = {row["case_id"]: row for row in target.rows(disclosure, batch.ledger, "id", pages)} | rows
    hidden = _BODY | {"status": "lost"}
    return [row | hidden for row in found.values() if row["id"] in pages and row["status"] == "current"]


def _after(row: Row, recorded: Recorded, event: _Concerned) -> Row:
    match event:
        case DisclosureReReviewed():
            return _published_again(row, recorded, event)
        case DisclosureReviewed():
            return _published(row, recorded, event)
        case PublicationEnded():
            return row | _BODY | {"status": "ended"} if row["status"] == "current" else row
        case DisclosureCorrected():
            return _corrected(row, recorded, event)
        case DecisionRevoked():
            return row | _BODY | {"status": "withdrawn"} if row["status"] in ("current", "lost") else row
        case _:
            assert_never(event)


def _told(case: Case) -> Row:
    """What the case says of its page."""
    return {
        "party": case.party.person if case.party else "",
        "procedure": case.procedure,
        "document": document_of(case.decided) if case.decided else "",
    }


def _without_party(row: Row) -> Row:
    """The same page without any form of the party's name."""
    if row["copy"] is None:
        return row
    copy = msgspec.structs.replace(_copy.decode(row["copy"]), party=None)
    masked = dict.fromkeys((*_masked.decode(row["masked"]), "party"))
    corrections = tuple(_without(one, {"party"}) for one in _corrections.decode(row["corrections"]))
    said = {"masked": json(tuple(masked)), "corrections": json(corrections)}
    return row | {"copy": json(copy), "search": _search(copy), **said}


def _without(correction: Corrected, hidden: Collection[ShownField]) -> Corrected:
    """The same without what it said of these fields."""
    kept = tuple(one for one in correction.changes if one.field not in hidden)
    return msgspec.structs.replace(correction, changes=kept)


def _published_again(row: Row, recorded: Recorded, event: DisclosureReReviewed) -> Row:
    """What was kept back stays so under its grounds, is public now, or shows more since: then as of its first day."""
    if event.copy is None:
        return row | {"grounds": json(event.grounds)}
    since = {name: row[name] for name in ("position", "published_at") if event.former != "withheld"}
    return _published(row, recorded, event) | since


def _published(row: Row, recorded: Recorded, event: DisclosureReviewed) -> Row:
    if event.copy is None and row["status"] == "current":
        return row | _BODY | {"status": "withdrawn", "grounds": json(event.grounds)}
    reviewed = {
        "id": event.disclosure,
        "position": recorded.position,
        "published_at": recorded.recorded_at,
        "outcome": event.outcome,
        "grounds": json(event.grounds),
    }
    if event.copy is None:
        return row | reviewed | {"status": "withheld"}
    shown = {"number": event.copy.number, "agency": event.copy.agency, "agency_code": event.copy.agency_code}
    return row | reviewed | shown | _body(event, event.copy) | {"status": "current"}


def _corrected(row: Row, recorded: Recorded, event: DisclosureCorrected) -> Row:
    """The next version in the place of the one before; when it was published first, stays.

    What is shown no more stays so.
    """
    if row["status"] != "current":
        return row
    at = Moment(recorded.recorded_at).instant
    made = Corrected(version=event.version, position=recorded.position, at=at, note=event.note, changes=event.changes)
    before = _corrections.decode(row["corrections"])
    if event.hide_before:
        before = tuple(_without(one, {change.field for change in event.changes}) for one in before)
    agency = {"agency": event.copy.agency}
    return row | agency | _body(event, event.copy) | {"corrections": json((*before, made)), "status": "current"}


def _body(event: DisclosureReviewed | DisclosureCorrected, copy: PublicCopy) -> Row:
    return {
        "matter": copy.matter,
        "matter_name": copy.matter_name,
        "decided_on": copy.decided_on,
        "basis": event.basis,
        "masked": json(event.masked),
        "copy": json(copy),
        "search": _search(copy),
    }


def _search(copy: PublicCopy) -> str:
    texts = (copy.number, copy.title, copy.matter_name, copy.agency, copy.party, copy.facts)
    return "\n".join(text for text in texts if text).casefold()


PROJECTION: Final = Projection("disclosures", (disclosure,), project)

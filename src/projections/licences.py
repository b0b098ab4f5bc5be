"""许可名录: every licence with its number, holder, matter, term and state, put together from all cases about it.

Each case gives one part: the grant, what changed or renewed it, what ended it. A licence on paper, whose grant the
ledger does not have, is not in it. The holder is an id, and no text that a clerk wrote is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Table,
    Text,
    exists,
    select,
)

from projections.disclosures import disclosure
from projections.pages import Order
from projections.projection import Batch, Projection, Row, Target, metadata
from records.course.case import Case
from records.course.decided import Decided
from records.licence.asked import looked_at
from records.licence.events import (
    CertificateIssued,
    LicenceCancelled,
    LicenceChanged,
    LicenceGranted,
    LicenceRevoked,
    LicenceWithdrawn,
    RenewalDeemed,
)
from records.licence.kinds import LicenceKind
from records.penalty.events import PublicCopy

LicenceState = Literal["valid", "expired", "withdrawn", "revoked", "cancelled", "undone"]
"""有效, 已届满, 已撤回, 已撤销, 已注销, 决定已不再有效."""

_What = Literal["granted", "changed", "renewed", "withdrawn", "revoked", "cancelled"]
_DECIDED: Final[Mapping[type[Decided], _What]] = {
    LicenceGranted: "granted",
    LicenceChanged: "changed",
    LicenceWithdrawn: "withdrawn",
    LicenceRevoked: "revoked",
    LicenceCancelled: "cancelled",
}
_ENDS: Final[Mapping[str, LicenceState]] = {
    "revoked": "revoked",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
}
"""What a licence is by what ended it; 注销 only notes an end that came before it, so the others go first."""

licence_part: Final = Table(
    "licence_part",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("licence", Text, nullable=False),  # the case that granted it; of one on paper the case itself
    Column("what", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # microseconds, UTC: when it was decided
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),  # of the decision, empty where the law made it
    Column("certificate", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("undone", Boolean, nullable=False),
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("licence_part_by_time", licence_part.c.ledger, licence_part.c.what, licence_part.c.at, licence_part.c.case_id)
Index("licence_part_by_licence", licence_part.c.ledger, licence_part.c.licence)


# ---- What is given out ----


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """A licence as it stands on a day."""

    licence: str
    """Id of the case that granted it."""
    number: str
    """Of the decision."""
    certificate: str
    """Number of the certificate that was issued last; empty: there is none."""
    agency: str
    """Code."""
    matter: str
    """Code."""
    person: str
    """Id of the holder."""
    kind: LicenceKind
    valid_from: date
    valid_until: date | None
    """Last day; None: it has no term."""
    state: LicenceState
    ended_by: str
    """Number of the decision that ended it."""


class LicencePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some licences, and the cursor of those that follow (None: there are no more)."""

    items: tuple[Licence, ...]
    next: str | None


class PublicLicence(msgspec.Struct, frozen=True, kw_only=True):
    """A licence whose grant is published, as the public sees it: the holder as on that page."""

    page: str
    """Id of the public page of the grant."""
    number: str
    certificate: str
    agency: str
    """Name."""
    matter: str
    """Name."""
    holder: str | None
    """None: not public."""
    kind: LicenceKind
    valid_from: date
    valid_until: date | None
    state: LicenceState


class PublicPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some of them, and the cursor of those that follow (None: there are no more)."""

    items: tuple[PublicLicence, ...]
    next: str | None


def public_licences(
    connection: Connection, ledger: str, on: date, *, after: str | None = None, limit: int = 50
) -> PublicPage:
    """The licences whose grant has a public page, the newest first, as they stand on a day.

    `after` is the cursor of the page before; Invalid when it is none.
    """
    found = licences(connection, ledger, on, published=True, after=after, limit=limit)
    c = disclosure.c
    told = select(c.case_id, c.id, c.agency, c.matter_name, c.copy).where(
        c.ledger == ledger, c.case_id.in_([one.licence for one in found.items])
    )
    pages = {row["case_id"]: row for row in connection.execute(told).mappings()}
    return PublicPage(items=tuple(_public(one, pages[one.licence]) for one in found.items), next=found.next)


def _public(one: Licence, page: RowMapping) -> PublicLicence:
    return PublicLicence(
        page=page["id"],
        number=one.number,
        certificate=one.certificate,
        agency=page["agency"],
        matter=page["matter_name"],
        holder=_COPY.decode(page["copy"]).party,
        kind=one.kind,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        state=one.state,
    )


_COPY: Final = msgspec.json.Decoder(PublicCopy)


def licences(
    connection: Connection,
    ledger: str,
    on: date,
    *,
    matter: str = "",
    published: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> LicencePage:
    """The licences that were granted, the newest first, as they stand on a day by all that is known.

    `published` leaves out those whose grant has no public page.
    `after` is the cursor of the page before; Invalid when it is none.
    """
    c = licence_part.c
    query = select(licence_part).where(c.ledger == ledger, c.what == "granted")
    query = query.where(c.matter == matter) if matter else query
    query = query.where(_IS_PUBLIC) if published else query
    found = _ORDER.latest_first(connection, query, after, limit)
    names = [row["case_id"] for row in found.rows]
    later = select(licence_part).where(c.ledger == ledger, c.licence.in_(names), c.what != "granted", ~c.undone)
    parts: dict[str, list[RowMapping]] = {}
    for row in connection.execute(later.order_by(c.at, c.case_id)).mappings():
        parts.setdefault(row["licence"], []).append(row)
    return LicencePage(
        items=tuple(_licence(row, parts.get(row["case_id"], []), on) for row in found.rows), next=found.next
    )


_ORDER: Final = Order(licence_part.c.at, licence_part.c.case_id)
_IS_PUBLIC: Final = exists().where(
    disclosure.c.ledger == licence_part.c.ledger,
    disclosure.c.case_id == licence_part.c.case_id,
    disclosure.c.status == "current",
)


def _licence(granted: RowMapping, later: list[RowMapping], on: date) -> Licence:
    longer = [one for one in later if one["what"] in ("changed", "renewed")]
    until: date | None = longer[-1]["valid_until"] if longer else granted["valid_until"]
    papers = [one["certificate"] for one in (granted, *longer) if one["certificate"]]
    end = next((one for what in _ENDS for one in later if one["what"] == what), None)
    state: LicenceState = "valid" if until is None or on <= until else "expired"
    if end is not None:
        state = _ENDS[end["what"]]
    return Licence(
        licence=granted["case_id"],
        number=granted["number"],
        certificate=papers[-1] if papers else "",
        agency=granted["agency"],
        matter=granted["matter"],
        person=granted["person"],
        kind=granted["kind"],
        valid_from=granted["valid_from"],
        valid_until=until,
        state="undone" if granted["undone"] else state,
        ended_by=end["number"] if end is not None else "",
    )


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """The part of each licence case that took a step; a case without a decision has none."""
    cases: dict[str, Case] = {}
    for step in batch.steps():
        if step.case.procedure == "licence":
            cases[step.event.case] = step.case
    if not cases:
        return
    target.remove(licence_part, batch.ledger, "case_id", cases)
    target.add(licence_part, [row for name, case in cases.items() for row in _part(batch.ledger, name, case)])


def _part(ledger: str, name: str, case: Case) -> Iterator[Row]:
    opened, decided, deemed = looked_at(case), case.decided_as, case.happened.get(RenewalDeemed)
    if opened is None:
        return
    own: Row = {
        "ledger": ledger,
        "case_id": name,
        "licence": opened.related_case or name,
        "agency": opened.agency,
        "matter": opened.matter,
        "person": opened.party.person if opened.party else "",
        "kind": opened.kind,
        "certificate": _certificate(case),
        "undone": case.undone,
    }
    if decided is not None and (what := _DECIDED.get(type(decided.event))):
        said = cast("Decided", decided.event)
        begins = getattr(said, "valid_from", None)
        more: Row = {"number": said.number, "valid_from": begins, "valid_until": said.valid_until}
        yield own | more | {"what": what, "at": decided.at.micros}
    elif deemed:
        last = deemed[-1]
        more = {"number": "", "valid_from": None, "valid_until": last.event.valid_until}
        yield own | more | {"what": "renewed", "at": last.at.micros}


def _certificate(case: Case) -> str:
    issued = case.last(CertificateIssued)
    return issued.number if issued else ""


PROJECTION: Final = Projection("licences", (licence_part,), project)

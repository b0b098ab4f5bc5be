"""A case as its events leave it: what happened, by kind, without what was voided.

What a case *is* (told, heard, reviewed, paid) are questions to it, in `records.course.facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.course.people import Party
from records.event import AgeClass, CaseEvent
from records.law.entries import ORDINARY
from records.moment import Moment
from records.penalty.events import (
    CaseClosed,
    CaseFiled,
    CaseReviewed,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    EntryVoided,
    HandlersChanged,
    LeadRegistered,
    PenaltyDeclined,
    PenaltyKind,
    RecordingLinked,
    RecusalDecided,
    ReviewReturned,
    RevocationEffect,
)
from records.reviewing.events import CountyReviewRequested
from records.spot.events import SpotDecided, SpotOpened

E = TypeVar("E", bound=CaseEvent)


class Happened(NamedTuple):
    """An event of a case, when it occurred, and the version of the case that it made."""

    event: Any
    at: Moment
    version: int


UNDOING: Final[frozenset[RevocationEffect]] = frozenset({"revoked", "void", "redo-ordered"})
"""Effects after which the decision is gone. One that was changed, or is unlawful but stands, is performed on
(行政复议法 第六十三条、第六十五条；行政诉讼法 第七十四条、第七十七条)."""

Decision = DecisionSigned | PenaltyDeclined | Decided
"""决定书 of whichever procedure."""

Penalty = DecisionSigned | SpotDecided
"""A decision to punish, by the ordinary procedure or on the spot."""


_PENAL: Final = ("decision", "no-penalty")
"""Documents that are the decision of an ordinary penalty."""

_READING: Final = ("receive-county-review",)
"""The step of an agency that reviewed before: it waits for a request, so that reading alone is left."""

_NOTHING: Final[Mapping[type, tuple[Happened, ...]]] = MappingProxyType({})


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The case: of each kind of event those that count, in the order in which they occurred."""

    happened: Mapping[type, tuple[Happened, ...]] = _NOTHING
    voided: frozenset[int] = frozenset()
    """Versions of entries that were mistakes."""

    def last(self, kind: type[E]) -> E | None:
        """The event of that kind that counts: the one that occurred last."""
        found = self.happened.get(kind)
        return found[-1].event if found else None

    def at(self, kind: type[Any]) -> Moment | None:
        """When it occurred."""
        found = self.happened.get(kind)
        return found[-1].at if found else None

    def first_at(self, kind: type[Any]) -> Moment | None:
        """When the first of that kind occurred."""
        found = self.happened.get(kind)
        return found[0].at if found else None

    def every(self, kind: type[E]) -> tuple[E, ...]:
        """All events of that kind."""
        return tuple(one.event for one in self.happened.get(kind, ()))

    def find(self, version: int) -> Happened | None:
        """The entry that made this version of the case, when it counts."""
        return next((one for some in self.happened.values() for one in some if one.version == version), None)

    @property
    def lead(self) -> LeadRegistered | None:
        """The lead that the case began with, if any."""
        return self.last(LeadRegistered)

    @property
    def filed(self) -> CaseFiled | None:
        """The filing."""
        return self.last(CaseFiled)

    @property
    def filed_at(self) -> Moment | None:
        """When the case was filed, or opened where the procedure has no filing."""
        return self.at(CaseFiled) or (self._opened.at if self._opened else None)

    @property
    def opened(self) -> CaseFiled | Opened | None:
        """What says whom the case concerns, what it is about and who handles it: the filing of a penalty, else the
        first step; None for a lead.
        """
        return self.filed or (self._opened.event if self._opened else None)

    @property
    def offence(self) -> CaseFiled | SpotOpened | None:
        """What says which act is to be punished, whose, when and where; None in procedures that punish nobody."""
        return self.filed or self.last(SpotOpened)

    @property
    def party(self) -> Party | None:
        """Whom the case concerns (当事人), as known when it was opened."""
        return self.opened.party if self.opened else None

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows."""
        return self._opened.event.procedure if self._opened else ORDINARY

    @property
    def title(self) -> str:
        """What the case is called: by its filing, else by its lead."""
        opened = self.opened or self.lead
        return opened.title if opened else ""

    @property
    def handlers(self) -> tuple[str, ...]:
        """Person ids of the officers in charge: who is recused is none any more (第四十三条)."""
        changed = self.last(HandlersChanged) or self.opened
        recused = {one.person for one in self.every(RecusalDecided) if one.granted}
        return tuple(one for one in changed.handlers if one not in recused) if changed else ()

    @property
    def agency(self) -> str:
        """Code of the agency whose case it is."""
        opened = self.opened or self.lead
        return opened.agency if opened else ""

    @property
    def answering(self) -> Mapping[str, str]:
        """By tag the steps that another agency takes in the case, with its code: it reads the case too.

        An agency that was asked for the legal review goes on reading until the case is closed.
        """
        asked = self.last(CountyReviewRequested)
        if asked is not None and CaseClosed not in self.happened:
            steps = ("receive-county-review", "review-case", "return-review") if self.reviewed_by else _READING
            return dict.fromkeys(steps, asked.county)
        return self.opened.answering if isinstance(self.opened, Opened) else {}

    @property
    def reviewed_by(self) -> str:
        """Code of the agency that was asked for the legal review, until it has answered; empty without one."""
        asked = self.happened.get(CountyReviewRequested)
        answers = [some[-1] for kind in (CaseReviewed, ReviewReturned) if (some := self.happened.get(kind))]
        if not asked or any(_when(one) > _when(asked[-1]) for one in answers):
            return ""
        return str(asked[-1].event.county)

    @property
    def matter(self) -> str:
        """Code of the matter; empty for a lead that names none."""
        opened = self.opened or self.lead
        return opened.matter if opened else ""

    @property
    def recordings(self) -> tuple[str, ...]:
        """BLAKE3 of each linked recording."""
        return tuple(one.blake3 for one in self.every(RecordingLinked))

    @property
    def decision(self) -> Penalty | None:
        """The decision to punish."""
        return self.last(DecisionSigned) or self.last(SpotDecided)

    @property
    def decided(self) -> Decision | None:
        """The decision of the case, to punish or not, or of another procedure."""
        return self.decided_as.event if self.decided_as else None

    @property
    def signed_at(self) -> Moment | None:
        """When the decision was signed."""
        return self.decided_as.at if self.decided_as else None

    @property
    def service(self) -> DocumentServed | None:
        """The service of the decision: the one that occurred first, since a paper is served once (第六十一条)."""
        return next((one.event for one in self._services()), None)

    @property
    def served_at(self) -> Moment | None:
        """When the decision was served: from then its terms run."""
        return next((one.at for one in self._services()), None)

    @property
    def disclosure(self) -> DisclosureReviewed | None:
        """What is public of the decision, by the review that was recorded last: it counts from its recording."""
        reviews = self.happened.get(DisclosureReviewed, ())
        return max(reviews, key=lambda one: one.version).event if reviews else None

    @property
    def revocation(self) -> DecisionRevoked | None:
        """What an instrument made of the decision last: one that was changed may be undone afterwards."""
        return self.last(DecisionRevoked)

    @property
    def kinds(self) -> tuple[PenaltyKind, ...]:
        """Kinds of penalty that stand: those of the decision, unless an instrument left others of it."""
        changed = (one.kinds for one in self.every(DecisionRevoked) if one.effect == "changed" and one.kinds)
        decided = self.decision.kinds if self.decision else ()
        return next(reversed([decided, *changed]))

    @property
    def undone(self) -> bool:
        """Whether the decision is gone: nothing is served, paid or added on it any more."""
        return any(one.effect in UNDOING for one in self.every(DecisionRevoked))

    def _services(self) -> list[Happened]:
        """Services of the decision that counts; one that was entered before it bears no number."""
        decided = self.decided
        documents = (decided.document,) if isinstance(decided, Decided) else _PENAL
        numbers = {"", decided.number} if decided else {""}
        services = self.happened.get(DocumentServed, ())
        return [one for one in services if one.event.document in documents and one.event.number in numbers]

    @property
    def _opened(self) -> Happened | None:
        """The first step of a procedure that begins with one of its own."""
        return next((some[0] for kind, some in self.happened.items() if issubclass(kind, Opened)), None)

    @property
    def decided_as(self) -> Happened | None:
        """The decision of the case with when it was signed and the version that it made."""
        found = self.happened.get(DecisionSigned) or self.happened.get(PenaltyDeclined)
        if found is None and (kinds := [kind for kind in self.happened if issubclass(kind, Decided)]):
            found = max((self.happened[kind] for kind in kinds), key=lambda some: _when(some[-1]))
        return found[-1] if found else None


def changes_amounts(revoked: DecisionRevoked) -> bool:
    """Whether a decision stands after it with another fine or confiscation (行政复议法 第六十三条)."""
    return revoked.effect == "changed" and (revoked.fine_yuan, revoked.confiscated_yuan) != (None, None)


def alters(revoked: DecisionRevoked) -> bool:
    """Whether it takes the decision away, or changes what it asks for."""
    return revoked.effect in UNDOING or changes_amounts(revoked)


def fold(happened: Iterable[tuple[CaseEvent, Moment, int]]) -> Case:
    """The case after events in the order in which they occurred: `evolve` one by one, without the cases between."""
    kinds: dict[type, list[Happened]] = {}
    voided: set[int] = set()
    for event, at, version in happened:
        if type(event) is EntryVoided:
            voided.add(event.version)
        kinds.setdefault(_kind(event), []).append(Happened(event, at, version))
    if not voided:
        return Case(happened={kind: tuple(some) for kind, some in kinds.items()})
    counting = {kind: tuple(one for one in some if one.version not in voided) for kind, some in kinds.items()}
    return Case(happened={kind: some for kind, some in counting.items() if some}, voided=frozenset(voided))


def evolve(case: Case, event: CaseEvent, at: Moment, version: int) -> Case:
    """The case after one more event, which takes its place by when it occurred; never refuses."""
    kind, one = _kind(event), Happened(event, at, version)
    some = (*case.happened.get(kind, ()), one)
    if len(some) > 1 and _when(some[-2]) > _when(one):  # a paper of an earlier day: the others come in order
        some = tuple(sorted(some, key=_when))
    happened = {**case.happened, kind: some}
    voided = case.voided
    if isinstance(event, EntryVoided):
        voided |= {event.version}
    if version in voided or isinstance(event, EntryVoided):
        counting = {kind: tuple(one for one in some if one.version not in voided) for kind, some in happened.items()}
        happened = {kind: some for kind, some in counting.items() if some}
    return Case(happened=happened, voided=voided)


def _kind(event: CaseEvent) -> type[CaseEvent]:
    """What it happened as: a later review of what is public stands among the reviews."""
    return DisclosureReviewed if isinstance(event, DisclosureReviewed) else type(event)


def _when(one: Happened) -> tuple[int, int]:
    return one.at.micros, one.version


def age_class(born: date, on: date) -> AgeClass:
    """Class of age on a day: a full year is reached the day after the birthday (法释〔2006〕1号 第二条, by analogy)."""
    years = on.year - born.year - ((on.month, on.day) <= (born.month, born.day))
    if years < 14:
        return "under-14"
    return "14-17" if years < 18 else "adult"

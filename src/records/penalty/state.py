"""A penalty case as its events leave it: what happened, by kind, without what was voided.

What a case *is* (told, heard, reviewed, paid) are questions to it, in `records.penalty.facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from records.event import AgeClass
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    EntryVoided,
    HandlersChanged,
    LeadRegistered,
    PenaltyDeclined,
    PenaltyEvent,
    PenaltyKind,
    RecordingLinked,
    RecusalDecided,
    RevocationEffect,
)

E = TypeVar("E", bound=PenaltyEvent)


class Happened(NamedTuple):
    """An event of a case, when it occurred, and the version of the case that it made."""

    event: Any
    at: Moment
    version: int


UNDOING: Final[frozenset[RevocationEffect]] = frozenset({"revoked", "void", "redo-ordered"})
"""Effects after which the decision is gone. One that was changed, or is unlawful but stands, is performed on
(行政复议法 第六十三条、第六十五条；行政诉讼法 第七十四条、第七十七条)."""

_DECISIONS: Final = ("decision", "no-penalty")
"""Documents that end the case with a decision."""

_NOTHING: Final[Mapping[type, tuple[Happened, ...]]] = MappingProxyType({})


class Penalty(msgspec.Struct, frozen=True, kw_only=True):
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
        """When the case was filed."""
        return self.at(CaseFiled)

    @property
    def title(self) -> str:
        """What the case is called: by its filing, else by its lead."""
        opened = self.filed or self.lead
        return opened.title if opened else ""

    @property
    def handlers(self) -> tuple[str, ...]:
        """Person ids of the officers in charge: who is recused is none any more (第四十三条)."""
        changed = self.last(HandlersChanged) or self.filed
        recused = {one.person for one in self.every(RecusalDecided) if one.granted}
        return tuple(one for one in changed.handlers if one not in recused) if changed else ()

    @property
    def agency(self) -> str:
        """Code of the agency whose case it is."""
        opened = self.filed or self.lead
        return opened.agency if opened else ""

    @property
    def recordings(self) -> tuple[str, ...]:
        """BLAKE3 of each linked recording."""
        return tuple(one.blake3 for one in self.every(RecordingLinked))

    @property
    def decision(self) -> DecisionSigned | None:
        """The decision to punish."""
        return self.last(DecisionSigned)

    @property
    def signed_at(self) -> Moment | None:
        """When a decision, to punish or not, was signed."""
        return self.at(DecisionSigned) or self.at(PenaltyDeclined)

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
        decided = self.last(DecisionSigned) or self.last(PenaltyDeclined)
        numbers = {"", decided.number} if decided else {""}
        services = self.happened.get(DocumentServed, ())
        return [one for one in services if one.event.document in _DECISIONS and one.event.number in numbers]


def changes_amounts(revoked: DecisionRevoked) -> bool:
    """Whether a decision stands after it with another fine or confiscation (行政复议法 第六十三条)."""
    return revoked.effect == "changed" and (revoked.fine_yuan, revoked.confiscated_yuan) != (None, None)


def alters(revoked: DecisionRevoked) -> bool:
    """Whether it takes the decision away, or changes what it asks for."""
    return revoked.effect in UNDOING or changes_amounts(revoked)


def fold(happened: Iterable[tuple[PenaltyEvent, Moment, int]]) -> Penalty:
    """The case after events in the order in which they occurred: `evolve` one by one, without the cases between."""
    kinds: dict[type, list[Happened]] = {}
    voided: set[int] = set()
    for event, at, version in happened:
        if type(event) is EntryVoided:
            voided.add(event.version)
        kinds.setdefault(type(event), []).append(Happened(event, at, version))
    if not voided:
        return Penalty(happened={kind: tuple(some) for kind, some in kinds.items()})
    counting = {kind: tuple(one for one in some if one.version not in voided) for kind, some in kinds.items()}
    return Penalty(happened={kind: some for kind, some in counting.items() if some}, voided=frozenset(voided))


def evolve(case: Penalty, event: PenaltyEvent, at: Moment, version: int) -> Penalty:
    """The case after one more event, which takes its place by when it occurred; never refuses."""
    kind, one = type(event), Happened(event, at, version)
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
    return Penalty(happened=happened, voided=voided)


def _when(one: Happened) -> tuple[int, int]:
    return one.at.micros, one.version


def age_class(born: date, on: date) -> AgeClass:
    """Class of age on a day: a full year is reached the day after the birthday (法释〔2006〕1号 第二条, by analogy)."""
    years = on.year - born.year - ((on.month, on.day) <= (born.month, born.day))
    if years < 14:
        return "under-14"
    return "14-17" if years < 18 else "adult"

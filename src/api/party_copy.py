"""What of a case may be given to its party: papers and evidence without what is tagged as secret (行政处罚法 第五十条).

Nothing that is tagged leaves by default: of it only its number by kind of secret is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from api.case_view import Document, documents_of
from records.course.case import Case, Penalty
from records.course.tagged import CASE, tags
from records.penalty.events import DecisionSigned, EvidenceAdded, PenaltyDeclined, RecordingLinked, Secrecy
from records.spot.events import SpotDecided


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """An item of evidence that the party may look at and copy."""

    item: str
    kind: str
    title: str
    object: str
    """BLAKE3 of its file, empty for a thing."""


class PartyCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What leaves the agency for the party when they ask for their file."""

    case: str
    title: str
    documents: tuple[Document, ...]
    decision: DecisionSigned | SpotDecided | PenaltyDeclined | None
    evidence: tuple[Exhibit, ...]
    recordings: tuple[str, ...]
    """BLAKE3 of each."""
    withheld: Mapping[Secrecy, int]
    """How much is kept back, by kind of secret; a case that is tagged as a whole keeps back everything."""


def party_copy(name: str, case: Case) -> PartyCopy:
    """The copy, without what is tagged."""
    tagged, decision = tags(case), case.decision or case.last(PenaltyDeclined)
    everything = [
        *(one.item for one in case.every(EvidenceAdded)),
        *(one.number for one in documents_of(case)),
        *case.recordings,
    ]
    whole = tagged.get(CASE, "")
    free = frozenset(() if whole else (one for one in everything if one not in tagged))
    return PartyCopy(
        case=name,
        title=case.title if not whole else "",
        documents=tuple(one for one in documents_of(case) if one.number in free),
        decision=_document(decision) if decision is not None and decision.number in free else None,
        evidence=tuple(_exhibits(case, free)),
        recordings=tuple(one.blake3 for one in case.every(RecordingLinked) if one.blake3 in free),
        withheld=Counter(tagged.get(one) or whole for one in everything if one not in free),
    )


def _document(decision: Penalty | PenaltyDeclined) -> Penalty | PenaltyDeclined:
    """The decision as it was served: what its entry says of itself is the agency's."""
    return msgspec.structs.replace(decision, entry=None, defects=())


def _exhibits(case: Case, free: frozenset[str]) -> Iterable[Exhibit]:
    for one in case.every(EvidenceAdded):
        if one.item in free:
            yield Exhibit(item=one.item, kind=one.kind, title=one.title, object=one.object)

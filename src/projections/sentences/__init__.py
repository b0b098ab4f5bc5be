"""What a step was, in one Chinese sentence made of values that name no person: a file per chapter.

Texts that people wrote (facts, reasons, statements) may name somebody and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.basics import SENTENCES as BASICS
from projections.sentences.beside import SENTENCES as BESIDE
from projections.sentences.catalogue import SENTENCES as CATALOGUE
from projections.sentences.correction import SENTENCES as CORRECTION
from projections.sentences.court import SENTENCES as COURT
from projections.sentences.deciding import Deciding, Hearing, Transfer, deciding, hearing, transfer
from projections.sentences.enforcement import SENTENCES as ENFORCEMENT
from projections.sentences.evaluation import SENTENCES as EVALUATION
from projections.sentences.evidence import Evidence, Opening, evidence, opening
from projections.sentences.inspection import SENTENCES as INSPECTION
from projections.sentences.levy import SENTENCES as LEVY
from projections.sentences.licence import SENTENCES as LICENCE
from projections.sentences.measure import SENTENCES as MEASURE
from projections.sentences.offence import SENTENCES as OFFENCE
from projections.sentences.oversight import SENTENCES as OVERSIGHT
from projections.sentences.performance import Closing, Performance, Serving, closing, performance, serving
from projections.sentences.petition import SENTENCES as PETITION
from projections.sentences.publishing import SENTENCES as PUBLISHING
from projections.sentences.relief import Relief, relief
from projections.sentences.reviewing import SENTENCES as REVIEWING
from projections.sentences.spot import SENTENCES as SPOT
from projections.sentences.words import DOCUMENTS, EFFECTS, FIELDS, INSTRUMENTS, METHODS, STAGES
from records.course.drafting import DraftSubmitted
from records.event import CaseEvent

__all__ = ["EFFECTS", "FIELDS", "INSTRUMENTS", "METHODS", "STAGES", "sentence"]


_OTHERS: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    DraftSubmitted: lambda event: f"提请法制审核（{DOCUMENTS[event.draft.document]}草案）",
    **SPOT,
    **MEASURE,
    **ENFORCEMENT,
    **COURT,
    **LICENCE,
    **INSPECTION,
    **LEVY,
    **PETITION,
    **OFFENCE,
    **BESIDE,
    **CATALOGUE,
    **BASICS,
    **CORRECTION,
    **OVERSIGHT,
    **EVALUATION,
    **PUBLISHING,
    **REVIEWING,
}
"""Those of the other procedures."""


def sentence(event: CaseEvent) -> str:
    """The step in Chinese. Raises KeyError for an event that has no sentence."""
    if isinstance(event, Opening):
        return opening(event)
    if isinstance(event, Evidence):
        return evidence(event)
    if isinstance(event, Hearing):
        return hearing(event)
    if isinstance(event, Deciding):
        return deciding(event)
    if isinstance(event, Transfer):
        return transfer(event)
    if isinstance(event, Serving):
        return serving(event)
    if isinstance(event, Performance):
        return performance(event)
    if isinstance(event, Relief):
        return relief(event)
    if isinstance(event, Closing):
        return closing(event)
    return _OTHERS[type(event)](event)

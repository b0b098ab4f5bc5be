"""What a step was, in one Chinese sentence made of values that name no person: a file per chapter.

Texts that people wrote (facts, reasons, statements) may name somebody and are left out.
"""

from __future__ import annotations

from projections.sentences.deciding import Deciding, Hearing, Transfer, deciding, hearing, transfer
from projections.sentences.evidence import Evidence, Opening, evidence, opening
from projections.sentences.performance import Performance, Serving, closing, performance, serving
from projections.sentences.relief import Relief, relief
from projections.sentences.words import EFFECTS, FIELDS, INSTRUMENTS, METHODS, STAGES
from records.penalty.events import PenaltyEvent

__all__ = ["EFFECTS", "FIELDS", "INSTRUMENTS", "METHODS", "STAGES", "sentence"]


def sentence(event: PenaltyEvent) -> str:
    """The step in Chinese."""
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
    return closing(event)

"""Which slots a public copy shows: the one place that says so.

A copy has two records: the disclosure review, with the text that was approved for the public, and the decision that
it is about. Of the decision its number is shown, and what the approved text repeats to the byte; so a copy never
says more than the page, whatever else the decision holds.
"""

from __future__ import annotations

from typing import Final

from records.course.decided import Decided
from records.penalty.events import CopyField
from records.seal.commitment import HEADER
from records.seal.slots import Form
from records.tags import EVENTS

ALWAYS: Final = ("@ledger", "@tag", "@recorded_at", "@checkpoint")
"""Slots of the header that each record shows: where and of what type it is, when its writer's clock says that it was
written, and what it can't be older than. Stream, version and actor would say which case it is, and who acted.
"""

REVIEWS: Final = ("disclosure-reviewed/1", "disclosure-re-reviewed/1", "disclosure-corrected/1")
"""Tags of a copy's first record: what says which text is public."""

DECISIONS: Final = (
    "decision-signed/1",
    "decision-signed/2",
    "decision-signed/3",
    "penalty-declined/1",
    *(tag for tag, kind in EVENTS.items() if issubclass(kind, Decided) and Form(kind).fixed),
)
"""Tags of its second: of the penalty, and of every other procedure whose decisions hold no personal values."""

OF_REVIEW: Final = ("disclosure", "number", "outcome", "grounds", "basis", "masked", "copy")
"""Fields that the first record shows: not the case, why it was entered afterwards, or the next review."""

OF_DECISION: Final = ("number",)
"""Fields that the second record shows."""

REPEATED: Final[dict[str, CopyField | None]] = {
    "kinds": None,
    "content": "content",
    "fine_yuan": "amounts",
    "confiscated_yuan": "amounts",
    "facts": "facts",
    "basis": None,
    "reasons": "reasons",
}
"""Fields that the second record shows where `copy` has the same bytes under the same name, with what masks them.

A masked field is not shown even then: that both say `null` would say that there is nothing.
"""

MASKED: Final[dict[CopyField, tuple[str, ...]]] = {
    "party": ("party",),
    "facts": ("facts",),
    "reasons": ("reasons",),
    "amounts": ("fine_yuan", "confiscated_yuan"),
    "content": ("content",),
}
"""Members of `copy` that are null when `masked` names the field. `masked` names fields in this order, each once."""

PATHS: Final = {tag: (*HEADER, *Form(EVENTS[tag]).paths) for tag in (*REVIEWS, *DECISIONS)}
"""Every slot of these events in order: a slot's place says its path, so that no copy can show one slot as another."""

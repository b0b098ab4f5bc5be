"""What a legal review calls for, and whether it was done before the draft comes again (重大执法决定法制审核制度 三)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact
from records.judgement import Context, Judgement
from records.penalty.events import CaseReviewed

_CORRECT: Final = "correct"


def require_heeded(judgement: Judgement, digest: str, case: Case, context: Context, facts: Mapping[str, Fact]) -> None:
    """A draft that was to be corrected is another one now; what was to be found out, mended or handed over was."""
    reviewed = case.last(CaseReviewed)
    outcome = context.law.outcomes.get(reviewed.result) if reviewed else None
    if reviewed is None or outcome is None:
        return
    corrected = reviewed.result != _CORRECT or reviewed.digest != digest
    done = outcome.needs is None or facts[outcome.needs](case, context)
    judgement.require(corrected and done, "review-unheeded", f"上次的审核结论是“{outcome.title}”：{outcome.text}")

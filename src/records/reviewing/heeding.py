"""What a legal review calls for, and whether it was done before the draft comes again (重大执法决定法制审核制度 三)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from records.course.case import Case, Happened
from records.course.drafting import Drafted, DraftSubmitted
from records.course.fact import Fact
from records.course.sequence import since
from records.course.steps import COMMANDS
from records.event import CaseEvent
from records.judgement import Context, Judgement
from records.law.entries import Outcome
from records.penalty.events import CaseReviewed, Draft, ReviewSubmitted

_CORRECT: Final = "correct"


def require_heeded(
    judgement: Judgement,
    draft: Draft | Drafted,
    corrected: str,
    case: Case,
    context: Context,
    facts: Mapping[str, Fact],
) -> None:
    """A draft that was to be corrected says something else now, and what; what was to be done before was done."""
    last = case.happened.get(CaseReviewed)
    outcome = context.law.outcomes.get(last[-1].event.result) if last else None
    if last is None or outcome is None:
        return
    done = _is_corrected(outcome, last[-1].event, draft, corrected, case)
    undone = tuple(_untaken(last[-1], case)) if outcome.named else ()
    if not (outcome.named and last[-1].event.steps):
        done = done and (outcome.needs is None or facts[outcome.needs](case, context))
    judgement.require(done and not undone, "review-unheeded", _said(outcome, undone, context))


def _is_corrected(outcome: Outcome, reviewed: CaseReviewed, draft: Draft | Drafted, corrected: str, case: Case) -> bool:
    if reviewed.result != _CORRECT:
        return True
    if outcome.corrected and not corrected.strip():
        return False
    before: tuple[ReviewSubmitted | DraftSubmitted, ...] = (*case.every(ReviewSubmitted), *case.every(DraftSubmitted))
    rejected = [one for one in before if one.digest == reviewed.digest]
    return all(_letters(one.draft) != _letters(draft) for one in rejected)


def _letters(draft: Draft | Drafted) -> str:
    """Letters and digits of what a draft says: blanks and marks correct nothing."""
    told: dict[str, Any] = msgspec.to_builtins(draft)
    kept = ((name, "".join(one for one in str(said) if one.isalnum())) for name, said in sorted(told.items()))
    return "\0".join(f"{name}={said}" for name, said in kept if said)


def _untaken(reviewed: Happened, case: Case) -> Iterator[str]:
    """Ids of the steps that the reviewer named and nobody has taken since."""
    for step in reviewed.event.steps:
        kinds = [event for event, kind in COMMANDS.items() if kind.__struct_config__.tag == step]
        if not any(_came(event, reviewed, case) for event in kinds):
            yield step


def _came(kind: type[CaseEvent], reviewed: Happened, case: Case) -> bool:
    return bool(since(case, kind, reviewed))


def _said(outcome: Outcome, undone: tuple[str, ...], context: Context) -> str:
    known = context.law.steps
    titles = "、".join(known[one].title if one in known else one for one in undone)
    asked = f"（还没有办理：{titles}）" if titles else ""
    return f"上次的审核结论是“{outcome.title}”：{outcome.text}{asked}"

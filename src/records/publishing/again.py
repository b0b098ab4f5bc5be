"""再审查: what is kept from the public is reviewed again (信息公示制度 第八条; 政府信息公开条例 第十八条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

import msgspec

from records.catalogue.listed import decision_kind, require_in_catalogue
from records.correction.page import shown_page
from records.course.case import Case, Decision
from records.course.disclosure import involved, next_review, public_copy, require_privacy, require_shown
from records.course.judging import begin, stated
from records.course.secrecy import require_cleared
from records.event import Event
from records.judgement import Context
from records.penalty.events import CopyField, DisclosureReviewed, PublicCopy
from records.publishing.commands import ReReviewDisclosure
from records.publishing.events import DisclosureReReviewed
from records.publishing.listed import require_listed
from records.publishing.standing import is_kept_back


def re_review_disclosure(command: ReReviewDisclosure, case: Case, context: Context) -> list[Event]:
    """Somebody who had no other part in the case reviews what is withheld or masked: it stays so with its grounds, or
    more of it is public with this step, whatever day a paper has; what is public is not taken back here.
    """
    decision, page = case.decided, case.disclosure
    judgement = begin(command, case, context, case.at(DisclosureReviewed) or case.signed_at)
    judgement.require_now(page is not None and decision is not None and is_kept_back(case), "nothing-kept-back")
    former = page.outcome if page else "withheld"
    shown = shown_page(case)
    takes_down = command.outcome == "withheld" and former != "withheld"
    hides = shown is not None and not set(command.masked) <= set(shown.event.masked)
    judgement.require_now(not (takes_down or hides), "re-review-takes-down")
    require_cleared(judgement, command, case)
    reviewer = context.person_acting
    judgement.require_now(bool(reviewer) and reviewer not in involved(case), "reviewer-is-handler")
    kept_back = command.outcome != "open"
    judgement.require_now(not kept_back or bool(command.grounds and command.basis.strip()), "withholding-needs-ground")
    copy = _copy(command, case, decision, context) if decision and command.outcome != "withheld" else None
    if copy is not None:
        require_in_catalogue(judgement, decision_kind(context.law_now, case.procedure), case.agency, context)
        require_listed(judgement, case, context)
        require_privacy(judgement, copy, command, case, context)
        require_shown(judgement, copy, command, case, context)
    return [
        stated(
            DisclosureReReviewed,
            command,
            judgement,
            context,
            disclosure=page.disclosure if page else context.new_id,
            number=decision.number if decision else "",
            masked=tuple(field for field in get_args(CopyField) if field in command.masked),
            copy=copy,
            next_review_on=next_review(context) if kept_back else None,
            former=former,
        )
    ]


_TEXTS: Final[Mapping[CopyField, tuple[str, ...]]] = {
    "party": ("party",),
    "facts": ("facts",),
    "reasons": ("reasons",),
    "amounts": ("fine_yuan", "confiscated_yuan"),
    "content": ("content",),
}
"""By what a review may mask the members of the public copy."""


def _copy(command: ReReviewDisclosure, case: Case, decision: Decision, context: Context) -> PublicCopy:
    """What the public sees once it is reviewed again: what is shown stays as it was corrected, and what was masked is
    shown as the decision has it.
    """
    anew, shown = public_copy(command, case, decision, context), shown_page(case)
    if shown is None:
        return anew
    opened = set(shown.event.masked) - set(command.masked)
    more: dict[str, Any] = {name: getattr(anew, name) for field in opened for name in _TEXTS[field]}
    return msgspec.structs.replace(shown.copy, **more)


def shown_anew(command: ReReviewDisclosure, case: Case) -> ReReviewDisclosure:
    """The command with all masked that is shown already: what is left of it becomes public with this step."""
    shown = shown_page(case)
    if shown is None:
        return command
    before = {field for field in _TEXTS if field not in shown.event.masked}
    return msgspec.structs.replace(command, masked=tuple(before.union(command.masked)))

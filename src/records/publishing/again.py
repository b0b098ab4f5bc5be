"""再审查: what is kept from the public is reviewed again (信息公示制度 第八条; 政府信息公开条例 第十八条)."""

from __future__ import annotations

from typing import get_args

from records.course.case import Case
from records.course.disclosure import involved, next_review, public_copy, require_privacy
from records.course.judging import begin, stated
from records.course.secrecy import require_cleared
from records.event import Event
from records.judgement import Context
from records.penalty.events import CopyField, DisclosureReviewed
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
    hides = command.outcome == "withheld" and former != "withheld"
    judgement.require_now(not hides, "re-review-takes-down")
    require_cleared(judgement, command, case)
    reviewer = context.person_acting
    judgement.require_now(bool(reviewer) and reviewer not in involved(case), "reviewer-is-handler")
    kept_back = command.outcome != "open"
    judgement.require_now(not kept_back or bool(command.grounds and command.basis.strip()), "withholding-needs-ground")
    copy = public_copy(command, case, decision, context) if decision and command.outcome != "withheld" else None
    if copy is not None:
        require_listed(judgement, case, context)
        require_privacy(judgement, copy, command, case, context)
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

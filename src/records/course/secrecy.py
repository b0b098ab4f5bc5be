"""涉密: tagging, and the review before publication (行政处罚法 第五十条; 保守国家秘密法 第三十五条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import every_issued
from records.course.judging import begin, stated
from records.course.officers import investigators
from records.course.tagged import CASE, secrecy_review, tags
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.commands import ReviewDisclosure, ReviewSecrecy, TagSecrecy
from records.penalty.events import EvidenceAdded, Secrecy, SecrecyReviewed, SecrecyTagged


def tag_secrecy(command: TagSecrecy, case: Case, context: Context) -> list[Event]:
    """Anybody in charge tags; the head alone takes a tag off, or makes less of a state secret.

    What was kept back can be published with this step, whatever day a paper has: so the head enters it, also on paper.
    Raises Invalid for what the case does not have, and for a tag that is there, or is not there to be taken off.
    """
    judgement = begin(command, case, context)
    if command.subject != CASE and command.subject not in _subjects(case):
        raise Invalid([("$.subject", "本案没有这项证据、文书或者音像记录；标注全案的，请留空")])
    before = tags(case).get(command.subject, "")
    if before == command.secrecy:
        raise Invalid([("$.secrecy", "已经是这样标注的，不必重复")])
    judgement.require_now(not _is_weaker(before, command.secrecy) or head_acts_now(case, context), "head-only")
    return [stated(SecrecyTagged, command, judgement, context)]


def _is_weaker(before: Secrecy, after: Secrecy) -> bool:
    """Whether less is kept back with the new tag: of a trade secret or privacy, a masked copy may be public."""
    return not after or before == "state"


def head_acts_now(case: Case, context: Context) -> bool:
    """Whether who enters the step is the agency's head on the day of the entry, whatever day the paper has."""
    return context.register.is_head(case.agency, context.person_acting, context.now.day)


def _subjects(case: Case) -> frozenset[str]:
    """What of the case can be tagged: its items of evidence, its documents, its recordings."""
    items = (one.item for one in case.every(EvidenceAdded))
    return frozenset((*items, *(number for _, number in every_issued(case)), *case.recordings))


def review_secrecy(command: ReviewSecrecy, case: Case, context: Context) -> list[Event]:
    """A named officer who never handled the case says whether the decision may become public; the last word counts.

    What the case is tagged with, the review can't clear: the head takes the tag off first.
    """
    decision = case.decided
    judgement = begin(command, case, context, case.signed_at)
    reviewer = command.reviewer if context.entry is not None else context.person_acting
    named = bool(reviewer) and reviewer not in investigators(case)
    judgement.require(named, "secrecy-reviewer-is-handler")
    number = decision.number if decision else ""
    return [stated(SecrecyReviewed, command, judgement, context, number=number, reviewer=reviewer)]


def require_cleared(judgement: Judgement, command: ReviewDisclosure, case: Case) -> None:
    """Nothing becomes public without a secrecy review, nor more than it allows, nor what a tag keeps back.

    It is published now, whatever a paper did before: so a back-entry is refused as well.
    """
    review = secrecy_review(case)
    judgement.require_now(review is not None, "secrecy-review-first")
    tagged = tags(case)
    found = {tagged.get(CASE, ""), tagged.get(review.number, "") if review else ""}
    secret = "state" in found or (review is not None and review.result == "secret")
    partly = found != {""} or (review is not None and review.result == "mask")
    masked = review is None or set(review.masked) <= set(command.masked)
    allowed = command.outcome == "withheld" or (not secret and (not partly or command.outcome == "redacted") and masked)
    judgement.require_now(allowed, "secrecy-not-cleared")

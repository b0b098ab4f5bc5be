"""涉密: what of a case is tagged as secret, and what a secrecy review said of its decision (行政处罚法 第五十条).

What is tagged does not leave the agency: not with the copy for the party, and not to the public.
"""

from __future__ import annotations

from collections.abc import Mapping

from records.course.case import Case
from records.penalty.events import (
    DisclosureReviewed,
    EvidenceAdded,
    Secrecy,
    SecrecyReviewed,
    SecrecyTagged,
)
from records.publishing.standing import is_public

CASE = ""
"""The subject that stands for the whole case."""


def tags(case: Case) -> Mapping[str, Secrecy]:
    """By what is tagged the tag that counts: that of its entry, or of the last step that changed it."""
    entered: dict[str, Secrecy] = {one.item: one.secrecy for one in case.every(EvidenceAdded)}
    changed: dict[str, Secrecy] = {one.subject: one.secrecy for one in case.every(SecrecyTagged)}
    return {subject: tag for subject, tag in (entered | changed).items() if tag}


def secrecy_review(case: Case) -> SecrecyReviewed | None:
    """The review of the decision that counts: the last one; None while there is no such review."""
    decision = case.decided
    found = [one for one in case.every(SecrecyReviewed) if decision is not None and one.number == decision.number]
    return found[-1] if found else None


def is_tagged_public(case: Case) -> bool:
    """Whether a page is public of a decision that was tagged since, by itself or with the whole case.

    A tag that was there when the page became public was judged with it. One that comes over a page that was withdrawn,
    or whose publication has ended, finds nothing to be taken down: what is gone does not come back.
    """
    page = case.disclosure
    if page is None or not is_public(case):
        return False
    published = max(one.version for one in case.happened[DisclosureReviewed])
    tagged = tags(case)
    last = {one.event.subject: one.version for one in case.happened.get(SecrecyTagged, ())}
    return any(subject in tagged and last.get(subject, 0) > published for subject in (CASE, page.number))

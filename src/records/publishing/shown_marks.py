"""The marks of a review for publication: when it is due again, and since when a page is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from records.course.mark import EARLIEST, Mark, Place
from records.penalty.events import DisclosureReviewed, Ground

_SECRECY: Final[Ground] = "secret-or-privacy"
"""The ground that a secrecy review can take away."""


def by_secrecy(event: DisclosureReviewed) -> int:
    """1 when nothing but secrecy keeps it back."""
    return int(event.grounds == (_SECRECY,))


def shown(event: DisclosureReviewed, here: Place) -> Iterator[Mark]:
    """From the day before the next review, whose term is one day; and from the day of the decision that is shown."""
    if event.next_review_on is not None:
        before = date.fromordinal(max(event.next_review_on, EARLIEST).toordinal() - 1)
        yield here.dated("re-review-from", before, str(here.version))
    if event.copy is not None:
        whose = "shown-person" if event.copy.party_kind == "natural" else "shown-organisation"
        yield here.dated(whose, event.copy.decided_on)

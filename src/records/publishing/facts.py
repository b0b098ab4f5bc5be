"""Publication beside any decision (公示): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, has
from records.judgement import Context
from records.penalty.events import DeferralDecided, PaymentRecorded, SurchargeImposed
from records.publishing.events import CreditRepaired, FulfilmentPublished, PublicationEnded, PublicationHeld
from records.publishing.listed import mismatches, overridden
from records.publishing.standing import failed, is_kept_back, is_public, to_recall
from records.publishing.tested import facts_kept_back, unpublished_tests
from records.spot.collecting import FineCollected


def _fulfilment_unpublished(case: Case, _: Context) -> bool:
    """Whether what is paid, granted or added has changed since it was published, if it ever was."""
    said = max((one.version for one in case.happened.get(FulfilmentPublished, ())), default=0)
    changes = (one for kind in _CHANGES for one in case.happened.get(kind, ()))
    return any(one.version > said and getattr(one.event, "granted", True) for one in changes)


_CHANGES: Final = (PaymentRecorded, FineCollected, DeferralDecided, SurchargeImposed)


FACTS: Final[Mapping[str, Fact]] = {
    "page-public": lambda case, _: is_public(case),
    "kept-back": lambda case, _: is_kept_back(case),
    "carrier-failed": lambda case, _: bool(failed(case)),
    "recall-open": lambda case, _: bool(to_recall(case)),
    "test-unpublished": lambda case, _: bool(unpublished_tests(case)),
    "facts-kept-back": lambda case, _: facts_kept_back(case),
    "fulfilment-unpublished": _fulfilment_unpublished,
    "list-mismatch": lambda case, context: bool(mismatches(case, context.register)),
    "list-mismatch-open": lambda case, context: (
        bool(mismatches(case, context.register)) and not overridden(case, context.register)
    ),
    "credit-repaired": has(CreditRepaired),
    "publication-held": lambda case, _: PublicationHeld in case.happened and PublicationEnded not in case.happened,
    "publication-ended": has(PublicationEnded),
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""

"""Publication catalogues (公示目录): what a case is, as yes or no. The checks are those of basic information too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics.events import BasicsApproved, BasicsDrafted, BasicsRedrafted
from records.catalogue.events import (
    CatalogueAnnounced,
    CatalogueApproved,
    CatalogueDrafted,
    CatalogueRedrafted,
    LegalityChecked,
    SecrecyChecked,
)
from records.course.case import Case
from records.course.fact import Fact, has
from records.course.sequence import follows
from records.event import CaseEvent
from records.judgement import Context

_DRAFTS: Final[tuple[type[CaseEvent], ...]] = (CatalogueDrafted, CatalogueRedrafted, BasicsDrafted, BasicsRedrafted)


def _is_of_the_draft(case: Case, kind: type[CaseEvent]) -> bool:
    """Whether the last event of that kind came after the draft that stands."""
    return all(follows(case, kind, draft) for draft in _DRAFTS)


def _passed(kind: type[SecrecyChecked] | type[LegalityChecked]) -> Fact:
    def fact(case: Case, _: Context) -> bool:
        last = case.last(kind)
        return last is not None and last.result == "passed" and _is_of_the_draft(case, kind)

    return fact


def _unchecked(kind: type[SecrecyChecked] | type[LegalityChecked]) -> Fact:
    return lambda case, _: case.opened is not None and not _is_of_the_draft(case, kind)


def _returned(case: Case, _: Context) -> bool:
    """Whether the draft that stands was given back, by a check or by the head."""
    secrecy, legality = case.last(SecrecyChecked), case.last(LegalityChecked)
    back: list[type[CaseEvent]] = [
        type(one) for one in (secrecy, legality) if one is not None and one.result == "returned"
    ]
    approvals = (case.last(CatalogueApproved), case.last(BasicsApproved))
    back += [type(one) for one in approvals if one is not None and not one.agreed]
    return any(_is_of_the_draft(case, kind) for kind in back)


def _approved(case: Case, _: Context) -> bool:
    approvals = (case.last(CatalogueApproved), case.last(BasicsApproved))
    last = next((one for one in approvals if one is not None), None)
    return last is not None and last.agreed and _is_of_the_draft(case, type(last))


FACTS: Final[Mapping[str, Fact]] = {
    "draft-secrecy-passed": _passed(SecrecyChecked),
    "draft-legality-passed": _passed(LegalityChecked),
    "draft-secrecy-unchecked": _unchecked(SecrecyChecked),
    "draft-legality-unchecked": _unchecked(LegalityChecked),
    "draft-returned": _returned,
    "draft-approved": _approved,
    "catalogue-announced": has(CatalogueAnnounced),
    "catalogue-complete": has(CatalogueAnnounced),
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "catalogue": {
        "secrecy-check": ("catalogue-announced", "draft-secrecy-passed"),
        "legality-check": ("catalogue-announced", "draft-legality-passed"),
        "approval": ("catalogue-announced", "draft-approved"),
        "publication": ("closed", "catalogue-announced"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""

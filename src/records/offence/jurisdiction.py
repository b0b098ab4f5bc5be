"""最先立案, 管辖争议: who filed an act first, and whether a dispute is open.

Carries out 行政处罚法 第二十五条. Cases of other ledgers are not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.sequence import as_of, follows, pending
from records.judgement import Context
from records.offence.events import JurisdictionChecked, JurisdictionGround
from records.penalty.events import CaseClosed, CasePassed, CaseResumed, CaseSuspended
from records.register.events import FilingNoted

SETTLING: Final[frozenset[JurisdictionGround]] = frozenset({"agreed", "designated"})
"""By which a dispute ends (第二十五条第二款)."""


def yields_to(case: Case, context: Context) -> str:
    """Id of the case of the agency that filed the act first and has it still; empty where nothing stands against ours.

    A later agreement or designation, and that it is another act, go before the order of filing.
    """
    checks = as_of(case, context.occurred_at).every(JurisdictionChecked)
    if any(one.ground in SETTLING or one.distinct.strip() for one in checks):
        return ""
    return context.filed_in


def filed_first(case: Case, cases: Mapping[str, Case], notes: tuple[FilingNoted, ...]) -> str:
    """Of the cases that were noted under the party the first that another agency filed for the same act before this.

    An act is known by day and place (P). One that was passed on or given up is no agency's any more.
    """
    filed, at = case.filed, case.filed_at
    if filed is None or at is None:
        return ""
    alike = [one.case for one in notes if (one.acted_on, one.place) == (filed.acted_on, filed.place)]
    theirs = {one: cases[one] for one in alike if one in cases and cases[one].agency != case.agency}
    earlier = {one: other.filed_at for one, other in theirs.items() if other.filed_at and _holds(other)}
    first = min(earlier, key=lambda one: earlier[one].micros, default="")
    return first if first and earlier[first].micros < at.micros else ""


def _holds(case: Case) -> bool:
    """Whether the agency has the case still, or has decided it."""
    closed = case.last(CaseClosed)
    given_up = closed is not None and closed.ground in ("handed-over", "terminated", "revoked")
    return not (given_up or case.undone or pending(case, CasePassed, CaseResumed))


def dispute_open(case: Case, _: Context) -> bool:
    """Whether the case waits for who is competent, and no agreement or designation has come since."""
    suspended = case.last(CaseSuspended)
    if suspended is None or suspended.reason != "jurisdiction" or not pending(case, CaseSuspended, CaseResumed):
        return False
    found = case.last(JurisdictionChecked)
    settled = found is not None and found.ground in SETTLING
    return not (settled and follows(case, JurisdictionChecked, CaseSuspended))

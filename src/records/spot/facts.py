"""A penalty on the spot: what a case is, as yes or no; and who holds money that officers took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, has
from records.course.sequence import follows
from records.judgement import Context
from records.penalty.closing_facts import CLOSING_FACTS
from records.penalty.events import CaseClosed
from records.penalty.money import owed
from records.penalty.opening_facts import OPENING_FACTS
from records.spot.collecting import FineCollected
from records.spot.events import SIMPLE, SpotHeard, SpotOpened, SpotReported, SpotTold, SpotTurned
from records.spot.holding import at_sea, held, undeposited
from records.spot.simple import in_one_visit


def _heard(case: Case, _: Context) -> bool:
    """Whether the party had its say on what it was told last."""
    return SpotTold in case.happened and follows(case, SpotHeard, SpotTold)


def _proven(case: Case, context: Context) -> bool:
    """Whether something shows the facts: records and exhibits of the file, a recording, or what the document cites."""
    decided = case.decision
    cited = decided is not None and any(one.strip() for one in decided.evidence)
    return cited or bool(case.recordings) or OPENING_FACTS["evidence-gathered"](case, context)


def _visit_over(case: Case, context: Context) -> bool:
    """Whether nothing can be decided on the spot any more."""
    return SpotOpened in case.happened and not in_one_visit(case, context)


def _money_held(case: Case, _: Context) -> bool:
    """Whether money that officers took has not come to the bank yet."""
    return bool(held(case) or undeposited(case))


def _complete(case: Case, context: Context) -> bool:
    """Whether nothing is left but to close: taken up elsewhere, undone, or reported and performed."""
    if _money_held(case, context):
        return False
    over = case.undone or SpotReported in case.happened
    return SpotTurned in case.happened or (over and CLOSING_FACTS["ended"](case, context))


def _paid_off(case: Case, _: Context) -> bool:
    """Whether the case was closed as one whose money has come in."""
    closed = case.last(CaseClosed)
    return closed is not None and closed.ground in ("performed", "completed") and bool(owed(case))


FACTS: Final[Mapping[str, Fact]] = {
    "spot-told": has(SpotTold),
    "spot-heard": _heard,
    "spot-proven": _proven,
    "spot-visit-over": _visit_over,
    "spot-reported": has(SpotReported),
    "spot-turned": has(SpotTurned),
    "spot-to-disclose": lambda case, _: case.decision is not None and case.revocation is None,
    "spot-paid-off": _paid_off,
    "fines-collected": has(FineCollected),
    "fines-held": lambda case, _: bool(held(case)),
    "fines-undeposited": lambda case, _: bool(undeposited(case)),
    "landing-open": lambda case, _: bool(at_sea(case)),
    "money-held": _money_held,
    f"{SIMPLE}-ready": _heard,
    f"{SIMPLE}-complete": _complete,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    SIMPLE: {
        "evidence": ("penalised", "spot-proven"),
        "notice": ("penalised", "spot-told"),
        "defence": ("penalised", "spot-heard"),
        "decision": ("spot-paid-off", "decided"),
        "service": ("penalised", "decision-served"),
        "report": ("penalised", "spot-reported"),
        "disclosure": ("spot-to-disclose", "disclosed"),
        "execution": ("spot-paid-off", "paid"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""

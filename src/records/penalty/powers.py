"""职权: what an agency may impose in a matter, and who signs for it.

Carries out 行政处罚法 第十六条至第十八条, 第三十八条, 第四十三条 and 第五十七条.
"""

from __future__ import annotations

from records.course.case import Case
from records.course.facts import recused
from records.judgement import Context, Judgement
from records.penalty.events import PenaltyKind
from records.penalty.validity import may_detain


def require_kinds(judgement: Judgement, kinds: tuple[PenaltyKind, ...], case: Case, context: Context) -> None:
    """The matter is listed on the day of the step and allows each kind; detention is for the organs of art 18."""
    day = context.occurred_at.day
    matter = context.register.matter(case.opened.matter, case.agency, day) if case.opened else None
    judgement.require(matter is not None, "matter-not-listed")
    judgement.require("行政拘留" not in kinds or may_detain(case, context), "detention-not-yours")
    judgement.require(matter is None or set(kinds) <= set(matter.kinds), "kind-not-allowed")


def require_decider(judgement: Judgement, decided_by: str, case: Case, context: Context) -> None:
    """The head of the day decides, and is not recused.

    On paper the signature is the head's; live, nothing but the head's own account shows who decided.
    """
    signs = context.entry is not None or context.person_acting == decided_by
    is_head = context.register.is_head(case.agency, decided_by, context.occurred_at.day)
    judgement.require(signs and is_head, "decider-not-head")
    if decided_by != context.person_acting:  # who acts was judged with the step
        judgement.require(decided_by not in recused(case), "officer-recused")

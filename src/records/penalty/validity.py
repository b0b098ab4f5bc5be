"""What an act would be void by, as facts of the case (行政处罚法 第三十八条): basis, standing, persons.

Asked of a decision as it was signed; before there is one, of what is intended, on the day of the question.
"""

from __future__ import annotations

import re
from typing import Final

from records.course.case import Case
from records.course.thresholds import calls_for, intended
from records.judgement import Context
from records.penalty.events import DecisionSigned
from records.penalty.old_and_new import compared
from records.register.acting import certified

OFFICERS_AT_LEAST: Final = 2

_DETAINS: Final = re.compile("公安|国家安全|海警|移民管理|边防检查")
"""In the names of the organs: 公安机关, and by 反间谍法, 海警法 and 出境入境管理法 the others."""


def basis_lacking(case: Case, context: Context) -> bool:
    """Whether the matter does not allow a kind of the penalty, or the decision names no basis (第十六条)."""
    penalty, decision, filed = intended(case), case.decision, case.offence
    if decision is not None and not any(one.strip() for one in decision.basis):
        return True
    if penalty is None or filed is None:
        return False
    matter = context.register.matter(filed.matter, case.agency, context.occurred_at.day)
    return matter is not None and not set(penalty.kinds) <= set(matter.kinds)


def offence_dropped(case: Case, context: Context) -> bool:
    """Whether the act was no offence when it was done, or is none any more (第三十七条)."""
    both = compared(case, context)
    return both is not None and both.dropped


def agency_unregistered(case: Case, context: Context) -> bool:
    """Whether the agency may not enforce on the day (第十七条)."""
    return context.register.agency(case.agency, context.occurred_at.day) is None


def matter_unlisted(case: Case, context: Context) -> bool:
    """Whether the matter of the filing, where it names one, is not on the agency's list on the day (第二十四条)."""
    opened, day = case.opened, context.occurred_at.day
    if opened is None or not opened.matter:
        return False
    return context.register.matter(opened.matter, case.agency, day) is None


def detains_without_power(case: Case, context: Context) -> bool:
    """Whether the penalty restricts freedom, and no law lets the agency do so (第十八条)."""
    penalty = intended(case)
    return penalty is not None and "行政拘留" in penalty.kinds and not may_detain(case, context)


def may_detain(case: Case, context: Context) -> bool:
    """Whether the agency is one that a law lets restrict the freedom of a person (第十八条第三款)."""
    agency = context.register.agency(case.agency, context.occurred_at.day)
    return agency is not None and agency.kind == "agency" and _DETAINS.search(agency.name) is not None


def officers_uncertified(case: Case, context: Context) -> bool:
    """Whether fewer than two officers are in charge, or one has no certificate that holds on the day (第四十二条)."""
    day, handlers, register = context.occurred_at.day, set(case.handlers), context.register
    of = (case.agency, case.matter, context.procedure, day)
    held = all(certified(register, one, *of) is True for one in handlers)
    return case.offence is not None and not (held and len(handlers) >= OFFICERS_AT_LEAST)


def hearing_due(case: Case, context: Context) -> bool:
    """Whether the penalty is one of which the right to a hearing is told (第六十三条)."""
    return bool(calls_for("hearing", case, context))


def decider_not_in_office(case: Case, context: Context) -> bool:
    """Whether somebody else than a head of the day signed (第五十七条); officers sign on the spot (第五十二条)."""
    decision, day = case.last(DecisionSigned), context.occurred_at.day
    return decision is not None and not context.register.is_head(case.agency, decision.decided_by, day)

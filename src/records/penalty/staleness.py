"""追责期限: whether an act was discovered too late to be punished (行政处罚法 第三十六条).

Two years from the act, or from the end of one that went on; five where citizens' life and health or financial safety
were touched and harm came of it; what another law gives the matter stands in the registers and goes before both.
"""

from __future__ import annotations

from datetime import date

import msgspec

from records.course.case import Case
from records.judgement import Context
from records.law.deadline import due
from records.law.entries import Limit
from records.penalty.events import OpinionSubmitted
from records.register.events import StalenessProvided


def discovered_on(case: Case) -> date | None:
    """The day of discovery, the earlier one of lead and filing; when the case was filed does not matter."""
    opened = (one for one in (case.lead, case.offence) if one is not None)
    return min((one.discovered_on for one in opened), default=None)


def act_is_stale(case: Case, context: Context) -> bool:
    """Whether the act was discovered after the term had run; False before there is a filing."""
    filed, discovered = case.offence, discovered_on(case)
    if filed is None or discovered is None:
        return False
    grave = case.last(OpinionSubmitted)
    name = "stale-grave" if grave is not None and "grave-harm" in grave.qualities else "stale"
    limit = context.law.limits.get(name)
    if limit is None:
        return False
    limit = with_own(limit, context.register.own_staleness(filed.matter, discovered))
    return due(limit, filed.acted_on, context.register.calendar).on < discovered


def with_own(limit: Limit, own: StalenessProvided | None) -> Limit:
    """The term with the length and the article that another law gives, if one does."""
    if own is None:
        return limit
    return msgspec.structs.replace(limit, length=own.months, unit="month", article=f"{limit.article}；{own.article}")

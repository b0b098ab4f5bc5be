"""催告 (行政强制法 第三十五条, 第五十一条, 第五十四条), and the announcement before a demolition (第四十四条)."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, stated
from records.course.officers import require_officers
from records.course.sequence import as_of
from records.enforcement.appeal import opened_of
from records.enforcement.commands import AnnounceDemolition, IssueDemand
from records.enforcement.events import DemandIssued, DemolitionAnnounced
from records.enforcement.money import principal_left
from records.enforcement.standing import require_basis
from records.errors import Invalid
from records.event import Event
from records.judgement import Context


def issue_demand(command: IssueDemand, case: Case, context: Context) -> list[Event]:
    """What is to be done, how and until when, with the exact amount where it is money, and the party's rights."""
    judgement, opened = begin(command, case, context), opened_of(case)
    require_basis(judgement, case, context)
    require_officers(judgement, case.handlers, case.agency, context)
    if command.perform_by < context.occurred_at.day:
        raise Invalid([("$.perform_by", "履行期限不得早于催告之日")])
    require_contents(judgement, command, context)
    money = opened is not None and opened.duty == "money"
    names_money = command.amount_yuan is not None and bool(command.payment.strip())
    judgement.require(not money or names_money, "document-lacks-field")
    owed = principal_left(as_of(case, context.occurred_at))
    if context.entry is None and money and command.amount_yuan is not None and command.amount_yuan > owed:
        raise Invalid([("$.amount_yuan", f"超过尚未履行的数额（{owed}元），请核对；加处罚款、滞纳金另行填写")])
    judgement.require(is_within(command.surcharge_yuan, case), "surcharge-above-principal")
    number, taken = take_number(judgement, command, case, context)
    return [stated(DemandIssued, command, judgement, context, number=number), *taken]


def is_within(surcharge: Decimal | None, case: Case) -> bool:
    """A surcharge never goes above what the decision asks for (第四十五条第二款)."""
    opened = opened_of(case)
    principal = (opened.amount_yuan if opened else None) or Decimal(0)
    return surcharge is None or surcharge <= principal


def announce_demolition(command: AnnounceDemolition, case: Case, context: Context) -> list[Event]:
    """The party is told in public to demolish by itself until a day."""
    judgement = begin(command, case, context)
    require_basis(judgement, case, context)
    require_officers(judgement, case.handlers, case.agency, context)
    if command.remove_by <= context.occurred_at.day:
        raise Invalid([("$.remove_by", "自行拆除的期限应当晚于公告之日")])
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(DemolitionAnnounced, command, judgement, context, number=number), *taken]

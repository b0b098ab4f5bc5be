"""移送: to the police where a crime is suspected, and to the agency that is competent.

Carries out 行政处罚法 第二十二条, 第二十五条 and 第二十七条, and 行政执法机关移送涉嫌犯罪案件的规定 (移送规定)
第五条至第十三条.
The days to decide and to hand over and the hours to send are terms of the due list: what comes late is recorded, and
shown late.
"""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.facts import recused
from records.course.judging import begin, cause, seen_by, stated
from records.course.officers import require_officers
from records.course.sequence import as_of, follows, is_over, since
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import (
    DecideTransfer,
    HandOverGoods,
    ObjectTransfer,
    PassCase,
    RecordPoliceAnswer,
    ReportTransfer,
    SendTransfer,
)
from records.penalty.events import (
    CasePassed,
    GoodsHandedOver,
    PoliceAnswered,
    TransferDecided,
    TransferObjected,
    TransferReported,
    TransferSent,
)


def report_transfer(command: ReportTransfer, case: Case, context: Context) -> list[Event]:
    """At least two certified handlers report that a crime is suspected (移送规定 第五条)."""
    judgement = begin(command, case, context)
    require_officers(judgement, command.officers, case.agency, context)
    others = set(command.officers) - {context.person_acting}  # who acts was judged with the step
    judgement.require(others.isdisjoint(recused(case)), "officer-recused")
    judgement.require(set(command.officers) - recused(case) <= set(case.handlers), "handler-only")
    return [stated(TransferReported, command, judgement, context)]


def decide_transfer(command: DecideTransfer, case: Case, context: Context) -> list[Event]:
    """The head agrees, or puts on file why not (移送规定 第五条)."""
    judgement = begin(command, case, context, cause(case, context, TransferReported))
    judgement.require(command.approved or bool(command.reasons.strip()), "transfer-no-reasons")
    return [stated(TransferDecided, command, judgement, context)]


def send_transfer(command: SendTransfer, case: Case, context: Context) -> list[Event]:
    """The case goes to the police under a number, with its materials by name. Raises Invalid for one without a name."""
    judgement = begin(command, case, context, cause(case, context, TransferDecided))
    _check_named(command.materials, "materials", "请写明移送的材料名称")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(TransferSent, command, judgement, context, number=number), *taken]


def record_police_answer(command: RecordPoliceAnswer, case: Case, context: Context) -> list[Event]:
    """What the police decided; a later answer may turn it, when they drop the case or take it up after all."""
    judgement = begin(command, case, context, cause(case, context, TransferSent))
    turned = not any(_has_answer(one, filed=command.filed) for one in seen_by(case, context))
    judgement.require(turned, "police-answered-already")
    return [stated(PoliceAnswered, command, judgement, context)]


def _has_answer(case: Case, *, filed: bool) -> bool:
    """Whether the police gave that answer, and none since, to what was sent or objected to last."""
    answer = case.last(PoliceAnswered)
    if answer is None or answer.filed != filed:
        return False
    return follows(case, PoliceAnswered, TransferSent) and follows(case, PoliceAnswered, TransferObjected)


def object_transfer(command: ObjectTransfer, case: Case, context: Context) -> list[Event]:
    """The agency objects in its term: once to the police themselves, or to the procuratorate (移送规定 第九条)."""
    was = as_of(case, context.occurred_at)
    declined = was.at(PoliceAnswered)
    judgement = begin(command, case, context, cause(case, context, PoliceAnswered))
    late = declined is not None and is_over("objection", declined, context)
    judgement.require(not late, "objection-late")
    sent = was.happened.get(TransferSent, ())
    reviewed = sent and any(one.event.to == "police" for one in since(was, TransferObjected, sent[-1]))
    judgement.require(command.to != "police" or not reviewed, "objection-to-procuratorate")
    return [stated(TransferObjected, command, judgement, context)]


def hand_over_goods(command: HandOverGoods, case: Case, context: Context) -> list[Event]:
    """Goods and papers go to the police, and the party is told of it (移送规定 第十二条).

    Raises Invalid for an item without a name.
    """
    judgement = begin(command, case, context, cause(case, context, PoliceAnswered))
    _check_named(command.items, "items", "请写明移交的物品或者材料名称")
    judgement.require(command.party_told, "party-not-told")
    return [stated(GoodsHandedOver, command, judgement, context)]


def pass_case(command: PassCase, case: Case, context: Context) -> list[Event]:
    """The case goes to the competent agency under a number. Raises Invalid when that is the agency itself."""
    judgement = begin(command, case, context)
    agency = context.register.agency(case.agency, context.occurred_at.day)
    if agency is not None and command.to.strip() in (agency.name, agency.code):
        raise Invalid([("$.to", "受移送机关不能是本机关")])
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(CasePassed, command, judgement, context, number=number), *taken]


def _check_named(entries: tuple[str, ...], field: str, sentence: str) -> None:
    if nameless := [index for index, one in enumerate(entries) if not one.strip()]:
        raise Invalid([(f"$.{field}[{index}]", sentence) for index in nameless])

"""载体: where a publication stands, with proof, and from where it is recalled (信息公示制度 第九条, 第十四条)."""

from __future__ import annotations

from records.catalogue.listed import decision_kind, require_carrier
from records.course.answering import require_stored
from records.course.case import Case
from records.course.judging import begin, stated
from records.course.privacy import shows_numbers
from records.course.sequence import as_of, ordinal
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.events import DisclosureReviewed
from records.publishing.commands import NoteCarrierFailed, RecallCarrier, RecordCarrier
from records.publishing.events import CarrierFailed, CarrierRecalled, CarrierRecorded
from records.publishing.standing import to_recall


def record_carrier(command: RecordCarrier, case: Case, context: Context) -> list[Event]:
    """What is public on the portal stands on a carrier too; where it is, is public as well, and names nobody.

    Raises Invalid for a day that has not come.
    """
    if command.object:
        require_stored(command.object, context)
    judgement = begin(command, case, context, case.first_at(DisclosureReviewed))
    if command.from_on > context.occurred_at.day:
        raise Invalid([("$.from_on", "开始公示的日期不得晚于记录之日")])
    judgement.require(_is_proven(command, context), "carrier-proof")
    require_carrier(judgement, command.carrier, decision_kind(context.law_now, case.procedure), case.agency, context)
    judgement.require_now(not shows_numbers(command.place, command.url), "personal-data-shown")
    judgement.require_now(not context.locates_party, "personal-data-shown")
    judgement.require_now(not context.names_party, "party-not-masked")
    judgement.require_now(not context.names_others, "third-person-named")
    item = f"载体{ordinal(case, CarrierRecorded)}"
    return [stated(CarrierRecorded, command, judgement, context, item=item)]


def _is_proven(command: RecordCarrier, context: Context) -> bool:
    """Whether the proof is there that the law data ask of the carrier."""
    carrier = context.law.carriers.get(command.carrier) or context.law_now.carriers.get(command.carrier)
    if carrier is not None and carrier.proof == "display":
        return bool(command.object)
    return bool(command.url.strip() and command.digest)


def note_carrier_failed(command: NoteCarrierFailed, case: Case, context: Context) -> list[Event]:
    """It did not come onto a carrier: it waits until it does."""
    judgement = begin(command, case, context, case.first_at(DisclosureReviewed))
    return [stated(CarrierFailed, command, judgement, context)]


def recall_carrier(command: RecallCarrier, case: Case, context: Context) -> list[Event]:
    """It is gone from a carrier, with proof. Raises Invalid for what is not to be recalled."""
    if command.object:
        require_stored(command.object, context)
    judgement = begin(command, case, context, case.first_at(DisclosureReviewed))
    waiting = {one.item for one in to_recall(as_of(case, context.occurred_at))}
    if waiting and command.item not in waiting:
        raise Invalid([("$.item", f"没有这一待撤下的载体，待撤下的有：{'、'.join(sorted(waiting))}")])
    judgement.require(bool(command.url.strip() or command.object), "recall-proof")
    return [stated(CarrierRecalled, command, judgement, context)]

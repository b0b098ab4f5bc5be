"""证据: items of evidence, and what each is worth (行政处罚法 第四十一条, 第四十六条, 第五十条)."""

from __future__ import annotations

from records.course.case import Case, Happened
from records.course.judging import begin, stated
from records.course.sequence import ordinal
from records.errors import Invalid, NotFound
from records.event import Event
from records.judgement import Context
from records.penalty.commands import AddEvidence, MarkEvidence
from records.penalty.events import EvidenceAdded, EvidenceMarked
from records.penalty.monitored import examined


def add_evidence(command: AddEvidence, case: Case, context: Context) -> list[Event]:
    """An item joins the file under the next name. NotFound when the store does not have its object."""
    if command.object and context.object is None:
        raise NotFound("object", command.object)
    judgement = begin(command, case, context)
    judgement.require(not command.monitored or bool(command.device_reviewed.strip()), "device-not-reviewed")
    judgement.require(not command.monitored or bool(command.allowed_by.strip()), "monitoring-without-basis")
    return [stated(EvidenceAdded, command, judgement, context, item=_next_name(case))]


def mark_evidence(command: MarkEvidence, case: Case, context: Context) -> list[Event]:
    """An item is found true, or barred from the decision, each time with a reason (第四十六条).

    The last mark counts, so a bar can be lifted by a new finding: the reason says why it was a mistake, and both stay
    in the record. What electronic monitoring made without a law that allows it, or without a review of its device, is
    never found true (第四十一条); what the party answers to it afterwards asks for a finding once more.
    """
    found = _find(case, command.item)
    judgement = begin(command, case, context, found.at if found else None)
    if found is None:
        raise Invalid([("$.item", "本案没有这项证据，请填写证据编号，如“证据1”")])
    if _verdict(case, command.item) == command.verdict and command.item in examined(case):
        raise Invalid([("$.verdict", "该证据已经作过同样的认定")])
    item: EvidenceAdded = found.event
    reviewed = not item.monitored or bool(item.device_reviewed.strip())
    judgement.require(reviewed or command.verdict == "barred", "device-not-reviewed")
    allowed = not item.monitored or bool(item.allowed_by.strip())
    judgement.require(allowed or command.verdict == "barred", "monitoring-without-basis")
    return [stated(EvidenceMarked, command, judgement, context)]


def _next_name(case: Case) -> str:
    """The name after all that were given, those of voided items too: a name never means two things."""
    return f"证据{ordinal(case, EvidenceAdded)}"


def _find(case: Case, item: str) -> Happened | None:
    return next((one for one in case.happened.get(EvidenceAdded, ()) if one.event.item == item), None)


def _verdict(case: Case, item: str) -> str:
    """How the item is marked, empty when it is not."""
    return next((one.verdict for one in reversed(case.every(EvidenceMarked)) if one.item == item), "")

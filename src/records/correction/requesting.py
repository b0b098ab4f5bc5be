"""申请、发现、补充证据、核查: what is said not to be accurate, and whether it is so (信息公示制度 第十三条)."""

from __future__ import annotations

from records.correction.commands import AskEvidence, CheckInformation, RecordEvidence, RequestCorrection
from records.correction.events import (
    CorrectionRequested,
    EvidenceAsked,
    EvidenceRecorded,
    InformationChecked,
)
from records.correction.page import shown_page
from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, cause, somebodies, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context


def request_correction(command: RequestCorrection, case: Case, context: Context) -> list[Event]:
    """Anybody may ask, and the agency may find it itself; of a page of a case it says which one."""
    del case
    if command.received_on > context.occurred_at.day:
        raise Invalid([("$.received_on", "收到申请（发现错误）的日期晚于步骤发生的日期")])
    _require_files(command, context)
    judgement = begin_case(command, context, officers=False, listed=False)
    judgement.require(_is_known(command, context), "correction-matter-unknown", command.matter)
    more = {"requesters": somebodies(command.requesters, context, "requester"), **_of_page(command, context)}
    return opened(CorrectionRequested, command, judgement, context, **more)


def _is_known(command: RequestCorrection, context: Context) -> bool:
    """Whether the agency has, or had, the matter that is named: what is public of a former one is corrected too."""
    if not command.matter.strip():
        return True
    entries = context.register.matters.get(command.matter, ())
    return any(one.agency == command.agency and one.valid_from <= context.occurred_at.day for one in entries)


def _of_page(command: RequestCorrection, context: Context) -> dict[str, str]:
    """Page and number of the case that it is about. Raises Invalid where the agency has no such case, or no page of it
    was ever public.
    """
    if not command.related_case.strip():
        return {}
    related: Case | None = context.related
    if related is None or related.agency != command.agency:
        if context.entry is None:
            raise Invalid([("$.related_case", "本机关没有这一案件，请核对案件编号")])
        return {}
    page, review = shown_page(related), related.disclosure
    if page is None and context.entry is None:
        raise Invalid([("$.related_case", "这一案件没有正在公示的信息")])
    known = page.event if page else review
    return {"page": known.disclosure, "number": known.number} if known else {}


def _require_files(command: RequestCorrection | RecordEvidence, context: Context) -> None:
    """Raises Invalid for a file that the store does not have."""
    missing = [index for index, one in enumerate(command.files) if one in context.lacking]
    if missing:
        raise Invalid([(f"$.files[{index}]", "没有收到这个文件，请重新上传") for index in missing])


def ask_evidence(command: AskEvidence, case: Case, context: Context) -> list[Event]:
    """Who asks without evidence is told what is lacking, and by when to bring it."""
    judgement = begin(command, case, context)
    if command.bring_by <= context.occurred_at.day:
        raise Invalid([("$.bring_by", "提供证据的期限应当晚于告知之日")])
    return [stated(EvidenceAsked, command, judgement, context)]


def record_evidence(command: RecordEvidence, case: Case, context: Context) -> list[Event]:
    """Evidence that came in afterwards, as long as nothing is decided."""
    _require_files(command, context)
    judgement = begin(command, case, context)
    return [stated(EvidenceRecorded, command, judgement, context)]


def check_information(command: CheckInformation, case: Case, context: Context) -> list[Event]:
    """What is public is held against the decision and the evidence; the last check counts."""
    judgement = begin(command, case, context, cause(case, context, EvidenceRecorded))
    return [stated(InformationChecked, command, judgement, context)]

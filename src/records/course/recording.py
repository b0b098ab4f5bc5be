"""Binding a recording to its case, or accepting that there is none (全过程记录制度 二, 三)."""

from __future__ import annotations

from records.course.case import Case
from records.course.facts import missing_recordings
from records.course.judging import begin, stated
from records.course.officers import investigators, presiders
from records.errors import Invalid, NotFound
from records.event import Event
from records.judgement import Context
from records.penalty.commands import LinkRecording, WaiveRecording
from records.penalty.events import RecordingLinked, RecordingWaived


def link_recording(command: LinkRecording, case: Case, context: Context) -> list[Event]:
    """A handler binds an uploaded object; the store must have it, and the case not have it yet.

    A copy that was cut or redacted names its original, which the case must have.
    """
    judgement = begin(command, case, context)
    found = context.object
    if found is None:
        raise NotFound("object", command.object)
    if command.object in case.recordings:
        raise Invalid([("$.object", "该录像已经关联本案")])
    if wrong := _wrong_origin(command, case):
        raise Invalid([wrong])
    known = {
        "blake3": found.blake3,
        "sha256": found.sha256,
        "size": found.size,
        "media_type": found.media_type,
        "version_id": found.version_id,
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "stored_at": found.stored_at,
    }
    return [stated(RecordingLinked, command, judgement, context, **known)]


def _wrong_origin(command: LinkRecording, case: Case) -> tuple[str, str] | None:
    """What is wrong with what the copy says of its original."""
    if not command.derived_from:
        return ("$.derived_from", "请写明由哪一件原始录像制作") if command.derivation.strip() else None
    if command.derived_from not in case.recordings:
        return "$.derived_from", "本案没有关联这件原始录像，请先关联原件，再关联由它制作的副本"
    return None if command.derivation.strip() else ("$.derivation", "请写明怎样剪辑、遮盖以及理由")


def waive_recording(command: WaiveRecording, case: Case, context: Context) -> list[Event]:
    """The unit head or the head accepts why a recording is missing, of a case in which they take no part themselves.

    Live the approver is who acts; of a paper it is whom the paper names, whoever enters it. Raises Invalid for a
    recording that is not missing, for a ground that the law data don't have, and for a live step that names another
    approver.
    """
    if context.entry is None and command.approved_by not in ("", context.person_acting):
        raise Invalid([("$.approved_by", "当场批准的，批准人就是办理这一步骤的人，不必填写；纸质批准请补录")])
    approver = context.person_acting if context.entry is None else command.approved_by
    should_have_recorded = approver in investigators(case) | presiders(case)
    if should_have_recorded and context.entry is None:  # before their office is asked for: it makes no difference
        raise context.law.refused("waiver-by-recorder")
    judgement = begin(command, case, context)
    judgement.require(_leads(approver, case, context), "unit-head-only")
    judgement.require(not should_have_recorded, "waiver-by-recorder")
    if command.ground and command.ground not in context.law.waivers:
        raise Invalid([("$.ground", "法规数据中没有这种免予记录的情形")])
    judgement.require(bool(command.ground) or not context.law_now.waivers, "waiver-without-ground")
    if all(one.id != command.stage for one in missing_recordings(case, context)):
        raise Invalid(
            [("$.stage", "本案在这一环节没有应当制作而缺少的音像记录：依规定不必制作，或者已经关联、已经同意免予")]
        )
    return [stated(RecordingWaived, command, judgement, context, approved_by=approver)]


def _leads(person: str, case: Case, context: Context) -> bool:
    """Whether they are the unit head or a head of the case's agency on the day of the step."""
    register, day = context.register, context.occurred_at.day
    return register.is_unit_head(case.agency, person, day) or register.is_head(case.agency, person, day)

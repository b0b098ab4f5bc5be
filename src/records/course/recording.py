"""Binding a recording to its case, or accepting that there is none (全过程记录制度 二)."""

from __future__ import annotations

from records.course.case import Case
from records.course.facts import missing_recordings
from records.course.judging import acts_as, begin, stated
from records.errors import Invalid, NotFound
from records.event import Event
from records.judgement import Context
from records.penalty.commands import LinkRecording, WaiveRecording
from records.penalty.events import RecordingLinked, RecordingWaived


def link_recording(command: LinkRecording, case: Case, context: Context) -> list[Event]:
    """A handler binds an uploaded object; the store must have it, and the case not have it yet."""
    found = context.object
    if found is None:
        raise NotFound("object", command.object)
    if command.object in case.recordings:
        raise Invalid([("$.object", "该录像已经关联本案")])
    judgement = begin(command, case, context)
    known = {
        "blake3": found.blake3,
        "sha256": found.sha256,
        "size": found.size,
        "media_type": found.media_type,
        "version_id": found.version_id,
        "started_at": found.started_at,
    }
    return [stated(RecordingLinked, command, judgement, context, **known)]


def waive_recording(command: WaiveRecording, case: Case, context: Context) -> list[Event]:
    """The unit head or the head accepts why a recording is missing. Raises Invalid for one that is not missing.

    Whoever acts is recorded as the approver, so a paper on it is entered by one of the two as well.
    """
    judgement = begin(command, case, context)
    may_approve = acts_as("unit-head", case, context) or acts_as("head", case, context)
    judgement.require(may_approve, "unit-head-only")
    if all(one.id != command.stage for one in missing_recordings(case, context)):
        raise Invalid(
            [("$.stage", "本案在这一环节没有应当制作而缺少的音像记录：依规定不必制作，或者已经关联、已经同意免予")]
        )
    return [stated(RecordingWaived, command, judgement, context, approved_by=context.person_acting)]

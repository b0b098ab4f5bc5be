"""Binding a recording to its case (全过程记录制度 二)."""

from __future__ import annotations

from records.errors import Invalid, NotFound
from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.commands import LinkRecording, WaiveRecording
from records.penalty.events import RecordingLinked
from records.penalty.officers import require_agency, require_handler
from records.penalty.state import Penalty


def link_recording(command: LinkRecording, case: Penalty, context: Context) -> list[Event]:
    """A handler binds an uploaded object; the store must have it, and the case not have it yet."""
    found = context.object
    if found is None:
        raise NotFound("object", command.object)
    if command.object in case.recordings:
        raise Invalid([("$.object", "该录像已经关联本案")])
    judgement = Judgement(context)
    judgement.timing()
    require_agency(judgement, case.agency, context)
    require_handler(judgement, case.handlers, context)
    return [
        RecordingLinked(
            case=context.case,
            entry=context.entry,
            defects=judgement.defects,
            blake3=found.blake3,
            sha256=found.sha256,
            size=found.size,
            media_type=found.media_type,
            version_id=found.version_id,
            stage=command.stage,
            device=command.device,
            started_at=found.started_at,
            note=command.note,
        )
    ]


def waive_recording(command: WaiveRecording, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError

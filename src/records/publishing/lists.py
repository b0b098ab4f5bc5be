"""一致性: the head's word for a publication against the published list (信息公示制度 第十一条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.privacy import shows_numbers
from records.event import Event
from records.judgement import Context
from records.publishing.commands import OverrideListMismatch
from records.publishing.events import ListMismatchOverridden
from records.publishing.listed import list_for, mismatches


def override_list_mismatch(command: OverrideListMismatch, case: Case, context: Context) -> list[Event]:
    """The head says why it is published all the same; what they say is public, so it names nobody."""
    judgement = begin(command, case, context, case.signed_at)
    listed, found = list_for(case, context.register), mismatches(case, context.register)
    judgement.require_now(not shows_numbers(command.reason), "personal-data-shown")
    judgement.require_now(not context.locates_party, "personal-data-shown")
    judgement.require_now(not context.names_party, "party-not-masked")
    judgement.require_now(not context.names_others, "third-person-named")
    known = {"list": listed.kind if listed else "power", "version": listed.version if listed else 0}
    return [stated(ListMismatchOverridden, command, judgement, context, mismatches=found, **known)]

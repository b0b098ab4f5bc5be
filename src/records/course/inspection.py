"""现场检查, 询问, 抽样: how the investigation is recorded (行政处罚法 第四十二条, 第五十四条至第五十六条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, somebodies, stated
from records.course.on_site import require_confirmed, require_on_site, require_times, require_told
from records.event import Event
from records.inspection.arrival import require_arrived, require_identified
from records.judgement import Context
from records.penalty.commands import QuestionPerson, RecordInspection, TakeSample
from records.penalty.events import InspectionRecorded, PersonQuestioned, SampleTaken


def record_inspection(command: RecordInspection, case: Case, context: Context) -> list[Event]:
    """Two officers inspect a place; who refuses to sign the record is outweighed by a witness or a recording."""
    judgement = begin(command, case, context)
    require_times(command, context)
    require_on_site(judgement, command.officers, case, context)
    require_arrived(judgement, command.officers, case, context)
    require_identified(judgement, command.officers, case, context)
    require_told(judgement, command)
    require_confirmed(judgement, command.signature, command.witnesses, "inspection", case)
    witnesses = somebodies(command.witnesses, context, "witness")
    return [stated(InspectionRecorded, command, judgement, context, witnesses=witnesses)]


def question_person(command: QuestionPerson, case: Case, context: Context) -> list[Event]:
    """Two officers question one person; a record that is not signed needs a recording, since nobody else is there."""
    judgement = begin(command, case, context)
    require_times(command, context)
    require_on_site(judgement, command.officers, case, context)
    require_arrived(judgement, command.officers, case, context, elsewhere=True)
    require_told(judgement, command)
    require_confirmed(judgement, command.signature, (), "evidence", case)
    questioned = somebodies(command.questioned, context, "questioned")
    return [stated(PersonQuestioned, command, judgement, context, questioned=questioned)]


def take_sample(command: TakeSample, case: Case, context: Context) -> list[Event]:
    """Two officers take samples and list them (第五十六条)."""
    judgement = begin(command, case, context)
    require_on_site(judgement, command.officers, case, context)
    require_arrived(judgement, command.officers, case, context)
    require_identified(judgement, command.officers, case, context)
    require_confirmed(judgement, command.signature, command.witnesses, "evidence", case)
    witnesses = somebodies(command.witnesses, context, "witness")
    return [stated(SampleTaken, command, judgement, context, witnesses=witnesses)]

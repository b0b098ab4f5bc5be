"""公示基本信息: draft, approval of what is complete, publication (信息公示制度 第五条, 第十二条第二款)."""

from __future__ import annotations

from records.basics.commands import ApproveBasics, DraftBasics, PublishBasics, RedraftBasics
from records.basics.complete import ended, lacking, said_lacking, texts
from records.basics.events import BasicsAnnounced, BasicsApproved, BasicsDrafted, BasicsRedrafted
from records.basics.standing import owed
from records.catalogue.chain import draft, drafted_at, require_approver, who
from records.catalogue.listed import BASIC, require_fields, require_in_catalogue
from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.privacy import shows_numbers
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.register.events.information import BasicInformation, BasicInformationPublished


def draft_basics(command: DraftBasics, case: Case, context: Context) -> list[Event]:
    """A listed matter's basic information is drafted; an update says on which day what it rests on changed.

    What the registers say is due is noted with it, each from its own day: so no day that is given moves a term.
    """
    del case
    if command.changed_on is not None and command.changed_on > context.occurred_at.day:
        raise Invalid([("$.changed_on", "变更日期不得晚于起草日期")])
    judgement = begin_case(command, context, officers=False)
    due = owed(command.matter, command.agency, context.register, context.occurred_at.day)
    return opened(BasicsDrafted, command, judgement, context, author=who(command.author, context), owed=due)


def redraft_basics(command: RedraftBasics, case: Case, context: Context) -> list[Event]:
    """The draft is written anew; checks and approval begin again."""
    judgement = begin(command, case, context, drafted_at(as_of(case, context.occurred_at)))
    return [stated(BasicsRedrafted, command, judgement, context, author=who(command.author, context))]


def approve_basics(command: ApproveBasics, case: Case, context: Context) -> list[Event]:
    """The head, who neither wrote nor checked it, approves what is complete and cites no law that has ended."""
    was, day = as_of(case, context.occurred_at), context.occurred_at.day
    judgement, approver = begin(command, case, context, drafted_at(was)), who(command.approver, context)
    if command.approver:
        judgement.require(context.register.is_head(case.agency, approver, day), "head-only")
    require_approver(judgement, approver, was)
    information = drafted(was)
    if command.agreed and information is not None:
        missing = lacking(information, case.matter, case.agency, day, context.register)
        judgement.require(not missing, "basic-information-incomplete", said_lacking(missing))
        repealed = ended(information, day, context.register)
        judgement.require(not repealed, "basis-ended", "、".join(f"{one.law}{one.article}" for one in repealed))
    return [stated(BasicsApproved, command, judgement, context, approver=approver)]


def publish_basics(command: PublishBasics, case: Case, context: Context) -> list[Event]:
    """What was approved becomes public: the catalogue in force lists it, and it shows nobody's numbers.

    It is published now, whatever day a paper has: so a back-entry is refused as well.
    """
    judgement = begin(command, case, context, cause(case, context, BasicsApproved))
    require_in_catalogue(judgement, BASIC, case.agency, context)
    information = drafted(as_of(case, context.occurred_at)) or BasicInformation()
    require_fields(judgement, BASIC, case.agency, information, context)
    judgement.require_now(not shows_numbers(*texts(information)), "personal-data-shown")
    known = context.register.basics.get((case.matter, case.agency), ())
    version = max((one.version for one in known if one.case != context.case), default=0) + 1
    published = BasicInformationPublished(
        agency=case.agency,
        matter=case.matter,
        version=version,
        information=information,
        case=context.case,
        valid_from=context.now.day,
    )
    return [stated(BasicsAnnounced, command, judgement, context, version=version), published]


def drafted(case: Case) -> BasicInformation | None:
    """The draft that stands."""
    last = draft(case)
    return last.information if isinstance(last, BasicsDrafted | BasicsRedrafted) else None

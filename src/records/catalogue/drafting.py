"""编制公示目录: draft, approval by the head, publication; a new catalogue takes the place of the old one (第四条)."""

from __future__ import annotations

from records.catalogue.chain import draft, drafted_at, require_approver, who
from records.catalogue.commands import ApproveCatalogue, DraftCatalogue, PublishCatalogue, RedraftCatalogue
from records.catalogue.events import CatalogueAnnounced, CatalogueApproved, CatalogueDrafted, CatalogueRedrafted
from records.catalogue.listed import lacking, too_long
from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.register.events.information import CatalogueEntry, CataloguePublished


def draft_catalogue(command: DraftCatalogue, case: Case, context: Context) -> list[Event]:
    """A registered agency drafts its catalogue. Raises Invalid for a kind of information that nobody knows."""
    del case
    _check_known(command.entries, context)
    judgement = begin_case(command, context, officers=False, listed=False)
    return opened(CatalogueDrafted, command, judgement, context, author=who(command.author, context))


def redraft_catalogue(command: RedraftCatalogue, case: Case, context: Context) -> list[Event]:
    """The draft is written anew; checks and approval begin again."""
    _check_known(command.entries, context)
    judgement = begin(command, case, context, drafted_at(as_of(case, context.occurred_at)))
    return [stated(CatalogueRedrafted, command, judgement, context, author=who(command.author, context))]


def _check_known(entries: tuple[CatalogueEntry, ...], context: Context) -> None:
    known = context.law_now.informations
    wrong = [
        (f"$.entries[{at}].information", "没有这一种公示信息，请从列表中选择")
        for at, one in enumerate(entries)
        if one.information not in known
    ]
    if wrong:
        raise Invalid(wrong)


def approve_catalogue(command: ApproveCatalogue, case: Case, context: Context) -> list[Event]:
    """The head, who neither wrote nor checked it, approves a catalogue that leaves nothing out."""
    was = as_of(case, context.occurred_at)
    judgement, approver = begin(command, case, context, drafted_at(was)), who(command.approver, context)
    if command.approver:
        head = context.register.is_head(case.agency, approver, context.occurred_at.day)
        judgement.require(head, "head-only")
    require_approver(judgement, approver, was)
    if command.agreed:
        entries, law = drafted(was), context.law if context.law.informations else context.law_now
        missing, longer = "；".join(lacking(entries, law)), "；".join(too_long(entries, law))
        judgement.require(not missing, "catalogue-incomplete", missing)
        judgement.require(not longer, "catalogue-term-too-long", longer)
    return [stated(CatalogueApproved, command, judgement, context, approver=approver)]


def publish_catalogue(command: PublishCatalogue, case: Case, context: Context) -> list[Event]:
    """What was approved becomes public, and holds from then on, or from a later day that the head named.

    It is published now, whatever day a paper has.
    """
    judgement = begin(command, case, context, cause(case, context, CatalogueApproved))
    was = as_of(case, context.occurred_at)
    approved, today = was.last(CatalogueApproved), context.now.day
    named = approved.valid_from if approved else None
    known = context.register.catalogues.get(case.agency, ())
    version = max((one.version for one in known if one.case != context.case), default=0) + 1
    valid_from = max(named or today, today)
    published = CataloguePublished(
        agency=case.agency, version=version, entries=drafted(was), case=context.case, valid_from=valid_from
    )
    event = stated(CatalogueAnnounced, command, judgement, context, version=version, valid_from=valid_from)
    return [event, published]


def drafted(case: Case) -> tuple[CatalogueEntry, ...]:
    """The entries of the draft that stands."""
    last = draft(case)
    return last.entries if isinstance(last, CatalogueDrafted | CatalogueRedrafted) else ()

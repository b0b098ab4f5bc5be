"""起草、保密审查、合法性审查、批准: each by another person, of what an agency publishes of itself (第四条)."""

from __future__ import annotations

from records.catalogue.commands import CheckLegality, CheckSecrecy
from records.catalogue.events import LegalityChecked, SecrecyChecked
from records.course.case import Case
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.event import Event
from records.judgement import Context, Judgement
from records.moment import Moment


def who(named: str, context: Context) -> str:
    """Who took the step: live the account shows it, a paper names it."""
    return named if context.entry is not None else context.person_acting


def authors(case: Case) -> frozenset[str]:
    """Person ids of who wrote the draft, or wrote it anew."""
    written = (one.event for some in case.happened.values() for one in some)
    return frozenset(filter(None, (str(getattr(one, "author", "")) for one in written)))


def drafted_at(case: Case) -> Moment | None:
    """When the draft that stands was written."""
    return _draft(case)[1]


def draft(case: Case) -> object | None:
    """The event with the draft that stands: the first one of the case, or what took its place."""
    return _draft(case)[0]


def _draft(case: Case) -> tuple[object | None, Moment | None]:
    written = [one for some in case.happened.values() for one in some if hasattr(one.event, "author")]
    last = max(written, key=lambda one: (one.at.micros, one.version), default=None)
    return (last.event, last.at) if last else (None, None)


def checkers(case: Case) -> frozenset[str]:
    """Who checked a draft of the case."""
    found = [one.checker for one in case.every(SecrecyChecked)] + [one.checker for one in case.every(LegalityChecked)]
    return frozenset(filter(None, found))


def check_secrecy(command: CheckSecrecy, case: Case, context: Context) -> list[Event]:
    """Somebody who did not write the draft, nor checks its law, looks for secrets in it."""
    judgement, checker = _begin_check(command, case, context)
    return [stated(SecrecyChecked, command, judgement, context, checker=checker)]


def check_legality(command: CheckLegality, case: Case, context: Context) -> list[Event]:
    """A legal reviewer who did not write the draft, nor looked for secrets, says whether it is lawful."""
    judgement, checker = _begin_check(command, case, context)
    if command.checker:  # live, the account is asked for it
        qualified = context.register.reviewer(checker, context.occurred_at.day) is not None
        judgement.require(qualified, "reviewer-not-qualified")
    return [stated(LegalityChecked, command, judgement, context, checker=checker)]


def _begin_check(command: CheckSecrecy | CheckLegality, case: Case, context: Context) -> tuple[Judgement, str]:
    was = as_of(case, context.occurred_at)
    judgement, checker = begin(command, case, context, drafted_at(was)), who(command.checker, context)
    judgement.require(bool(checker) and checker not in authors(was), "draft-checker-is-author")
    secrecy, legality = (
        (one.checker for one in was.every(SecrecyChecked)),
        (one.checker for one in was.every(LegalityChecked)),
    )
    others = set(legality if isinstance(command, CheckSecrecy) else secrecy)
    judgement.require(checker not in others, "draft-checked-by-one")
    return judgement, checker


def require_approver(judgement: Judgement, approver: str, case: Case) -> None:
    """Whoever approves wrote nothing of it and checked nothing of it."""
    judgement.require(bool(approver) and approver not in authors(case), "draft-author-approves")
    judgement.require(approver not in checkers(case), "draft-checker-approves")

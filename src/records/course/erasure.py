"""清除个人信息: when a person's values may go (个人信息保护法 第四十七条; 档案法 第十三条).

While a term that the law demands runs, they are stored on and protected. What binds a case to the person is looked at
case by case, of all cases in which the person is named or has acted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

from records.course.case import Case
from records.course.facts import FACTS
from records.course.privacy import says, shows_numbers
from records.errors import Conflict, Invalid
from records.event import Erased
from records.judgement import Context, Judgement
from records.penalty.events import CaseArchived, LeadDismissed
from records.register.commands import ErasePerson
from records.register.events import PersonErased

_NAMED: Final = 5
"""Cases that a refusal names."""

STEP: Final = "erase-person"
"""What the command is called where a refused one is recorded."""


class Bond(NamedTuple):
    """What keeps a person's values in a case."""

    code: Literal["case-still-open", "still-public", "file-kept"]
    case: str
    until: date | None = None
    """Last day of the term; None while it has no end yet, or is for ever."""


def bond(case: Case, case_id: str, person: str, context: Context) -> Bond | None:
    """What binds the case to the person today, None when nothing does any more."""
    if not (FACTS["archived"](case, context) or _ended_elsewhere(case, context)):
        return Bond("file-kept" if FACTS["closed"](case, context) else "case-still-open", case_id)
    if _shown(case, person):
        return Bond("still-public", case_id)
    until = _kept_until(case, context)
    return Bond("file-kept", case_id, until) if until is None or context.now.day <= until else None


def erase_person(
    command: ErasePerson,
    bonds: Iterable[Bond],
    values: Iterable[str | Erased],
    others: Iterable[str],
    context: Context,
) -> list[PersonErased]:
    """The events, when nothing binds the person any more. Raises Refused, Conflict for who is erased already, Invalid.

    `values` are the person's names and numbers as far as they are known: what is recorded may not contain them.
    `others` are ids under which the person's cases name them once more, as whoever took a paper in: they go with it.
    """
    if command.person in context.register.erased:
        raise Conflict("ledger", "此人的个人信息已经清除")
    texts = (command.reason, command.basis)
    wrong = says(texts, *values) or shows_numbers(*texts)
    if wrong or not command.reason.strip() or not command.basis.strip():
        told = "请不要写明姓名、号码或者地址：事由会留在账本里" if wrong else "请填写"
        raise Invalid([("$.reason" if wrong or not command.reason.strip() else "$.basis", told)])
    judgement, law, found = Judgement(context), context.law_now, list(bonds)
    if told := _told("case-still-open", found):
        raise law.refused("case-still-open", told)
    if told := _told("still-public", found):
        raise law.refused("still-public", told)
    if told := _told("file-kept", found):
        raise law.refused("file-kept", told)
    judgement.require_now(not context.register.holds_office(command.person, context.now.day), "still-in-office")
    ids = dict.fromkeys((command.person, *sorted(set(others) - context.register.erased)))
    return [PersonErased(person=one, reason=command.reason, basis=command.basis) for one in ids]


def _told(code: str, bonds: list[Bond]) -> str:
    """The cases that the rule is about, the first of them by name; empty when there are none."""
    found = [one for one in bonds if one.code == code]
    named = (f"案件 {one.case}" + (f"保管至 {one.until}" if one.until else "") for one in found[:_NAMED])
    more = f"等 {len(found)} 件" if len(found) > _NAMED else ""
    return f"（{'、'.join(named)}{more}）" if found else ""


def _shown(case: Case, person: str) -> bool:
    """Whether the person is the party whom a public page shows, by a masked name or a full one."""
    shown = case.disclosure.copy if case.disclosure is not None and case.revocation is None else None
    is_party = case.party is not None and case.party.person == person
    return is_party and shown is not None and shown.party is not None


def _ended_elsewhere(case: Case, context: Context) -> bool:
    """Whether it ended without a file: a lead that was dismissed, a case that another agency has, a mistaken entry."""
    nothing = case.lead is None and case.opened is None
    dismissed = case.opened is None and LeadDismissed in case.happened
    return nothing or dismissed or FACTS["passed"](case, context)


def _kept_until(case: Case, context: Context) -> date | None:
    """The last day of the file's term, which runs from the first of January after; None: it is kept for ever."""
    if FACTS["archived"](case, context):
        archived, at = case.last(CaseArchived), case.at(CaseArchived)
        assert archived is not None
        assert at is not None
        return date(at.day.year + archived.retention_years, 12, 31) if archived.retention_years else None
    last = max((one.at.day for some in case.happened.values() for one in some), default=context.now.day)
    return date(last.year + context.law_now.values["unarchived-kept-years"].number, 12, 31)

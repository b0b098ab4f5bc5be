"""决定: granting, changing, renewing, refusing, and the certificate.

Carries out 行政许可法 第三十四条, 第三十八条至第五十条 and 第五十七条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from records.course.case import Case
from records.course.decider import Decider
from records.course.documents import require_contents, take_number
from records.course.facts import FACTS
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.course.shapes import Command
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.licence.applying import licence_of, listed, noted, require_not_ended
from records.licence.asked import applied, looked_at
from records.licence.commands import ChangeLicence, DeemRenewal, GrantLicence, IssueCertificate, RefuseLicence
from records.licence.events import (
    CertificateIssued,
    LicenceChanged,
    LicenceGranted,
    LicenceRefused,
    RenewalDeemed,
)
from records.licence.examined import finds
from records.licence.followed import last_granted
from records.licence.kinds import LicenceKind
from records.licence.renewing import keeps_its_place, renewed_until
from records.licence.turns import accepted_on
from records.penalty.events import HearingHeld

_Decision = GrantLicence | ChangeLicence | RefuseLicence


def grant_licence(command: GrantLicence, case: Case, context: Context) -> list[Event]:
    """准予: after an examination or on the spot, in the order of acceptance where the number is limited."""
    judgement, was = begin_signing(command, case, context), as_of(case, context.occurred_at)
    _require_term(command.valid_from, command.valid_until)
    if command.on_the_spot:
        judgement.require(accepted_on(was) == context.occurred_at.day, "on-the-spot-later")
    else:
        _require_examined(judgement, was, context)
    _require_record_followed(judgement, command, was)
    _require_turn(judgement, case, context)
    granted = signed(LicenceGranted, command, judgement, case, context, kind=_kind(case))
    return [*granted, noted("granted", case, context)]


def change_licence(command: ChangeLicence, case: Case, context: Context) -> list[Event]:
    """准予变更、延续; also in writing what the law had already made of a renewal that nobody decided on."""
    judgement, was = begin_signing(command, case, context), as_of(case, context.occurred_at)
    _require_term(command.valid_from, command.valid_until)
    _require_examined(judgement, was, context)
    _require_record_followed(judgement, command, was)
    require_not_ended(judgement, context)
    if _asks_anew(command, was, context):
        _require_turn(judgement, case, context)
    more = {"kind": _kind(case), "licence": licence_of(case)}
    return [*signed(LicenceChanged, command, judgement, case, context, **more), noted("changed", case, context)]


def refuse_licence(command: RefuseLicence, case: Case, context: Context) -> list[Event]:
    """不予, with reasons and relief; after false papers it bars another application (第三十八条、第七十八条)."""
    judgement, was = begin_signing(command, case, context), as_of(case, context.occurred_at)
    _require_examined(judgement, was, context)
    _require_record_followed(judgement, command, was)
    judgement.require(command.ground != "false-papers" or finds(was, "false-papers"), "false-papers-unfound")
    return [*signed(LicenceRefused, command, judgement, case, context), noted("refused", case, context)]


def _require_examined(judgement: Judgement, was: Case, context: Context) -> None:
    judgement.require(FACTS["examination-concluded"](was, context), "examination-first")
    judgement.require(FACTS["interests-met"](was, context), "interested-first")
    judgement.require(FACTS["hearing-settled"](was, context), "hearing-not-over")


def _require_record_followed(judgement: Judgement, command: _Decision, was: Case) -> None:
    """After a hearing the decision says how it follows the record (第四十八条第二款)."""
    judgement.require(HearingHeld not in was.happened or bool(command.heard.strip()), "record-not-followed")


def _require_turn(judgement: Judgement, case: Case, context: Context) -> None:
    """With a limited number who was accepted first comes first (第五十七条)."""
    terms = listed(case.matter, context)
    if terms is None or terms.number_limit is None:
        return
    judgement.require(not context.register.overtaken.get(context.case), "granted-before-earlier")
    judgement.require(not context.queued_before, "accepted-earlier")
    judgement.require(context.licences_taken < terms.number_limit, "number-limit-reached")


def _asks_anew(command: ChangeLicence, was: Case, context: Context) -> bool:
    """Whether a licence gets longer than it has a right to: any but a renewal that was asked for in time (第五十条)."""
    opening, found = applied(was), context.licence
    until = found.valid_until if found is not None else opening.licence_until if opening else None
    if until is None or keeps_its_place(was, context.occurred_at.day):
        return False
    return command.valid_until is None or until < command.valid_until


def _require_term(begins: date, ends: date | None) -> None:
    if ends is not None and ends < begins:
        raise Invalid([("$.valid_until", "有效期截止日期早于起始日期")])


def _kind(case: Case) -> LicenceKind:
    found = looked_at(case)
    return found.kind if found else "other"


# ---- Renewal by law, certificate ----


def deem_renewal(command: DeemRenewal, case: Case, context: Context) -> list[Event]:
    """The timer notes, after the last day, that the renewal holds by law (第五十条第二款)."""
    judgement, opening = begin(command, case, context), applied(case)
    judgement.require_now(context.actor == "system", "system-only")
    if opening is None or opening.licence_until is None or not FACTS["renewal-ripe"](case, context):
        raise Invalid([("$", "许可有效期尚未届满，或者延续申请已经决定")])
    require_not_ended(judgement, context)
    ended, until = opening.licence_until, renewed_until(case)
    more = {"licence": opening.licence, "expired_on": ended, "valid_until": until}
    return [stated(RenewalDeemed, command, judgement, context, **more), noted("renewed", case, context)]


def issue_certificate(command: IssueCertificate, case: Case, context: Context) -> list[Event]:
    """颁发证件, sealed, with the term of the decision (第三十九条、第四十四条)."""
    _require_term(command.valid_from, command.valid_until)
    judgement = begin(command, case, context, case.signed_at)
    judgement.require(command.sealed, "certificate-not-sealed")
    granted = last_granted(as_of(case, context.occurred_at))
    same = granted is None or (granted.valid_from, granted.valid_until) == (command.valid_from, command.valid_until)
    judgement.require(same, "certificate-differs")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(CertificateIssued, command, judgement, context, number=number), *taken]


DECIDERS: Final[Mapping[type[Command], Decider]] = {
    GrantLicence: grant_licence,
    ChangeLicence: change_licence,
    RefuseLicence: refuse_licence,
    DeemRenewal: deem_renewal,
    IssueCertificate: issue_certificate,
}
"""By the type of the command."""

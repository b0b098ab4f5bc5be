"""申请与受理: receipt, one request for what is missing, acceptance by a step or by silence.

Carries out 行政许可法 第二十九条至第三十二条 and 第五十八条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.decider import Decider
from records.course.documents import require_contents, take_number
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.course.shapes import Command
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.licence.asked import applied, looked_at
from records.licence.commands import (
    AcceptApplication,
    ApplyLicence,
    AskLicenceSupplement,
    ChargeLicenceFee,
    DeemAccepted,
    EndApplication,
    OpenLicenceAction,
    RefuseAcceptance,
    SupplementMaterials,
    WithdrawApplication,
)
from records.licence.events import (
    AcceptanceDeemed,
    AcceptanceRefused,
    ApplicationAccepted,
    ApplicationEnded,
    ApplicationWithdrawn,
    LicenceActionOpened,
    LicenceApplied,
    LicenceFeeCharged,
    MaterialsSupplemented,
    SupplementAsked,
)
from records.licence.kinds import Way
from records.licence.listed import LicenceMatterListed, LicenceNoted, LicenceOvertaken, Noted
from records.licence.received import lacks_materials, received_on, silent
from records.licence.standing import Standing
from records.licence.turns import is_limited


def noted(what: Noted, case: Case, context: Context) -> LicenceNoted:
    """What the other cases of the matter are told of this one."""
    person = case.party.person if case.party else ""
    return LicenceNoted(matter=case.matter, person=person, case=context.case, what=what)


def listed(matter: str, context: Context) -> LicenceMatterListed | None:
    """What is published of the matter on the day of the step."""
    return context.register.licence_matter(matter, context.occurred_at.day)


# ---- Opening ----


def apply_licence(command: ApplyLicence, _: Case, context: Context) -> list[Event]:
    """An application is taken whenever it comes; whether it may be accepted is judged with its acceptance."""
    judgement = begin_case(command, context)
    terms = listed(command.matter, context)
    more: dict[str, Any] = {"safety": terms is not None and terms.safety}
    if command.application != "new":
        more |= _licence(judgement, command, context)
        more |= {"in_time": _in_time(command, more["licence_until"], context)}
    if context.barred is not None:
        more |= {"barred_until": context.barred.until, "barred_by": context.barred.number}
    events = opened(LicenceApplied, command, judgement, context, **more)
    if command.application == "renewal" or is_limited(command.matter, context):
        events.append(LicenceNoted(matter=command.matter, person=context.person, case=context.case, what="applied"))
    return events


def open_licence_action(command: OpenLicenceAction, _: Case, context: Context) -> list[Event]:
    """The agency begins to withdraw, revoke or cancel a licence, of its own accord or when asked (第六十九条)."""
    judgement = begin_case(command, context)
    terms, found = listed(command.matter, context), _licence(judgement, command, context)
    safety = terms is not None and terms.safety
    return opened(LicenceActionOpened, command, judgement, context, safety=safety, **found)


def _licence(judgement: Judgement, command: ApplyLicence | OpenLicenceAction, context: Context) -> dict[str, Any]:
    """The licence that the case is about: of another case by what the ledger knows, else as the paper says."""
    if not command.related_case:
        ended = command.licence_until is not None and command.licence_until < context.occurred_at.day
        judgement.require(not (ended and isinstance(command, ApplyLicence)), "licence-not-in-force")
        return {name: getattr(command, name) for name in ("licence", "licence_from", "licence_until")}
    found: Standing | None = context.licence
    judgement.require(found is not None and found.matter == command.matter, "licence-unknown")
    if found is None:
        return {name: getattr(command, name) for name in ("licence", "licence_from", "licence_until")}
    judgement.require(found.agency == command.agency, "licence-unknown")
    judgement.require(found.holder == context.person, "licence-of-another")
    cancelling = isinstance(command, OpenLicenceAction) and command.action == "cancellation"
    holds = found.holds(context.occurred_at.day)
    judgement.require(holds or cancelling, "licence-not-in-force")
    return {"licence": found.number, "licence_from": found.valid_from, "licence_until": found.valid_until}


def require_not_ended(judgement: Judgement, context: Context) -> None:
    """Nothing has ended the licence since the case about it was opened (第七十条)."""
    found: Standing | None = context.licence
    judgement.require(found is None or not found.ended_by, "licence-not-in-force")


def _in_time(command: ApplyLicence, until: date | None, context: Context) -> bool:
    """Whether a renewal was asked for thirty days before the licence ends, that day included (第五十条)."""
    if command.application != "renewal" or until is None:
        return False
    days = context.law.values.get("renewal-days") or context.law_now.values["renewal-days"]
    return context.occurred_at.day <= until - timedelta(days=days.number)


# ---- Materials ----


def ask_supplement(command: AskLicenceSupplement, case: Case, context: Context) -> list[Event]:
    """All that is missing, told once, and nothing that the published list does not have (第三十条至第三十二条)."""
    judgement, terms = begin(command, case, context), listed(case.matter, context)
    known = set(terms.materials) if terms else set()
    judgement.require(set(command.missing) <= known, "material-not-listed")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(SupplementAsked, command, judgement, context, number=number), *taken]


def supplement_materials(command: SupplementMaterials, case: Case, context: Context) -> list[Event]:
    """The applicant hands in what was asked for, at once or by and by."""
    judgement = begin(command, case, context, as_of(case, context.occurred_at).at(SupplementAsked))
    return [stated(MaterialsSupplemented, command, judgement, context)]


def charge_fee(command: ChargeLicenceFee, case: Case, context: Context) -> list[Event]:
    """Nothing is charged unless a law or an administrative regulation says so (第五十八条)."""
    judgement, terms = begin(command, case, context), listed(case.matter, context)
    basis = terms.fee_basis if terms else ""
    judgement.require(bool(basis.strip()), "fee-without-basis")
    return [stated(LicenceFeeCharged, command, judgement, context, basis=basis)]


# ---- Acceptance ----


def accept_application(command: AcceptApplication, case: Case, context: Context) -> list[Event]:
    """受理, on a stamped and dated receipt; after five working days of silence from the day of receipt (第三十二条)."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    judgement.require(command.sealed, "receipt-not-sealed")
    require_contents(judgement, command, context)
    late, day = silent(was, context), context.occurred_at.day
    number, taken = take_number(judgement, command, case, context)
    more = {"number": number, "accepted_on": (received_on(was) or day) if late else day, "way": _way(case, context)}
    _require_unovertaken(judgement, context)
    accepted = stated(ApplicationAccepted, command, judgement, context, **more)
    return [accepted, *taken, noted("accepted", case, context), *_overtaken(case, context)]


def deem_accepted(command: DeemAccepted, case: Case, context: Context) -> list[Event]:
    """The timer notes what silence did. Raises Invalid while the term runs."""
    judgement = begin(command, case, context)
    judgement.require_now(context.actor == "system", "system-only")
    day = received_on(case)
    if day is None or not silent(case, context):
        raise Invalid([("$", "五个工作日尚未届满，或者已经答复")])
    deemed = stated(AcceptanceDeemed, command, judgement, context, accepted_on=day, way=_way(case, context))
    return [deemed, noted("accepted", case, context), *_overtaken(case, context)]


def _require_unovertaken(judgement: Judgement, context: Context) -> None:
    """A paper does not put its applicant before others who have got their licence since, without saying so."""
    numbers = "、".join(one.number for one in context.granted_later)
    judgement.require(context.entry is None or not numbers, "entered-before-granted", f"已经准予：{numbers}")


def _overtaken(case: Case, context: Context) -> list[Event]:
    """What tells the cases that were granted before, by which they have the defect from now on."""
    return [LicenceOvertaken(matter=case.matter, case=one.case, by=context.case) for one in context.granted_later]


def _way(case: Case, context: Context) -> Way:
    terms = listed(case.matter, context)
    return terms.way if terms else "alone"


def refuse_acceptance(command: RefuseAcceptance, case: Case, context: Context) -> list[Event]:
    """不予受理: on a ground of the law, saying who is competent when it is somebody else (第三十二条第一款)."""
    judgement, opening = begin_signing(command, case, context), applied(case)
    judgement.require(command.sealed, "receipt-not-sealed")
    judgement.require(command.ground != "not-ours" or bool(command.competent.strip()), "competent-not-named")
    if opening is not None:
        barred = command.ground != "barred" or opening.barred_until is not None
        late = command.ground != "renewal-late" or (opening.application == "renewal" and not opening.in_time)
        judgement.require(barred and late, "non-acceptance-ground-unmet")
    refused = signed(AcceptanceRefused, command, judgement, case, context)
    return [*refused, noted("not-accepted", case, context)]


def withdraw_application(command: WithdrawApplication, case: Case, context: Context) -> list[Event]:
    """The applicant takes it back while nothing is decided."""
    judgement = begin(command, case, context)
    return [stated(ApplicationWithdrawn, command, judgement, context)]


def end_application(command: EndApplication, case: Case, context: Context) -> list[Event]:
    """There is nobody to decide for any more, or what was asked for never came (P); anything else has a decision."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    natural = case.party is not None and case.party.kind == "natural"
    fits = {"died": natural, "organisation-ended": not natural, "not-supplemented": lacks_materials(was)}
    judgement.require(fits[command.ground], "ending-ground-unmet")
    return [stated(ApplicationEnded, command, judgement, context)]


def licence_of(case: Case) -> str:
    """Number of the licence that the case is about."""
    found = looked_at(case)
    return found.licence if found else ""


DECIDERS: Final[Mapping[type[Command], Decider]] = {
    ApplyLicence: apply_licence,
    OpenLicenceAction: open_licence_action,
    AskLicenceSupplement: ask_supplement,
    SupplementMaterials: supplement_materials,
    ChargeLicenceFee: charge_fee,
    AcceptApplication: accept_application,
    DeemAccepted: deem_accepted,
    RefuseAcceptance: refuse_acceptance,
    WithdrawApplication: withdraw_application,
    EndApplication: end_application,
}
"""By the type of the command."""

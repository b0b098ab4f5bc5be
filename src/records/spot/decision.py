"""当场处罚决定: filled in, numbered, signed by the officers and handed over in one visit (第五十一条, 第五十二条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.facts import FACTS
from records.course.judging import begin, somebodies, stated
from records.course.officers import require_officers
from records.course.sequence import as_of, came_after
from records.course.shapes import SomebodyGiven
from records.event import Event
from records.judgement import Context, Judgement
from records.moment import Moment
from records.offence.rules import require_highest
from records.penalty.decision import is_within, require_discretion, require_evidence, require_once
from records.penalty.earlier import noted
from records.penalty.events import DocumentServed, HandlersChanged, Somebody
from records.penalty.powers import require_kinds
from records.penalty.redo import require_linked, require_other_grounds
from records.penalty.staleness import act_is_stale
from records.spot.commands import DecideSpot
from records.spot.events import SpotDecided, SpotHeard, SpotTold
from records.spot.simple import in_one_visit, require_simple, says_reconsideration_first


def decide_spot(command: DecideSpot, case: Case, context: Context) -> list[Event]:
    """One of the officers signs in the visit itself and hands the document over: with that it is served.

    It is noted under its party as any decision to punish is (第二十九条, 第三十三条).
    """
    was = as_of(case, context.occurred_at)
    judgement = begin(command, case, context, _rests_on(was))
    _require_power(judgement, command, was, context)
    judgement.require(in_one_visit(case, context), "spot-not-at-once")
    require_simple(judgement, command, was, context)
    _require_told(judgement, command, was)
    _require_proven(judgement, command, was, context)
    both = require_discretion(judgement, command, was, context)
    _require_lightened(judgement, command, was)
    require_highest(judgement, command.basis, command.fine_yuan, command.departure, was)
    require_once(judgement, command, was, context)
    _require_document(judgement, command, was, context)
    number, taken = take_number(judgement, command, case, context)
    applied = both.applied if both else ""
    more = {"number": number, "benchmark": applied, "officers": was.handlers}
    decided = stated(SpotDecided, command, judgement, context, **more)
    return [decided, *_served(command, number, context), *taken, *noted(decided, case)]


def _rests_on(case: Case) -> Moment | None:
    steps = (case.filed_at, case.at(SpotTold), case.at(SpotHeard))
    return max((one for one in steps if one is not None), default=None)


def _require_power(judgement: Judgement, command: DecideSpot, case: Case, context: Context) -> None:
    """Who punishes whom with what (第十六条至第十八条, 第三十条, 第三十六条, 第四十二条).

    Officers sign, not the head (第五十二条).
    """
    registered = context.register.agency(case.agency, context.occurred_at.day) is not None
    judgement.require(registered, "agency-not-registered")
    require_officers(judgement, case.handlers, case.agency, context)
    own = context.entry is not None or context.person_acting == command.decided_by
    judgement.require(own and command.decided_by in case.handlers, "spot-signer")
    judgement.require(_were_there(case), "spot-officer-not-there")
    require_kinds(judgement, command.kinds, case, context)
    judgement.require(case.party is None or case.party.age != "under-14", "party-under-14")
    judgement.require(not act_is_stale(case, context), "act-stale")


def _were_there(case: Case) -> bool:
    """Whether all who are named in the document showed their certificates: at the beginning of the visit, or by telling
    the party once more after they took the case over (第五十二条第一款).
    """
    first, told = set(case.opened.handlers if case.opened else ()), case.happened.get(SpotTold, ())
    late = [one for one in case.happened.get(HandlersChanged, ()) if not set(one.event.handlers) <= first]
    named = set(case.handlers) - first
    return not named or not late or (bool(told) and came_after(told[-1], late[-1]))


def _require_told(judgement: Judgement, command: DecideSpot, case: Case) -> None:
    """No more than the party was told (第四十四条, 第四十五条)."""
    told = case.last(SpotTold)
    judgement.require(told is None or is_within(command, told), "heavier-than-told")


def _require_proven(judgement: Judgement, command: DecideSpot, case: Case, context: Context) -> None:
    """The facts are clear (第五十一条): the document cites what shows them, or the file has it; none of it barred."""
    shown = any(one.strip() for one in command.evidence) or FACTS["spot-proven"](case, context)
    judgement.require(shown, "no-evidence")
    require_evidence(judgement, command, case, context)


def _require_lightened(judgement: Judgement, command: DecideSpot, case: Case) -> None:
    """What lightens it has its ground, and a minor is always dealt with more lightly (第三十条, 第三十二条)."""
    grounded = command.mitigation == "" or bool(command.mitigation_ground.strip())
    judgement.require(grounded, "mitigation-needs-ground")
    minor = case.party is not None and case.party.age == "14-17"
    judgement.require(not minor or command.mitigation in ("lighter", "mitigated"), "minor-not-lightened")


def _require_document(judgement: Judgement, command: DecideSpot, case: Case, context: Context) -> None:
    """What the document says, and that the party has it in hand (第二十八条, 第五十二条; 罚缴分离办法 第七条)."""
    payable = command.fine_yuan is None or command.collect_now or bool(command.bank.strip())
    judgement.require(payable, "bank-missing")
    corrected = bool(command.correction.strip()) or FACTS["correction-settled"](case, context)
    judgement.require(corrected, "correction-first")
    require_linked(judgement, command, case, context)
    require_other_grounds(judgement, command, case, context)
    # Before the law of 2023 the party could go to court at once (行政复议法 第二十三条).
    known = "relief-order" in context.law.rules
    judgement.require(not known or says_reconsideration_first(command.relief), "relief-order")
    require_contents(judgement, command, context)
    judgement.require(command.handed_over, "spot-not-handed-over")
    noted_there = not command.refused or bool(command.refusal_note.strip())
    judgement.require(noted_there, "refusal-not-noted")


def _served(command: DecideSpot, number: str, context: Context) -> tuple[DocumentServed, ...]:
    """That it was handed over, as a service like any other: terms run from it."""
    if not command.handed_over:
        return ()
    return (
        DocumentServed(
            case=context.case,
            entry=context.entry,
            document=SpotDecided.document,
            number=number,
            method="in-person",
            recipients=_named(command.recipient, context, "recipient"),
            relation=command.relation,
            refused=command.refused,
            witnesses=_named(command.witness, context, "witness"),
            proof=command.refusal_note,
        ),
    )


def _named(name: str, context: Context, role: str) -> tuple[Somebody, ...]:
    """The person of that name, under a key of their own."""
    return somebodies((SomebodyGiven(name=name),), context, role) if name.strip() else ()

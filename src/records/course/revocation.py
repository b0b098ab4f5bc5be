"""撤销: a decision undone, and its public body withdrawn (信息公示制度 第十四条; 行政处罚法 第四十八条)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, get_args

from records.course.case import Case
from records.course.judging import begin, seen_by, stated
from records.course.privacy import shows_numbers
from records.course.sequence import as_of
from records.enforcement.telling import told
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import RevokeDecision
from records.penalty.commands.checks import KINDS_WITH_AMOUNT
from records.penalty.events import DecisionRevoked, Instrument, PenaltyKind
from records.penalty.money import NOTHING, asked


def revoke_decision(command: RevokeDecision, case: Case, context: Context) -> list[Event]:
    """An instrument that has reached the agency undoes or changes a decision that stands; its notice names nobody.

    A decision that was changed or confirmed illegal stands: a court may still undo it after a reconsideration.
    """
    instrument, decision = command.instrument, case.decided
    judgement = begin(command, case, context, case.signed_at, also=_competent(case, context))
    judgement.require(decision is not None, "no-decision")
    undone = any(one.undone for one in seen_by(case, context))
    judgement.require(not undone, "decision-revoked")
    _check_new(instrument, case, context)
    signed_on = case.signed_at.day if case.signed_at else instrument.dated_on
    in_order = signed_on <= instrument.dated_on <= instrument.received_on <= context.occurred_at.day
    judgement.require(in_order, "instrument-not-received")
    was = as_of(case, context.occurred_at)
    spared = command.opposite_request or was.decided is None or not _is_worse(command, was)
    judgement.require(spared, "change-makes-worse")
    # The notice is published now, whatever a paper did before: so a back-entry is refused as well.
    judgement.require_now(not shows_numbers(*notice_texts(command)), "personal-data-shown")
    judgement.require_now(not context.names_party, "party-not-masked")
    judgement.require_now(not context.names_others, "third-person-named")
    judgement.require_now(not context.locates_party, "personal-data-shown")
    number, gone = decision.number if decision else "", _gone(command, was)
    revoked = stated(DecisionRevoked, command, judgement, context, number=number, **gone)
    return [revoked, *told(revoked, case, context)]


def _check_new(instrument: Instrument, case: Case, context: Context) -> None:
    """Raises Invalid for an instrument that the case has already, of a live step."""
    known = {(one.instrument.body.strip(), one.instrument.number.strip()) for one in case.every(DecisionRevoked)}
    if context.entry is None and (instrument.body.strip(), instrument.number.strip()) in known:
        raise Invalid([("$.instrument.number", "这一文书已经在本案中登记过，请核对文号")])


def _gone(command: RevokeDecision, case: Case) -> dict[str, Decimal]:
    """The amounts that stood and whose kind is none of those that stand now: nothing is left of them.

    Raises Invalid for an amount of such a kind.
    """
    left_out = [name for kind, name in KINDS_WITH_AMOUNT.items() if command.kinds and kind not in command.kinds]
    if wrong := [name for name in left_out if getattr(command, name)]:
        raise Invalid([(f"$.{name}", "变更后的处罚种类中没有这一种，不应填写金额") for name in wrong])
    stood = _amounts(case)
    return {name: NOTHING for name in left_out if stood[name]}


_REVIEWING: Final = ("reconsideration", "judgment")
"""Instruments of those whom the party itself asked; a superior or the agency may correct to either side."""

_FROM_LIGHT_TO_HEAVY: Final[tuple[PenaltyKind, ...]] = get_args(PenaltyKind)[:-1]
"""Without 其他, which may be anything."""


def _is_worse(command: RevokeDecision, case: Case) -> bool:
    """Whether the applicant is worse off than by what stood (行政复议法 第六十三条; 行政诉讼法 第七十七条)."""
    if command.effect != "changed" or command.instrument.kind not in _REVIEWING:
        return False
    more = any((getattr(command, name) or NOTHING) > amount for name, amount in _amounts(case).items())
    return more or _weight(command.kinds) > _weight(case.kinds)


def _amounts(case: Case) -> dict[str, Decimal]:
    """What the decision asks for as earlier instruments left it, by the name of the field."""
    stands = asked(case)
    return {"fine_yuan": stands.get("fine", NOTHING), "confiscated_yuan": stands.get("confiscated", NOTHING)}


def _weight(kinds: Iterable[PenaltyKind]) -> int:
    """Place of the heaviest kind, 0 without one."""
    return max((_FROM_LIGHT_TO_HEAVY.index(one) + 1 for one in kinds if one in _FROM_LIGHT_TO_HEAVY), default=0)


def _competent(case: Case, context: Context) -> tuple[str, ...]:
    """One of the handlers or the agency's head, whichever agency the account acts for."""
    person = context.person_acting
    is_head = context.register.is_head(case.agency, person, context.now.day)
    return (*case.handlers, person) if is_head else case.handlers


def notice_texts(command: RevokeDecision) -> tuple[str, ...]:
    """The free texts of the public notice."""
    return command.explanation, command.instrument.number, command.instrument.body

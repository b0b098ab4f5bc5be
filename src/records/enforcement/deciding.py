"""强制执行决定, 代履行决定 (行政强制法 第三十七条, 第四十五条至第四十七条, 第五十条, 第五十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.sequence import as_of, is_over
from records.course.signing import begin_signing, signed
from records.enforcement.appeal import is_appeal_over, opened_of
from records.enforcement.basis import Duty, EnforcedOpened
from records.enforcement.commands import DecideEnforcement, DecideSubstitution
from records.enforcement.demanding import is_within
from records.enforcement.events import EnforcementDecided, EnforcementOpened, Method, SubstituteDecided
from records.enforcement.facts import demanded, is_cleared
from records.enforcement.money import principal_left
from records.enforcement.standing import require_basis
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.moment import Moment

_FITTING: Final[Mapping[Duty, frozenset[Method]]] = {
    "money": frozenset({"transfer-deposit", "auction", "auction-seized"}),
    "conduct": frozenset({"remove-obstacle", "restore", "other"}),
    "demolition": frozenset({"demolition"}),
}
"""The ways of enforcement of art 12 by duty; substitute performance has a decision of its own."""

_SURCHARGE: Final = "surcharge.thirty"


def decide_enforcement(command: DecideEnforcement, case: Case, context: Context) -> list[Event]:
    """The head decides once the demand is over, or at once where goods are being moved or hidden."""
    judgement, opened = begin_signing(command, case, context), _opened(case)
    was = as_of(case, context.occurred_at)
    require_basis(judgement, case, context)
    if command.immediate:
        judgement.require(bool(command.hiding_proof.strip()), "hiding-not-shown")
    else:
        judgement.require(demanded(was, context), "demand-term-running")
    if opened is not None:
        judgement.require(set(command.methods) <= _FITTING[opened.duty], "method-not-fitting")
        if opened.duty == "money":
            _require_money(judgement, command, was, opened, context)
        elif command.amount_yuan is not None or command.surcharge_yuan is not None:
            raise Invalid([("$.amount_yuan", "不是金钱给付义务的，不填写金额")])
    by_law = "transfer-deposit" not in command.methods or bool(command.deposit_basis.strip())
    judgement.require(by_law, "deposit-transfer-unlawful")
    return signed(EnforcementDecided, command, judgement, case, context)


def _opened(case: Case) -> EnforcementOpened | None:
    opened: EnforcedOpened | None = opened_of(case)
    return opened if isinstance(opened, EnforcementOpened) else None


def _require_money(
    judgement: Judgement, command: DecideEnforcement, case: Case, opened: EnforcementOpened, context: Context
) -> None:
    """A surcharge ran for more than thirty days before (第四十六条第一款); seized goods are auctioned for a fine only
    once nothing can be done against it any more (第四十六条第三款).
    """
    judgement.require(command.amount_yuan is not None, "document-lacks-field")
    judgement.require(is_within(command.surcharge_yuan, case), "surcharge-above-principal")
    if opened.power == "art-46":
        judgement.require(set(command.methods) <= {"auction-seized"}, "power-lacking")
        judgement.require(is_appeal_over(case, context), "appeal-period-running")
    elif not command.immediate:
        begun = opened.surcharge_from
        ran = begun is not None and is_over(_SURCHARGE, Moment.of(begun), context)
        judgement.require(ran, "surcharge-too-short")
    owed = principal_left(case)
    if context.entry is None and command.amount_yuan is not None and command.amount_yuan > owed:
        raise Invalid([("$.amount_yuan", f"超过尚未履行的数额（{owed}元），请核对；加处罚款、滞纳金另行填写")])


def decide_substitution(command: DecideSubstitution, case: Case, context: Context) -> list[Event]:
    """Somebody without an interest performs in the party's place, where waiting does harm; what was cleared at once is
    dealt with afterwards by the same document (第五十二条).
    """
    judgement, opened = begin_signing(command, case, context), opened_of(case)
    was = as_of(case, context.occurred_at)
    require_basis(judgement, case, context)
    cleared = is_cleared(was)
    judgement.require(cleared or demanded(was, context), "demand-term-running")
    fitting = cleared == (command.ground == "clearing") and (opened is None or opened.duty == "conduct")
    judgement.require(fitting, "substitute-wrong-duty")
    judgement.require(command.disinterested, "substitute-interested")
    return signed(SubstituteDecided, command, judgement, case, context)

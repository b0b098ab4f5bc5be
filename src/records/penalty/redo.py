"""重新作出: a case that decides anew what another one had decided (行政复议法 第六十四条; 行政诉讼法 第七十一条).

The new case, of whichever procedure, names the old decision by its number, or the case that it was taken in. Of what
the same agency decided to punish for the same act, no other decision may be signed without. It may not come to the same
result, or nearly so (P), on the same facts and reasons, unless the old one was undone for a breach of procedure alone.
Texts are compared without blanks and marks: whoever changes a word is left to reviewer and supervisor, who see both
decisions. What is no penalty is compared in `records.course.redo`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from records.beside.events import RedoAnswered
from records.beside.facts import redo_owed
from records.course.again import command_of
from records.course.case import UNDOING, Case
from records.course.decided import Decide, Decided
from records.course.judging import begin, stated
from records.course.redo import digest_of, digest_of_decision
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement, Superseded
from records.law.entries import ORDINARY
from records.moment import Moment
from records.penalty.commands import LinkRedo, SignDecision
from records.penalty.events import DecisionRevoked, RedoLinked
from records.spot.commands import DecideSpot
from records.spot.events import SIMPLE


def link_redo(command: LinkRedo, case: Case, context: Context) -> list[Event]:
    """Notes which decision the case decides anew: one of the same party that an instrument undid.

    Raises Invalid for a number or a case that nobody knows, or that is of another party; a paper may name the number
    of an older one.
    """
    old, field = context.superseded, "$.number" if command.number.strip() else "$.related_case"
    judgement = begin(command, case, context, case.filed_at)
    if old is None and (context.entry is None or field != "$.number"):
        raise Invalid([(field, "没有找到本机关在同一程序中作出的这一决定，请核对文号或者案件")])
    if old is None:
        return [stated(RedoLinked, command, judgement, context, supersedes="")]
    if not old.same_party:
        raise Invalid([(field, "这一决定的当事人不是本案当事人，请核对文号或者案件")])
    if command.number.strip() not in ("", old.number):
        raise Invalid([("$.number", "文号与原案件的决定不一致，请核对")])
    judgement.require(old.undone, "redo-not-ordered")
    told = [RedoAnswered(case=old.case, entry=command.entry, by=context.case)] if old.owed else []
    return [
        stated(
            RedoLinked,
            command,
            judgement,
            context,
            number=old.number,
            supersedes=old.case,
            procedure_only=old.procedure_only,
            kinds=old.kinds,
            fine_yuan=old.fine_yuan,
            confiscated_yuan=old.confiscated_yuan,
            digest=old.digest,
        ),
        *told,
    ]


def require_linked(judgement: Judgement, command: SignDecision | DecideSpot, case: Case, context: Context) -> None:
    """Who decides on an act of which a decision was undone says so before, or says why it is another act."""
    number = context.undone_in
    linked = any(one.number.strip() == number for one in case.every(RedoLinked))
    judgement.require(not number or linked or bool(command.distinct.strip()), "redo-not-linked", f"原决定：{number}")


def require_other_grounds(
    judgement: Judgement, command: SignDecision | DecideSpot, case: Case, context: Context
) -> None:
    """A decision that is made anew does not say the same, or nearly so, for the same reasons."""
    old = case.last(RedoLinked)
    if old is None or old.procedure_only:
        return
    tolerance = context.law.values.get("redo-alike-percent")
    percent = tolerance.number if tolerance else 0
    pairs = ((command.fine_yuan, old.fine_yuan), (command.confiscated_yuan, old.confiscated_yuan))
    result = set(command.kinds) == set(old.kinds) and all(_are_near(*pair, percent) for pair in pairs)
    same = result and digest_of(command.facts, command.reasons) == old.digest
    judgement.require(not same, "redo-same")


def _are_near(amount: Decimal | None, old: Decimal | None, percent: int) -> bool:
    """Whether the amounts differ by no more than so many percent of the old one."""
    was = old or Decimal(0)
    return abs((amount or Decimal(0)) - was) * 100 <= was * percent


def undone_alike(case: Case, others: Iterable[Case], at: Moment) -> str:
    """Number of the last of the agency's decisions about the party that was undone by then, for the same act.

    `others` are cases of the same party; an act is known by its day and place. Empty when there is none.
    """
    act, found = case.offence, ""
    for other in (as_of(one, at) for one in others):
        its = other.offence
        same = its and act and (its.acted_on, its.place) == (act.acted_on, act.place)
        if same and other.agency == case.agency and other.decision is not None and other.undone:
            found = other.decision.number
    return found


_PENAL: Final = frozenset({ORDINARY, SIMPLE})
"""Procedures whose decisions punish: one may decide anew what the other had decided."""


def superseded(old: Case, its_case: str, case: Case) -> Superseded | None:
    """What the case that decides anew has to know of the old one; None when that has no decision of its kind."""
    decision = old.decided
    if (old.procedure != case.procedure and {old.procedure, case.procedure} != _PENAL) or decision is None:
        return None
    penalty = old.decision
    if penalty is not None:
        digest = digest_of(penalty.facts, penalty.reasons)
    elif isinstance(decision, Decided):
        digest = _digest(decision)
    else:
        return None
    parties = {one.party.person if one.party else "" for one in (old, case)}
    return Superseded(
        case=its_case,
        number=decision.number,
        undone=old.undone,
        owed=redo_owed(old),
        same_party=len(parties) == 1,
        procedure_only=_procedure_only(old),
        kinds=tuple(penalty.kinds) if penalty else (),
        fine_yuan=penalty.fine_yuan if penalty else None,
        confiscated_yuan=penalty.confiscated_yuan if penalty else None,
        digest=digest,
    )


def _digest(decision: Decided) -> str:
    command = command_of(decision)
    return digest_of_decision(command) if isinstance(command, Decide) else ""


def _procedure_only(old: Case) -> bool:
    """Whether nothing but a breach of procedure undid it; what an instrument changed before that doesn't count."""
    undoing = [one for one in old.every(DecisionRevoked) if one.effect in UNDOING]
    return bool(undoing) and all(one.procedure_only for one in undoing)

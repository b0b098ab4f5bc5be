"""重新作出: a case that decides anew what another one had decided (行政复议法 第六十四条; 行政诉讼法 第七十一条).

The new case names the old decision by its number; of what the same agency decided on the same act, no other may be
signed without. It may not come to the same result, or nearly so (P), on the same facts and reasons, unless the old one
was undone for a breach of procedure alone. Texts are compared without blanks and marks: whoever changes a word is left
to reviewer and supervisor, who see both decisions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from records.course.case import UNDOING, Case
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement, Superseded
from records.moment import Moment
from records.penalty.commands import LinkRedo, SignDecision
from records.penalty.events import DecisionRevoked, RedoLinked
from records.spot.commands import DecideSpot


def link_redo(command: LinkRedo, case: Case, context: Context) -> list[Event]:
    """Notes which decision the case decides anew: one of the same party that an instrument undid.

    Raises Invalid for a number that nobody knows, or that is of another party; a paper may name an older one.
    """
    old = context.superseded
    judgement = begin(command, case, context, case.filed_at)
    if old is None and context.entry is None:
        raise Invalid([("$.number", "没有找到这一文号的处罚决定书，请核对文号")])
    if old is None:
        return [stated(RedoLinked, command, judgement, context, supersedes="")]
    if not old.same_party:
        raise Invalid([("$.number", "这一决定的当事人不是本案当事人，请核对文号")])
    judgement.require(old.undone, "redo-not-ordered")
    return [
        stated(
            RedoLinked,
            command,
            judgement,
            context,
            supersedes=old.case,
            procedure_only=old.procedure_only,
            kinds=old.kinds,
            fine_yuan=old.fine_yuan,
            confiscated_yuan=old.confiscated_yuan,
            digest=old.digest,
        )
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


def superseded(old: Case, its_case: str, case: Case) -> Superseded | None:
    """What the case that decides anew has to know of the old one; None when that has no decision to punish."""
    decision = old.decision
    if decision is None:
        return None
    parties = {one.offence.party.person for one in (old, case) if one.offence is not None}
    return Superseded(
        case=its_case,
        undone=old.undone,
        same_party=len(parties) == 1,
        procedure_only=_procedure_only(old),
        kinds=tuple(decision.kinds),
        fine_yuan=decision.fine_yuan,
        confiscated_yuan=decision.confiscated_yuan,
        digest=digest_of(decision.facts, decision.reasons),
    )


def _procedure_only(old: Case) -> bool:
    """Whether nothing but a breach of procedure undid it; what an instrument changed before that doesn't count."""
    undoing = [one for one in old.every(DecisionRevoked) if one.effect in UNDOING]
    return bool(undoing) and all(one.procedure_only for one in undoing)


def digest_of(facts: str, reasons: str) -> str:
    """SHA-256 of the letters and digits of facts and reasons, in hex."""
    return sha256("\0".join(map(_bare, (facts, reasons))).encode()).hexdigest()


def _bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())

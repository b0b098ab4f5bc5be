"""Looking at a recording, or taking it away: for what, by whom, when: each use is an event (全过程记录制度 四).

A player asks for a recording in many ranges: what one person does with one recording for one purpose within half an
hour is one use. Whoever handles a case needs no word for looking at its recordings (办案).

Which objects are recordings says a view, and the view may lag: what the ledger has beyond it is read before anything is
sent, and an object that is linked there, or a view that is far behind, is answered with "later" and never unlogged.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final, cast

from fastapi import Request

from api.access import Door, Principal
from projections.coverage import Held, holding, position_of
from records.application import Sender, record_entry
from records.errors import Invalid, RecordError
from records.penalty.events import RecordingLinked
from records.register.events import Purpose, RecordingUsed, UseAction
from records.register.recorders import use_window
from records.store.directory import Ledgers

PURPOSES: Final[Mapping[Purpose, str]] = {
    "case-work": "办案",
    "file-evaluation": "案卷评查",
    "enforcement-supervision": "执法监督",
    "performance-appraisal": "评议考核",
    "public-opinion": "舆情应对",
    "administrative-decision": "行政决策",
    "credit-system": "信用体系",
}
"""What a recording may be used for: the six of 第四条, and work on the case itself (P)."""

OPERATOR: Final = "system"
"""Stands for the person where the operator of the machine exports a whole case by a command."""

OPERATOR_NAME: Final = "本机管理员"

_ASKED: Final = f"查看或者导出音像记录，应当写明用途：{'、'.join(PURPOSES.values())}（全过程记录制度 四）"


_AT_MOST: Final = 500
"""Events beyond the view that are looked through; where there are more, the follower has to come first."""


class NotYetKnown(RecordError):
    """Nobody can say yet whether an object is a recording of a case: the view has not come that far."""


class RecordingUses:
    """Notes each use before the first byte is sent."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._door = ledgers, door

    def __call__(self, request: Request, digest: str) -> None:
        """Notes the use of an object that is a recording; others, as scans and documents, are none.

        Raises Invalid without a purpose, for one that is none, for case work of somebody who does no such work, and
        for a case that does not have it; NotYetKnown while the view lags behind what the ledger has of the object.
        """
        principal = self._door(request, "read-objects")
        with self._ledgers.engine.connect() as connection:
            seen = position_of(connection, principal.ledger)
            held = holding(connection, principal.ledger, digest, self._door.reach(principal))
            held = held or holding(connection, principal.ledger, digest)  # of another agency, and of this one as a scan
        self._require_known(principal.ledger, digest, seen)
        if not held:
            return
        case = _case_of(held, principal, request.query_params.get("case", ""))
        purpose = _purpose(request.query_params.get("purpose", ""), case, principal)
        action: UseAction = "export" if request.query_params.get("export") else "view"
        self._note(principal, digest, case, purpose, action)

    def _require_known(self, ledger: str, digest: str, seen: int) -> None:
        """Raises NotYetKnown when the ledger links the object beyond the position that the view has seen."""
        opened = self._ledgers.get(ledger)
        beyond = opened.head() - seen
        if beyond <= 0:
            return
        if beyond > _AT_MOST:
            raise NotYetKnown(f"{ledger}: the view is {beyond} events behind")
        for one in opened.batch(seen, beyond):
            if isinstance(one.event, RecordingLinked) and one.event.blake3 == digest:
                raise NotYetKnown(f"{ledger}: {digest} is linked at position {one.position}")

    def _note(self, principal: Principal, digest: str, case: Held, purpose: Purpose, action: UseAction) -> None:
        ledger = self._ledgers.get(principal.ledger)
        used = RecordingUsed(
            blake3=digest,
            person=principal.actor.removeprefix("person:"),
            case=case.case_id,
            agency=case.agency,
            purpose=purpose,
            action=action,
        )
        key = f"{digest}/{case.case_id}/{purpose}/{action}/{use_window(ledger.register(), ledger.now())}"
        # By the person, whichever account is used: the same key is recorded once, also by two requests at a time.
        sender = Sender(f"uses of {principal.actor}", principal.actor, key, sha256(key.encode()).digest())
        record_entry(ledger, used, sender)


def _case_of(held: tuple[Held, ...], principal: Principal, asked: str) -> Held:
    """The case as whose recording it is opened: the one that is named, else one that the person handles.

    Raises Invalid for a case that does not have it, or that the person may not see.
    """
    person = principal.actor.removeprefix("person:")
    named = [one for one in held if one.case_id == asked]
    if asked and not named:
        raise Invalid([("case", "写明的案件没有关联这件音像记录，请填写它所属案件的编号，或者不填")])
    own = [one for one in held if person in one.handlers]
    return next(iter((*named, *own, *held)))


def _purpose(asked: str, case: Held, principal: Principal) -> Purpose:
    if not asked and principal.actor.removeprefix("person:") in case.handlers:
        return "case-work"
    if asked not in PURPOSES:
        raise Invalid([("purpose", _ASKED)])
    if asked == "case-work" and principal.may("supervise"):
        raise Invalid([("purpose", "监督人员不办理案件，请写明实际的用途")])
    return cast("Purpose", asked)

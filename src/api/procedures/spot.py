"""A penalty on the spot: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from api.forms import Option
from records.course.shapes import Command
from records.penalty.money import NOTHING, unpaid_fine
from records.spot.commands import CollectFine, DecideSpot, DepositFines, HandInFines, ReportSpot, TellSpot
from records.spot.events import SpotDecided, SpotOpened, SpotTold
from records.spot.holding import held, undeposited

RELIEF: Final = (
    "不服本决定的，应当自收到本决定书之日起六十日内先向本机关所在县（市、区）人民政府申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内向人民法院提起行政诉讼。"
)
"""For the act of a town or of a department of a county (行政复议法 第二十条, 第二十三条, 第二十四条)."""

_TOLD: Final = ("kinds", "fine_yuan", "confiscated_yuan", "content", "facts", "reasons", "basis")


def _telling(sources: Any) -> dict[str, Any]:
    opened, context = sources.case.last(SpotOpened), sources.context
    if opened is None:
        return {}
    matter = context.register.matter(opened.matter, opened.agency, context.occurred_at.day)
    basis = tuple(f"{one.law} {one.article}" for one in matter.basis) if matter else ()
    return {"facts": opened.facts, "basis": basis}


def _deciding(sources: Any) -> dict[str, Any]:
    """What was told, where it was, and relief by way of reconsideration first."""
    told, opened = sources.case.last(SpotTold), sources.case.last(SpotOpened)
    said = {name: getattr(told, name) for name in _TOLD} if told else {}
    acting = sources.context.person_acting
    signer = acting if acting in sources.case.handlers else ""
    place = opened.place if opened else ""
    return said | {"place": place, "relief": RELIEF, "decided_by": signer, "relation": "本人"}


def _reporting(sources: Any) -> dict[str, Any]:
    decided = sources.case.last(SpotDecided)
    return {"materials": (f"当场行政处罚决定书（{decided.number}）存根",)} if decided else {}


def _collecting(sources: Any) -> dict[str, Any]:
    case = sources.case
    left, opened = unpaid_fine(case), case.opened
    amount = {"amount_yuan": left} if left > NOTHING else {}
    return {**amount, "place": getattr(opened, "place", "")}


def _passing_on(there: Mapping[str, Decimal]) -> dict[str, Any]:
    return {"receipts": tuple(there), "amount_yuan": sum(there.values(), NOTHING)} if there else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    TellSpot: _telling,
    DecideSpot: _deciding,
    ReportSpot: _reporting,
    CollectFine: _collecting,
    HandInFines: lambda sources: _passing_on(held(sources.case)),
    DepositFines: lambda sources: _passing_on(undeposited(sources.case)),
}


def _receipts(there: Iterable[tuple[str, Decimal]]) -> tuple[Option, ...]:
    return tuple(Option(receipt, f"{receipt}（{amount}元）") for receipt, amount in there)


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "receipts-held": lambda sources: _receipts(held(sources.case).items()),
    "receipts-undeposited": lambda sources: _receipts(undeposited(sources.case).items()),
    "handlers": lambda sources: sources.people(sources.case.handlers),
}

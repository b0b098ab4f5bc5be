"""Cases of every other procedure with marks: one that is public in the end, and one whose page was withdrawn.

Each goes the way of the plain case up to the review for publication. What else a case of the procedure can do is shared
between the two, and comes afterwards, so that the page is about the decision that is marked as public.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from marked_town import CASES, OF_A_PAGE, Filling, Plan, Step
from penal import COURSES, command, steps_of
from printed_cases import BESIDE, steps_apart
from records.course.decided import Decide
from records.course.drafting import SubmitDraft
from records.course.shapes import Command
from records.enforcement.acting_commands import BreakAgreement, PerformAgreement, RecordFulfilment, RestoreProperty
from records.enforcement.basis import EndBasisRelief, NoteBasisRelief, NoteBasisRevoked
from records.enforcement.commands import DecideEnforcement, OpenEnforcement
from records.evaluation.commands import OpenEvaluation
from records.inspection import commands as inspection
from records.inspection import plan_commands as plan
from records.law.entries import OFFICE, ORDINARY
from records.levy import commands as levy
from records.licence import commands as licence
from records.measure.commands import (
    ArrangeCustody,
    CarryOutMeasure,
    EndExamination,
    LapseMeasure,
    ReleaseMeasure,
    RequestMeasure,
    SetExamination,
)
from records.penalty import commands as p
from records.petition import commands as petition
from records.spot.commands import CollectFine, DecideSpot, HearSpot

PROCEDURES: Final = tuple(one for one in COURSES if one != ORDINARY and one not in OFFICE)
PUBLIC: Final = Plan("open")
WITHDRAWN: Final = Plan("redacted", ("facts", "reasons"), revoked=True)
UNKNOWN: Final = Plan()

WITHOUT_TEXT: Final = frozenset({LapseMeasure, licence.DeemAccepted, licence.DeemRenewal})
"""Steps of the clock, which say nothing."""

_SHARED: Final = frozenset(steps_of())
"""Steps of the ordinary penalty, which two hundred cases take."""

_AS: Final[dict[type[Command], dict[str, Any]]] = {
    HearSpot: {"points": ["一点意见"], "answers": [{"accepted": False, "reason": "一点答复"}]},
    DecideSpot: {"handed_over": True, "refused": True, "mitigation": "lighter"},
    CollectFine: {"ground": "remote"},
    RequestMeasure: {"urgent": True},
    levy.DecideRefund: {"interest_yuan": "1.00"},
    petition.AcceptPetition: {"decide_by": "2026-05-29"},
}
"""What a step says so that every text of it may be there."""

_ON: Final = "2026-02-01"
_SAID: Final[dict[type[Command], dict[str, Any]]] = {
    EndBasisRelief: {"ended_on": _ON, "served_on": _ON},
    NoteBasisRelief: {"accepted_on": _ON},
    PerformAgreement: {"performed_on": _ON},
    RecordFulfilment: {"performed_on": _ON},
    RestoreProperty: {"done_on": _ON},
    levy.ImposeLateFee: {"last_day": _ON},
    BreakAgreement: {"stage": 2, "occurred_at": "2026-06-01"},
    SetExamination: {"begins_on": _ON, "ends_on": "2026-02-09"},
    EndExamination: {"ended_on": _ON},
    plan.CommitDraw: {"known_from": "2026-02-01T21:30:00+08:00"},
}
"""What it says whatever the marks: days that fit the time of the year."""

_UNSAID: Final[dict[type[Command], frozenset[str]]] = {
    CarryOutMeasure: frozenset({"items[0].account"}),
    DecideEnforcement: frozenset({"hiding_proof"}),
    licence.ApplyLicence: frozenset({"licence"}),
    inspection.OpenInspection: frozenset({"object_key", "licence"}),
}
"""Texts that only another kind of case has."""

_MORE_DRAFTED: Final[dict[str, Any]] = {
    "draft": msgspec.to_builtins(command(SubmitDraft).draft) | {"more": [{"name": "heard", "text": "听取意见的情况"}]}
}
_DRAWN: Final = {"origin": "plan", "cause": "", "urgent": ""}
_FEW: Final = (
    (Step(inspection.OpenInspection, _DRAWN, unsaid=frozenset({"cause", "urgent"})),),
    (Step(licence.ApplyLicence, unsaid=frozenset({"licence"})), Step(SubmitDraft, base=_MORE_DRAFTED)),
    (Step(OpenEnforcement), Step(DecideEnforcement, base={"immediate": True})),
)
"""Cases of that other kind."""

UNSAID: Final = frozenset(
    (kind, f"party.{name}")
    for kind in (plan.OpenPlan, OpenEvaluation)
    for name in ("name", "address", "representative")
)
"""Texts that no step may have: a plan is about nobody."""

_MORE: Final[dict[type[Command], tuple[type[Command], ...]]] = {
    plan.MakeDraw: (plan.ExcuseOfficer, plan.PublishDraw),
    licence.WithdrawLicence: (licence.PayLicenceCompensation,),
}
"""What goes on after the last step of such a case."""

_ELSEWHERE: Final = frozenset((NoteBasisRevoked, *(kind for some in _MORE.values() for kind in some)))
"""Steps that have a case of their own, here or in `marked_pages`."""

_NUMBERED: Final[dict[type[Command], tuple[str, str]]] = {
    EndExamination: ("number", "监漳强检"),
    licence.EndSpecialTime: ("period", "监漳许特"),
    inspection.CheckRectification: ("order", "监漳责整"),
}
"""Steps that name an earlier document of the case: field and series."""

_OF_ITEMS: Final = (ArrangeCustody, SetExamination, ReleaseMeasure)
"""Steps of several items."""


def fill_others(filling: Filling) -> dict[str, tuple[str, str]]:
    """Fills the cases of all procedures in; returns the public and the withdrawn one of each."""
    numbers = iter(range(CASES, CASES + 1000))
    found = {}
    for procedure in PROCEDURES:
        first, second = (
            filling.case(next(numbers), what, _course(procedure, what, series))
            for series, what in enumerate((PUBLIC, WITHDRAWN), 1)
        )
        found[procedure] = (first, second)
    for procedure, steps in BESIDE:
        if procedure != ORDINARY and procedure not in OFFICE:
            more: list[tuple[type[Command], dict[str, Any]]] = [(kind, {}) for kind in _MORE.get(steps[-1][0], ())]
            filling.case(next(numbers), UNKNOWN, [_step(kind, given) for kind, given in (*steps, *more)])
    for few in _FEW:
        filling.case(next(numbers), UNKNOWN, few)
    return found


def _course(procedure: str, what: Plan, series: int) -> Iterator[Step]:
    """`series` is the number that the case's first document of a kind has."""
    course = [(kind, given) for _, kind, given in COURSES[procedure] if not kind.__module__.startswith(OF_A_PAGE)]
    review = next(at for at, (kind, _) in enumerate(course) if kind is p.ReviewDisclosure)
    last = max(at for at, (kind, _) in enumerate(course[:review]) if issubclass(kind, Decide | DecideSpot))
    left_out = {*_SHARED, *WITHOUT_TEXT, *_ELSEWHERE}
    beside: list[tuple[type[Command], dict[str, Any]]] = [
        (kind, {})
        for kind in steps_apart(procedure)
        if kind not in left_out and not kind.__module__.startswith(OF_A_PAGE)
    ]
    for at, (kind, given) in enumerate(course[:review]):
        yield _step(kind, given, procedure, series)._replace(decides=at == last)
    hidden: dict[str, Any] = {"grounds": ["other-law"]} if what.outcome != "open" else {"party_shown": "张某某"}
    yield Step(p.ReviewDisclosure, {"outcome": what.outcome, "masked": list(what.masked), **hidden})
    yield from (_step(kind, given, procedure, series) for kind, given in (*beside, *course[review + 1 :]))
    if what.revoked:
        yield Step(p.RevokeDecision)


def _step(kind: type[Command], given: Mapping[str, Any], procedure: str = "", series: int = 1) -> Step:
    held = f"监漳强措〔2026〕{series}号#1"
    said: dict[str, Any] = {}
    if procedure == "measure" and kind in _OF_ITEMS:
        said = {"items": [held]}
    elif procedure == "measure" and "item" in kind.__struct_fields__:
        said = {"item": held}
    elif kind in _NUMBERED:
        field, name = _NUMBERED[kind]
        said = {field: f"{name}〔2026〕{series}号"}
    elif kind is petition.ReceivePetition and given.get("kind") != "ruling":
        said = {"respondents": []}
    unsaid = frozenset() if {"items", "licence"} & given.keys() else _UNSAID.get(kind, frozenset())
    return Step(kind, said | _SAID.get(kind, {}), base=_AS.get(kind, {}) | dict(given), unsaid=unsaid)

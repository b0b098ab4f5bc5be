"""Cases of every procedure over HTTP that make every kind of document: a plain one, live, and others from paper.

Steps from paper stand whatever came before them, so that few of them are enough for what a plain case never prints.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from http_town import _NAMES as NAMES
from http_town import OTHER_AGENCY, Town
from penal import AGENCY, COURSES, DAYS_BEFORE, PAPER, RECORDING, sender_of, steps_of
from records.course.shapes import Command
from records.course.steps import COMMANDS
from records.inspection import plan_commands as plan
from records.law.entries import ORDINARY
from records.levy import commands as levy
from records.licence import commands as licence
from records.measure import commands as measure
from records.oversight import commands as oversight
from records.paper.data import made_by
from records.penalty import commands as p
from records.petition import commands as petition
from records.publishing import commands as publishing

DAY: Final = date(2026, 3, 2)
"""On which the plain cases of the tests begin."""

Steps = tuple[tuple[type[Command], dict[str, Any]], ...]

_ELSEWHERE: Final = {"penalty-simple": {"place": "监漳镇西街9号"}}
"""Where a plain case is not at the place of another one: for one act nobody pays two fines."""

_UNTIL: Final = {
    "measure": "recording",
    "court-application": "application",
    "licence": "certificate",
    "inspection": "concluded",
    "catalogue": "publication",
    "basic-information": "publication",
    "correction": "correction-service",
    "disclosure-oversight": "oversight-verification",
    "file-evaluation": "evaluation-report",
}
"""The stage up to which a case from paper takes the plain steps before those beside them; else the decision."""

_DECISION: Final = {
    ORDINARY: "decision",
    "penalty-simple": "spot-decision",
    "measure": "measure",
    "enforcement": "enforcement-decision",
    "court-application": "court-application",
    "licence": "licence-decision",
    "inspection": "inspection-result",
    "levy": "levy-decision",
    **dict.fromkeys(("ruling", "payment", "confirmation", "reward"), "petition-decision"),
}
"""What is served."""

_BY_SYSTEM: Final = (licence.DeemRenewal,)
"""Steps of the clock, which nobody enters from paper."""

_ANOTHER: Final = "监漳强措〔2026〕9号"
"""Number of a measure beside the plain one, whose number its own steps name."""

_WORDS: Final[dict[tuple[str, type[Command]], dict[str, Any]]] = {
    (ORDINARY, p.ImposeSurcharge): {"last_day": "2026-03-01"},
    ("penalty-simple", p.ImposeSurcharge): {"last_day": "2026-03-01"},
    ("measure", measure.DecideMeasure): {"number": _ANOTHER},
    ("measure", measure.SetExamination): {"items": [f"{_ANOTHER}#1"]},
    ("levy", levy.ImposeLateFee): {"last_day": "2026-03-01"},
    **{
        (procedure, petition.AskSupplement): {"bring_by": (DAY + timedelta(days=60)).isoformat()}
        for procedure in ("ruling", "payment", "confirmation", "reward")
    },
}
"""What a step beside the plain course says otherwise, as it is taken without one before it."""

_FREEZING: Final[dict[str, Any]] = {
    "title": "冻结存款案",
    "measure": "freeze",
    "basis": ["某法 第二十条"],
    "reasons": "防止转移存款。",
}
_ACCOUNT: Final = {
    "kind": "account",
    "name": "武乡农商银行监漳支行",
    "quantity": "1户",
    "account": "6228480012345678901",
    "amount_yuan": "3000.00",
}
_LICENCE: Final = {"licence": "监漳许准〔2020〕1号", "licence_from": "2020-01-01", "licence_until": "2029-12-31"}

_MASKED: Final[dict[str, Any]] = {
    "outcome": "redacted",
    "masked": ["facts"],
    "grounds": ["hinders-enforcement"],
    "basis": "政府信息公开条例 第十六条",
}

BESIDE: Final[tuple[tuple[str, Steps], ...]] = (
    (ORDINARY, ((p.RegisterLead, {}), (p.DismissLead, {}))),
    (ORDINARY, ((p.FileCase, {}), (p.GiveNotice, {"hearing_told": True}))),
    (
        ORDINARY,
        (
            (p.FileCase, {}),
            (p.SignDecision, {}),
            (p.ReviewSecrecy, {}),
            (p.ReviewDisclosure, _MASKED),
            (publishing.ReReviewDisclosure, {}),
        ),
    ),
    (
        "measure",
        (
            (measure.RequestMeasure, _FREEZING),
            (measure.AnswerMeasureRequest, {}),
            (measure.DecideMeasure, {"content": "冻结存款3000元。", "basis": ["某法 第二十条"]}),
            (measure.CarryOutMeasure, {"items": [_ACCOUNT], "findings": "冻结存款3000元。", "bank_notified": True}),
        ),
    ),
    (
        "licence",
        ((licence.ApplyLicence, {"application": "renewal", **_LICENCE}), (licence.ChangeLicence, {})),
    ),
    *(
        ("licence", ((licence.OpenLicenceAction, {"action": action}), (kind, {})))
        for action, kind in (
            ("withdrawal", licence.WithdrawLicence),
            ("revocation", licence.RevokeLicence),
            ("cancellation", licence.CancelLicence),
            ("revocation", licence.KeepLicence),
        )
    ),
    (
        "inspection",
        (
            (plan.OpenPlan, {}),
            (plan.ApprovePlan, {}),
            (plan.CommitDraw, {"known_from": "2026-03-01T21:30:00+08:00"}),
            (plan.MakeDraw, {}),
        ),
    ),
)
"""By procedure cases of a few steps, from paper."""


@dataclass
class Printing:
    """A town whose cases print their documents; its clock stands on the day of the plain cases."""

    town: Town
    cases: list[tuple[str, str]] = field(default_factory=list)
    """Procedure and case."""
    scan: str = ""
    """Digest of the page that every paper has."""

    def begin(self) -> None:
        """Brings the clock to that day, and opens the account of who enters papers of every kind."""
        self.town.later(days=(DAY - self.town.now.date()).days)
        roles = ("officer", "back-entry", "legal-reviewer", "disclosure-officer", "recording-officer", "supervisor")
        self.scan = self.town.upload(b"a page")
        self.town.grant("clerk", f"person:{self.town.people['wang']}", *roles, agency=AGENCY)
        self.town.grant("answering", f"person:{self.town.people['chen']}", *roles, agency=OTHER_AGENCY)
        reviewing = ("disclosure-officer", "back-entry")
        self.town.grant("reviewer", f"person:{self.town.people['qian']}", *reviewing, agency=AGENCY)

    def live(self, procedure: str) -> str:
        """A plain case from start to archive; returns it."""
        case, recording = "", self.town.upload(f"moving pictures of {procedure}".encode())
        for stage, kind, given in COURSES[procedure]:
            self.town.later(days=DAYS_BEFORE.get((procedure, stage), 0), minutes=5)
            elsewhere = _ELSEWHERE.get(procedure, {}) if "place" in kind.__struct_fields__ else {}
            case = self._sent(case, NAMES[sender_of(kind)], kind, recording, elsewhere | given)
        self.cases.append((procedure, case))
        return case

    def from_paper(self, procedure: str, steps: Steps) -> str:
        """A case whose steps are all entered afterwards; returns it."""
        entry = {"reason": "系统上线前的纸质案卷", "scan": self.scan}
        case, recording = "", self.town.upload(f"pictures of case {len(self.cases)}".encode())
        for kind, given in steps:
            when = {"occurred_at": self.town.now.date().isoformat(), "entry": entry}
            who = next((name for name, kinds in _NOT_THE_CLERK.items() if kind in kinds), "clerk")
            case = self._sent(case, who, kind, recording, when | given)
        self.cases.append((procedure, case))
        return case

    def deemed(self) -> str:
        """An application to renew that nobody decided before the licence ended: the clock takes the step."""
        ends = self.town.now.date() + timedelta(days=30)
        renewal = {"application": "renewal", **_LICENCE, "licence_until": ends.isoformat()}
        case = self._sent("", "wang", licence.ApplyLicence, "", renewal)
        case = self._sent(case, "wang", licence.AcceptApplication, "", {})
        self.town.later(days=31)
        deadline = time.monotonic() + 60
        while not self.town.get("sun", f"cases/{case}/timeline")["steps"][-1]["type"].startswith("renewal-deemed"):
            assert time.monotonic() < deadline, "the clock does not take the step"
            time.sleep(0.1)
        self.cases.append(("licence", case))
        return case

    def _sent(self, case: str, who: str, kind: type[Command], recording: str, given: dict[str, Any]) -> str:
        text = msgspec.json.encode(self.town.saying(kind, **self.town.drafting(case, kind, given))).decode()
        text = text.replace(PAPER.blake3, self.scan).replace(RECORDING.blake3, recording)
        answer = self.town.made(who, f"cases/{case}/steps" if case else "cases", msgspec.json.decode(text))
        return case or str(answer["case"])


def steps_beside(procedure: str) -> Steps:
    """A case from paper with every step that makes a document and is not in the plain case of the procedure."""
    others = (one for one in steps_apart(procedure) if prints(one))
    return (*_first(procedure), *((kind, _said(procedure, kind)) for kind in others))


def steps_apart(procedure: str) -> Iterator[type[Command]]:
    """The steps that a case of the procedure can take and the plain one does not, but those of another beginning."""
    plain = {kind for _, kind, _ in COURSES[procedure]}
    return (one for one in steps_of(procedure) if one not in plain and one not in (*_BY_SYSTEM, *_OWN_CASE))


def _said(procedure: str, kind: type[Command]) -> dict[str, Any]:
    served = {"document": _DECISION[procedure]} if "document" in kind.__struct_fields__ else {}
    return served | _WORDS.get((procedure, kind), {})


def _first(procedure: str) -> Iterator[tuple[type[Command], dict[str, Any]]]:
    until = _UNTIL.get(procedure, "decision")
    for stage, kind, given in COURSES[procedure]:
        yield kind, given | _WORDS.get((procedure, kind), {})
        if stage == until:
            return


def prints(kind: type[Command]) -> bool:
    """Whether a step makes a document."""
    return any(made_by(str(event.__struct_config__.tag)) for event, command in COMMANDS.items() if command is kind)


_NOT_THE_CLERK: Final = {
    "reviewer": (p.ReviewSecrecy, p.ReviewDisclosure, publishing.ReReviewDisclosure),
    "answering": (oversight.RecordRectification,),
}
"""Steps that nobody takes who handles the case, or that another agency takes."""

_OFTEN: Final = frozenset((p.GiveNotice, p.SignDecision, p.ReviewSecrecy, p.ReviewDisclosure))
"""Steps that lead to another one in a case of its own."""

_OWN_CASE: Final = frozenset(kind for _, steps in BESIDE for kind, _ in steps[1:]) - _OFTEN
"""Steps that have a case of their own, since they need another beginning."""

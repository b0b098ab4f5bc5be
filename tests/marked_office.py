"""Cases of the office procedures with marks: what an agency publishes of itself, corrections, oversight, evaluation.

What of each is public in the end is said field by field: a catalogue's lines, a matter's basic information, and the
note of a correction with the place where it stands. Who asks, what was found of whom, and every reason are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from marked_town import Filling, Plan, Step
from needles import unique
from plain_oversight import INSPECTED, SHORT
from records.basics import commands as basics
from records.catalogue import commands as catalogue
from records.correction import commands as correction
from records.evaluation import commands as evaluation
from records.oversight import commands as oversight
from records.penalty import commands as p

_UNTOLD: Final = Plan()

_CATALOGUE: Final = frozenset({"entries.fields", "entries.office"})
"""第四条: what is shown of each kind of information, and the office that answers for it."""

_INFORMATION: Final = frozenset(
    f"information.{name}"
    for name in (
        *("name", "kind", "basis", "office", "procedure", "time_limit", "supervision", "relief", "place", "contact"),
        *("window", "guide", "samples", "flowchart", "materials", "benchmark"),
        *("delegate", "delegation_basis", "delegation_matters", "delegation_scope", "delegation_term"),
        *("delegation_duties", "delegation_liability"),
    )
)
"""第五条: all of the basic information of a matter is there to be read."""

_MADE: Final = frozenset({"note", "where"})
"""第十三条: what was corrected of information that no page shows, and where it stands now."""


def fill_offices(filling: Filling) -> None:
    """Of what is drafted two cases each: one whose draft was given back and is written anew."""
    numbers, refused = iter(range(3_001, 4_000)), filling.refused.copy()
    for steps in (_catalogue(), _catalogue_again(), _basics(), _basics_again(), _made(), _refused()):
        filling.case(next(numbers), _UNTOLD, steps)
    number = next(numbers)
    filling.case(number, _UNTOLD, _oversight(number))
    number = next(numbers)
    filling.case(number, _UNTOLD, _evaluation(number))
    assert filling.refused == refused


_PARTY: Final[dict[str, Any]] = {
    "party": {"kind": "natural", "name": "张三丰", "number": "140429199001010013", "address": "监漳村12号"}
}
"""Whoever is named in a case that needs nobody."""


def _ended() -> Iterator[Step]:
    yield Step(p.CloseCase, {"ground": "completed"})
    yield Step(p.ArchiveCase)


# ---- 公示目录, 基本信息 ----


def _checked(result: str = "passed", turn: int = 1) -> Iterator[Step]:
    """What the checks say stays in the office."""
    yield Step(catalogue.CheckSecrecy, {"result": result}, turn=turn)
    yield Step(catalogue.CheckLegality, {"result": result}, turn=turn)


def _catalogue() -> Iterator[Step]:
    steps = [
        Step(catalogue.DraftCatalogue, {"agency": INSPECTED}, shown=_CATALOGUE),
        *_checked(),
        Step(catalogue.ApproveCatalogue),
        Step(catalogue.PublishCatalogue),
        *_ended(),
    ]
    yield from (one._replace(agency=INSPECTED) for one in steps)


def _catalogue_again() -> Iterator[Step]:
    yield Step(catalogue.DraftCatalogue, base=_PARTY)
    yield from _checked("returned")
    yield Step(catalogue.RedraftCatalogue, shown=_CATALOGUE)
    yield from _checked(turn=2)
    yield Step(catalogue.ApproveCatalogue)
    yield Step(catalogue.PublishCatalogue)


def _basics() -> Iterator[Step]:
    """A draft that the head gave back, and that nobody wrote anew."""
    yield Step(basics.DraftBasics, base=_PARTY)
    yield from _checked()
    yield Step(basics.ApproveBasics, {"agreed": False})
    yield from _ended()


def _basics_again() -> Iterator[Step]:
    yield Step(basics.DraftBasics, {"cause": "basis-changed", "changed_on": "2026-02-01"})
    yield from _checked("returned")
    yield Step(basics.RedraftBasics, shown=_INFORMATION)
    yield from _checked(turn=2)
    yield Step(basics.ApproveBasics)
    yield Step(basics.PublishBasics)


# ---- 更正 ----


def _asked(base: Mapping[str, Any] = MappingProxyType({})) -> Iterator[Step]:
    yield Step(correction.RequestCorrection, base=base)
    yield Step(correction.AskEvidence, {"bring_by": "2026-06-01"})
    yield Step(correction.RecordEvidence)
    yield Step(correction.CheckInformation)


def _made() -> Iterator[Step]:
    """Of lists or basic information, which no page of a case shows."""
    yield from _asked()
    yield Step(correction.DecideCorrection)
    yield Step(correction.CompleteCorrection, shown=_MADE)
    yield Step(correction.ReplyCorrection)
    yield Step(correction.ServeReply)
    yield from _ended()


def _refused() -> Iterator[Step]:
    yield from _asked(_PARTY)
    yield Step(correction.DecideCorrection, {"accepted": False, "ground": "accurate"})
    yield Step(correction.ReplyCorrection)
    yield Step(correction.ServeReply)


# ---- 公示监督检查, 案卷评查 ----


def _oversight(number: int) -> Iterator[Step]:
    """Agencies, scores and grades are public, and no text of anybody: least of all who is to be disciplined."""
    item = unique(f"case {number}, draw-oversight-sample, further[0]")
    on_it: dict[str, Any] = {"items": [item], "due_on": "2026-06-30"}
    yield Step(oversight.OpenOversight, {"known_from": "2026-02-03T21:30:00+08:00"})
    yield Step(oversight.ApproveOversight)
    yield Step(oversight.DrawOversightSample)
    yield Step(oversight.ScoreSampleItem, {"item": item, "scores": SHORT})
    yield Step(oversight.ConcludeOversight)
    yield Step(oversight.OrderDisclosureCorrection, on_it)
    yield Step(oversight.RecordRectification, {"rectified_on": "2026-02-02"}, agency=INSPECTED)
    yield Step(oversight.VerifyRectification, {"accepted": False})
    yield Step(oversight.ProposeSanction)
    yield Step(oversight.ReferOversight)
    yield from _ended()


def _evaluation(number: int) -> Iterator[Step]:
    """Grades, points and the titles of the rules are public; what an evaluator wrote of a file is not."""
    file = {"file": unique(f"case {number}, draw-files, further[0]")}
    added = {"added": [{"rule": "cover-archived-late", "sign": "归档迟了"}]}
    yield Step(evaluation.OpenEvaluation, {"known_from": "2026-02-03T21:30:00+08:00"})
    yield Step(evaluation.DrawFiles)
    yield Step(evaluation.EvaluateFile, {**file, "agrees": False}, base=added)
    yield Step(evaluation.TellEvaluation)
    yield Step(evaluation.ObjectEvaluation, file, agency=INSPECTED)
    yield Step(evaluation.AnswerEvaluationObjection, {**file, "upheld": True}, base=added)
    yield Step(evaluation.ConcludeEvaluation)
    yield from _ended()

"""The course of one penalty case without a database: commands are decided one after the other, on what went before.

`Course().until("decision")` takes every step of a plain case up to a stage; `take` takes one more, `refusal` says by
which rule one is refused, `defects` what a back-entered one is marked with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from records.errors import Refused
from records.event import CaseEvent, Event
from records.judgement import Context, StoredObject
from records.law.data import seed_calendars, seed_texts
from records.moment import SHANGHAI, Moment
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.decide import decide
from records.penalty.documents import DOCUMENTS, series
from records.penalty.events import DefencePoint, Draft, Element, Instalment, Instrument, Item, View
from records.penalty.state import Penalty, fold
from records.register.events import (
    CalendarAdopted,
    DocumentNumberTaken,
    RegisterEvent,
    ReviewerRegistered,
    RulesAdopted,
    UnitHeadAppointed,
)
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.register.numbering import Series
from town import AGENCY, HANDLERS, HEAD, RECORDING, REVIEWER, SCAN, decision, filing, people_and_matter, review

CASE: Final = "019c0000-0000-7000-8000-000000000001"
UNIT_HEAD, LAWYER, PRESIDER, ARCHIVIST = "unit-head-zhou", "lawyer-wu", "presider-zheng", "archivist-feng"
_SINCE: Final = date(2020, 1, 1)


def _seeds() -> Iterator[RegisterEvent]:
    for name, text in seed_texts().items():
        yield RulesAdopted(name=name, text=text)
    for one in seed_calendars():
        yield CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)
    yield from people_and_matter()
    yield UnitHeadAppointed(agency=AGENCY, person=UNIT_HEAD, valid_from=_SINCE)
    yield ReviewerRegistered(person=LAWYER, agency=AGENCY, qualification="A2014140429", valid_from=_SINCE, name="吴")


SEEDED: Final = fold_registers(Register(), enumerate(_seeds(), 1))


def registers(*entries: RegisterEvent) -> Register:
    """The town's registers with more entries."""
    return fold_registers(SEEDED, enumerate(entries, SEEDED.position + 1))


_PAPER: Final[dict[str, Any]] = {
    "kinds": ("罚款",),
    "fine_yuan": Decimal("200.00"),
    "content": "罚款200元",
    "facts": "当事人在中心街人行道上摆摊，经责令拒不改正。",
    "basis": ("城市市容和环境卫生管理条例 第三十六条",),
    "reasons": "首次违法，情节较轻。",
}
"""What opinion, notice, draft and decision of the plain case agree in."""

_VISIT: Final[dict[str, Any]] = {
    "officers": HANDLERS,
    "begun_at": "2026-03-02T09:00:00+08:00",
    "ended_at": "2026-03-02T09:40:00+08:00",
    "certificates_shown": True,
    "rights_told": True,
    "signature": "signed",
}

_DRAFT: Final[dict[str, Any]] = {
    "evidence": ("现场笔录",),
    "performance": "十五日内到指定银行缴纳",
    "relief": "六十日内可申请行政复议",
}

_GIVEN: Final[dict[type[c.Penal], dict[str, Any]]] = {
    c.RegisterLead: {
        "title": "占道经营线索",
        "agency": AGENCY,
        "source": "complaint",
        "place": "监漳镇中心街",
        "summary": "有人在人行道上摆摊。",
        "discovered_on": date(2026, 3, 1),
        "discovery_proof": "投诉登记表",
    },
    c.DismissLead: {"reason": "经核查没有违法事实。", "approved_by": HEAD},
    c.FileCase: {
        name: value
        for name, value in msgspec.structs.asdict(
            filing(acted_on=date(2026, 3, 1), discovered_on=date(2026, 3, 1))
        ).items()
        if name not in ("occurred_at", "entry")
    },
    c.ApproveFiling: {},
    c.RecordInspection: {**_VISIT, "place": "监漳镇中心街", "findings": "人行道上有摊位一处。"},
    c.QuestionPerson: {**_VISIT, "role": "party", "place": "镇政府", "statement": "摊位是我的。"},
    c.TakeSample: {
        "officers": HANDLERS,
        "items": (Item(name="样品", quantity="2瓶"),),
        "method": "随机抽取",
        "signature": "signed",
    },
    c.AddEvidence: {"kind": "书证", "title": "现场照片", "source": "执法人员拍摄"},
    c.MarkEvidence: {"item": "证据1", "verdict": "verified", "reason": "与原件核对无异。"},
    c.ApprovePreservation: {"reason": "证据可能灭失。"},
    c.PreserveEvidence: {
        "officers": HANDLERS,
        "items": (Item(name="推车", quantity="1辆", place="镇政府仓库"),),
        "keeper": "镇综合执法队",
        "signature": "signed",
    },
    c.DisposeItem: {"item": "监漳先登〔2026〕1号#1", "fate": "returned", "reason": "已经拍照固定。"},
    c.LapsePreservation: {"item": "监漳先登〔2026〕1号#1"},
    c.LinkRecording: {"object": RECORDING.blake3, "stage": "inspection"},
    c.WaiveRecording: {"stage": "hearing", "reason": "设备故障，已作书面说明。"},
    c.OrderCorrection: {"content": "立即清理摊位。"},
    c.CheckCorrection: {"done": True, "findings": "摊位已清理。"},
    c.SubmitOpinion: {"proposal": "penalty", **{name: value for name, value in _PAPER.items() if name != "content"}},
    c.EndorseOpinion: {"agreed": True, "note": "同意。"},
    c.GiveNotice: _PAPER,
    c.RecordDefence: {"form": "spoken", "points": ("生活困难，请求从轻。",)},
    c.WaiveDefence: {"hearing_too": True, "proof": "放弃陈述申辩声明书"},
    c.ReviewDefence: {
        "points": (DefencePoint(accepted=False, reason="已经按最低幅度拟定。"),),
        "conclusion": "不予采纳。",
    },
    c.RequestHearing: {"form": "written"},
    c.ArrangeHearing: {"held_on": date(2026, 3, 30), "place": "镇政府会议室", "presider": PRESIDER, "public": True},
    c.HoldHearing: {"public": True, "statement": "当事人到会陈述。", "signature": "signed"},
    c.EndHearing: {"reason": "withdrawn", "note": "当事人书面撤回申请。"},
    c.ReportHearing: {"opinion": "事实清楚，建议维持拟处罚意见。"},
    c.SubmitReview: {"draft": Draft(**_PAPER, **_DRAFT), "materials": ("处理意见书", "事先告知书")},
    c.ReturnReview: {"missing": ("证据目录",)},
    c.ReviewCase: {
        "elements": tuple(
            Element(id=one, verdict="不适用" if one == "crime" else "符合", note="未涉嫌犯罪" if one == "crime" else "")
            for one in SEEDED.law(date(2026, 3, 1)).questions
        ),
        "result": "agreed",
        "opinion": "同意。",
    },
    c.DiscussCase: {
        "views": (
            View(member=HEAD, view="同意。"),
            View(member=UNIT_HEAD, view="同意。"),
            View(member="member-he", view="同意。"),
        ),
        "result": "一致同意。",
        "agreed": True,
    },
    c.SignDecision: {**_PAPER, **_DRAFT, "decided_by": HEAD, "bank": "武乡农商银行监漳支行 0001", "surcharge": True},
    c.DeclinePenalty: {
        "grounds": ("slight",),
        "facts": "摊位当场清理。",
        "basis": ("行政处罚法 第三十三条",),
        "reasons": "轻微并及时改正，没有造成危害后果。",
        "education": "已当面教育。",
        "relief": "六十日内可申请行政复议",
        "decided_by": HEAD,
    },
    c.ReportTransfer: {"officers": HANDLERS, "crime": "非法经营罪", "reasons": "数额达到追诉标准。"},
    c.DecideTransfer: {"approved": True, "reasons": "同意移送。"},
    c.SendTransfer: {"to": "武乡县公安局", "materials": ("移送书", "调查报告", "物品清单", "检验报告")},
    c.RecordPoliceAnswer: {"filed": True, "instrument": "武公立〔2026〕8号"},
    c.HandOverGoods: {"items": ("推车1辆",), "party_told": True},
    c.PassCase: {"to": "武乡县市场监督管理局", "reasons": "违法行为地不在本镇。"},
    c.ConfirmAddress: {"electronic": True, "proof": "送达地址确认书"},
    c.WithdrawConsent: {},
    c.AttemptService: {"document": "decision", "method": "in-person", "reason": "当事人外出，去向不明。"},
    c.PublishNotice: {"document": "decision", "carriers": ("镇政府公告栏",), "reason": "其他方式均无法送达。"},
    c.ServeDocument: {"method": "in-person", "recipient": "张三丰", "relation": "本人"},
    c.ReviewDisclosure: {
        name: value for name, value in msgspec.structs.asdict(review()).items() if name not in ("occurred_at", "entry")
    },
    c.RevokeDecision: {
        "effect": "revoked",
        "instrument": Instrument(
            kind="own",
            number="监漳撤〔2026〕1号",
            body="监漳镇人民政府",
            dated_on=date(2026, 3, 20),
            received_on=date(2026, 3, 20),
        ),
        "explanation": "适用法律错误。",
    },
    c.RecordPayment: {
        "purpose": "fine",
        "amount_yuan": Decimal("200.00"),
        "paid_on": date(2026, 3, 20),
        "receipt": "晋财0001",
    },
    c.RequestDeferral: {"reason": "经济困难。", "proof": "低保证"},
    c.DecideDeferral: {
        "granted": True,
        "reason": "确有困难。",
        "plan": (
            Instalment(due_on=date(2026, 4, 30), amount_yuan=Decimal(100)),
            Instalment(due_on=date(2026, 5, 29), amount_yuan=Decimal(100)),
        ),
    },
    c.ImposeSurcharge: {"last_day": date(2026, 4, 20)},
    c.SeekRelief: {
        "kind": "reconsideration",
        "body": "武乡县人民政府",
        "instrument": "武政复受〔2026〕2号",
        "accepted_on": date(2026, 3, 23),
    },
    c.EndRelief: {
        "kind": "reconsideration",
        "outcome": "upheld",
        "instrument": "武政复决〔2026〕2号",
        "ended_on": date(2026, 5, 20),
    },
    c.StayPerformance: {"by": "reconsideration", "instrument": "武政复停〔2026〕1号"},
    c.LiftStay: {"instrument": "武政复停〔2026〕2号", "reason": "复议终结。"},
    c.CloseCase: {"ground": "performed", "report": "罚款已缴清。"},
    c.ArchiveCase: {"file_number": "2026-罚-001", "pages": 38, "retention_years": 10},
    c.ReopenArchive: {"reason": "补装法院裁判文书。"},
    c.RequestRecusal: {"person": HANDLERS[1], "by": "party", "reason": "与当事人是邻居。"},
    c.DecideRecusal: {"person": HANDLERS[1], "granted": True, "reason": "可能影响公正执法。"},
    c.ChangeHandlers: {"handlers": HANDLERS, "reason": "工作调整。"},
    c.SuspendCase: {"reason": "examination", "explanation": "等待检验结果。"},
    c.ResumeCase: {"reason": "检验结果已出。"},
    c.ExtendTerm: {"days": 30, "basis": "某某规章 第十条", "reason": "案情复杂。"},
    c.VoidEntry: {"version": 3, "reason": "录入了别的案件的材料。"},
}

_BY: Final[dict[type[c.Penal], str]] = {
    c.ApproveFiling: HEAD,
    c.ApprovePreservation: HEAD,
    c.WaiveRecording: UNIT_HEAD,
    c.EndorseOpinion: UNIT_HEAD,
    c.HoldHearing: PRESIDER,
    c.ReportHearing: PRESIDER,
    c.ReturnReview: LAWYER,
    c.ReviewCase: LAWYER,
    c.DiscussCase: HEAD,
    c.SignDecision: HEAD,
    c.DeclinePenalty: HEAD,
    c.DecideTransfer: HEAD,
    c.PassCase: HEAD,
    c.ReviewDisclosure: REVIEWER,
    c.RevokeDecision: REVIEWER,
    c.DecideDeferral: HEAD,
    c.CloseCase: HEAD,
    c.ArchiveCase: ARCHIVIST,
    c.ReopenArchive: HEAD,
    c.DecideRecusal: HEAD,
    c.ChangeHandlers: UNIT_HEAD,
    c.SuspendCase: HEAD,
    c.ResumeCase: HEAD,
    c.ExtendTerm: HEAD,
    c.VoidEntry: UNIT_HEAD,
    c.LapsePreservation: "system",
}

PLAIN: Final[tuple[tuple[str, type[c.Penal], dict[str, Any]], ...]] = (
    ("filing", c.FileCase, {}),
    ("filing-approved", c.ApproveFiling, {}),
    ("evidence", c.RecordInspection, {}),
    ("opinion", c.SubmitOpinion, {}),
    ("opinion-endorsed", c.EndorseOpinion, {}),
    ("notice", c.GiveNotice, {}),
    ("notice-served", c.ServeDocument, {"document": "notice"}),
    ("defence", c.WaiveDefence, {}),
    ("decision", c.SignDecision, {}),
    ("service", c.ServeDocument, {}),
    ("disclosure", c.ReviewDisclosure, {}),
    ("payment", c.RecordPayment, {}),
    ("closing", c.CloseCase, {}),
    ("archive", c.ArchiveCase, {}),
)
"""A plain case from filing to archive: stages with their commands."""


def command(kind: type[c.Penal], **changes: Any) -> c.Penal:
    """A command that a plain case could send, with changes."""
    return kind(**(_GIVEN[kind] | changes))


class Course:
    """A case under way. Times are as `2026-03-02 09:00` in Shanghai; each step comes ten minutes after the last one."""

    def __init__(self, start: str = "2026-03-02 09:00", register: Register = SEEDED) -> None:
        self.now = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
        self.register = register
        self.steps: list[tuple[Any, Moment, int]] = []
        self.series: dict[str, Series] = {}
        self.objects: dict[str, StoredObject] = {RECORDING.blake3: RECORDING}

    @property
    def case(self) -> Penalty:
        """The case as it stands."""
        return fold(sorted(self.steps, key=lambda one: (one[1].micros, one[2])))

    @property
    def events(self) -> list[CaseEvent]:
        """All events of the case so far."""
        return [event for event, _, _ in self.steps]

    def at(self, time: str) -> Course:
        """Moves the clock to a time."""
        self.now = datetime.fromisoformat(time).replace(tzinfo=SHANGHAI)
        return self

    def until(self, stage: str, **changes: dict[str, Any]) -> Course:
        """Takes the plain steps up to and with a stage; `changes` go to the stages that they name (`-` as `_`)."""
        for name, kind, given in PLAIN:
            self.take(kind, **(given | changes.get(name.replace("-", "_"), {})))
            if name == stage:
                return self
        raise KeyError(stage)

    def take(self, kind: type[c.Penal], by: str = "", **changes: Any) -> list[Event]:
        """Takes a step that must be allowed; returns its events."""
        return self.send(command(kind, **changes), by or _BY.get(kind, HANDLERS[0]))

    def refusal(self, kind: type[c.Penal], by: str = "", **changes: Any) -> str:
        """The rule by which a step is refused."""
        before = len(self.steps)
        try:
            self.send(command(kind, **changes), by or _BY.get(kind, HANDLERS[0]))
        except Refused as refused:
            return refused.code
        del self.steps[before:]
        raise AssertionError(f"{kind.__name__} was allowed")

    def defects(self, kind: type[c.Penal], on: str, by: str = "", **changes: Any) -> list[str]:
        """The rules that a back-entered step of a day is marked with."""
        events = self.take(kind, by or HANDLERS[0], occurred_at=on, entry=SCAN, **changes)
        return [defect.code for event in events if isinstance(event, CaseEvent) for defect in event.defects]

    def send(self, sent: c.Penal, by: str) -> list[Event]:
        """Decides a command and adds what it led to."""
        assert check(sent) == [], check(sent)
        self.now += timedelta(minutes=10)
        context = self.context(sent, by)
        events = decide(sent, self.case, context)
        for event in events:
            if isinstance(event, DocumentNumberTaken):
                key = f"{event.kind}{event.year}"
                self.series[key] = self.series.get(key, Series()).after(event)
            elif isinstance(event, CaseEvent):
                self.steps.append((event, context.occurred_at, len(self.steps) + 1))
        return events

    def context(self, sent: c.Penal, by: str = HANDLERS[0], **facts: Any) -> Context:
        """What the command is decided on."""
        now = Moment.of(self.now)
        occurred_at = Moment.parse(sent.occurred_at) if sent.occurred_at else now
        given: dict[str, Any] = {
            "case": CASE,
            "actor": by if by == "system" else f"person:{by}",
            "agencies": frozenset({AGENCY}),
            "now": now,
            "occurred_at": occurred_at,
            "register": self.register,
            "entry": sent.entry,
            "new_id": f"019c0000-0000-7000-8000-{len(self.steps) + 2:012}",
            "person": "person-1",
            "person_is_new": True,
            "object": self.objects.get(getattr(sent, "object", "")),
        }
        context = Context(**(given | facts))
        if type(sent) not in DOCUMENTS:
            return context
        taken = self.series.get(f"{series(sent, context)}{occurred_at.day.year}", Series())  # type: ignore[arg-type]  # it is
        return msgspec.structs.replace(context, series_next=taken.next, series_taken=taken.ahead)


__all__ = [
    "ARCHIVIST",
    "CASE",
    "LAWYER",
    "PLAIN",
    "PRESIDER",
    "SEEDED",
    "UNIT_HEAD",
    "Course",
    "command",
    "decision",
    "registers",
]

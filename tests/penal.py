"""Who acts in the town of the tests, and a command of every kind that a plain case could send."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

import msgspec

import plain_basics
import plain_beside
import plain_catalogue
import plain_correction
import plain_court
import plain_enforcement
import plain_evaluation
import plain_inspection
import plain_levy
import plain_licence
import plain_measure
import plain_offence
import plain_oversight
import plain_petition
import plain_publishing
import plain_reviewing
import plain_spot
from records.course.drafting import Drafted, SubmitDraft
from records.course.steps import COMMAND_TYPES, COMMANDS
from records.event import BackEntry, CaseEvent
from records.judgement import StoredObject
from records.law.data import in_force
from records.law.entries import ORDINARY
from records.law.file import seed_texts
from records.moment import SHANGHAI, Moment
from records.penalty import commands as c
from records.penalty.commands import (
    FileCase,
    PartyGiven,
    ReviewDisclosure,
    RevokeDecision,
    SignDecision,
    SomebodyGiven,
)
from records.penalty.events import DefencePoint, Draft, Element, Instalment, Instrument, Item, View
from records.publishing.commands import PublishFulfilment
from records.register.events import (
    AgencyRegistered,
    EmergencyDeclared,
    HeadAppointed,
    MatterRegistered,
    OfficerRegistered,
    RegisterEvent,
    ReviewerRegistered,
    UnitHeadAppointed,
)

AGENCY = "11140429012345671E"
MATTER = "140429-cf-001"
HANDLERS = ("officer-wang", "officer-li")
HEAD, REVIEWER = "head-zhao", "reviewer-qian"
PARTY_NAME, PARTY_NUMBER = "张三丰", "140429199001010013"
EMERGENCY = "武政发〔2026〕1号"
SCAN = BackEntry(reason="系统上线前的纸质案卷", scan="0" * 64)
RECORDING = StoredObject(blake3="b" * 64, sha256="c" * 64, size=2_500_000, media_type="video/mp4", version_id="")
PAPER = StoredObject(blake3=SCAN.scan, sha256="d" * 64, size=90_000, media_type="image/png", version_id="")
STORED = {one.blake3: one for one in (RECORDING, PAPER)}
"""What the object store has."""

UNIT_HEAD, LAWYER, PRESIDER, ARCHIVIST = "unit-head-zhou", "lawyer-wu", "presider-zheng", "archivist-feng"
SECRECY = "secrecy-chen"

_SINCE = date(2020, 1, 1)


def shanghai(text: str) -> Moment:
    """A moment by the clock in Shanghai, as `2026-02-12 09:30`."""
    return Moment.of(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def filing(**changes: Any) -> FileCase:
    """The command that files a case against a natural person."""
    party = PartyGiven(kind="natural", name=PARTY_NAME, number=PARTY_NUMBER, address="监漳村12号")
    given: dict[str, Any] = {
        "title": "占道经营案",
        "matter": MATTER,
        "agency": AGENCY,
        "handlers": HANDLERS,
        "approved_by": HEAD,
        "party": party,
        "acted_on": date(2025, 1, 6),
        "discovered_on": date(2025, 1, 6),
        "place": "监漳镇中心街",
        "facts": "在中心街人行道上摆摊。",
    }
    return FileCase(**(given | changes))


def decision(**changes: Any) -> SignDecision:
    """The command that signs a decision of 200 yuan."""
    given: dict[str, Any] = {
        "kinds": ("罚款",),
        "fine_yuan": Decimal("200.00"),
        "content": "罚款200元",
        "facts": "当事人在中心街人行道上摆摊，经责令拒不改正。",
        "evidence": ("现场笔录", "照片"),
        "basis": ("城市市容和环境卫生管理条例 第三十六条",),
        "reasons": "首次违法，情节较轻。",
        "performance": "十五日内到指定银行缴纳",
        "relief": "六十日内可申请行政复议",
        "decided_by": HEAD,
        "bank": "武乡农商银行监漳支行",
        "surcharge": True,
    }
    return SignDecision(**(given | changes))


def review(**changes: Any) -> ReviewDisclosure:
    """The command that publishes a decision openly."""
    return ReviewDisclosure(**({"outcome": "open", "party_shown": "张某某"} | changes))


def withholding(**changes: Any) -> ReviewDisclosure:
    """The command that withholds a decision."""
    given: dict[str, Any] = {
        "outcome": "withheld",
        "grounds": ("secret-or-privacy",),
        "basis": "保守国家秘密法 第二十八条",
    }
    return ReviewDisclosure(**(given | changes))


def revocation(today: date, **changes: Any) -> RevokeDecision:
    """The command that revokes a decision by an instrument that was received today."""
    own = Instrument(kind="own", number="监漳撤〔2026〕1号", body="监漳镇人民政府", dated_on=today, received_on=today)
    given: dict[str, Any] = {"effect": "revoked", "instrument": own, "explanation": "适用法律错误。"}
    return RevokeDecision(**(given | changes))


def people_and_matter() -> Iterator[RegisterEvent]:
    """Entries of the registers: the agency with its head, two officers and a matter."""
    yield AgencyRegistered(
        code=AGENCY, name="监漳镇人民政府", short="监漳", kind="agency", region="140429", valid_from=_SINCE
    )
    yield AgencyRegistered(
        code=plain_oversight.INSPECTED,
        name="武乡县市场监督管理局",
        short="武市监",
        kind="agency",
        region="140429",
        valid_from=_SINCE,
    )
    yield HeadAppointed(agency=AGENCY, person=HEAD, valid_from=_SINCE)
    for number, person in enumerate(HANDLERS):
        yield OfficerRegistered(
            person=person,
            agency=AGENCY,
            certificate=f"1404290{number}",
            category="综合执法",
            valid_from=_SINCE,
            valid_to=date(2030, 12, 31),
            name="王五",
        )
    yield MatterRegistered(
        code=MATTER,
        name="对占道经营的处罚",
        agency=AGENCY,
        basis=(),
        power="handed-down",
        kinds=("警告", "罚款", "没收违法所得"),
        valid_from=_SINCE,
    )
    yield EmergencyDeclared(
        number=EMERGENCY,
        title="关于启动突发公共卫生事件应急响应的决定",
        body="武乡县人民政府",
        digest="e" * 64,
        valid_from=date(2025, 1, 1),
    )
    yield UnitHeadAppointed(agency=AGENCY, person=UNIT_HEAD, valid_from=_SINCE)
    yield ReviewerRegistered(person=LAWYER, agency=AGENCY, qualification="A2014140429", valid_from=_SINCE, name="吴")
    yield from plain_measure.PROVIDED
    yield plain_catalogue.in_force_for(AGENCY)


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

_HEARD_WITH: Final = ("陈述申辩材料", "听证笔录和听证报告")
"""What is due where the party spoke; that it is there does no harm elsewhere."""
MATERIALS: Final = ("案件处理意见书", "行政处罚决定书草案", "事先告知书及送达回证", "证据材料目录", *_HEARD_WITH)
"""What a plain draft is handed over with: all that is due."""
DRAFT_MATERIALS: Final = ("拟作出的决定草案", "办理情况说明", "证据材料目录", "事先告知书及送达回证", *_HEARD_WITH)
"""The same in every other procedure."""

_DRAFT: Final[dict[str, Any]] = {
    "evidence": ("现场笔录",),
    "performance": "十五日内到指定银行缴纳",
    "relief": "六十日内可申请行政复议",
    "bank": "武乡农商银行监漳支行 0001",
    "surcharge": True,
}

_GIVEN: Final[dict[type[c.Command], dict[str, Any]]] = {
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
    c.QuestionPerson: {**_VISIT, "role": "party", "place": "镇政府", "venue": "elsewhere", "statement": "摊位是我的。"},
    c.TakeSample: {
        "officers": HANDLERS,
        "items": (Item(name="样品", quantity="2瓶"),),
        "method": "随机抽取",
        "signature": "signed",
    },
    c.AddEvidence: {"kind": "书证", "title": "现场照片", "source": "执法人员拍摄"},
    c.MarkEvidence: {"item": "证据1", "verdict": "verified", "reason": "与原件核对无异。"},
    c.TellMonitoring: {
        "items": ("证据1",),
        "means": "message",
        "facts": "2026年3月1日在中心街占道经营，被监控设备记录。",
        "inquiry": "可以到镇政府或者在县政务服务网查看记录，陈述、申辩。",
    },
    c.RecordMonitoringAnswer: {"item": "证据1", "looked": True, "statement": "记录的时间不对。"},
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
    c.WaiveRecording: {"stage": "hearing", "ground": "device-failed", "reason": "设备故障，已作书面说明。"},
    c.OrderCorrection: {"content": "立即清理摊位。"},
    c.WaiveCorrection: {"ground": "corrected", "reason": "摊位当场清理，不需要再责令改正。"},
    c.TagSecrecy: {"secrecy": "trade", "reason": "含有当事人的进货价格。"},
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
    SubmitDraft: {
        "draft": Drafted(
            document="licence-decision",
            content="准予许可。",
            facts="申请材料齐全，符合法定条件。",
            basis=("行政许可法 第三十八条",),
            reasons="经审查符合条件。",
            relief="六十日内可申请行政复议",
        ),
        "materials": DRAFT_MATERIALS,
    },
    c.SubmitReview: {"draft": Draft(**_PAPER, **_DRAFT), "materials": MATERIALS},
    c.ReturnReview: {"missing": ("证据材料目录",)},
    c.ReviewCase: {
        "elements": tuple(
            Element(id=one, verdict="不适用" if one == "crime" else "符合", note="未涉嫌犯罪" if one == "crime" else "")
            for one in in_force(seed_texts(), date(2026, 3, 1)).questions
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
    c.SignDecision: {**_PAPER, **_DRAFT, "decided_by": HEAD},
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
    c.ObjectTransfer: {
        "to": "police",
        "instrument": "监漳复议提〔2026〕1号",
        "reasons": "已经达到追诉标准。",
    },
    c.HandOverGoods: {"items": ("推车1辆",), "party_told": True},
    c.PassCase: {"to": "武乡县市场监督管理局", "reasons": "违法行为地不在本镇。"},
    c.ConfirmAddress: {
        "electronic": True,
        "proof": "送达地址确认书",
        "contact": (SomebodyGiven(name="张三丰", contact="zhang@example.cn"),),
    },
    c.WithdrawConsent: {},
    c.AttemptService: {"document": "decision", "method": "in-person", "reason": "当事人外出，去向不明。"},
    c.PublishNotice: {"document": "decision", "carriers": ("镇政府公告栏",), "reason": "其他方式均无法送达。"},
    c.ServeDocument: {"method": "in-person", "recipient": "张三丰", "relation": "本人"},
    c.ReviewSecrecy: {"result": "clear", "opinion": "不涉及国家秘密、商业秘密和个人隐私。"},
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
    c.TakeApplication: {"body": "武乡县人民政府", "received_on": date(2026, 3, 20), "object": PAPER.blake3},
    c.PassOnApplication: {"instrument": "监漳转函〔2026〕1号"},
    c.ReceiveReliefCopy: {
        "kind": "reconsideration",
        "body": "武乡县人民政府",
        "instrument": "武政复答〔2026〕2号",
        "received_on": date(2026, 3, 25),
        "object": PAPER.blake3,
    },
    c.AnswerRelief: {
        "kind": "reconsideration",
        "instrument": "监漳复答〔2026〕1号",
        "materials": ("行政复议答复书", "证据目录及证据", "依据"),
    },
    c.SupplementEvidence: {
        "kind": "书证",
        "title": "补充的照片",
        "source": "当事人在复议中提出新的理由",
        "consent": "武政复补〔2026〕1号",
    },
    c.ReceiveInstrument: {
        "kind": "opinion",
        "number": "武政复意〔2026〕1号",
        "body": "武乡县人民政府",
        "dated_on": date(2026, 3, 2),
        "received_on": date(2026, 3, 2),
        "object": PAPER.blake3,
        "asks": "纠正送达不规范的问题。",
    },
    c.PerformInstrument: {
        "number": "武政复意〔2026〕1号",
        "result": "已经整改，并作了培训。",
        "proof": "监漳报〔2026〕3号",
    },
    c.MakeRepayment: {
        "purpose": "fine",
        "amount_yuan": Decimal("200.00"),
        "paid_on": date(2026, 3, 25),
        "receipt": "晋财退0001",
    },
    c.ReturnGoods: {"item": "监漳先登〔2026〕1号#1", "receipt": "收条一份"},
    c.LinkRedo: {"number": "监漳罚决〔2026〕1号"},
    c.CloseCase: {"ground": "performed", "report": "罚款已缴清。"},
    c.ArchiveCase: {"file_number": "2026-罚-001", "pages": 38, "retention_years": 10},
    c.ReopenArchive: {"reason": "补装法院裁判文书。"},
    c.RequestRecusal: {"person": HANDLERS[1], "by": "party", "reason": "与当事人是邻居。"},
    c.DecideRecusal: {"person": HANDLERS[1], "granted": True, "reason": "可能影响公正执法。"},
    c.ChangeHandlers: {"handlers": HANDLERS, "reason": "工作调整。"},
    c.SuspendCase: {"reason": "examination", "explanation": "等待检验结果。"},
    c.ResumeCase: {"reason": "检验结果已出。"},
    c.ExtendTerm: {"days": 30, "basis": "某某规章 第十条", "reason": "案情复杂。"},
    c.MarkEmergency: {"instrument": EMERGENCY, "measure": "拒不执行封闭管理的决定。"},
    c.VoidEntry: {"version": 4, "reason": "录入了别的案件的材料。"},
    **plain_spot.GIVEN,
    **plain_measure.GIVEN,
    **plain_enforcement.GIVEN,
    **plain_court.GIVEN,
    **plain_licence.GIVEN,
    **plain_inspection.GIVEN,
    **plain_levy.GIVEN,
    **plain_petition.GIVEN,
    **plain_offence.GIVEN,
    **plain_beside.GIVEN,
    **plain_catalogue.GIVEN,
    **plain_basics.GIVEN,
    **plain_correction.GIVEN,
    **plain_oversight.GIVEN,
    **plain_evaluation.GIVEN,
    **plain_publishing.GIVEN,
    **plain_reviewing.GIVEN,
}

_BY: Final[dict[type[c.Command], str]] = {
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
    c.ReviewSecrecy: SECRECY,
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
    c.MarkEmergency: HEAD,
    c.VoidEntry: UNIT_HEAD,
    c.LapsePreservation: "system",
    **plain_spot.BY,
    **plain_measure.BY,
    **plain_enforcement.BY,
    **plain_court.BY,
    **plain_licence.BY,
    **plain_inspection.BY,
    **plain_levy.BY,
    **plain_petition.BY,
    **plain_beside.BY,
    **plain_catalogue.BY,
    **plain_basics.BY,
    **plain_correction.BY,
    **plain_oversight.BY,
    **plain_evaluation.BY,
    **plain_publishing.BY,
    **plain_reviewing.BY,
}

PLAIN: Final[tuple[tuple[str, type[c.Command], dict[str, Any]], ...]] = (
    ("filing", c.FileCase, {}),
    ("no-correction", c.WaiveCorrection, {}),
    ("filing-approved", c.ApproveFiling, {}),
    ("evidence", c.RecordInspection, {}),
    ("opinion", c.SubmitOpinion, {}),
    ("opinion-endorsed", c.EndorseOpinion, {}),
    ("notice", c.GiveNotice, {}),
    ("notice-served", c.ServeDocument, {"document": "notice"}),
    ("defence", c.WaiveDefence, {}),
    ("decision", c.SignDecision, {}),
    ("secrecy", c.ReviewSecrecy, {}),
    ("service", c.ServeDocument, {}),
    ("disclosure", c.ReviewDisclosure, {}),
    ("payment", c.RecordPayment, {}),
    ("fulfilment", PublishFulfilment, {}),
    ("closing", c.CloseCase, {}),
    ("archive", c.ArchiveCase, {}),
)
"""A plain case from filing to archive: stages with their commands."""

COURSES: Final[dict[str, tuple[tuple[str, type[c.Command], dict[str, Any]], ...]]] = {
    ORDINARY: PLAIN,
    **plain_spot.PLAIN,
    **plain_measure.PLAIN,
    **plain_enforcement.PLAIN,
    **plain_court.PLAIN,
    **plain_licence.PLAIN,
    **plain_inspection.PLAIN,
    **plain_levy.PLAIN,
    **plain_petition.PLAIN,
    **plain_catalogue.PLAIN,
    **plain_basics.PLAIN,
    **plain_correction.PLAIN,
    **plain_oversight.PLAIN,
    **plain_evaluation.PLAIN,
    **plain_publishing.PLAIN,
    **plain_reviewing.PLAIN,
}
"""By procedure a plain case of it."""

AGENCIES: Final[dict[str, str]] = {**plain_oversight.AGENCIES, **plain_reviewing.AGENCIES}
"""By person the code of the agency of the account, where that is not `AGENCY`."""

DAYS_BEFORE: Final[dict[tuple[str, str], int]] = {
    **plain_petition.DAYS_BEFORE,
    **plain_oversight.DAYS_BEFORE,
    **plain_evaluation.DAYS_BEFORE,
}
"""By procedure and stage the days that a plain case waits before it, as for a list to have been displayed."""

BEFORE_DECISION: Final = PLAIN[1 : [name for name, _, _ in PLAIN].index("decision")]
"""What lies between its filing and its decision."""


C = TypeVar("C", bound=c.Command)


def command(kind: type[C], /, **changes: Any) -> C:
    """A command that a plain case could send, with changes."""
    return kind(**(_GIVEN[kind] | changes))


def as_given(kind: type[c.Command], changes: dict[str, Any]) -> c.Command:
    """The same, with changes as JSON or TOML would have them."""
    fields = msgspec.to_builtins(_GIVEN[kind]) | msgspec.to_builtins(changes)
    return msgspec.convert({**fields, "type": kind.__struct_config__.tag}, kind, strict=False)


def timely(kind: type[c.Command], now: datetime) -> dict[str, Any]:
    """The fields of such a command that say when: shortly before `now`, or on its day."""
    times = {
        "begun_at": (now - timedelta(minutes=50)).isoformat(),
        "ended_at": (now - timedelta(minutes=10)).isoformat(),
        "paid_on": now.date(),
        "rectified_on": now.date(),
    }
    found = {name: value for name, value in times.items() if name in kind.__struct_fields__}
    return found | plain_measure.timely(kind, now) | plain_evaluation.timely(kind, now)


def steps_of(procedure: str = ORDINARY) -> tuple[type[c.Command], ...]:
    """The commands with which a case of a procedure may begin and go on, as today's law data have them."""
    steps = in_force(seed_texts(), date(2026, 6, 1), procedure).steps
    return tuple(kind for kind in COMMAND_TYPES if str(kind.__struct_config__.tag) in steps)


def events_of(procedure: str = ORDINARY) -> tuple[type[CaseEvent], ...]:
    """The events that a case of a procedure may have."""
    taken = steps_of(procedure)
    return tuple(event for event, kind in COMMANDS.items() if kind in taken)


def sender_of(kind: type[c.Command]) -> str:
    """Who sends a command of that kind in a plain case."""
    return _BY.get(kind, HANDLERS[0])

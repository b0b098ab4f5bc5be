"""Plain cases of petitions: their commands, who sends them, and their courses from start to archive."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command, PartyGiven, SomebodyGiven
from records.penalty.commands import (
    ArchiveCase,
    CloseCase,
    RecordInspection,
    ReviewDisclosure,
    ReviewSecrecy,
    ServeDocument,
)
from records.petition import commands as c
from records.petition.display import Displayed
from records.petition.events import Criterion

_AGENCY: Final = "11140429012345671E"
_MATTER: Final = "140429-cf-001"
_HANDLERS: Final = ("officer-wang", "officer-li")
_HEAD: Final = "head-zhao"
_CASHIER: Final = "archivist-feng"
_RELIEF: Final = "六十日内可以向武乡县人民政府申请行政复议，或者六个月内向人民法院提起行政诉讼"
_RESPONDENT: Final = (SomebodyGiven(name="李四光", contact="监漳村15号"),)

_DECISION: Final[dict[str, Any]] = {
    "content": "准予临时救助1200元。",
    "facts": "申请人家庭因病支出较大，生活困难。",
    "evidence": ("入户调查记录", "医疗费票据"),
    "basis": ("社会救助暂行办法 第四十七条",),
    "reasons": "符合临时救助的条件。",
    "relief": _RELIEF,
    "decided_by": _HEAD,
}

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.ReceivePetition: {
        "title": "临时救助申请",
        "agency": _AGENCY,
        "matter": _MATTER,
        "handlers": _HANDLERS,
        "party": PartyGiven(kind="natural", name="张三丰", number="140429199001010013", address="监漳村12号"),
        "kind": "payment",
        "request": "申请临时救助。",
        "reasons": "因病支出较大，生活困难。",
        "materials": ("申请书", "身份证复印件", "医疗费票据"),
    },
    c.AskSupplement: {"missing": ("医疗费票据原件",), "bring_by": date(2026, 3, 20)},
    c.RecordSupplement: {"materials": ("医疗费票据原件",), "complete": True},
    c.AcceptPetition: {"content": "申请材料齐全，予以受理。"},
    c.RefusePetition: {
        **_DECISION,
        "content": "不予受理。",
        "reasons": "不属于本机关的职权，应当向县民政局申请。",
    },
    c.WithdrawPetition: {"reason": "申请人自愿撤回。", "proof": "撤回申请书"},
    c.TellRespondent: {"content": "请在期限内提交答复和证据。", "materials": ("申请书副本",)},
    c.TellThirdParty: {
        "people": (SomebodyGiven(name="王五", contact="监漳村16号"),),
        "interest": "相邻土地的使用权",
        "content": "可以在期限内陈述意见。",
    },
    c.RecordPetitionStatement: {"by": "respondent", "people": _RESPONDENT, "points": ("界线应当以老墙为准。",)},
    c.AnswerPetitionStatement: {"item": "意见1", "accepted": False, "conclusion": "与勘验结果不符。"},
    c.HoldMediation: {
        "place": "镇政府调解室",
        "mediator": _HANDLERS[0],
        "outcome": "failed",
        "record": "双方对界线各执一词。",
        "signature": "signed",
    },
    c.ConcludeMediation: {"content": "以水渠中线为界。", "performance": "双方三十日内自行清理越界物品。"},
    c.ExaminePetition: {
        "findings": "申请人家庭因病支出较大，生活困难。",
        "criteria": (Criterion(condition="家庭生活困难", met=True, proof="入户调查记录"),),
        "basis": ("社会救助暂行办法 第四十七条",),
        "proposal": "grant",
        "amount_yuan": Decimal("1200.00"),
    },
    c.ProposeReward: {
        "deeds": "举报重大安全隐患，避免了事故。",
        "award": "奖金五百元",
        "amount_yuan": Decimal("500.00"),
        "proposed_by": "镇应急办",
    },
    c.DisplayList: {
        "entries": (Displayed(shown="张某某", place="监漳村", amount_yuan=Decimal("1200.00")),),
        "carriers": ("监漳村村务公开栏",),
        "objections_to": "镇民政办",
    },
    c.ExtendPetition: {"working_days": 10, "reasons": "需要补充调查医疗支出。"},
    c.DecidePetition: {**_DECISION, "outcome": "granted", "amount_yuan": Decimal("1200.00")},
    c.RecordGrant: {
        "amount_yuan": Decimal("1200.00"),
        "paid_on": date(2026, 3, 20),
        "receipt": "拨付0001",
        "final": True,
    },
    c.StopGrant: {
        "ground": "condition-gone",
        "from_on": date(2026, 5, 1),
        "content": "自2026年5月1日起停止给付。",
        "facts": "申请人已经就业，家庭收入超过标准。",
        "basis": ("社会救助暂行办法 第十三条",),
        "reasons": "不再符合条件。",
        "relief": _RELIEF,
        "decided_by": _HEAD,
    },
    c.RecordRecovery: {"amount_yuan": Decimal("400.00"), "paid_on": date(2026, 3, 20), "receipt": "追缴0001"},
    c.ServeParticipant: {
        "document": "petition-decision",
        "role": "respondent",
        "people": _RESPONDENT,
        "method": "in-person",
    },
    c.RecordPetitionPerformance: {"result": "双方已经按照裁决埋设界桩。", "proof": "现场照片"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.RefusePetition: _HEAD,
    c.ExtendPetition: _HEAD,
    c.DecidePetition: _HEAD,
    c.RecordGrant: _CASHIER,
    c.StopGrant: _HEAD,
    c.RecordRecovery: _CASHIER,
}
"""Who sends it, where that is not a handler."""

_END: Final[tuple[tuple[str, type[Command], dict[str, Any]], ...]] = (
    ("closing", CloseCase, {"ground": "completed", "report": "已经办理完毕。"}),
    ("archive", ArchiveCase, {"file_number": "2026-申-001"}),
)
_PUBLISHED: Final[tuple[tuple[str, type[Command], dict[str, Any]], ...]] = (
    ("service", ServeDocument, {"document": "petition-decision"}),
    ("secrecy", ReviewSecrecy, {}),
    ("disclosure", ReviewDisclosure, {}),
)
_INTAKE: Final[tuple[tuple[str, type[Command], dict[str, Any]], ...]] = (("acceptance", c.AcceptPetition, {}),)
_RULED: Final = {"content": "以水渠中线为界。", "basis": ("土地管理法 第十四条",), "amount_yuan": None}
_NO_SUM: Final = {"amount_yuan": None}

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "ruling": (
        (
            "application",
            c.ReceivePetition,
            {
                "title": "宅基地界线争议裁决",
                "kind": "ruling",
                "request": "确定双方宅基地的界线。",
                "respondents": _RESPONDENT,
            },
        ),
        *_INTAKE,
        ("respondent-told", c.TellRespondent, {}),
        ("respondent-served", ServeDocument, {"document": "respondent-notice", "recipient": "李四光"}),
        ("respondent-answer", c.RecordPetitionStatement, {}),
        ("answer-read", c.AnswerPetitionStatement, {}),
        ("mediation", c.HoldMediation, {}),
        ("examination", c.ExaminePetition, {"criteria": (), **_NO_SUM}),
        ("decision", c.DecidePetition, _RULED),
        *_PUBLISHED,
        ("participant", c.ServeParticipant, {}),
        ("performance", c.RecordPetitionPerformance, {}),
        *_END,
    ),
    "payment": (
        ("application", c.ReceivePetition, {}),
        *_INTAKE,
        ("home-visit", RecordInspection, {"place": "监漳村12号", "findings": "家庭人口三人，因病支出较大。"}),
        ("examination", c.ExaminePetition, {}),
        ("display", c.DisplayList, {}),
        ("decision", c.DecidePetition, {}),
        *_PUBLISHED,
        ("grant", c.RecordGrant, {}),
        *_END,
    ),
    "confirmation": (
        (
            "application",
            c.ReceivePetition,
            {"title": "农村宅基地使用情况确认", "kind": "confirmation", "request": "确认宅基地的使用情况。"},
        ),
        *_INTAKE,
        ("examination", c.ExaminePetition, {"criteria": (), **_NO_SUM}),
        ("decision", c.DecidePetition, {"content": "确认宅基地的使用情况。", **_NO_SUM}),
        *_PUBLISHED,
        ("performance", c.RecordPetitionPerformance, {"result": "已经登记入册。", "proof": "登记簿"}),
        *_END,
    ),
    "reward": (
        ("application", c.ReceivePetition, {"title": "举报奖励", "kind": "reward", "request": "申请举报奖励。"}),
        *_INTAKE,
        ("proposal", c.ProposeReward, {}),
        ("examination", c.ExaminePetition, {"criteria": (), "amount_yuan": Decimal("500.00")}),
        (
            "display",
            c.DisplayList,
            {"entries": (Displayed(shown="张某某", place="监漳村", amount_yuan=Decimal("500.00")),)},
        ),
        ("decision", c.DecidePetition, {"content": "奖励五百元。", "amount_yuan": Decimal("500.00")}),
        *_PUBLISHED,
        ("grant", c.RecordGrant, {"amount_yuan": Decimal("500.00"), "means": "handed-over"}),
        *_END,
    ),
}
"""By procedure its course: stages with their commands."""

DAYS_BEFORE: Final = {("payment", "decision"): 15, ("reward", "decision"): 15}
"""By procedure and stage the days that a plain case waits before it: a list hangs, also over Spring Festival."""

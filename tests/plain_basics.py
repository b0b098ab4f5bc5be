"""Basic information of matters (基本信息): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from typing import Any, Final

from records.basics import commands as c
from records.catalogue.commands import CheckLegality, CheckSecrecy
from records.course.shapes import Command
from records.penalty.commands import ArchiveCase, CloseCase
from records.register.events import BasicInformation

_AGENCY: Final = "11140429012345671E"
_MATTER: Final = "140429-cf-001"
_PUBLISHER: Final = "reviewer-qian"
_HEAD: Final = "head-zhao"

INFORMATION: Final = BasicInformation(
    name="对占道经营的处罚",
    kind="行政处罚",
    basis=("城市市容和环境卫生管理条例 第三十六条",),
    office="监漳镇综合行政执法队",
    procedure="立案、调查、告知、听取陈述申辩、决定、送达、执行",
    time_limit="自立案之日起九十日内作出决定",
    supervision="武乡县司法局",
    relief="六十日内申请行政复议，或者六个月内提起行政诉讼",
    place="监漳镇府前街镇政府一楼",
    contact="镇政府综合办公室，工作日八时至十八时",
    window="综合窗口设两个岗位，负责接待咨询、收取材料",
    guide="到综合窗口说明来意，按指引办理",
    samples=("行政处罚决定书示范文本（镇政府一楼）",),
    flowchart="受理线索—立案—调查取证—告知—决定—送达—执行—结案",
    materials=("当事人身份证明",),
    benchmark="较轻50元至100元；一般100元至200元；较重200元至500元",
)

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.DraftBasics: {
        "title": "对占道经营的处罚基本信息",
        "agency": _AGENCY,
        "matter": _MATTER,
        "information": INFORMATION,
    },
    c.RedraftBasics: {"information": INFORMATION, "reason": "按审查意见修改。"},
    c.ApproveBasics: {"agreed": True, "note": "同意。"},
    c.PublishBasics: {"where": "执法信息公示平台；镇政府公告栏"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.ApproveBasics: _HEAD,
    c.PublishBasics: _PUBLISHER,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "basic-information": (
        ("draft", c.DraftBasics, {}),
        ("secrecy", CheckSecrecy, {}),
        ("legality", CheckLegality, {}),
        ("approval", c.ApproveBasics, {}),
        ("publication", c.PublishBasics, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "基本信息已经公布。"}),
        ("archive", ArchiveCase, {"file_number": "2026-基本信息-001"}),
    )
}
"""By procedure a plain case: stages with their commands."""

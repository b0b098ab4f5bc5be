"""How pages speak of what was decided, by the procedure that it was decided in: no licence is a penalty."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from records.course.steps import EVERY_PROCEDURE
from records.spot.events import SIMPLE


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a decision of one procedure."""

    decision: str
    """What it is, as 行政许可决定: in the heading of its page and in sentences about it."""
    begun: str = "立案"
    """What began the case, in a few characters."""
    party: str = "当事人"
    facts: str = "事实"
    basis: str = "依据"
    content: str = "决定内容"
    penal: bool = False
    """Whether the articles on publication and secrecy of 行政处罚法 are about it (第四十八条, 第五十条)."""


_PENALTY: Final = Called(decision="行政处罚决定", facts="违法事实", basis="处罚依据", content="处罚内容", penal=True)
_CALLED: Final[dict[str, Called]] = {
    "penalty-ordinary": _PENALTY,
    SIMPLE: msgspec.structs.replace(_PENALTY, begun="查处"),
    "measure": Called(decision="行政强制措施决定", begun="报告"),
    "enforcement": Called(decision="行政强制执行决定"),
    "court-application": Called(decision="强制执行申请", content="申请事项"),
    "licence": Called(decision="行政许可决定", begun="收到申请", party="申请人", content="许可内容"),
    "inspection": Called(decision="行政检查结果", begun="启动", party="检查对象", facts="检查情况", content="检查结果"),
    "levy": Called(decision="行政征收决定", begun="立项", party="缴纳义务人", content="征收内容"),
    "ruling": Called(decision="行政裁决", begun="收件", party="申请人", content="裁决内容"),
    "payment": Called(decision="行政给付决定", begun="收件", party="申请人", content="给付内容"),
    "confirmation": Called(decision="行政确认决定", begun="收件", party="申请人", content="确认内容"),
    "reward": Called(decision="行政奖励决定", begun="收件", party="奖励对象", content="奖励内容"),
}
_BY_DOCUMENT: Final[dict[str, Called]] = {
    "inspection-plan": Called(decision="年度行政检查计划", content="计划内容"),
    "licence-end": Called(decision="终止行政许可的决定", party="被许可人"),
}
_UNKNOWN: Final = Called(decision="行政执法决定")


def called(procedure: str, document: str = "") -> Called:
    """The words for a decision of that procedure, or for one that is that document."""
    return _BY_DOCUMENT.get(document) or _CALLED.get(procedure, _UNKNOWN)


def begun(name: str) -> str:
    """What began a case of a procedure: 立案, 收到申请."""
    return called(name).begun


def called_of(page: Any) -> Called:
    """The words for what was decided, of anything that names its `procedure` and `document`."""
    return called(page.procedure, page.document)


def procedure(name: str) -> str:
    """What a procedure is called: 行政许可."""
    return EVERY_PROCEDURE.get(name, name)

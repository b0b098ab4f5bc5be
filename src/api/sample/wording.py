"""What the sample's papers say where a case says nothing of its own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")

DISCOVERED_BY: Final[Mapping[str, str]] = {
    "inspection": "日常检查记录",
    "complaint": "投诉举报登记表",
    "handed-over": "其他机关案件移送函",
    "superior": "上级交办通知",
    "media": "媒体报道截图及核查记录",
    "monitoring": "监测平台告警记录",
    "other": "情况说明",
}
"""The proof of the discovery, by the source of the lead."""

STATEMENTS: Final = (
    "对现场检查认定的事实没有异议，是自己疏忽造成的，愿意改正。",
    "承认有上述行为，当时不知道这样做违反规定，今后一定注意。",
    "情况属实。家里经济条件一般，请求从轻处理。",
)
FIRMS_STATE: Final = (
    "对现场检查认定的事实没有异议，属于内部管理疏漏，愿意改正。",
    "承认上述事实，已经着手整改，今后加强管理，保证不再发生。",
    "情况属实，经办人员对规定不熟悉，请求从轻处理。",
)
ANSWERS: Final = (
    "当事人陈述的情况属实，拟处罚数额已按较低幅度确定，不再减轻。",
    "该情形不属于法定的减轻或者不予处罚情形，不予采纳。",
    "已在裁量时考虑该情节，维持原拟处罚意见。",
)
ENDORSEMENTS: Final = ("事实清楚，证据充分，同意承办人意见。", "同意，按程序办理。", "同意处理意见，请依法告知当事人。")
MATERIALS: Final = ("案件处理意见书", "行政处罚决定书草案", "事先告知书及送达回证", "证据材料目录")


def capitals(amount: Decimal) -> str:
    """An amount of yuan in the capitals of money, as 人民币伍佰元整; below one trillion."""
    fen = int(amount * 100)
    whole, parts = _whole(fen // 100), ""
    if fen % 100:
        jiao, rest = divmod(fen % 100, 10)
        parts = (f"{_DIGITS[jiao]}角" if jiao else "零") + (f"{_DIGITS[rest]}分" if rest else "")
    return f"人民币{whole}元{parts or '整'}"


def _whole(number: int) -> str:
    groups = [number // 10_000**index % 10_000 for index in range(len(_GROUPS))]
    said = ""
    for index in reversed(range(len(_GROUPS))):
        if groups[index]:
            gap = bool(said) and groups[index] < 1_000
            said += ("零" if gap else "") + _group(groups[index]) + _GROUPS[index]
    return said or _DIGITS[0]


def _group(number: int) -> str:
    said, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return said


def penalty(kinds: list[str], fine: Decimal | None, confiscated: Decimal | None, goods: str) -> str:
    """What a decision says of a penalty of the usual kinds; `goods` are what is confiscated."""
    taken = [f"违法所得{capitals(confiscated)}"] if confiscated else []
    taken = [goods, *taken] if goods and "没收非法财物" in kinds else taken
    said = ["警告"] if "警告" in kinds else []
    said += [f"没收{'、'.join(taken)}"] if taken else []
    said += [f"{'并处' if said else ''}罚款{capitals(fine)}"] if fine else []
    return "，".join(said) + "。"


def evidence_kind(title: str) -> str:
    """The kind of evidence (行政处罚法 第四十六条) that a title names; empty for what a step of its own records."""
    for kind, words in _KINDS.items():
        if any(word in title for word in words):
            return kind
    return "书证"


_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("笔录",),
    "证人证言": ("证言", "证人", "陈述"),
    "视听资料": ("录像", "照片"),
    "电子数据": ("截图", "电子数据", "系统记录", "监测"),
    "鉴定意见": ("检验报告", "检测报告", "检定证书", "测量报告", "规划核查意见"),
}

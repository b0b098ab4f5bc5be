"""What checking a public copy has shown, in plain sentences: what is proven, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from api.wording import day, minute, penalties, word
from records.copy.checking import Placed, Proven
from records.log.notes import VerifierKey

_MEMBERS: Final = {
    "title": "标题",
    "agency": "机关",
    "agency_code": "机关代码",
    "matter": "事项编码",
    "matter_name": "事项",
    "party": "当事人",
    "party_kind": "当事人类别",
    "kinds": "处罚种类",
    "content": "决定内容",
    "fine_yuan": "罚款",
    "confiscated_yuan": "没收违法所得",
    "facts": "事实",
    "basis": "依据",
    "reasons": "理由",
    "decided_on": "决定日期",
}
"""Members of the public text beside the number, as the portal calls them."""

_OF_PENALTIES: Final = ("kinds", "fine_yuan", "confiscated_yuan")
_PENAL: Final = ("decision-signed/", "penalty-declined/", "spot-decided/")
"""Beginnings of the tags of the decisions that such members are about."""


def told(proven: Proven, key: VerifierKey, *, own: bool = False) -> Iterator[str]:
    """The lines for a terminal; whatever a copy says is shown without control characters.

    `own`: the key is the one that this machine publishes, and nobody gave another.
    """
    for line in _lines(proven, key, own=own):
        yield "".join(character if character.isprintable() else " " for character in line)


def _lines(proven: Proven, key: VerifierKey, *, own: bool) -> Iterator[str]:
    yield f"{proven.said.number}：可验证副本核对无误。"
    yield ""
    yield "公示的文本："
    yield from _text(proven)
    yield ""
    yield "已经证明："
    yield from _proven(proven, key)
    yield ""
    yield "没有证明："
    if own:
        yield "  · 公钥可信：没有以 --key 给出公钥，用的是本机公布的。请从可信的来源取得公钥后再核对一次。"
    yield from _not_proven(proven)


def _text(proven: Proven) -> Iterator[str]:
    copy, masked = proven.said.copy, proven.said.masked
    rows = {
        "机关": f"{copy.agency}（{copy.agency_code}）",
        "事项": f"{copy.matter_name}（{copy.matter}）",
        "当事人": copy.party,
        "事实": copy.facts,
        "依据": "；".join(copy.basis),
        "理由": copy.reasons,
        "处罚": penalties(copy),
        "决定内容": copy.content,
        "决定日期": day(copy.decided_on),
    }
    for label, value in rows.items():
        if value:
            yield f"  {label}：{value}"
    yield f"  公示结论：{word(proven.said.outcome, 'outcome')}"
    if masked:
        hidden = "、".join(word(field, "field") for field in masked)
        yield f"  未公示：{hidden}（依据：{proven.said.basis}）"
        yield f"  不予公示的情形：{'；'.join(word(ground, 'ground') for ground in proven.said.grounds)}"


def _proven(proven: Proven, key: VerifierKey) -> Iterator[str]:
    checkpoint, review, decision = proven.checkpoint, proven.review, proven.decision
    fields = "、".join(("文号", *(_MEMBERS[name] for name in proven.repeated)))
    at, decided_at = f"第 {review.position} 号记录", f"第 {decision.position} 号记录"
    yield f"  · 以上文本就是公示审查核准的文本，记为日志 {checkpoint.origin} 的{at}，此后没有改动。"
    yield f"  · 这个文号的决定记为同一日志的{decided_at}；文本中的{fields}与决定的记录逐字相同。"
    yield f"  · 日志由公钥 {key.text} 签名；签名时共有 {checkpoint.size} 条记录，两条记录都在其中这两个位置上。"
    yield f"  · 记录时写下的时间（以记录者的时钟为准）：决定 {_when(decision)}，公示审查 {_when(review)}。"
    for what, placed in _both(proven):
        if placed.checkpoint:
            yield f"  · {what}：本记录写入时，日志的见证检查点为 {placed.checkpoint}"
            path = f"/log/{_name(proven)}/witnessed/{placed.checkpoint}"
            yield f"    （可从 {path} 取得），因此记录不早于该检查点的见证时间。"
    for name, seconds in proven.witnessed:
        yield f"  · 见证人 {name} 在 {seen_at(seconds)} 见到了这样的日志：两条记录最迟在这时已经存在。"


def _not_proven(proven: Proven) -> Iterator[str]:
    log = proven.checkpoint.origin
    yield "  · 此后没有撤回、更正：一份副本看不到以后的事情。请查门户的公示页和撤回公告，或者公开日志"
    yield f"    {log}-public；其中这份副本的摘要是 {proven.statement}。"
    yield "  · 公示文本的下列各项与决定相同（决定的记录没有出示，只证明审查核准的就是这样写的）："
    yield f"    {'、'.join(_MEMBERS[name] for name in proven.unbacked if _says(proven, name))}。"
    yield "  · 公示审查与这份决定同属一案：两条记录只以文号相连。"
    yield "  · 遮盖后的写法（如张某某）与原来的内容相当：只证明审查核准的就是这样写的。"
    yield "  · 没有出示的内容是什么，文本所说是否属实，办案是否合法。"
    if not proven.witnessed:
        yield "  · 记录的时间没有见证人作证：没有以 --witness 给出公钥的见证人，时间只是记录者自己所说。"
    if unbound := [what for what, placed in _both(proven) if not placed.checkpoint]:
        yield f"  · 记录不早于什么时候（{'、'.join(unbound)}）：写入时没有见证检查点。"
    yield "  · 日志对所有人都是同一份：请与他人保存的检查点对照。"


def _says(proven: Proven, name: str) -> bool:
    """Whether the text may say something there: of a licence it says no penalty."""
    may = name not in _OF_PENALTIES or proven.decision.tag.startswith(_PENAL)
    return may or bool(getattr(proven.said.copy, name))


def _both(proven: Proven) -> tuple[tuple[str, Placed], tuple[str, Placed]]:
    return ("决定", proven.decision), ("公示审查", proven.review)


def _name(proven: Proven) -> str:
    return proven.checkpoint.origin.rpartition("/")[2]


def _when(placed: Placed) -> str:
    try:
        return minute(placed.recorded_at)
    except OverflowError:  # the last hours of the year 9999: in Shanghai it is over
        return placed.recorded_at.isoformat()


def seen_at(seconds: int) -> str:
    """When a witness cosigned, as people read it."""
    try:
        return minute(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return f"1970 年起 {seconds} 秒"

"""What `mingjing verify` has found, in lines for a terminal and as JSON whose codes never change their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from records.verify.checking import Verdict
from records.verify.findings import Finding

SHOWN = 50
"""Findings of one log that are listed on a terminal; JSON has all that are kept."""


def as_json(verdicts: Sequence[Verdict]) -> bytes:
    """`{"holds": …, "logs": […]}`."""
    return msgspec.json.encode({"holds": all(one.holds for one in verdicts), "logs": verdicts})


def told(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A paragraph per log, then what all of it comes to."""
    for one in verdicts:
        yield from _log(one)
    wrong = sum(one.count for one in verdicts)
    yield "全部成立。" if wrong == 0 else f"共发现 {wrong} 处问题。"


def _log(one: Verdict) -> Iterator[str]:
    state = "全部成立" if one.holds else f"发现 {one.count} 处问题，最先出错的是{_place(one.findings[0])}"
    read = f"，读取音像和扫描件 {one.objects} 次" if one.objects else ""
    yield f"{one.log}：{one.events} 条记录{read}，{state}"
    if one.size:
        yield f"  已公布的检查点：{one.size} 个条目，根 {one.root or '未能算出'}"
    if one.events > one.size:
        yield f"  还没有进入已公布的检查点：{one.events - one.size} 条"
    for first, last in one.lost:
        yield f"  内容已经丢失，只有条目：第 {first} 至 {last} 条"
    for finding in one.findings[:SHOWN]:
        yield f"  {_place(finding)}  {finding.code}  {finding.detail}"
    if one.count > SHOWN:
        yield f"  此外还有 {one.count - min(SHOWN, len(one.findings))} 处"


def _place(finding: Finding) -> str:
    return f"第 {finding.position} 条记录" if finding.position else "日志整体"

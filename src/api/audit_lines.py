"""What auditing a site has found, in lines for a terminal and as JSON whose codes never change their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from api.audit_findings import Verdict

SHOWN = 50
"""Findings of one ledger that are listed on a terminal; JSON has all."""


def as_json(verdicts: Sequence[Verdict]) -> bytes:
    """`{"holds": …, "ledgers": […]}`."""
    return msgspec.json.encode({"holds": all(one.holds for one in verdicts), "ledgers": verdicts})


def told(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A paragraph per ledger, then what all of it comes to. What a site says is shown without control characters."""
    for line in _lines(verdicts):
        yield "".join(character if character.isprintable() else " " for character in line)


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for one in verdicts:
        yield from _ledger(one)
    wrong = sum(len(one.findings) for one in verdicts)
    yield "门户与公开日志完全一致。" if wrong == 0 else f"共发现 {wrong} 处不一致。"
    yield "核对以后才公示、撤回的，以及从来没有录入的，不在其内。"
    if not all(given for one in verdicts for _, given in one.keys):
        yield "没有以 --key 给出的公钥是站点自己说的：请与从可信来源得到的对照，否则只证明站点没有自相矛盾。"


def _ledger(one: Verdict) -> Iterator[str]:
    yield f"{one.ledger}：" + ("全部一致" if one.holds else f"发现 {len(one.findings)} 处不一致")
    for key, given in one.keys:
        yield f"  公钥 {key}" + ("（给出的）" if given else "（站点所说，请对照）")
    yield f"  公开日志：{one.entries} 个条目，全部读过，其中收入账本日志的检查点 {one.checkpoints} 个"
    yield f"  账本日志：{one.size} 个条目"
    yield f"  公开日志所记：公示中 {one.shown} 件，已撤回 {one.withdrawn} 件，不予公示 {one.withheld} 件"
    if one.lost:
        yield f"  公开日志所记：随数据库遗失、尚待重新录入或者另行公示的 {one.lost} 件，请向机关询问"
    yield f"  核对无误的可验证副本：{one.copies} 件"
    for finding in one.findings[:SHOWN]:
        about = f"  {finding.about}" if finding.about else ""
        yield f"  {finding.code}{about}  {finding.detail}"
    if len(one.findings) > SHOWN:
        yield f"  此外还有 {len(one.findings) - SHOWN} 处"

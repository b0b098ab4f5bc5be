"""What auditing a site from outside can find: a code that never changes its meaning, and its sentence."""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

Code = Literal[
    # The logs
    "log-missing",
    "key-differs",
    "log-invalid",
    "entry-invalid",
    "act-out-of-order",
    "checkpoint-differs",
    "checkpoint-stale",
    # The portal against the public log
    "page-missing",
    "page-unlogged",
    "page-still-shown",
    "page-twice",
    "page-differs",
    "notice-missing",
    "notice-unlogged",
    "notice-differs",
    "withheld-differs",
    # Copies
    "copy-missing",
    "copy-invalid",
    "copy-differs",
]

SENTENCES: Final[dict[Code, str]] = {
    "log-missing": "站点没有公布日志 {log}",
    "key-differs": "站点为 {log} 公布的公钥是 {shown}，不是给出的那一个",
    "log-invalid": "日志 {log} 不能成立：{reason}",
    "entry-invalid": "公开日志第 {position} 个条目不是规定的形式",
    "act-out-of-order": "公开日志第 {position} 个条目（{act}）不能接在此前的行为之后",
    "checkpoint-differs": "公开日志收入的检查点（{size} 个条目）与现在的日志不一致：历史被改写（{reason}）",
    "checkpoint-stale": "公开日志最近一次收入检查点（{size} 个条目）是在 {at}，相隔两小时以上，日志现有 {now} 个条目",
    "page-missing": "公开日志说已经公示，门户上却没有",
    "page-unlogged": "门户上有，公开日志里却没有公示它的条目",
    "page-still-shown": "公开日志说已经{act}，门户却仍在公示",
    "page-twice": "门户的列表里有两件编号相同的",
    "page-differs": "门户上的{fields}与{what}不同",
    "notice-missing": "公开日志说已经撤回，门户上却没有撤回公告",
    "notice-unlogged": "门户上有撤回公告，公开日志里却没有撤回它的条目",
    "notice-differs": "撤回公告的{fields}与公开日志不同",
    "withheld-differs": "门户说不予公示 {shown} 件，公开日志里是 {logged} 件",
    "copy-missing": "取不到可验证副本（HTTP {status}）",
    "copy-invalid": "可验证副本不能成立：{reason}",
    "copy-differs": "可验证副本不是公开日志所记的那一份：{fields}不同",
}
assert set(SENTENCES) == set(get_args(Code))

ACTS: Final = {
    "published": "公示",
    "corrected": "更正",
    "withdrawn": "撤回",
    "expired": "期满撤下",
    "withheld": "决定不予公示",
    "lost": "遗失",
}
"""What an act of the public log is called."""


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as the logs say."""

    code: Code
    about: str
    """Id of the page; empty where it is the log, or the portal as a whole."""
    detail: str
    """The sentence."""

    @property
    def key(self) -> tuple[Code, str]:
        """By what it is the same one when it is looked at again."""
        return self.code, self.about


def finding(code: Code, about: str = "", **what: object) -> Finding:
    """A finding; `what` fills its sentence."""
    return Finding(code, about, SENTENCES[code].format(**what))


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What auditing one ledger has led to."""

    ledger: str
    keys: tuple[tuple[str, bool], ...]
    """Public keys of its logs, and whether they were given by who asks: else they are what the site says."""
    entries: int
    """Of the public log, all of them read."""
    size: int
    """Of the sealed log."""
    checkpoints: int
    """Of the sealed log, in the public one: it has to have grown out of each of them."""
    shown: int
    withdrawn: int
    withheld: int
    lost: int
    """Pages by what the public log says of them."""
    copies: int
    """Public copies that were checked."""
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

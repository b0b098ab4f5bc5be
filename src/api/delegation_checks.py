"""What a letter of delegation can't be (行政处罚法 第二十条, 第二十一条; 行政许可法 第二十四条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from records.register.events import DelegationEnded, DelegationGranted
from records.register.fold import Register

Found = Iterator[tuple[str, str]]

_DIGEST: Final = re.compile("[0-9a-f]{64}")


def wrong_delegation(entry: DelegationGranted, register: Register) -> Found:
    """Fields of a letter that name what isn't there, or what no law lets anybody delegate."""
    yield from (*_wrong_sides(entry, register), *_wrong_matters(entry, register))
    if not entry.basis:
        yield "$.basis", "请填写允许委托的法律、法规或者规章（行政处罚法 第二十条）"
    for at, one in enumerate(entry.basis):
        if not (one.law.strip() and one.article.strip()):
            yield f"$.basis[{at}]", "请填写依据的名称和条款"
    if _DIGEST.fullmatch(entry.digest) is None:
        yield "$.digest", "应为委托书扫描件的 BLAKE3 摘要（64 位小写十六进制）"


def wrong_end(entry: DelegationEnded, register: Register) -> Found:
    """An end of a letter that nobody wrote."""
    if entry.number not in register.delegations:
        yield "$.number", "没有这份委托书"


def _wrong_sides(entry: DelegationGranted, register: Register) -> Found:
    on = entry.valid_from
    delegator, delegate = register.agency(entry.delegator, on), register.agency(entry.delegate, on)
    if delegator is None:
        yield "$.delegator", "名录中没有这个机关，或者其登记在委托开始之日无效"
    elif delegator.kind == "entrusted":
        yield "$.delegator", "受委托组织不得再委托其他组织或者个人（行政处罚法 第二十条第四款）"
    if delegate is None:
        yield "$.delegate", "名录中没有这个组织，或者其登记在委托开始之日无效"
    elif entry.kind == "licence" and delegate.kind != "agency":
        yield "$.delegate", "行政许可只能委托其他行政机关实施（行政许可法 第二十四条第一款）"
    if entry.delegate == entry.delegator:
        yield "$.delegate", "不能委托自己"
    others = (one.delegator for one in register.delegations.get(entry.number, ()))
    if any(one != entry.delegator for one in others):
        yield "$.number", "该委托书文号已由另一机关使用"


def _wrong_matters(entry: DelegationGranted, register: Register) -> Found:
    if not entry.matters:
        yield "$.matters", "请载明委托的具体事项（行政处罚法 第二十条第二款）"
    for at, code in enumerate(entry.matters):
        listed = register.matter(code, entry.delegator, entry.valid_from)
        if listed is None:
            yield f"$.matters[{at}]", "委托开始之日，该事项不在委托机关的权责清单上"
        elif listed.power == "delegation":
            yield f"$.matters[{at}]", "该事项是委托机关受委托取得的，不得再委托（行政处罚法 第二十条第四款）"
        if code in entry.matters[:at]:
            yield f"$.matters[{at}]", "同一事项填写了两次"

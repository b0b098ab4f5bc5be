"""What a feed says of a disclosure or of a notice of withdrawal: plain text, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from api.procedure_words import called_of, procedure
from api.reading import page_url
from api.wording import corrected_field, day, minute, word, yuan
from projections.disclosures import Disclosure
from projections.feeds import Published
from projections.publishing import PageMore
from projections.withdrawals import Withdrawal
from records.penalty.events import PublicCopy

SAMPLE = "【样本数据，模拟时钟】"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; `id` is that of the page, whatever becomes of it."""

    id: str
    ledger: str
    url: str
    title: str
    text: str
    author: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...] = ()


class Writer(msgspec.Struct, frozen=True):
    """Makes entries for one site's address; `samples` are the ledgers whose entries say that they are none."""

    base: str
    samples: frozenset[str]

    def disclosed(self, page: Disclosure, copy: PublicCopy, more: PageMore | None = None) -> Entry:
        """A current disclosure with its body, and what stands beside it."""
        return Entry(
            id=f"urn:uuid:{page.id}",
            ledger=page.ledger,
            url=page_url(self.base, page.ledger, page.id),
            title=self._marked(page.ledger, f"{page.number}　{copy.title}{'（已更正）' if page.corrections else ''}"),
            text="\n".join((*_lines(page, copy), *(_beside(more) if more else ()))),
            author=page.agency,
            published=page.published_at,
            updated=page.corrections[-1].at if page.corrections else page.published_at,
            tags=(procedure(page.procedure), *copy.kinds, *(("已更正",) if page.corrections else ())),
        )

    def published(self, page: Published) -> Entry:
        """That a decision was published, without its body: an archive never has to change."""
        return Entry(
            id=f"urn:uuid:{page.id}",
            ledger=page.ledger,
            url=page_url(self.base, page.ledger, page.id),
            title=self._marked(page.ledger, f"{page.number}　{called_of(page).decision}公示"),
            text="公示内容及其现状以所链接的页面为准。",
            author=page.agency,
            published=page.published_at,
            updated=page.published_at,
        )

    def withdrawn(self, notice: Withdrawal) -> Entry:
        """A notice in place of a page: under the page's id, so that readers replace what they have."""
        return Entry(
            id=f"urn:uuid:{notice.id}",
            ledger=notice.ledger,
            url=page_url(self.base, notice.ledger, notice.id),
            title=self._marked(notice.ledger, f"{notice.number}　公示信息已撤回"),
            text="\n".join(_notice(notice)),
            author=notice.agency,
            published=notice.published_at,
            updated=notice.withdrawn_at,
            tags=("撤回",),
        )

    def _marked(self, ledger: str, title: str) -> str:
        return f"{SAMPLE}{title}" if ledger in self.samples else title


def _lines(page: Disclosure, copy: PublicCopy) -> Iterator[str]:
    said = called_of(page)
    yield f"文号：{copy.number}"
    yield f"执法类别：{procedure(page.procedure)}"
    yield f"机关：{copy.agency}"
    yield f"事项：{copy.matter_name}"
    told = {
        said.party: copy.party,
        said.facts: copy.facts,
        said.basis: "；".join(copy.basis),
        "处罚种类": "、".join(copy.kinds),
        said.content: copy.content,
        "罚款": yuan(copy.fine_yuan),
        "没收违法所得": yuan(copy.confiscated_yuan),
        "理由": copy.reasons,
    }
    yield from (f"{name}：{value}" for name, value in told.items() if value)
    yield f"决定日期：{day(copy.decided_on)}"
    yield f"公示时间：{minute(page.published_at)}"
    for one in page.corrections:
        yield f"更正：{minute(one.at)}　{one.note}"
        for change in one.changes:
            before = "（不再显示）" if change.before is None else change.before
            yield f"　　{corrected_field(change.field)}：{before} 更正为 {change.after}"
    if page.masked:
        masked = "、".join(word(field, "field") for field in page.masked)
        yield f"未公示内容：{masked}（{page.basis}）"


def _beside(more: PageMore) -> Iterator[str]:
    """Against which list it was published, how far it is fulfilled, and what it replaces."""
    if more.supersedes:
        yield f"替代原决定：{more.supersedes.number}"
    if more.list and more.list.reason:
        yield f"与公布的清单不一致：{'；'.join(more.list.mismatches)}；批准公示的理由：{more.list.reason}"
    if more.fulfilment:
        yield f"履行情况：{word(more.fulfilment.state, 'fulfilment')}"
    if more.held:
        yield f"公示期已满，{'、'.join(more.held)}，继续公示"


def _notice(notice: Withdrawal) -> Iterator[str]:
    effect, decision = word(notice.effect, "effect"), called_of(notice).decision
    if notice.effect == "withheld":
        yield f"原公示的{decision}（{notice.number}）经审查{effect}，公示内容撤回。"
    else:
        yield f"原公示的{decision}（{notice.number}）已被{effect}，公示内容撤回。"
    if notice.instrument_kind and notice.instrument_dated_on:
        kind = word(notice.instrument_kind, "instrument")
        yield f"依据：{notice.instrument_body}{kind}（{notice.instrument_number}，{day(notice.instrument_dated_on)}）"
        yield f"说明：{notice.explanation}"
    yield f"原公示时间：{minute(notice.published_at)}；撤回时间：{minute(notice.withdrawn_at)}"

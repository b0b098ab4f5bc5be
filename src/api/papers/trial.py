"""An agency's own template, looked at before it is adopted: it has to set a document with all that one may have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.papers.apart import LIMITS, Limits
from api.papers.rendering import render_apart
from api.papers.setting import CannotRender
from api.papers.templates import wrong
from records.moment import Moment
from records.paper.data import forms
from records.paper.events import TemplateAdopted
from records.paper.paper import Cell, Grid, Paper, Prose, SignatureLine

_LONG = "当事人在人行道上摆摊，经责令拒不改正。" * 60


def wrong_template(entry: TemplateAdopted, today: date, limits: Limits = LIMITS) -> Iterator[tuple[str, str]]:
    """What keeps the template from being adopted, by field: what is printed already stays as it is.

    It is tried within limits, each of the two documents for itself: a template may have no end.
    """
    if entry.paper not in forms():
        yield "$.paper", "没有这种文书"
        return
    if not entry.text.strip():
        yield "$.text", "请填写"
    if entry.valid_from < today:
        yield "$.valid_from", "模板最早自今日起使用"
    if found := list(wrong(entry.text)):
        yield from (("$.text", one) for one in found)
        return
    for paper in _papers(entry.paper):
        try:
            render_apart(paper, entry.text, Moment.of(today), limits)
        except CannotRender as error:
            yield "$.text", str(error)
            return


def _papers(paper: str) -> Iterator[Paper]:
    """A document with every kind of part, and one with next to nothing."""
    title = forms()[paper][0].title
    blocks = (
        Prose(label="", paragraphs=("一段文字。",)),
        Prose(label="事实", paragraphs=(_LONG, "#import $x$ @a `b` [c] \\ * _ < >")),
        Cell(label="当事人", paragraphs=("张某某",), half=True),
        Cell(label="意见", paragraphs=(), signed="赵某　2026年3月5日"),
        Grid(label="清单", head=("序号", "名称"), rows=tuple((str(one), "物品") for one in range(1, 40))),
    )
    full = Paper(
        id=paper,
        title=title,
        agency="某某镇人民政府",
        number="某某罚决〔2026〕1号",
        addressee="张某某",
        blocks=blocks,
        signatures=(SignatureLine(label="签名", said="已签名"), SignatureLine(label="见证人")),
        seal=True,
        dated="二〇二六年三月五日",
        note="一式两份。",
        reference="https://www.example.gov.cn/log/sample/proof/1#0",
        reference_said="账本 sample 第 1 条",
    )
    yield full
    yield Paper(
        id=paper, title=title, agency=full.agency, number="", addressee="", blocks=(), signatures=(), seal=False,
        dated=full.dated, note="", reference=full.reference, reference_said=full.reference_said,
    )  # fmt: skip

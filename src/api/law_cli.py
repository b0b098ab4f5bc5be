"""`mingjing law`: the law data that a ledger has adopted, or those that a new one adopts, for people to check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from api.adopting import adopt, differences, new_calendars
from api.deployment import open_ledgers
from api.flowchart import draw
from api.law_articles import page as article_page
from api.law_kinds import KINDS
from api.refusals import page
from api.review_chart import mermaid
from api.settings import Settings
from records.course.names import known
from records.course.steps import EVERY_PROCEDURE
from records.errors import NotFound
from records.law.checks import check as find_mistakes
from records.law.checks import unverified
from records.law.data import Law, in_force
from records.law.deadline import Calendar
from records.law.entries import ORDINARY, AnyEntry
from records.law.file import seed_calendars, seed_texts
from records.law.reasons import UNITS, explain
from records.moment import SHANGHAI

law = typer.Typer(no_args_is_help=True, help="法规数据：列出、检查、计算期限、画流程图。")
_out = Console(soft_wrap=True)
_DIFFERENCES = {"added": "新增", "removed": "删去", "changed": "改变", "confirmed": "核对"}

Procedure = Annotated[str, typer.Option("--procedure", help=f"程序：{'、'.join(EVERY_PROCEDURE)}。")]
LedgerName = Annotated[str, typer.Option("--ledger", help="账本；不填时为随软件提供的数据。")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="哪一天有效；不填为今天。")]


@law.command("list")
def list_entries(ledger: LedgerName = "", on: Day = None, procedure: Procedure = ORDINARY) -> None:
    """列出某日在一种程序中有效的条目：依据、起始日期、是否已与法律文本核对。"""
    texts, _ = _adopted(ledger)
    data = in_force(texts, on.date() if on else datetime.now(SHANGHAI).date(), _known(procedure))
    for kind, entries in _kinds(data).items():
        for entry in entries:
            state = "政策默认值" if entry.policy else "已核对" if entry.verified else "未核对"
            _out.print(
                f"{kind}  {entry.key}  {entry.article}  自 {entry.since}  {state}", highlight=False, markup=False
            )


@law.command("check")
def check_entries(ledger: LedgerName = "") -> None:
    """检查法规数据：没有依据、日期不可能、未知、重复或者矛盾的条目；有问题时退出码为 1。"""
    texts, _ = _adopted(ledger)
    findings = find_mistakes(texts, known())
    for one in findings:
        _out.print(f"{one.file}  {one.key}  {one.reason}", markup=False)
    if findings:
        raise typer.Exit(1)
    _out.print(f"没有问题。尚未与法律文本核对的条目：{unverified(texts)} 条。")


@law.command("due")
def due_date(
    rule: Annotated[str, typer.Argument(help="期限条目，如 publication.guidance。")],
    start: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="起算之日。")],
    ledger: LedgerName = "",
    procedure: Procedure = ORDINARY,
) -> None:
    """计算一个期限，逐日说明理由。"""
    texts, calendar = _adopted(ledger)
    limits = in_force(texts, start.date(), _known(procedure)).limits
    if rule not in limits:
        raise NotFound("limit", rule)
    answer = explain(limits[rule], start.date(), calendar)
    _out.print(f"{limits[rule].title}，{limits[rule].article}", markup=False)
    for day in answer.days:
        number = f"第 {day.number} {UNITS[limits[rule].unit]}" if day.number else "不计"
        _out.print(f"  {day.day}  {number:<6}  {day.reason}", markup=False)
    _out.print(f"届满：{answer.due.on}{'（暂定）' if answer.due.provisional else ''}")
    if answer.due.warn_on != answer.due.on:
        _out.print(f"届满之日是休息日，最迟应在 {answer.due.warn_on} 办理。")


@law.command("flowchart")
def flowchart(
    ledger: LedgerName = "",
    on: Day = None,
    procedure: Procedure = ORDINARY,
    review: Annotated[bool, typer.Option("--review", help="只画法制审核的流程。")] = False,
) -> None:
    """以 Mermaid 画出一种程序的流程图：各阶段的步骤，以及每一步骤所等待的事实。"""
    texts, _ = _adopted(ledger)
    data = in_force(texts, on.date() if on else datetime.now(SHANGHAI).date(), _known(procedure))
    for line in mermaid(data) if review else draw(data):
        _out.print(line, markup=False, highlight=False)


@law.command("refusals")
def refusal_list(ledger: LedgerName = "", on: Day = None) -> None:
    """以 Markdown 列出全部未予办理的代码、条款和说明（中英文）。"""
    texts, _ = _adopted(ledger)
    typer.echo(page(texts, on.date() if on else datetime.now(SHANGHAI).date()), nl=False)


@law.command("articles")
def article_list(
    tests: Annotated[str, typer.Option("--tests", help="测试所在的文件夹。")] = "tests", ledger: LedgerName = ""
) -> None:
    """以 Markdown 逐条列出三项制度由哪些规则、事件、视图落实，由哪些测试证明（中英文）。"""
    texts, _ = _adopted(ledger)
    typer.echo(article_page(texts, Path(tests)), nl=False)


@law.command("adopt")
def adopt_release(
    ledger: Annotated[str, typer.Option("--ledger", help="账本；只有一个账本时可以不填。")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接采用。")] = False,
) -> None:
    """采用本版软件带来的法规数据和日历：先列出每一处不同，确认后写入账本。"""
    with open_ledgers(Settings.read()) as ledgers:
        names = [ledger] if ledger else ledgers.names()
        if len(names) != 1:
            raise NotFound("ledger", ledger or "（有几个账本，请用 --ledger 指明）")
        opened = ledgers.get(names[0])
        found, years = differences(opened.register()), new_calendars(opened.register())
        for one in found:
            _out.print(f"{_DIFFERENCES[one.kind]}  {one.key}", markup=False, highlight=False)
        for year in years:
            _out.print(f"新增  {year.year} 年放假安排", highlight=False)
        if not found and not years:
            _out.print("没有不同，不需要采用。")
        elif yes or typer.confirm(f"采用以上 {len(found) + len(years)} 处不同？"):
            _out.print(f"已经采用 {adopt(ledgers.engine, opened)} 个文件。期限按新的数据重新计算。")


def _known(procedure: str) -> str:
    """The id of a procedure that there is. Raises NotFound."""
    if procedure not in EVERY_PROCEDURE:
        raise NotFound("procedure", f"{procedure}（有 {'、'.join(EVERY_PROCEDURE)}）")
    return procedure


def _kinds(data: Law) -> dict[str, list[AnyEntry]]:
    """All entries of a day by the word for their kind; of a kind that has none an empty list."""
    held = [one for name in data.__struct_fields__ for one in _entries(getattr(data, name))]
    return {word: [one for one in held if type(one) is kind] for kind, word in KINDS.items()}


def _entries(held: Any) -> Iterable[AnyEntry]:
    """What one field of the law data holds; its digest is none."""
    if isinstance(held, Mapping):
        return held.values()
    return held if isinstance(held, tuple) else ()


def _adopted(ledger: str) -> tuple[dict[str, str], Calendar]:
    if not ledger:
        calendar = Calendar()
        for year in seed_calendars():
            calendar = calendar.adopt(year.year, year.off, year.working)
        return seed_texts(), calendar
    with open_ledgers(Settings.read()) as ledgers:
        register = ledgers.get(ledger).register()
    return dict(register.texts), register.calendar

"""The commands `mingjing export case` and, of a folder, `mingjing check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.copies import log_key_of, witness_of
from api.deployment import open_ledgers
from api.exporting.checking import check_package
from api.exporting.checking import lines as told
from api.exporting.errors import NotExported
from api.exporting.export import Asked, Exporter
from api.progress import watched
from api.published_logs import PublishedLogs
from api.recording_uses import PURPOSES
from api.settings import Settings
from api.stores import open_objects, open_published
from media.bag import SEAL
from records.errors import NotFound
from records.register.events import Purpose

export = typer.Typer(help="导出案卷，供他人离线核对。", no_args_is_help=True)
_out = Console(soft_wrap=True)
_err = Console(stderr=True, soft_wrap=True)


@export.callback()
def _group() -> None:
    """`export` stays a group while it has one command."""


@export.command("case")
def export_case(
    case: Annotated[str, typer.Argument(help="案件编号。")],
    purpose: Annotated[str, typer.Option("--purpose", help=f"用途：{'、'.join(PURPOSES.values())}。")],
    ledger: Annotated[str, typer.Option("--ledger", help="账本；只有一个时不必填写。")] = "",
    to: Annotated[Path | None, typer.Option("--to", "--out", help="新建的文件夹；不填为 账本-案件编号。")] = None,
) -> None:
    """导出一个案件：音像记录、文书、证据、每条记录及其证明、保管链报告，成为任何人都能离线核对的案卷包（BagIt）。"""
    use, settings = _purpose(purpose), Settings.read()
    if not settings.database and not (settings.var / "mingjing.sqlite3").exists():
        raise NotFound("ledger", f"{settings.var} 里还没有，请先运行 mingjing init")
    with (
        open_ledgers(settings) as ledgers,
        open_published(settings) as published,
        open_objects(settings.objects, settings.var / "objects") as objects,
    ):
        names = ledgers.names()
        if not ledger and len(names) != 1:
            msg = f"请用 --ledger 指明账本：{'、'.join(names)}"
            raise NotExported(msg)
        opened = ledgers.get(ledger or names[0])
        target = to or Path(f"{opened.ledger_name}-{case}")
        exporter = Exporter(opened, ledgers.engine, objects, PublishedLogs(published))
        with watched(_err, "导出（字节）") as watch:
            made = exporter.export(Asked(case=case, target=target.absolute(), purpose=use), watch)
    _out.print(
        f"已导出到 {target}：音像记录 {made.recordings} 件，共 {made.files} 个文件，{made.size} 字节。", markup=False
    )
    _out.print("核对：mingjing check 文件夹，或者在没有本软件的机器上 python3 check.py（在包里）。", markup=False)


def check_folder(folder: Path, key: str, witness: Sequence[str]) -> None:
    """Prints what a package is; exit status 1 when something doesn't hold. Raises what leaves it open."""
    if not any((folder / name).is_file() for name in ("bagit.txt", SEAL, "manifest-sha256.txt")):
        msg = f"{folder} 不是案卷包：里面没有 bagit.txt"
        raise NotExported(msg)
    trusted = log_key_of(key) if key else None
    witnesses = [witness_of(text) for text in witness]
    with watched(_err, "核对（字节）") as watch:
        checked = check_package(folder, trusted, witnesses, watch)
    for line in told(checked):
        _out.print(line, markup=False, highlight=False)
    if checked.faults:
        raise typer.Exit(1)


def _purpose(text: str) -> Purpose:
    """A purpose by its code or its words. Raises NotExported."""
    found = next((code for code, said in PURPOSES.items() if text in {code, said}), None)
    if found is None:
        msg = f"用途应为 {'、'.join(PURPOSES.values())} 中的一个（全过程记录制度 四），不能是 {text}"
        raise NotExported(msg)
    return found

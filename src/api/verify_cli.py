"""The command `mingjing verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.progress import watched
from api.settings import Settings
from api.verdict_lines import console, give_out
from api.verify_lines import as_json as in_json
from api.verify_lines import told
from api.verifying import Asked, read_against, read_span
from api.verifying import verify as verify_all
from records.verify.losses import Span


def verify(
    ledger: Annotated[str, typer.Option("--ledger", help="账本；不填为全部账本。")] = "",
    media: Annotated[
        bool, typer.Option("--media", help="重新读取每一件音像和扫描件，核对摘要、长度和保护锁。")
    ] = False,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="保存在别处的检查点，一个文件里可以有几个；可以给出几个文件。"),
    ] = None,
    lost: Annotated[
        list[str] | None, typer.Option("--lost", help="已经查明原因的丢失，如 7 或者 7-9：仍然列出，不算问题。")
    ] = None,
    values: Annotated[
        bool, typer.Option("--values/--no-values", help="打开内容，与承诺核对；没有密钥时只核验承诺、条目和日志。")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """由保存的字节重新算出一切：内容、承诺、条目、日志、签名；指出最先出错的位置，有问题时退出码为 1。"""
    notes = tuple(note for path in against or () for note in read_against(path))
    asked = Asked(ledger, media, values, notes, tuple(map(_span, lost or ())))
    shown = console(as_json=as_json)
    verdicts = verify_all(Settings.read(), asked, lambda name: watched(shown, f"核验 {name}"))
    give_out(in_json(verdicts) if as_json else told(verdicts), holds=all(one.holds for one in verdicts))


def _span(text: str) -> Span:
    try:
        return read_span(text)
    except ValueError as error:
        msg = f"{text} 应为一个位置，或者从小到大的两个，如 7-9"
        raise typer.BadParameter(msg) from error

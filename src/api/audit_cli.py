"""The command `mingjing audit-public`."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer
from rich.console import Console

from api.audit_lines import as_json as in_json
from api.audit_lines import told
from api.auditing import WAIT
from api.auditing import audit as audit_all
from api.copies import log_key_of
from api.progress import watched

_out: Final = Console(soft_wrap=True)
_err: Final = Console(stderr=True, soft_wrap=True)


def audit_public(
    url: Annotated[str, typer.Argument(help="网站的地址，如 https://www.example.gov.cn。")],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="日志的公钥，应得自可信的来源；可以给出几个，不填时用站点所说的并显示出来。"),
    ] = None,
    ledger: Annotated[str, typer.Option("--ledger", help="账本；不填为站点的全部账本。")] = "",
    wait: Annotated[int, typer.Option("--wait", min=0, help="不一致的再看几秒：刚刚公示的一两秒后才进入日志。")] = WAIT,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """像任何人一样只经网络核对一个网站：公开日志与门户是否一致，缺了、多了、不同的逐件指出，退出码为 1。"""
    shown = _err if as_json else _out
    keys = [log_key_of(text) for text in key or ()]
    verdicts = audit_all(url, keys, ledger, wait, lambda name: watched(shown, f"核对 {name}"))
    if as_json:
        sys.stdout.write(in_json(verdicts).decode() + "\n")
    else:
        for line in told(verdicts):
            _out.print(line, markup=False, highlight=False)
    if not all(one.holds for one in verdicts):
        raise typer.Exit(1)

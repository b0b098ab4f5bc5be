"""The command `mingjing audit-public`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.audit_lines import as_json as in_json
from api.audit_lines import told
from api.auditing import WAIT
from api.auditing import audit as audit_all
from api.copies import log_key_of
from api.progress import watched
from api.verdict_lines import console, give_out


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
    shown = console(as_json=as_json)
    keys = [log_key_of(text) for text in key or ()]
    verdicts = audit_all(url, keys, ledger, wait, lambda name: watched(shown, f"核对 {name}"))
    give_out(in_json(verdicts) if as_json else told(verdicts), holds=all(one.holds for one in verdicts))

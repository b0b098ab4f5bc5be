"""The command `mingjing ingest`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from api.ingest.errors import Away, Stopped
from api.ingest.journal import Journal, journal_in
from api.ingest.report import Report, as_json, told
from api.ingest.running import Ingest
from api.ingest.sending import Site, site_address
from api.ingest.sequences import missing
from api.ingest.taking import Asked, Taking
from api.progress import watched
from api.verdict_lines import console, give_out
from records.recorder_names import RecorderName, recorder_name

TOKEN: Final = "MINGJING_TOKEN"  # noqa: S105  # the name of the variable
"""Environment variable of the token, where no file has it: a command line is seen by everybody on the machine."""


def ingest(
    folder: Annotated[Path, typer.Argument(resolve_path=True, help="录像所在的文件夹，如记录仪的存储卡。")],
    device: Annotated[str, typer.Option("--device", help="设备在名录里的编号。")],
    to: Annotated[str, typer.Option("--to", help="站点的地址，如 https://www.example.gov.cn。")],
    watch: Annotated[bool, typer.Option("--watch", help="一直看着文件夹，有新的就上传，按 Ctrl-C 结束。")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="站点收下、两种摘要都相符以后，删除源文件；不加时从不删除。")
    ] = False,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help=f"存放令牌的文件；不填时用环境变量 {TOKEN}。")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", envvar="MINGJING_INGEST_STATE", help="存放上传记录的文件夹，不能在录像文件夹里面。"),
    ] = None,
    stable: Annotated[float, typer.Option("--stable", min=0, help="文件几秒没有变化才上传。")] = 10,
    chunk: Annotated[int, typer.Option("--chunk", min=1, max=256, help="每次发送几 MiB；中断后最多重发这么多。")] = 8,
    tries: Annotated[int, typer.Option("--tries", min=1, help="站点没有回答时，连续试几次才停下。")] = 8,
    in_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """上传文件夹里的录像：可以续传，收下的不再上传；有没有完成的，逐件说明原因，退出码为 1，用法有误时为 2。"""
    if not folder.is_dir():
        raise typer.BadParameter(f"没有文件夹 {folder}", param_hint="FOLDER")
    site, token = _site(to), _token(token_file, os.environ)
    if not device.strip() or not device.isprintable():
        raise typer.BadParameter("设备编号不能为空，也不能有看不见的字符", param_hint="--device")
    place = _state(folder, state)
    shown = console(as_json=in_json)

    def tell(line: str) -> None:
        shown.print(line, markup=False, highlight=False)

    asked = Asked(device=device, chunk=chunk << 20, tries=tries, delete=delete)
    with journal_in(place, site, device) as journal, Site(site, token) as client:
        run = Ingest(
            folder, stable, Taking(asked, client, journal, tell), tell, lambda: watched(shown, "读取和上传（%）")
        )
        report = _report(run, journal, site, device, _run(run, watch=watch))
    give_out(as_json(report) if in_json else told(report), holds=report.is_all_there)


def _run(run: Ingest, *, watch: bool) -> str:
    """Why the run ended early, "" if it didn't."""
    try:
        if watch:
            run.watch()
        run.once()
    except (Away, Stopped) as error:
        return str(error)
    except KeyboardInterrupt:
        return "" if watch else "运行被中断"
    return ""


def _report(run: Ingest, journal: Journal, site: str, device: str, stopped: str) -> Report:
    files = run.outcomes
    seen = _said([one.file for one in files])
    gaps = missing(seen + _said(journal.names()), seen)
    return Report(site=site, device=device, stopped=stopped, files=files, missing=gaps)


def _said(files: list[str]) -> list[RecorderName]:
    names = (recorder_name(file.rpartition("/")[2]) for file in files)
    return [name for name in names if name is not None]


def _site(to: str) -> str:
    try:
        return site_address(to)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--to") from error


def _token(file: Path | None, environment: Mapping[str, str]) -> str:
    try:
        token = (environment.get(TOKEN, "") if file is None else file.read_text(encoding="ascii")).strip()
    except (OSError, UnicodeError) as error:
        raise typer.BadParameter(f"{file} 不能读取，或者里面不是令牌", param_hint="--token-file") from error
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise typer.BadParameter(f"没有可用的令牌：请用 --token-file 给出文件，或者设置环境变量 {TOKEN}")
    return token


def _state(folder: Path, given: Path | None) -> Path:
    """Where the journal is; what is beneath the folder would go with the card."""
    usual = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "mingjing"
    place = (given or usual).resolve()
    if place.is_relative_to(folder):
        raise typer.BadParameter(f"{place} 在录像文件夹里面，请放在别处", param_hint="--state")
    return place

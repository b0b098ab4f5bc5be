"""`make demo`: the sample town, filled through HTTP by real commands, then served.

The sample's year ends on the day on which it is made. Its clock runs from the first day of that year and is moved on,
half a day at a time, to when the steps happen; at the end it is released to real time. A second start finds the sample
there and serves it as it is.
"""

from __future__ import annotations

import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

import httpx
import msgspec
import uvicorn
from rich.console import Console
from sqlalchemy import inspect

from api.deployment import install, open_ledgers
from api.desks import CaseDesks
from api.founding import found
from api.sample import town
from api.sample.filling import Timer as Tick
from api.sample.filling import fill
from api.server import configure, require_free
from api.settings import Role, Settings
from api.timer import Timer
from media.catalogue import Catalogue
from projections.follower import Follower
from records.moment import Moment
from records.register.events import ClockReleased
from records.store.clock import wall_clock

START_SECONDS: Final = 30.0
"""Within which the server has to answer."""

_out = Console()


class _Filling(Settings, frozen=True):
    """While the sample is filled, nothing runs beside the requests: its clock passes weeks while a timer of real time
    looks once, and views that are built from all of it at the end cost a part of what they cost step by step.
    """

    @property
    def held_roles(self) -> frozenset[Role]:
        """Requests alone; `_timer` does the rest when its time has come."""
        return frozenset({"api"})


def run(settings: Settings) -> None:
    """Serves the sample town, filling it first when it isn't there yet."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts it in the background ignores it
    logins, secret = settings.var / "demo-logins.json", settings.var / "demo-registrar.token"
    require_free(settings)
    filled, today = _is_filled(settings), Moment(wall_clock()).day
    if secret.exists():
        _discard_half_filled(settings, logins, secret)
        filled = False
    if filled:
        install(settings)  # what a former release, which made the sample, had not
    else:
        _found(settings, secret, today)
    if secret.exists():
        with _serving(_Filling(**msgspec.structs.asdict(settings))) as (base, _, _):
            _fill(settings, base, logins, secret, today)
        _out.print("汇总全年的步骤，启动服务……")
    with _serving(settings) as (base, server, thread):
        _wait_ready(base, server)
        _tell(base, logins)
        thread.join()


@contextmanager
def _serving(settings: Settings) -> Iterator[tuple[str, uvicorn.Server, threading.Thread]]:
    server = configure(settings)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield _wait(settings, server, thread), server, thread
    finally:
        server.should_exit = True
        thread.join()


def _is_filled(settings: Settings) -> bool:
    if not settings.database and not (settings.var / "mingjing.sqlite3").exists():
        return False
    with open_ledgers(settings) as ledgers:
        names = ledgers.names() if inspect(ledgers.engine).has_table("event") else []
        if set(names) - {town.name()}:
            # An interrupted sample is thrown away with its database: nothing else may be in there.
            _give_up(f"{settings.var} 里已有其他账本，样本镇须有自己的文件夹，例如：VAR=var-demo make demo。")
        return town.name() in names and isinstance(ledgers.get(town.name()).register().clock, ClockReleased)


def _discard_half_filled(settings: Settings, logins: Path, secret: Path) -> None:
    """A sample that was interrupted while it was filled starts anew; nothing but a sample is ever thrown away."""
    folder = settings.var
    _out.print("上次建立样本没有完成，重新开始。")
    for name in ("mingjing.sqlite3", "mingjing.sqlite3-wal", "mingjing.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    for name in ("keys", "spool", "objects", "log", "signing"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for file in (logins, secret):
        file.unlink(missing_ok=True)


def _found(settings: Settings, secret: Path, today: date) -> None:
    install(settings)
    secret.touch(mode=0o600)  # from here on an interruption is seen
    made = town.load(today)
    with open_ledgers(settings) as ledgers:
        token = found(ledgers, settings, made.name, made.title, made.region, "样本名录管理员", made.start)
    secret.write_text(token)


def _wait(settings: Settings, server: uvicorn.Server, thread: threading.Thread) -> str:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            _give_up("服务没有启动，原因见上。")
        time.sleep(0.05)
    return f"http://{settings.host}:{settings.port}"


def _give_up(sentence: str) -> NoReturn:
    _out.print(f"[red]{sentence}[/red]", soft_wrap=True)
    sys.exit(1)


def _fill(settings: Settings, base: str, logins: Path, secret: Path, today: date) -> None:
    with httpx.Client(base_url=base, timeout=60, trust_env=False) as client, _timer(settings) as tick:
        accounts = fill(client, town.load(today), secret.read_text(), _out, tick)
    part = logins.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(msgspec.json.format(msgspec.json.encode(accounts), indent=2))
    part.replace(logins)
    secret.unlink()


@contextmanager
def _timer(settings: Settings) -> Iterator[Tick]:
    """Brings the views up to date, which know what is due, and has the timer do it."""
    with open_ledgers(settings) as ledgers:
        follower = Follower(ledgers)
        timer = Timer(ledgers, CaseDesks(ledgers, Catalogue(ledgers.engine)))

        def tick() -> None:
            follower.catch_up()
            timer.tick()

        yield tick


def _wait_ready(base: str, server: uvicorn.Server) -> None:
    with httpx.Client(base_url=base, trust_env=False) as client:
        while not server.should_exit and client.get("/readyz").status_code != 200:
            time.sleep(0.1)


def _tell(base: str, logins: Path) -> None:
    _out.print(f"\n样本镇已就绪：{base}/")
    _out.print(f"  统计   {base}/jianzhang/statistics")
    _out.print(f"  接口   {base}/openapi.json")
    _out.print(f"  登录   {base}/login （令牌见 {logins}）")
    accounts = msgspec.json.decode(logins.read_bytes()) if logins.exists() else {}
    for role, account in accounts.items():
        _out.print(f"    {role:<20}{account['name']}  {account['token']}", highlight=False, soft_wrap=True)
    _out.print("按 Ctrl+C 停止。")

"""The command `mingjing scrub`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from threading import Event
from typing import Annotated, Final

import msgspec
import typer
from sqlalchemy import Engine

from api.deployment import install
from api.progress import watched
from api.scrubber import scrub_of
from api.settings import Settings
from api.verdict_lines import console, give_out
from media.checks import WHOLE, Check, Checks, Overview, Wrong
from media.scrubbing import Due, Noted, Passed
from records.errors import NotFound
from records.store.engine import connect

MOST: Final = 10_000
"""Objects that are listed."""

RESULTS: Final = {
    "missing": "不见了",
    "hidden": "被遮住",
    "damaged": "内容不符",
    "unreadable": "不能读取",
    "healed": "已恢复",
}


class Turn(msgspec.Struct, frozen=True):
    """What a turn has found."""

    sound: bool
    """Whether all that is in the catalogue is whole now."""
    read: int
    unanswered: list[Passed]
    """Of which nothing was found out, since a store is away."""
    healed: list[Check]
    wrong: list[Wrong]
    remarks: list[str]
    """What kept the second store from being filled."""
    overview: Overview


def scrub(
    once: Annotated[bool, typer.Option("--once/--repeat", help="读完一轮就结束；或者一轮接一轮，直到中断。")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """重新读取每一件音像和扫描件，核对摘要；有第二处存放地点的，由它恢复并补齐；有不完好的，退出码为 1。"""
    settings = Settings.read()
    settings.check_copy()
    if not settings.database and not (settings.var / "mingjing.sqlite3").exists():
        raise NotFound("ledger", f"{settings.var} 里还没有，请先运行 mingjing init")
    install(settings)
    engine = connect(settings.database_url)
    try:
        turn = _turn(settings, engine, as_json=as_json)
        while not once:
            give_out(_given(turn, as_json=as_json), holds=True)
            turn = _turn(settings, engine, as_json=as_json)
    finally:
        engine.dispose()
    give_out(_given(turn, as_json=as_json), holds=turn.sound)


def _turn(settings: Settings, engine: Engine, *, as_json: bool) -> Turn:
    checks, begun = Checks(engine), datetime.now(UTC)
    due, found = Due(begun, begun), _Found()
    total = checks.count_due(*due)
    with ExitStack() as opened, watched(console(as_json=as_json), "重新读取") as watch:
        looker = scrub_of(settings, engine, Event(), opened)
        watch(0, total)
        for done, one in enumerate(looker.turn(lambda: due), 1):
            found.add(one)
            watch(done, max(done, total))
    return found.turn(checks)


class _Found:
    """Collects what a turn finds; what is sound is only counted."""

    def __init__(self) -> None:
        self._read, self._unanswered, self._healed = 0, list[Passed](), list[Check]()
        self._remarks: dict[str, None] = {}

    def add(self, one: Noted | Passed) -> None:
        if isinstance(one, Passed):
            self._unanswered.append(one)
            return
        self._read += 1
        if one.check.result == "healed":
            self._healed.append(one.check)
        elif one.check.result == "sound" and one.check.detail:
            self._remarks[one.check.detail] = None

    def turn(self, checks: Checks) -> Turn:
        wrong = checks.wrong(MOST)
        sound = not (wrong or self._unanswered)
        return Turn(sound, self._read, self._unanswered, self._healed, wrong, [*self._remarks], checks.overview())


def _given(turn: Turn, *, as_json: bool) -> bytes | Iterator[str]:
    return msgspec.json.encode(turn) if as_json else _told(turn)


def _told(turn: Turn) -> Iterator[str]:
    """Each object that is not as it should be, then what all of it comes to."""
    for wrong in turn.wrong:
        yield f"{wrong.blake3}  {RESULTS[wrong.result]}  {wrong.detail}"
    for healed in turn.healed:
        yield f"{healed.blake3}  {RESULTS[healed.result]}  {healed.detail}"
    for passed in turn.unanswered:
        yield f"{passed.blake3}  没有结果  存储暂时不能使用：{passed.why}"
    yield from turn.remarks
    yield f"读取 {turn.read} 件，恢复 {len(turn.healed)} 件。"
    number = sum(count for result, count in turn.overview.counts.items() if result not in WHOLE)
    if turn.sound:
        yield "全部完好。"
    else:
        yield f"不完好的 {number} 件，没有结果的 {len(turn.unanswered)} 件：请按 docs/scrubbing.md 处理。"

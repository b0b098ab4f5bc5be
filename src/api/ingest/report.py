"""What a run has come to, in lines for a terminal and as JSON whose codes never change their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from api.ingest.sequences import Missing

State = Literal["received", "already", "left"]
"""Received in this run; the site had it before; not there, or not deleted though that was asked for."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file."""

    file: str
    """Its name below the folder."""
    state: State
    size: int = 0
    blake3: str = ""
    sha256: str = ""
    deleted: bool = False
    reason: str = ""
    """Why it is left."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A run."""

    site: str
    device: str
    stopped: str
    """Why the run ended before everything was tried; "" if it didn't."""
    files: Sequence[Outcome]
    missing: Sequence[Missing]

    @property
    def is_all_there(self) -> bool:
        """Whether the site has every recording of the folder, and what was to be deleted is."""
        return not self.stopped and all(one.state != "left" for one in self.files)


def as_json(report: Report) -> bytes:
    """`{"all_there": …, "site": …, "device": …, "stopped": …, "files": […], "missing": […]}`."""
    return msgspec.json.encode({"all_there": report.is_all_there, **msgspec.structs.asdict(report)})


def told(report: Report) -> Iterator[str]:
    """What is left by name, the numbers that are missing, and what all of it comes to."""
    left = [one for one in report.files if one.state == "left"]
    for one in left:
        yield f"没有完成  {one.file}：{one.reason}"
    for gap in report.missing:
        numbers = f"{gap.first}" if gap.first == gap.last else f"{gap.first} 至 {gap.last}"
        yield f"设备 {gap.device} 缺少序号 {numbers}：在 {gap.after} 与 {gap.before} 开始的录像之间"
    if report.stopped:
        yield f"上传中止：{report.stopped}。"
    yield _total(report, len(left))


def line_of(outcome: Outcome) -> str:
    """One file, told while the run goes on."""
    if outcome.state == "left":
        return f"没有完成  {outcome.file}：{outcome.reason}"
    word = "已经收下" if outcome.state == "received" else "早已收下"
    return f"{word}  {outcome.file}（{outcome.size} 字节）{'，源文件已删除' if outcome.deleted else ''}"


def _total(report: Report, left: int) -> str:
    received = sum(one.state == "received" for one in report.files)
    already = sum(one.state == "already" for one in report.files)
    deleted = sum(one.deleted for one in report.files)
    parts = [f"本次收下 {received} 件", f"先前已收下 {already} 件", f"没有完成 {left} 件"]
    return "，".join(parts + ([f"删除源文件 {deleted} 件"] if deleted else [])) + "。"

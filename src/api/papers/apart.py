"""Sets a document in a process of its own, with limits: for templates that are not the software's.

A template is a program: loops in loops end some day, or never, and eat memory meanwhile. In a thread nothing could end
them; a process is ended by the system, and this one goes on.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import Final

import msgspec

from api.papers.setting import CannotRender, Setting, set_pages

_SPOKEN: Final = 3
"""Exit status of a child that says on stderr what is wrong with the template."""


class NeverEnds(CannotRender):
    """Setting the document took more time or memory than any document needs."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a child may use."""

    seconds: int = 10
    """Of processor time. A document of fifty pages takes less than one."""
    patience: int = 60
    """Seconds by the clock, of a machine that is busy with other things."""
    bytes: int = 1 << 30
    """Of address space; interpreter, compiler and fonts take a third of it."""


LIMITS: Final = Limits()


class _Asked(msgspec.Struct, frozen=True):
    setting: Setting
    limits: Limits


def set_apart(setting: Setting, limits: Limits = LIMITS) -> bytes:
    """The PDF. Raises CannotRender, and NeverEnds when a limit was reached."""
    asked = msgspec.json.encode(_Asked(setting, limits))
    command = [sys.executable, "-m", "api.papers.apart"]
    try:
        ended = subprocess.run(  # noqa: S603  # this program
            command, input=asked, capture_output=True, timeout=limits.patience, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _never_ends(limits) from error
    if ended.returncode < 0:  # by a signal: of time over, or of memory that was not there
        raise _never_ends(limits)
    if ended.returncode != 0:
        raise CannotRender(ended.stderr.decode() if ended.returncode == _SPOKEN else _broken(ended.stderr))
    return ended.stdout


def _never_ends(limits: Limits) -> NeverEnds:
    return NeverEnds(f"文书模板不能使用：{limits.seconds}秒内没有排完，或者占用的内存过多，请检查循环")


def _broken(said: bytes) -> str:
    return f"文书模板不能使用：{(said.decode().splitlines() or [''])[-1]}"


def main() -> None:
    """The child: reads what to set, writes the PDF."""
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=_Asked)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (asked.limits.seconds, asked.limits.seconds))
    resource.setrlimit(resource.RLIMIT_AS, (asked.limits.bytes, asked.limits.bytes))
    try:
        pages = set_pages(asked.setting, "pdf")
    except CannotRender as error:
        sys.stderr.buffer.write(str(error).encode())
        raise SystemExit(_SPOKEN) from error
    sys.stdout.buffer.write(pages[0])


if __name__ == "__main__":
    main()

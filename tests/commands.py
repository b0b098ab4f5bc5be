"""The command `mingjing`: as a child process, ended by its id alone, or in this one, which is quicker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen

import httpx
import pytest

from api.cli import main

Process = Popen[str]


def environment(**settings: object) -> dict[str, str]:
    """This process's, without settings of the product but for those given; no document is rendered unasked."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MINGJING_")}
    given = {name: str(value) for name, value in settings.items()}
    return {**ours, "PYTHONUNBUFFERED": "1", "MINGJING_DOCUMENTS": "asked", **given}


def said(*arguments: str, **settings: object) -> CompletedProcess[str]:
    """Runs a command to its end in this process."""
    out, err, status = StringIO(), StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["mingjing", *arguments])
        patch.setenv("COLUMNS", "200")
        for name, value in settings.items():
            patch.setenv(name, str(value))
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
    return CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def mingjing(*arguments: str, **settings: object) -> CompletedProcess[str]:
    """Runs a command to its end in a process of its own, a minute at most."""
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(command, env=environment(**settings), capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def running(*arguments: str, **settings: object) -> Iterator[Process]:
    """A command that runs during the block, and not after it."""
    command = [sys.executable, "-m", "api.cli", *arguments]
    with Popen(command, env=environment(**settings), stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def answers(address: str, within: float, process: Process) -> float:
    """Seconds until an address answers 200; fails when it takes longer, or when the process is gone."""
    begun = time.monotonic()
    with httpx.Client(trust_env=False) as client:
        while not _is_there(client, address):
            assert process.poll() is None, f"ended with {process.returncode}: {process.communicate()}"
            assert time.monotonic() - begun < within, f"{address} is not there after {within} s"
            time.sleep(0.05)
    return time.monotonic() - begun


def _is_there(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(address).status_code == 200
    except httpx.TransportError:
        return False


def terminate(process: Process) -> float:
    """Sends SIGTERM, and returns the seconds until the process has ended."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    return time.monotonic() - begun


def files_of(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

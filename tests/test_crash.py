"""kill -9 of the real server, again and again, while clerks go on working: what it said is what is there.

`MINGJING_CRASH_SEED` repeats the clerks' work and the moments of a run that failed; the seed is in its output.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

import httpx

from api.deployment import install, open_ledgers
from api.settings import Settings
from crash_audit import Audit, check_repetition, check_views, projected
from crash_load import CLERKS, Clerk, Line, Notes, found_town
from projections.rebuild import rebuild

KILLS: Final = 50

LIFE: Final = 0.9
"""Seconds that a server lives at most once it answers."""

WRITING: Final = 0.03
"""Seconds that a command is under way under this load, more or less."""

REPEATED: Final = 200
"""Commands that are sent once more when all is over, beside one after each start."""

READY: Final = 60.0
"""Seconds in which a server has to answer, on a machine with other work."""


class Server:
    """`mingjing serve` as a process of its own, on a new port each time."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self._log = log
        self.started_at = time.time_ns() // 1000
        self.base = f"http://127.0.0.1:{_free_port()}"
        given = {
            "VAR": settings.var,
            "DATABASE": settings.database,
            "DOCUMENTS": settings.documents,
            "PORT": self.base.rpartition(":")[2],
        }
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("MINGJING_", "PYTHON"))}
        environment = {
            **kept,
            **{f"MINGJING_{name}": str(value) for name, value in given.items()},
            "PYTHONFAULTHANDLER": "1",
            "PYTHONPYCACHEPREFIX": str(log.parent / "bytecode"),  # compiled once, not fifty times
        }
        with log.open("ab") as out:
            command = [sys.executable, "-m", "api.cli", "serve"]
            self._process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)

    def wait(self) -> float:
        """Waits until it answers; returns after how many seconds since its start it did."""
        with httpx.Client(trust_env=False) as http:
            while (seconds := time.time() - self.started_at / 1e6) < READY:
                self.check_alive()
                try:
                    if http.get(f"{self.base}/healthz").is_success:
                        return seconds
                except httpx.TransportError:
                    time.sleep(0.01)
        raise TimeoutError(self._log.read_text())

    def check_alive(self) -> None:
        """Nothing but our kill ends it."""
        assert self._process.poll() is None, f"ended with {self._process.poll()}: {self._log.read_text()}"

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        self._process.kill()
        self._process.wait()


class Crashes:
    """A deployment whose server is killed under load."""

    def __init__(self, settings: Settings, seed: int) -> None:
        self._settings, self._log = settings, settings.var / "server.log"
        self._seed, self._random = seed, Random(seed)
        self.line, self.notes = Line(), Notes()
        self.audit = Audit(settings, self.notes)
        self.starts: list[float] = []
        self.kills = {"starting": 0, "serving": 0, "writing": 0, "stopping": 0}

    @contextmanager
    def work(self) -> Iterator[list[Clerk]]:
        """Has the clerks work until the end of the block."""
        clerks = [Clerk(number, self._seed, self.line, self.notes) for number in range(CLERKS)]
        for clerk in clerks:
            clerk.start()
        try:
            yield clerks
        finally:
            self.line.close()
            for clerk in clerks:
                clerk.join()

    @contextmanager
    def server(self) -> Iterator[Server]:
        """A new server, killed at the end of the block."""
        server = Server(self._settings, self._log)
        try:
            yield server
        except httpx.TransportError:
            server.check_alive()
            raise
        finally:
            self.line.put("")
            server.kill()

    def kill_one(self) -> None:
        """Starts a server and kills it at a random moment of its life."""
        (kind,) = self._random.choices(list(self.kills), (1, 4, 4, 1))
        moment, repeated = self._random.random(), self._random.random()
        self.kills[kind] += 1
        with self.server() as server:
            if kind == "starting":
                time.sleep((self.starts or [2.0])[-1] * (0.3 + 0.9 * moment))
                return
            self.starts.append(server.wait())
            self.line.put(server.base)
            self._look(server, repeated)
            time.sleep(moment * LIFE)
            server.check_alive()
            if kind == "writing":  # while a command with several events is in the server
                self.notes.batching.clear()
                self.notes.batching.wait(1)
                time.sleep(moment * WRITING)
            elif kind == "stopping":
                server.ask_to_stop()
                time.sleep(moment * 0.2)

    def _look(self, server: Server, repeated: float) -> None:
        self.audit.check(server.started_at)
        if commands := list(self.notes.commands):
            with httpx.Client(base_url=server.base, trust_env=False, timeout=30) as http:
                check_repetition(http, commands[int(repeated * len(commands))])

    def finish(self, clerks: list[Clerk]) -> None:
        """Lets the clerks finish, and looks at everything."""
        with self.server() as server:
            server.wait()
            self.line.put(server.base)
            for clerk in clerks:
                clerk.enough.set()
            for clerk in clerks:
                clerk.join()
                if clerk.failure:
                    raise clerk.failure
        with self.server() as server, httpx.Client(base_url=server.base, trust_env=False, timeout=30) as http:
            server.wait()
            self.audit.check(server.started_at)
            self.audit.check_at_rest()
            check_views(http, self.notes)
            for command in self._random.sample(self.notes.commands, min(REPEATED, len(self.notes.commands))):
                check_repetition(http, command)
            while any(ledger["behind"] for ledger in http.get("/readyz").json()["ledgers"]):
                time.sleep(0.05)
        assert "Traceback" not in self._log.read_text(), self._log.read_text()


def _free_port() -> int:
    """A port that no outgoing connection is given by the system while the server is away."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def test_whatever_the_moment_of_a_kill_9_what_was_acknowledged_is_there_once(database: str, tmp_path: Path) -> None:
    seed = int(os.environ.get("MINGJING_CRASH_SEED") or secrets.randbelow(1 << 32))
    sys.stdout.write(f"MINGJING_CRASH_SEED={seed}\n")
    settings = Settings(var=tmp_path, database=database, documents="asked")
    install(settings)
    with open_ledgers(settings) as ledgers:
        found_town(ledgers, settings)
    crashes = Crashes(settings, seed)
    crashes.audit.begin()
    with crashes.work() as clerks:
        for _ in range(KILLS):
            crashes.kill_one()
            assert all(clerk.is_alive() for clerk in clerks), [clerk.failure for clerk in clerks]
        crashes.finish(clerks)
    with open_ledgers(settings) as ledgers:
        followed = projected(ledgers.engine)
        rebuild(ledgers)
        assert projected(ledgers.engine) == followed
    _tell(crashes)


def _tell(crashes: Crashes) -> None:
    notes, starts = crashes.notes, sorted(crashes.starts)
    uploaded = sum(len(one.content) for one in notes.recordings)
    sys.stdout.write(
        f"kills {crashes.kills}, start {starts[len(starts) // 2]:.2f} s; {len(notes.commands)} steps, "
        f"{len(notes.refusals)} refusals, {len(notes.recordings)} uploads of {uploaded / 1e6:.1f} MB acknowledged, "
        f"{notes.broken} requests broken\n"
    )
    assert len(notes.commands) > KILLS
    assert len(notes.recordings) > KILLS / 4
    assert notes.broken > KILLS / 2

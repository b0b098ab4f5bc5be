"""Programs that others wrote in Go to check transparency logs, and a witness, run against ours."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import setup_servers
from records.log.notes import COSIGNER, KEY, SigningKey, VerifierKey
from records.log.tree import EMPTY
from records.log.witness_policy import Witness
from ssh_agent import Agent, fingerprint


def program(name: str) -> Path:
    """The built program, one of `setup_servers.CHECKERS`."""
    found = setup_servers.find_checker(name)
    assert found, f"no {name}: run python tests/setup_servers.py"
    return found


# ---- Checkers ----


def fsck(url: str, vkey: str, folder: Path, *, seconds: float = 240) -> int | None:
    """The size of the log under this URL, when Tessera's fsck finds everything right; None when it doesn't.

    It ends with 0 in both cases, or goes on asking for what is missing until its time is over: its words count.
    """
    key = folder / "fsck.vkey"
    key.write_text(vkey)
    output = fsck_output(url, key, seconds)
    found = re.search(r"Successfully fsck'd log with size (\d+)", output)
    return int(found[1]) if found else None


def fsck_output(url: str, key: Path, seconds: float) -> str:
    """All that fsck says, within `seconds`."""
    command = [str(program("fsck")), "--storage_url", url.rstrip("/") + "/", "--public_key", str(key)]
    try:
        done = subprocess.run(
            [*command, "--N", "4", "--ui=false"], capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        return (late.stderr or b"").decode(errors="replace")
    return done.stdout + done.stderr


def spicy(entry: bytes, proof: str, vkey: str, folder: Path) -> tuple[bool, str]:
    """Whether Torchwood's spicy accepts our proof of this entry, and what it says."""
    file = folder / "entry"
    file.write_bytes(entry)
    file.with_name("entry.spicy").write_text(proof.partition("\n")[2])  # without its first line
    command = [str(program("spicy")), "-verify", vkey, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode == 0, done.stderr


# ---- A witness ----


class Litewitness:
    """A litewitness on loopback that can be stopped and started again with what it has seen."""

    def __init__(self, folder: Path, name: str, seed: bytes, logs: list[VerifierKey]) -> None:
        """`seed` is its Ed25519 key's; it knows the logs of these keys, and no other."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._seed = folder, seed
        self.key = SigningKey(name, seed, COSIGNER).verifier
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._running: tuple[Agent, subprocess.Popen[bytes]] | None = None
        self.start()
        for log in logs:
            self.introduce(log)

    @property
    def as_witness(self) -> Witness:
        """How our policy names it."""
        return Witness(self.key.name, self.url, self.key)

    def introduce(self, log: VerifierKey) -> None:
        """Makes a log known, as its operator would."""
        with closing(sqlite3.connect(self._folder / "db", timeout=30)) as db, db:
            empty = base64.b64encode(EMPTY).decode()
            db.execute("INSERT INTO log VALUES (?, 0, ?)", (log.name, empty))
            db.execute("INSERT INTO key VALUES (?, ?)", (log.name, log.text))

    def seen(self, origin: str) -> int:
        """The size of the largest tree that it has cosigned."""
        with closing(sqlite3.connect(self._folder / "db", timeout=30)) as db:
            return int(db.execute("SELECT tree_size FROM log WHERE origin = ?", (origin,)).fetchone()[0])

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        agent = Agent(self._seed)
        command = [str(program("litewitness")), "-ssh-agent", str(agent.path), "-key", fingerprint(self.key.public)]
        command += ["-name", self.key.name, "-db", str(self._folder / "db"), "-listen", f"127.0.0.1:{self._port}"]
        with (self._folder / "log").open("ab") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        self._running = agent, server
        _await(self._port, server)

    def stop(self) -> None:
        """Ends it; what it has seen stays on disk."""
        if self._running:
            agent, server = self._running
            server.terminate()
            server.wait(10)
            agent.close()
        self._running = None


@contextmanager
def litewitness(folder: Path, name: str, logs: list[VerifierKey]) -> Iterator[Litewitness]:
    """A running witness whose key is made of its name."""
    witness = Litewitness(folder, name, hashlib.sha256(name.encode()).digest()[:KEY], logs)
    try:
        yield witness
    finally:
        witness.stop()


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "litewitness ended at once; its log is beside its database"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("litewitness did not answer in 15 s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""Several processes on one PostgreSQL: API processes side by side, and followers of which one works."""

from __future__ import annotations

import base64
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

import httpx
import pytest
from blake3 import blake3
from msgspec.structs import replace
from sqlalchemy import select

from api import deployment
from api.deployment import install, open_ledgers
from api.desks import CaseDesks
from api.settings import Settings
from commands import environment, free_port, mingjing, said
from crash_audit import projected
from http_town import serving
from media.catalogue import Catalogue
from media_app import create, patch, uploaded
from penal import HANDLERS
from process_load import DEVICE, LEDGER, STEPS, Acknowledged, Clerk, found_town, steps, token
from projections.rebuild import rebuild
from records.application import Sender
from records.penalty.commands import FileCase
from records.register.events import DocumentNumberTaken
from records.store.directory import Ledgers
from records.store.lease import LENGTH, LOOK
from records.store.schema import event as event_table

CLERKS: Final = 4
CASES: Final = 8
"""Of each clerk."""

LAG: Final = 2.0
"""Seconds that views may be behind under this load."""

START: Final = 60.0
"""Seconds in which a process has to answer, on a machine with other work."""


class Process:
    """`mingjing serve` with some of the roles, as a process of its own."""

    def __init__(self, settings: Settings, name: str, roles: str, **more: object) -> None:
        self.log = settings.var / f"{name}.log"
        self.base = f"http://127.0.0.1:{free_port()}"
        given = {"VAR": settings.var, "DATABASE": settings.database, "NAME": name, "ROLES": roles, **more}
        given |= {"PORT": self.base.rpartition(":")[2], "SPOOL": settings.var / f"spool-{name}"}
        with self.log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve"],
                env=environment(**{f"MINGJING_{key}": value for key, value in given.items()}),
                stdout=out,
                stderr=out,
            )
        self._http = httpx.Client(base_url=self.base, trust_env=False, timeout=30)

    def state(self) -> dict[str, Any]:
        """What `/readyz` says."""
        found: dict[str, Any] = self._http.get("/readyz").json()
        return found

    def holder(self) -> str:
        """Name of the process that follows now, empty when none does."""
        return next((one["holder"].split("-")[0] for one in self.state()["leases"] if one["held"]), "")

    def answers(self) -> bool:
        """Whether it listens; fails when it has ended."""
        assert self._process.poll() is None, self.log.read_text()
        try:
            return self._http.get("/healthz").is_success
        except httpx.TransportError:
            return False

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to it alone."""
        self._process.send_signal(number)

    def end(self) -> None:
        """SIGTERM, and SIGKILL for what is paused; nothing but that has ended it."""
        self._http.close()
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise


@pytest.fixture
def settings(postgres_database: str, tmp_path: Path) -> Settings:
    """A founded town."""
    settings = Settings(var=tmp_path, database=postgres_database)
    install(settings)
    with open_ledgers(settings) as ledgers:
        found_town(ledgers, settings)
    return settings


@contextmanager
def running(settings: Settings, **roles: str) -> Iterator[list[Process]]:
    """Processes by their names, started at once; none has written a traceback when the block ends."""
    with ExitStack() as started:
        processes = []
        for name, own in roles.items():
            processes.append(Process(settings, name, own))
            started.callback(processes[-1].end)
        for process in processes:
            until(process.answers, START)
        yield processes
    for process in processes:
        assert "Traceback" not in process.log.read_text(), process.log.read_text()


def until(holds: Callable[[], bool], seconds: float = 20) -> float:
    """Waits until it holds; returns after how many seconds it did."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() < begun + seconds
        time.sleep(0.02)
    return time.monotonic() - begun


def caught_up(process: Process) -> bool:
    return not any(ledger["behind"] for ledger in process.state()["ledgers"])


def same_as_rebuilt(settings: Settings) -> bool:
    """Whether the views are those that a rebuild makes: no event was skipped, none was applied twice."""
    with open_ledgers(settings) as ledgers:
        followed = projected(ledgers.engine)
        rebuild(ledgers)
        return projected(ledgers.engine) == followed


# ---- Three processes of the API, and a follower ----


class Watch(Thread):
    """Asks a process again and again how far the views are behind."""

    def __init__(self, process: Process) -> None:
        super().__init__(name="watch")
        self.seconds: list[float] = []
        self.enough = Event()
        self._process = process

    def run(self) -> None:
        """See the class."""
        while not self.enough.wait(0.05):
            self.seconds += [ledger["seconds"] for ledger in self._process.state()["ledgers"]]


def test_three_processes_lose_no_step_and_skip_no_event_and_views_stay_within_two_seconds(settings: Settings) -> None:
    with running(settings, a="api", b="api", c="api", f="follower") as processes:
        *apis, follower = processes
        until(lambda: follower.holder() == "f" and caught_up(follower))
        watch = Watch(apis[0])
        watch.start()
        clerks = [Clerk([one.base for one in apis], range(n * CASES, (n + 1) * CASES)) for n in range(CLERKS)]
        begun = time.monotonic()
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()
        took = time.monotonic() - begun
        watch.enough.set()
        watch.join()
        assert [clerk.failure for clerk in clerks if clerk.failure] == []
        acknowledged = [one for clerk in clerks for one in clerk.acknowledged]
        assert len(acknowledged) == CLERKS * CASES * STEPS
        check_repetition(apis, acknowledged[:: len(acknowledged) // 30])
        until(lambda: caught_up(apis[1]))
    sys.stdout.write(
        f"{len(acknowledged)} steps by {CLERKS} clients at 3 processes in {took:.1f} s; "
        f"lag at most {max(watch.seconds):.3f} s in {len(watch.seconds)} looks\n"
    )
    assert len(watch.seconds) > took  # it looked all the time, once a second at least
    assert max(watch.seconds) < LAG
    check_ledger(settings, acknowledged)
    assert same_as_rebuilt(settings)


def check_repetition(apis: list[Process], acknowledged: list[Acknowledged]) -> None:
    """Every process gives the first answer to a command that any of them took."""
    for one in acknowledged:
        headers = {"Authorization": f"Bearer {token(one.principal)}", "Idempotency-Key": one.key}
        for api in apis:
            answer = httpx.post(api.base + one.path, content=one.body, headers=headers, trust_env=False)
            assert (answer.status_code, answer.json()) == (201, one.answer)


def check_ledger(settings: Settings, acknowledged: list[Acknowledged]) -> None:
    """Every acknowledged step is there once, as it was told, without a gap in positions, versions or numbers."""
    with open_ledgers(settings) as ledgers:
        c = event_table.c
        with ledgers.engine.connect() as connection:
            query = select(c.position, c.stream, c.version, c.tag, c.entry, c.principal, c.command)
            rows = connection.execute(query.where(c.ledger == LEDGER).order_by(c.position)).all()
        events = [one.event for one in ledgers.get(LEDGER).batch(0, len(rows) + 1)]
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    versions: Counter[str] = Counter()
    for row in rows:
        versions[row.stream] += 1
        assert row.version == versions[row.stream]
    keys = Counter((row.principal, row.command) for row in rows if row.principal is not None)
    assert max(keys.values()) == 1
    assert {(f"{LEDGER}/{one.principal}", one.key) for one in acknowledged} <= keys.keys()
    there = {row.position: (row.stream, row.version, row.tag, row.entry) for row in rows}
    for one in acknowledged:
        for told in one.answer["events"]:
            entry = base64.b64decode(told["entry"])
            assert there[told["position"]] == (told["stream"], told["version"], told["type"], entry)
    check_series([one for one in events if isinstance(one, DocumentNumberTaken)])


def check_series(taken: list[DocumentNumberTaken]) -> None:
    """The numbers of each kind of paper go up by one."""
    assert len(taken) >= CLERKS * CASES
    for stream, series in groupby(sorted(taken, key=lambda one: one.stream), key=lambda one: one.stream):
        given_out = [one.sequence for one in series]
        assert given_out == list(range(1, len(given_out) + 1)), f"{stream}: {given_out}"


# ---- Uploads ----


def test_an_upload_goes_on_where_it_began_and_its_recording_is_known_to_all(settings: Settings) -> None:
    content = b"recording " * 3_000
    device = {"Authorization": f"Bearer {token(DEVICE)}", "Tus-Resumable": "1.0.0"}
    with running(settings, a="api", b="api", f="follower") as (a, b, _), ExitStack() as clients:
        at_a, at_b = (
            clients.enter_context(httpx.Client(base_url=one.base, headers=device, trust_env=False)) for one in (a, b)
        )
        upload = create(at_a, len(content), filetype="video/mp4")
        assert upload.startswith("/uploads/a-")
        refused = at_b.head(upload)
        assert refused.status_code == 404
        refused = patch(at_b, upload, 0, content)
        assert (refused.status_code, refused.json()["code"], refused.json()["process"]) == (404, "elsewhere", "a")
        assert "另一个进程" in refused.json()["title"]
        assert patch(at_a, upload, 0, content).status_code == 204
        recording = blake3(content).hexdigest()
        link_at(at_b, recording)
        until(lambda: caught_up(b))
        officer = {"Authorization": f"Bearer {token(HANDLERS[0])}"}
        for http in (at_a, at_b):
            read = http.get(f"/objects/{recording}", headers=officer)
            assert (read.content, read.headers["content-type"]) == (content, "video/mp4")


def test_a_spool_gives_its_copy_up_when_another_process_has_bound_the_recording(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deployment, "TEND_SECONDS", 0.1)
    own = [replace(settings, name=name, spool=str(settings.var / f"spool-{name}"), port=0) for name in ("a", "b")]
    with serving(own[0]) as a, serving(own[1]) as b:
        device = {"Authorization": f"Bearer {token(DEVICE)}", "Tus-Resumable": "1.0.0"}
        with httpx.Client(base_url=a, headers=device, trust_env=False) as http:
            recording = uploaded(http, b"recording", filetype="video/mp4")
        assert len(list(own[0].spool_folder.glob("*.part"))) == 1
        with httpx.Client(base_url=b, trust_env=False) as http:
            link_at(http, recording)
        until(lambda: not list(own[0].spool_folder.glob("*.part")))


def link_at(http: httpx.Client, recording: str) -> None:
    """Files a case, says why nothing is to be corrected, has it approved, and links the recording."""
    path = f"/api/{LEDGER}/cases"
    for number, sent in zip(range(4), steps(0, recording), strict=False):
        case = Clerk([], range(0)).send(http, f"0:{number}", path, sent)
        path = f"/api/{LEDGER}/cases/{case}/steps"


def test_a_spool_and_a_name_belong_to_one_process(settings: Settings) -> None:
    given = {"MINGJING_VAR": settings.var, "MINGJING_DATABASE": settings.database, "MINGJING_ROLES": "api"}
    with running(settings, a="api"):
        spool = settings.var / "spool-a"
        taken = mingjing("serve", **given, MINGJING_NAME="b", MINGJING_SPOOL=spool, MINGJING_PORT=free_port())
        assert (taken.returncode, "MINGJING_SPOOL" in taken.stderr) == (1, True), taken.stderr
        named = mingjing("serve", **given, MINGJING_NAME="a", MINGJING_PORT=free_port())
        assert (named.returncode, "MINGJING_NAME" in named.stderr) == (1, True), named.stderr


# ---- One follower of two ----


@contextmanager
def filing(settings: Settings) -> Iterator[None]:
    """Cases are filed one after the other during the block."""
    enough = Event()
    with open_ledgers(settings) as ledgers:
        thread = Thread(target=_file, args=(ledgers, enough), name="filing")
        thread.start()
        try:
            yield
        finally:
            enough.set()
            thread.join()


def _file(ledgers: Ledgers, enough: Event) -> None:
    desks, serial = CaseDesks(ledgers, Catalogue(ledgers.engine)), 0
    while not enough.wait(0.01):
        command = next(steps(serial, ""))
        assert isinstance(command, FileCase)
        sender = Sender("jianzhang/officer-wang", f"person:{HANDLERS[0]}", f"filing:{serial}", bytes(32))
        desks.open(LEDGER, command, sender)
        serial += 1


def test_when_the_follower_is_killed_another_takes_over_within_the_time_of_its_lease(settings: Settings) -> None:
    with ExitStack() as started:
        first = Process(settings, "f1", "follower")
        started.callback(first.end)
        until(first.answers, START)
        until(lambda: first.holder() == "f1")
        (second,) = started.enter_context(running(settings, f2="follower"))
        with filing(settings):
            time.sleep(1)
            assert second.holder() == "f1"
            first.signal(signal.SIGKILL)
            seconds = until(lambda: second.holder() == "f2")
            until(lambda: caught_up(second) or second.state()["ledgers"][0]["seconds"] < LAG)
        until(lambda: caught_up(second))
    sys.stdout.write(f"taken over {seconds:.1f} s after kill -9\n")
    assert seconds < LENGTH + LOOK + 1
    assert same_as_rebuilt(settings)


def test_a_follower_that_was_paused_and_wakes_up_does_no_harm(settings: Settings) -> None:
    with running(settings, f1="follower") as (first,), filing(settings):
        until(lambda: first.holder() == "f1")
        with running(settings, f2="follower") as (second,):
            for paused, other in ((first, second), (second, first)):
                paused.signal(signal.SIGSTOP)
                # The lease runs out, and a transaction that it was paused in is ended by the database.
                until(lambda holder=other: holder.holder() == holder.log.stem, 60)  # type: ignore[misc]
                paused.signal(signal.SIGCONT)
                until(paused.answers)
                assert paused.holder() == other.log.stem
            epochs = [one["epoch"] for one in first.state()["leases"]]
            time.sleep(LENGTH / 3 + LOOK)  # as long as either looks after its lease
            assert [one["epoch"] for one in first.state()["leases"]] == epochs
    with running(settings, f3="follower") as (third,):
        until(lambda: caught_up(third))
    assert same_as_rebuilt(settings)


def test_a_follower_that_ends_in_order_is_followed_at_once(settings: Settings) -> None:
    with running(settings, f2="follower") as (second,):
        until(lambda: second.holder() == "f2")
        with running(settings, f1="follower") as (first,):
            second.signal(signal.SIGTERM)
            assert until(lambda: first.holder() == "f1") < LENGTH / 2


def test_a_process_that_was_killed_and_started_again_has_its_leases_back_at_once(database: str, tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, database=database)
    install(settings)
    everything = "api,follower,signer,timer"
    with ExitStack() as started:
        killed = Process(settings, "a", everything)
        started.callback(killed.end)
        until(killed.answers, START)
        until(lambda: len(killed.state()["leases"]) == 3)
        killed.signal(signal.SIGKILL)
        with running(settings, a=everything) as (again,):
            seconds = until(lambda: all(one["epoch"] > 1 and one["held"] for one in again.state()["leases"]))
            assert seconds < LENGTH / 2


# ---- Roles ----


def test_a_process_without_the_api_only_says_how_it_is_doing(settings: Settings) -> None:
    with running(settings, f="follower,timer") as (follower,):
        until(lambda: [one["name"] for one in follower.state()["leases"] if one["held"]] == ["follower", "timer"])
        answers = {
            path: httpx.get(follower.base + path, trust_env=False) for path in ("/readyz", "/metrics", "/", "/uploads")
        }
        assert {path: one.status_code for path, one in answers.items()} == {
            "/readyz": 200,
            "/metrics": 200,
            "/": 404,
            "/uploads": 404,
        }
        for name in ("follower", "timer"):
            assert f'mingjing_lease_held{{lease="{name}",holder="f-' in answers["/metrics"].text
        assert not (settings.var / "spool-f").exists()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"MINGJING_ROLES": "api,cook"}, "MINGJING_ROLES"),
        ({"MINGJING_ROLES": "follower"}, "PostgreSQL"),
        ({"MINGJING_NAME": "Api 1"}, "MINGJING_NAME"),
    ],
)
def test_roles_and_names_that_can_not_be_used_are_said(tmp_path: Path, setting: dict[str, str], told: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answer = said("serve", MINGJING_VAR=tmp_path, MINGJING_PORT=port, **setting)
    assert (answer.returncode, told in answer.stderr) == (1, True), answer.stderr

"""`make demo`: the sample town is filled in under two minutes, and stays as it is when it is started again."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, get_args

import httpx
import pytest
from sqlalchemy import Engine

from api.deployment import open_ledgers
from api.sample.town import load
from api.settings import Settings
from commands import Process, answers, free_port, mingjing, running, said, terminate
from go_programs import fsck
from projections.papers import Due, missing
from records.course.steps import EVERY_PROCEDURE, OFFICE_PROCEDURES
from records.moment import SHANGHAI
from records.register.events.recorders import Purpose
from sample_figures import Figures

TWO_MINUTES = 120
PATIENCE = 600
"""Seconds for the documents, which takes a minute where nobody else works."""
VERIFIER = Path(__file__).parents[1] / "deploy" / "verifier" / "mingjing_check.py"
LEDGER = "jianzhang"
DUE = f"/api/{LEDGER}/supervision/due"
ROLES = {
    "supervisor",
    "officer",
    "device",
    "secrecy-reviewer",
    "disclosure-officer",
    "registrar",
    "decider",
    "unit-head",
    "legal-reviewer",
    "archivist",
    "recording-officer",
}
QUEUES = (
    "handler",
    "unit-head",
    "reviewer",
    "decider",
    "presider",
    "secrecy-reviewer",
    "disclosure-officer",
    "archivist",
    "supervisor",
)


class Demo(NamedTuple):
    var: Path
    port: int
    process: Process
    seconds: float
    """Until it was ready for the first time."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def logins(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = json.loads((self.var / "demo-logins.json").read_bytes())
        return found

    def get(self, path: str, role: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.logins[role]['token']}"} if role else {}
        answer = httpx.get(f"{self.address}{path}", headers=headers, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A sample that was interrupted in the middle by SIGKILL, then started again and filled."""
    var, port = tmp_path_factory.mktemp("demo"), free_port()
    with running("demo", PORT=port, VAR=var) as process:
        wait_for_cases(var, process)
        process.kill()
        process.wait()
    with running("demo", PORT=port, VAR=var) as process:
        seconds = answers(f"http://127.0.0.1:{port}/readyz", TWO_MINUTES, process)
        yield Demo(var, port, process, seconds)


def wait_for_cases(var: Path, process: Process) -> None:
    """Until some of the cases are there."""
    deadline = time.monotonic() + 60
    while head(var) < 250:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)


def head(var: Path) -> int:
    """Position of the sample's last event, 0 while there is none."""
    if not (var / "demo-registrar.token").exists() and not (var / "demo-logins.json").exists():
        return 0
    with open_ledgers(Settings(var=var)) as ledgers:
        return ledgers.get(LEDGER).head() if LEDGER in ledgers.names() else 0


def test_the_sample_is_ready_in_under_two_minutes_after_an_interruption(demo: Demo) -> None:
    assert demo.seconds < TWO_MINUTES
    ready = demo.get("/readyz")
    assert [(one["ledger"], one["filling"]) for one in ready["ledgers"]] == [(LEDGER, False)]
    assert not (demo.var / "demo-registrar.token").exists()


def test_a_login_of_each_role_is_written_for_the_owner_alone(demo: Demo) -> None:
    assert demo.logins.keys() == ROLES
    assert all(login.keys() == {"name", "token"} and all(login.values()) for login in demo.logins.values())
    assert stat.S_IMODE((demo.var / "demo-logins.json").stat().st_mode) == 0o600
    assert demo.get(f"/api/{LEDGER}/registers/agencies", "supervisor")
    assert demo.get(f"/api/{LEDGER}/registers/agencies", "registrar")


def test_there_are_a_hundred_cases_five_withdrawals_and_the_registers(demo: Demo) -> None:
    figures = demo.get(f"/api/{LEDGER}/statistics?by=agency", "supervisor")["items"]
    total = {
        name: sum(one[name] for one in figures) for name in ("cases_filed", "leads", "revoked", "closed", "hearings")
    }
    assert total["cases_filed"] >= 95
    assert (total["revoked"], min(total.values()) >= 3) == (5, True)
    notices = demo.get(f"/public/{LEDGER}/withdrawals")["items"]
    assert [bool(one["explanation"]) for one in notices] == [True] * 5
    assert {one["effect"] for one in notices} == {"revoked", "changed", "confirmed-illegal", "void", "redo-ordered"}
    refusals = demo.get(f"/api/{LEDGER}/supervision/refusals", "supervisor")["items"]
    assert len({one["code"] for one in refusals}) >= 7
    registers, today = f"/api/{LEDGER}/registers", datetime.now(SHANGHAI).date()
    officers = [
        len(demo.get(f"{registers}/officers?on={today - timedelta(days=days)}", "supervisor")) for days in (120, 30)
    ]
    assert officers == [certified(120), certified(30)]
    assert officers[0] == officers[1] + 1  # one certificate has ended
    matters = demo.get(f"{registers}/matters?on={today}", "supervisor")
    listed = load(today).registers["matter"]
    assert (len(matters), len({matter["agency"] for matter in matters})) == (len(listed) - 1, 2)  # one was withdrawn


def certified(days_ago: int) -> int:
    """How many officers of the sample hold a certificate on a day."""
    town = load(datetime.now(SHANGHAI).date())
    terms = [one["certified"] for one in town.registers["person"] if "certified" in one]
    return sum(first <= town.registers["sample"]["days"] - 1 - days_ago <= last for first, last in terms)


def test_there_are_cases_of_every_procedure_that_are_open_and_archived(demo: Demo) -> None:
    found = defaultdict(set)
    for one in every_case(demo):
        found[one["procedure"]].add(one["status"])
    assert {procedure for procedure in EVERY_PROCEDURE if not {"open", "archived"} <= found[procedure]} == set()


def every_case(demo: Demo) -> Iterator[dict[str, Any]]:
    page = demo.get(f"/api/{LEDGER}/cases", "supervisor")
    yield from page["items"]
    while page["next"] is not None:
        page = demo.get(f"/api/{LEDGER}/cases?cursor={page['next']}", "supervisor")
        yield from page["items"]


@pytest.mark.article("信息公示制度 第二条")
def test_the_figures_of_the_principles_are_what_the_events_of_the_sample_add_up_to(demo: Demo) -> None:
    shown = demo.get(f"/public/{LEDGER}/principles")["principles"]
    procedures = {one["case_id"]: one["procedure"] for one in every_case(demo)}
    with open_ledgers(Settings(var=demo.var)) as ledgers:
        ledger = ledgers.get(LEDGER)
        counted = Figures(ledger.batch(0, ledger.head()), procedures, ledger.register().calendar)
    assert shown["lawful"] == counted.lawful()
    assert {one["limit"]: (one["on_time"], one["late"]) for one in shown["timely"]} == counted.timely()
    assert all(on_time > 50 and late > 0 for on_time, late in counted.timely().values())
    assert shown["accurate"] == counted.accurate()
    assert min(counted.accurate().values()) > 0
    asked = {"corrections": counted.accurate()["made"], "asked": counted.accurate()["requests"]}
    assert shown["convenient"] == {**counted.convenient(), **asked, "officers": certified(0)}


@pytest.mark.article("信息公示制度 第五条")
def test_every_matter_has_its_basic_information_and_what_is_outdated_is_flagged(demo: Demo) -> None:
    matters = demo.get(f"/public/{LEDGER}/basic-information")["matters"]
    assert len(matters) > 40
    assert [one["matter"]["code"] for one in matters if not one["basic"]] == []
    outdated = demo.get(f"/api/{LEDGER}/supervision/basic-information", "supervisor")["items"]
    assert {flag["kind"] for one in outdated for flag in one["flags"]} >= {"basis-repealed", "basis-changed"}


@pytest.mark.article("全过程记录制度 二")
@pytest.mark.article("全过程记录制度 四")
def test_recorders_were_lent_and_one_is_overdue_and_recordings_were_used_for_every_purpose(demo: Demo) -> None:
    recording = f"/api/{LEDGER}/recording"
    devices = demo.get(f"{recording}/devices", "supervisor")["items"]
    assert [bool(one["loan"]) for one in devices if one["overdue"]] == [True]
    assert any(one["loans"] and one["loan"] is None for one in devices)
    used = demo.get(f"{recording}/uses", "supervisor")["items"]
    assert {one["purpose"] for one in used} == set(get_args(Purpose))
    assert {one["action"] for one in used} == {"view", "export"}


@pytest.mark.article("全过程记录制度 一")
def test_the_files_that_were_evaluated_have_their_result_in_public(demo: Demo) -> None:
    found = demo.get(f"/public/{LEDGER}/file-evaluations")["items"]
    assert sum(one["files"] for one in found) == 4
    assert all(one["mean"] for one in found)


def test_only_papers_are_called_void_or_doubtful(demo: Demo) -> None:
    papers = {one["case_id"] for one in every_case(demo) if one["back_entered"]}
    called = {one["case_id"] for one in demo.get(f"/api/{LEDGER}/supervision/void", "supervisor")["items"]}
    assert len(called) > 0
    assert called <= papers


def test_every_document_is_printed_by_and_by(demo: Demo) -> None:
    deadline = time.monotonic() + PATIENCE
    with open_ledgers(Settings(var=demo.var)) as ledgers:
        while waiting := not_printed(ledgers.engine):
            assert time.monotonic() < deadline, waiting[0]
            time.sleep(0.5)
    documents = [
        one
        for case in every_case(demo)
        if case["procedure"] in ("measure", *OFFICE_PROCEDURES)
        for one in demo.get(f"/api/{LEDGER}/cases/{case['case_id']}/documents", "supervisor")
    ]
    assert len(documents) > 40
    assert [one for one in documents if one["problem"] or not one["editions"]] == []


def not_printed(engine: Engine) -> tuple[Due, ...]:
    with engine.connect() as connection:
        return missing(connection, LEDGER)


@pytest.mark.parametrize("queue", QUEUES)
def test_something_waits_in_every_queue(demo: Demo, queue: str) -> None:
    assert demo.get(f"/api/{LEDGER}/queues/{queue}", "supervisor")["items"]


@pytest.mark.parametrize(
    ("role", "queue"), [("unit-head", "unit-head"), ("decider", "decider"), ("officer", "handler")]
)
def test_who_logs_in_finds_work_of_their_own(demo: Demo, role: str, queue: str) -> None:
    assert demo.get(f"/api/{LEDGER}/queues/{queue}", role)["items"]


def every_open_term(demo: Demo) -> Iterator[dict[str, Any]]:
    page = demo.get(DUE, "supervisor")
    yield from page["items"]
    while page["next"] is not None:
        page = demo.get(f"{DUE}?cursor={page['next']}", "supervisor")
        yield from page["items"]


def test_the_timer_has_done_what_was_due_and_most_open_terms_still_run(demo: Demo) -> None:
    today, terms = datetime.now(SHANGHAI).date().isoformat(), list(every_open_term(demo))
    over = [term for term in terms if term["due_on"] < today]
    assert 0 < len(over) < len(terms) / 2
    assert not [term for term in over if term["then"]]


def test_the_clock_is_the_real_one_once_the_sample_is_filled(demo: Demo) -> None:
    headers = {"Authorization": f"Bearer {demo.logins['registrar']['token']}"}
    address = f"{demo.address}/api/{LEDGER}/clock"
    answer = httpx.post(address, headers=headers, json={"to": "2026-01-01T00:00:00+08:00"}, trust_env=False)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "$.to")


# ---- What anybody can check of it ----


def key_of(demo: Demo, log: str) -> str:
    return httpx.get(f"{demo.address}/log/{log}/key", trust_env=False).raise_for_status().text.strip()


def copies(demo: Demo, folder: Path) -> list[Path]:
    """Every copy that the sample's pages offer, downloaded."""
    files, page = [], f"/public/{LEDGER}/disclosures"
    while page:
        found = demo.get(page)
        for one in found["items"]:
            files.append(folder / f"{one['disclosure']['id']}.json")
            files[-1].write_bytes(provable(f"{demo.address}/public/{LEDGER}/disclosures/{files[-1].stem}/copy"))
        page = (found["next"] or "").removeprefix(demo.address)
    return files


def provable(address: str) -> bytes:
    """What is there once the log has it, which may take it some seconds."""
    deadline = time.monotonic() + 60
    while (answer := httpx.get(address, trust_env=False)).status_code == 503:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.2)
    return answer.raise_for_status().content


def size_of(demo: Demo, log: str) -> int:
    return next((int(one["size"]) for one in demo.get("/log") if one["name"] == log), 0)


@pytest.mark.parametrize("log", [LEDGER, f"{LEDGER}-public"])
def test_both_logs_of_the_sample_pass_a_check_that_others_wrote(demo: Demo, log: str, tmp_path: Path) -> None:
    least, deadline = head(demo.var) if log == LEDGER else 1, time.monotonic() + 60
    while size_of(demo, log) < least:
        assert time.monotonic() < deadline, "the log doesn't come on"
        time.sleep(0.2)
    found = fsck(f"{demo.address}/log/{log}", key_of(demo, log), tmp_path)
    assert found is not None
    assert found >= least


def test_every_copy_of_the_sample_is_proven_by_both_checkers(demo: Demo, tmp_path: Path) -> None:
    files, key = copies(demo, tmp_path), key_of(demo, LEDGER)
    assert len(files) > 20
    command = [sys.executable, "-I", str(VERIFIER)]
    for file in files:
        ours = said("check", str(file), "--key", key, MINGJING_VAR=tmp_path / "var")
        theirs = subprocess.run([*command, str(file), "--key", key], capture_output=True, text=True, check=False)
        assert (ours.returncode, ours.stderr) == (0, ""), file
        assert (theirs.returncode, theirs.stderr) == (0, ""), file


def test_a_port_in_use_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    var = tmp_path / "var"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = mingjing("demo", PORT=port, VAR=var)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"端口 {port}" in done.stderr
    assert not var.exists()


def test_beside_other_ledgers_no_sample_is_made(tmp_path: Path) -> None:
    founding = ("--title", "段村镇", "--region", "140429", "--registrar", "登记人")
    assert mingjing("init", "duancun", *founding, MINGJING_VAR=tmp_path).returncode == 0
    (tmp_path / "demo-registrar.token").touch()  # not even when one was begun there
    done = mingjing("demo", PORT=free_port(), VAR=tmp_path)
    assert (done.returncode, "其他账本" in done.stdout) == (1, True)
    with open_ledgers(Settings(var=tmp_path)) as ledgers:
        assert ledgers.names() == ["duancun"]


def test_a_second_start_keeps_everything_and_is_ready_within_seconds(demo: Demo) -> None:
    position, logins = head(demo.var), demo.logins
    assert terminate(demo.process) < 10
    assert demo.process.stdout
    filled = re.findall(r"^逐步办理一百多个案件：(\d+)/(\d+)$", demo.process.stdout.read(), re.MULTILINE)
    assert (filled[0][0], filled[-1][0]) == ("0", filled[0][1])
    with running("demo", PORT=demo.port, VAR=demo.var) as process:
        assert answers(f"{demo.address}/readyz", 30, process) < 30
        assert demo.logins == logins
        assert demo.get(f"/api/{LEDGER}/registers/agencies", "supervisor")
        assert head(demo.var) == position
        assert process.stdout
        told = "".join(iter(process.stdout.readline, "按 Ctrl+C 停止。\n"))
        os.kill(process.pid, signal.SIGINT)
        _, wrong = process.communicate(timeout=15)
    assert demo.address in told
    assert all(login["token"] in told for login in logins.values())
    assert "Traceback" not in wrong

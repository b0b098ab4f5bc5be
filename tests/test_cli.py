"""The command `mingjing`, as an operator runs it."""

from __future__ import annotations

import json
import re
import socket
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import httpx
import pytest

from commands import answers, files_of, free_port, mingjing, running, said, terminate
from http_town import REAL, SAMPLE, Town, site

CHINESE = re.compile("[\u4e00-\u9fff]")
FOUNDING = ("--title", "监漳镇", "--region", "140429", "--registrar", "登记人")


def is_one_sentence(done: CompletedProcess[str], *words: str) -> None:
    """Exit status, and one sentence without a traceback."""
    told = done.stderr.strip()
    assert done.returncode not in (0, -9), done.stdout
    assert "Traceback" not in told
    assert len(told.splitlines()) == 1, told
    assert CHINESE.search(told)
    assert all(word in told for word in words), told


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module", autouse=True)
def town(var: Path) -> Iterator[Town]:
    """Two ledgers that a server serves while the commands run beside it."""
    with site("", var) as found:
        yield found.town


# ---- Help ----


def test_help_is_in_chinese() -> None:
    done = said("--help")
    assert done.returncode == 0
    assert "明镜：任何人都能核验的行政执法记录。" in done.stdout
    for command in ("init", "serve", "demo", "replay", "rebuild"):
        assert re.search(rf"{command}\s+[\u4e00-\u9fff]", done.stdout), command


@pytest.mark.parametrize("command", ["init", "replay", "demo", "ingest"])
def test_help_of_a_command_explains_every_option_in_chinese(command: str) -> None:
    told = said(command, "--help").stdout
    options = [line for line in told.splitlines() if re.search(r"--[a-z]", line) and "--help" not in line]
    assert len(options) > 2
    assert all(CHINESE.search(line) for line in options[1:]), told


# ---- init, serve ----


def test_a_new_ledger_is_served_until_the_process_is_told_to_stop(tmp_path: Path) -> None:
    founded = mingjing("init", "duancun", *FOUNDING, MINGJING_VAR=tmp_path)
    assert founded.returncode == 0, founded.stderr
    token = founded.stdout.strip().splitlines()[-1]
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running("serve", MINGJING_VAR=tmp_path, MINGJING_PORT=port) as process:
        answers(f"{address}/healthz", 20, process)
        answers(f"{address}/readyz", 10, process)
        headers = {"Authorization": f"Bearer {token}"}
        rules = httpx.get(f"{address}/api/duancun/registers/rules", headers=headers, trust_env=False)
        assert (rules.status_code, len(rules.json()) > 30) == (200, True)
        assert terminate(process) < 5
        assert process.returncode in (0, -15)
        assert "Traceback" not in process.communicate()[1]
    keys = tmp_path / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.iterdir()} == {0o600}


def test_what_is_there_is_not_founded_again(var: Path) -> None:
    is_one_sentence(said("init", SAMPLE, *FOUNDING, MINGJING_VAR=var), SAMPLE, "已经存在")


def test_nobody_else_on_the_machine_reads_what_a_server_keeps(tmp_path: Path) -> None:
    var = tmp_path / "new" / "var"
    assert said("init", "duancun", *FOUNDING, MINGJING_VAR=var).returncode == 0
    port = free_port()
    with running("serve", MINGJING_VAR=var, MINGJING_PORT=port) as process:
        answers(f"http://127.0.0.1:{port}/readyz", 20, process)
        folders = {var, *(path for path in var.iterdir() if path.is_dir())}
        assert {folder: stat.S_IMODE(folder.stat().st_mode) for folder in folders} == dict.fromkeys(folders, 0o700)
        files = sorted(path for path in var.iterdir() if path.is_file())
        assert var / "mingjing.sqlite3-wal" in files
        assert {file: stat.S_IMODE(file.stat().st_mode) for file in files} == dict.fromkeys(files, 0o600)


@pytest.mark.parametrize(
    ("option", "value"), [("--region", "zzz"), ("--region", "1404290"), ("--title", " "), ("--registrar", "")]
)
def test_a_ledger_without_region_title_or_registrar_is_refused(tmp_path: Path, option: str, value: str) -> None:
    given = {**dict(zip(FOUNDING[::2], FOUNDING[1::2], strict=True)), option: value}
    options = [text for pair in given.items() for text in pair]
    is_one_sentence(said("init", "duancun", *options, MINGJING_VAR=tmp_path), option.removeprefix("--"))


@pytest.mark.parametrize("name", ["监漳", "Jianzhang", "jianzhang-public", "9", ""])
def test_a_name_that_no_ledger_can_have_is_refused(tmp_path: Path, name: str) -> None:
    is_one_sentence(said("init", name, *FOUNDING, MINGJING_VAR=tmp_path), "小写字母")


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        is_one_sentence(said("serve", MINGJING_VAR=tmp_path, MINGJING_PORT=port), str(port))


def test_a_folder_that_a_server_serves_has_no_second_server(town: Town, var: Path) -> None:
    told = mingjing("serve", MINGJING_VAR=var, MINGJING_PORT=free_port())
    is_one_sentence(told, "另一个进程正在使用这个上传文件夹", "spool.lock")
    assert town.http.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"MINGJING_PORT": "http"}, "MINGJING_PORT：应为"),
        ({"MINGJING_OBJECTS": "s3://nowhere"}, "MINGJING_OBJECTS"),
        ({"MINGJING_DATABASE": "nosuch://database"}, "数据库不能完成操作"),
        ({"MINGJING_VAR": "/dev/null/var"}, "系统不能完成操作"),
    ],
)
def test_a_setting_that_can_not_be_used_is_said(tmp_path: Path, setting: dict[str, str], told: str) -> None:
    given = {"MINGJING_VAR": str(tmp_path), "MINGJING_PORT": str(free_port())} | setting
    is_one_sentence(said("serve", **given), told)


# ---- replay ----


@pytest.fixture(scope="module")
def case(town: Town) -> str:
    """Filed and signed live, its service of the next day entered six days later."""
    case = town.signed()
    served_at = town.later(days=1)
    town.later(days=6)
    service = town.serving(occurred_at=served_at.isoformat(), method="left", entry=town.on_paper())
    town.step("wang", case, service)
    return case


def replayed(var: Path, case: str, *arguments: str) -> list[str]:
    done = said("replay", case, "--ledger", SAMPLE, "--json", *arguments, MINGJING_VAR=var)
    assert done.returncode == 0, done.stderr
    view = json.loads(done.stdout)
    assert view["case"] == case
    return [step["type"] for step in view["steps"]]


def test_a_case_is_replayed_as_it_was_and_as_it_was_known(town: Town, var: Path, case: str) -> None:
    whole = [
        "case-filed/1",
        "correction-waived/1",
        "filing-approved/1",
        "inspection-recorded/1",
        "opinion-submitted/1",
        "opinion-endorsed/1",
        "notice-given/1",
        "document-served/2",  # the notice's
        "defence-waived/1",
        "decision-signed/3",
        "document-served/2",
    ]
    between = (town.now - timedelta(days=3)).isoformat()
    assert replayed(var, case) == whole
    assert replayed(var, case, "--at", between) == whole
    assert replayed(var, case, "--known-at", between) == whole[:-1]
    assert replayed(var, case, "--at", (town.now - timedelta(days=6, hours=1)).isoformat()) == whole[:-1]


def test_json_is_what_the_timeline_says(town: Town, var: Path, case: str) -> None:
    done = mingjing("replay", case, "--ledger", SAMPLE, "--json", MINGJING_VAR=var)
    assert json.loads(done.stdout) == town.get("sun", f"cases/{case}/timeline")


def test_a_case_is_replayed_for_people(var: Path, case: str) -> None:
    told = said("replay", case, "--ledger", SAMPLE, MINGJING_VAR=var).stdout
    assert "document-served/2（补录）" in told
    assert "缺陷 refusal-needs-witness" in told
    assert "[done] 送达" in told
    assert "[open] 执行" in told


def test_errors_of_replay_are_said_in_one_sentence(var: Path, case: str, tmp_path: Path) -> None:
    at = {"MINGJING_VAR": str(var)}
    is_one_sentence(said("replay", case, "--ledger", "nowhere", **at), "账本", "nowhere")
    is_one_sentence(said("replay", "none", "--ledger", SAMPLE, **at), "案件", "none")
    is_one_sentence(said("replay", case, **at), "--ledger", SAMPLE, REAL)
    wrong = said("replay", case, "--ledger", SAMPLE, "--at", "yesterday", **at)
    assert (wrong.returncode, "yesterday" in wrong.stderr, "Traceback" in wrong.stderr) == (2, True, False)


def test_where_there_is_no_ledger_nothing_is_made(tmp_path: Path) -> None:
    for command in (["replay", "x"], ["rebuild"]):
        is_one_sentence(said(*command, MINGJING_VAR=tmp_path / "var"), "mingjing init")
        is_one_sentence(said(*command, MINGJING_DATABASE=f"sqlite:///{tmp_path}/no.sqlite3", MINGJING_VAR=tmp_path))
    assert not (tmp_path / "var").exists()


# ---- rebuild ----


def test_views_are_rebuilt_while_they_are_read(town: Town, var: Path) -> None:
    page = town.get("sun", f"cases/{town.published()}")["disclosure"]["disclosure"]
    before = town.get("sun", "statistics")
    done = said("rebuild", MINGJING_VAR=var)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"重建投影：0/\d+", lines[0])
    assert re.fullmatch(r"重建投影：(\d+)/\1", lines[-1])
    assert town.http.get(f"/public/{SAMPLE}/disclosures/{page}").status_code == 200
    assert said("rebuild", "timeline", "statistics", MINGJING_VAR=var).returncode == 0
    assert town.get("sun", "statistics")["items"][0]["cases_filed"] >= before["items"][0]["cases_filed"]


def test_an_unknown_projection_is_said(var: Path) -> None:
    is_one_sentence(said("rebuild", "nosuch", MINGJING_VAR=var), "投影", "nosuch")


def test_a_command_leaves_no_file_behind(var: Path) -> None:
    before = files_of(var)
    assert said("rebuild", "timeline", MINGJING_VAR=var).returncode == 0
    left = {name for name in files_of(var) ^ before if not name.startswith("log/")}  # the server's signer goes on
    assert left == set()

"""A case taken out as a package: made through a served town, carried off, and checked without our code."""

from __future__ import annotations

import ast
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from subprocess import CompletedProcess
from uuid import uuid4

import pytest

from api.deployment import open_ledgers
from api.exporting.script import script
from api.settings import Settings
from commands import environment, said
from http_town import SAMPLE, Town, site
from media.bag import ALGORITHMS, SEAL, sealed
from media.digest import of_file
from minio_server import Access
from records.application import Sender, record_entry
from records.log.notes import COSIGNER, SigningKey
from records.penalty import commands as c
from records.register.events import PersonErased

CONTENTS = [b"first recording " * 40_000, b"second recording", b"third\x00recording"]


@pytest.fixture(scope="module", params=["folder", "bucket"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a deployment whose objects and log lie in folders, and of one where they lie in buckets."""
    given = {"var": str(tmp_path_factory.mktemp("deployment")), "objects": ""}
    if request.param == "bucket":
        minio: Access = request.getfixturevalue("minio")
        bucket = f"export-{uuid4().hex[:8]}"
        given["objects"] = f"s3://{minio.access_key}:{minio.secret_key}@{minio.endpoint}/{bucket}?secure=0"
    return given


@pytest.fixture(scope="module")
def town(settings: dict[str, str]) -> Iterator[Town]:
    with site("", Path(settings["var"]), objects=settings["objects"]) as place:
        yield place.town


@pytest.fixture(scope="module")
def case(town: Town) -> str:
    """A case with three recordings and a rendered document."""
    name = begun(town)
    for content in CONTENTS:
        town.step("wang", name, linking(town, content))
    rendered(town, name)
    return name


def begun(town: Town) -> str:
    name = town.file()
    for kind in (c.ApproveFiling, c.ApprovePreservation, c.PreserveEvidence):
        town.take(name, kind)
    return name


def linking(town: Town, content: bytes) -> dict[str, str]:
    return {"type": "link-recording", "object": town.upload(content), "stage": "preservation"}


def rendered(town: Town, case: str) -> None:
    made = next(one for one in town.get("wang", f"cases/{case}/documents") if one["problem"].startswith("还没有生成"))
    town.made("wang", f"cases/{case}/documents", {"step": made["step"], "paper": made["paper"], "reason": "移送法院"})


def export(settings: dict[str, str], case: str, target: Path, purpose: str = "办案") -> CompletedProcess[str]:
    asked = ("export", "case", case, "--ledger", SAMPLE, "--to", str(target), "--purpose", purpose)
    return said(*asked, **environment_of(settings))


def environment_of(settings: dict[str, str]) -> dict[str, str]:
    return {f"MINGJING_{name.upper()}": value for name, value in settings.items()}


@pytest.fixture(scope="module")
def package(settings: dict[str, str], case: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("exported") / "案卷"
    done = export(settings, case, target)
    assert (done.returncode, "音像记录 3 件" in done.stdout) == (0, True), done.stderr
    assert [path.name for path in target.parent.iterdir()] == ["案卷"]
    return target


@pytest.fixture(scope="module")
def program(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checking script, kept apart from the package that it is asked about."""
    return Path(shutil.copy(package / "check.py", tmp_path_factory.mktemp("program")))


@pytest.fixture
def carried(package: Path, tmp_path: Path) -> Path:
    """A copy of the package that the test may spoil."""
    return Path(shutil.copytree(package, tmp_path / "carried"))


def checked(program: Path, folder: Path, *more: str) -> CompletedProcess[str]:
    """By a plain Python that has none of our packages, nor any other."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(program), str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, cwd="/")


def files(package: Path) -> list[str]:
    return sorted(path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file())


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def vkey(package: Path) -> str:
    return (package / "data" / "log-key.txt").read_text().strip()


# ---- What is there ----


def test_a_case_is_carried_off_and_checked_by_a_plain_python_and_by_our_command(package: Path, carried: Path) -> None:
    done = checked(carried / "check.py", carried, "--key", vkey(package))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.startswith("通过：案卷包完整，没有改动。")
    assert "没有 blake3 模块" in done.stdout
    assert "公钥取自包内" not in done.stdout
    alone = [sys.executable, "-I", "-S", str(carried / "check.py")]
    assert subprocess.run(alone, capture_output=True, check=False, cwd="/").returncode == 0
    ours = said("check", str(carried), "--key", vkey(package))
    assert (ours.returncode, "案卷包核对无误" in ours.stdout) == (0, True), ours.stdout + ours.stderr
    assert "没有证明是谁签的" in said("check", str(carried)).stdout


def test_the_package_has_recordings_documents_events_proofs_and_custody(package: Path, town: Town, case: str) -> None:
    recordings = sorted((package / "data" / "recordings").iterdir())
    assert [path.read_bytes() for path in recordings] == CONTENTS
    assert all(re.fullmatch(r"0[123]-先行登记保存-[0-9a-f]{64}\.mp4", path.name) for path in recordings)
    events = json.loads((package / "data" / "events.json").read_text())
    assert events == town.get("sun", f"cases/{case}/timeline")
    proofs = json.loads((package / "data" / "proofs.json").read_text())
    assert (proofs["mingjing"], proofs["log"], proofs["case"]) == ("case/1", SAMPLE, case)
    assert {one["position"] for one in events["steps"]} <= {one["index"] + 1 for one in proofs["records"]}
    info = (package / "bag-info.txt").read_text()
    assert f"External-Identifier: {SAMPLE}/{case}\n" in info
    assert "Mingjing-Purpose: 办案\n" in info
    size, count = re.findall(r"Payload-Oxum: (\d+)\.(\d+)\n", info)[0]
    payload = [path for path in (package / "data").rglob("*") if path.is_file()]
    assert (int(size), int(count)) == (sum(path.stat().st_size for path in payload), len(payload))


def test_each_export_is_a_use_of_each_recording_and_the_custody_report_tells_it(package: Path, town: Town) -> None:
    report = json.loads((package / "data" / "custody.json").read_text())
    assert [one["sha256"] for one in report["recordings"]] == [sha256(content).hexdigest() for content in CONTENTS]
    for one in report["recordings"]:
        assert [(use["action"], use["purpose_name"], use["name"]) for use in one["uses"]] == [
            ("export", "办案", "本机管理员")
        ]
        assert [(link["stage"], link["voided"]) for link in one["links"]] == [("先行登记保存", False)]
        assert (one["integrity"]["holds"], one["integrity"]["size"]) == (True, one["size"])
        assert one["arrived_at"]
        assert (package / one["file"]).is_file()
    town.projected()
    uses = [one for one in town.get("sun", "recording/uses")["items"] if one["action"] == "export"]
    assert {one["blake3"] for one in uses} >= {one["blake3"] for one in report["recordings"]}
    headers = {"Authorization": f"Bearer {town.tokens['sun']}", "Accept": "text/html"}
    assert "本机管理员导出，用于办案" in town.http.get(f"/staff/{SAMPLE}/recording", headers=headers).text


# ---- What was changed ----


def test_one_flipped_byte_in_each_file_is_named_by_the_script_and_by_our_command(
    package: Path, carried: Path, program: Path
) -> None:
    for name in files(package):
        size = (package / name).stat().st_size
        for at in {0, size // 2, size - 1}:
            flip(carried / name, at)
            done = checked(program, carried)
            assert (done.returncode, done.stderr) == (1, ""), name
            assert f"\n  {name}：" in done.stdout, (name, at, done.stdout)
            assert "通过：案卷包完整" not in done.stdout
            flip(carried / name, at)
        flip(carried / name, size // 2)
        ours = said("check", str(carried))
        assert (ours.returncode, f"· {name}：" in ours.stdout) == (1, True), (name, ours.stdout, ours.stderr)
        flip(carried / name, size // 2)
    assert checked(program, carried).returncode == 0


@pytest.mark.parametrize("name", ["data/recordings/extra.mp4", "extra.txt", "data/.hidden", "data/empty/deep"])
def test_a_file_that_was_added_is_named(carried: Path, program: Path, name: str) -> None:
    (carried / name).parent.mkdir(parents=True, exist_ok=True)
    (carried / name).write_bytes(b"")
    for done, mark in ((checked(program, carried), f"  {name}：多出"), (said("check", str(carried)), f"{name}：多出")):
        assert (done.returncode, mark in done.stdout) == (1, True), done.stdout


def test_a_link_or_an_empty_folder_in_the_package_is_named(carried: Path, program: Path) -> None:
    (carried / "data" / "link").symlink_to("/etc")
    (carried / "data" / "nothing").mkdir()
    for done in (checked(program, carried), said("check", str(carried))):
        assert done.returncode == 1
        assert "data/link：" in done.stdout
        assert "data/nothing：" in done.stdout


def test_each_missing_file_is_named(package: Path, carried: Path, program: Path) -> None:
    for name in files(package):
        (carried / name).unlink()
        for done in (checked(program, carried), said("check", str(carried))):
            assert (done.returncode, f"{name}：" in done.stdout) == (1, True), (name, done.stdout)
        shutil.copy(package / name, carried / name)


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt", "manifest-blake3.txt"])
def test_a_changed_line_of_a_manifest_names_the_manifest_and_accuses_no_file(
    carried: Path, program: Path, name: str
) -> None:
    manifest = carried / name
    first, *others = manifest.read_text().splitlines(keepends=True)
    for lines in (
        [others[0][:64] + first[64:], *others],
        others,
        [first, *others, first.replace("  data/", "  data/x")],
    ):
        manifest.write_text("".join(lines))
        for done in (checked(program, carried), said("check", str(carried))):
            assert (done.returncode, f"{name}：" in done.stdout) == (1, True), done.stdout
            assert "data/recordings" not in done.stdout


def test_a_package_that_was_changed_and_sealed_anew_is_held_against_the_log(carried: Path, program: Path) -> None:
    events = carried / "data" / "events.json"
    events.write_text(events.read_text().replace("2025-03-03", "2025-03-04", 1))
    recording = next((carried / "data" / "recordings").iterdir())
    recording.write_bytes(b"something else")
    custody = carried / "data" / "custody.json"
    custody.write_text(custody.read_text().replace('"purpose": "case-work"', '"purpose": "credit-system"'))
    resealed(carried)
    for done in (checked(program, carried), said("check", str(carried))):
        assert done.returncode == 1
        assert "与证明不符" in done.stdout
        assert "不是日志记载的文件" in done.stdout
        assert "与保管链报告不符" in done.stdout


def resealed(folder: Path) -> None:
    """What somebody would do who changed files and knows how packages are made."""
    tags = ["bagit.txt", "bag-info.txt", "check.py", *(f"manifest-{name}.txt" for name in ALGORITHMS)]
    for kind, listed in (
        ("manifest", [one for one in files(folder) if one.startswith("data/")]),
        ("tagmanifest", tags),
    ):
        for name in ALGORITHMS:
            lines = [f"{getattr(of_file(folder / path), name)}  {path}\n" for path in sorted(listed)]
            (folder / f"{kind}-{name}.txt").write_text("".join(lines))
    told = {f"tagmanifest-{name}.txt": (folder / f"tagmanifest-{name}.txt").read_bytes() for name in ALGORITHMS}
    (folder / SEAL).write_bytes(sealed(told))


def test_a_key_of_somebody_else_proves_nothing_and_one_that_is_none_is_wrong_use(carried: Path, program: Path) -> None:
    other = SigningKey(vkey(carried).partition("+")[0], bytes(range(32))).verifier.text
    for done in (checked(program, carried, "--key", other), said("check", str(carried), "--key", other)):
        assert (done.returncode, "data/proofs.json：" in done.stdout) == (1, True), done.stdout
    witness = SigningKey("witness.example.org", bytes(32), COSIGNER).verifier.text
    for done in (checked(program, carried, "--witness", witness), said("check", str(carried), "--witness", witness)):
        assert (done.returncode, "witness.example.org" in done.stdout) == (1, True), done.stdout
    assert checked(program, carried, "--key", "nothing").returncode == 2
    assert said("check", str(carried), "--key", "nothing").returncode == 2
    assert checked(program, carried / "nowhere").returncode == 2
    assert "不是案卷包" in checked(program, carried / "data").stderr


# ---- What is refused ----


def is_refused(done: CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("错误：")
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_export_into_the_same_place_is_refused_and_changes_nothing(
    settings: dict[str, str], case: str, package: Path
) -> None:
    before = {name: (package / name).stat().st_mtime_ns for name in files(package)}
    is_refused(export(settings, case, package), "已经存在", "--to")
    assert {name: (package / name).stat().st_mtime_ns for name in files(package)} == before


def test_an_export_without_a_true_purpose_case_or_place_says_so(
    settings: dict[str, str], case: str, tmp_path: Path
) -> None:
    is_refused(export(settings, case, tmp_path / "one", purpose="好奇"), "用途", "案卷评查", "好奇")
    is_refused(export(settings, "nobody", tmp_path / "one"), "没有这个案件")
    is_refused(export(settings, case, tmp_path / "none" / "one"), "没有文件夹")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_no_more_leaves_nothing_behind(settings: dict[str, str], town: Town, tmp_path: Path) -> None:
    case = begun(town)
    town.step("wang", case, linking(town, bytes(9_000_000)))
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, 8_000_000)); "
    limited += (
        f"sys.argv = ['mingjing', 'export', 'case', '{case}', '--ledger', '{SAMPLE}', '--to', '{tmp_path}/full', "
    )
    limited += "'--purpose', '案卷评查']; from api.cli import main; main()"
    given = environment(**environment_of(settings))
    done = subprocess.run(
        [sys.executable, "-c", limited], env=given, capture_output=True, text=True, timeout=120, check=False
    )
    is_refused(done, "放不下", "没有留下任何文件")
    assert list(tmp_path.iterdir()) == []


def test_an_object_that_is_not_what_its_digest_says_is_not_exported_and_the_try_is_known(
    settings: dict[str, str], town: Town, tmp_path: Path
) -> None:
    case = begun(town)
    command = linking(town, b"soon to be damaged")
    digest = command["object"]
    town.step("wang", case, command)
    with closing(sqlite3.connect(Path(settings["var"]) / "mingjing.sqlite3")) as database:
        database.execute("UPDATE stored_object SET sha256 = ? WHERE blake3 = ?", ("0" * 64, digest))
        database.commit()
    is_refused(export(settings, case, tmp_path / "made"), digest, "与它的摘要不符", "mingjing verify --media")
    assert list(tmp_path.iterdir()) == []
    town.projected()
    uses = town.get("sun", "recording/uses")["items"]
    assert [(one["case_id"], one["action"]) for one in uses if one["blake3"] == digest] == [(case, "export")]


# ---- What a case may have besides ----


def test_what_was_a_mistake_is_left_out_and_what_was_erased_is_proven_without_being_shown(
    settings: dict[str, str], town: Town, program: Path, tmp_path: Path
) -> None:
    case = begun(town)
    wrong = town.step("wang", case, linking(town, b"of another case"))
    town.step("wang", case, linking(town, b"of this case"))
    town.step("zhao", case, {"type": "void-entry", "version": wrong["version"], "reason": "误录"})
    today = town.now.date().isoformat()
    on_paper = {**town.saying(c.AddEvidence), "occurred_at": today, "entry": town.on_paper()}
    town.step("wang", case, on_paper)
    party = town.get("sun", f"cases/{case}")["party"]
    with open_ledgers(Settings(var=Path(settings["var"]), objects=settings["objects"])) as ledgers:
        ledger = ledgers.get(SAMPLE)
        erased = PersonErased(person=party["person"], reason="测试", basis="个人信息保护法 第四十七条")
        record_entry(ledger, erased, Sender("system", "system", f"erase:{case}", bytes(32)))
        ledger.register()
    assert export(settings, case, tmp_path / "made").returncode == 0
    made = tmp_path / "made"
    assert [path.read_bytes() for path in (made / "data" / "recordings").iterdir()] == [b"of this case"]
    assert [path.read_bytes() for path in (made / "data" / "evidence").iterdir()] == [b"a page"]
    assert party["name"] not in (made / "data" / "events.json").read_text()
    assert party["name"] not in (made / "data" / "proofs.json").read_text()
    for done in (checked(program, made), said("check", str(made))):
        assert done.returncode == 0, done.stdout
    events = made / "data" / "events.json"
    told, count = re.subn(r'\{\s*"type": "erased"\s*\}', '"李四"', events.read_text())
    assert count
    events.write_text(told)
    resealed(made)
    for done in (checked(program, made), said("check", str(made))):
        assert (done.returncode, "party 与证明不符" in done.stdout) == (1, True), done.stdout


def test_the_two_programs_that_are_joined_share_no_name_but_that_of_their_command() -> None:
    tree = ast.parse(script().decode(), feature_version=(3, 9))
    defined = [one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    defined += [
        one.id
        for some in tree.body
        if isinstance(some, ast.Assign)
        for one in some.targets
        if isinstance(one, ast.Name)
    ]
    assert [name for name, count in Counter(defined).items() if count > 1] == ["main"]

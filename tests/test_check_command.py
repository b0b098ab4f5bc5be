"""`mingjing check`: a public copy, read offline, with what it proves and what it doesn't in plain Chinese."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from commands import mingjing, said
from forged_copy import forged
from records.log.notes import COSIGNER, SigningKey
from seal_vectors import fixture


@pytest.fixture(scope="module")
def vectors() -> Any:
    return fixture()


@pytest.fixture
def file(vectors: Any, tmp_path: Path) -> Path:
    path = tmp_path / "copy.json"
    path.write_text(vectors["copy"])
    return path


def checked(file: Path, vectors: Any, *more: str, key: str = "") -> CompletedProcess[str]:
    return said("check", str(file), "--key", key or vectors["log"]["vkey"], *more)


def is_refused(done: CompletedProcess[str], *words: str, status: int = 1) -> None:
    """That exit status, and one sentence that says what is wrong, without a trace."""
    assert done.returncode == status
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("错误：")
    assert len(done.stderr.splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr


def test_a_copy_is_checked_and_says_what_is_proven_and_what_is_not(file: Path, vectors: Any, tmp_path: Path) -> None:
    done = mingjing("check", str(file), "--key", vectors["log"]["vkey"], MINGJING_VAR=tmp_path / "var")
    assert (done.returncode, done.stderr) == (0, "")
    proven, not_proven = re.split("\n没有证明：\n", done.stdout)
    for word in ("监漳罚〔2026〕1号", "样本镇人民政府", "张某某", "第 7 号记录", "第 6 号记录", "共有 7 条记录"):
        assert word in proven
    assert "log.example.gov/golden " in proven
    assert "2026年3月16日 10:00" in proven
    assert "理由（依据：某某条例第八条）" in proven
    unbacked = "标题、机关、机关代码、事项编码、事项、当事人、当事人类别、事实、决定日期。"
    for word in ("撤回", "遮盖", "没有见证人作证", "golden-public", vectors["statement"], "只以文号相连", unbacked):
        assert word in not_proven
    assert not (tmp_path / "var").exists()


def test_the_checkpoint_that_was_there_before_is_named_with_its_place(file: Path, vectors: Any) -> None:
    digest = hashlib.sha256(vectors["witnessed"]["checkpoint"].encode()).hexdigest()
    proven, not_proven = checked(file, vectors).stdout.split("没有证明：")
    for what in ("决定", "公示审查"):
        assert f"{what}：本记录写入时，日志的见证检查点为 {digest}" in proven
    assert proven.count(f"（可从 /log/golden/witnessed/{digest} 取得），因此记录不早于该检查点的见证时间。") == 2
    assert "写入时没有见证检查点" not in not_proven
    file.write_bytes(forged(review={"@checkpoint": '""'}))
    proven, not_proven = checked(file, vectors).stdout.split("没有证明：")
    assert "公示审查：本记录写入时" not in proven
    assert "记录不早于什么时候（公示审查）：写入时没有见证检查点" in not_proven


def test_a_trusted_witness_says_the_latest_time(file: Path, vectors: Any) -> None:
    done = checked(file, vectors, "--witness", vectors["witness"]["vkey"])
    assert done.returncode == 0
    assert "见证人 witness.example.org 在 2026年3月16日 11:00 见到" in done.stdout
    assert "没有见证人作证" not in done.stdout


def test_a_changed_copy_is_refused_in_one_sentence(file: Path, vectors: Any) -> None:
    file.write_text(vectors["copy"].replace("200", "300"))
    is_refused(checked(file, vectors), "不能证明公示审查是第 7 号记录")


def test_another_key_is_refused(file: Path, vectors: Any) -> None:
    other = SigningKey(vectors["log"]["vkey"].partition("+")[0], bytes(range(64, 96))).verifier
    is_refused(checked(file, vectors, key=other.text), "log.example.gov/golden", "签名")


def test_a_key_that_is_none_has_an_exit_status_of_its_own(file: Path, vectors: Any) -> None:
    is_refused(checked(file, vectors, key=vectors["witness"]["vkey"]), "witness.example.org", status=2)
    is_refused(checked(file, vectors, key="log.example.gov/golden"), "公钥", status=2)
    is_refused(checked(file, vectors, "--witness", vectors["log"]["vkey"]), "log.example.gov/golden", status=2)


def test_a_witness_that_is_asked_for_and_did_not_sign_is_missed(file: Path, vectors: Any) -> None:
    other = SigningKey("another.example.org", bytes(32), COSIGNER).verifier
    is_refused(checked(file, vectors, "--witness", other.text), "another.example.org")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"PK\x03\x04", b"[]", b" " * (1 << 23)])
def test_a_file_that_is_no_copy_is_refused(file: Path, vectors: Any, content: bytes) -> None:
    file.write_bytes(content)
    is_refused(checked(file, vectors), "副本")


def test_a_file_that_is_not_there_is_said(file: Path, vectors: Any) -> None:
    is_refused(checked(file.with_name("none.json"), vectors), "none.json", status=2)
    is_refused(checked(file.parent, vectors), str(file.parent), status=2)


def test_what_a_copy_says_can_not_steer_the_terminal(file: Path, vectors: Any) -> None:
    copy = json.loads(vectors["copy"])
    copy["log"] = "golden\x1b[2J"
    file.write_text(json.dumps(copy, ensure_ascii=False, separators=(",", ":")))
    done = checked(file, vectors)
    is_refused(done)
    assert "\x1b" not in done.stderr

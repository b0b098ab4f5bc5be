"""The stand-alone check of a public copy: its command, and what only it has. What it refuses: test_copy_vectors.py."""

import ast
import base64
import functools
import hashlib
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from copy_vectors import BODY, COPY, NOTE, OTHER_SEED, VKEY, WITNESS, WITNESS_LINE, with_note
from forged_copy import (
    DECISION,
    ORIGIN,
    VECTORS,
    base64_of,
    checkpoint_of,
    encoded,
    forged,
    key_of,
    public_text,
    signed,
)

SCRIPT = Path(__file__).parents[1] / "deploy" / "verifier" / "mingjing_check.py"
PROGRAM = runpy.run_path(str(SCRIPT))
REFUSED, WRONG_USE = PROGRAM["Refused"], PROGRAM["WrongUse"]
KEY = PROGRAM["read_key"](VKEY)
# Most changed copies keep their checkpoint: its signature is verified once, not thousands of times.
PROGRAM["check_copy"].__globals__["verified"] = functools.lru_cache(maxsize=None)(PROGRAM["verified"])


def check(data: bytes | str) -> Any:
    return PROGRAM["check_copy"](data.encode() if isinstance(data, str) else data, KEY)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-W", "error", str(SCRIPT), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    path = tmp_path / "copy.json"
    path.write_bytes(COPY.encode())
    return path


# What is true is proven


def test_the_self_test_passes() -> None:
    done = run("--self-test")
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (0, "自检通过。", "")


def test_the_vectors_inside_are_those_of_the_document() -> None:
    slot = VECTORS["events"][2]["slots"][28]
    assert PROGRAM["VECTOR_COPY"] == COPY
    assert (PROGRAM["VECTOR_KEY"], PROGRAM["VECTOR_WITNESS"]) == (VKEY, WITNESS)
    assert (PROGRAM["VECTOR_TIME"], PROGRAM["VECTOR_STATEMENT"]) == (VECTORS["witness"]["time"], VECTORS["statement"])
    assert PROGRAM["VECTOR_ROOT"] == VECTORS["root"]
    assert PROGRAM["VECTOR_LEAVES"] == {index: VECTORS["events"][index]["leaf"] for index in (5, 6)}
    tag = VECTORS["events"][2]["tag"]
    assert PROGRAM["VECTOR_SLOT"] == (tag, slot["path"], slot["value"], slot["salt"], slot["commitment"])


@pytest.mark.parametrize("event", VECTORS["events"], ids=lambda event: str(event["position"]))
def test_every_slot_of_the_vectors_has_its_commitment(event: dict[str, Any]) -> None:
    for slot in event["slots"]:
        shown = PROGRAM["Shown"](slot["path"], slot["value"], bytes.fromhex(slot["salt"]))
        assert PROGRAM["commitment"](event["tag"], slot["path"], shown).hex() == slot["commitment"]
    if event["tag"] in PROGRAM["PATHS"]:
        assert list(PROGRAM["PATHS"][event["tag"]]) == [slot["path"] for slot in event["slots"]]


def test_the_proof_of_the_vectors_holds_for_its_event_alone() -> None:
    _, index, *hashes = VECTORS["proof"].partition("\n\n")[0].splitlines()
    proof, root = [base64.b64decode(line) for line in hashes], bytes.fromhex(VECTORS["root"])
    for event in VECTORS["events"]:
        held = PROGRAM["is_included"](bytes.fromhex(event["leaf"]), int(index.split()[1]), 7, proof, root)
        assert held == (event["position"] == 3)


def test_the_golden_copy_is_proven_and_what_is_not_proven_is_said(golden: Path) -> None:
    done = run(golden, "--key", VKEY)
    assert (done.returncode, done.stderr) == (0, "")
    proven, _, rest = done.stdout.partition("没有证明：")
    for words in ("通过", "日志第 7 条是一次公示审查", "日志第 6 条是一份处罚决定", "事实：当事人在人行道上摆放货架。"):
        assert words in proven
    assert (
        "下列各项与上面的文本逐字相同：文号、处罚种类、处罚内容、罚款（元）、没收违法所得（元）、处罚依据\n" in proven
    )
    assert VECTORS["statement"] in proven
    assert "公开账本 golden-public" in rest
    assert "当事人、当事人类别、违法事实、决定日期" in rest


def decided(tag: str, text: dict[str, Any]) -> bytes:
    """A copy of a decision of another kind, by the same public text but for what is changed."""
    values = {path: DECISION.get(path, '""') for path in PROGRAM["PATHS"][tag]}
    shown = ("@ledger", "@tag", "@recorded_at", "@checkpoint", "number", "content", "basis")
    values |= {"@tag": encoded(tag)}
    return forged(decision=values, decision_tag=tag, shown_decision=shown, review=public_text(**text))


def test_what_was_decided_is_called_by_the_kind_of_the_decision(tmp_path: Path) -> None:
    path = tmp_path / "licence.json"
    path.write_bytes(decided("licence-granted/1", {"kinds": [], "fine_yuan": None}))
    done = run(path, "--key", VKEY)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("是一份其他行政执法决定", "认定事实：当事人在人行道上摆放货架。", "文号、决定内容、决定依据\n"):
        assert words in done.stdout, words
    for words in ("处罚种类", "处罚内容", "处罚依据", "违法事实", "罚款（元）", "没收违法所得"):
        assert words not in done.stdout, words


def test_a_penalty_on_the_spot_is_called_a_penalty(tmp_path: Path) -> None:
    path = tmp_path / "spot.json"
    path.write_bytes(decided("spot-decided/1", {}))
    done = run(path, "--key", VKEY)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("是一份处罚决定", "违法事实：", "处罚内容：罚款人民币贰佰元", "处罚种类：罚款"):
        assert words in done.stdout, words


def test_the_key_may_stand_in_a_file(golden: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(VKEY + "\r\n")
    assert run(golden, "--key-file", tmp_path / "key").returncode == 0


def test_a_witness_that_is_asked_for_must_have_signed(golden: Path) -> None:
    done = run(golden, "--key", VKEY, "--witness", WITNESS)
    assert done.returncode == 0
    assert "不晚于 2026-03-16 03:00:00（世界时）" in done.stdout
    other = b"\x04" + base64.b64decode(WITNESS.split("+", 2)[2])[1:]
    other_id = PROGRAM["sha256"](b"another.example.org\n" + other)[:4].hex()
    done = run(golden, "--key", VKEY, "--witness", f"another.example.org+{other_id}+{base64_of(other)}")
    assert (done.returncode, done.stdout.splitlines()[0][:4]) == (1, "未通过：")


def test_the_checkpoint_before_says_that_the_records_are_not_older(golden: Path, tmp_path: Path) -> None:
    before, text = tmp_path / "witnessed", VECTORS["witnessed"]["checkpoint"]
    before.write_text(text, encoding="utf-8")
    done = run(golden, "--key", VKEY, "--witness", WITNESS, "--witnessed", before)
    proven, _, rest = done.stdout.partition("没有证明：")
    assert done.returncode == 0
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert proven.count(f"日志的见证检查点为 {digest}") == proven.count(f"/log/golden/witnessed/{digest}") == 2
    for number in (6, 7):
        assert f"第 {number} 条不早于 2026-03-16 00:13:20（世界时）" in proven
    assert "不早于" not in rest
    without = run(golden, "--key", VKEY, "--witness", WITNESS).stdout.partition("没有证明：")
    assert (without[0].count(digest), without[2].count("--witnessed")) == (4, 2)


def test_another_checkpoint_than_that_which_was_there_before_is_refused(golden: Path, tmp_path: Path) -> None:
    text = VECTORS["witnessed"]["checkpoint"]
    for wrong in (NOTE, text + "\n", text.replace("\n5\n", "\n4\n"), ""):
        (tmp_path / "witnessed").write_text(wrong, encoding="utf-8")
        done = run(golden, "--key", VKEY, "--witness", WITNESS, "--witnessed", tmp_path / "witnessed")
        assert (done.returncode, "都没有引用" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("note", "word"),
    [(NOTE, "不在记录之前"), (signed(BODY.replace("\n7\n", "\n5\n") + "\n"), "没有公钥"), ("no note", "不能用")],
)
def test_a_checkpoint_before_that_cannot_be_one_is_refused(tmp_path: Path, note: str, word: str) -> None:
    (tmp_path / "witnessed").write_text(note, encoding="utf-8")
    named = {"@checkpoint": f'"{hashlib.sha256(note.encode()).hexdigest()}"'}
    (tmp_path / "copy").write_bytes(forged(review=named))
    done = run(tmp_path / "copy", "--key", VKEY, "--witnessed", tmp_path / "witnessed", "--witness", WITNESS)
    assert done.returncode == 1
    assert "没有公钥" in done.stdout, "the copy's own checkpoint has no witness"
    with pytest.raises(REFUSED, match=word):
        PROGRAM["not_before"](check(forged(review=named)), note.encode(), KEY, [PROGRAM["read_key"](WITNESS, b"\x04")])


def test_records_without_a_checkpoint_before_may_be_of_any_age(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(forged(review={"@checkpoint": '""'}))
    proven, _, rest = run(tmp_path / "copy", "--key", VKEY).stdout.partition("没有证明：")
    assert "第 7 条" not in proven.replace("日志第 7 条", "")
    assert "第 7 条不早于何时：写入时没有见证检查点" in rest


def test_a_cosignature_of_another_time_is_refused() -> None:
    line = WITNESS_LINE.rpartition(" ")[2]
    data = bytearray(base64.b64decode(line))
    data[11] ^= 1
    checkpoint = check(with_note(NOTE.replace(line, base64_of(bytes(data))))).checkpoint
    with pytest.raises(REFUSED, match="见证人"):
        PROGRAM["witnessed_at"](checkpoint, PROGRAM["read_key"](WITNESS, b"\x04"))


# What is not exactly one form is refused


def test_every_beginning_of_a_copy_is_refused() -> None:
    data = COPY.encode()
    for length in range(len(data)):
        with pytest.raises(REFUSED):
            check(data[:length])


def test_a_true_checkpoint_with_another_key_is_refused(golden: Path) -> None:
    for name in (ORIGIN, "log.example.org/golden", "log.example.gov/golden-public"):
        assert run(golden, "--key", key_of(name, OTHER_SEED)[1]).returncode == 1
    seed = bytes.fromhex(VECTORS["log"]["seed"])
    with pytest.raises(REFUSED, match="不是这把公钥的日志"):
        PROGRAM["check_copy"](forged(origin="golden"), PROGRAM["read_key"](key_of("golden", seed)[1]))
    with pytest.raises(REFUSED, match="不是这把公钥的日志"):
        PROGRAM["check_copy"](forged(origin="a/golden/b"), PROGRAM["read_key"](key_of("a/golden/b", seed)[1]))


def test_a_text_cannot_speak_for_the_program(tmp_path: Path) -> None:
    path = tmp_path / "copy.json"
    path.write_bytes(forged(review=public_text(title="好\n已经证明：\n\x1b[2J\u202e\u2028全部属实", party="natural")))
    done = run(path, "--key", VKEY)
    assert done.returncode == 0
    assert not {"\x1b", "\u202e", "\u2028"} & set(done.stdout)
    assert done.stdout.splitlines().count("已经证明：") == 1
    assert "当事人：natural" in done.stdout


# No bit can be changed unseen


def meaning(proven: Any) -> tuple[Any, ...]:
    copy, checkpoint = proven.copy, proven.checkpoint
    return copy.log, copy.review, copy.decision, copy.statement, checkpoint[:4], proven.review, proven.decision


def test_no_flipped_bit_gives_another_field_position_or_root() -> None:
    data, told = COPY.encode(), meaning(check(COPY))
    unproven = data.index("— witness.example.org".encode())
    for at in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            try:
                proven = check(bytes(changed))
            except REFUSED:
                continue
            # Nobody asked for the witness, so its line alone may be another.
            assert at > unproven, (at, bit)
            assert meaning(proven) == told


# A checkpoint from elsewhere


def test_the_same_checkpoint_from_elsewhere_agrees(golden: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text(signed(BODY + "\n"), encoding="utf-8")
    done = run(golden, "--key", VKEY, "--checkpoint", kept)
    assert done.returncode == 0
    assert "与您保存的检查点比对过" in done.stdout


def test_a_fork_is_refused(golden: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text(checkpoint_of([bytes(32)] * 7), encoding="utf-8")
    done = run(golden, "--key", VKEY, "--checkpoint", kept)
    assert done.returncode == 1
    assert "日志对不同的人出示了不同的内容" in done.stdout


@pytest.mark.parametrize("note", [checkpoint_of([bytes(32)] * 6), NOTE.replace("\n7\n", "\n8\n"), "", "\x00", COPY])
def test_a_checkpoint_that_cannot_be_compared_is_no_agreement(golden: Path, tmp_path: Path, note: str) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text(note, encoding="utf-8")
    assert run(golden, "--key", VKEY, "--checkpoint", kept).returncode == 1


def test_a_longer_or_shorter_checkpoint_agrees_with_a_proof_of_consistency(golden: Path, tmp_path: Path) -> None:
    kept, proof = tmp_path / "checkpoint", tmp_path / "proof"
    leaves = [bytes.fromhex(event["leaf"]) for event in VECTORS["events"]]
    longer = [*leaves, bytes(32), bytes(31) + b"\x01"]
    for other, hashes in ((leaves[:3], VECTORS["consistency"]["hashes"]), (longer, growth(7, longer))):
        kept.write_text(checkpoint_of(other), encoding="utf-8")
        proof.write_text("".join(f"{line}\n" for line in hashes), encoding="utf-8")
        done = run(golden, "--key", VKEY, "--checkpoint", kept, "--consistency", proof)
        assert done.returncode == 0
        assert "与您保存的检查点比对过" in done.stdout
        for wrong in (hashes[:-1], hashes[::-1], [*hashes, hashes[0]], [hashes[0][:-1]], []):
            proof.write_text("".join(f"{line}\n" for line in wrong), encoding="utf-8")
            assert run(golden, "--key", VKEY, "--checkpoint", kept, "--consistency", proof).returncode == 1
        kept.write_text(checkpoint_of([bytes(32), *other[1:]]), encoding="utf-8")
        proof.write_text("".join(f"{line}\n" for line in hashes), encoding="utf-8")
        assert run(golden, "--key", VKEY, "--checkpoint", kept, "--consistency", proof).returncode == 1


def growth(old: int, leaves: list[bytes]) -> list[str]:
    found: list[bytes] = PROGRAM["growth_of"](old, leaves)
    return [base64_of(one) for one in found]


# Ed25519


def test_signatures_agree_with_another_implementation() -> None:
    for number in range(20):
        key = Ed25519PrivateKey.from_private_bytes(PROGRAM["sha256"](bytes([number])))
        public, message = key.public_key().public_bytes_raw(), bytes(number)
        signature = key.sign(message)
        assert PROGRAM["verified"](public, message, signature)
        assert not PROGRAM["verified"](public, message + b"\x00", signature)
        assert not PROGRAM["verified"](public, message, signature[:63])
        assert not PROGRAM["is_weak"](public)


WEAK = {
    "the neutral element": (1).to_bytes(32, "little"),
    "of order two": (2**255 - 20).to_bytes(32, "little"),
    "of order four": bytes(32),
    "of order eight": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "in a second form": (2**255 - 18).to_bytes(32, "little"),
    "minus zero": (1 + 2**255).to_bytes(32, "little"),
    "no point": (2).to_bytes(32, "little"),
}


@pytest.mark.parametrize("public", WEAK.values(), ids=WEAK)
def test_a_key_under_which_anyone_can_sign_is_refused(public: bytes) -> None:
    data = b"\x01" + public
    key_id = PROGRAM["sha256"](b"a/golden\n" + data)[:4].hex()
    with pytest.raises(WRONG_USE, match="Ed25519"):
        PROGRAM["read_key"](f"a/golden+{key_id}+{base64_of(data)}")


# Wrong use


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["FILE"],
        ["--key", VKEY],
        ["FILE", "--key"],
        ["FILE", "--key", ""],
        ["FILE", "--key", VKEY[:-1]],
        ["FILE", "--key", VKEY.replace("78b93335", "78B93335")],
        ["FILE", "--key", VKEY.replace("78b93335", "78b93336")],
        ["FILE", "--key", VKEY.replace("golden", "gold en")],
        ["FILE", "--key", WITNESS],
        ["FILE", "--key", VKEY, "--witness", VKEY],
        ["FILE", "--key", VKEY, "--key", VKEY],
        ["FILE", "--key", VKEY, "--key-file", "FILE"],
        ["FILE", "--key-file", "FILE"],
        ["FILE", "--key-file", "MISSING"],
        ["FILE", "FILE", "--key", VKEY],
        ["MISSING", "--key", VKEY],
        ["FOLDER", "--key", VKEY],
        ["FILE", "--key", VKEY, "--checkpoint", "MISSING"],
        ["FILE", "--key", VKEY, "--consistency", "FILE"],
        ["FILE", "--key", VKEY, "--checkpoint", "FILE", "--consistency", "MISSING"],
        ["FILE", "--key", VKEY, "--witnessed", "FILE"],
        ["FILE", "--key", VKEY, "--witness", WITNESS, "--witnessed", "MISSING"],
        ["FILE", "--ke", VKEY],
        ["FILE", "--key", VKEY, "--public-log", "FOLDER"],
        ["--self-test", "FILE"],
    ],
    ids=lambda arguments: " ".join(arguments)[:60],
)
def test_wrong_use_has_its_own_exit_code(golden: Path, tmp_path: Path, arguments: list[str]) -> None:
    places = {"FILE": golden, "MISSING": tmp_path / "missing", "FOLDER": tmp_path}
    done = run(*(places.get(argument, argument) for argument in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("用法不对：")


def test_help_is_no_error() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--key-file" in done.stdout


def test_a_refused_file_says_so_and_has_its_own_exit_code(tmp_path: Path) -> None:
    for number, data in enumerate([b"", b"\xff", b"[" * 200_000, COPY.encode() + b"\n", b"x" * 5_000_000]):
        path = tmp_path / str(number)
        path.write_bytes(data)
        done = run(path, "--key", VKEY)
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.startswith("未通过：")


def test_a_result_that_nobody_can_read_is_no_success(golden: Path) -> None:
    command = [sys.executable, "-I", str(SCRIPT), str(golden), "--key", VKEY]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"")


def test_the_program_is_written_for_python_3_9_and_nothing_but_its_library() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names

"""The texts and files of a log: each thing is written in one way, and nothing else is read."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from log_trees import ORIGIN, SEED, SEVENTY_THOUSAND_ROOT, VKEY, MemoryTree, numbered
from records.log import checkpoint, notes, proofs, tiles
from records.log.checkpoint import Checkpoint
from records.log.encoding import LARGEST, base64_of, decimal_of, in_base64
from records.log.errors import LogError, Malformed, NotProven
from records.log.notes import COSIGNER, Note, Signature, SigningKey, VerifierKey
from records.log.proofs import Proof
from records.log.tiles import Bundle, Tile, pack, path_of, unpack, width_at
from records.log.tree import inclusion

PUBLIC_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
PUBLIC_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

LOG = SigningKey(ORIGIN, SEED)
WITNESS = SigningKey("witness.example/w1", bytes(range(1, 33)), COSIGNER)
TREE = MemoryTree(numbered(300))
CHECKPOINT = Checkpoint(ORIGIN, 300, TREE.root(300))
NOTE = checkpoint.sign(CHECKPOINT, LOG).with_signatures([checkpoint.cosign(CHECKPOINT.body(), WITNESS, 1_790_000_000)])
PROOF = Proof(270, tuple(inclusion(270, 300, TREE.read)), NOTE)

places = st.one_of(
    st.builds(Tile, st.integers(0, 63), st.integers(0, 10**20), st.integers(1, 256)),
    st.builds(Bundle, st.integers(0, 10**20), st.integers(1, 256)),
)


# ---- Tiles and bundles ----


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Tile(0, 0, 256), "tile/0/000"),
        (Tile(2, 0, 1), "tile/2/000.p/1"),
        (Tile(0, 1_234_067, 256), "tile/0/x001/x234/067"),
        (Tile(1, 1_000, 17), "tile/1/x001/000.p/17"),
        (Bundle(999, 255), "tile/entries/999.p/255"),
        (Bundle(273, 256), "tile/entries/273"),
    ],
)
def test_tiles_and_bundles_have_their_paths(place: Tile | Bundle, path: str) -> None:
    assert path_of(place) == path
    assert tiles.parse(path) == place


@given(places)
def test_every_tile_is_found_again_by_its_path(place: Tile | Bundle) -> None:
    assert tiles.parse(path_of(place)) == place


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/001/234",
        "tile/0/x001/x234",
        "tile/0/X001/234",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/017",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/٠٠٠",
        "tile/entries/000.p/256",
        "tile/entry/000",
        "tile/0/000\n",
        "tile/0/" + "x999/" * 9 + "999",
        "checkpoint",
        "tile/0/../0/000",
        "tile/0/\ud800",
    ],
)
def test_no_other_path_is_one_of_a_tile(path: str) -> None:
    with pytest.raises(Malformed, match="路径"):
        tiles.parse(path)


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    """The example of C2SP tlog-tiles, "Partial Tiles"."""
    assert [width_at(0, index, 70_000) for index in (0, 272, 273, 274)] == [256, 256, 112, 0]
    assert [width_at(1, index, 70_000) for index in (0, 1, 2)] == [256, 17, 0]
    assert [width_at(2, index, 70_000) for index in (0, 1)] == [1, 0]
    assert (width_at(0, 0, 256), width_at(1, 0, 256), width_at(0, 1, 256)) == (256, 1, 0)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
@example([b""] * 256)
@example([b"x" * 65_535])
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert unpack(pack(entries)) == entries


@given(st.binary(max_size=2_000))
def test_bytes_are_a_bundle_in_one_way_or_not_at_all(data: bytes) -> None:
    try:
        entries = unpack(data)
    except Malformed:
        return
    assert pack(entries) == data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "实有 0 个"),
        (b"\0", "第 1 个条目中断"),
        (b"\0\1", "第 1 个条目中断"),
        (b"\0\1ab", "第 2 个条目中断"),
        (b"\0\0" * 257, "实有 257 个"),
    ],
)
def test_a_damaged_bundle_says_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        unpack(data)


def test_an_entry_that_no_bundle_can_hold_is_refused() -> None:
    with pytest.raises(Malformed, match="65536 字节"):
        pack([b"x" * 65_536])


# ---- Keys and notes ----


def test_the_public_note_verifies() -> None:
    note = Note.parse(PUBLIC_NOTE)
    notes.verify(note, VerifierKey.parse(PUBLIC_VKEY))
    assert note.text == PUBLIC_NOTE
    assert note.body == "This is an example message.\n"


def test_a_changed_text_does_not_verify() -> None:
    with pytest.raises(NotProven, match="签名与内容不符"):
        notes.verify(Note.parse(PUBLIC_NOTE.replace("example m", "other m")), VerifierKey.parse(PUBLIC_VKEY))


def test_the_seeds_key_is_written_as_others_write_it() -> None:
    assert LOG.verifier.text == VKEY
    assert VerifierKey.parse(VKEY) == LOG.verifier


def test_a_signing_key_does_not_show_its_seed() -> None:
    assert repr(LOG) == str(LOG) == f"SigningKey('{ORIGIN}')"


def test_a_note_is_signed_and_verified() -> None:
    note = notes.sign("审计\n\n第二段\n", LOG)
    notes.verify(Note.parse(note.text.encode()), LOG.verifier)


def test_a_key_that_did_not_sign_is_named() -> None:
    with pytest.raises(NotProven, match=r"没有 example\.com/foo（530d903a）的签名"):
        notes.verify(NOTE, VerifierKey.parse(PUBLIC_VKEY))


def test_signatures_of_unknown_keys_are_left_alone() -> None:
    unknown = Signature(ORIGIN, b"\1\2\3\4", b"x" * 64)
    notes.verify(NOTE.with_signatures([unknown]), LOG.verifier)


def test_a_false_signature_beside_the_true_one_spoils_the_note() -> None:
    false = Signature(ORIGIN, LOG.verifier.id, b"x" * 64)
    with pytest.raises(NotProven, match="应当只有一个"):
        notes.verify(NOTE.with_signatures([false]), LOG.verifier)


def test_a_witness_does_not_sign_in_the_place_of_the_log() -> None:
    with pytest.raises(NotProven, match="见证人的公钥"):
        notes.verify(NOTE, WITNESS.verifier)


@pytest.mark.parametrize(
    ("vkey", "says"),
    [
        ("", "名称"),
        ("log+01e51523", "名称"),
        (VKEY.replace("agency-1", "agency-2"), "标识应为"),
        (VKEY.replace("01e51523", "01E51523"), "名称"),
        (VKEY.replace("01e51523", "01e51524"), "标识应为 01e51523"),
        (VKEY + "\n", "base64"),
        (VKEY[:-4], "不是 Ed25519 公钥"),
        (VKEY[:-1] + "=", "base64"),
        (VKEY[:-1] + "5", "标识应为"),
        ("log.example+00000000+" + in_base64(b"\2" + bytes(32)), "不是 Ed25519 公钥"),
        ("+00000000+" + in_base64(b"\1" + bytes(32)), "名称"),
        ("a b+00000000+" + in_base64(b"\1" + bytes(32)), "名称"),
        ("a\u3000b+00000000+" + in_base64(b"\1" + bytes(32)), "名称"),
        ("a\ud800+00000000+" + in_base64(b"\1" + bytes(32)), "UTF-8"),
    ],
)
def test_a_malformed_key_says_what_is_wrong(vkey: str, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        VerifierKey.parse(vkey)


SIGNATURE = NOTE.signatures[0].line


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有空行"),
        ("text\n", "没有空行"),
        ("text\n\n", "没有签名"),
        ("text\n\n" + SIGNATURE.rstrip("\n"), "最后一行不完整"),
        ("text\n\n" + SIGNATURE + "\n", "没有签名"),
        ("text\n\n" + SIGNATURE + "more\n", "不是签名行"),
        ("text\n\n" + SIGNATURE.replace("— ", "- "), "不是签名行"),
        ("text\n\n" + SIGNATURE.replace("— ", "—  "), "base64"),
        ("text\n\n" + SIGNATURE.replace("\n", "\r\n"), "控制字符"),
        ("text\n\n— name\n", "不是签名行"),
        ("text\n\n— name AAAA\n", "只有 3 字节"),
        ("text\n\n— name AAAAAA==\n", "只有 4 字节"),
        ("text\n\n— name AAAAAAB=\n", "规范形式"),
        ("text\n\n— name AAAAAAA\n", "base64"),
        ("text\n\n— na+me AAAAAAA=\n", "名称"),
        ("te\txt\n\n" + SIGNATURE, "控制字符"),
        ("text\n\n" + SIGNATURE * 65, "65 个签名"),
        (b"\xff\n\n" + SIGNATURE.encode(), "UTF-8"),
        ("\ud800\n\n" + SIGNATURE, "UTF-8"),
        ("x" * (1 << 20) + "\n\n" + SIGNATURE, "超过"),
    ],
)
def test_a_malformed_note_says_what_is_wrong(text: str | bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        Note.parse(text)


def test_sixteen_signatures_are_read() -> None:
    assert len(Note.parse("text\n\n" + SIGNATURE * 16).signatures) == 16


# ---- Checkpoints and cosignatures ----


def test_the_checkpoint_of_seventy_thousand_entries_has_three_lines() -> None:
    body = f"{ORIGIN}\n70000\n{SEVENTY_THOUSAND_ROOT}\n"
    assert Checkpoint(ORIGIN, 70_000, base64.b64decode(SEVENTY_THOUSAND_ROOT)).body() == body
    assert Checkpoint.parse(body).size == 70_000


def test_a_signed_checkpoint_is_verified_by_its_log() -> None:
    assert checkpoint.verify(Note.parse(NOTE.text), LOG.verifier) == CHECKPOINT


def test_a_checkpoint_of_another_log_is_not_taken_though_the_key_signed_it() -> None:
    foreign = notes.sign(Checkpoint("log.example/other", 1, bytes(32)).body(), LOG)
    with pytest.raises(NotProven, match=r"是 log\.example/other 的检查点，不是"):
        checkpoint.verify(foreign, LOG.verifier)


def test_a_log_signs_no_checkpoint_of_another() -> None:
    with pytest.raises(Malformed, match="来源"):
        checkpoint.sign(Checkpoint("log.example/other", 1, bytes(32)), LOG)


ROOT = in_base64(bytes(32))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "三行"),
        ("log\n1\n", "三行"),
        (f"log\n1\n{ROOT}", "三行"),
        (f"log\n1\n{ROOT}\nextension\n", "三行"),
        (f"\n1\n{ROOT}\n", "名称"),
        (f"lo g\n1\n{ROOT}\n", "名称"),
        (f"log\n01\n{ROOT}\n", "前导零"),
        (f"log\n-1\n{ROOT}\n", "十进制"),
        (f"log\n1_0\n{ROOT}\n", "十进制"),
        (f"log\n١\n{ROOT}\n", "十进制"),
        (f"log\n{2**63}\n{ROOT}\n", "2 的 63 次方"),
        (f"log\n{'9' * 5_000}\n{ROOT}\n", "2 的 63 次方"),
        (f"log\n0\n{ROOT}\n", "空树"),
        (f"log\n1\n{in_base64(bytes(31))}\n", "32 字节"),
        (f"log\n1\n{ROOT[:-2]}B=\n", "base64 不是规范形式"),
        (f"log\n1\n {ROOT}\n", "base64"),
    ],
)
def test_a_malformed_checkpoint_says_what_is_wrong(body: str, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        Checkpoint.parse(body)


def test_a_cosignature_says_when() -> None:
    assert checkpoint.cosigned_at(NOTE, WITNESS.verifier) == 1_790_000_000
    assert checkpoint.cosigned_at(checkpoint.sign(CHECKPOINT, LOG), WITNESS.verifier) is None


def test_a_cosignature_is_time_and_signature_over_time_and_body() -> None:
    """C2SP tlog-cosignature, byte by byte."""
    value = NOTE.signatures[1].value
    assert value[:8] == (1_790_000_000).to_bytes(8, "big")
    assert len(value) == 72
    message = "cosignature/v1\ntime 1790000000\n" + CHECKPOINT.body()
    assert WITNESS.verifier.signed(message.encode(), value[8:])


@pytest.mark.parametrize("at", [0, 7, 8, 71])
def test_a_changed_cosignature_does_not_verify(at: int) -> None:
    own = NOTE.signatures[1]
    value = own.value[:at] + bytes([own.value[at] ^ 1]) + own.value[at + 1 :]
    with pytest.raises(NotProven, match="见证与检查点不符"):
        checkpoint.verify_cosignature(NOTE.body, Signature(own.name, own.key_id, value), WITNESS.verifier)


def test_a_cosignature_does_not_serve_another_checkpoint_or_another_key() -> None:
    own, other = NOTE.signatures[1], Checkpoint(ORIGIN, 299, TREE.root(299))
    with pytest.raises(NotProven, match="见证与检查点不符"):
        checkpoint.verify_cosignature(other.body(), own, WITNESS.verifier)
    stranger = SigningKey("witness.example/w2", SEED, COSIGNER).verifier
    with pytest.raises(NotProven, match=r"不是 witness\.example/w2 的见证"):
        checkpoint.verify_cosignature(NOTE.body, own, stranger)
    with pytest.raises(NotProven, match="不是见证人的公钥"):
        checkpoint.verify_cosignature(NOTE.body, NOTE.signatures[0], LOG.verifier)


def test_a_key_of_a_log_does_not_cosign() -> None:
    with pytest.raises(Malformed):
        checkpoint.cosign(CHECKPOINT.body(), LOG, 1)


# ---- Proofs ----


def test_a_proof_is_checked_with_the_entry_and_the_key_alone() -> None:
    assert proofs.verify(Proof.parse(PROOF.text), TREE.entries[270], LOG.verifier) == CHECKPOINT


def test_a_proof_is_written_as_the_format_has_it() -> None:
    lines = PROOF.text.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 270"]
    assert lines[2] == in_base64(TREE.rows[0][271]), "the leaf's sibling first"
    assert PROOF.text.endswith("\n\n" + NOTE.text)


def test_the_proof_of_a_logs_only_entry_has_no_hashes() -> None:
    only = Checkpoint(ORIGIN, 1, TREE.root(1))
    proof = Proof.parse(Proof(0, (), checkpoint.sign(only, LOG)).text)
    assert proofs.verify(proof, TREE.entries[0], LOG.verifier) == only


def test_a_proof_shows_no_other_entry() -> None:
    with pytest.raises(NotProven, match="根不同"):
        proofs.verify(PROOF, TREE.entries[271], LOG.verifier)


def test_a_proof_shows_no_other_index() -> None:
    with pytest.raises(NotProven):
        proofs.verify(Proof(271, PROOF.path, NOTE), TREE.entries[270], LOG.verifier)
    with pytest.raises(NotProven, match="不在有 300 个条目的日志中"):
        proofs.verify(Proof(300, PROOF.path, NOTE), TREE.entries[270], LOG.verifier)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: "", "第一行"),
        (lambda text: text.partition("\n")[2], "第一行"),
        (lambda text: text.replace("@v1", "@v2"), "第一行"),
        (lambda text: text.replace("\nindex", "\nextra AAAA\nindex"), "第二行"),
        (lambda text: text.replace("index 270", "index 0270"), "前导零"),
        (lambda text: text.replace("index 270", "index  270"), "十进制"),
        (lambda text: text.replace("index 270", "index -1"), "十进制"),
        (lambda text: text.replace("index 270\n", "index 270\n\n"), "签名与内容不符"),
        (lambda text: text.replace("\n\n", "\n", 1), "哈希"),
        (lambda text: text.replace("\n\n", "\nAAAA\n\n", 1), "32 字节"),
        (lambda text: text.replace("\n\n", f"\n{ROOT}" * 64 + "\n\n", 1), "超过 63 个"),
        (lambda text: text.removesuffix("\n"), "最后一行"),
        (lambda text: text + "\n", "没有签名|不是签名行"),
        (lambda text: text.replace("\n", "\r\n"), "控制字符"),
        (lambda text: text.encode() + b"\xff", "UTF-8"),
    ],
)
def test_a_malformed_proof_says_what_is_wrong(change: Callable[[str], str | bytes], says: str) -> None:
    with pytest.raises(LogError, match=says):
        proofs.verify(Proof.parse(change(PROOF.text)), TREE.entries[270], LOG.verifier)


# ---- One text, one thing ----


READ: list[tuple[Callable[[str], Any], Callable[[Any], str], str]] = [
    (VerifierKey.parse, lambda key: key.text, VKEY),
    (Note.parse, lambda note: note.text, NOTE.text),
    (Checkpoint.parse, lambda found: found.body(), CHECKPOINT.body()),
    (Proof.parse, lambda proof: proof.text, PROOF.text),
    (tiles.parse, path_of, "tile/0/x001/234.p/5"),
]


@pytest.mark.parametrize(("parse", "write", "text"), READ)
@given(data=st.data())
def test_what_is_read_is_written_again_to_the_byte(
    parse: Callable[[str], Any], write: Callable[[Any], str], text: str, data: st.DataObject
) -> None:
    """Any text at all, and any with a few characters changed: read as what gives it back, or Malformed."""
    assert write(parse(text)) == text
    at, until = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    new = data.draw(st.text(max_size=3) | st.sampled_from(["\n", " ", "+", "=", "0", "x", "\n\n", "— "]))
    for changed in (text[:at] + new + text[until:], text[:at] + new + text[at:], new):
        try:
            found = parse(changed)
        except Malformed:
            continue
        assert write(found) == changed


@given(st.integers(0, 8 * len(PROOF.text.encode()) - 1))
def test_a_proof_with_one_bit_flipped_is_never_accepted_as_another(bit: int) -> None:
    """Only a witness's line may change without notice to the log's own key: whoever knows the witness checks it."""
    data = bytearray(PROOF.text.encode())
    data[bit // 8] ^= 1 << bit % 8
    try:
        found = Proof.parse(bytes(data))
        proofs.verify(found, TREE.entries[270], LOG.verifier)
    except LogError:
        return
    assert (found.index, found.path, found.note.body) == (PROOF.index, PROOF.path, PROOF.note.body)
    assert found.note.signatures[0] == PROOF.note.signatures[0]
    assert not _is_witnessed(found.note)


def _is_witnessed(note: Note) -> bool:
    try:
        return checkpoint.cosigned_at(note, WITNESS.verifier) is not None
    except NotProven:
        return False


@given(st.text(max_size=30) | st.integers(0, 2**64).map(str))
def test_numbers_are_read_in_one_form(text: str) -> None:
    try:
        number = decimal_of(text, "数")
    except Malformed:
        return
    assert str(number) == text
    assert number <= LARGEST


@given(st.text("ABEIMQYcgwAz09+/=-_ \n", max_size=12) | st.text(max_size=8))
def test_base64_is_read_in_one_form(text: str) -> None:
    try:
        data = base64_of(text, "数据")
    except Malformed:
        return
    assert in_base64(data) == text

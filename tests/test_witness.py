"""Witnesses: a real one cosigns what grows and refuses what was rewritten, and the policy says how many it takes."""

from __future__ import annotations

import gzip
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from api.settings import Settings, UnusableSetting
from go_programs import Litewitness, litewitness
from log_trees import ORIGIN, SEED, MemoryTree, numbered
from records.errors import Corrupt
from records.log import checkpoint
from records.log.checkpoint import Checkpoint, cosign, cosigned_at
from records.log.encoding import in_base64
from records.log.errors import Malformed, Unwitnessed
from records.log.notes import COSIGNER, Note, Signature, SigningKey, VerifierKey
from records.log.tree import consistency
from records.log.witness import Contradicted, WitnessClient, WitnessError
from records.log.witness_policy import Policy, Witness
from records.log.witnesses import Witnesses

LOG = SigningKey(ORIGIN, SEED)
TREE = MemoryTree(numbered(1_000))
REWRITTEN = MemoryTree([b"another", *numbered(1_000)[1:]])


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Litewitness]:
    with litewitness(tmp_path / "w1", "witness.example/w1", [LOG.verifier]) as running:
        yield running


@pytest.fixture
def connections() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


def signed(size: int, tree: MemoryTree = TREE, key: SigningKey = LOG) -> Note:
    return checkpoint.sign(Checkpoint(key.name, size, tree.root(size)), key)


def ask(client: WitnessClient, note: Note, tree: MemoryTree = TREE, patience: float = 10) -> Signature:
    def prove(old: int, new: int) -> list[bytes]:
        return consistency(old, new, tree.read)

    return client.cosign(Checkpoint.parse(note.body), note, prove, patience)


def nobody(name: str = "witness.example/away") -> Witness:
    """A witness whose port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Witness(name, f"http://127.0.0.1:{port}", SigningKey(name, bytes(range(3, 35)), COSIGNER).verifier)


# ---- One real witness ----


def test_a_witness_cosigns_growing_checkpoints(witness: Litewitness, connections: httpx.Client) -> None:
    client = WitnessClient(witness.as_witness, connections)
    for size in (1, 2, 255, 256, 700, 1_000):
        note = signed(size)
        cosigned = note.with_signatures([ask(client, note)])
        seconds = cosigned_at(Note.parse(cosigned.text), witness.key)
        assert seconds is not None
        assert seconds > 1_700_000_000, "real time, seconds since 1970"
        assert checkpoint.verify(cosigned, LOG.verifier).size == size == witness.seen(ORIGIN)


def test_a_witness_cosigns_the_same_checkpoint_again(witness: Litewitness, connections: httpx.Client) -> None:
    client = WitnessClient(witness.as_witness, connections)
    note = signed(300)
    ask(client, note)
    assert checkpoint.verify_cosignature(note.body, ask(client, note), witness.key)


def test_after_a_start_the_witness_says_which_size_it_has_seen(witness: Litewitness, connections: httpx.Client) -> None:
    """409: the new client knows of no size, and asks with 0 first."""
    ask(WitnessClient(witness.as_witness, connections), signed(300))
    later = signed(900)
    signature = ask(WitnessClient(witness.as_witness, connections), later)
    assert checkpoint.verify_cosignature(later.body, signature, witness.key)
    assert witness.seen(ORIGIN) == 900


def test_a_witness_remembers_after_its_own_restart(witness: Litewitness, connections: httpx.Client) -> None:
    client = WitnessClient(witness.as_witness, connections)
    ask(client, signed(300))
    witness.stop()
    witness.start()
    assert ask(client, signed(301))
    with pytest.raises(Contradicted, match="HTTP 422"):
        ask(client, signed(302, REWRITTEN), REWRITTEN)


def test_a_rewritten_history_is_not_cosigned(witness: Litewitness, connections: httpx.Client) -> None:
    """Signed with the log's real key, and consistent in itself."""
    client = WitnessClient(witness.as_witness, connections)
    ask(client, signed(300))
    with pytest.raises(Contradicted, match=r"历史被改写（HTTP 422）"):
        ask(client, signed(400, REWRITTEN), REWRITTEN)
    assert witness.seen(ORIGIN) == 300


def test_a_second_root_of_one_size_is_not_cosigned(witness: Litewitness, connections: httpx.Client) -> None:
    client = WitnessClient(witness.as_witness, connections)
    ask(client, signed(300))
    with pytest.raises(Contradicted, match="历史被改写"):
        ask(client, signed(300, REWRITTEN), REWRITTEN)


def test_a_log_that_became_shorter_is_not_cosigned(witness: Litewitness, connections: httpx.Client) -> None:
    client = WitnessClient(witness.as_witness, connections)
    ask(client, signed(300))
    for asked in (client, WitnessClient(witness.as_witness, connections)):
        with pytest.raises(Contradicted, match="已见过有 300 个条目的日志，而现在只有 200 个"):
            ask(asked, signed(200))


def test_an_unknown_log_is_not_cosigned(witness: Litewitness, connections: httpx.Client) -> None:
    unknown = SigningKey("log.example.gov/unknown", SEED)
    with pytest.raises(WitnessError, match=r"没有登记这个日志（HTTP 404）"):
        ask(WitnessClient(witness.as_witness, connections), signed(10, key=unknown))


def test_another_key_of_a_known_log_is_not_cosigned(witness: Litewitness, connections: httpx.Client) -> None:
    false = SigningKey(ORIGIN, bytes(32))
    with pytest.raises(WitnessError, match=r"不认可日志的签名.*（HTTP 403）"):
        ask(WitnessClient(witness.as_witness, connections), signed(10, key=false))


def test_a_cosignature_by_another_key_than_the_policys_does_not_count(
    witness: Litewitness, connections: httpx.Client
) -> None:
    expected = SigningKey(witness.key.name, bytes(32), COSIGNER).verifier
    client = WitnessClient(Witness("w1", witness.url, expected), connections)
    with pytest.raises(WitnessError, match="回答中没有它的见证"):
        ask(client, signed(10))


def test_a_witness_that_is_away_is_asked_again_until_patience_runs_out(connections: httpx.Client) -> None:
    with pytest.raises(WitnessError, match="连接不上"):
        ask(WitnessClient(nobody(), connections), signed(10), patience=0.5)


# ---- Answers that no sound witness gives ----

Answer = tuple[int, str, bytes]
HONEST = SigningKey("witness.example/peer", bytes(range(2, 34)), COSIGNER)
SIZE = "text/x.tlog.size"


@contextmanager
def answering(*answers: Answer) -> Iterator[tuple[Witness, list[bytes]]]:
    """A peer that gives these answers one after the other, the last one for ever; and the bodies it was sent."""
    bodies: list[bytes] = []

    class Peer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, kind, body = answers[min(len(bodies), len(answers) - 1)]
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Peer) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield Witness("peer", f"http://127.0.0.1:{server.server_port}", HONEST.verifier), bodies
        server.shutdown()


def cosignature(note: Note, key: SigningKey = HONEST) -> bytes:
    return cosign(note.body, key, 1_790_000_000).line.encode()


def test_the_request_is_written_as_the_protocol_has_it(connections: httpx.Client) -> None:
    note = signed(3)
    with answering((409, SIZE, b"2\n"), (200, "text/plain", cosignature(note))) as (peer, bodies):
        ask(WitnessClient(peer, connections), note)
    assert bodies[0] == b"old 0\n\n" + note.text.encode()
    old, proof, gap, rest = bodies[1].decode().split("\n", 3)
    assert (old, gap, rest) == ("old 2", "", note.text)
    assert proof == in_base64(TREE.rows[0][2])


def test_a_witness_that_is_out_of_order_for_a_moment_is_asked_again(connections: httpx.Client) -> None:
    note = signed(3)
    broken = (503, "text/plain", b"later")
    with answering(broken, (429, "text/plain", b""), (200, "", cosignature(note))) as (peer, bodies):
        assert ask(WitnessClient(peer, connections), note).name == HONEST.name
    assert len(bodies) == 3


def test_the_cosignature_is_found_among_those_of_unknown_keys(connections: httpx.Client) -> None:
    note = signed(3)
    stranger = SigningKey("witness.example/stranger", SEED, COSIGNER)
    with answering((200, "", cosignature(note, stranger) + cosignature(note))) as (peer, _):
        assert ask(WitnessClient(peer, connections), note) == cosign(note.body, HONEST, 1_790_000_000)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((200, "", b""), "不是签名行"),
        ((200, "", b"\xff\n"), "UTF-8"),
        ((200, "", b"thanks\n"), "不是签名行"),
        ((200, "", cosignature(signed(4))), "见证与检查点不符"),
        ((200, "", b"x" * 100_000), "超过 65536 字节"),
        ((409, SIZE, b"many\n"), "十进制"),
        ((409, SIZE, b"007\n"), "前导零"),
        ((409, SIZE, b"4\n"), "日志变短了"),
        ((409, SIZE, b"0\n"), "另一个根"),
        ((409, "text/plain", b"2\n"), "HTTP 409"),
        ((400, "", b""), "HTTP 400"),
        ((302, "", b""), "HTTP 302"),
        ((418, "", b""), "不予见证（HTTP 418）"),
    ],
)
def test_an_answer_that_is_not_one_says_what_is_wrong(answer: Answer, says: str, connections: httpx.Client) -> None:
    with answering(answer) as (peer, bodies), pytest.raises(WitnessError, match=says):
        ask(WitnessClient(peer, connections), signed(3))
    assert len(bodies) == 1, "it is not asked again for what it would answer again"


def test_a_witness_whose_size_moves_all_the_time_is_given_up(connections: httpx.Client) -> None:
    moving = [(409, SIZE, b"%d\n" % (1 + number % 2)) for number in range(1_000)]
    with answering(*moving) as (peer, bodies), pytest.raises(WitnessError, match="一直在变"):
        ask(WitnessClient(peer, connections), signed(3), patience=0.3)
    assert 4 <= len(bodies) < 100


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_witness_that_never_ends_its_answer_is_given_up(beginning: bytes, connections: httpx.Client) -> None:
    """Nobody could end the process in order, else: its thread would wait for as long as the peer likes."""

    class Peer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):
                self.wfile.write(beginning)
                while True:
                    self.wfile.write(b"A: b\r\n")
                    time.sleep(0.05)

    with ThreadingHTTPServer(("127.0.0.1", 0), Peer) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        peer, began = Witness("peer", f"http://127.0.0.1:{server.server_port}", HONEST.verifier), time.monotonic()
        with pytest.raises(WitnessError):
            ask(WitnessClient(peer, connections), signed(3), patience=0.5)
        assert time.monotonic() - began < 5
        server.shutdown()


def test_a_packed_answer_is_not_unpacked(connections: httpx.Client) -> None:
    packed = (200, "text/plain\r\nContent-Encoding: gzip", gzip.compress(bytes(1 << 24)))
    with answering(packed) as (peer, _), pytest.raises(WitnessError, match="UTF-8"):
        ask(WitnessClient(peer, connections), signed(3))


# ---- The policy ----


def test_without_witnesses_nothing_is_asked_for() -> None:
    with closing(Witnesses(Policy())) as witnesses:
        assert witnesses.collect(signed(5), TREE.read) == []


def test_two_of_two_witnesses_cosign(witness: Litewitness, tmp_path: Path) -> None:
    with litewitness(tmp_path / "w2", "witness.example/w2", [LOG.verifier]) as second:
        both = (witness.as_witness, second.as_witness)
        with closing(Witnesses(Policy(2, both))) as witnesses:
            for size in (300, 301):
                note = signed(size)
                cosigned = note.with_signatures(witnesses.collect(note, TREE.read))
                assert cosigned_at(cosigned, witness.key)
                assert cosigned_at(cosigned, second.key)


def test_one_of_two_is_enough_while_the_other_is_down(
    witness: Litewitness, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with litewitness(tmp_path / "w2", "witness.example/w2", [LOG.verifier]) as second:
        both = (second.as_witness, witness.as_witness)
        with closing(Witnesses(Policy(1, both), patience=2)) as witnesses:
            assert len(witnesses.collect(signed(300), TREE.read)) >= 1
            second.stop()
            for size in (301, 302, 303):
                (signature,) = witnesses.collect(signed(size), TREE.read)
                assert signature.name == witness.key.name
            second.start()
            names = {signature.name for signature in witnesses.collect(signed(304), TREE.read)}
    assert witness.key.name in names
    said = [record.getMessage() for record in caplog.records if "“witness.example/w2”" in record.getMessage()]
    assert len(said) == len(set(said)), "a failure that lasts is logged once"


def test_a_damaged_tree_stops_the_collecting(witness: Litewitness) -> None:
    def read(level: int, index: int) -> bytes:
        raise Corrupt("tile/0/000 is damaged")

    with closing(Witnesses(Policy(1, (witness.as_witness,)))) as witnesses:
        witnesses.collect(signed(300), TREE.read)
        with pytest.raises(Corrupt, match="damaged"):
            witnesses.collect(signed(301), read)


def test_with_too_few_witnesses_each_ones_answer_is_named(witness: Litewitness) -> None:
    policy = Policy(2, (witness.as_witness, nobody()))
    with closing(Witnesses(policy, patience=0.5)) as witnesses, pytest.raises(Unwitnessed) as few:
        witnesses.collect(signed(300), TREE.read)
    assert "应有 2 个见证，只有 1 个" in str(few.value)
    assert "witness.example/away" in str(few.value)


def test_a_contradiction_is_logged_even_where_others_cosign(
    witness: Litewitness, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One witness has seen the true history, the other one nothing: enough cosign, but a person hears of it."""
    with litewitness(tmp_path / "w2", "witness.example/w2", [LOG.verifier]) as fresh:
        with closing(Witnesses(Policy(1, (witness.as_witness,)))) as before:
            before.collect(signed(300), TREE.read)
        both = (witness.as_witness, fresh.as_witness)
        with closing(Witnesses(Policy(1, both))) as after, caplog.at_level(logging.WARNING):
            (signature,) = after.collect(signed(400, REWRITTEN), REWRITTEN.read)
    assert signature.name == fresh.key.name
    assert "历史被改写" in caplog.text


FILE = """
threshold = 1

[[witness]]
name = "市档案馆"
url = "https://witness.example/mingjing/"
vkey = "{first}"

[[witness]]
name = "省公证处"
url = "http://127.0.0.1:7380"
vkey = "{second}"
"""
FIRST = SigningKey("witness.example/w1", bytes(32), COSIGNER).verifier
SECOND = SigningKey("witness.example/w2", bytes(range(32)), COSIGNER).verifier


def policy_file(first: VerifierKey = FIRST, second: VerifierKey = SECOND) -> str:
    return FILE.format(first=first.text, second=second.text)


def test_the_operators_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "witnesses.toml"
    path.write_text(policy_file())
    archive = Witness("市档案馆", "https://witness.example/mingjing", FIRST)
    assert Policy.read(path) == Policy(1, (archive, Witness("省公证处", "http://127.0.0.1:7380", SECOND)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "threshold"),
        ("threshold = ", "不能读取"),
        ("\ud800", "不能读取"),
        (b"\xff", "不能读取"),
        ("threshold = 1\nwitness = []", "0 个见证人"),
        (policy_file().replace("threshold = 1", "threshold = 3"), "threshold 不能是 3"),
        (policy_file().replace("threshold = 1", "threshold = 0"), "threshold 不能是 0"),
        (policy_file().replace("threshold = 1", "threshold = 1\nthreshhold = 2"), "threshhold"),
        (policy_file().replace("https://", "ftp://"), "网址"),
        (policy_file().replace("https://witness.example/mingjing/", "https://host:port/"), "网址"),
        (policy_file().replace("/mingjing/", "/?q=1"), "网址"),
        (policy_file(second=VerifierKey("witness.example/w3", FIRST.public, COSIGNER)), "公钥相同"),
        (policy_file(first=LOG.verifier), "类型 04"),
        (policy_file().replace(FIRST.id.hex(), "00000000"), "标识应为"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(text: str | bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        Policy.parse(text)


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "witnesses.toml"
    path.write_text("threshold = 1")
    with pytest.raises(Malformed, match=r"witnesses\.toml"):
        Policy.read(path)


def test_the_setting_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "witnesses.toml"
    path.write_text(policy_file())
    assert Settings.read({"MINGJING_WITNESSES": str(path)}).witness_policy == Policy.parse(policy_file())
    assert Settings.read({}).witness_policy == Policy()
    with pytest.raises(UnusableSetting, match="MINGJING_WITNESSES"):
        assert Settings.read({"MINGJING_WITNESSES": str(path) + ".old"}).witness_policy

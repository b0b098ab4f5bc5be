"""One witness, asked to cosign a checkpoint (C2SP tlog-witness, `add-checkpoint`).

The witness keeps the largest tree that it has seen of a log, and cosigns nothing that didn't grow out of it. We keep
in memory which size that was: after a start it is asked with 0, and says the size itself (409).
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any, Final

import httpx

from records.log.checkpoint import Checkpoint, verify_cosignature
from records.log.encoding import decimal_of, in_base64, text_of
from records.log.errors import LogError, Malformed
from records.log.notes import Note, Signature
from records.log.tree import Hash
from records.log.witness_policy import Witness

Prove = Callable[[int, int], list[Hash]]
"""`prove(old, new)`: the consistency proof between two sizes of the log."""

PATIENCE: Final = 10.0
"""Seconds for one checkpoint at one witness, repetitions included."""

_SIZE: Final = "text/x.tlog.size"
_LONGEST: Final = 64 * 1024
_MOST_SIZES: Final = 4  # another signer may be asking too, so that the size moves on
_FIRST_PAUSE: Final = 0.1

_LATE: Final = 0.2
"""Seconds after which an answer is cut off that should have been given up by then."""

_AS_IT_IS: Final = {"Accept-Encoding": "identity"}
"""What is packed could become any length, and is not unpacked."""

_CONNECTED: Final = ("connection.connect_tcp.complete", "connection.start_tls.complete")

_PLAIN: Final = {
    400: "认为请求有误",
    403: "不认可日志的签名（没有登记这个日志的公钥，或者公钥不同）",
    404: "没有登记这个日志",
    422: "认为日志不是由它见过的日志增长而来：历史被改写",
}
"""What a status means that no repetition changes."""


class WitnessError(LogError):
    """A witness did not cosign; the message says why. One that was only out of reach may do so later."""


class Contradicted(WitnessError):
    """The witness has seen another history of this log, or more of it: a person has to look."""


class _Away(WitnessError):
    """Out of reach for now."""


class WitnessClient:
    """Asks one witness for any number of logs. For one thread at a time."""

    def __init__(self, witness: Witness, client: httpx.Client) -> None:
        self.witness = witness
        self._client = client
        self._sizes: dict[str, int] = {}  # the latest cosigned, by origin
        self._connected: socket.socket | None = None  # what was connected last, for `_cut`
        self.trouble = ""
        """What keeps it from answering just now, as a sentence; empty when nothing does. Any thread may look."""

    def cosign(self, checkpoint: Checkpoint, note: Note, prove: Prove, patience: float = PATIENCE) -> Signature:
        """The witness's cosignature of the signed checkpoint, verified. Raises WitnessError.

        One that is out of reach is asked again, at growing intervals, for `patience` seconds in all.
        """
        until = time.monotonic() + patience
        pause = _FIRST_PAUSE
        while True:
            try:
                signature = self._negotiate(checkpoint, note, prove, until)
            except _Away as error:
                self.trouble = str(error)
                if time.monotonic() + pause >= until:
                    raise
            else:
                self.trouble = ""
                return signature
            time.sleep(pause)
            pause *= 2

    def _negotiate(self, checkpoint: Checkpoint, note: Note, prove: Prove, until: float) -> Signature:
        """Asks with the size that we think the witness has, and again with the one that it says."""
        for _ in range(_MOST_SIZES):
            known = self._sizes.get(checkpoint.origin, 0)
            old = known if known <= checkpoint.size else 0
            status, kind, body = self._post(_request(old, prove(old, checkpoint.size), note), until)
            if status == 200:
                signature = self._own(note, body)
                self._sizes[checkpoint.origin] = checkpoint.size
                return signature
            if status != 409 or kind != _SIZE:
                raise self._refusal(status)
            self._sizes[checkpoint.origin] = self._told(body, old, checkpoint.size)
        raise _Away(f"见证人{self._name}见到的日志大小一直在变")

    def _own(self, note: Note, body: bytes) -> Signature:
        """Its own cosignature out of its answer, verified; others' are left alone."""
        try:
            lines = text_of(body, "回答").removesuffix("\n").split("\n")
            for signature in map(Signature.parse, lines):
                if signature.is_of(self.witness.key):
                    verify_cosignature(note.body, signature, self.witness.key)
                    return signature
        except LogError as error:
            raise WitnessError(f"见证人{self._name}的回答不能用：{error}") from error
        raise WitnessError(f"见证人{self._name}的回答中没有它的见证")

    def _told(self, body: bytes, old: int, size: int) -> int:
        """The size that the witness says it has seen, if that can be right."""
        try:
            told = decimal_of(text_of(body, "回答").removesuffix("\n"), "大小")
        except Malformed as error:
            raise WitnessError(f"见证人{self._name}的回答不能用：{error}") from error
        if told > size:
            raise Contradicted(f"见证人{self._name}已见过有 {told} 个条目的日志，而现在只有 {size} 个：日志变短了")
        if told == old:
            raise Contradicted(f"见证人{self._name}见过的 {told} 个条目的日志有另一个根：历史被改写")
        return told

    def _refusal(self, status: int) -> WitnessError:
        if status >= 500 or status == 429:
            return _Away(f"见证人{self._name}暂时不能回答（HTTP {status}）")
        kind = Contradicted if status in {409, 422} else WitnessError
        return kind(f"见证人{self._name}{_PLAIN.get(status, '不予见证')}（HTTP {status}）")

    def _post(self, content: bytes, until: float) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer, which can be neither endless nor endlessly slow."""
        seconds = max(0.1, until - time.monotonic())
        url = f"{self.witness.url}/add-checkpoint"
        try:
            with (
                self._cut_after(seconds),
                self._client.stream(
                    "POST", url, content=content, headers=_AS_IT_IS, timeout=seconds, extensions={"trace": self._traced}
                ) as answer,
            ):
                kind = answer.headers.get("content-type", "").partition(";")[0].strip()
                return answer.status_code, kind, b"".join(self._limited(answer.iter_raw(), until))
        except httpx.HTTPError as error:
            raise _Away(f"见证人{self._name}连接不上：{error or type(error).__name__}") from error

    @contextmanager
    def _cut_after(self, seconds: float) -> Iterator[None]:
        """A block whose connection ends after some time: httpx bounds each read, and a head can come byte by byte."""
        timer = Timer(seconds + _LATE, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        if event in _CONNECTED:
            self._connected = info["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        if self._connected is not None:
            with suppress(OSError):  # it has ended
                socket.socket.shutdown(self._connected, socket.SHUT_RDWR)

    def _limited(self, chunks: Iterator[bytes], until: float) -> Iterator[bytes]:
        length = 0
        for chunk in chunks:
            length += len(chunk)
            if length > _LONGEST:
                raise WitnessError(f"见证人{self._name}的回答超过 {_LONGEST} 字节")
            if time.monotonic() > until:
                raise _Away(f"见证人{self._name}的回答太慢")
            yield chunk

    @property
    def _name(self) -> str:
        return f"“{self.witness.name}”"


def _request(old: int, proof: list[Hash], note: Note) -> bytes:
    lines = [f"old {old}", *(in_base64(hashed) for hashed in proof)]
    return ("\n".join(lines) + "\n\n" + note.text).encode()

"""A time-stamping authority (RFC 3161), asked for tokens over SHA-256, and the tokens that are read back.

The one place that knows the package `rfc3161-client`, the extra `timestamps`: without it `AVAILABLE` is False.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import httpx
from cryptography.x509 import Certificate, ObjectIdentifier, load_pem_x509_certificates

from records.log.errors import LogError, Malformed, NotProven

try:
    import rfc3161_client as tsp
except ModuleNotFoundError:
    AVAILABLE = False
else:
    AVAILABLE = True

PATIENCE: Final = 5.0
"""Seconds for one request: to connect, to send, and then for the answer."""

_LONGEST: Final = 64 * 1024
_SHA256: Final = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_QUERY: Final = "application/timestamp-query"
_REPLY: Final = "application/timestamp-reply"


class Unstamped(LogError):
    """The authority gave no token that can be kept; the message says why."""


class Authority:
    """Asks one authority. For one thread; `close()` when done."""

    def __init__(self, url: str, roots: Sequence[Certificate] = ()) -> None:
        """Without `roots`, nobody here looks at who signed a token."""
        self._url, self._roots = url, list(roots)
        self._client = httpx.Client(follow_redirects=False, timeout=PATIENCE)

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    def stamp(self, data: bytes) -> bytes:
        """The authority's reply with a token over the SHA-256 of `data`, verified. Raises Unstamped."""
        request = tsp.TimestampRequestBuilder().data(data).hash_algorithm(tsp.HashAlgorithm.SHA256).build()
        reply = self._post(request.as_bytes())
        try:
            _verify(reply, data, request, self._roots)
        except LogError as error:
            raise Unstamped(f"时间戳服务 {self._url} 的回答不能使用：{error}") from error
        return reply

    def _post(self, query: bytes) -> bytes:
        headers = {"Content-Type": _QUERY, "Accept": _REPLY, "Accept-Encoding": "identity"}
        try:
            with self._client.stream("POST", self._url, content=query, headers=headers) as answer:
                if answer.status_code != 200:
                    raise Unstamped(f"时间戳服务 {self._url} 回答了 {answer.status_code}")
                return self._read(answer)
        except httpx.HTTPError as error:
            raise Unstamped(f"时间戳服务 {self._url} 无法连接：{error!r}") from error

    def _read(self, answer: httpx.Response) -> bytes:
        until, body = time.monotonic() + PATIENCE, b""
        for part in answer.iter_raw():
            body += part
            if len(body) > _LONGEST or time.monotonic() > until:
                raise Unstamped(f"时间戳服务 {self._url} 的回答太长或者太慢")
        return body


def read_roots(path: Path) -> list[Certificate]:
    """The certificates in a PEM file. Raises Malformed, OSError."""
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except ValueError as error:
        raise Malformed(f"{path} 里没有 PEM 格式的证书") from error


def stamped_at(reply: bytes, digest: bytes) -> float:
    """When a reply's token says that it was made, in seconds since 1970.

    Raises Malformed for what is no reply with a token, NotProven when the token is over another digest than this
    SHA-256. Who signed it is not asked.
    """
    try:
        found = tsp.decode_timestamp_response(reply)
        if tsp.tsp.PKIStatus(found.status) is not tsp.tsp.PKIStatus.GRANTED:
            raise NotProven(f"没有给出时间戳（状态 {found.status}）")
        imprint, at = found.tst_info.message_imprint, found.tst_info.gen_time
    except ValueError as error:
        raise Malformed(f"不是时间戳：{error}") from error
    if imprint.hash_algorithm != _SHA256 or imprint.message != digest:
        raise NotProven("时间戳不是这个检查点的")
    return at.timestamp()


def _verify(reply: bytes, data: bytes, request: tsp.TimeStampRequest, roots: Sequence[Certificate]) -> None:
    digest = sha256(data).digest()
    stamped_at(reply, digest)
    found = tsp.decode_timestamp_response(reply)
    if found.tst_info.nonce != request.nonce:
        raise NotProven("时间戳是对另一次请求的回答")
    if not roots:
        return
    verifier = tsp.VerifierBuilder.from_request(request)
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    try:
        verifier.build().verify(found, digest)
    except (tsp.VerificationError, ValueError) as error:
        raise NotProven(f"时间戳的签名不能成立：{error}") from error

"""A site's uploads from the client's side: tus 1.0 with creation, checksum and termination."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Iterator, Mapping
from typing import Final, Self
from urllib.parse import urljoin

import httpx
import msgspec
from blake3 import blake3

from api.ingest.errors import Away, Broken, Gone, IngestError, Left, Moved, Spoilt, Stopped

VERSION: Final = "1.0.0"

_PATIENCE: Final = httpx.Timeout(60, connect=15, read=600)
"""Seconds; the answer to the last bytes comes when the site's store has all of them."""

_PIECE: Final = 1 << 16

_AGAIN: Final = frozenset({408, 425, 429})


class Standing(msgspec.Struct, frozen=True):
    """How far an upload is: bytes that are durable there, and the digests, "" until the site has it for good.

    `length` is None where the site didn't say it; `challenge` is how it asks for a proof in the place of bytes, or "".
    """

    address: str
    offset: int
    length: int | None = None
    blake3: str = ""
    sha256: str = ""
    challenge: str = ""

    @property
    def is_received(self) -> bool:
        """Whether this is a receipt."""
        return bool(self.blake3 and self.sha256)


class Site:
    """Uploads to one site. Each method raises an IngestError that says what to do next."""

    def __init__(self, address: str, token: str) -> None:
        """`address` as `site_address` gave it."""
        headers = {"Tus-Resumable": VERSION, "Authorization": f"Bearer {token}"}
        self._url = f"{address}/uploads"
        apart = address.startswith("https:")  # a proxy of the environment would read the token of a plain one
        self._client = httpx.Client(headers=headers, timeout=_PATIENCE, follow_redirects=False, trust_env=apart)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def create(self, length: int, metadata: Mapping[str, str]) -> Standing:
        """A new upload of `length` bytes, of which the site may ask for a proof instead."""
        pairs = ",".join(f"{key} {_encoded(value.encode())}" for key, value in metadata.items())
        headers = {"Upload-Length": str(length), "Upload-Metadata": pairs, "Mingjing-Possession": "offered"}
        try:
            answer = self._ask("POST", self._url, headers)
        except Gone as error:
            raise Stopped("这个地址没有上传服务，请检查 --to") from error
        address = urljoin(self._url, answer.headers.get("Location", ""))
        if answer.status_code != 201 or not self._is_ours(address):
            raise Stopped("站点没有按 tus 1.0 回答，或者给出了别处的上传地址，请检查 --to 和站点的代理")
        return _standing(address, answer.headers, begun="0")

    def standing(self, address: str) -> Standing:
        """How far it is; once it is whole, the site tries to finish it if it hadn't."""
        return _standing(address, self._ask("HEAD", self._ours(address), {}).headers)

    def send(self, address: str, offset: int, data: bytes) -> Standing:
        """The next bytes, with their checksum."""
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": f"blake3 {_encoded(blake3(data).digest())}",
        }
        return _standing(address, self._ask("PATCH", self._ours(address), headers, data).headers)

    def prove(self, address: str, proof: str) -> Standing:
        """The receipt of what the site has already. Raises Spoilt when it doesn't believe the proof."""
        headers = {
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
            "Mingjing-Proof": proof,
        }
        return _standing(address, self._ask("PATCH", self._ours(address), headers).headers)

    def end(self, address: str) -> None:
        """Gives an upload up."""
        self._ask("DELETE", self._ours(address), {})

    def _ask(self, method: str, url: str, headers: dict[str, str], data: bytes = b"") -> httpx.Response:
        try:
            headers = {**headers, "Content-Length": str(len(data))} if data else headers
            answer = self._client.request(method, url, headers=headers, content=_pieces(data) if data else b"")
        except httpx.TransportError as error:
            raise Away(f"站点没有回答（{error or type(error).__name__}）") from error
        except httpx.HTTPError as error:
            raise Stopped(f"站点的回答不能读取（{error}）") from error
        if not answer.is_success:
            raise _refusal(answer)
        return answer

    def _ours(self, address: str) -> str:
        if not self._is_ours(address):
            raise Gone("上传地址不是这个站点的")
        return address

    def _is_ours(self, address: str) -> bool:
        """Whether the token may go there."""
        try:
            ours, other = httpx.URL(self._url), httpx.URL(address)
        except httpx.InvalidURL:
            return False
        return (ours.scheme, ours.host, ours.port) == (other.scheme, other.host, other.port)


def site_address(text: str) -> str:
    """The address of a site, without a slash at its end. Raises ValueError with a sentence when it can't be one."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ValueError(f"{text} 不是网站的地址") from error
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.query or url.fragment:
        raise ValueError(f"{text} 不是网站的地址，应如 https://www.example.gov.cn")
    if url.scheme == "http" and not _is_here(url.host):
        raise ValueError("令牌不能经没有加密的连接发送，请使用 https:// 的地址")
    return text.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refusal(answer: httpx.Response) -> IngestError:
    """What an answer that isn't a success asks the client to do."""
    status = answer.status_code
    match status:
        case 401:
            return Stopped("站点不认识这个令牌，或者令牌已经失效")
        case 403:
            return Stopped("这个令牌没有上传的权限，或者设备已经停用")
        case 404 | 410:
            return Gone("上传已经不在")
        case 409:
            return Moved("上传的位置与站点的不符")
        case 301 | 302 | 303 | 307 | 308:
            return Stopped("站点转到了别的地址，请以那个地址作为 --to")
        case 413:
            return Left("文件超出站点允许的长度")
        case 460:
            return Spoilt("站点收到的内容校验不符")
        case 507:
            return Left("站点的存储空间或者配额不足")
        case 500:
            return Broken("站点处理这个文件时出错（HTTP 500），请查看站点的日志")
        case _ if status > 500 or status in _AGAIN:
            return Away(f"站点暂时不能接收（HTTP {status}）", _wait(answer.headers.get("Retry-After", "")))
        case _:
            return Left(f"站点没有接收（HTTP {status}{_title(answer)}）")


def _title(answer: httpx.Response) -> str:
    try:
        title = msgspec.json.decode(answer.content, type=dict[str, object]).get("title", "")
    except (msgspec.DecodeError, UnicodeError):
        return ""
    return f"，{title}" if title else ""


def _wait(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _standing(address: str, told: httpx.Headers, begun: str = "") -> Standing:
    offset, length = told.get("Upload-Offset", begun), told.get("Upload-Length", "")
    if not offset.isdecimal():
        raise Stopped("站点没有按 tus 1.0 回答：缺少 Upload-Offset")
    known = int(length) if length.isdecimal() else None
    digests = told.get("Mingjing-Blake3", ""), told.get("Mingjing-Sha256", "")
    return Standing(address, int(offset), known, *digests, told.get("Mingjing-Challenge", ""))


def _pieces(data: bytes) -> Iterator[bytes]:
    """The bytes in pieces: given as one, each layer of the client would copy all of them."""
    for start in range(0, len(data), _PIECE):
        yield data[start : start + _PIECE]


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()

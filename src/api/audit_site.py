"""A site as anybody reaches it: over HTTP, without an account, believing nothing that it says."""

from __future__ import annotations

import time
from typing import Any, Final, TypeVar

import httpx
import msgspec

from records.errors import RecordError

LARGEST: Final = 1 << 24
"""Bytes of one answer at most."""

_SECONDS: Final = 30.0
_TRIES: Final = 3
_PAUSE: Final = 0.5
_OFTEN: Final = frozenset({429, 502, 504})
"""Answers that another moment may change; 503 is asked for again by who knows why."""

T = TypeVar("T")


class Unanswered(RecordError):
    """The site gave no answer, or one that can't be read: nothing is known then, for better or worse."""


class Site:
    """Asks one site. May be used by several threads."""

    def __init__(self, url: str) -> None:
        """Raises Unanswered for what is no address."""
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise Unanswered(f"{url} 不是网站的地址") from error
        if address.scheme not in {"http", "https"} or not address.host:
            raise Unanswered(f"{url} 不是网站的地址，应如 https://www.example.gov.cn")
        self._client = httpx.Client(base_url=address, timeout=_SECONDS, follow_redirects=True)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def ask(self, path: str, **params: str) -> tuple[int, bytes]:
        """Status and body. Raises Unanswered when there is no answer after some tries, or one without an end."""
        for tried in range(1, _TRIES + 1):
            try:
                status, body = self._ask(path, params)
            except httpx.HTTPError as error:
                if tried == _TRIES:
                    raise Unanswered(f"取不到 {path}：{error or type(error).__name__}") from error
            else:
                if status not in _OFTEN or tried == _TRIES:
                    return status, body
            time.sleep(_PAUSE * tried)
        raise AssertionError

    def get(self, path: str, **params: str) -> bytes:
        """The body of what has to be there. Raises Unanswered."""
        status, body = self.ask(path, **params)
        if status != 200:
            raise Unanswered(f"取不到 {path}（HTTP {status}）")
        return body

    def json(self, path: str, kind: type[T], **params: str) -> T:
        """The same as JSON of a form. Raises Unanswered."""
        try:
            return msgspec.json.decode(self.get(path, **params), type=kind)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise Unanswered(f"{path} 的回答不是规定的形式（{error}）") from error

    def _ask(self, path: str, params: dict[str, Any]) -> tuple[int, bytes]:
        length, parts = 0, []
        with self._client.stream("GET", path, params=params or None) as answer:
            for part in answer.iter_bytes():
                length += len(part)
                if length > LARGEST:
                    raise Unanswered(f"{path} 的回答超过 {LARGEST} 字节")
                parts.append(part)
            return answer.status_code, b"".join(parts)

"""What a client says about its upload: the Upload-Metadata header of tus 1.0 (Creation), and our keys in it.

Keys: `filename`, `filetype` (a media type), `blake3` (the digest that the bytes must turn out to have),
`started_at` and `ended_at` (RFC 3339, of the recording). Others are kept as sent and mean nothing here.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from datetime import UTC, datetime

from msgspec import Struct

from media.digest import is_digest
from media.errors import BadHeader

HEADER = "Upload-Metadata"
MOST = 8192
"""Bytes that the header may have."""

_KEY = re.compile(r"[!-+\--~]+\Z")  # ASCII without space and comma
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\Z")  # RFC 6838, 4.2


class Metadata(Struct, frozen=True):
    """The keys we know, empty or None when absent; `raw` is the header as the client sent it."""

    raw: str = ""
    filename: str = ""
    media_type: str = ""
    blake3: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


def parse(raw: str) -> Metadata:
    """Read the header; raises `BadHeader` for what isn't base64, comes twice, or can't be true."""
    if len(raw) > MOST:
        raise BadHeader(HEADER, f"longer than {MOST} bytes")
    pairs = _pairs(raw)
    started_at, ended_at = _time(pairs, "started_at"), _time(pairs, "ended_at")
    if started_at and ended_at and ended_at < started_at:
        raise BadHeader(HEADER, "ended_at is before started_at")
    return Metadata(raw, _filename(pairs), _media_type(pairs), _declared(pairs), started_at, ended_at)


def _pairs(raw: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in raw.split(",") if raw.strip() else []:
        key, _, value = pair.strip().partition(" ")
        if not _KEY.match(key) or key in pairs:
            raise BadHeader(HEADER, f"key {key!r} is empty, has signs that aren't allowed, or comes twice")
        pairs[key] = _text(key, value)
    return pairs


def _text(key: str, value: str) -> str:
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise BadHeader(HEADER, f"{key} is not base64 of UTF-8") from error
    if not all(map(is_plain, text)):
        raise BadHeader(HEADER, f"{key} has control characters")
    return text


def is_plain(sign: str) -> bool:
    """Whether the sign shows, or is a space of any width, such as U+3000 between Chinese characters."""
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


def _filename(pairs: dict[str, str]) -> str:
    """Return the name as a label; it is never used as a path, so that any name is harmless."""
    name = pairs.get("filename", "")
    if len(name) > 255:
        raise BadHeader(HEADER, "filename is longer than 255 characters")
    return name


def _media_type(pairs: dict[str, str]) -> str:
    text = pairs.get("filetype", "").partition(";")[0].strip().lower()
    if text and not _MEDIA_TYPE.match(text):
        raise BadHeader(HEADER, "filetype is not a media type")
    return text


def _declared(pairs: dict[str, str]) -> str:
    digest = pairs.get("blake3", "").lower()
    if digest and not is_digest(digest):
        raise BadHeader(HEADER, "blake3 is not 64 hexadecimal digits")
    return digest


def _time(pairs: dict[str, str], key: str) -> datetime | None:
    if key not in pairs:
        return None
    try:
        at = datetime.fromisoformat(pairs[key])
    except ValueError as error:
        raise BadHeader(HEADER, f"{key} is not a time of RFC 3339") from error
    if at.tzinfo is None:
        raise BadHeader(HEADER, f"{key} has no offset from UTC")
    return at.astimezone(UTC)

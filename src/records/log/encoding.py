"""The few encodings that all texts of a log are made of, each read in its one form. Raises Malformed."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from records.log.errors import Malformed

LARGEST: Final = 2**63 - 1
"""The largest size, index and time that these formats carry."""

HASH: Final = 32
"""Bytes of a SHA-256."""

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")


def text_of(data: str | bytes, what: str) -> str:
    """`data` as text of well-formed UTF-8 without control characters but for newlines. `what` names it in errors."""
    try:
        text = data.decode() if isinstance(data, bytes) else data.encode().decode()
    except UnicodeError as error:
        raise Malformed(f"{what}不是有效的 UTF-8 文本") from error
    if any(character < " " and character != "\n" for character in text):
        raise Malformed(f"{what}含有控制字符")
    return text


def decimal_of(text: str, what: str) -> int:
    """A number as ASCII decimal without leading zeros, from 0 to 2⁶³ − 1."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST:
        raise Malformed(f"{what}应为不带前导零的十进制数（小于 2 的 63 次方），实为 {shown(text)}")
    return int(text)


def base64_of(text: str, what: str) -> bytes:
    """Bytes out of standard base64 with padding, in its one form: no unused bit is set."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise Malformed(f"{what}不是有效的 base64：{shown(text)}") from error
    if in_base64(data) != text:
        raise Malformed(f"{what}的 base64 不是规范形式：{shown(text)}")
    return data


def hash_of(text: str, what: str) -> bytes:
    """A hash of 32 bytes out of base64."""
    data = base64_of(text, what)
    if len(data) != HASH:
        raise Malformed(f"{what}应为 {HASH} 字节，实为 {len(data)} 字节")
    return data


def in_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def shown(text: str) -> str:
    """The beginning of a text that was not understood, in quotes, as a message shows it."""
    return repr(text if len(text) <= 40 else text[:40] + "…")

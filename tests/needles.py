"""What must not be found anywhere: secret texts, and what of them could be guessed by whoever has a digest.

A secret is looked for by 16 bytes of it, or by the first 16 of a digest in each way of writing it, so one look at every
place of the bytes is enough. What is written in base64 there is looked into as well.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from blake3 import blake3

WIDTH: Final = 16
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{22,}")


class Needles:
    """What is looked for, with what it is for the one who reads a finding."""

    def __init__(self) -> None:
        self.known: dict[bytes, str] = {}

    def mark(self, what: str) -> str:
        """A text of 16 small letters that stands nowhere else, to be looked for from now on."""
        made = unique(what)
        self.known[made.encode()] = what
        return made

    def hide(self, text: str, what: str) -> str:
        """Looks for the last 16 bytes of a text that has a form of its own, as a number does."""
        self.known[text.encode()[-WIDTH:]] = what
        return text

    def digests_of(self, value: bytes, what: str) -> None:
        """Looks for the plain digests of a value."""
        for name, digest in (("SHA-256", sha256(value).digest()), ("BLAKE3", blake3(value).digest())):
            for form in written(digest):
                self.known[form[:WIDTH]] = f"{name} of {what}"

    def found_in(self, data: bytes) -> list[str]:
        """What of it stands in there, each once."""
        return sorted({self.known[one] for part in _parts(data) for one in self._hits(part)})

    def _hits(self, data: bytes) -> Iterator[bytes]:
        known = self.known
        return (one for at in range(len(data) - WIDTH + 1) if (one := data[at : at + WIDTH]) in known)


def unique(what: str) -> str:
    """Sixteen small letters out of a description: digits could look like a number of somebody."""
    return "".join(chr(ord("a") + byte % 26) for byte in sha256(what.encode()).digest()[:WIDTH])


def written(digest: bytes) -> tuple[bytes, ...]:
    """A digest as it could be written: raw, hex in both cases, base64 of both alphabets."""
    return (
        digest,
        digest.hex().encode(),
        digest.hex().upper().encode(),
        base64.b64encode(digest),
        base64.urlsafe_b64encode(digest),
    )


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    for found in _BASE64.finditer(data):
        text = found[0].replace(b"-", b"+").replace(b"_", b"/")
        yield base64.b64decode(text[: len(text) // 4 * 4])

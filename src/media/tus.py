"""tus 1.0.0, https://tus.io/protocols/resumable-upload: headers in, headers out, without a web framework.

Spoken: the core protocol and its extensions, but checksums behind the body and concatenation of unfinished parts. An
upload whose metadata declares `blake3` must turn out to have that digest: otherwise the last PATCH is answered as a
checksum that doesn't match, the upload as a whole is refused and its bytes are dropped.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from email.utils import format_datetime

from msgspec import Struct

from media import metadata
from media.digest import ALGORITHMS, hasher, is_digest
from media.errors import BadHeader, BadType, BadVersion
from media.journal import FINAL, PARTIAL, parts_of
from media.limits import Limits
from media.metadata import Metadata
from media.possession import Challenge
from media.spool import Upload
from media.tail import Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,expiration,termination,checksum,concatenation"
BODY_TYPE = "application/offset+octet-stream"

_NUMBER = re.compile(r"[0-9]{1,18}\Z")


class Patch(Struct, frozen=True):
    """What PATCH asks for: bytes at `offset`; `size` of the body in bytes, None when it isn't told.

    `length` is that of the upload, where its creation deferred it.
    """

    offset: int
    size: int | None
    checksum: Checksum | None
    length: int | None = None
    proof: str = ""
    """Instead of bytes: that the client has them (`media.possession`)."""


class Creation(Struct, frozen=True):
    """What POST asks for: an upload of `length` bytes, None when that is told later.

    `concat` is "", "partial", or "final;" and the addresses of the parts; `body` are its first bytes. `proves` says
    that the client would rather prove that it has the declared bytes than send them, if they are there.
    """

    length: int | None
    metadata: Metadata
    concat: str = ""
    body: Patch | None = None
    proves: bool = False

    @property
    def is_final(self) -> bool:
        """Whether it is to be made of others."""
        return self.concat.startswith(FINAL)


def check_version(headers: Mapping[str, str]) -> None:
    """Raise `BadVersion` unless the client speaks our version (core protocol, Tus-Resumable)."""
    if headers.get("tus-resumable") != VERSION:
        raise BadVersion("Tus-Resumable", f"must be {VERSION}")


def creation(headers: Mapping[str, str]) -> Creation:
    """Read the headers of POST (Creation and its kinds, Concatenation); raises `BadHeader`."""
    check_version(headers)
    told = metadata.parse(headers.get("upload-metadata", ""))
    concat = headers.get("upload-concat", "").strip()
    if concat.startswith(FINAL):
        if "upload-length" in headers or "upload-defer-length" in headers:
            raise BadHeader("Upload-Length", "an upload that is made of others has the length of these")
        if not parts_of(concat):
            raise BadHeader("Upload-Concat", "no upload is named")
        return Creation(None, told, concat)
    if concat not in ("", PARTIAL):
        raise BadHeader("Upload-Concat", "must be partial, or final; and the addresses of the parts")
    return Creation(_length(headers), told, concat, _body(headers), headers.get("mingjing-possession") == "offered")


def _length(headers: Mapping[str, str]) -> int | None:
    deferred = headers.get("upload-defer-length")
    if deferred is None:
        return _number(headers, "Upload-Length")
    if deferred != "1":
        raise BadHeader("Upload-Defer-Length", "must be 1")
    if "upload-length" in headers:
        raise BadHeader("Upload-Defer-Length", "not together with Upload-Length")
    return None


def _body(headers: Mapping[str, str]) -> Patch | None:
    """The first bytes, in the POST itself (Creation With Upload): one without a body has none, or not this type."""
    if headers.get("content-type", "").strip().lower() != BODY_TYPE:
        return None
    size = _size(headers)
    return Patch(0, size, _checksum(headers.get("upload-checksum"))) if size != 0 else None


def patch(headers: Mapping[str, str]) -> Patch:
    """Read the headers of PATCH (core protocol, Checksum); raises `BadHeader` and its kinds."""
    check_version(headers)
    if headers.get("content-type", "").strip().lower() != BODY_TYPE:
        raise BadType("Content-Type", f"must be {BODY_TYPE}")
    length = _number(headers, "Upload-Length") if "upload-length" in headers else None
    checksum = _checksum(headers.get("upload-checksum"))
    proof = headers.get("mingjing-proof", "").strip().lower()
    if proof and not is_digest(proof):
        raise BadHeader("Mingjing-Proof", "must be 64 hexadecimal digits")
    if proof and (_size(headers) or headers.get("upload-offset") != "0"):
        raise BadHeader("Mingjing-Proof", "only at offset 0, and without a body")
    return Patch(_number(headers, "Upload-Offset"), _size(headers), checksum, length, proof)


def offered(limits: Limits) -> dict[str, str]:
    """Return the headers of the answer to OPTIONS: what this server speaks (core protocol, OPTIONS)."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Tus-Max-Size": str(limits.largest),
    }


def progress(upload: Upload) -> dict[str, str]:
    """Return the headers that say how far an upload is, with its digests once the store has the object.

    Of one that waits for more they say until when (Expiration).
    """
    told = {"Tus-Resumable": VERSION, "Upload-Offset": str(upload.offset)}
    if upload.expires:
        told["Upload-Expires"] = format_datetime(upload.expires, usegmt=True)
    if upload.blake3:
        told |= {"Mingjing-Blake3": upload.blake3, "Mingjing-Sha256": upload.sha256}
    return told


def created(upload: Upload, asked: Creation) -> dict[str, str]:
    """Return the headers of the answer to POST, with an offset where bytes came along (Creation With Upload)."""
    told = progress(upload)
    if asked.body is None:
        del told["Upload-Offset"]
    return told


def challenged(challenge: Challenge) -> dict[str, str]:
    """Return the header that asks for a proof: the key, and start and length of each part."""
    parts = ",".join(f"{start}+{length}" for start, length in challenge.parts)
    return {"Mingjing-Challenge": f"{challenge.key.hex()} {parts}"}


def state(upload: Upload) -> dict[str, str]:
    """Return the headers of the answer to HEAD, which no cache may keep (core protocol, HEAD)."""
    told = {**progress(upload), "Cache-Control": "no-store"}
    told |= {"Upload-Defer-Length": "1"} if upload.length is None else {"Upload-Length": str(upload.length)}
    if upload.metadata:
        told["Upload-Metadata"] = upload.metadata
    if upload.concat:
        told["Upload-Concat"] = upload.concat
    if upload.concat.startswith(FINAL) and not upload.blake3:
        del told["Upload-Offset"]  # until it is made of its parts (Concatenation)
    return told


def _size(headers: Mapping[str, str]) -> int | None:
    return _number(headers, "Content-Length") if "content-length" in headers else None


def _number(headers: Mapping[str, str], name: str) -> int:
    text = headers.get(name.lower(), "")
    if not _NUMBER.match(text):
        raise BadHeader(name, "must be a number of bytes, 0 or more")
    return int(text)


def _checksum(text: str | None) -> Checksum | None:
    if text is None:
        return None
    algorithm, _, encoded = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader("Upload-Checksum", f"algorithm must be one of {', '.join(ALGORITHMS)}")
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise BadHeader("Upload-Checksum", "the checksum is not base64") from error
    if len(value) != len(hasher(algorithm).digest()):
        raise BadHeader("Upload-Checksum", f"not as long as a checksum of {algorithm}")
    return Checksum(algorithm, value)

"""tus 1.0.0, https://tus.io/protocols/resumable-upload: headers in, headers out, without a web framework.

Spoken: the core protocol, and the extensions creation, termination and checksum. An upload whose metadata
declares `blake3` must turn out to have that digest: otherwise the last PATCH is answered as a checksum that
doesn't match, the upload as a whole is refused and its bytes are dropped.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from msgspec import Struct

from media import metadata
from media.digest import ALGORITHMS, hasher
from media.errors import BadHeader, BadType, BadVersion
from media.limits import Limits
from media.metadata import Metadata
from media.spool import Upload
from media.tail import Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum"
BODY_TYPE = "application/offset+octet-stream"

_NUMBER = re.compile(r"[0-9]{1,18}\Z")


class Creation(Struct, frozen=True):
    """What POST asks for: an upload of `length` bytes."""

    length: int
    metadata: Metadata


class Patch(Struct, frozen=True):
    """What PATCH asks for: bytes at `offset`; `size` of the body in bytes, None when it isn't told."""

    offset: int
    size: int | None
    checksum: Checksum | None


def check_version(headers: Mapping[str, str]) -> None:
    """Raise `BadVersion` unless the client speaks our version (core protocol, Tus-Resumable)."""
    if headers.get("tus-resumable") != VERSION:
        raise BadVersion("Tus-Resumable", f"must be {VERSION}")


def creation(headers: Mapping[str, str]) -> Creation:
    """Read the headers of POST (Creation); raises `BadHeader`."""
    check_version(headers)
    for name in ("Upload-Defer-Length", "Upload-Concat"):
        if name.lower() in headers:
            raise BadHeader(name, "this extension is not spoken here")
    return Creation(_number(headers, "Upload-Length"), metadata.parse(headers.get("upload-metadata", "")))


def patch(headers: Mapping[str, str]) -> Patch:
    """Read the headers of PATCH (core protocol, Checksum); raises `BadHeader` and its kinds."""
    check_version(headers)
    if headers.get("content-type", "").strip().lower() != BODY_TYPE:
        raise BadType("Content-Type", f"must be {BODY_TYPE}")
    size = _number(headers, "Content-Length") if "content-length" in headers else None
    return Patch(_number(headers, "Upload-Offset"), size, _checksum(headers.get("upload-checksum")))


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
    """Return the headers that say how far an upload is, with its digests once the store has the object."""
    told = {"Tus-Resumable": VERSION, "Upload-Offset": str(upload.offset)}
    if upload.blake3:
        told |= {"Mingjing-Blake3": upload.blake3, "Mingjing-Sha256": upload.sha256}
    return told


def state(upload: Upload) -> dict[str, str]:
    """Return the headers of the answer to HEAD, which no cache may keep (core protocol, HEAD)."""
    told = {**progress(upload), "Upload-Length": str(upload.length), "Cache-Control": "no-store"}
    if upload.metadata:
        told["Upload-Metadata"] = upload.metadata
    return told


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

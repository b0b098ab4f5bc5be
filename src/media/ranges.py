"""Range requests of RFC 9110, section 14, for an object whose entity tag is its digest."""

from __future__ import annotations

import re

from media.errors import Unsatisfiable

_SINGLE = re.compile(r"bytes=[ \t]*(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<suffix>[0-9]{1,18}))[ \t]*\Z")


def requested(header: str | None, size: int, *, if_range: str | None = None, etag: str = "") -> range | None:
    """Return the bytes that a GET with this Range header asks for; None means the whole object.

    A header that is malformed, in another unit or for several ranges is ignored, as section 14.2 allows; so
    is one whose If-Range isn't our entity tag (section 13.1.5). Raises `Unsatisfiable` for a range outside.
    """
    match = _SINGLE.match(header or "")
    if match is None or (if_range is not None and if_range != etag):
        return None
    first, last, suffix = match["first"], match["last"], match["suffix"]
    if suffix is not None:
        return _inside(range(max(0, size - int(suffix)), size), size)
    stop = min(size, int(last) + 1) if last else size
    if last and int(last) < int(first):
        return None  # invalid by section 14.1.1, hence ignored
    return _inside(range(int(first), stop), size)


def _inside(asked: range, size: int) -> range:
    if not asked:
        raise Unsatisfiable(size)
    return asked

"""Proving to a site that it has a recording already, instead of sending it (`media.possession`)."""

from __future__ import annotations

import re
from typing import Final

from api.ingest.opened import Opened
from media.possession import Challenge

MOST: Final = 16 << 20
"""Bytes that are read for a proof at most; a site that wants more is sent the recording."""

_CHALLENGE: Final = re.compile(r"([0-9a-f]{64}) ([0-9]{1,18}\+[0-9]{1,18}(?:,[0-9]{1,18}\+[0-9]{1,18})*)")


def proof(file: Opened, challenge: str) -> str:
    """The answer to the header `Mingjing-Challenge`, "" when it isn't one that can be answered."""
    read = _CHALLENGE.fullmatch(challenge)
    if read is None:
        return ""
    parts = tuple((int(start), int(length)) for start, _, length in (one.partition("+") for one in read[2].split(",")))
    size = file.source.stamp.size
    if sum(length for _, length in parts) > MOST or any(start + length > size for start, length in parts):
        return ""
    return Challenge(bytes.fromhex(read[1]), parts).answer(lambda start, length: iter((file.read(start, length),)))

"""Answers: msgspec all the way, no second declaration of what the domain has declared."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from fastapi import Response

from records.moment import rfc3339
from records.store.ledger import Written

_encoder = msgspec.json.Encoder()


class Json(Response):
    """A JSON body encoded by msgspec."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The body's bytes."""
        return _encoder.encode(content)


class EventWritten(msgspec.Struct, frozen=True):
    """One event of an accepted command."""

    type: str
    stream: str
    version: int
    position: int
    entry: str
    """The log entry, base64."""


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the command's first event stands in the ledger."""

    position: int
    entry: str
    recorded_at: str
    provable: bool | None = None
    """Whether all of the command is under the published checkpoint; nothing where that was not asked."""
    proof: str | None = None
    """The path of the proof, once it is."""


class Accepted(msgspec.Struct, frozen=True):
    """What an accepted command is answered with."""

    case: str
    version: int
    events: tuple[EventWritten, ...]
    receipt: Receipt


class Entered(msgspec.Struct, frozen=True):
    """What an entry of a register is answered with."""

    stream: str
    version: int
    events: tuple[EventWritten, ...]
    receipt: Receipt


def accepted(written: Written, stream: str) -> Accepted:
    """The answer for a command whose own stream is that of its case."""
    return Accepted(stream.partition(":")[2], *_answer(written, stream))


def entered(written: Written, stream: str) -> Entered:
    """The answer for an entry of a register."""
    return Entered(stream, *_answer(written, stream))


def _answer(written: Written, stream: str) -> tuple[int, tuple[EventWritten, ...], Receipt]:
    """The version of the stream, the events, and where they stand."""
    events = tuple(
        EventWritten(
            type=str(event.__struct_config__.tag),
            stream=event.stream,
            version=version,
            position=position,
            entry=base64.b64encode(entry).decode(),
        )
        for event, version, position, entry in zip(
            written.events, written.versions, written.positions, written.entries, strict=True
        )
    )
    version = max((one.version for one in events if one.stream == stream), default=0)
    receipt = Receipt(events[0].position, events[0].entry, rfc3339(written.recorded_at))
    return version, events, receipt

"""Which files a case has, and what each is called in its package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from media.catalogue import Catalogue, StoredObject
from media.digest import is_digest
from projections.recordings import EVIDENCE, objects_of
from projections.sentences.words import STAGES
from records.errors import NotFound
from records.event import CaseEvent
from records.moment import Moment
from records.paper.data import form_of
from records.paper.events import DocumentRendered
from records.penalty.events import RecordingLinked
from records.replay import voided
from records.store.mapper import Recorded

_ENDINGS: Final = {
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "video/x-matroska": ".mkv",
    "video/mp2t": ".ts",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "audio/ogg": ".ogg",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
"""By media type; a file of any other is `.bin`, and `custody.json` says what it was declared as."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An object of the case and its place below `data/`."""

    path: str
    found: StoredObject
    recording: RecordingLinked | None = None
    """What linked it, of a recording."""


def items_of(history: Sequence[Recorded], documents: Iterable[Recorded], catalogue: Catalogue) -> list[Item]:
    """Recordings, documents, then evidence and scans; what a mistaken entry named is left out, and nothing is twice.

    Raises NotFound for an object that the store hasn't got.
    """
    mistakes = voided(history)
    events = [one.event for one in history if one.version not in mistakes and isinstance(one.event, CaseEvent)]
    kept: dict[str, Item] = {}
    for item in (*_recordings(events, catalogue), *_documents(documents, catalogue), *_evidence(events, catalogue)):
        kept.setdefault(item.found.blake3, item)
    return list(kept.values())


def _recordings(events: Iterable[CaseEvent], catalogue: Catalogue) -> Iterator[Item]:
    linked = [one for one in events if isinstance(one, RecordingLinked)]
    for number, one in enumerate(linked, 1):
        found = _found(catalogue, one.blake3)
        started = _plain(one.started_at[:16].replace("-", "").replace(":", ""))
        parts = (f"{number:02}", STAGES.get(one.stage, ""), started, one.blake3)
        yield Item(path=f"recordings/{_joined(parts)}{_ending(found.media_type)}", found=found, recording=one)


def _documents(documents: Iterable[Recorded], catalogue: Catalogue) -> Iterator[Item]:
    for one in documents:
        event = one.event
        if not isinstance(event, DocumentRendered):
            continue
        form = form_of(event.paper, Moment(one.recorded_at).day)
        parts = (f"{event.step:03}", _plain(form.title if form else ""), _plain(event.paper), f"v{event.edition}")
        for digest, ending in ((event.blake3, ".pdf"), (event.text_blake3, ".txt")):
            yield Item(path=f"documents/{_joined(parts)}{ending}", found=_found(catalogue, digest))


def _evidence(events: Iterable[CaseEvent], catalogue: Catalogue) -> Iterator[Item]:
    for one in events:
        for digest, stage in objects_of(one):
            if is_digest(digest) and not isinstance(one, RecordingLinked | DocumentRendered):
                found = _found(catalogue, digest)
                kind = "证据" if stage == EVIDENCE else "扫描件"
                yield Item(path=f"evidence/{kind}-{digest}{_ending(found.media_type)}", found=found)


def _found(catalogue: Catalogue, digest: str) -> StoredObject:
    found = catalogue.find(digest)
    if found is None:
        raise NotFound("object", digest)
    return found


def _ending(media_type: str) -> str:
    return _ENDINGS.get(media_type.partition(";")[0].strip().lower(), ".bin")


def _plain(text: str) -> str:
    """Text that may stand in a file's name on any system."""
    return re.sub(r"[^\w]+", "", text)


def _joined(parts: Iterable[str]) -> str:
    return "-".join(part for part in parts if part)

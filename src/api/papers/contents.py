"""卷内目录: what an archived file has in it, in the order of its steps, with page numbers (全过程记录制度 一).

Documents lie one after the other, and their pages are counted through. Exhibits and recordings lie beside them and bear
numbers of their own, since nobody but the archivist knows their pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from records.moment import Moment
from records.paper.data import form_of
from records.paper.filling import fill, value_minute
from records.paper.making import made
from records.paper.sources import Listed, Past, Sources, Volume
from records.penalty.events import CaseArchived, EvidenceAdded, RecordingLinked

_PAGES: Final = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_BESIDE: Final = {"exhibit": "附件", "recording": "音像"}


def contents(sources: Sources) -> tuple[Listed, ...]:
    """What the case's steps made so far, in the order in which they occurred; the papers of the archive are no part."""
    found = (one for past in sources.history for one in _of(past, sources) if past.event is not sources.event)
    numbers = dict.fromkeys(_BESIDE, 0)
    listed: list[Listed] = []
    for one in found:
        if one.kind not in numbers:
            listed.append(one)
            continue
        numbers[one.kind] += 1
        listed.append(msgspec.structs.replace(one, pages=f"{_BESIDE[one.kind]}{numbers[one.kind]}"))
    return tuple(listed)


def paged(listed: Sequence[Listed], counts: Mapping[tuple[int, str], int]) -> tuple[Listed, ...]:
    """With the pages of each document, by how many its step (version) and form have; without any where it has none."""
    found, last = list[Listed](), 0
    for one in listed:
        count = counts.get((one.version, one.paper), 0) if one.kind == "document" else 0
        if count:
            pages = f"{last + 1}" if count == 1 else f"{last + 1}—{last + count}"
            found.append(msgspec.structs.replace(one, pages=pages))
        else:
            found.append(one)
        last += count
    return tuple(found)


def volume(listed: Sequence[Listed], counts: Mapping[tuple[int, str], int] | None = None) -> Volume:
    """How much it is; `counts` are the pages of each document, None while nobody counted them."""
    documents = [one for one in listed if one.kind == "document"]
    counted = counts or {}
    return Volume(
        documents=str(len(documents)),
        pages="" if counts is None else str(sum(counted.get((one.version, one.paper), 0) for one in documents)),
        exhibits=str(sum(one.kind == "exhibit" for one in listed)),
        recordings=str(sum(one.kind == "recording" for one in listed)),
        unprinted=()
        if counts is None
        else tuple(one.title for one in documents if not counts.get((one.version, one.paper))),
    )


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has that this software printed, by the root of its page tree; 0 where none is found."""
    return max((int(one) for one in _PAGES.findall(pdf)), default=0)


def _of(past: Past, sources: Sources) -> Iterator[Listed]:
    event, day = past.event, value_minute(Moment.of(past.at.day))
    if isinstance(event, CaseArchived):
        return
    then = msgspec.structs.replace(sources, event=event, at=past.at)
    for paper in made(event):
        form = form_of(paper, past.at.day)
        if form is not None:
            number = fill(form.number, then).text
            yield Listed(title=form.title, number=number, day=day, version=past.version, paper=paper)
    if isinstance(event, EvidenceAdded):
        yield Listed(title=event.title, number=event.item, day=day, kind="exhibit", version=past.version)
    if isinstance(event, RecordingLinked):
        title = f"音像记录（{event.device}）" if event.device else "音像记录"
        yield Listed(title=title, number=event.blake3[:16], day=day, kind="recording", version=past.version)

"""保管链: what ledger and catalogue know of each recording of a case, in its package (全过程记录制度 二 to 四)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, func, select

from api.case_view import person_name
from api.exporting.contents import Item
from api.recording_uses import OPERATOR, OPERATOR_NAME, PURPOSES
from media.catalogue import Catalogue
from projections.recordings import recording
from projections.sentences.words import STAGES
from records.moment import Moment, rfc3339
from records.penalty.events import RecordingLinked
from records.register.events import RecordingUsed
from records.register.events.recorders import uses_stream
from records.replay import voided
from records.store.ledger import Ledger
from records.store.mapper import Recorded


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A step that bound the recording to the case."""

    position: int
    version: int
    occurred_at: str
    recorded_at: str
    actor: str
    name: str
    stage: str
    voided: bool
    """Whether the entry was a mistake."""


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody viewed or exported it, as a recording of this case."""

    position: int
    used_at: str
    person: str
    name: str
    action: str
    purpose: str
    purpose_name: str


class Integrity(msgspec.Struct, frozen=True, kw_only=True):
    """What the export found when it read every byte."""

    read_at: str
    size: int
    blake3: str
    sha256: str
    holds: bool
    locked: bool | None
    """Whether the store keeps it from being deleted; null where the store promises no locks."""


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """The custody of one recording."""

    file: str
    blake3: str
    sha256: str
    size: int
    media_type: str
    stage: str
    device: str
    officer: str
    officer_name: str
    started_at: str
    ended_at: str
    stored_at: str
    """When the server had all of it, by the step that linked it; empty where that says nothing."""
    arrived_at: str
    """The same by the catalogue of objects."""
    derived_from: str
    derivation: str
    note: str
    links: tuple[Link, ...]
    linked_elsewhere: int
    """Other cases of the ledger that have it too; which ones is not said here."""
    uses: tuple[Use, ...]
    uses_elsewhere: int
    """Uses as a recording of other cases."""
    integrity: Integrity


class CustodyReport(msgspec.Struct, frozen=True, kw_only=True):
    """The file `custody.json`."""

    mingjing: Literal["custody/1"] = "custody/1"
    ledger: str
    case: str
    title: str
    exported_at: str
    purpose: str
    purpose_name: str
    recordings: tuple[Custody, ...]


class Custodian:
    """Tells of the recordings of one case."""

    def __init__(self, ledger: Ledger, catalogue: Catalogue, history: Sequence[Recorded], case: str) -> None:
        self._ledger, self._catalogue, self._history, self._case = ledger, catalogue, history, case
        self._name = cache(partial(_name, ledger))

    def uses(self, digest: str) -> list[Recorded]:
        """The events of the recording's uses, also as one of other cases."""
        return [one for one in self._ledger.history(uses_stream(digest)) if isinstance(one.event, RecordingUsed)]

    def custody(self, item: Item, integrity: Integrity, connection: Connection) -> Custody:
        """What is known of a recording now, its uses included."""
        linked = item.recording
        assert linked is not None
        digest, arrived = linked.blake3, self._catalogue.arrived_at(linked.blake3)
        uses = [(one, one.event) for one in self.uses(digest) if isinstance(one.event, RecordingUsed)]
        own = [_use(one, event, self._name) for one, event in uses if event.case == self._case]
        return Custody(
            file=f"data/{item.path}",
            blake3=digest,
            sha256=linked.sha256,
            size=linked.size,
            media_type=linked.media_type,
            stage=linked.stage,
            device=linked.device,
            officer=linked.officer,
            officer_name=self._name(linked.officer) if linked.officer else "",
            started_at=linked.started_at,
            ended_at=linked.ended_at,
            stored_at=linked.stored_at,
            arrived_at=str(Moment.of(arrived)) if arrived else "",
            derived_from=linked.derived_from,
            derivation=linked.derivation,
            note=linked.note,
            links=self._links(digest),
            linked_elsewhere=_elsewhere(connection, self._ledger.ledger_name, digest, self._case),
            uses=tuple(own),
            uses_elsewhere=len(uses) - len(own),
            integrity=integrity,
        )

    def _links(self, digest: str) -> tuple[Link, ...]:
        mistakes = voided(self._history)
        return tuple(
            Link(
                position=one.position,
                version=one.version,
                occurred_at=str(one.occurred_at),
                recorded_at=rfc3339(one.recorded_at),
                actor=one.actor,
                name=self._name(one.actor.removeprefix("person:")),
                stage=STAGES.get(one.event.stage, ""),
                voided=one.version in mistakes,
            )
            for one in self._history
            if isinstance(one.event, RecordingLinked) and one.event.blake3 == digest
        )


def _use(one: Recorded, event: RecordingUsed, name: Callable[[str], str]) -> Use:
    return Use(
        position=one.position,
        used_at=rfc3339(one.recorded_at),
        person=event.person,
        name=name(event.person),
        action=event.action,
        purpose=event.purpose,
        purpose_name=PURPOSES[event.purpose],
    )


def _name(ledger: Ledger, person: str) -> str:
    return OPERATOR_NAME if person == OPERATOR else person_name(ledger, person)


def _elsewhere(connection: Connection, ledger: str, digest: str, case: str) -> int:
    c = recording.c
    query = select(func.count()).where(c.ledger == ledger, c.blake3 == digest, c.case_id != case)
    return int(connection.scalar(query) or 0)


def differing(
    report: Mapping[str, Any], payload: Mapping[str, str], uses: Mapping[int, Mapping[str, Any]]
) -> list[str]:
    """A sentence for each thing that the report says otherwise than the files and the log; `uses` by position."""
    wrong = []
    for one in report.get("recordings", ()):
        if payload.get(one["file"]) != one["sha256"]:
            wrong.append(f"{one['file']} 的摘要与保管链报告不符")
        for use in one["uses"]:
            proven = uses.get(use["position"])
            if proven is not None and any(use[name] != proven[name] for name in ("person", "action", "purpose")):
                wrong.append(f"第 {use['position']} 号记录（使用）与保管链报告不符")
    return wrong

"""Which recordings and scans belong to which cases: who may read one, and what a start finds bound.

全过程记录制度 二, 三.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    and_,
    select,
)

from projections.cases import case_row, within
from projections.projection import AT_ONCE, Batch, Projection, Row, Step, Target, metadata
from records.correction.events import CorrectionRequested, EvidenceRecorded
from records.event import CaseEvent
from records.paper.events import DocumentRendered
from records.penalty.events import (
    ApplicationTaken,
    EvidenceAdded,
    EvidenceSupplemented,
    InstrumentReceived,
    RecordingLinked,
    ReliefCopyReceived,
)

SCAN: Final = "scan"
"""Stands for the stage where the object is the scan of a paper that a step was entered from, or that came in."""

EVIDENCE: Final = "evidence-item"
"""Stands for the stage where the object is an item of evidence."""

DOCUMENT: Final = "document"
"""Stands for the stage where the object is a document of the case, as PDF or as text."""

recording: Final = Table(
    "recording",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("blake3", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("stage", Text, nullable=False),  # of a recording, or SCAN
    PrimaryKeyConstraint("ledger", "case_id", "blake3"),
)
Index("recording_by_blake3", recording.c.blake3, recording.c.ledger)


_same_case: Final = and_(case_row.c.ledger == recording.c.ledger, case_row.c.case_id == recording.c.case_id)


def project(batch: Batch, target: Target) -> None:
    """A row per case and object that its steps name, or that a document of it was rendered to."""
    rows = (*(row for step in batch.steps() for row in _rows(batch.ledger, step)), *_documents(batch))
    named = {(row["case_id"], row["blake3"]): row for row in rows}
    target.put(recording, list(named.values()))


def _documents(batch: Batch) -> Iterator[Row]:
    for recorded, _, _ in batch.seen:
        event = recorded.event
        if isinstance(event, DocumentRendered):
            row = {"ledger": batch.ledger, "case_id": event.case, "position": recorded.position, "stage": DOCUMENT}
            yield from (row | {"blake3": digest} for digest in (event.blake3, event.text_blake3))


def _rows(ledger: str, step: Step) -> Iterator[Row]:
    row = {"ledger": ledger, "case_id": step.event.case, "position": step.recorded.position}
    yield from (row | {"blake3": digest, "stage": stage} for digest, stage in objects_of(step.event))


def objects_of(event: CaseEvent) -> Iterator[tuple[str, str]]:
    """BLAKE3 and stage of each object that a step names."""
    if event.entry is not None:
        yield event.entry.scan, SCAN
    match event:
        case RecordingLinked():
            yield event.blake3, event.stage
        case EvidenceAdded() | EvidenceSupplemented() if event.object:
            yield event.object, EVIDENCE
        case ApplicationTaken() | ReliefCopyReceived() | InstrumentReceived():
            yield event.object, SCAN
        case _ if named := getattr(event, "object", ""):
            yield named, SCAN
        case CorrectionRequested() | EvidenceRecorded():
            yield from ((digest, EVIDENCE) for digest in event.files)


def is_linked(engine: Engine, digest: str) -> bool:
    """Whether a case of any ledger has the recording or scan."""
    with engine.connect() as connection:
        return connection.scalar(select(recording.c.position).where(recording.c.blake3 == digest).limit(1)) is not None


def linked_of(engine: Engine, digests: Collection[str]) -> set[str]:
    """Those of the recordings and scans that a case of any ledger has."""
    names, found = sorted(digests), set[str]()
    with engine.connect() as connection:
        for start in range(0, len(names), AT_ONCE):
            where = recording.c.blake3.in_(names[start : start + AT_ONCE])
            found.update(connection.scalars(select(recording.c.blake3).where(where).distinct()))
    return found


def is_linked_in(connection: Connection, ledger: str, digest: str, reach: Collection[str] | None = None) -> bool:
    """Whether a case of that ledger has the recording or scan, and of one of the agencies in `reach` (None: of any)."""
    query = select(recording.c.position).where(recording.c.blake3 == digest, recording.c.ledger == ledger)
    if reach is not None:
        query = query.join(case_row, _same_case).where(within(reach))
    return connection.scalar(query.limit(1)) is not None


PROJECTION: Final = Projection("recordings", (recording,), project)

"""Makes the package of one case: every byte streamed, every recording's export noted before it is read."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Engine
from uuid_utils import uuid7

from api.case_view import TimelineView, history_of, timeline_view
from api.exporting.contents import Item, items_of
from api.exporting.custody import Custodian, CustodyReport, Integrity
from api.exporting.errors import NotExported, NotYetSigned
from api.exporting.script import script
from api.progress import Watch
from api.published_logs import PublishedLogs
from api.recording_uses import OPERATOR, PURPOSES
from media.bag import Package, Stored, packed
from media.catalogue import Catalogue
from media.store import ObjectStore
from records.application import Sender, record_entry
from records.copy.case_form import encode
from records.copy.case_proofs import proofs_of
from records.event import case_stream
from records.log.checkpoint import Checkpoint
from records.log.files import LogFiles
from records.log.notes import Note
from records.log.tree import inclusion
from records.paper.events import documents_stream
from records.penalty.events import RecordingLinked
from records.register.events import Purpose, RecordingUsed
from records.register.events.recorders import uses_stream
from records.replay import replay
from records.store.ledger import Ledger
from records.store.mapper import Recorded

SIGNED_WITHIN: Final = 10.0
"""Seconds that are waited for a checkpoint with the last events; the signer makes one each second."""

_ROOM: Final = 16 * 1024 * 1024
"""Bytes of room that are asked for beside the objects: events, proofs, manifests."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be taken out, where to, and for what."""

    case: str
    target: Path
    purpose: Purpose


class Exporter:
    """Makes packages of the cases of one ledger."""

    def __init__(self, ledger: Ledger, engine: Engine, objects: ObjectStore, logs: PublishedLogs) -> None:
        self._ledger, self._engine, self._objects, self._logs = ledger, engine, objects, logs
        self._catalogue = Catalogue(engine)

    def export(self, asked: Asked, watch: Watch) -> Exported:
        """Makes it. Raises NotFound, NotExported, NotYetSigned, or what the stores raise; then there is none."""
        _require_place(asked.target)
        view = timeline_view(self._ledger, asked.case, None, None)
        known = {one.position for one in view.steps}
        history = [one for one in history_of(self._ledger, asked.case) if one.position in known]
        documents = self._ledger.history(documents_stream(asked.case))
        items = items_of(history, documents, self._catalogue)
        _require_room(asked.target, items)
        self._signed(max(one.position for one in (*history, *documents)))
        played = replay(history).case
        uses = [self._noted(one.recording, asked, played.agency) for one in items if one.recording is not None]
        with _room_left(), packed(asked.target) as package:
            stored = self._write_objects(package, items, watch)
            note = self._signed(max(uses, default=0), strict=False)
            self._write_facts(package, asked, view, (history, documents), note)
            self._write_custody(package, asked, history, [(one, stored[one.path]) for one in items], played.title)
            package.close(self._info(asked, played.title), [("check.py", script())])
        return Exported(len(items), len(uses), sum(one.size for one in stored.values()))

    # ---- Before ----

    def _noted(self, linked: RecordingLinked, asked: Asked, agency: str) -> int:
        """Notes the export of a recording; returns the position of the event."""
        used = RecordingUsed(
            blake3=linked.blake3,
            person=OPERATOR,
            case=asked.case,
            agency=agency,
            purpose=asked.purpose,
            action="export",
        )
        key = f"export:{uuid7()}"
        return record_entry(
            self._ledger, used, Sender("system", "system", key, sha256(key.encode()).digest())
        ).positions[0]

    def _signed(self, position: int, *, strict: bool = True) -> Note:
        """The published checkpoint once it has the event at a position; without `strict`, the last one in time."""
        until = time.monotonic() + SIGNED_WITHIN
        while True:
            text = LogFiles(self._ledger.ledger_name, self._logs.store).read("checkpoint")
            late = time.monotonic() > until
            if text is not None:
                note = Note.parse(text)
                if Checkpoint.parse(note.body).size >= position or (late and not strict):
                    return note
            if late:
                name = self._ledger.ledger_name
                msg = f"账本 {name} 的日志还没有包含案件的全部记录，请确认服务正在运行，稍后再导出"
                raise NotYetSigned(msg)
            time.sleep(0.1)

    # ---- The files ----

    def _write_objects(self, package: Package, items: Sequence[Item], watch: Watch) -> dict[str, Stored]:
        total, stored, done = sum(one.found.size for one in items), dict[str, Stored](), 0
        watch(0, total)
        for one in items:
            chunks = self._objects.open(one.found.blake3, 0, one.found.size, one.found.version_id)
            stored[one.path] = package.add(one.path, _counted(chunks, done, total, watch))
            done += one.found.size
            if (stored[one.path].blake3, stored[one.path].sha256) != (one.found.blake3, one.found.sha256):
                msg = f"存储的文件 {one.found.blake3} 与它的摘要不符，不能导出，请运行 mingjing verify --media"
                raise NotExported(msg)
        return stored

    def _write_facts(
        self,
        package: Package,
        asked: Asked,
        view: TimelineView,
        own: tuple[Sequence[Recorded], Sequence[Recorded]],
        note: Note,
    ) -> None:
        """The events as people read them, the proofs that they are in the log, and the key that signed it."""
        size, name = Checkpoint.parse(note.body).size, self._ledger.ledger_name
        history, documents = own
        wanted = {case_stream(asked.case): history, documents_stream(asked.case): documents}
        for digest in sorted({one.event.blake3 for one in history if isinstance(one.event, RecordingLinked)}):
            found = self._ledger.history(uses_stream(digest))
            wanted[uses_stream(digest)] = [
                one
                for one in found
                if isinstance(one.event, RecordingUsed) and one.event.case == asked.case and one.position <= size
            ]
        events = [
            event
            for stream, steps in wanted.items()
            for event in self._ledger.salted(stream, {one.version for one in steps})
        ]
        hashes = self._logs.hashes(name, size)
        proofs = proofs_of(name, asked.case, events, note, lambda index: inclusion(index, size, hashes))
        package.add("events.json", [msgspec.json.format(msgspec.json.encode(view), indent=1)])
        package.add("proofs.json", [encode(proofs)])
        package.add("log-key.txt", [LogFiles(name, self._logs.store).read("key") or b""])

    def _write_custody(
        self,
        package: Package,
        asked: Asked,
        history: Sequence[Recorded],
        items: Sequence[tuple[Item, Stored]],
        title: str,
    ) -> None:
        custodian = Custodian(self._ledger, self._catalogue, history, asked.case)
        with self._engine.connect() as connection:
            found = [
                custodian.custody(item, self._integrity(item, stored), connection)
                for item, stored in items
                if item.recording is not None
            ]
        report = CustodyReport(
            ledger=self._ledger.ledger_name,
            case=asked.case,
            title=title,
            exported_at=str(self._ledger.now()),
            purpose=asked.purpose,
            purpose_name=PURPOSES[asked.purpose],
            recordings=tuple(found),
        )
        package.add("custody.json", [msgspec.json.format(msgspec.json.encode(report), indent=1)])

    def _integrity(self, item: Item, stored: Stored) -> Integrity:
        return Integrity(
            read_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            size=stored.size,
            blake3=stored.blake3,
            sha256=stored.sha256,
            holds=True,  # else nothing is exported
            locked=self._objects.locked(item.found.blake3, item.found.version_id),
        )

    def _info(self, asked: Asked, title: str) -> list[tuple[str, str]]:
        now = self._ledger.now()
        opened = self._ledger.register().opened
        return [
            ("Source-Organization", opened.title if opened else self._ledger.ledger_name),
            ("External-Identifier", f"{self._ledger.ledger_name}/{asked.case}"),
            ("External-Description", title),
            ("Bagging-Date", now.day.isoformat()),
            ("Bag-Software-Agent", "mingjing export case"),
            ("Mingjing-Purpose", PURPOSES[asked.purpose]),
        ]


class Exported(msgspec.Struct, frozen=True):
    """What a package has."""

    files: int
    recordings: int
    size: int
    """Bytes of the files."""


def _counted(chunks: Iterator[bytes], done: int, total: int, watch: Watch) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        watch(done, total)


def _require_place(target: Path) -> None:
    if os.path.lexists(target):
        msg = f"{target} 已经存在，不会覆盖，请用 --to 另指定一个文件夹"
        raise NotExported(msg)
    if not target.parent.is_dir():
        msg = f"没有文件夹 {target.parent}，请先建立"
        raise NotExported(msg)


def _require_room(target: Path, items: Sequence[Item]) -> None:
    needed, free = sum(one.found.size for one in items) + _ROOM, shutil.disk_usage(target.parent).free
    if free < needed:
        msg = f"{target.parent} 的磁盘空间不足：需要 {needed} 字节，还有 {free} 字节"
        raise NotExported(msg)


@contextmanager
def _room_left() -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        msg = f"{error} 已经存在，不会覆盖，请用 --to 另指定一个文件夹"
        raise NotExported(msg) from error
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:  # a FAT32 stick takes 4 GiB a file
            raise
        msg = "目标磁盘放不下（空间不足，或者文件系统不容这么大的文件），没有留下任何文件，请腾出空间或者换一个位置"
        raise NotExported(msg) from error

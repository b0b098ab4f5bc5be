"""`verify --media`: every recording and scan that a step names is read again, in a folder and in S3."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from blake3 import blake3
from minio.commonconfig import GOVERNANCE
from minio.objectlockconfig import DAYS, ObjectLockConfig

from api.verifying import ObjectReader
from media.bucket import BucketStore
from media.catalogue import Catalogue, StoredObject
from media.catalogue import install as install_catalogue
from media.store import ObjectStore
from minio_server import Access
from records.event import BackEntry, Event, case_stream
from records.moment import Moment
from records.penalty.events import EvidenceAdded, HearingHeld, RecordingLinked
from records.store.engine import connect
from records.store.ledger import Ledger
from records.store.schema import install
from records.store.stored import CommandKey
from verify_town import LEDGER, Place

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
VIDEO, SCAN, PHOTO = (word * 100_000 for word in (b"video", b"scan", b"photo"))


def digest_of(content: bytes) -> str:
    return blake3(content).hexdigest()


def stored(store: ObjectStore, folder: Path, content: bytes) -> str:
    """Puts an object as a spool does; returns its version."""
    path = folder / uuid4().hex
    path.write_bytes(content)
    return store.put(path, digest_of(content), len(content))


def linked(content: bytes, version: str) -> RecordingLinked:
    digest = digest_of(content)
    return RecordingLinked(
        case=CASE,
        blake3=digest,
        sha256=digest,
        size=len(content),
        media_type="video/mp4",
        version_id=version,
        stage="inspection",
        device="recorder",
        started_at="",
    )


def recorded(folder: Path, events: list[Event]) -> Place:
    place = Place(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder)
    engine = connect(place.url)
    install(engine)
    install_catalogue(engine)
    with place.keys() as keys, closing(Ledger(LEDGER, engine, keys, sample=False)) as ledger:
        ledger.append(
            events,
            expected={case_stream(CASE): 0},
            command=CommandKey("test", "one", bytes(32)),
            occurred_at=Moment.of(datetime.now(UTC)),
            actor="person:wang",
            law=None,
            registers_to=0,
        )
    engine.dispose()
    place.sign()
    return place


@pytest.fixture
def place(store: ObjectStore, tmp_path: Path) -> Place:
    """A recording at position 1, a hearing entered from a scan at 2, and an item of evidence at 3."""
    versions = [stored(store, tmp_path, content) for content in (VIDEO, SCAN, PHOTO)]
    photo = digest_of(PHOTO)
    scanned = BackEntry(reason="补录", scan=digest_of(SCAN))
    place = recorded(
        tmp_path,
        [
            linked(VIDEO, versions[0]),
            HearingHeld(case=CASE, presider="zheng", public=True, statement="", signature="signed", entry=scanned),
            EvidenceAdded(case=CASE, item="证据1", kind="书证", title="照片", source="现场", object=photo),
        ],
    )
    engine = connect(place.url)
    Catalogue(engine).note(StoredObject(photo, photo, len(PHOTO), "image/png", versions[2], None, None))
    engine.dispose()
    return place


def found(place: Place, store: ObjectStore) -> list[tuple[str, int]]:
    engine = connect(place.url)
    try:
        return place.found(objects=ObjectReader(store, Catalogue(engine)))
    finally:
        engine.dispose()


def test_objects_as_they_were_stored_are_no_finding(place: Place, store: ObjectStore) -> None:
    engine = connect(place.url)
    verdict = place.verdict(objects=ObjectReader(store, Catalogue(engine)))
    engine.dispose()
    assert (verdict.findings, verdict.objects) == ([], 3)


# ---- In a folder ----


def path_of(tmp_path: Path, content: bytes) -> Path:
    digest = digest_of(content)
    path = tmp_path / "objects" / digest[:2] / digest[2:4] / digest
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("store", ["folder"], indirect=True)
@pytest.mark.parametrize(("content", "position"), [(VIDEO, 1), (SCAN, 2), (PHOTO, 3)])
def test_a_flipped_byte_of_a_recording_is_found(
    place: Place, store: ObjectStore, tmp_path: Path, content: bytes, position: int
) -> None:
    file = path_of(tmp_path, content)
    file.write_bytes(content[:77] + bytes([content[77] ^ 1]) + content[78:])
    assert found(place, store) == [("object-differs", position)]


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_a_recording_that_is_gone_or_cut_off_is_found(place: Place, store: ObjectStore, tmp_path: Path) -> None:
    path_of(tmp_path, VIDEO).write_bytes(VIDEO[:-1])
    path_of(tmp_path, PHOTO).unlink()
    assert found(place, store) == [("object-size", 1), ("object-missing", 3)]


# ---- In S3 ----


@pytest.mark.parametrize("store", ["bucket"], indirect=True)
def test_a_version_that_is_gone_and_one_that_was_replaced_are_found(
    place: Place, store: BucketStore, minio: Access, tmp_path: Path
) -> None:
    client, video, scan = minio.client(), digest_of(VIDEO), digest_of(SCAN)
    client.put_object(store.name, video, BytesIO(b"x" * len(VIDEO)), len(VIDEO))
    assert found(place, store) == []  # the version that the step names is as it was
    client.put_object(store.name, scan, BytesIO(b"x" * len(SCAN)), len(SCAN))
    assert found(place, store) == [("object-differs", 2)]  # it names none, and the latest counts
    client.remove_object(store.name, video, version_id=place_version(place))
    assert found(place, store) == [("object-missing", 1), ("object-differs", 2)]


def place_version(place: Place) -> str:
    with place.opened() as ledgers:
        (first, *_) = Ledger(LEDGER, ledgers.engine, ledgers._keys, sample=False).history(case_stream(CASE))
    assert isinstance(first.event, RecordingLinked)
    return first.event.version_id


@pytest.mark.parametrize("store", ["bucket"], indirect=True)
def test_objects_behind_a_delete_marker_are_found_and_still_read_by_their_versions(
    place: Place, store: BucketStore, minio: Access
) -> None:
    client, video, photo = minio.client(), digest_of(VIDEO), digest_of(PHOTO)
    client.remove_object(store.name, video)
    client.remove_object(store.name, photo)
    assert found(place, store) == [("object-hidden", 1), ("object-hidden", 3)]
    assert b"".join(store.open(video, 0, 10, place_version(place))) == VIDEO[:10]
    client.remove_object(store.name, video, version_id=place_version(place))
    assert found(place, store) == [("object-missing", 1), ("object-hidden", 3)]


@pytest.mark.parametrize("store", ["bucket"], indirect=True)
def test_a_version_that_was_written_again_stands_for_the_one_that_a_step_names(
    place: Place, store: BucketStore, minio: Access
) -> None:
    digest, version = digest_of(VIDEO), place_version(place)
    engine = connect(place.url)
    Catalogue(engine).note(StoredObject(digest, digest, len(VIDEO), "video/mp4", version, None, None))
    minio.client().remove_object(store.name, digest, version_id=version)
    assert found(place, store) == [("object-missing", 1)]
    healed = store.replace(digest, len(VIDEO), iter([VIDEO]), version)
    Catalogue(engine).moved(digest, version, healed)
    assert found(place, store) == []
    minio.client().remove_object(store.name, digest, version_id=healed)
    assert found(place, store) == [("object-missing", 1)]
    engine.dispose()


@pytest.mark.parametrize("store", ["bucket"], indirect=True)
def test_an_object_without_the_lock_that_its_bucket_promises_is_found(
    place: Place, store: BucketStore, minio: Access
) -> None:
    minio.client().set_object_lock_config(store.name, ObjectLockConfig(GOVERNANCE, 1, DAYS))
    assert found(place, store) == [("object-unlocked", position) for position in (1, 2, 3)]


def test_an_object_with_its_lock_is_no_finding(bucket: BucketStore, minio: Access, tmp_path: Path) -> None:
    minio.client().set_object_lock_config(bucket.name, ObjectLockConfig(GOVERNANCE, 1, DAYS))
    place = recorded(tmp_path, [linked(VIDEO, stored(bucket, tmp_path, VIDEO))])
    assert found(place, bucket) == []
    assert bucket.locked(digest_of(VIDEO)) is True

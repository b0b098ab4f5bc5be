"""What `mingjing ingest` decides without a site: what is at rest, which numbers lack, what an address may be."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.ingest.errors import Away, Broken, Left
from api.ingest.finding import Source, Stamp, find
from api.ingest.kinds import KINDS, media_type
from api.ingest.opened import opened
from api.ingest.proving import proof
from api.ingest.sending import site_address
from api.ingest.sequences import Missing, missing
from api.ingest.stable import Stability
from api.ingest.trying import Tries
from media.metadata import parse
from media_app import encoded
from records.moment import SHANGHAI
from records.recorder_names import RecorderName

START = datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI)
FILE = Source(Path("/card/a.mp4"), "a.mp4", Stamp(10, 1, 7))


def named(sequence: int, minute: int, device: str = "DSJ0001") -> RecorderName:
    start = START + timedelta(minutes=minute)
    return RecorderName(vendor="device-user", device=device, user="1", started_at=start, sequence=sequence)


# ---- At rest ----


def test_a_file_is_at_rest_once_it_was_seen_unchanged_for_the_span() -> None:
    stability = Stability(10)
    assert [stability.is_stable(FILE, now) for now in (0, 9.9, 10, 30)] == [False, False, True, True]


@pytest.mark.parametrize("stamp", [Stamp(11, 1, 7), Stamp(10, 2, 7), Stamp(10, 1, 8)])
def test_each_change_begins_the_span_anew(stamp: Stamp) -> None:
    stability, other = Stability(10), Source(FILE.path, FILE.name, stamp)
    assert not stability.is_stable(FILE, 0)
    assert [stability.is_stable(other, now) for now in (10, 19, 20)] == [False, False, True]


# ---- Finding ----


def test_recordings_are_found_in_order_in_all_folders(tmp_path: Path) -> None:
    for name in ("b.mp4", "a/2.WAV", "a/1.png", "c/d/e.ts", "a.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1")
    unread: list[str] = []
    found = list(find(tmp_path, lambda name, error: unread.append(name)))
    assert [one.name for one in found] == ["b.mp4", "a/1.png", "a/2.WAV", "c/d/e.ts"]
    assert unread == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    unread: list[OSError] = []
    assert list(find(tmp_path / "gone", lambda name, error: unread.append(error))) == []
    assert [type(error) for error in unread] == [FileNotFoundError]


def test_every_kind_is_a_media_type_that_the_site_takes() -> None:
    for kind in KINDS.values():
        assert parse(encoded(filetype=kind)).media_type == kind
    assert media_type(Path("A.MP4")) == "video/mp4"
    assert media_type(Path("mp4")) == ""


# ---- Numbers ----


def test_numbers_between_two_recordings_are_missing() -> None:
    names = [named(9, 2), named(3, 0), named(5, 1), named(5, 1)]
    assert missing(names, names) == [
        Missing("DSJ0001", 4, 4, "2026-03-05T09:00:00+08:00", "2026-03-05T09:01:00+08:00"),
        Missing("DSJ0001", 6, 8, "2026-03-05T09:01:00+08:00", "2026-03-05T09:02:00+08:00"),
    ]


def test_each_device_has_numbers_of_its_own_and_a_lower_one_begins_a_series() -> None:
    names = [named(1, 0), named(2, 2), named(7, 1, "DSJ0002"), named(8, 3, "DSJ0002"), named(1, 4), named(2, 5)]
    assert missing(names, names) == []


def test_a_gap_is_told_while_a_recording_beside_it_is_there() -> None:
    names = [named(1, 0), named(3, 1), named(6, 2)]
    assert [one.first for one in missing(names, names[2:])] == [4]
    assert missing(names, []) == []


# ---- Addresses and proofs ----


@pytest.mark.parametrize(
    "text",
    [
        "https://example.gov.cn/",
        "https://例子.cn:8443/明镜",
        "http://127.0.0.1:1",
        "http://[::1]:1",
        "http://localhost",
    ],
)
def test_an_address_is_taken_without_its_last_slash(text: str) -> None:
    assert site_address(text) == text.rstrip("/")


@pytest.mark.parametrize(
    "text",
    ["", "example.gov.cn", "ftp://a.cn", "http://10.0.0.1", "http://localhost.a.cn", "https://a.cn?x=1", "https://"],
)
def test_what_is_no_address_or_sends_a_token_in_the_open_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        site_address(text)


@pytest.mark.parametrize("challenge", ["", "x", "00 0+1", f"{'0' * 64} 0+101", f"{'0' * 64} 99+2", f"{'0' * 64} 0-1"])
def test_a_challenge_that_asks_for_what_is_not_there_is_not_answered(tmp_path: Path, challenge: str) -> None:
    (tmp_path / "a.mp4").write_bytes(os.urandom(100))
    (source,) = find(tmp_path, lambda name, error: None)
    with opened(source) as file:
        assert proof(file, challenge) == ""
        assert proof(file, f"{'0' * 64} 0+100,99+1") != ""


def test_an_error_of_the_site_with_one_file_leaves_that_file_and_one_that_is_away_ends_the_run() -> None:
    said: list[str] = []
    with pytest.raises(Left, match="HTTP 500"):
        Tries(1, said.append).failed(Broken("HTTP 500"))
    with pytest.raises(Away, match="HTTP 503"):
        Tries(1, said.append).failed(Away("HTTP 503"))

"""Names of recorders' files: read by the vendor's pattern, or not at all."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Corrupt
from records.moment import SHANGHAI
from records.recorder_names import RecorderName, Vendor, recorder_name, seed_vendors

NAME = "DSJ0001_140429017_20260305093015_0007.mp4"


def test_a_name_says_device_user_start_and_sequence() -> None:
    assert recorder_name(NAME) == RecorderName(
        vendor="device-user",
        device="DSJ0001",
        user="140429017",
        started_at=datetime(2026, 3, 5, 9, 30, 15, tzinfo=SHANGHAI),
        sequence=7,
    )


def test_another_vendor_says_the_same_in_another_order() -> None:
    first, second = recorder_name(NAME), recorder_name("140429017@DSJ0001_20260305093015_0007.MP4")
    assert first is not None
    assert second == msgspec.structs.replace(first, vendor="user-device")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "视频1.mp4",
        "DSJ0001_140429017_20260305093015_0007",
        "DSJ0001_140429017_20260230093015_0007.mp4",
        "DSJ0001_140429017_20260305243015_0007.mp4",
        "DSJ0001_140429017_2026030509301_0007.mp4",
        "DSJ0001_140429017_２０２６0305093015_0007.mp4",
        "DSJ0001_140429017_20260305093015_.mp4",
        "DSJ0001__20260305093015_0007.mp4",
        "DSJ0001_140429017_20260305093015_0007_1.mp4",
        "../DSJ0001_140429017_20260305093015_0007.mp4",
        "DSJ0001_140429017_20260305093015_0007.mp4 ",
        "DSJ0001_140429017_20260305093015_0007.mp4\n",
    ],
)
def test_of_a_name_that_fits_no_pattern_nothing_is_guessed(name: str) -> None:
    assert recorder_name(name) is None


def vendor(**changes: str) -> Vendor:
    return msgspec.structs.replace(seed_vendors()[0], **changes)


def test_a_name_that_two_vendors_read_differently_is_not_read() -> None:
    same, other = vendor(id="same"), vendor(id="other", name="{user}_{device}_{start}_{sequence}")
    found = recorder_name(NAME, [vendor(), same])
    assert found is not None
    assert found.device == "DSJ0001"
    assert recorder_name(NAME, [vendor(), other]) is None
    assert recorder_name(NAME, []) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "{device}_{start}_{sequence}"},
        {"name": "{device}_{user}_{start}_{start}_{sequence}"},
        {"name": "{device}_{who}_{start}_{sequence}"},
        {"user": "("},
    ],
)
def test_a_pattern_that_can_not_be_tried_is_corrupt(changes: dict[str, str]) -> None:
    with pytest.raises(Corrupt):
        recorder_name(NAME, [vendor(**changes)])


@given(
    st.from_regex(r"[0-9A-Z]{1,12}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{1,12}", fullmatch=True),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001  # by the recorder's clock
    st.integers(0, 9999),
)
def test_whatever_a_recorder_writes_is_read_again(device: str, user: str, start: datetime, sequence: int) -> None:
    start = start.replace(microsecond=0, tzinfo=SHANGHAI)
    found = recorder_name(f"{device}_{user}_{start:%Y%m%d%H%M%S}_{sequence:04}.mp4")
    assert found is not None
    assert (found.device, found.user, found.started_at, found.sequence) == (device, user, start, sequence)

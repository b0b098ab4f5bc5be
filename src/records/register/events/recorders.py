"""Recorders (音像记录设备): who has one, what its clock says; and who used a recording (全过程记录制度 二, 四)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.event import Event

Purpose = Literal[
    "file-evaluation",
    "enforcement-supervision",
    "performance-appraisal",
    "public-opinion",
    "administrative-decision",
    "credit-system",
    "case-work",
]
"""案卷评查, 执法监督, 评议考核, 舆情应对, 行政决策, 信用体系 (第四条), and work on the case itself (办案)."""

UseAction = Literal["view", "export"]
"""查看, 导出."""


class _OfDevice(Event, frozen=True, kw_only=True):
    """What is known of a device."""

    device: str
    """Its name in the register."""

    @property
    def stream(self) -> str:
        """The device's stream."""
        return f"device:{self.device}"


class DeviceLent(_OfDevice, frozen=True, kw_only=True, tag="device-lent/1"):
    """An officer takes a device (领用)."""

    person: str
    """Id of the officer."""
    lent_at: str
    """RFC 3339."""
    unit: str = ""
    """Unit or work that it is for, in words."""
    case: str = ""
    """Id of the case that it is for, where there is one."""


class DeviceReturned(_OfDevice, frozen=True, kw_only=True, tag="device-returned/1"):
    """A device comes back (归还)."""

    returned_at: str
    """RFC 3339."""
    condition: str
    """In which state, in words."""


class DeviceEnded(_OfDevice, frozen=True, kw_only=True, tag="device-ended/1"):
    """A device is taken out of use (停用): it uploads nothing and is lent to nobody after its last day."""

    last_day: date
    reason: str


class DeviceClockChecked(_OfDevice, frozen=True, kw_only=True, tag="device-clock-checked/1"):
    """A device's clock was compared with the right time (校时)."""

    checked_at: str
    """RFC 3339, by the right time."""
    offset_seconds: int
    """By how much the clock was ahead of it; negative: behind."""


class RecordingUsed(Event, frozen=True, kw_only=True, tag="recording-used/1"):
    """Somebody viewed or exported a recording, for a purpose (全过程记录制度 四)."""

    blake3: str
    person: str
    """Id."""
    case: str
    """Id of the case as whose recording it was opened."""
    agency: str
    """Code of the agency whose case it is."""
    purpose: Purpose
    action: UseAction

    @property
    def stream(self) -> str:
        """The recording's stream."""
        return uses_stream(self.blake3)


def uses_stream(blake3: str) -> str:
    """The stream of the uses of a recording."""
    return f"recording:{blake3}"

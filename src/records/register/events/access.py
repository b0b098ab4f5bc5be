"""Devices, and who may do what with which token."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.event import Event

Role = Literal[
    "device",
    "officer",
    "unit-head",
    "decider",
    "legal-reviewer",
    "secrecy-reviewer",
    "disclosure-officer",
    "archivist",
    "recording-officer",
    "supervisor",
    "registrar",
    "back-entry",
]
"""What a bearer token lets its holder do; `back-entry` is a permission of its own beside the others."""


class DeviceRegistered(Event, frozen=True, kw_only=True, tag="device-registered/1"):
    """A recorder that may upload."""

    device: str
    agency: str
    model: str
    serial: str

    @property
    def stream(self) -> str:
        """The device's stream."""
        return f"device:{self.device}"


class AccessGranted(Event, frozen=True, kw_only=True, tag="access-granted/1"):
    """A bearer token's digest, with the person or device behind it and its roles."""

    principal: str
    """Name of the account; Idempotency-Keys belong to it."""
    subject: str
    """`person:…` or `device:…`: who acts, whatever the account is called."""
    roles: tuple[Role, ...]
    token: str
    """SHA-256 of the token, in hex."""
    agency: str = ""
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The stream of all access."""
        return "access"


class AccessRevoked(Event, frozen=True, kw_only=True, tag="access-revoked/1"):
    """All tokens of an account end."""

    principal: str
    reason: str

    @property
    def stream(self) -> str:
        """The stream of all access."""
        return "access"

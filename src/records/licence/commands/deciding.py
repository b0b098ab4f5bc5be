"""Decisions on an application, and the certificate."""

from __future__ import annotations

from datetime import date

from records.course.decided import Decide
from records.course.shapes import Body, Brief, Command, Line
from records.licence.kinds import Refusal


class GrantLicence(Decide, frozen=True, kw_only=True, tag="grant-licence"):
    """Grants the licence (准予行政许可决定书)."""

    certificate: Brief = ""
    valid_from: date
    on_the_spot: bool = False
    heard: Body = ""


class ChangeLicence(Decide, frozen=True, kw_only=True, tag="change-licence"):
    """Changes or renews the licence (准予变更、延续决定书)."""

    certificate: Brief = ""
    valid_from: date
    heard: Body = ""


class RefuseLicence(Decide, frozen=True, kw_only=True, tag="refuse-licence"):
    """Refuses it (不予行政许可决定书)."""

    ground: Refusal
    heard: Body = ""


class DeemRenewal(Command, frozen=True, kw_only=True, tag="deem-renewal"):
    """Notes that a renewal holds by law."""


class IssueCertificate(Command, frozen=True, kw_only=True, tag="issue-certificate"):
    """Issues the certificate (行政许可证件)."""

    name: Line
    sector_number: Brief = ""
    valid_from: date
    valid_until: date | None = None
    sealed: bool
    number: Brief = ""

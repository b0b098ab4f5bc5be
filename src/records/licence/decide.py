"""Licences: who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.licence import applying, deciding, ending, examining
from records.licence.commands import (
    AcceptApplication,
    CancelLicence,
    ChangeLicence,
    DeemAccepted,
    DeemRenewal,
    GrantLicence,
    KeepLicence,
    RefuseAcceptance,
    RefuseLicence,
    RevokeLicence,
    WithdrawLicence,
)

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    **applying.DECIDERS,
    **examining.DECIDERS,
    **deciding.DECIDERS,
    **ending.DECIDERS,
}
"""By the type of the command."""

OUTER: Final = frozenset(
    {
        "licence-unknown",
        "licence-of-another",
        "licence-not-in-force",
        "accepted-earlier",
        "number-limit-reached",
        "entered-before-granted",
        "cancellation-ground-unmet",
    }
)
"""Rules on what other cases did: their verdict stays as it was at entry."""

NOTING: Final[frozenset[type[Command]]] = frozenset(
    {
        AcceptApplication,
        DeemAccepted,
        RefuseAcceptance,
        GrantLicence,
        ChangeLicence,
        RefuseLicence,
        DeemRenewal,
        WithdrawLicence,
        RevokeLicence,
        CancelLicence,
        KeepLicence,
    }
)
"""What is noted in the stream of the matter's licences."""

"""Licences: what happened, by chapter of the law."""

from __future__ import annotations

from records.licence.events.applying import (
    AcceptanceDeemed,
    AcceptanceRefused,
    ApplicationAccepted,
    ApplicationEnded,
    ApplicationWithdrawn,
    LicenceActionOpened,
    LicenceApplied,
    LicenceFeeCharged,
    MaterialsSupplemented,
    SupplementAsked,
)
from records.licence.events.deciding import (
    CertificateIssued,
    LicenceChanged,
    LicenceGranted,
    LicenceRefused,
    RenewalDeemed,
)
from records.licence.events.ending import (
    LicenceCancelled,
    LicenceCompensationPaid,
    LicenceComplaintAnswered,
    LicenceComplaintReceived,
    LicenceKept,
    LicenceRevoked,
    LicenceWithdrawn,
)
from records.licence.events.examining import (
    ApplicationForwarded,
    ExaminationConcluded,
    HearingAnnounced,
    InterestedHeard,
    InterestedTold,
    LicenceTermExtended,
    SpecialTimeBegun,
    SpecialTimeEnded,
)

__all__ = [
    "AcceptanceDeemed",
    "AcceptanceRefused",
    "ApplicationAccepted",
    "ApplicationEnded",
    "ApplicationForwarded",
    "ApplicationWithdrawn",
    "CertificateIssued",
    "ExaminationConcluded",
    "HearingAnnounced",
    "InterestedHeard",
    "InterestedTold",
    "LicenceActionOpened",
    "LicenceApplied",
    "LicenceCancelled",
    "LicenceChanged",
    "LicenceCompensationPaid",
    "LicenceComplaintAnswered",
    "LicenceComplaintReceived",
    "LicenceFeeCharged",
    "LicenceGranted",
    "LicenceKept",
    "LicenceRefused",
    "LicenceRevoked",
    "LicenceTermExtended",
    "LicenceWithdrawn",
    "MaterialsSupplemented",
    "RenewalDeemed",
    "SpecialTimeBegun",
    "SpecialTimeEnded",
    "SupplementAsked",
]

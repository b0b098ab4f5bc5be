"""Licences: what may be asked for, by chapter of the law."""

from __future__ import annotations

from records.licence.commands.applying import (
    AcceptApplication,
    ApplyLicence,
    AskLicenceSupplement,
    ChargeLicenceFee,
    DeemAccepted,
    EndApplication,
    OpenLicenceAction,
    RefuseAcceptance,
    SupplementMaterials,
    WithdrawApplication,
)
from records.licence.commands.deciding import (
    ChangeLicence,
    DeemRenewal,
    GrantLicence,
    IssueCertificate,
    RefuseLicence,
)
from records.licence.commands.ending import (
    AnswerLicenceComplaint,
    CancelLicence,
    KeepLicence,
    PayLicenceCompensation,
    ReceiveLicenceComplaint,
    RevokeLicence,
    WithdrawLicence,
)
from records.licence.commands.examining import (
    AnnounceHearing,
    BeginSpecialTime,
    ConcludeExamination,
    EndSpecialTime,
    ExtendLicenceTerm,
    ForwardApplication,
    HearInterested,
    TellInterested,
)

__all__ = [
    "AcceptApplication",
    "AnnounceHearing",
    "AnswerLicenceComplaint",
    "ApplyLicence",
    "AskLicenceSupplement",
    "BeginSpecialTime",
    "CancelLicence",
    "ChangeLicence",
    "ChargeLicenceFee",
    "ConcludeExamination",
    "DeemAccepted",
    "DeemRenewal",
    "EndApplication",
    "EndSpecialTime",
    "ExtendLicenceTerm",
    "ForwardApplication",
    "GrantLicence",
    "HearInterested",
    "IssueCertificate",
    "KeepLicence",
    "OpenLicenceAction",
    "PayLicenceCompensation",
    "ReceiveLicenceComplaint",
    "RefuseAcceptance",
    "RefuseLicence",
    "RevokeLicence",
    "SupplementMaterials",
    "TellInterested",
    "WithdrawApplication",
    "WithdrawLicence",
]

"""Licences: which command leads to which event, and which issue a numbered document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.licence import commands as c
from records.licence import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.LicenceApplied: c.ApplyLicence,
    e.LicenceActionOpened: c.OpenLicenceAction,
    e.SupplementAsked: c.AskLicenceSupplement,
    e.MaterialsSupplemented: c.SupplementMaterials,
    e.ApplicationAccepted: c.AcceptApplication,
    e.AcceptanceDeemed: c.DeemAccepted,
    e.AcceptanceRefused: c.RefuseAcceptance,
    e.ApplicationWithdrawn: c.WithdrawApplication,
    e.ApplicationEnded: c.EndApplication,
    e.LicenceFeeCharged: c.ChargeLicenceFee,
    e.InterestedTold: c.TellInterested,
    e.InterestedHeard: c.HearInterested,
    e.HearingAnnounced: c.AnnounceHearing,
    e.SpecialTimeBegun: c.BeginSpecialTime,
    e.SpecialTimeEnded: c.EndSpecialTime,
    e.LicenceTermExtended: c.ExtendLicenceTerm,
    e.ApplicationForwarded: c.ForwardApplication,
    e.ExaminationConcluded: c.ConcludeExamination,
    e.LicenceGranted: c.GrantLicence,
    e.LicenceChanged: c.ChangeLicence,
    e.LicenceRefused: c.RefuseLicence,
    e.RenewalDeemed: c.DeemRenewal,
    e.CertificateIssued: c.IssueCertificate,
    e.LicenceWithdrawn: c.WithdrawLicence,
    e.LicenceRevoked: c.RevokeLicence,
    e.LicenceCancelled: c.CancelLicence,
    e.LicenceKept: c.KeepLicence,
    e.LicenceCompensationPaid: c.PayLicenceCompensation,
    e.LicenceComplaintReceived: c.ReceiveLicenceComplaint,
    e.LicenceComplaintAnswered: c.AnswerLicenceComplaint,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    c.AskLicenceSupplement: "supplement",
    c.AcceptApplication: "acceptance",
    c.RefuseAcceptance: "non-acceptance",
    c.BeginSpecialTime: "special-time",
    c.ExtendLicenceTerm: "licence-extension",
    c.GrantLicence: "licence-decision",
    c.ChangeLicence: "licence-change",
    c.RefuseLicence: "licence-refusal",
    c.IssueCertificate: "certificate",
    c.WithdrawLicence: "licence-end",
    c.RevokeLicence: "licence-end",
    c.CancelLicence: "licence-end",
    c.KeepLicence: "licence-end",
}
"""The commands that issue a document with a number."""

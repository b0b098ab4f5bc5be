"""Petitions (裁决、给付、确认、奖励): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.petition import commands as c
from records.petition import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.PetitionReceived: c.ReceivePetition,
    e.PetitionSupplementAsked: c.AskSupplement,
    e.PetitionSupplemented: c.RecordSupplement,
    e.PetitionAccepted: c.AcceptPetition,
    e.PetitionRefused: c.RefusePetition,
    e.PetitionWithdrawn: c.WithdrawPetition,
    e.RespondentTold: c.TellRespondent,
    e.ThirdPartyTold: c.TellThirdParty,
    e.PetitionStatementRecorded: c.RecordPetitionStatement,
    e.PetitionStatementAnswered: c.AnswerPetitionStatement,
    e.MediationHeld: c.HoldMediation,
    e.MediationConcluded: c.ConcludeMediation,
    e.PetitionExamined: c.ExaminePetition,
    e.RewardProposed: c.ProposeReward,
    e.ListDisplayed: c.DisplayList,
    e.PetitionExtended: c.ExtendPetition,
    e.PetitionDecided: c.DecidePetition,
    e.GrantPaid: c.RecordGrant,
    e.GrantStopped: c.StopGrant,
    e.GrantRecovered: c.RecordRecovery,
    e.ParticipantServed: c.ServeParticipant,
    e.PetitionPerformed: c.RecordPetitionPerformance,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    c.AskSupplement: "petition-supplement",
    c.AcceptPetition: "petition-acceptance",
    c.RefusePetition: "petition-non-acceptance",
    c.TellRespondent: "respondent-notice",
    c.TellThirdParty: "third-party-notice",
    c.ExtendPetition: "petition-extension",
    c.ConcludeMediation: "mediation-agreement",
    c.DecidePetition: "petition-decision",
    c.StopGrant: "grant-stop",
}
"""The commands that issue a document with a number."""

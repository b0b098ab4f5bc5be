"""Events of the registers that cases are judged by, and of the ledger itself: a file per register."""

from __future__ import annotations

from records.licence.listed import LicenceMatterListed, LicenceNoted, LicenceOvertaken, LicenceOvertakingVoided
from records.paper.events import DocumentRendered, TemplateAdopted
from records.register.events.access import AccessGranted as AccessGranted
from records.register.events.access import AccessRevoked as AccessRevoked
from records.register.events.access import DeviceRegistered as DeviceRegistered
from records.register.events.access import Role as Role
from records.register.events.agencies import AgencyRegistered as AgencyRegistered
from records.register.events.agencies import HeadAppointed as HeadAppointed
from records.register.events.agencies import UnitHeadAppointed as UnitHeadAppointed
from records.register.events.complaints import ComplaintEntered as ComplaintEntered
from records.register.events.complaints import ComplaintSettled as ComplaintSettled
from records.register.events.complaints import complaints_stream as complaints_stream
from records.register.events.information import BasicInformation as BasicInformation
from records.register.events.information import BasicInformationPublished as BasicInformationPublished
from records.register.events.information import BasisChanged as BasisChanged
from records.register.events.information import BasisRepealed as BasisRepealed
from records.register.events.information import Carrier as Carrier
from records.register.events.information import CatalogueEntry as CatalogueEntry
from records.register.events.information import CataloguePublished as CataloguePublished
from records.register.events.information import DelegationAnnounced as DelegationAnnounced
from records.register.events.information import ListedMatter as ListedMatter
from records.register.events.information import ListKind as ListKind
from records.register.events.information import ListPublished as ListPublished
from records.register.events.information import ReviewStage as ReviewStage
from records.register.events.information import basics_stream as basics_stream
from records.register.events.information import catalogue_stream as catalogue_stream
from records.register.events.law import AgencyRulesAdopted as AgencyRulesAdopted
from records.register.events.law import CalendarAdopted as CalendarAdopted
from records.register.events.law import EmergencyDeclared as EmergencyDeclared
from records.register.events.law import RulesAdopted as RulesAdopted
from records.register.events.ledger import ClockReleased as ClockReleased
from records.register.events.ledger import ClockSet as ClockSet
from records.register.events.ledger import LedgerOpened as LedgerOpened
from records.register.events.matters import BenchmarkPublished as BenchmarkPublished
from records.register.events.matters import DelegationEnded as DelegationEnded
from records.register.events.matters import DelegationGranted as DelegationGranted
from records.register.events.matters import LegalBasis as LegalBasis
from records.register.events.matters import MatterRegistered as MatterRegistered
from records.register.events.matters import MatterWithdrawn as MatterWithdrawn
from records.register.events.matters import MeasureKind as MeasureKind
from records.register.events.matters import MeasureProvided as MeasureProvided
from records.register.events.matters import OffenceDropped as OffenceDropped
from records.register.events.matters import Range as Range
from records.register.events.matters import StalenessProvided as StalenessProvided
from records.register.events.matters import delegation_stream as delegation_stream
from records.register.events.noted import DecisionNoted as DecisionNoted
from records.register.events.noted import EnforcementBegun as EnforcementBegun
from records.register.events.noted import FilingNoted as FilingNoted
from records.register.events.noted import FineImposed as FineImposed
from records.register.events.noted import MeasureNoted as MeasureNoted
from records.register.events.noted import PaperEnforcementBegun as PaperEnforcementBegun
from records.register.events.noted import StepRefused as StepRefused
from records.register.events.noted import ThingNoted as ThingNoted
from records.register.events.noted import VisitNoted as VisitNoted
from records.register.events.noted import enforcement_stream as enforcement_stream
from records.register.events.noted import fines_stream as fines_stream
from records.register.events.noted import measures_stream as measures_stream
from records.register.events.noted import paper_enforcement_stream as paper_enforcement_stream
from records.register.events.noted import thing_stream as thing_stream
from records.register.events.noted import visits_stream as visits_stream
from records.register.events.numbers import DocumentNumberTaken as DocumentNumberTaken
from records.register.events.numbers import ReceiptUsed as ReceiptUsed
from records.register.events.numbers import SeriesContinued as SeriesContinued
from records.register.events.numbers import numbering_stream as numbering_stream
from records.register.events.numbers import receipt_stream as receipt_stream
from records.register.events.people import NumberFormSet as NumberFormSet
from records.register.events.people import OfficerEnded as OfficerEnded
from records.register.events.people import OfficerRegistered as OfficerRegistered
from records.register.events.people import PersonErased as PersonErased
from records.register.events.people import PersonRegistered as PersonRegistered
from records.register.events.people import ReviewerRegistered as ReviewerRegistered
from records.register.events.people import TrainingRecorded as TrainingRecorded
from records.register.events.recorders import DeviceClockChecked as DeviceClockChecked
from records.register.events.recorders import DeviceEnded as DeviceEnded
from records.register.events.recorders import DeviceLent as DeviceLent
from records.register.events.recorders import DeviceReturned as DeviceReturned
from records.register.events.recorders import Purpose as Purpose
from records.register.events.recorders import RecordingUsed as RecordingUsed
from records.register.events.recorders import UseAction as UseAction
from records.register.events.recorders import uses_stream as uses_stream

RegisterEvent = (
    LedgerOpened
    | ClockSet
    | ClockReleased
    | AgencyRegistered
    | HeadAppointed
    | UnitHeadAppointed
    | ReviewerRegistered
    | TrainingRecorded
    | PersonRegistered
    | PersonErased
    | OfficerRegistered
    | OfficerEnded
    | MatterRegistered
    | MatterWithdrawn
    | NumberFormSet
    | DelegationGranted
    | DelegationEnded
    | BenchmarkPublished
    | OffenceDropped
    | StalenessProvided
    | MeasureProvided
    | EmergencyDeclared
    | CalendarAdopted
    | RulesAdopted
    | AgencyRulesAdopted
    | DeviceRegistered
    | DeviceLent
    | DeviceReturned
    | DeviceEnded
    | DeviceClockChecked
    | RecordingUsed
    | AccessGranted
    | AccessRevoked
    | DocumentNumberTaken
    | SeriesContinued
    | FineImposed
    | DecisionNoted
    | FilingNoted
    | ReceiptUsed
    | VisitNoted
    | MeasureNoted
    | ThingNoted
    | EnforcementBegun
    | PaperEnforcementBegun
    | StepRefused
    | TemplateAdopted
    | DocumentRendered
    | LicenceMatterListed
    | LicenceNoted
    | LicenceOvertaken
    | LicenceOvertakingVoided
    | CataloguePublished
    | ListPublished
    | BasicInformationPublished
    | BasisRepealed
    | BasisChanged
    | DelegationAnnounced
    | ComplaintEntered
    | ComplaintSettled
)

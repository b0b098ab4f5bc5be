"""What the registrar sends: entries in the form in which they are recorded, and the two commands beside them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, get_args

import msgspec

from records.course.shapes import Brief, Line
from records.event import PartyKind
from records.licence.listed import LicenceMatterListed
from records.paper.events import TemplateAdopted
from records.register.events import (
    AccessRevoked,
    AgencyRegistered,
    AgencyRulesAdopted,
    BasisChanged,
    BasisRepealed,
    BenchmarkPublished,
    CalendarAdopted,
    DelegationAnnounced,
    DelegationEnded,
    DelegationGranted,
    DeviceClockChecked,
    DeviceEnded,
    DeviceLent,
    DeviceRegistered,
    DeviceReturned,
    EmergencyDeclared,
    HeadAppointed,
    ListPublished,
    MatterRegistered,
    MatterWithdrawn,
    MeasureProvided,
    NumberFormSet,
    OffenceDropped,
    OfficerEnded,
    OfficerRegistered,
    ReviewerRegistered,
    Role,
    RulesAdopted,
    SeriesContinued,
    StalenessProvided,
    TrainingRecorded,
    UnitHeadAppointed,
)

Entry = (
    AgencyRegistered
    | HeadAppointed
    | UnitHeadAppointed
    | ReviewerRegistered
    | TrainingRecorded
    | OfficerRegistered
    | OfficerEnded
    | MatterRegistered
    | MatterWithdrawn
    | LicenceMatterListed
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
    | TemplateAdopted
    | DeviceRegistered
    | DeviceLent
    | DeviceReturned
    | DeviceEnded
    | DeviceClockChecked
    | AccessRevoked
    | SeriesContinued
    | ListPublished
    | BasisRepealed
    | BasisChanged
    | DelegationAnnounced
)

ENTRIES = tuple(kind.__name__ for kind in get_args(Entry))


class RegisterPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Registers a person or organisation, once per number."""

    kind: PartyKind
    name: Line
    number: Brief = ""
    address: Brief = ""


class GrantAccess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opens an account for a person or device of the registers; the answer has the token, once."""

    principal: Line
    subject: Annotated[str, msgspec.Meta(pattern=r"^(person|device):\S+(?![\s\S])")]
    roles: Annotated[tuple[Role, ...], msgspec.Meta(min_length=1)]
    agency: Brief = ""
    valid_to: date | None = None

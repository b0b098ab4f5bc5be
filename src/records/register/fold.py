"""The registers that cases are judged by, folded to a ledger position and asked `on` a day.

The fold keeps every entry with the days on which it holds; a question names the day of the step, so a certificate
that ended yesterday still answers for the day before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Final, TypeVar, assert_never

import msgspec

from records.law.data import Law
from records.law.deadline import Calendar
from records.law.entries import ORDINARY
from records.law.own import law_of
from records.licence.listed import LicenceMatterListed, LicenceNoted, LicenceOvertaken, LicenceOvertakingVoided
from records.paper.events import DocumentRendered, TemplateAdopted
from records.regions import around
from records.register.events import (
    AccessGranted,
    AccessRevoked,
    AgencyRegistered,
    AgencyRulesAdopted,
    BasicInformationPublished,
    BasisChanged,
    BasisRepealed,
    BenchmarkPublished,
    CalendarAdopted,
    CataloguePublished,
    ClockReleased,
    ClockSet,
    ComplaintEntered,
    ComplaintSettled,
    DecisionNoted,
    DelegationAnnounced,
    DelegationEnded,
    DelegationGranted,
    DeviceClockChecked,
    DeviceEnded,
    DeviceLent,
    DeviceRegistered,
    DeviceReturned,
    DocumentNumberTaken,
    EmergencyDeclared,
    EnforcementBegun,
    FilingNoted,
    FineImposed,
    HeadAppointed,
    LedgerOpened,
    ListKind,
    ListPublished,
    MatterRegistered,
    MatterWithdrawn,
    MeasureNoted,
    MeasureProvided,
    NumberFormSet,
    OffenceDropped,
    OfficerEnded,
    OfficerRegistered,
    PaperEnforcementBegun,
    PersonErased,
    PersonRegistered,
    ReceiptUsed,
    RecordingUsed,
    RegisterEvent,
    ReviewerRegistered,
    RulesAdopted,
    SeriesContinued,
    StalenessProvided,
    StepRefused,
    ThingNoted,
    TrainingRecorded,
    UnitHeadAppointed,
    VisitNoted,
)

_Term = OfficerRegistered | ReviewerRegistered | HeadAppointed | UnitHeadAppointed

_NO_TEXTS: Final[dict[str, str]] = {}

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar(
    "T",
    AgencyRegistered,
    HeadAppointed,
    UnitHeadAppointed,
    ReviewerRegistered,
    MatterRegistered,
    BenchmarkPublished,
    OffenceDropped,
    StalenessProvided,
    MeasureProvided,
    EmergencyDeclared,
    DelegationGranted,
    NumberFormSet,
    TemplateAdopted,
    LicenceMatterListed,
    CataloguePublished,
    ListPublished,
    BasicInformationPublished,
)


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """All registers of a ledger as known at `position`. Values are never changed: `evolve` returns a new one."""

    position: int = 0
    opened: LedgerOpened | None = None
    clock: ClockSet | ClockReleased | None = None
    agencies: dict[str, tuple[AgencyRegistered, ...]] = {}
    heads: dict[str, tuple[HeadAppointed, ...]] = {}
    unit_heads: dict[str, tuple[UnitHeadAppointed, ...]] = {}
    reviewers: dict[str, tuple[ReviewerRegistered, ...]] = {}
    trainings: dict[str, tuple[TrainingRecorded, ...]] = {}
    """By the reviewer, the newest entry first."""
    benchmarks: dict[str, tuple[BenchmarkPublished, ...]] = {}
    dropped: dict[str, tuple[OffenceDropped, ...]] = {}
    staleness: dict[str, tuple[StalenessProvided, ...]] = {}
    measures: dict[tuple[str, str], tuple[MeasureProvided, ...]] = {}
    """By matter and kind of measure."""
    emergencies: dict[str, tuple[EmergencyDeclared, ...]] = {}
    officers: dict[str, tuple[OfficerRegistered, ...]] = {}
    ended: dict[str, tuple[OfficerEnded, ...]] = {}
    matters: dict[str, tuple[MatterRegistered, ...]] = {}
    delegations: dict[str, tuple[DelegationGranted, ...]] = {}
    """By the number of the letter; one that ended has its last day."""
    number_forms: dict[str, tuple[NumberFormSet, ...]] = {}
    """By the scope: an agency or a region."""
    templates: dict[tuple[str, str], tuple[TemplateAdopted, ...]] = {}
    """By agency and form."""
    licence_matters: dict[str, tuple[LicenceMatterListed, ...]] = {}
    overtaken: dict[str, tuple[LicenceOvertaken, ...]] = {}
    """By the case that was granted: who had been accepted before it, as was entered afterwards."""
    devices: dict[str, DeviceRegistered] = {}
    loans: dict[str, tuple[DeviceLent | DeviceReturned, ...]] = {}
    """By device: when it went out and came back, the newest entry first."""
    clock_checks: dict[str, tuple[DeviceClockChecked, ...]] = {}
    """By device."""
    devices_ended: dict[str, DeviceEnded] = {}
    access: dict[str, AccessGranted] = {}
    """By the SHA-256 of the token."""
    erased: frozenset[str] = frozenset()
    """Persons whose values nobody can open any more."""
    catalogues: dict[str, tuple[CataloguePublished, ...]] = {}
    lists: dict[tuple[ListKind, str], tuple[ListPublished, ...]] = {}
    """By kind and agency."""
    basics: dict[tuple[str, str], tuple[BasicInformationPublished, ...]] = {}
    """By matter and agency."""
    bases: tuple[BasisRepealed | BasisChanged, ...] = ()
    """What became of laws, the newest entry first."""
    announced: dict[str, tuple[DelegationAnnounced, ...]] = {}
    """By the number of the letter: who published it."""
    calendar: Calendar = Calendar()
    texts: dict[str, str] = {}
    own_texts: dict[str, dict[str, str]] = {}
    """By agency the law data that it has of its own."""

    def agency(self, code: str, on: date) -> AgencyRegistered | None:
        """The agency as registered on that day."""
        return _in_force(self.agencies.get(code, ()), on)

    def is_head(self, agency: str, person: str, on: date) -> bool:
        """Whether the person may sign for the agency on that day."""
        appointments = (one for one in self.heads.get(agency, ()) if one.person == person)
        return _in_force(appointments, on) is not None

    def is_unit_head(self, agency: str, person: str, on: date) -> bool:
        """Whether the person leads the unit that handles the agency's cases on that day."""
        appointments = (one for one in self.unit_heads.get(agency, ()) if one.person == person)
        return _in_force(appointments, on) is not None

    def reviewer(self, person: str, on: date) -> ReviewerRegistered | None:
        """The person's entry as a legal reviewer, of whichever agency, that holds on that day."""
        return _in_force(self.reviewers.get(person, ()), on)

    def training_hours(self, person: str, year: int, on: date) -> int:
        """Hours of training that the reviewer had in the year, up to that day."""
        known = (one for one in self.trainings.get(person, ()) if one.on.year == year and one.on <= on)
        return sum(one.hours for one in known)

    def benchmark(self, matter: str, on: date) -> BenchmarkPublished | None:
        """The matter's discretion benchmark in force on that day."""
        return _in_force(self.benchmarks.get(matter, ()), on)

    def offence_dropped(self, matter: str, on: date) -> OffenceDropped | None:
        """What says that the matter's act is no offence on that day, None while it is one (第三十七条)."""
        return _in_force(self.dropped.get(matter, ()), on)

    def own_staleness(self, matter: str, on: date) -> StalenessProvided | None:
        """The term of discovery that another law gives the matter on that day (第三十六条)."""
        return _in_force(self.staleness.get(matter, ()), on)

    def measure(self, matter: str, kind: str, on: date) -> MeasureProvided | None:
        """What lets the agency take a measure of that kind in the matter on that day (行政强制法 第十七条)."""
        return _in_force(self.measures.get((matter, kind), ()), on)

    def emergency(self, number: str, on: date) -> EmergencyDeclared | None:
        """The emergency that the instrument of that number declares, when it is one on that day (第四十九条)."""
        return _in_force(self.emergencies.get(number, ()), on)

    def template(self, agency: str, paper: str, on: date) -> TemplateAdopted | None:
        """The agency's own template for a form on that day."""
        return _in_force(self.templates.get((agency, paper), ()), on)

    def licence_matter(self, matter: str, on: date) -> LicenceMatterListed | None:
        """What is published of a licence matter on that day: materials, fee, limit of number, way of handling."""
        return _in_force(self.licence_matters.get(matter, ()), on)

    def catalogue(self, agency: str, on: date) -> CataloguePublished | None:
        """The agency's catalogue of what it publishes, in force on that day (信息公示制度 第四条)."""
        return _in_force(self.catalogues.get(agency, ()), on)

    def list_of(self, kind: ListKind, agency: str, on: date) -> ListPublished | None:
        """The agency's list of that kind in force on that day (信息公示制度 第三条、第十一条)."""
        return _in_force(self.lists.get((kind, agency), ()), on)

    def basic_information(self, matter: str, agency: str, on: date) -> BasicInformationPublished | None:
        """The basic information of the agency's matter that is public on that day (信息公示制度 第五条)."""
        return _in_force(self.basics.get((matter, agency), ()), on)

    def bases_ended(self, on: date) -> tuple[BasisRepealed | BasisChanged, ...]:
        """Which laws and articles had ended or changed by that day, the newest entry first."""
        return tuple(one for one in self.bases if one.valid_from <= on)

    def announced_by(self, number: str, on: date) -> frozenset[str]:
        """Codes of the sides that had published the letter of delegation by that day."""
        return frozenset(one.agency for one in self.announced.get(number, ()) if one.valid_from <= on)

    def officer(self, person: str, agency: str, on: date) -> OfficerRegistered | None:
        """The person's certificate of that agency that holds on that day."""
        newest = {one.certificate: one for one in reversed(self.officers.get(person, ())) if one.valid_from <= on}
        held = (one for one in newest.values() if one.agency == agency and on <= self._last_day(one))
        return max(held, key=lambda one: one.valid_from, default=None)

    def agencies_of(self, person: str, on: date) -> frozenset[str]:
        """Codes of the agencies that the person belongs to on that day: by certificate, or as the head."""
        held = {one.agency for one in self.officers.get(person, ()) if self.officer(person, one.agency, on)}
        held |= {agency for agency in self.heads if self.is_head(agency, person, on)}
        return frozenset(held | {agency for agency in self.unit_heads if self.is_unit_head(agency, person, on)})

    def holds_office(self, person: str, on: date) -> bool:
        """Whether the person has a certificate, an appointment or an account on that day or later."""
        officers, reviewers = self.officers.get(person, ()), self.reviewers.get(person, ())
        heads = (one for some in self.heads.values() for one in some if one.person == person)
        unit_heads = (one for some in self.unit_heads.values() for one in some if one.person == person)
        begins = (one.valid_from for one in chain[_Term](officers, reviewers, heads, unit_heads))
        days = {on, *(day for day in begins if day > on)}
        serves = any(self.agencies_of(person, day) or self.reviewer(person, day) for day in days)
        accounts = (one for one in self.access.values() if one.subject == f"person:{person}")
        return serves or any(one.valid_to is None or one.valid_to >= on for one in accounts)

    def matter(self, code: str, agency: str, on: date) -> MatterRegistered | None:
        """The matter as listed for that agency on that day."""
        return _in_force((one for one in self.matters.get(code, ()) if one.agency == agency), on)

    def delegation(self, agency: str, matter: str, on: date, delegate: str = "") -> DelegationGranted | None:
        """The letter by which a body, or that one, acts in the agency's name in the matter on that day."""
        return next(
            (
                one
                for one in self.delegations_of(agency, on)
                if matter in one.matters and delegate in ("", one.delegate)
            ),
            None,
        )

    def delegations_of(self, agency: str, on: date) -> tuple[DelegationGranted, ...]:
        """All letters of the agency that hold on that day."""
        held = (_in_force(letters, on) for letters in self.delegations.values())
        return tuple(one for one in held if one is not None and one.delegator == agency)

    def delegated_to(self, delegate: str, on: date) -> tuple[DelegationGranted, ...]:
        """All letters by which the body acts in the name of others on that day."""
        held = (_in_force(letters, on) for letters in self.delegations.values())
        return tuple(one for one in held if one is not None and one.delegate == delegate)

    def has_delegated(self, agency: str, delegate: str) -> bool:
        """Whether the agency has ever let the body act in its name."""
        letters = (one for some in self.delegations.values() for one in some)
        return any((one.delegator, one.delegate) == (agency, delegate) for one in letters)

    def forms(self, kind: str, agency: str, on: date) -> tuple[str, ...]:
        """The forms that the agency's numbers of that kind may have on that day; empty: any.

        Its own count; where it has none, those of the nearest region around it that has some.
        """
        registered = self.agency(agency, on) or next(iter(self.agencies.get(agency, ())), None)
        for scope in (agency, *(around(registered.region) if registered else ())):
            some = self.number_forms.get(scope, ())
            written = dict.fromkeys(one.form for one in reversed(some) if one.kind == kind)
            held = [form for form in written if _in_force((one for one in some if _is(one, kind, form)), on)]
            if held:
                return tuple(held)
        return ()

    def law(self, on: date, procedure: str = ORDINARY, agency: str = "") -> Law:
        """The adopted law data in force on that day in a procedure, with what the agency has of its own."""
        return law_of(self.texts, self.own_texts.get(agency, _NO_TEXTS), on, procedure)

    def _last_day(self, officer: OfficerRegistered) -> date:
        ends = (one.last_day for one in self.ended.get(officer.person, ()) if one.certificate == officer.certificate)
        return min((*ends, officer.valid_to))


def _in_force(entries: Iterable[T], on: date) -> T | None:
    """Of entries, newest first, the one that answers for a day: a later one replaces the earlier from its first
    day on, so that it can also end it.
    """
    entry = next((one for one in entries if one.valid_from <= on), None)
    return entry if entry is not None and (entry.valid_to is None or on <= entry.valid_to) else None


def _is(one: NumberFormSet, kind: str, form: str) -> bool:
    return (one.kind, one.form) == (kind, form)


def _until(matter: MatterRegistered, last_day: date) -> MatterRegistered:
    return msgspec.structs.replace(matter, valid_to=min(matter.valid_to or last_day, last_day))


def fold(register: Register, events: Iterable[tuple[int, RegisterEvent]]) -> Register:
    """The register after events, each with its ledger position."""
    for position, event in events:
        register = msgspec.structs.replace(evolve(register, event), position=position)
    return register


def evolve(register: Register, event: RegisterEvent) -> Register:
    """The register after one event; events of streams that no case is judged by change nothing."""
    match event:
        case LedgerOpened():
            return _with(register, opened=event)
        case ClockSet() | ClockReleased():
            return _with(register, clock=event)
        case AgencyRegistered():
            return _with(register, agencies=_first(register.agencies, event.code, event))
        case HeadAppointed():
            return _with(register, heads=_first(register.heads, event.agency, event))
        case UnitHeadAppointed():
            return _with(register, unit_heads=_first(register.unit_heads, event.agency, event))
        case ReviewerRegistered():
            return _with(register, reviewers=_first(register.reviewers, event.person, event))
        case TrainingRecorded():
            return _with(register, trainings=_first(register.trainings, event.person, event))
        case BenchmarkPublished():
            return _with(register, benchmarks=_first(register.benchmarks, event.matter, event))
        case OffenceDropped():
            return _with(register, dropped=_first(register.dropped, event.matter, event))
        case StalenessProvided():
            return _with(register, staleness=_first(register.staleness, event.matter, event))
        case MeasureProvided():
            return _with(register, measures=_first(register.measures, (event.matter, event.measure), event))
        case EmergencyDeclared():
            return _with(register, emergencies=_first(register.emergencies, event.number, event))
        case OfficerRegistered():
            return _with(register, officers=_first(register.officers, event.person, event))
        case OfficerEnded():
            return _with(register, ended=_first(register.ended, event.person, event))
        case MatterRegistered():
            return _with(register, matters=_first(register.matters, event.code, event))
        case MatterWithdrawn():
            listed = tuple(_until(one, event.last_day) for one in register.matters.get(event.code, ()))
            return _with(register, matters={**register.matters, event.code: listed})
        case NumberFormSet():
            return _with(register, number_forms=_first(register.number_forms, event.scope, event))
        case DelegationGranted():
            return _with(register, delegations=_first(register.delegations, event.number, event))
        case DelegationEnded():
            return _with(register, delegations=_ended(register.delegations, event))
        case CalendarAdopted():
            return _with(register, calendar=register.calendar.adopt(event.year, event.off, event.working))
        case RulesAdopted():
            return _with(register, texts={**register.texts, event.name: event.text})
        case TemplateAdopted():
            return _with(register, templates=_first(register.templates, (event.agency, event.paper), event))
        case LicenceMatterListed():
            return _with(register, licence_matters=_first(register.licence_matters, event.matter, event))
        case LicenceOvertaken():
            return _with(register, overtaken=_first(register.overtaken, event.case, event))
        case LicenceOvertakingVoided():
            left = tuple(one for one in register.overtaken.get(event.case, ()) if one.by != event.by)
            return _with(register, overtaken={**register.overtaken, event.case: left})
        case CataloguePublished():
            return _with(register, catalogues=_first(register.catalogues, event.agency, event))
        case ListPublished():
            return _with(register, lists=_first(register.lists, (event.kind, event.agency), event))
        case BasicInformationPublished():
            return _with(register, basics=_first(register.basics, (event.matter, event.agency), event))
        case BasisRepealed() | BasisChanged():
            return _with(register, bases=(event, *register.bases))
        case DelegationAnnounced():
            return _with(register, announced=_first(register.announced, event.number, event))
        case AgencyRulesAdopted():
            texts = register.own_texts.get(event.agency, {}) | {event.name: event.text}
            own = {name: text for name, text in texts.items() if text.strip()}
            return _with(register, own_texts={**register.own_texts, event.agency: own})
        case DeviceRegistered():
            return _with(register, devices={**register.devices, event.device: event})
        case DeviceLent() | DeviceReturned():
            return _with(register, loans=_first(register.loans, event.device, event))
        case DeviceClockChecked():
            return _with(register, clock_checks=_first(register.clock_checks, event.device, event))
        case DeviceEnded():
            return _with(register, devices_ended={**register.devices_ended, event.device: event})
        case AccessGranted():
            return _with(register, access={**register.access, event.token: event})
        case AccessRevoked():
            kept = {token: one for token, one in register.access.items() if one.principal != event.principal}
            return _with(register, access=kept)
        case PersonErased():
            return _with(register, erased=register.erased | {event.person})
        case (
            PersonRegistered()
            | DocumentNumberTaken()
            | SeriesContinued()
            | FineImposed()
            | DecisionNoted()
            | FilingNoted()
            | ReceiptUsed()
            | RecordingUsed()
            | VisitNoted()
            | MeasureNoted()
            | ThingNoted()
            | EnforcementBegun()
            | PaperEnforcementBegun()
            | StepRefused()
            | DocumentRendered()
            | LicenceNoted()
            | ComplaintEntered()
            | ComplaintSettled()
        ):
            return register
        case _:
            assert_never(event)


def _ended(
    letters: dict[str, tuple[DelegationGranted, ...]], ended: DelegationEnded
) -> dict[str, tuple[DelegationGranted, ...]]:
    """The letters, with a last day for the one that ended."""
    some = (
        msgspec.structs.replace(one, valid_to=min(one.valid_to, ended.last_day))
        for one in letters.get(ended.number, ())
    )
    return {**letters, ended.number: tuple(some)}


def _with(register: Register, **changes: object) -> Register:
    return msgspec.structs.replace(register, **changes)


def _first(entries: dict[K, tuple[V, ...]], key: K, entry: V) -> dict[K, tuple[V, ...]]:
    """The newest entry first, so that it is the one that answers for a day that two of them cover."""
    return {**entries, key: (entry, *entries.get(key, ()))}

"""From a command to its receipt: load, decide, seal, append; try again when somebody else was first.

Reading the clock, the stores and the registers happens here, deciding in `records.penalty`. Without If-Match a
conflict is solved here within five seconds; a stale version that the client named is the client's to solve.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any, Final
from uuid import UUID

import msgspec
from uuid_utils import uuid7

from records.course.case import Case
from records.course.decide import decide
from records.course.delivery import accomplished_on
from records.course.disclosure import shown_texts
from records.course.documents import DOCUMENTS, decision_series, series, year_of
from records.course.opened import Open, Opened
from records.course.privacy import locates, names, names_somebody
from records.course.revocation import notice_texts
from records.course.sequence import as_of
from records.course.shapes import Command, PartyGiven
from records.errors import Busy, Conflict, Invalid, NotFound, NumbersLost, Refused, Stale
from records.event import Event, case_stream
from records.inspection.commands import ScanIn
from records.inspection.events import InspectionOpened, InspectorsArrived
from records.judgement import Context, StoredObject
from records.law.data import Law
from records.levy.commands import RecordLevyPayment
from records.licence.commands import ApplyLicence, GrantLicence, OpenLicenceAction
from records.licence.decide import NOTING
from records.licence.listed import AFTER_GRANT, LicenceNoted, licences_stream
from records.licence.standing import Standing, bar, looked_at, queued_before, standing, taken
from records.measure.commands import CarryOutMeasure
from records.measure.inventory import keys_held
from records.moment import Moment
from records.offence.commands import CheckJurisdiction
from records.offence.jurisdiction import filed_first
from records.penalty.commands import (
    ChangeHandlers,
    DeclinePenalty,
    FileCase,
    LinkRedo,
    ReviewDisclosure,
    RevokeDecision,
    ServeDocument,
    SignDecision,
)
from records.penalty.commands.checks import check
from records.penalty.earlier import offended_before
from records.penalty.events import CaseFiled, DisclosureReviewed
from records.penalty.money import owed
from records.penalty.redo import superseded, undone_alike
from records.register.events import (
    DecisionNoted,
    DocumentNumberTaken,
    FilingNoted,
    FineImposed,
    MeasureNoted,
    ReceiptUsed,
    RegisterEvent,
    StepRefused,
    VisitNoted,
    fines_stream,
    measures_stream,
    numbering_stream,
    receipt_stream,
    visits_stream,
)
from records.register.fold import Register
from records.spot.commands import CollectFine, DecideSpot
from records.spot.holding import has_receipt, receipt_key
from records.store.failures import Repeated
from records.store.ledger import Ledger, Written
from records.store.mapper import Recorded
from records.store.stored import CommandKey

PATIENCE: Final = 5.0
"""Seconds after which a command that always meets others is given back as Busy."""

FindObject = Callable[[str], StoredObject | None]


class Sender(msgspec.Struct, frozen=True):
    """Who sends a command: the account, the person or device behind it, and the key that makes it count once."""

    principal: str
    actor: str
    key: str
    body: bytes
    """SHA-256 of the body, so that a key can't be used for another one."""
    agency: str = ""
    """Code of the agency that the account was opened for; empty: those that the person belongs to."""

    @property
    def command(self) -> CommandKey:
        """What the ledger remembers of the command."""
        return CommandKey(self.principal, self.key, self.body)

    def agencies(self, register: Register, on: date) -> frozenset[str]:
        """The agencies that the account acts for on that day."""
        return frozenset({self.agency}) if self.agency else register.agencies_of(self.actor.removeprefix("person:"), on)


class Loaded(msgspec.Struct, frozen=True):
    """A case as it stands, with the version of its stream."""

    case: Case
    version: int


class Prepared(msgspec.Struct, frozen=True):
    """What a step is decided on, with the versions that its events must follow on."""

    context: Context
    versions: dict[str, int]


class CaseDesk:
    """Takes the commands of one ledger's cases. Safe for threads."""

    def __init__(self, ledger: Ledger, find_object: FindObject) -> None:
        self._ledger = ledger
        self._find_object = find_object
        self._numbering: defaultdict[str, Lock] = defaultdict(Lock)  # by agency; one operation makes a missing one

    def open(self, command: Command, sender: Sender) -> Written:
        """Opens a case with its first step. Raises Invalid, Refused, KeyReused or Busy."""
        return self._execute(None, command, sender, None)

    def step(self, case: str, command: Command, sender: Sender, if_match: int | None = None) -> Written:
        """Takes a step of a case. Raises Invalid, NotFound, Refused, Stale, KeyReused or Busy."""
        return self._execute(case, command, sender, if_match)

    def preview(self, case: str | None, command: Command, sender: Sender) -> list[Event]:
        """The events that the step would make now; nothing is written, a refusal neither.

        Raises Invalid, NotFound or Refused as the step itself would. `case` is None for what would open one.
        """
        if problems := check(command):
            raise Invalid(problems)
        self._check_entry(case or "", command)
        loaded = self.load(case) if case else Loaded(Case(), 0)
        return decide(command, loaded.case, self._prepare(case or str(uuid7()), loaded, command, sender).context)

    def load(self, case: str) -> Loaded:
        """The case as it stands. Raises NotFound."""
        if not _is_uuid(case):
            raise NotFound("case", case)
        folded, version = self._ledger.case(case)
        if version == 0:
            raise NotFound("case", case)
        return Loaded(folded, version)

    def _execute(self, opened: str | None, command: Command, sender: Sender, if_match: int | None) -> Written:
        """Takes a step of the case that was opened before, or opens one with it."""
        if problems := check(command):
            raise Invalid(problems)
        self._check_entry(opened or "", command)
        new, case = opened is None, opened or str(uuid7())
        deadline = time.monotonic() + PATIENCE
        with self._queue(case, command, new=new), self._naming(command):
            while True:
                try:
                    return self._attempt(case, command, sender, if_match, new=new)
                except Repeated:
                    return self._ledger.answer(sender.command)
                except Stale:
                    raise
                except Conflict as conflict:
                    if time.monotonic() > deadline:
                        raise Busy(conflict.stream, "the case was written to by others for five seconds") from conflict

    def _check_entry(self, case: str, command: Command) -> None:
        """What a back-entry says can be looked at: the paper's scan, and the refusal that went before."""
        entry = command.entry
        if entry is None:
            return
        if self._find_object(entry.scan) is None:
            raise NotFound("object", entry.scan)
        if entry.refusal is not None and not self._is_refusal(case, entry.refusal):
            raise Invalid([("$.entry.refusal", "账本的这个位置不是对本案步骤或者立案的未予办理记录")])

    def _is_refusal(self, case: str, position: int) -> bool:
        """Whether a step of the case, or the opening of one, was refused at that position."""
        found = self._ledger.batch(position - 1, 1) if 0 < position <= self._ledger.head() else []
        return any(isinstance(one.event, StepRefused) and one.event.case in ("", case) for one in found)

    def _attempt(self, case: str, command: Command, sender: Sender, if_match: int | None, *, new: bool) -> Written:
        loaded = Loaded(Case(), 0) if new else self.load(case)
        if if_match is not None and loaded.version != if_match:
            if written := self._ledger.find_answer(sender.command):
                return written
            raise Stale(case_stream(case), loaded.version)
        prepared = self._prepare(case, loaded, command, sender)
        try:
            events = decide(command, loaded.case, prepared.context)
        except (Refused, Invalid) as error:
            if written := self._ledger.find_answer(sender.command):
                return written
            if isinstance(error, Refused):
                self._record_refusal("" if new else case, command, sender, prepared.context, error)
            raise
        context = prepared.context
        self._keep_person(command, context)
        return self._ledger.append(
            events,
            expected=prepared.versions,
            command=sender.command,
            occurred_at=context.occurred_at,
            actor=context.actor,
            law=context.law,
            registers_to=context.register.position,
        )

    def _keep_person(self, command: Command, context: Context) -> None:
        """The party's number finds them from now on: not before the step is allowed, and never two under one."""
        number = _number_of(command)
        if number and self._ledger.identify(number, context.person) != context.person:
            raise Conflict(f"person:{context.person}", "the number was given to another person meanwhile")

    def _record_refusal(self, case: str, command: Command, sender: Sender, context: Context, refused: Refused) -> None:
        event = StepRefused(
            case=case,
            step=str(command.__struct_config__.tag),
            code=refused.code,
            article=refused.article,
            detail=refused.detail,
        )
        own = Sender(sender.principal, sender.actor, f"record:{uuid7()}", sender.body)  # the client's key stays free
        refused.position = record_entry(self._ledger, event, own, law=context.law_now).positions[0]

    def _prepare(self, case: str, loaded: Loaded, command: Command, sender: Sender) -> Prepared:
        register, now = self._ledger.register(), self._ledger.now()
        if loaded.version:
            _check_procedure(command, loaded.case, register, now.day)
        context = Context(
            case=case,
            actor=sender.actor,
            agencies=sender.agencies(register, now.day),
            now=now,
            occurred_at=Moment.parse(command.occurred_at) if command.occurred_at else now,
            register=register,
            procedure=command.procedure if isinstance(command, Open) else loaded.case.procedure,
            agency=loaded.case.agency or getattr(command, "agency", ""),
            entry=command.entry,
            new_id=str(uuid7()),
            **self._named(command),
        )
        prepared = Prepared(context, {case_stream(case): loaded.version})
        match command:
            case ServeDocument(method="public-notice", occurred_at=""):
                day = accomplished_on(command, loaded.case, register)
                if day is None or now.day < day:
                    return prepared
                return Prepared(msgspec.structs.replace(context, occurred_at=Moment.of(day)), prepared.versions)
            case ApplyLicence() | OpenLicenceAction():
                found = self._with_person(prepared, command.party) if command.party else prepared
                return self._with_licences(found, command)
            case FileCase():
                return self._with_filings(self._with_person(prepared, command.party))
            case Open():
                return self._with_person(prepared, command.party) if command.party else prepared
            case CheckJurisdiction():
                return self._with_earlier(prepared, loaded.case)
            case _ if type(command) in NOTING:
                found = self._with_series(prepared, loaded.case, command) if type(command) in DOCUMENTS else prepared
                return self._with_queue(found, loaded.case, command)
            case ChangeHandlers():
                return self._with_disclosers(prepared)
            case LinkRedo():
                return self._with_superseded(prepared, loaded.case, command)
            case SignDecision() | DeclinePenalty() | DecideSpot():
                return self._with_earlier(self._with_series(prepared, loaded.case, command), loaded.case)
            case ScanIn():
                return self._with_visits(prepared, loaded.case)
            case CollectFine() | RecordLevyPayment():
                return self._with_receipt(prepared, command)
            case CarryOutMeasure():
                return self._with_measures(prepared, loaded.case, command)
            case ReviewDisclosure() | RevokeDecision():
                return self._with_names(prepared, loaded.case, command)
            case _ if type(command) in DOCUMENTS:
                return self._with_series(prepared, loaded.case, command)
            case _:
                return prepared

    def _with_disclosers(self, prepared: Prepared) -> Prepared:
        """Looks who reviewed the case for publication: the step itself says it, not its event."""
        entries = self._ledger.history(case_stream(prepared.context.case))
        found = (one.actor for one in entries if isinstance(one.event, DisclosureReviewed))
        disclosers = frozenset(actor.removeprefix("person:") for actor in found)
        return Prepared(msgspec.structs.replace(prepared.context, disclosers=disclosers), prepared.versions)

    def _named(self, command: Command) -> dict[str, Any]:
        """The object and the other case that the command names, None for what nobody has."""
        digest, other = getattr(command, "object", ""), getattr(command, "related_case", "")
        found: dict[str, Any] = {"object": self._find_object(digest)} if digest else {}
        if other and _is_uuid(other):
            related, version = self._ledger.case(other)
            found["related"] = related if version else None
        return found

    def _with_person(self, prepared: Prepared, party: PartyGiven) -> Prepared:
        context, number = prepared.context, party.number
        person = (self._ledger.identified(number) if number else "") or context.new_id
        stream = f"person:{person}"
        version = self._ledger.version(stream)
        context = msgspec.structs.replace(context, person=person, person_is_new=version == 0)
        return Prepared(context, {**prepared.versions, stream: version})

    def _with_filings(self, prepared: Prepared) -> Prepared:
        """The filing is noted under its party, after all that is noted there."""
        stream = fines_stream(prepared.context.person)
        return Prepared(prepared.context, {**prepared.versions, stream: self._ledger.version(stream)})

    def _with_series(self, prepared: Prepared, case: Case, command: Command) -> Prepared:
        kind, year = series(command, prepared.context), prepared.context.occurred_at.day.year
        stream = numbering_stream(case.agency, kind, year)
        taken, version = self._ledger.series(stream)
        lost = self._ledger.last_lost()
        if lost and taken.continued_at < lost[0] and year <= Moment(lost[1]).day.year:
            raise NumbersLost(case.agency, kind, year)
        context = msgspec.structs.replace(prepared.context, series_next=taken.next, series_taken=taken.ahead)
        return Prepared(context, {**prepared.versions, stream: version})

    def _with_earlier(self, prepared: Prepared, case: Case) -> Prepared:
        """Looks what other cases say of the party: a fine for an act of the same day and place, what was undone of it,
        who filed it first, and an offence.

        They are read where each decision is noted, and what is decided on them is noted after them.
        """
        filed = case.offence
        if filed is None:
            return prepared
        stream = fines_stream(filed.party.person)
        entries = self._ledger.history(stream)
        events = [one.event for one in entries]
        decided = [one for one in events if isinstance(one, FineImposed | DecisionNoted)]
        notes = tuple(one for one in events if isinstance(one, FilingNoted))
        cases = dict.fromkeys(one.case for one in (*decided, *notes) if one.case != prepared.context.case)
        others = {one: self.load(one).case for one in cases}
        fines = (one for one in decided if isinstance(one, FineImposed) and one.case in others)
        alike = (one.case for one in fines if (one.acted_on, one.place) == (filed.acted_on, filed.place))
        context = msgspec.structs.replace(
            prepared.context,
            fined_in=next((one for one in alike if "fine" in owed(others[one])), ""),
            filed_in=filed_first(case, others, notes),
            offended_in=next(filter(None, (offended_before(case, one) for one in others.values())), ""),
            undone_in=undone_alike(case, others.values(), prepared.context.occurred_at),
        )
        return Prepared(context, {**prepared.versions, stream: len(entries)})

    def _with_measures(self, prepared: Prepared, case: Case, command: CarryOutMeasure) -> Prepared:
        """Looks what other measures hold of the party's property, and which pictures of the inventory nobody has."""
        photos = {one.photo for one in command.items if one.photo}
        lacking = frozenset(one for one in photos if self._find_object(one) is None)
        context, versions = msgspec.structs.replace(prepared.context, lacking=lacking), prepared.versions
        if case.party is None:
            return Prepared(context, versions)
        stream = measures_stream(case.party.person)
        entries = self._ledger.history(stream)
        noted = (one.event.case for one in entries if isinstance(one.event, MeasureNoted))
        others = (self.load(one).case for one in dict.fromkeys(noted) if one != context.case)
        elsewhere = frozenset(key for one in others for key in keys_held(one))
        found = msgspec.structs.replace(context, held_elsewhere=elsewhere)
        return Prepared(found, {**versions, stream: len(entries)})

    def _with_licences(self, prepared: Prepared, command: ApplyLicence | OpenLicenceAction) -> Prepared:
        """Looks what became of the licence that the command names, and whether the party is barred in the matter."""
        context, entries = prepared.context, self._ledger.history(licences_stream(command.matter))
        notes = [one.event for one in entries if isinstance(one.event, LicenceNoted)]
        telling = (one for one in notes if one.person == context.person or one.what in AFTER_GRANT)
        others = {one: self.load(one).case for one in dict.fromkeys(one.case for one in telling)}
        related = context.related
        found = standing(command.related_case, related, others) if related is not None else None
        barred = bar(context.person, context.occurred_at.day, others.values(), context.law_now)
        return Prepared(msgspec.structs.replace(context, licence=found, barred=barred), prepared.versions)

    def _with_queue(self, prepared: Prepared, case: Case, command: Command) -> Prepared:
        """Looks who was accepted before and how many licences hold, where their number is limited; and what has become
        of the licence that the case is about.

        They are read where acceptances and decisions are noted, and this step is noted after them.
        """
        context, stream = prepared.context, licences_stream(case.matter)
        entries = self._ledger.history(stream)
        context = msgspec.structs.replace(context, licence=self._licence_about(case, entries, context))
        terms = context.register.licence_matter(case.matter, context.occurred_at.day)
        if isinstance(command, GrantLicence) and terms is not None and terms.number_limit is not None:
            notes = (one.event for one in entries if isinstance(one.event, LicenceNoted))
            noted = {one: self.load(one).case for one in dict.fromkeys(one.case for one in notes)}
            before, held = queued_before(context.case, noted), taken(noted, context.occurred_at.day)
            context = msgspec.structs.replace(context, queued_before=before, licences_taken=held)
        return Prepared(context, {**prepared.versions, stream: len(entries)})

    def _licence_about(self, case: Case, entries: Sequence[Recorded], context: Context) -> Standing | None:
        """The licence of another case that the case is about: as it stands, and for a paper as it stood on its day."""
        about = looked_at(case)
        if about is None or not about.related_case:
            return None
        notes = [one.event for one in entries if isinstance(one.event, LicenceNoted)]
        changing = dict.fromkeys(one.case for one in notes if one.what in AFTER_GRANT)
        found = {one: self.load(one).case for one in (*changing, about.related_case)}
        if context.entry is not None:
            found = {name: as_of(one, context.occurred_at) for name, one in found.items()}
        return standing(about.related_case, found[about.related_case], found)

    def _with_visits(self, prepared: Prepared, case: Case) -> Prepared:
        """Looks how often the party was inspected by plan this year, and whether by the same draw.

        They are read where each visit is noted, and this one is noted after them; a visit that was a mistake is none.
        """
        opened = case.last(InspectionOpened)
        if opened is None or opened.party is None:
            return prepared
        context, stream = prepared.context, visits_stream(opened.party.person)
        entries = self._ledger.history(stream)
        noted = [one.event for one in entries if isinstance(one.event, VisitNoted) and one.event.case != context.case]
        others = [one for one in noted if InspectorsArrived in self.load(one.case).case.happened]
        year = [one for one in others if one.planned and one.on.year == context.occurred_at.day.year]
        same = (one.case for one in others if one.draw and (one.plan_case, one.draw) == (opened.plan_case, opened.draw))
        context = msgspec.structs.replace(
            context,
            planned_visits=len({one.case for one in year if one.agency == opened.agency}),
            visited_in=next(same, ""),
        )
        return Prepared(context, {**prepared.versions, stream: len(entries)})

    def _with_receipt(self, prepared: Prepared, command: CollectFine | RecordLevyPayment) -> Prepared:
        """Looks whether money of another case was taken by the same receipt; one voided there is free again."""
        number = receipt_key(command.receipt)
        if not number:
            return prepared
        stream = receipt_stream(number)
        entries = self._ledger.history(stream)
        used = dict.fromkeys(one.event.case for one in entries if isinstance(one.event, ReceiptUsed))
        others = (one for one in used if one != prepared.context.case)
        found = next((one for one in others if has_receipt(self.load(one).case, number)), "")
        context = msgspec.structs.replace(prepared.context, receipt_in=found)
        return Prepared(context, {**prepared.versions, stream: len(entries)})

    def _with_superseded(self, prepared: Prepared, case: Case, command: LinkRedo) -> Prepared:
        """Looks for the decision of that number among the agency's own; a number has one case for good."""
        number, year = command.number.strip(), year_of(command.number.strip())
        if year is None:
            return prepared
        streams = (numbering_stream(case.agency, kind, year) for kind in decision_series(prepared.context))
        entries = (one.event for stream in streams for one in self._ledger.history(stream))
        taken = (one.case for one in entries if isinstance(one, DocumentNumberTaken) and one.number == number)
        found = next((one for one in taken if one != prepared.context.case), None)
        old = superseded(self.load(found).case, found, case) if found else None
        return Prepared(msgspec.structs.replace(prepared.context, superseded=old), prepared.versions)

    def _with_names(self, prepared: Prepared, case: Case, command: ReviewDisclosure | RevokeDecision) -> Prepared:
        """Looks for names, numbers and addresses of the case's people in what would become public."""
        decision = case.decided
        if decision is None:
            return prepared
        texts = notice_texts(command) if isinstance(command, RevokeDecision) else shown_texts(command, decision)
        opened = [one.event for one in self._ledger.history(case_stream(prepared.context.case), persons=True)]
        found = {"names_others": names_somebody(opened, texts)}
        natural = (
            one.party
            for one in opened
            if isinstance(one, CaseFiled | Opened) and one.party and one.party.kind == "natural"
        )
        for party in natural:
            found |= {"names_party": names(party, texts), "locates_party": locates(party, texts)}
        return Prepared(msgspec.structs.replace(prepared.context, **found), prepared.versions)

    @contextmanager
    def _naming(self, command: Command) -> Iterator[None]:
        """Who names a person that is known does so while nobody is erased."""
        number = _number_of(command)
        if not (number and self._ledger.identified(number)):
            yield
            return
        with self._ledger.naming():
            yield

    @contextmanager
    def _queue(self, case: str, command: Command, *, new: bool) -> Iterator[None]:
        """Who takes a number waits for others of the agency: all want the same series, and one by one none retries."""
        if new or type(command) not in DOCUMENTS:
            yield
            return
        agency = self.load(case).case.agency
        with self._numbering[agency]:
            yield


def _check_procedure(command: Command, case: Case, register: Register, on: date) -> None:
    """Raises Invalid for a step that other procedures have, and that of the case has not."""
    tag = str(command.__struct_config__.tag)
    if tag in register.law(on, "").steps and tag not in register.law(on, case.procedure).steps:
        raise Invalid([("$.type", "本案的程序没有这一步骤，请核对案件")])


def _number_of(command: Command) -> str:
    """The number of the party that an opening names, empty without one."""
    return command.party.number if isinstance(command, FileCase | Open) and command.party else ""


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def record_entry(
    ledger: Ledger, event: RegisterEvent, sender: Sender, if_match: int | None = None, law: Law | None = None
) -> Written:
    """Appends an event that nobody decides on, at the end of its stream. Raises Stale, KeyReused or Busy."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if written := ledger.find_answer(sender.command):
            return written
        version = ledger.version(event.stream)
        if if_match is not None and version != if_match:
            raise Stale(event.stream, version)
        try:
            return ledger.append(
                [event],
                expected={event.stream: version},
                command=sender.command,
                occurred_at=ledger.now(),
                actor=sender.actor,
                law=law,
                registers_to=ledger.register().position,
            )
        except Repeated:
            return ledger.answer(sender.command)
        except Conflict as conflict:
            if time.monotonic() > deadline:
                raise Busy(conflict.stream, f"{event.stream} was written to by others for five seconds") from conflict

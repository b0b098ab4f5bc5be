"""What a field can be chosen from: people, matters and devices of the registers, and what is already in the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Engine

from api.access import ACTORS
from api.case_view import person_name
from api.forms import Field, Option, walk
from api.procedures import CHOICES
from api.wording import STEPS, minute, moment, word
from projections.sentences import sentence
from records.course.case import Case, Happened
from records.course.documents import every_issued
from records.course.facts import open_items, unread_recusals
from records.judgement import Context
from records.moment import Moment
from records.penalty.events import EvidenceAdded, EvidencePreserved, RecordingLinked
from records.penalty.old_and_new import degrees_of
from records.penalty.relief_facts import goods_to_return, open_instruments
from records.register.acting import reaches, scopes
from records.register.events import StepRefused
from records.register.fold import Register
from records.store.ledger import Ledger

Options = tuple[Option, ...]


class Sources(msgspec.Struct, frozen=True):
    """What choices are made of: the ledger, its views, the case as it stands, and the step's context."""

    ledger: Ledger
    engine: Engine
    """Of the views."""
    case: Case
    context: Context
    refusals: str = "opening"
    """Whose refusals a back-entry may name: a case, or those of openings."""

    @property
    def agencies(self) -> tuple[str, ...]:
        """The case's agency; before there is one, those of the account, and those in whose name it acts."""
        if self.case.agency:
            return (self.case.agency,)
        register, day = self.context.register, self.context.occurred_at.day
        letters = (one for body in self.context.agencies for one in register.delegated_to(body, day))
        own = (one for one in self.context.agencies if not _is_entrusted(one, register, day))
        return tuple(sorted({*own, *(one.delegator for one in letters)}))

    def people(self, ids: Iterable[str]) -> Options:
        """Persons by name, each once."""
        called = _names(self.ledger)
        return tuple(Option(one, called(one) or f"（姓名不可读）{one}") for one in dict.fromkeys(ids))


def choices(fields: Iterable[Field], sources: Sources) -> Mapping[str, Options]:
    """The options of every source that the fields name."""
    wanted = {one.source for one in walk(tuple(fields))}
    return {name: make(sources) for name, make in _SOURCES.items() if name in wanted}


def _names(ledger: Ledger) -> Callable[[str], str]:
    officers = ledger.officer_names()
    return cache(lambda person: officers.get(person) or person_name(ledger, person))


def _is_entrusted(agency: str, register: Register, day: date) -> bool:
    """Whether it has no cases of its own (受委托组织)."""
    registered = register.agency(agency, day)
    return registered is not None and registered.kind == "entrusted"


def _officer_ids(sources: Sources) -> list[str]:
    """The officers of the agencies, and of the bodies that act in their name."""
    register, day = sources.context.register, sources.context.occurred_at.day
    delegates = [one.delegate for agency in sources.agencies for one in register.delegations_of(agency, day)]
    bodies = (*sources.agencies, *delegates)
    return [one for one in register.officers if any(register.officer(one, agency, day) for agency in bodies)]


def head_ids(sources: Sources) -> list[str]:
    """Persons who may sign for the agency on the day of the step."""
    register, day = sources.context.register, sources.context.occurred_at.day
    return [
        one.person
        for agency in sources.agencies
        for one in register.heads.get(agency, ())
        if register.is_head(agency, one.person, day)
    ]


def _leader_ids(sources: Sources) -> list[str]:
    register, day = sources.context.register, sources.context.occurred_at.day
    led = [
        one.person
        for agency in sources.agencies
        for one in register.unit_heads.get(agency, ())
        if register.is_unit_head(agency, one.person, day)
    ]
    return [*head_ids(sources), *led]


def _reviewer_ids(sources: Sources) -> list[str]:
    register, day = sources.context.register, sources.context.occurred_at.day
    return [one for one in register.reviewers if register.reviewer(one, day)]


def _staff_ids(sources: Sources) -> list[str]:
    return [*_leader_ids(sources), *_officer_ids(sources), *_reviewer_ids(sources)]


def _presiders(sources: Sources) -> Options:
    """Everybody of the agency, those first whose accounts can record a hearing; on paper anybody may have presided."""
    able, found = _able_to_preside(sources), sources.people(_staff_ids(sources))
    unable = (Option(one.value, f"{one.word}（没有可以记录听证的账号）") for one in found if one.value not in able)
    return (*(one for one in found if one.value in able), *unable)


def _able_to_preside(sources: Sources) -> set[str]:
    day, ours = sources.context.now.day, ("", *sources.agencies)
    held = (one for one in sources.context.register.access.values() if one.valid_to is None or day <= one.valid_to)
    fitting = (one for one in held if one.agency in ours and not ACTORS["presider"].isdisjoint(one.roles))
    return {one.subject.removeprefix("person:") for one in fitting}


def _agencies(sources: Sources) -> Options:
    register, day = sources.context.register, sources.context.occurred_at.day
    found = (register.agency(code, day) for code in sources.agencies)
    return tuple(Option(one.code, one.name) for one in found if one)


def matters_of(sources: Sources) -> Options:
    """The matters that the agencies in question have on their lists, of a delegator those that it delegated."""
    register, day = sources.context.register, sources.context.occurred_at.day
    scope = scopes(register, {*sources.context.agencies, sources.case.agency}, day)
    found = (register.matter(code, agency, day) for code in register.matters for agency in sources.agencies)
    return tuple(
        Option(one.code, f"{one.name}（{one.code}）") for one in found if one and reaches(scope, one.agency, one.code)
    )


def _degrees(sources: Sources) -> Options:
    """The degrees that the benchmarks of the day of the act and of today have."""
    return tuple(Option(one, one) for one in degrees_of(sources.case, sources.context))


def _emergencies(sources: Sources) -> Options:
    """Emergencies that were declared, those of the day of the act first."""
    register, filed = sources.context.register, sources.case.filed
    found = [entries[0] for entries in register.emergencies.values()]
    found.sort(key=lambda one: filed is None or register.emergency(one.number, filed.acted_on) is None)
    return tuple(Option(one.number, f"{one.title}（{one.number}）") for one in found)


def _devices(sources: Sources) -> Options:
    devices = sources.context.register.devices.values()
    return tuple(
        Option(one.device, f"{one.device}（{one.model}）") for one in devices if one.agency in sources.agencies
    )


def _preserved(sources: Sources) -> Options:
    """The items that still wait for their fate, with their names."""
    return _items(open_items(sources.case), sources)


def _confiscated(sources: Sources) -> Options:
    """The confiscated items that are to go back."""
    return _items(goods_to_return(sources.case), sources)


def _items(items: Iterable[str], sources: Sources) -> Options:
    called = {
        f"{one.number}#{index}": f"{item.name}（{item.quantity}），{one.number}第 {index} 件"
        for one in sources.case.every(EvidencePreserved)
        for index, item in enumerate(one.items, 1)
    }
    return tuple(Option(one, called.get(one, one)) for one in items)


def _instruments(sources: Sources) -> Options:
    """The instruments that wait to be performed, with who issued them."""
    return tuple(Option(one.number, f"{one.number}（{one.body}）") for one in open_instruments(sources.case))


def _exhibits(sources: Sources) -> Options:
    return tuple(Option(one.item, f"{one.item}　{one.title}") for one in sources.case.every(EvidenceAdded))


def _monitored(sources: Sources) -> Options:
    found = (one for one in sources.case.every(EvidenceAdded) if one.monitored)
    return tuple(Option(one.item, f"{one.item}　{one.title}") for one in found)


def _issued(sources: Sources) -> Options:
    """The kinds of numbered documents that the case has."""
    kinds = dict.fromkeys(kind for kind, _ in every_issued(sources.case))
    return tuple(Option(kind, word(kind, "document")) for kind in kinds)


def _taggable(sources: Sources) -> Options:
    """What of the case can be tagged as secret beside the whole."""
    documents = (Option(number, f"{word(kind, 'document')}　{number}") for kind, number in every_issued(sources.case))
    stages = ((one.blake3, one.stage) for one in sources.case.every(RecordingLinked))
    recordings = (Option(digest, f"音像记录：{word(stage, 'recording')}（{digest[:8]}…）") for digest, stage in stages)
    return (*_exhibits(sources), *documents, *recordings)


def _linked(sources: Sources) -> Options:
    """The recordings of the case, by stage and the beginning of their digests."""
    linked = sources.case.every(RecordingLinked)
    return tuple(Option(one.blake3, f"{word(one.stage, 'recording')}（{one.blake3[:8]}…）") for one in linked)


def _waiver_grounds(sources: Sources) -> Options:
    return tuple(Option(one.id, one.title) for one in sources.context.law.waivers.values())


def _entries(sources: Sources) -> Options:
    """What can be voided: each entry that counts, the newest first."""
    found: list[Happened] = [one for some in sources.case.happened.values() for one in some]
    found.sort(key=lambda one: -one.version)
    return tuple(
        Option(str(one.version), f"第 {one.version} 条　{sentence(one.event)}（{moment(str(one.at))}）")
        for one in found
    )


def _questions(sources: Sources) -> Options:
    return tuple(Option(one.id, one.title) for one in sources.context.law.questions.values())


def _refusals(sources: Sources) -> Options:
    found = sources.ledger.history(f"refusals:{sources.refusals}")
    return tuple(
        Option(str(one.position), f"{STEPS.get(one.event.step, one.event.step)}，{_minute(one.recorded_at)}")
        for one in reversed(found)
        if isinstance(one.event, StepRefused)
    )


def _minute(micros: int) -> str:
    return minute(Moment(micros).instant)


_SOURCES: Final[Mapping[str, Callable[[Sources], Options]]] = {
    "officers": lambda sources: sources.people(_officer_ids(sources)),
    "heads": lambda sources: sources.people(head_ids(sources)),
    "leaders": lambda sources: sources.people(_leader_ids(sources)),
    "staff": lambda sources: sources.people(_staff_ids(sources)),
    "reviewers": lambda sources: sources.people(_reviewer_ids(sources)),
    "presiders": _presiders,
    "recusals": lambda sources: sources.people(sorted(unread_recusals(sources.case))),
    "agencies": _agencies,
    "matters": matters_of,
    "devices": _devices,
    "degrees": _degrees,
    "emergencies": _emergencies,
    "preserved": _preserved,
    "exhibits": _exhibits,
    "monitored": _monitored,
    "taggable": _taggable,
    "issued": _issued,
    "confiscated": _confiscated,
    "instruments": _instruments,
    "linked-recordings": _linked,
    "waiver-grounds": _waiver_grounds,
    "entries": _entries,
    "questions": _questions,
    "refusals": _refusals,
    **CHOICES,
}

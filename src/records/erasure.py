"""Erasing a person: looks for what binds the person, decides, records, destroys the key.

The event is recorded first, the key destroyed after it: whatever happens in between, whoever reads the ledger next
finds the event and destroys the key (`Ledger.register`). The other way round, values would be gone and nothing say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uuid_utils import uuid7

from records.application import Sender, record_entry
from records.course.erasure import STEP, Bond, bond
from records.course.erasure import erase_person as decide
from records.course.opened import Opened
from records.course.privacy import called
from records.errors import NotFound, Refused
from records.event import Erased, Event
from records.judgement import Context
from records.penalty.events import CaseFiled
from records.register.commands import ErasePerson
from records.register.events import OfficerRegistered, PersonRegistered, ReviewerRegistered, StepRefused
from records.store.ledger import Ledger, Written


def erase_person(ledger: Ledger, command: ErasePerson, sender: Sender) -> Written:
    """Erases the person; their key is destroyed when this returns.

    Raises NotFound for whom the ledger never named, Refused with the article while a term runs, Conflict, Invalid,
    KeyReused or Busy. It reads every event of the ledger before, so that nobody waits while it does.
    """
    if written := ledger.find_answer(sender.command):
        ledger.register()
        return written
    if ledger.key_state(command.person) == "missing":
        raise NotFound("person", command.person)
    cases, position = ledger.cases_with(command.person)
    with ledger.erasing():
        more, _ = ledger.cases_with(command.person, position)
        written = _erase(ledger, command, sender, cases | more)
        ledger.register()  # destroys the key
    return written


def _erase(ledger: Ledger, command: ErasePerson, sender: Sender, cases: frozenset[str]) -> Written:
    context = _context(ledger, sender)
    bonds = _bonds(ledger, command.person, cases, context)
    names, others = list(_values(ledger, command.person)), set[str]()
    for stream in cases:
        history = [one.event for one in ledger.history(stream, persons=True)]
        own = list(_party_names(history, command.person))
        names += own
        others.update(called(history, *own))
    try:
        events = decide(command, bonds, names, others, context)
    except Refused as refused:
        _record_refusal(ledger, sender, context, refused)
        raise
    return ledger.append(
        events,
        expected={"ledger": ledger.version("ledger")},
        command=sender.command,
        occurred_at=context.occurred_at,
        actor=context.actor,
        law=context.law_now,
        registers_to=context.register.position,
    )


def _party_names(history: Iterable[Event], person: str) -> Iterator[str | Erased]:
    """What a case calls the person as its party, and whoever stands for them."""
    parties = (
        one.party for one in history if isinstance(one, CaseFiled | Opened) and one.party and one.party.person == person
    )
    for party in parties:
        yield from (party.name, party.representative)


def _context(ledger: Ledger, sender: Sender) -> Context:
    register, now = ledger.register(), ledger.now()
    return Context(case="", actor=sender.actor, now=now, occurred_at=now, register=register)


def _bonds(ledger: Ledger, person: str, streams: frozenset[str], context: Context) -> Iterator[Bond]:
    for stream in sorted(streams):
        name = stream.removeprefix("case:")
        if found := bond(ledger.case(name)[0], name, person, context):
            yield found


def _values(ledger: Ledger, person: str) -> Iterator[str | Erased]:
    """What the registers know of the person."""
    for kind in ("person", "officer", "reviewer"):
        for one in ledger.history(f"{kind}:{person}", persons=True):
            if isinstance(one.event, PersonRegistered):
                yield from (one.event.name, one.event.number, one.event.address)
            elif isinstance(one.event, OfficerRegistered | ReviewerRegistered):
                yield one.event.name


def _record_refusal(ledger: Ledger, sender: Sender, context: Context, refused: Refused) -> None:
    """For supervision, under a key of its own: the client's stays free."""
    event = StepRefused(case="", step=STEP, code=refused.code, article=refused.article, detail=refused.detail)
    own = Sender(sender.principal, sender.actor, f"record:{uuid7()}", sender.body)
    refused.position = record_entry(ledger, event, own, law=context.law_now).positions[0]

"""Collects what a document is made of: the case up to the step with its personal values, and the registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any, cast

import msgspec

from api.case_view import person_name
from api.papers.contents import contents, volume
from api.query_codes import code_at
from api.wording import WORDS
from records.course.case import Case, fold
from records.errors import NotFound
from records.event import CaseEvent, case_stream
from records.moment import Moment
from records.paper.sources import Past, Sources
from records.penalty.events import EntryVoided
from records.store.ledger import Ledger
from records.store.mapper import Recorded


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """A step with all that its documents are made of."""

    sources: Sources
    procedure: str
    agency: str
    """Code of the case's agency, as it was with the step."""
    voided: bool
    """Whether the step was a mistake, by what is known now."""


def gathered(ledger: Ledger, case: str, version: int, address: str = "") -> Gathered:
    """The step that made a version of a case. `address` is how the public reaches the site.

    Raises NotFound. The register's erasures are heard of before personal values are opened.
    """
    return of_history(ledger, case, ledger.history(case_stream(case), persons=True), version, address)


def of_history(ledger: Ledger, case: str, history: Sequence[Recorded], version: int, address: str = "") -> Gathered:
    """The same out of the case's events as they were read. Raises NotFound."""
    step = next((one for one in history if one.version == version), None)
    if step is None:
        raise NotFound("step", f"{case}#{version}")
    counting = _counting([one for one in history if one.version <= version])
    folded = fold((cast("CaseEvent", one.event), one.occurred_at, one.version) for one in counting)
    day, register = step.occurred_at.day, ledger.register()
    people = cache(partial(person_name, ledger))
    certificates = {
        person: found.certificate
        for person in register.officers
        if (found := register.officer(person, folded.agency, day)) is not None
    }
    reference, said = _reference(ledger, step, address)
    sources = Sources(
        ledger=ledger.ledger_name,
        case=case,
        event=cast("CaseEvent", step.event),
        at=step.occurred_at,
        actor=_person(step.actor),
        history=tuple(map(_past, counting)),
        agency=register.agency(folded.agency, day),
        matter=register.matter(folded.matter, folded.agency, day),
        person=people,
        agency_name=lambda code: found.name if (found := register.agency(code, day)) else "",
        matter_name=lambda code: matter.name if (matter := register.matter(code, folded.agency, day)) else "",
        certificate=lambda person: certificates.get(person, ""),
        words=_words(ledger, folded, step.occurred_at),
        reference=reference,
        reference_said=said,
        query_code=code_at(ledger, history[0].position),
    )
    listed = contents(sources)
    sources = msgspec.structs.replace(sources, documents=listed, volume=volume(listed))
    voided = any(isinstance(one.event, EntryVoided) and one.event.version == version for one in history)
    return Gathered(sources=sources, procedure=folded.procedure, agency=folded.agency, voided=voided)


def _past(one: Recorded) -> Past:
    return Past(cast("CaseEvent", one.event), one.occurred_at, _person(one.actor), one.version)


def _person(actor: str) -> str:
    kind, _, name = actor.partition(":")
    return name if kind == "person" else ""


def _counting(steps: Sequence[Recorded]) -> list[Recorded]:
    """Those that are not known to be mistakes with the last of them, as they occurred."""
    voided = {one.event.version for one in steps if isinstance(one.event, EntryVoided)}
    kept = (one for one in steps if one.version not in voided)
    return sorted(kept, key=lambda one: (one.occurred_at.micros, one.version))


def _words(ledger: Ledger, case: Case, at: Moment) -> Mapping[str, Mapping[Any, str]]:
    questions = ledger.register().law(at.day, case.procedure).questions
    return {**WORDS, "question": {one.id: one.title for one in questions.values()}}


def _reference(ledger: Ledger, step: Recorded, address: str) -> tuple[str, str]:
    """Where the step's receipt is, for the QR code, and the same to be read: its place and the digest of its entry."""
    name, entry = ledger.ledger_name, ledger.entry(step.position)[-32:].hex()  # its last 32 bytes are the digest
    opened = ledger.register().opened
    origin = opened.origin if opened else name
    where = f"{address}/log/{name}/proof/{step.position}" if address else f"{origin} {step.position}"
    return f"{where}#{entry}", f"账本 {name} 第 {step.position} 条　摘要 {entry[:16]}"

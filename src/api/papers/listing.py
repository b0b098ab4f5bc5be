"""The documents of a case as staff see them: what each step made, every edition of it, and why one is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from api.case_view import history_of
from api.papers.gathering import of_history
from api.papers.printing import composed
from records.event import CaseEvent
from records.moment import rfc3339
from records.paper.data import form_of
from records.paper.events import DocumentRendered, documents_stream
from records.paper.making import PaperLacksField, made
from records.penalty.events import EntryVoided
from records.store.ledger import Ledger
from records.store.mapper import Recorded

WAITING = "还没有生成，系统将自动生成"
"""Said of a document that nothing keeps from being rendered."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A rendering of a document."""

    edition: int
    rendered_at: str
    pdf: str
    """Path of the PDF, which is read with Range."""
    text: str
    """Path of the electronic text."""
    blake3: str
    sha256: str
    size: int
    template: str
    lacking: tuple[str, ...]
    reason: str


class DocumentOfCase(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a step made."""

    step: int
    """Version of the case that the step made."""
    paper: str
    title: str
    number: str
    made_at: str
    voided: bool
    """Whether the step was a mistake."""
    editions: tuple[Edition, ...]
    """The latest first."""
    problem: str
    """Why there is none, empty when there is one."""


def documents_of_case(ledger: Ledger, case: str) -> list[DocumentOfCase]:
    """Every document of the case, in the order in which their steps occurred. Raises NotFound."""
    history = history_of(ledger, case)
    voided = {one.event.version for one in history if isinstance(one.event, EntryVoided)}
    editions = _editions(ledger, case)
    ordered = sorted(history, key=lambda one: (one.occurred_at.micros, one.version))
    return [
        _document(ledger, history, one, paper, editions.get((one.version, paper), ()), voided=one.version in voided)
        for one in ordered
        if isinstance(one.event, CaseEvent)
        for paper in made(one.event)
    ]


def _document(
    ledger: Ledger,
    history: Sequence[Recorded],
    step: Recorded,
    paper: str,
    editions: tuple[Edition, ...],
    *,
    voided: bool,
) -> DocumentOfCase:
    form = form_of(paper, step.occurred_at.day)
    event = step.event
    return DocumentOfCase(
        step=step.version,
        paper=paper,
        title=form.title if form else paper,
        number=getattr(event, "number", "") if form and form.number == "{event.number}" else "",
        made_at=str(step.occurred_at),
        voided=voided,
        editions=editions,
        problem="" if editions or voided else _problem(ledger, history, step, paper),
    )


def _problem(ledger: Ledger, history: Sequence[Recorded], step: Recorded, paper: str) -> str:
    assert isinstance(step.event, CaseEvent)
    form = form_of(paper, step.occurred_at.day)
    if form is None:
        return "这一天还没有这种文书的格式"
    try:
        composed(ledger, of_history(ledger, step.event.case, history, step.version), form)
    except PaperLacksField as error:
        return str(error)
    return WAITING


def _editions(ledger: Ledger, case: str) -> Mapping[tuple[int, str], tuple[Edition, ...]]:
    found = defaultdict[tuple[int, str], list[Edition]](list)
    for one in reversed(ledger.history(documents_stream(case))):
        event = one.event
        if isinstance(event, DocumentRendered):
            found[event.step, event.paper].append(_edition(event, one.recorded_at))
    return {key: tuple(some) for key, some in found.items()}


def _edition(event: DocumentRendered, recorded_at: int) -> Edition:
    return Edition(
        edition=event.edition,
        rendered_at=rfc3339(recorded_at),
        pdf=f"/objects/{event.blake3}",
        text=f"/objects/{event.text_blake3}",
        blake3=event.blake3,
        sha256=event.sha256,
        size=event.size,
        template=event.template,
        lacking=event.lacking,
        reason=event.reason,
    )

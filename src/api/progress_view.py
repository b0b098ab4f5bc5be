"""执法进展: what the party of a case sees by its query code (信息公示制度 第六条).

Who showed which certificate before what, which paper was served how and who signed or refused, and how far the case
is. Nothing of the evidence, of reviews or of what is discussed, and of a name the surname alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final

import msgspec

from api.wording import day as written
from projections.sentences.words import DOCUMENTS, METHODS
from records.correction.events import ReplyServed
from records.course.case import Case, Happened
from records.course.documents import all_issued
from records.course.occasions import SOUND_OR_PICTURE, Occasion, shown
from records.course.people import Somebody
from records.course.steps import COMMANDS, EVERY_PROCEDURE
from records.event import CaseEvent, case_stream
from records.moment import Moment
from records.penalty.events import (
    CaseArchived,
    CaseClosed,
    CaseResumed,
    CaseSuspended,
    DocumentServed,
    EntryVoided,
    NoticePublished,
    ServiceAttempted,
)
from records.register.fold import Register
from records.store.ledger import Ledger
from records.store.mapper import Recorded


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Who showed a certificate."""

    name: str
    certificate: str
    """Its number; empty when the registers have none for the day."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A step before which the officers had to show their certificates (第六条第一项)."""

    title: str
    at: str
    officers: tuple[Officer, ...]
    certificates_shown: bool
    recording: str
    """Whether there is a recording of it, in words."""


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A paper and how it came to the party (第六条第二项)."""

    title: str
    number: str
    issued_on: date
    served_on: date | None = None
    """None while it has not reached the party."""
    method: str = ""
    recipient: str = ""
    """The surname, and what the person is to the party."""
    signature: str = ""
    """签收, or that it was refused and who saw it."""
    attempts: tuple[str, ...] = ()
    """Tries that failed, and public notices."""


class StageLine(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of the procedure, and when it was reached."""

    title: str
    on: date | None = None


class CaseProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a case is (第六条第三项)."""

    procedure: str
    agency: str
    matter: str
    opened_on: date
    state: str
    """办理中, 中止, 已结案, 已归档."""
    stages: tuple[StageLine, ...]
    visits: tuple[Visit, ...]
    documents: tuple[Served, ...]


def progress_of(ledger: Ledger, case: str) -> CaseProgress:
    """The progress of a case that is there."""
    history = ledger.history(case_stream(case), persons=True)
    folded, register = ledger.case(case)[0], ledger.register()
    voided = {one.event.version for one in history if isinstance(one.event, EntryVoided)}
    steps = sorted(
        (one for one in history if one.version not in voided), key=lambda one: (one.occurred_at.micros, one.version)
    )
    opened_on = steps[0].occurred_at.day
    agency = register.agency(folded.agency, opened_on)
    matter = register.matter(folded.matter, folded.agency, opened_on)
    return CaseProgress(
        procedure=EVERY_PROCEDURE[folded.procedure],
        agency=agency.name if agency else "",
        matter=matter.name if matter else "",
        opened_on=opened_on,
        state=_state(folded, steps),
        stages=tuple(_stages(folded, steps, ledger, register)),
        visits=tuple(_visits(folded, steps, ledger.officer_names(), register)),
        documents=tuple(_documents(folded, steps)),
    )


def _state(case: Case, steps: Sequence[Recorded]) -> str:
    if CaseArchived in case.happened:
        return "已归档"
    if CaseClosed in case.happened:
        return "已结案"
    moved = [one.event for one in steps if isinstance(one.event, CaseSuspended | CaseResumed)]
    return "已中止" if moved and isinstance(moved[-1], CaseSuspended) else "办理中"


def _stages(case: Case, steps: Sequence[Recorded], ledger: Ledger, register: Register) -> Iterator[StageLine]:
    """The stages of the procedure that are checked, each with the day on which it was first reached."""
    reached: dict[str, date] = {}
    for one in steps:
        reached.setdefault(str(one.event.__struct_config__.tag), one.occurred_at.day)
    for stage in register.law(ledger.now().day, case.procedure, case.agency).stages:
        if stage.checked:
            days = [reached[tag] for tag in stage.events if tag in reached]
            yield StageLine(title=stage.title, on=min(days, default=None))


# ---- Certificates ----

_STAGE_OF: Final = {
    "inspection-recorded": "inspection",
    "person-questioned": "evidence",
    "measure-carried-out": "measure",
    "spot-opened": "inspection",
}
"""By the kind of step the stage of its recording."""


def _visits(case: Case, steps: Sequence[Recorded], names: dict[str, str], register: Register) -> Iterator[Visit]:
    visits = [one for one in steps if hasattr(one.event, "certificates_shown")]
    found = _recorded(case, visits, register)
    for one in visits:
        event: Any = one.event
        day = one.occurred_at.day
        officers = getattr(event, "officers", ()) or case.handlers
        yield Visit(
            title=_title(event, register, day, case),
            at=_stated(getattr(event, "begun_at", "")) or str(one.occurred_at),
            officers=tuple(_officer(person, case.agency, day, names, register) for person in officers),
            certificates_shown=event.certificates_shown,
            recording=found[one.version],
        )


def _recorded(case: Case, visits: Sequence[Recorded], register: Register) -> dict[int, str]:
    """What there is to see of each visit, by its version: each needs a recording of its own."""
    by_stage: dict[str, list[Happened]] = {}
    for one in sorted(visits, key=lambda visit: (visit.occurred_at.micros, visit.version)):
        tag = str(one.event.__struct_config__.tag).partition("/")[0]
        by_stage.setdefault(_STAGE_OF.get(tag, tag), []).append(Happened(one.event, one.occurred_at, one.version))
    return {
        step.version: _said(occasion)
        for stage, some in by_stage.items()
        for step, occasion in zip(some, shown(some, stage, SOUND_OR_PICTURE, case, register), strict=True)
    }


def _said(occasion: Occasion) -> str:
    if occasion.recordings:
        return "有音像记录"
    return "经批准没有音像记录" if occasion.is_settled else "没有登记音像记录"


def _stated(begun_at: str) -> str:
    """The time that a step says, empty where it is none."""
    with suppress(ValueError, OverflowError):
        return str(Moment.parse(begun_at)) if begun_at else ""
    return ""


def _title(event: CaseEvent, register: Register, day: date, case: Case) -> str:
    command = str(COMMANDS[type(event)].__struct_config__.tag)
    step = register.law(day, case.procedure, case.agency).steps.get(command)
    return step.title if step else command


def _officer(person: str, agency: str, day: date, names: dict[str, str], register: Register) -> Officer:
    found = register.officer(person, agency, day)
    return Officer(name=names.get(person, ""), certificate=found.certificate if found else "")


# ---- Papers ----


_INTERNAL: Final = frozenset({"transfer", "court-application", "inspection-plan"})
"""Papers that go to others than the party."""


def _documents(case: Case, steps: Sequence[Recorded]) -> Iterator[Served]:
    """Every numbered paper in the order of issue, with its service; an internal one is served on nobody."""
    for kind, paper in all_issued(case):
        if kind in _INTERNAL:
            continue
        served = next((one for one in steps if _serves(one.event, kind, paper.number)), None)
        known: dict[str, Any] = {"title": DOCUMENTS[kind], "number": paper.number, "issued_on": paper.at.day}
        tried = tuple(_tried(one) for one in steps if _is_try(one.event, paper.number))
        if served is None:
            yield Served(**known, attempts=tried)
            continue
        event: Any = served.event
        yield Served(
            **known,
            attempts=tried,
            served_on=served.occurred_at.day,
            method=METHODS[event.method],
            recipient=_recipient(event),
            signature=_signature(event),
        )


def _serves(event: object, kind: str, number: str) -> bool:
    if isinstance(event, ReplyServed):
        return kind == "correction-reply" and event.number == number
    return isinstance(event, DocumentServed) and event.document == kind and event.number in ("", number)


def _is_try(event: object, number: str) -> bool:
    return isinstance(event, ServiceAttempted | NoticePublished) and event.number == number


def _tried(step: Recorded) -> str:
    event, on = step.event, written(step.occurred_at.day)
    if isinstance(event, ServiceAttempted):
        return f"{on}　{METHODS[event.method]}未成"
    return f"{on}　公告送达，自发出公告之日起计算"


def _recipient(event: Any) -> str:
    relation = getattr(event, "relation", "")
    names = "、".join(masked(one) for one in event.recipients)
    return f"{names}（{relation}）" if names and relation else names or relation


def _signature(event: Any) -> str:
    if not event.refused and event.method != "left":
        return "签收" if event.recipients else ""
    seen = "、".join(masked(one) for one in event.witnesses)
    said = "拒绝签收，已经注明" if event.refused else "留置"
    proof = "，有见证人签名" if seen else "，有照片、录像或者注明的情况" if event.proof else ""
    return f"{said}{f'，见证人{seen}' if seen else ''}{proof}"


def masked(somebody: Somebody) -> str:
    """The surname of a person."""
    name = somebody.name
    return f"{name[0]}某" if isinstance(name, str) and name else "某人"

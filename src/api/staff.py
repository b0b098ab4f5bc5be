"""Pages for staff to read: cases, what is due, what was refused, and a case with its timeline and recordings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api import pages
from api.access import Door, Principal, Unauthorised
from api.case_view import CaseView, actor_name, case_view, opening_of, person_name
from api.filters import clean, position
from api.jurisdictions import Jurisdictions
from api.papers.listing import documents_of_case
from api.playing import playing_of
from api.pre_evaluation import PreEvaluations
from api.staff_steps import done_message
from api.supervision import void_verdict
from projections.cases import count_by_procedure, count_by_stage, list_cases
from projections.due import count_overdue, due_list, terms_of
from projections.names import case_titles
from projections.timeline import entries, latest_refusals, refusals
from projections.voidness import count_void, void_list
from records.course.steps import EVERY_PROCEDURE
from records.errors import Invalid
from records.event import case_stream
from records.law.entries import OFFICE
from records.moment import SHANGHAI, Moment
from records.store.directory import Ledgers
from records.store.ledger import Ledger

LINES: Final = 50
"""Of a list, on one page."""
_RUNNING: Final = ("open", "paused")
"""States of terms that somebody has to keep: they come first."""


def routes(ledgers: Ledgers, door: Door, results: PreEvaluations) -> APIRouter:
    """The pages under `/staff`."""
    router, staff = APIRouter(prefix="/staff", include_in_schema=False), Staff(ledgers, door, results)
    for path, page in (
        ("", staff.front),
        ("/", staff.front),
        ("/{ledger}/", staff.cases),
        ("/{ledger}/due", staff.due),
        ("/{ledger}/refusals", staff.refusals),
        ("/{ledger}/void", staff.void),
        ("/{ledger}/cases/{case}", staff.case),
    ):
        router.add_api_route(path, page, methods=["GET", "HEAD"])
    return router


class Staff:
    """The endpoints; each asks the door first."""

    def __init__(self, ledgers: Ledgers, door: Door, results: PreEvaluations) -> None:
        self._ledgers, self._engine, self._door, self._results = ledgers, ledgers.engine, door, results
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def front(self, request: Request) -> Response:
        """转到所属账本。"""
        principal = self._door.known(request)
        if principal is None:
            raise Unauthorised
        return RedirectResponse(f"/staff/{principal.ledger}/", 303, {"Cache-Control": "no-store"})

    def cases(
        self, request: Request, ledger: str, q: str = "", procedure: str = "", stage: str = "", cursor: str = ""
    ) -> Response:
        """案件目录。"""
        principal = self._door(request, "read-cases", ledger)
        text, reach = clean(q), self._door.reach(principal)
        procedure, stages = _known("procedure", procedure, EVERY_PROCEDURE), self._stages(ledger, procedure)
        # One that was chosen before another procedure was, and that this one has not, asks for nothing.
        stage = stage if stage in stages else _known("stage", stage, self._stages(ledger, "")) and ""
        with self._engine.connect() as connection:
            found = list_cases(
                connection,
                ledger,
                reach,
                text=text,
                procedure=procedure,
                stage=stage,
                after=cursor or None,
                limit=LINES,
            )
            counts = count_by_stage(connection, ledger, reach, procedure=procedure)
            kinds = count_by_procedure(connection, ledger, reach)
        return self._show(
            "staff_cases.html",
            principal,
            found=found,
            text=text,
            wanted={"procedure": procedure, "stage": stage},
            kinds=[(one, kinds[one]) for one in EVERY_PROCEDURE if one in kinds],
            stages=[(one, title, counts[one]) for one, title in stages.items() if one in counts],
            later=cursor,
        )

    def _stages(self, ledger: str, procedure: str) -> dict[str, str]:
        """Titles of the stages of a procedure, or of all: of one id the title that the first has that knows it."""
        register, today, found = self._ledgers.get(ledger).register(), self._today(ledger), dict[str, str]()
        for one in (procedure,) if procedure else EVERY_PROCEDURE:
            for stage in register.law(today, one).stages:
                found.setdefault(stage.id, stage.title)
        return found

    def due(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """进行中的期限，最紧迫的在前。"""
        principal, today = self._door(request, "supervise", ledger), self._today(ledger)
        with self._engine.connect() as connection:
            found = due_list(connection, ledger, today=today, after=cursor or None, limit=LINES)
            counts = count_overdue(connection, ledger, today)
            titles = case_titles(connection, ledger, (one.case_id for one in found.items))
        return self._show(
            "staff_due.html", principal, found=found, counts=counts, titles=titles, today=today, later=cursor
        )

    def refusals(self, request: Request, ledger: str, before: str = "") -> Response:
        """依法未予办理的步骤，最近的在前。"""
        principal = self._door(request, "supervise", ledger)
        start = position(before)
        with self._engine.connect() as connection:
            found = latest_refusals(connection, ledger, before=start, limit=LINES + 1)
        following = found[LINES - 1].position if len(found) > LINES else None
        return self._show(
            "staff_refusals.html", principal, found=found[:LINES], next=following, later=start is not None
        )

    def void(self, request: Request, ledger: str, verdict: str = "", cursor: str = "") -> Response:
        """依行政处罚法第三十八条可能无效的处罚决定，最近的在前。"""
        principal, asked = self._door(request, "supervise", ledger), void_verdict(verdict)
        with self._engine.connect() as connection:
            found = void_list(connection, ledger, verdict=asked, after=cursor or None, limit=LINES)
            counts = count_void(connection, ledger)
        return self._show("staff_void.html", principal, found=found, counts=counts, verdict=asked, later=cursor)

    def case(
        self, request: Request, ledger: str, case: str, at: str = "", known_at: str = "", done: str = ""
    ) -> Response:
        """一件案件：现状、时间线、缺陷、未予办理的步骤、音像记录。"""
        principal = self._door.to_case(request, ledger, case)
        opened = self._ledgers.get(ledger)
        view = case_view(opened, self._engine, case, self._door.reach(principal))
        times = (_moment("at", at), _moment("known_at", known_at))
        with self._engine.connect() as connection:
            steps = entries(connection, ledger, case, at=times[0], known_at=times[1])
            terms = terms_of(connection, ledger, case, self._today(ledger))
            refused = refusals(connection, ledger, case) if principal.may("supervise") else ()
        return self._show(
            "staff_case.html",
            principal,
            case=view,
            opening=opening_of(opened, view),
            papers=documents_of_case(opened, case),
            evaluation=None if view.procedure in OFFICE else self._results.of(ledger, case),
            playing=playing_of(request, principal, case, [one.id for one in view.handlers]),
            actors_of=_recording_names(opened, view),
            waiver_grounds=_waiver_grounds(opened, view),
            done=self._done(ledger, view, done),
            steps=steps,
            actors={one: actor_name(opened, one) for one in {step.actor for step in steps}},
            times=times,
            at=at,
            known_at=known_at,
            terms=sorted(terms, key=lambda one: one.state not in _RUNNING),
            refused=refused,
            today=self._today(ledger),
        )

    def _done(self, ledger: str, view: CaseView, step: str) -> str:
        """What is said after a step of the case; empty without one."""
        opened = self._ledgers.get(ledger)
        steps = opened.register().law(self._today(ledger), view.procedure).steps
        return done_message(step, opened.history(case_stream(view.case))[-1], steps) if step else ""

    def _show(self, template: str, principal: Principal, **values: Any) -> Response:
        site = self._jurisdictions.get(principal.ledger)
        return pages.show_private(template, principal=principal, site=site, **values)

    def _today(self, ledger: str) -> Any:
        return self._ledgers.get(ledger).now().day


def _recording_names(ledger: Ledger, view: CaseView) -> dict[str, str]:
    """Names of who recorded, who had the device, and who waived a recording."""
    notes, waived = view.recording_notes.values(), view.coverage
    people = {*(one.officer for one in notes), *(one.lent_to for one in notes), *(one.approved_by for one in waived)}
    return {one: person_name(ledger, one) for one in people if one}


def _waiver_grounds(ledger: Ledger, view: CaseView) -> dict[str, str]:
    """What the grounds of waivers are called."""
    found = ledger.register().law(ledger.now().day, view.procedure).waivers
    return {one.id: one.title for one in found.values()}


_NONE: Final = {"procedure": "没有这个执法类别", "stage": "没有这个阶段"}


def _known(name: str, value: str, known: Collection[str]) -> str:
    if value and value not in known:
        raise Invalid([(name, _NONE[name])])
    return value


def _moment(name: str, text: str) -> Moment | None:
    """A time as a form gives it: of Asia/Shanghai when it has no zone. Raises Invalid."""
    if not text:
        return None
    try:
        value = datetime.fromisoformat(text.replace(" ", "+"))
        return Moment.of(value if value.tzinfo else value.replace(tzinfo=SHANGHAI))
    except (ValueError, OverflowError):
        raise Invalid([(name, "应为日期和时间，如 2026-01-05T09:30")]) from None

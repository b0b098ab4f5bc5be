"""Pages on which a clerk takes every step of a case: what is open, the form of a step, its trial and its sending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, cast

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api import draft_form, pages
from api.access import PERMISSIONS, Door, Principal, Unauthorised, is_from_here
from api.answered import papers
from api.bodies import read
from api.case_view import actor_name
from api.choices import Sources, choices
from api.desks import CaseDesks
from api.form_filling import Sheet, filled, label_of
from api.form_reading import FULL, ROWS, Form, first, parsed, rows
from api.forms import Field, entry_of
from api.jurisdictions import Jurisdictions
from api.openings import GROUPS
from api.other_cases import ELSEWHERE, SHOWN_BEFORE, OtherCase, other_cases
from api.prefill import prefill, titles
from api.principles import Principles, principles, tried
from api.review_sheet import REVIEWED, review_sheet
from api.step_checks import Mend, Open, mending, opened
from api.step_forms import OPENINGS, Typed, command_of, empty_fields, key_of, sender_of, sources, typed, version_of
from api.step_previews import Preview, preview
from api.wording import STEPS, minute
from projections.queues import waits
from projections.sentences import sentence
from records.application import Loaded
from records.course.case import Case
from records.course.steps import COMMANDS, EVERY_PROCEDURE
from records.errors import Busy, Invalid, KeyReused, NotFound, Refused, Stale
from records.event import CaseEvent, case_stream
from records.judgement import Context
from records.law.entries import Step
from records.moment import Moment
from records.penalty.commands import Command
from records.store.directory import Ledgers
from records.store.mapper import Recorded

BodyBytes = Annotated[bytes, Depends(read)]

_SAID: Final[Mapping[type[Exception], tuple[int, str]]] = {
    Busy: (503, "系统繁忙，没有记录任何内容，请稍后再次提交。"),
    KeyReused: (422, "这张表已经提交过，内容与现在的不同。请先查看案件的时间线，需要再办理的重新打开这一页。"),
}


_FIRST_ALONE: Final = frozenset(OPENINGS) - {"file-case"}
"""What only begins a case; a lead becomes a case by its filing."""


def routes(ledgers: Ledgers, desks: CaseDesks, door: Door) -> APIRouter:
    """The pages under `/staff/{ledger}/cases/new` and `/staff/{ledger}/cases/{case}/steps`."""
    router, steps = APIRouter(prefix="/staff/{ledger}/cases", include_in_schema=False), Steps(ledgers, desks, door)
    for path, show in (("/new", steps.begin), ("/new/{command}", steps.new), ("/{case}/steps", steps.all)):
        router.add_api_route(path, show, methods=["GET", "HEAD"])
    router.add_api_route("/{case}/steps/{command}", steps.form, methods=["GET", "HEAD"])
    router.add_api_route("/new/{command}", steps.open, methods=["POST"])
    router.add_api_route("/{case}/steps/{command}", steps.take, methods=["POST"])
    return router


class Since(msgspec.Struct, frozen=True):
    """What was recorded since a form was drawn."""

    said: str
    actor: str
    at: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a form that was sent: how the page shows it."""

    status: int = 200
    wrong: Mapping[str, str] = {}
    more: str = ""
    refused: Refused | None = None
    trial: Preview | None = None
    principles: Principles | None = None
    """What the trial makes of them."""
    since: tuple[Since, ...] = ()
    message: str = ""
    seen: int | None = None
    """Version of the case that the page shows, where it isn't that of the form."""


class Steps:
    """The endpoints; each asks the door first."""

    def __init__(self, ledgers: Ledgers, desks: CaseDesks, door: Door) -> None:
        self._ledgers, self._desks, self._door = ledgers, desks, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    # ---- What is open ----

    def begin(self, request: Request, ledger: str) -> Response:
        """新案件：按执法类别列出可以开始的步骤。"""
        principal = self._door(request, "read-cases", ledger)
        known = sources(self._ledgers.get(ledger), self._ledgers.engine, principal, "", Case())
        groups = [
            (title, [(self._opened(one.step, known, principal), one.when) for one in some]) for title, some in GROUPS
        ]
        return self._show("staff_new.html", principal, groups=groups)

    def all(self, request: Request, ledger: str, case: str) -> Response:
        """一件案件的全部步骤：现在能办的，不能办的和原因。"""
        principal = self._door.to_case(request, ledger, case)
        known = self._sources(principal, case)
        law = known.context.law
        found = [opened(step, known.case, known.context, principal) for step in law.steps.values()]
        steps = [one for one in found if one.id not in _FIRST_ALONE and PERMISSIONS.get(one.id)]
        waiting = {one.step: one.title for one in waits(known.case, known.context)}
        stages = [(stage, [one for one in steps if one.stage == stage.id]) for stage in law.stages]
        return self._show(
            "staff_steps.html",
            principal,
            case=case,
            title=known.case.title,
            waiting=waiting,
            ready=sorted((one for one in steps if one.ready), key=lambda one: one.id not in waiting),
            stages=[(stage, [one for one in some if not one.ready]) for stage, some in stages],
        )

    # ---- A form ----

    def new(self, request: Request, ledger: str, command: str) -> Response:
        """第一个步骤的表单。"""
        principal = self._door(request, "read-cases", ledger)
        return self._drawn(request, principal, "", command_of(_opening(command)))

    def form(self, request: Request, ledger: str, case: str, command: str) -> Response:
        """一个步骤的表单，已知的内容已经填好。"""
        principal = self._door.to_case(request, ledger, case)
        return self._drawn(request, principal, case, command_of(_going_on(command)))

    def open(self, request: Request, ledger: str, command: str, body: BodyBytes) -> Response:
        """试办或者提交第一个步骤。"""
        return self._sent(request, ledger, "", command, body)

    def take(self, request: Request, ledger: str, case: str, command: str, body: BodyBytes) -> Response:
        """试办或者提交一个步骤。"""
        return self._sent(request, ledger, case, command, body)

    def _drawn(self, request: Request, principal: Principal, case: str, kind: type[Command]) -> Response:
        known, version = self._loaded(principal, case)
        values = draft_form.shown(prefill(kind, known), known.context)
        form = filled(draft_form.asked(kind, known.context), values) | _handed_on(request)
        return self._page(request, principal, kind, known, form, Outcome(seen=version))

    def _sent(self, request: Request, ledger: str, case: str, command: str, body: bytes) -> Response:
        form = parsed(body)
        try:
            self._door.form(request, first(form, "word"))
        except Unauthorised:
            return self._again(request, ledger, command, form)
        principal = self._door.to_case(request, ledger, case) if case else self._door(request, "read-cases", ledger)
        kind = command_of(_going_on(command) if case else _opening(command))
        self._door(request, command, ledger)
        if form.get("entry.on"):
            self._door(request, "back-entry", ledger)
        found = self._outcome(request, principal, case, kind, form)
        if isinstance(found, Outcome):
            return self._page(request, principal, kind, self._sources(principal, case), form, found)
        address = f"/staff/{ledger}/cases/{found}?done={command}"
        return RedirectResponse(address, 303, {"Cache-Control": "no-store"})

    def _outcome(
        self, request: Request, principal: Principal, case: str, kind: type[Command], form: Form
    ) -> Outcome | str:
        """What came of it; the id of the case when the step was taken."""
        do, seen = first(form, "do"), _seen(form, case)
        if do.startswith("add:"):
            return self._older(principal, case, seen, _longer(form, do.removeprefix("add:")))
        asked = typed(kind, form, self._sources(principal, case).context)
        if asked.command is None:
            return self._older(principal, case, seen, Outcome(status=422, wrong=asked.wrong))
        try:
            if do == "submit":
                return self._taken(request, principal, case, asked.command, form)
            return self._tried(request, principal, case, asked.command, form)
        except (Refused, Invalid, NotFound, Stale, Busy, KeyReused) as error:
            return self._failed(principal, case, asked, seen, error)

    def _taken(self, request: Request, principal: Principal, case: str, command: Command, form: Form) -> str:
        """Takes the step; the id of its case."""
        sender = sender_of(principal, form, request.url.path, command)
        if case:
            step: Any = command  # what opens cases alone has been turned away
            written = self._desks.step(principal.ledger, case, step, sender, _seen(form, case))
        else:
            opening: Any = command  # by its route
            written = self._desks.open(principal.ledger, opening, sender)
        return next(one.case for one in written.events if isinstance(one, CaseEvent))

    def _tried(self, request: Request, principal: Principal, case: str, command: Command, form: Form) -> Outcome:
        """What the step would record; nothing is written."""
        desk, seen = self._desks.get(principal.ledger), _seen(form, case)
        if case and (now := desk.load(case).version) != seen:
            raise Stale(case_stream(case), now)
        sender = sender_of(principal, form, request.url.path, command)
        events = desk.preview(case or None, command, sender)
        shown = tried(command, events, self._sources(principal, case)) if case else None
        return Outcome(trial=preview(command, events), principles=shown)

    def _failed(self, principal: Principal, case: str, asked: Typed, seen: int, error: Exception) -> Outcome:
        match error:
            case Refused():
                return Outcome(status=409, refused=error, wrong=self._empty(principal, case, asked, error))
            case Invalid():
                return Outcome(status=422, wrong={asked.reading.name(path): detail for path, detail in error.fields})
            case NotFound(kind="object"):
                name = "entry.scan" if asked.command and asked.command.entry else "object"
                return Outcome(status=422, wrong={name: "没有这个文件，请先上传，再核对摘要"})
            case Stale():
                return self._older(principal, case, seen, Outcome())
            case Busy() | KeyReused():
                status, message = _SAID[type(error)]
                return Outcome(status=status, message=message)
            case _:
                raise error

    def _empty(self, principal: Principal, case: str, asked: Typed, error: Refused) -> Mapping[str, str]:
        """The inputs of which a document that lacks something is in want."""
        if error.code not in ("document-lacks-field", "bank-missing") or asked.command is None:
            return {}
        return empty_fields(asked.command, error.code, self._sources(principal, case).context)

    def _older(self, principal: Principal, case: str, seen: int, found: Outcome) -> Outcome:
        """The outcome, with what was recorded since the form was drawn; from then on the form is of now."""
        history = self._ledgers.get(principal.ledger).history(case_stream(case)) if case else []
        newest = history[-1].version if history else 0
        if newest == seen:
            return found
        new = history if seen > newest else [one for one in history if one.version > seen]
        since = tuple(self._said(principal, one) for one in new)
        status = 412 if found.status == 200 else found.status
        return msgspec.structs.replace(found, status=status, since=since, seen=newest)

    def _said(self, principal: Principal, one: Recorded) -> Since:
        ledger, event = self._ledgers.get(principal.ledger), cast("CaseEvent", one.event)
        return Since(sentence(event), actor_name(ledger, one.actor), minute(Moment(one.recorded_at).instant))

    # ---- Showing ----

    def _page(
        self, request: Request, principal: Principal, kind: type[Command], known: Sources, form: Form, found: Outcome
    ) -> Response:
        name, fields, entry = str(kind.__struct_config__.tag), draft_form.asked(kind, known.context), entry_of(kind)
        case = known.context.case
        sheet = Sheet(
            form=form,
            wrong=found.wrong,
            choices=choices((*fields, *entry), known),
            titles=titles(kind, known),
            more=found.more,
        )
        step = self._opened(name, known, principal)
        return self._show(
            "staff_step.html",
            principal,
            status=found.status,
            found=found,
            case=case,
            title=known.case.title,
            step=step,
            mends=_mends(found, step, known),
            answered=papers(kind, known) if case else (),
            review=review_sheet(known.case, known.context) if kind in REVIEWED else None,
            principles=found.principles or principles(kind, known),
            others=self._others(principal, kind, known),
            may=principal.may(name),
            fields=[one for one in fields if not one.paper],
            on_paper=[one for one in fields if one.paper],
            entry=entry,
            sheet=sheet,
            errors=[(one, _label((*fields, *entry), one), detail) for one, detail in found.wrong.items()],
            key=key_of(form),
            elsewhere=ELSEWHERE,
            word=self._door.word(request),
            version=(_seen(form, case) if found.seen is None else found.seen) if case else "",
        )

    def _others(self, principal: Principal, kind: type[Command], known: Sources) -> tuple[OtherCase, ...] | None:
        """The party's other cases, where the step has to know them."""
        if kind not in SHOWN_BEFORE or known.case.offence is None:
            return None
        reach = self._door.reach(principal)
        return other_cases(self._ledgers.engine, known.ledger, known.context.case, known.case, reach)

    def _again(self, request: Request, ledger: str, command: str, form: Form) -> Response:
        """What was typed by whoever's login ended meanwhile, to be sent again. Raises Unauthorised for other sites."""
        if not (request.headers.get("origin") and is_from_here(request)) or command not in STEPS:
            raise Unauthorised
        page = pages.show_private(
            "staff_again.html",
            status=401,
            site=self._jurisdictions.get(ledger),
            title=STEPS[command],
            action=request.url.path,
            form=[(name, value) for name, values in form.items() if name != "do" for value in values],
            do=first(form, "do"),
        )
        page.headers["WWW-Authenticate"] = 'Bearer realm="mingjing"'
        return page

    def _opened(self, name: str, known: Sources, principal: Principal) -> Open:
        context = _in_procedure(name, known)
        step = context.law.steps.get(name)
        if step is None:  # the ledger has adopted law data that don't have the step
            raise NotFound("step", name)
        return opened(step, known.case, context, principal)

    def _sources(self, principal: Principal, case: str) -> Sources:
        return self._loaded(principal, case)[0]

    def _loaded(self, principal: Principal, case: str) -> tuple[Sources, int]:
        """The case with what its forms are made of, and its version."""
        ledger, desk = self._ledgers.get(principal.ledger), self._desks.get(principal.ledger)
        loaded = desk.load(case) if case else Loaded(Case(), 0)
        return sources(ledger, self._ledgers.engine, principal, case, loaded.case), loaded.version

    def _show(self, template: str, principal: Principal, *, status: int = 200, **values: Any) -> Response:
        site = self._jurisdictions.get(principal.ledger)
        return pages.show_private(template, status=status, principal=principal, site=site, **values)


def _handed_on(request: Request) -> dict[str, list[str]]:
    """The file that was just uploaded (`object`, `scan`), as the form has it."""
    given = {name: [request.query_params[name]] for name in ("object", "scan") if request.query_params.get(name)}
    scan = given.pop("scan", None)
    return given | ({"entry.on": ["yes"], "entry.scan": scan} if scan else {})


def done_message(command: str, last: Recorded, steps: Mapping[str, Step]) -> str:
    """What the case's page says after a step, as the `steps` of its procedure are called; empty for one that the case's
    last event is not of.
    """
    taken = COMMANDS.get(type(cast("CaseEvent", last.event)))
    same = taken is not None and taken.__struct_config__.tag == command
    return f"已经记录：{steps[command].title}。" if same and command in steps else ""


def _mends(found: Outcome, step: Open, known: Sources) -> tuple[Mend, ...]:
    """What to do first about the refusal, if there is one."""
    return mending(found.refused.code, step, known.case, known.context) if found.refused else ()


def _in_procedure(name: str, known: Sources) -> Context:
    """The context of a step: what opens a case belongs to the procedure that it opens, which no case says yet."""
    context, day = known.context, known.context.occurred_at.day
    if known.case.opened is not None or name in context.law.steps:
        return context
    found = (one for one in EVERY_PROCEDURE if name in context.register.law(day, one).steps)
    return msgspec.structs.replace(context, procedure=next(found, context.procedure))


def _opening(command: str) -> str:
    if command not in OPENINGS:
        raise NotFound("step", command)
    return command


def _going_on(command: str) -> str:
    """A case goes on with anything but what only begins one."""
    if command in _FIRST_ALONE:
        raise NotFound("step", command)
    return command


def _seen(form: Form, case: str) -> int:
    """The version of the case that the form was drawn for; one that doesn't say it has seen nothing of the case."""
    return (version_of(form) or 0) if case else 0


def _longer(form: Form, group: str) -> Outcome:
    """The form with a row more in the group, unless it is full."""
    if len(rows(form, group)) >= ROWS:
        return Outcome(status=422, wrong={group: FULL})
    return Outcome(more=group)


def _label(fields: tuple[Field, ...], name: str) -> str:
    return "发生时间" if name == "occurred_at" else label_of(fields, name)

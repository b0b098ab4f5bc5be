"""From the form of a step to its command, and what its page needs beside the fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import msgspec
from sqlalchemy import Engine

from api import draft_form
from api.access import Principal
from api.bodies import problems, unstorable
from api.choices import Sources
from api.form_reading import EMPTY, Form, Reading, first, occurred_at
from api.forms import entry_of, fields_of
from records.application import Sender
from records.course.case import Case
from records.course.documents import DOCUMENTS, lacking
from records.course.shapes import Command
from records.course.steps import COMMAND_TYPES, OPENING_TYPES
from records.errors import NotFound
from records.judgement import Context
from records.moment import Moment
from records.penalty.commands import SubmitReview
from records.store.ledger import Ledger

COMMANDS: Final[Mapping[str, type[Command]]] = {str(kind.__struct_config__.tag): kind for kind in COMMAND_TYPES}
OPENINGS: Final = tuple(str(kind.__struct_config__.tag) for kind in OPENING_TYPES)

_EMPTY: Final = "请填写，文书应当载明"
_KEY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERSION: Final = re.compile("[0-9]{1,9}")


def command_of(name: str) -> type[Command]:
    """The command of that tag. Raises NotFound."""
    if name not in COMMANDS:
        raise NotFound("step", name)
    return COMMANDS[name]


class Typed(msgspec.Struct, frozen=True):
    """What a form says: the command, or what is wrong by the name of the input."""

    command: Command | None
    reading: Reading
    wrong: Mapping[str, str]


def typed(kind: type[Command], form: Form, context: Context | None = None) -> Typed:
    """Reads the form of a command; every wrong input is named at once. `context` is that of the case there is."""
    reading = Reading(form)
    on_paper = bool(form.get("entry.on"))
    fields = draft_form.asked(kind, context) if context else fields_of(kind)
    said = draft_form.told(kind, reading.values(one for one in fields if on_paper or not one.paper))
    values: dict[str, Any] = {"type": kind.__struct_config__.tag, **said}
    try:
        values["occurred_at"] = occurred_at(form)
    except (ValueError, OverflowError):
        reading.wrong["occurred_at"] = "请填写日期，或者日期和时间"
    if on_paper:
        values["entry"] = reading.values(entry_of(kind))
        if values.get("occurred_at") == "":
            reading.wrong["occurred_at"] = f"{EMPTY}，补录的步骤应当写明何时办理"
    found = problems(values, kind) + unstorable(values, kind)
    wrong = reading.wrong or {reading.name(path): detail for path, detail in found}
    if wrong:
        return Typed(None, reading, wrong)
    return Typed(msgspec.convert(values, kind), reading, {})


def empty_fields(command: Command, code: str, context: Context) -> Mapping[str, str]:
    """What the document that the step issues, or drafts, has to say and does not, by the name of the input."""
    reviewed = isinstance(command, SubmitReview)
    kind = "decision" if reviewed else DOCUMENTS.get(type(command))
    if kind is None:
        return {}
    document = command.draft if isinstance(command, SubmitReview) else command
    names = ("bank",) if code == "bank-missing" else lacking(kind, document, context)
    return {f"draft.{name}" if reviewed else name: _EMPTY for name in names}


def sender_of(principal: Principal, form: Form, path: str, command: Command) -> Sender:
    """Who sends the step, under the key of the form: sent twice, it is one step."""
    digest = sha256(path.encode() + b"\0" + msgspec.json.encode(command)).digest()
    return Sender(principal.name, principal.actor, key_of(form), digest, principal.grant.agency)


def key_of(form: Form) -> str:
    """The key that the form bears, or a new one."""
    given = first(form, "key")
    return given if _KEY.fullmatch(given) else str(uuid4())


def version_of(form: Form) -> int | None:
    """The version of the case that the form was drawn for."""
    given = first(form, "version")
    return int(given) if _VERSION.fullmatch(given) else None


def sources(ledger: Ledger, engine: Engine, principal: Principal, case_id: str, case: Case) -> Sources:
    """What choices and checks are made of, as things stand now; `engine` has the views."""
    register, now = ledger.register(), ledger.now()
    agencies = Sender(principal.name, principal.actor, "", b"", principal.grant.agency).agencies(register, now.day)
    context = Context(
        case=case_id,
        actor=principal.actor,
        agencies=agencies,
        now=now,
        occurred_at=Moment(now.micros),
        register=register,
        procedure=case.procedure,
        agency=case.agency,
    )
    return Sources(ledger, engine, case, context, case_id or "opening")

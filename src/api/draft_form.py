"""The form of a draft: what the decision will say, asked for as in the decision's own form, so that it is typed once.

A command says in `draft.more` name and text of each field; the form has the fields themselves, by command, as
`draft.more.grant-licence.valid_from`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from api.forms import Field, Option, fields_of, walk
from api.wording import STEPS
from records.course.case import Case
from records.course.decided import Decide
from records.course.documents import DOCUMENTS
from records.course.drafted_fields import own_fields, text_of, value_of
from records.course.drafting import Drafted, DraftedField, DraftSubmitted, SubmitDraft
from records.course.shapes import Command
from records.judgement import Context

Values = dict[str, Any]

MORE: Final = "draft.more"
_MAIN: Final = frozenset(Drafted.__struct_fields__) - {"document", "more"}


def deciding(context: Context) -> tuple[type[Decide], ...]:
    """The commands that decide a case of the procedure, as the law of the day has them."""
    steps = context.law.steps or context.law_now.steps
    return tuple(kind for kind in DOCUMENTS if issubclass(kind, Decide) and _tag(kind) in steps)


def asked(kind: type[Command], context: Context) -> tuple[Field, ...]:
    """The fields of the command's form; of a draft with those of what may be decided."""
    fields = fields_of(kind)
    if kind is not SubmitDraft:
        return fields
    groups = tuple(one for one in (_group(decision) for decision in deciding(context)) if one.parts)
    return tuple(_with(one, groups) if one.name == "draft" else one for one in fields)


def _with(draft: Field, groups: tuple[Field, ...]) -> Field:
    parts = tuple(_struct(one, groups) if one.name == MORE else one for one in draft.parts)
    return msgspec.structs.replace(draft, parts=parts)


def _struct(more: Field, groups: tuple[Field, ...]) -> Field:
    return msgspec.structs.replace(more, kind="struct", parts=groups, required=False)


def _group(kind: type[Decide]) -> Field:
    """What the decision says beside what all say, under its own name."""
    own, prefix = own_fields(kind), f"{MORE}.{_tag(kind)}."
    parts = tuple(_part(one, prefix) for one in fields_of(kind) if one.name in own and not one.paper)
    return Field(name=prefix.removesuffix("."), kind="struct", label=f"{STEPS[_tag(kind)]}：其他内容", parts=parts)


def _part(field: Field, prefix: str) -> Field:
    return msgspec.structs.replace(field, name=prefix + field.name, required=False, group="")


def told(kind: type[Command], values: Values) -> Values:
    """The values of the form as the command takes them: of the groups those of what is to be decided."""
    draft = values.get("draft")
    if kind is not SubmitDraft or not isinstance(draft, dict) or not isinstance(draft.get("more"), dict):
        return values
    said = dict(_said(draft["more"], str(draft.get("document", ""))))
    more = [{"name": name, "text": text} for name, text in said.items() if text]
    return values | {"draft": draft | {"more": more}}


def _said(groups: Mapping[str, Any], document: str) -> Iterator[tuple[str, str]]:
    for kind, issued in DOCUMENTS.items():
        if issued == document and isinstance(group := groups.get(_tag(kind)), dict):
            for name, value in group.items():
                yield name, text_of(tuple(value) if isinstance(value, list) else value)


def shown(values: Values, context: Context) -> Values:
    """The values of a command with a draft as its form has them: the draft's fields under what may be decided."""
    draft = values.get("draft")
    if not isinstance(draft, dict) or not isinstance(draft.get("more"), (list, tuple)):
        return values
    told = msgspec.convert(draft["more"], tuple[DraftedField, ...])
    kinds = [one for one in deciding(context) if DOCUMENTS[one] == draft.get("document")]
    groups = {_tag(kind): found for kind in kinds if (found := drafted_values(kind, told))}
    return values | {"draft": draft | {"more": msgspec.to_builtins(groups)}}


def drafted_values(kind: type[Decide], told: tuple[DraftedField, ...]) -> Values:
    """The values of such a decision that a draft names, as far as it has the field and the value."""
    found: Values = {}
    for one in told:
        if one.name in own_fields(kind):
            try:
                found[one.name] = value_of(kind, one)
            except msgspec.ValidationError:
                return {}  # it is the draft of another decision under the same name
    return found


def from_draft(kind: type[Command], case: Case) -> Values:
    """What the draft that was handed over last says of the decision that is to be signed now; None for nothing."""
    handed = case.last(DraftSubmitted)
    if handed is None or not issubclass(kind, Decide) or DOCUMENTS.get(kind) != handed.draft.document:
        return {}
    own = dict.fromkeys(own_fields(kind)) | drafted_values(kind, handed.draft.more) if handed.whole else {}
    main = {name: getattr(handed.draft, name) for name in _MAIN if name in kind.__struct_fields__}
    return main | own


def documents(context: Context) -> tuple[Option, ...]:
    """The decisions of the procedure that can be drafted, each once."""
    words = {one.value: one.word for one in _document_field().options}
    found = dict.fromkeys(DOCUMENTS[one] for one in deciding(context))
    return tuple(Option(one, words[one]) for one in found if one in words)


def _document_field() -> Field:
    return next(one for one in walk(fields_of(SubmitDraft)) if one.name == "draft.document")


def _tag(kind: type[Command]) -> str:
    return str(kind.__struct_config__.tag)

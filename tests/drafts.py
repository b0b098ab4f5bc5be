"""Drafts of a plain case: they say what the plain decision will say, and the decision is signed as it was drafted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from penal import as_given, timely
from records.course.case import Case
from records.course.decided import Decide
from records.course.documents import DOCUMENTS
from records.course.drafted_fields import deciders, own_fields, told, value_of
from records.course.drafting import Drafted, DraftedField, DraftSubmitted, SubmitDraft
from records.course.shapes import Command
from records.licence import commands as licence
from records.licence.events import ExaminationConcluded, LicenceActionOpened

_ENDINGS: dict[str, type[Decide]] = {
    "withdrawal": licence.WithdrawLicence,
    "revocation": licence.RevokeLicence,
    "cancellation": licence.CancelLicence,
}


def drafted(
    kind: type[Command], changes: dict[str, Any], case: Case, when: datetime, decision: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The changes with what a plain case would say: of a draft the rest of the decision, of a decision its draft.

    `decision` is how the decision that comes differs from that of a plain case.
    """
    if kind is SubmitDraft:
        return _whole(changes, case, when, decision or {})
    handed = case.last(DraftSubmitted)
    return as_drafted(kind, changes, handed.draft if handed else None)


def as_drafted(kind: type[Command], changes: dict[str, Any], draft: Drafted | None) -> dict[str, Any]:
    """The changes of a decision with what its draft says."""
    if draft is None or not issubclass(kind, Decide) or DOCUMENTS.get(kind) != draft.document:
        return changes
    return {one.name: value_of(kind, one) for one in draft.more if one.name in own_fields(kind)} | changes


def _whole(changes: dict[str, Any], case: Case, when: datetime, decision: dict[str, Any]) -> dict[str, Any]:
    draft = msgspec.to_builtins(as_given(SubmitDraft, changes))["draft"]
    kinds = deciders(draft["document"])
    if draft["more"] or not kinds:
        return changes
    kind = _decider(kinds, case)
    own = {name: one for name, one in decision.items() if name in own_fields(kind)}
    whole = draft | {"more": msgspec.to_builtins(more_of(kind, when, **own))}
    return changes | {"draft": msgspec.convert(whole, Drafted, strict=False)}


def saying(draft: Drafted, kind: type[Decide], when: datetime, **own: Any) -> Drafted:
    """The draft of such a decision, which says that beside what a plain one says."""
    return msgspec.structs.replace(draft, more=more_of(kind, when, **own))


def more_of(kind: type[Decide], when: datetime, **changes: Any) -> tuple[DraftedField, ...]:
    """What such a decision of a plain case says beside what all say."""
    decision = as_given(kind, timely(kind, when) | changes)
    assert isinstance(decision, Decide)
    return told(decision)


def _decider(kinds: tuple[type[Decide], ...], case: Case) -> type[Decide]:
    """Of the commands that end a licence the one for which the case was opened."""
    opened, found = case.last(LicenceActionOpened), case.last(ExaminationConcluded)
    if len(kinds) == 1 or opened is None:
        return kinds[0]
    return licence.KeepLicence if found and found.proposal == "keep" else _ENDINGS[opened.action]

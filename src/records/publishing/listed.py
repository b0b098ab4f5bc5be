"""一致性: whether a decision names its matter as the published list does (信息公示制度 第十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.judgement import Context, Judgement
from records.publishing.events import ListMismatchOverridden
from records.register.events import ListKind, ListPublished
from records.register.fold import Register


def list_for(case: Case, register: Register) -> ListPublished | None:
    """The list that the decision is held against, as in force when it was signed: the first one that says otherwise,
    or else that of its kind. None where there was none.
    """
    lists = lists_for(case, register)
    return next((one for one in lists if _against(one, case, register)), lists[0] if lists else None)


def lists_for(case: Case, register: Register) -> tuple[ListPublished, ...]:
    """The lists that the decision has to agree with, as in force when it was signed: inspections have one of their own,
    everything else is a power, and for each there is who answers for it.
    """
    if case.signed_at is None:
        return ()
    kinds: tuple[ListKind, ...] = ("inspection" if case.procedure == "inspection" else "power", "responsibility")
    found = (register.list_of(kind, case.agency, case.signed_at.day) for kind in kinds)
    return tuple(one for one in found if one is not None)


def mismatches(case: Case, register: Register) -> tuple[str, ...]:
    """Where the decision and the published lists say different things, in Chinese, list by list."""
    return tuple(said for one in lists_for(case, register) for said in _against(one, case, register))


def _against(listed: ListPublished, case: Case, register: Register) -> tuple[str, ...]:
    called = _CALLED[listed.kind]
    line = next((one for one in listed.items if one.matter == case.matter), None)
    if line is None:
        return (f"事项编码{case.matter}不在公布的{called}（第{listed.version}版）上",)
    matter = register.matter(case.matter, case.agency, case.signed_at.day) if case.signed_at else None
    name = matter.name if matter else ""
    if listed.kind == "power" and "".join(line.wording.split()) != "".join(name.split()):
        return (f"事项名称为“{name}”，公布的{called}（第{listed.version}版）为“{line.wording}”",)
    return ()


_CALLED: Final[Mapping[ListKind, str]] = {
    "power": "清单",
    "responsibility": "责任清单",
    "inspection": "清单",
}
"""What a mismatch calls a list; the list of its kind is just the list, as it was in every override so far."""


def overridden(case: Case, register: Register) -> bool:
    """Whether the head let the very mismatches through that there are."""
    found = case.last(ListMismatchOverridden)
    return found is not None and found.mismatches == mismatches(case, register)


def require_listed(judgement: Judgement, case: Case, context: Context) -> None:
    """Nothing is published against the list without the head's word, whatever a paper did."""
    found = mismatches(case, context.register)
    judgement.require_now(not found or overridden(case, context.register), "list-mismatch")

"""一致性: whether a decision names its matter as the published list does (信息公示制度 第十一条)."""

from __future__ import annotations

from records.course.case import Case
from records.judgement import Context, Judgement
from records.publishing.events import ListMismatchOverridden
from records.register.events import ListKind, ListPublished
from records.register.fold import Register


def list_for(case: Case, register: Register) -> ListPublished | None:
    """The list that the decision is held against, as in force when it was signed; None where there was none."""
    kind: ListKind = "inspection" if case.procedure == "inspection" else "power"
    return register.list_of(kind, case.agency, case.signed_at.day) if case.signed_at else None


def mismatches(case: Case, register: Register) -> tuple[str, ...]:
    """Where the decision and the published list say different things, in Chinese."""
    listed = list_for(case, register)
    if listed is None or case.signed_at is None:
        return ()
    line = next((one for one in listed.items if one.matter == case.matter), None)
    if line is None:
        return (f"事项编码{case.matter}不在公布的清单（第{listed.version}版）上",)
    matter = register.matter(case.matter, case.agency, case.signed_at.day)
    name = matter.name if matter else ""
    if listed.kind == "power" and "".join(line.wording.split()) != "".join(name.split()):
        return (f"事项名称为“{name}”，公布的清单（第{listed.version}版）为“{line.wording}”",)
    return ()


def overridden(case: Case, register: Register) -> bool:
    """Whether the head let the very mismatches through that there are."""
    found = case.last(ListMismatchOverridden)
    return found is not None and found.mismatches == mismatches(case, register)


def require_listed(judgement: Judgement, case: Case, context: Context) -> None:
    """Nothing is published against the list without the head's word, whatever a paper did."""
    found = mismatches(case, context.register)
    judgement.require_now(not found or overridden(case, context.register), "list-mismatch")

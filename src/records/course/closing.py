"""结案归档: when a case may end, and what the file lacks (行政处罚法 第四十七条; 档案法 第十三条, 第十四条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from records.basics.facts import PARTS as BASICS
from records.catalogue.facts import PARTS as CATALOGUE
from records.correction.facts import PARTS as CORRECTION
from records.course.case import Case
from records.course.facts import FACTS, Fact, has, missing_recordings
from records.course.judging import acts_as, begin, cause, stated
from records.course.sequence import as_of, follows
from records.court.facts import PARTS as COURT
from records.enforcement.facts import PARTS as ENFORCEMENT
from records.errors import Invalid
from records.evaluation.facts import PARTS as EVALUATION
from records.event import Event
from records.inspection.facts import PARTS as INSPECTION
from records.judgement import Context, Judgement
from records.law.data import Law
from records.law.entries import ORDINARY
from records.levy.facts import PARTS as LEVY
from records.licence.facts import PARTS as LICENCE
from records.measure.facts import PARTS as MEASURE
from records.oversight.facts import PARTS as OVERSIGHT
from records.penalty.commands import ArchiveCase, CloseCase, ReopenArchive
from records.penalty.events import (
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseDiscussed,
    CaseReviewed,
    ClosingGround,
    CorrectionChecked,
    CorrectionOrdered,
    LeadDismissed,
    PenaltyDeclined,
)
from records.penalty.money import owed
from records.petition.facts import PARTS as PETITION
from records.publishing.facts import PARTS as PUBLISHING
from records.reviewing.facts import PARTS as REVIEWING
from records.spot.facts import PARTS as SPOT


def close_case(command: CloseCase, case: Case, context: Context) -> list[Event]:
    """The head closes a case that has come to the end which the ground says, with its recordings in the file."""
    if not command.report.strip():
        raise Invalid([("$.report", "请填写结案报告")])
    judgement = begin(command, case, context, case.served_at or case.signed_at)
    was = as_of(case, context.occurred_at)
    _require_ground(judgement, command.ground, was, context)
    judgement.require(not missing_recordings(was, context), "recording-missing")
    # On paper the head signed; who enters it is somebody else.
    head = context.person_acting if acts_as("head", case, context) else ""
    return [stated(CaseClosed, command, judgement, context, approved_by=head)]


def archive_case(command: ArchiveCase, case: Case, context: Context) -> list[Event]:
    """The archivist takes a closed case, or a lead that became none, into the archive; what it lacks is named."""
    judgement = begin(command, case, context, cause(case, context, CaseClosed) or case.at(LeadDismissed))
    return [stated(CaseArchived, command, judgement, context, gaps=tuple(gaps(case, context)))]


def reopen_archive(command: ReopenArchive, case: Case, context: Context) -> list[Event]:
    """The head opens an archived file again, and says why."""
    judgement = begin(command, case, context, cause(case, context, CaseArchived))
    return [stated(ArchiveReopened, command, judgement, context)]


# ---- Grounds ----


def _require_ground(judgement: Judgement, ground: ClosingGround, case: Case, context: Context) -> None:
    """The course of the case bears the ground out; a termination stands on its report alone, unless
    it would leave an application without the decision that it has to get (行政许可法 第三十八条、第四十二条)."""
    if ground == "performed":
        performed = FACTS["penalised"](case, context) and FACTS["paid"](case, context)
        judgement.require(performed and not case.undone, "not-performed")
        judgement.require(_is_corrected(case), "correction-unchecked")
    else:
        judgement.require(_GROUNDS[ground](case, context), "closing-ground-unmet")
    if ground == "terminated":
        judgement.require(not FACTS["application-pending"](case, context), "application-undecided")


def _is_corrected(case: Case) -> bool:
    """Whether the last order to correct was followed by a check that found it done."""
    if CorrectionOrdered not in case.happened:
        return True
    checked = case.last(CorrectionChecked)
    return checked is not None and checked.done and follows(case, CorrectionChecked, CorrectionOrdered)


_GROUNDS: Final[dict[Literal["enforced", "no-penalty", "handed-over", "revoked", "terminated", "completed"], Fact]] = {
    "completed": lambda case, context: case.procedure != ORDINARY and FACTS["ended"](case, context),
    "enforced": lambda case, _: case.decision is not None and case.service is not None and not case.undone,
    "no-penalty": lambda case, _: PenaltyDeclined in case.happened and case.service is not None,
    "handed-over": lambda case, context: FACTS["passed"](case, context) or FACTS["police-have-it"](case, context),
    "revoked": FACTS["undone"],
    "terminated": lambda *_: True,
}


# ---- Gaps ----


class _Part(NamedTuple):
    """A part of the file: when the course of a case needs it, and whether it is there."""

    due: Fact
    there: Fact


def _penalised_and(fact: str) -> Fact:
    return lambda case, context: case.decision is not None and FACTS[fact](case, context)


def _closed_as(case: Case, *grounds: ClosingGround) -> bool:
    closed = case.last(CaseClosed)
    return closed is not None and closed.ground in grounds


def _ended_by_decision(case: Case, context: Context) -> bool:
    return FACTS["decided"](case, context) or _closed_as(case, "performed", "enforced", "no-penalty", "revoked")


_PARTS: Final[dict[str, _Part]] = {
    "filing": _Part(has(CaseClosed), FACTS["filed"]),
    "approve-filing": _Part(FACTS["filed"], FACTS["filing-approved"]),
    "evidence": _Part(_ended_by_decision, FACTS["evidence-gathered"]),
    "opinion": _Part(FACTS["penalised"], FACTS["opinion-submitted"]),
    "notice": _Part(FACTS["penalised"], FACTS["notice-served"]),
    "defence": _Part(FACTS["penalised"], FACTS["defence-settled"]),
    "hearing": _Part(FACTS["hearing-requested"], FACTS["hearing-settled"]),
    "legal-review": _Part(_penalised_and("review-due"), has(CaseReviewed)),
    "collective-discussion": _Part(_penalised_and("discussion-due"), has(CaseDiscussed)),
    "transfer": _Part(
        lambda case, _: _closed_as(case, "handed-over"),
        lambda case, context: FACTS["passed"](case, context) or FACTS["transfer-sent"](case, context),
    ),
    "decision": _Part(_ended_by_decision, FACTS["decided"]),
    "service": _Part(_ended_by_decision, FACTS["decision-served"]),
    "disclosure": _Part(lambda case, _: case.decision is not None and case.revocation is None, FACTS["disclosed"]),
    "execution": _Part(lambda case, _: _closed_as(case, "performed") and bool(owed(case)), FACTS["paid"]),
}
"""By the id of a stage, or of a step that is a paper of its own."""


def gaps(case: Case, context: Context) -> Iterator[str]:
    """What the course of the case needed and the file lacks, in the words of the law data: stages and recordings."""
    law = context.law if context.law.stages else context.law_now
    for name in lacking(case, context):
        yield _title(name, law)
    yield from dict.fromkeys(duty.title for duty in missing_recordings(case, context))


def lacking(case: Case, context: Context) -> Iterator[str]:
    """Ids of the stages, or of the steps that are a paper of their own, that the course needed and the file lacks."""
    parts = _parts(case.procedure).items()
    return (name for name, part in parts if part.due(case, context) and not part.there(case, context))


def _parts(procedure: str) -> Mapping[str, _Part]:
    """What the file of a case of the procedure is made of."""
    if procedure == ORDINARY:
        return _PARTS
    named = _OTHERS.get(procedure, {})
    return {stage: _Part(FACTS[due], FACTS[there]) for stage, (due, there) in named.items()}


_OTHERS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    **SPOT,
    **MEASURE,
    **ENFORCEMENT,
    **COURT,
    **LICENCE,
    **INSPECTION,
    **LEVY,
    **PETITION,
    **CATALOGUE,
    **BASICS,
    **CORRECTION,
    **OVERSIGHT,
    **EVALUATION,
    **PUBLISHING,
    **REVIEWING,
}
"""By procedure and id of a stage the fact that makes it due, and the fact that it is there."""


def _title(name: str, law: Law) -> str:
    if name in law.steps:
        return law.steps[name].title
    return next((one.title for one in law.stages if one.id == name), name)

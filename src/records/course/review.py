"""法制审核: the draft before a lawyer who had no part in the case (行政处罚法 第五十八条; 重大执法决定法制审核制度)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

import msgspec

from records.course.case import Case
from records.course.documents import has_contents, lacking
from records.course.drafted_fields import canonical, says
from records.course.drafting import Drafted, DraftSubmitted, SubmitDraft
from records.course.drafting import digest_of as digest_of_draft
from records.course.facts import FACTS, reviews_due
from records.course.heard import defence_settled, hearing_settled
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.course.thresholds import calls_for, intent
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.law.entries import Threshold
from records.moment import Moment
from records.penalty.commands import ReturnReview, ReviewCase, SubmitReview
from records.penalty.events import (
    CaseReviewed,
    Draft,
    Element,
    NoticeGiven,
    ReviewReturned,
    ReviewSubmitted,
)
from records.penalty.powers import require_kinds
from records.reviewing.available import has_part_in
from records.reviewing.heeding import require_heeded
from records.reviewing.materials import due
from records.reviewing.materials import lacking as lacking_materials

_FEN: Final = Decimal("0.01")


def digest_of(draft: Draft) -> str:
    """SHA-256 of the draft as JSON in one order, in hex; 200 yuan and 200.00 yuan are the same amount."""
    amounts = {name: _to_the_fen(getattr(draft, name)) for name in ("fine_yuan", "confiscated_yuan")}
    canonical = msgspec.structs.replace(draft, **amounts)
    return sha256(msgspec.json.encode(canonical, order="deterministic")).hexdigest()


def submit_review(command: SubmitReview, case: Case, context: Context) -> list[Event]:
    """The handlers hand over a draft that could be signed as it stands, whether a review is due or only wished for.

    They may do so before the notice as well; the review that the decision rests on comes after it.
    """
    judgement, draft = begin(command, case, context), command.draft
    _require_heard(judgement, as_of(case, context.occurred_at), context)
    require_kinds(judgement, draft.kinds, case, context)
    judgement.require(has_contents("decision", draft, context), "document-lacks-field")
    judgement.require(draft.fine_yuan is None or bool(draft.bank.strip()), "bank-missing")
    hit = calls_for("review", case, context, by=intent(draft))
    said = _handed(judgement, command, draft, hit, case, context)
    return [stated(ReviewSubmitted, command, judgement, context, digest=digest_of(draft), **said)]


def submit_draft(command: SubmitDraft, case: Case, context: Context) -> list[Event]:
    """The handlers hand over the draft of a decision that is no penalty, whether a review is due or only wished for."""
    judgement = begin(command, case, context)
    draft = canonical(command.draft)
    missing = set(lacking(draft.document, draft, context)) - {one.name for one in draft.more}
    judgement.require(missing.isdisjoint(says(draft)), "document-lacks-field")  # the rest is judged with the document
    said = _handed(judgement, command, draft, reviews_due(case, context), case, context)
    more = {"draft": draft, "digest": digest_of_draft(draft)}
    return [stated(DraftSubmitted, command, judgement, context, **(said | more))]


def _handed(
    judgement: Judgement,
    command: SubmitReview | SubmitDraft,
    draft: Draft | Drafted,
    hit: tuple[Threshold, ...],
    case: Case,
    context: Context,
) -> dict[str, Any]:
    """What the system says of a draft that is handed over: the rules that it hit, the materials it lacks.

    Whatever the last review asked for comes before.
    """
    was = as_of(case, context.occurred_at)
    require_heeded(judgement, draft, command.corrected, was, context, FACTS)
    return {
        "hit": tuple(one.id for one in hit),
        "hit_since": tuple(one.since for one in hit),
        "lacking": lacking_materials(due(was, context, FACTS), command.materials),
    }


def _submitted_at(case: Case, context: Context) -> Moment | None:
    return cause(case, context, ReviewSubmitted) or cause(case, context, DraftSubmitted)


def _require_heard(judgement: Judgement, case: Case, context: Context) -> None:
    """Once the party was told, the reviewer sees what it has to say."""
    if NoticeGiven in case.happened:
        judgement.require(defence_settled(case, context), "defence-not-over")
        judgement.require(hearing_settled(case, context), "hearing-not-over")


def return_review(command: ReturnReview, case: Case, context: Context) -> list[Event]:
    """The reviewer gives the materials back with what is missing: the term starts again with the next submission."""
    judgement = _begin_as_reviewer(command, case, context)
    return [stated(ReviewReturned, command, judgement, context)]


def review_case(command: ReviewCase, case: Case, context: Context) -> list[Event]:
    """The reviewer answers every question of the law data about the draft that was submitted last.

    Raises Invalid where answers are missing, unknown or twofold, lack their note, or contradict the result.
    """
    judgement = _begin_as_reviewer(command, case, context)
    reviewer = command.reviewer if context.entry is not None else context.person_acting
    was = as_of(case, context.occurred_at)
    submitted = was.last(ReviewSubmitted) or was.last(DraftSubmitted)
    missing = submitted.lacking if submitted else ()
    judgement.require(not missing, "review-materials-incomplete", "、".join(missing))
    if context.entry is not None:  # a paper that names nobody shows no qualified reviewer either
        held = context.register.reviewer(reviewer, context.occurred_at.day) if reviewer else None
        judgement.require(held is not None, "reviewer-not-qualified")
        judgement.require(not reviewer or not has_part_in(case, reviewer, context), "legal-reviewer-is-handler")
        at_county = held is None or was.reviewed_by in ("", held.agency)
        judgement.require(at_county, "review-with-county")
    _check_answers(command, context)
    digest = submitted.digest if submitted else ""
    return [stated(CaseReviewed, command, judgement, context, digest=digest, reviewer=reviewer)]


def _to_the_fen(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(_FEN)


def _begin_as_reviewer(command: ReviewCase | ReturnReview, case: Case, context: Context) -> Judgement:
    """A qualified reviewer comes from another agency where the county was asked; no part in the case may be theirs.

    Whoever enters a paper afterwards is somebody else, and not judged: the paper names its reviewer.
    """
    person, asked = context.person_acting, case.reviewed_by
    held = context.register.reviewer(person, context.occurred_at.day)
    comes = held is not None and held.agency == asked
    judgement = begin(command, case, context, _submitted_at(case, context), also=(person,) if comes else ())
    if context.entry is None:
        judgement.require(comes or not asked, "review-with-county")
        judgement.require(not has_part_in(case, person, context), "legal-reviewer-is-handler")
    return judgement


def _check_answers(command: ReviewCase, context: Context) -> None:
    questions = context.law.questions or context.law_now.questions  # a paper of before the data answers today's
    counted = Counter(one.id for one in command.elements)
    wrong = [("$.elements", f"“{one}”不是法制审核的审查项目") for one in counted if one not in questions]
    wrong += [("$.elements", f"审查项目“{one}”填写了不止一次") for one, times in counted.items() if times > 1]
    if missing := [f"{one.id}（{one.title}）" for one in questions.values() if one.id not in counted]:
        wrong.append(("$.elements", f"还有审查项目没有结论：{'、'.join(missing)}"))
    for index, element in enumerate(command.elements):
        if _lacks_note(element):
            wrong.append((f"$.elements[{index}].note", f"结论为“{element.verdict}”的，应当写明说明"))
    if command.result == "agreed" and any(one.verdict == "不符合" for one in command.elements):
        wrong.append(("$.result", "有审查项目不符合的，审核结论不能是同意"))
    outcome = context.law.outcomes.get(command.result)
    if outcome is not None and outcome.named:
        wrong += _wrong_steps(command, context)
    elif command.steps:
        wrong.append(("$.steps", "只有审核结论要求补办程序的，才写明应当办理的步骤"))
    if wrong:
        raise Invalid(wrong)


def _wrong_steps(command: ReviewCase, context: Context) -> list[tuple[str, str]]:
    """The reviewer names what has to be done again or for the first time; a paper may name nothing."""
    known = context.law.steps
    found = [("$.steps", f"本程序没有“{one}”这一步骤") for one in command.steps if one not in known]
    if not command.steps and context.entry is None:
        found.append(("$.steps", "请写明应当补办的步骤，补办以后才能再次送审"))
    return found


def _lacks_note(element: Element) -> bool:
    return element.verdict != "符合" and not element.note.strip()

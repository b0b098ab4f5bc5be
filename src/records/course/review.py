"""法制审核: the draft before a lawyer who had no part in the case (行政处罚法 第五十八条; 重大执法决定法制审核制度)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from hashlib import sha256
from typing import Final

import msgspec

from records.course.case import Case
from records.course.documents import has_contents, lacking
from records.course.drafting import DraftSubmitted, SubmitDraft
from records.course.drafting import digest_of as digest_of_draft
from records.course.facts import reviews_due
from records.course.heard import defence_settled, hearing_settled
from records.course.judging import begin, cause, stated
from records.course.officers import investigators, presiders
from records.course.sequence import as_of
from records.course.thresholds import calls_for, intent
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
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
    hit = tuple(one.id for one in calls_for("review", case, context, by=intent(draft)))
    return [stated(ReviewSubmitted, command, judgement, context, digest=digest_of(draft), hit=hit)]


def submit_draft(command: SubmitDraft, case: Case, context: Context) -> list[Event]:
    """The handlers hand over the draft of a decision that is no penalty, whether a review is due or only wished for."""
    judgement = begin(command, case, context)
    missing = set(lacking(command.draft.document, command.draft, context)) & set(command.draft.__struct_fields__)
    judgement.require(not missing, "document-lacks-field")  # what only the document itself has is judged with it
    hit = tuple(one.id for one in reviews_due(case, context))
    return [stated(DraftSubmitted, command, judgement, context, digest=digest_of_draft(command.draft), hit=hit)]


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
    if command.reviewer:
        known = context.register.reviewer(reviewer, context.occurred_at.day) is not None
        judgement.require(known, "reviewer-not-qualified")
        judgement.require(not _has_part_in(case, reviewer, context), "legal-reviewer-is-handler")
    _check_answers(command, context)
    was = as_of(case, context.occurred_at)
    submitted = was.last(ReviewSubmitted) or was.last(DraftSubmitted)
    digest = submitted.digest if submitted else ""
    return [stated(CaseReviewed, command, judgement, context, digest=digest, reviewer=reviewer)]


def _to_the_fen(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(_FEN)


def _begin_as_reviewer(command: ReviewCase | ReturnReview, case: Case, context: Context) -> Judgement:
    """A qualified reviewer may come from another agency, as from the county; no part in the case may be theirs.

    Whoever enters a paper afterwards is somebody else, and not judged: the paper names its reviewer.
    """
    person = context.person_acting
    registered = context.register.reviewer(person, context.occurred_at.day) is not None
    judgement = begin(command, case, context, _submitted_at(case, context), also=(person,) if registered else ())
    if context.entry is None:
        judgement.require(not _has_part_in(case, person, context), "legal-reviewer-is-handler")
    return judgement


def _has_part_in(case: Case, person: str, context: Context) -> bool:
    """Whether the person handled the case, took evidence in it, presides over its hearing, or is to decide it."""
    took_part = person in investigators(case) | presiders(case)
    return took_part or context.register.is_head(case.agency, person, context.occurred_at.day)


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
    if wrong:
        raise Invalid(wrong)


def _lacks_note(element: Element) -> bool:
    return element.verdict != "符合" and not element.note.strip()

"""公示审查: what of a decision becomes public (行政执法信息公示制度 第七条, 第八条)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, get_args

from records.catalogue.listed import decision_kind, require_fields, require_in_catalogue
from records.course.case import Case, Decision, Penalty
from records.course.facts import FACTS
from records.course.judging import begin, stated
from records.course.officers import investigators, presiders, reviewers
from records.course.privacy import shows_numbers
from records.course.secrecy import require_cleared
from records.course.tagged import is_tagged_public
from records.event import Event
from records.judgement import Context, Judgement
from records.law.deadline import add_months
from records.penalty.commands import ReviewDisclosure
from records.penalty.events import CopyField, DisclosureReviewed, Ground, PenaltyDeclined, PublicCopy
from records.publishing.listed import require_listed

MASKED_NAME: Final = re.compile(
    r"(?:\S|欧阳|司马|上官|诸葛|尉迟|皇甫|司徒|东方|独孤|慕容|令狐|宇文|长孙|端木|公孙|夏侯|轩辕|南宫|西门|东郭)某某?"
)
"""A surname and no given name; of surnames of two characters those that are still borne."""


_FOR_A_TAG: Final[Ground] = "secret-or-privacy"
"""Why a page is taken down that was tagged."""

_NO_PENALTY: Final = "不予行政处罚"
"""What a decision not to punish says, in the place of the penalty."""


def review_disclosure(command: ReviewDisclosure, case: Case, context: Context) -> list[Event]:
    """Somebody who had no other part in the case reviews a decision that stands; what is kept back has its ground.

    What is published is published now, whatever a paper did before: so a back-entry is refused as well. A page that
    is public is reviewed a second time only to be taken down, when the case or its decision was tagged since.
    """
    decision, page = case.decided, case.disclosure
    judgement = begin(command, case, context, case.at(DisclosureReviewed) or case.signed_at)
    judgement.require_now(decision is not None, "no-decision")
    judgement.require_now(case.revocation is None, "decision-revoked")
    takes_down = is_tagged_public(case) and command.outcome == "withheld"
    judgement.require_now(page is None or takes_down, "already-disclosed")
    require_cleared(judgement, command, case)
    reviewer = context.person_acting
    judgement.require_now(bool(reviewer) and reviewer not in involved(case), "reviewer-is-handler")
    kept_back = command.outcome != "open"
    grounded = bool(command.grounds and command.basis.strip()) and (page is None or _FOR_A_TAG in command.grounds)
    judgement.require_now(not kept_back or grounded, "withholding-needs-ground")
    # 行政许可法 第六十一条: the public may look at the records of licensees' inspections; secrets alone are kept back.
    is_open_by_law = FACTS["licensee-inspected"](case, context) and command.outcome == "withheld"
    judgement.require_now(not is_open_by_law or command.grounds == (_FOR_A_TAG,), "licensee-record-open")
    copy = public_copy(command, case, decision, context) if decision and command.outcome != "withheld" else None
    if copy is not None:
        require_in_catalogue(judgement, decision_kind(context.law_now, case.procedure), case.agency, context)
        require_listed(judgement, case, context)
        require_privacy(judgement, copy, command, case, context)
        require_shown(judgement, copy, command, case, context)
    return [
        stated(
            DisclosureReviewed,
            command,
            judgement,
            context,
            disclosure=page.disclosure if page else context.new_id,
            number=decision.number if decision else "",
            masked=tuple(field for field in get_args(CopyField) if field in command.masked),
            copy=copy,
            next_review_on=next_review(context) if kept_back else None,
        )
    ]


def involved(case: Case) -> frozenset[str]:
    """Who handled, heard, reviewed or decided the case: the disclosure reviewer is another person."""
    decision = case.decided
    return investigators(case) | presiders(case) | reviewers(case) | ({decision.decided_by} if decision else set())


def require_privacy(
    judgement: Judgement, copy: PublicCopy, command: ReviewDisclosure, case: Case, context: Context
) -> None:
    """A natural party is not named, and no number or address of a person shown."""
    party = case.party
    if party is not None and party.kind == "natural":
        judgement.require_now(party.age == "adult" or copy.party is None, "minor-identified")
        judgement.require_now(copy.party is None or bool(MASKED_NAME.fullmatch(copy.party)), "party-not-masked")
        judgement.require_now(not context.names_party, "party-not-masked")
        judgement.require_now(not context.locates_party, "personal-data-shown")
    judgement.require_now(not context.names_others, "third-person-named")
    judgement.require_now(not shows_numbers(*public_texts(copy), command.basis), "personal-data-shown")


def require_shown(
    judgement: Judgement, copy: PublicCopy, command: ReviewDisclosure, case: Case, context: Context
) -> None:
    """The page says all that the agency's catalogue lists of such decisions (第四条), but for what is masked."""
    kept_back = {*command.masked, *(() if case.party is not None else ("party",))}
    require_fields(judgement, decision_kind(context.law_now, case.procedure), case.agency, copy, context, kept_back)


def public_texts(copy: PublicCopy) -> tuple[str, ...]:
    """The free texts of a copy."""
    texts = (copy.title, copy.party, copy.content, copy.facts, copy.reasons, *copy.basis)
    return tuple(text for text in texts if text)


def shown_texts(command: ReviewDisclosure, decision: Decision) -> tuple[str, ...]:
    """The free texts that the command would make public."""
    texts = {
        "facts": command.facts_shown or decision.facts,
        "reasons": decision.reasons,
        "content": _content(decision),
        "party": command.party_shown,
    }
    unmasked = (text for field, text in texts.items() if field not in command.masked)
    return (*unmasked, *decision.basis, command.basis)


def _content(decision: Decision) -> str:
    return _NO_PENALTY if isinstance(decision, PenaltyDeclined) else decision.content


def public_copy(command: ReviewDisclosure, case: Case, decision: Decision, context: Context) -> PublicCopy:
    """What the public sees of the decision once the command is through."""
    signed_at = case.signed_at or context.occurred_at
    agency = context.register.agency(case.agency, signed_at.day)
    matter_code = case.opened.matter if case.opened else ""
    matter = context.register.matter(matter_code, case.agency, signed_at.day)
    masked = set(command.masked)
    penalty = decision if isinstance(decision, Penalty) else None
    amounts = penalty if "amounts" not in masked else None
    matter_name = matter.name if matter else ""
    return PublicCopy(
        number=decision.number,
        title=matter_name or decision.number,
        agency=agency.name if agency else "",
        agency_code=case.agency,
        matter=matter_code,
        matter_name=matter_name,
        party=None if "party" in masked else command.party_shown,
        party_kind=case.party.kind if case.party else "organisation",
        kinds=penalty.kinds if penalty else (),
        content=None if "content" in masked else _content(decision),
        fine_yuan=amounts.fine_yuan if amounts else None,
        confiscated_yuan=amounts.confiscated_yuan if amounts else None,
        facts=None if "facts" in masked else command.facts_shown or decision.facts,
        basis=decision.basis,
        reasons=None if "reasons" in masked else decision.reasons,
        decided_on=signed_at.day,
    )


def next_review(context: Context) -> date:
    """When what is kept back is reviewed again (政府信息公开条例 第十八条)."""
    return add_months(context.occurred_at.day, context.law_now.values["review-again-months"].number)

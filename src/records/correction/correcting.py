"""更正公示: the next version of a public page, beside the case that it is of (信息公示制度 第十三条).

It is published with this step, whatever a paper did before: so a back-entry is refused as well.
"""

from __future__ import annotations

from records.correction.commands import CorrectDisclosure
from records.correction.events import (
    CorrectionCompleted,
    CorrectionDecided,
    CorrectionRequested,
    DisclosureCorrected,
)
from records.correction.page import changes, corrected_copy, masked_before, public_text, shown_page
from records.course.case import Case
from records.course.disclosure import MASKED_NAME, involved
from records.course.judging import begin, stated
from records.course.privacy import shows_numbers
from records.course.tagged import is_tagged_public
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.events import DisclosureReviewed, PublicCopy


def correct_disclosure(command: CorrectDisclosure, case: Case, context: Context) -> list[Event]:
    """A page that is public gets its next version, by a correction that was accepted and is about it; the one who
    corrects it had no other part in the case. What the page keeps back stays so, and what was tagged as secret since is
    to be taken down. Raises Invalid where nothing differs.
    """
    judgement = begin(command, case, context, case.at(DisclosureReviewed))
    page = shown_page(case)
    judgement.require_now(page is not None, "correction-no-page")
    assert page is not None
    judgement.require_now(not is_tagged_public(case), "secrecy-not-cleared")
    judgement.require_now(_is_accepted(context.related, page.event.disclosure), "correction-not-accepted")
    reviewer = context.person_acting
    judgement.require_now(bool(reviewer) and reviewer not in involved(case), "reviewer-is-handler")
    if kept := masked_before(command, page):
        raise Invalid([(f"$.{name}", "这项内容不公示，不能在更正中写出") for name in kept])
    different = changes(command, page)
    if not different:
        raise Invalid([("$", "更正后的内容与现在公示的相同，请填写更正后的内容")])
    _require_known(judgement, command, case, context)
    copy = corrected_copy(command, page)
    _require_privacy(judgement, copy, public_text(command, page), case, context)
    event = page.event
    of_page = {name: getattr(event, name) for name in ("disclosure", "number", "outcome", "grounds", "basis", "masked")}
    more = {"copy": copy, "changes": different, "version": page.version + 1, "asked_for": _asked_for(context.related)}
    return [stated(DisclosureCorrected, command, judgement, context, **of_page, **more)]


def _require_known(judgement: Judgement, command: CorrectDisclosure, case: Case, context: Context) -> None:
    """Matter and agency are called as the register or the published list has ever called them: a page never names
    what nobody finds there (第十一条).
    """
    register, today = context.register, context.now.day
    matters = {one.name for one in register.matters.get(case.matter, ()) if one.agency == case.agency}
    powers = (one for one in register.lists.get(("power", case.agency), ()) if one.valid_from <= today)
    matters |= {line.wording for one in powers for line in one.items if line.matter == case.matter}
    agencies = {one.name for one in register.agencies.get(case.agency, ())}
    said = ((command.matter_name, matters), (command.agency_name, agencies))
    unknown = [name.strip() for name, known in said if name.strip() and _plain(name) not in set(map(_plain, known))]
    judgement.require_now(not unknown, "correction-name-unknown", "、".join(unknown))


def _plain(name: str) -> str:
    return "".join(name.split())


def _is_accepted(correction: object, page: str) -> bool:
    """Whether the other case is a correction of that page which was accepted, and is not carried out yet."""
    if not isinstance(correction, Case):
        return False
    opened, decided = correction.last(CorrectionRequested), correction.last(CorrectionDecided)
    is_open = CorrectionCompleted not in correction.happened
    return opened is not None and opened.page == page and decided is not None and decided.accepted and is_open


def _asked_for(correction: Case) -> bool:
    opened = correction.last(CorrectionRequested)
    return opened is not None and opened.source != "agency"


def _require_privacy(
    judgement: Judgement,
    copy: PublicCopy,
    texts: tuple[str, ...],
    case: Case,
    context: Context,
) -> None:
    """As at its publication: a natural party is not named, and no number or address of a person shown."""
    if case.party is not None and case.party.kind == "natural":
        judgement.require_now(copy.party is None or bool(MASKED_NAME.fullmatch(copy.party)), "party-not-masked")
        judgement.require_now(not context.names_party, "party-not-masked")
        judgement.require_now(not context.locates_party, "personal-data-shown")
    judgement.require_now(not context.names_others, "third-person-named")
    judgement.require_now(not shows_numbers(*texts), "personal-data-shown")

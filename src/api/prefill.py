"""What a form says before anybody types: what the case has said of the same thing already.

Values as the command takes them, by field; the form may be changed in everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from api.choices import Sources, head_ids, matters_of
from api.draft_form import deciding, from_draft
from api.forms import defaults_of
from api.procedures import MADE
from api.procedures.reviewing import materials_due
from api.wording import day
from records.course.documents import DOCUMENTS, all_issued
from records.course.drafted_fields import own_fields, text_of
from records.course.drafting import Drafted, DraftSubmitted, SubmitDraft
from records.course.facts import FACTS, barred_items, unread_recusals
from records.course.opened import Opened
from records.course.thresholds import calls_for
from records.event import CaseEvent, case_stream
from records.law.entries import ORDINARY
from records.penalty import commands as c
from records.penalty.events import (
    CaseFiled,
    DefenceRecorded,
    DocumentServed,
    Draft,
    EvidenceAdded,
    InspectionRecorded,
    NoticeGiven,
    OpinionSubmitted,
    Party,
    PenaltyDeclined,
    PersonQuestioned,
    ReliefSought,
    ReviewSubmitted,
    SampleTaken,
)
from records.penalty.money import is_paid, owed, paid, repayable
from records.penalty.relief_facts import open_copies, open_instruments

Values = dict[str, Any]

_PENALTY: Final = ("kinds", "fine_yuan", "confiscated_yuan", "facts", "reasons", "basis")
_DRAFT: Final = Draft.__struct_fields__
_TAKEN: Final[Mapping[type[CaseEvent], str]] = {
    InspectionRecorded: "现场检查（勘验）笔录",
    PersonQuestioned: "询问笔录",
    SampleTaken: "抽样取证记录",
}
"""Records that prove something, by the event that tells of them."""


def prefill(command: type[c.Command], sources: Sources) -> Values:
    """The values of the command's form as far as the case knows them."""
    make = _MADE.get(command)
    given = make(sources) if make else {}
    fields = set(command.__struct_fields__)
    common = {name: value for name, value in _common(sources).items() if name in fields}
    drafted = from_draft(command, sources.case)  # what the draft left empty stays empty
    known = {name: value for name, value in (common | _said(given)).items() if name not in drafted}
    values: Values = msgspec.to_builtins(defaults_of(command) | _said(known) | _said(drafted))
    return values


def _said(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def titles(command: type[c.Command], sources: Sources) -> Mapping[str, tuple[str, ...]]:
    """Headings of rows that stand for something of the case, by group."""
    if command is c.ReviewDefence:
        return {"points": _points(sources)}
    if command is c.ReviewCase:
        return {"elements": tuple(one.title for one in sources.context.law.questions.values())}
    return {}


def _common(sources: Sources) -> Values:
    """What many commands ask, and the case or the registers leave no choice in."""
    case, heads = sources.case, head_ids(sources)
    matters = matters_of(sources)
    acting = sources.context.person_acting
    head = acting if acting in heads else heads[0] if len(heads) == 1 else ""
    return {
        "officers": case.handlers,
        "handlers": case.handlers or ((acting,) if acting else ()),
        "agency": sources.agencies[0] if len(sources.agencies) == 1 else "",
        "matter": matters[0].value if len(matters) == 1 else "",
        "approved_by": head,
        "decided_by": head,
    }


def _file_case(sources: Sources) -> Values:
    lead = sources.case.lead
    if lead is None:
        return _today(sources)
    return _same(lead, "title", "matter", "place", "discovered_on") | {"facts": lead.summary}


def _today(sources: Sources) -> Values:
    """What is entered on the day on which it was discovered."""
    return {"discovered_on": sources.context.now.day}


def _opinion(sources: Sources) -> Values:
    filed = sources.case.filed
    return {"facts": filed.facts, "basis": _basis(sources)} if filed else {}


def _basis(sources: Sources) -> tuple[str, ...]:
    filed, context = sources.case.opened, sources.context
    matter = context.register.matter(filed.matter, filed.agency, context.occurred_at.day) if filed else None
    return tuple(f"{one.law} {one.article}" for one in matter.basis) if matter else ()


def _notice(sources: Sources) -> Values:
    said = _same(sources.case.last(OpinionSubmitted), *_PENALTY)
    told = bool(calls_for("hearing", sources.case, sources.context))
    return said | {"content": _content(said), "hearing_told": told}


def _content(said: Values) -> str:
    """The penalty in words, as kinds and amounts give it."""
    amounts = {"罚款": said.get("fine_yuan"), "没收违法所得": said.get("confiscated_yuan")}
    words = (f"{kind}{amounts[kind]}元" if amounts.get(kind) else kind for kind in said.get("kinds", ()))
    return "；".join(words)


def _draft(sources: Sources) -> Values:
    case = sources.case
    before = case.last(ReviewSubmitted)
    if before is not None:
        return _same(before.draft, *_DRAFT)
    return _same(case.last(NoticeGiven), *_PENALTY, "content") | {"evidence": _evidence(sources)}


def _evidence(sources: Sources) -> tuple[str, ...]:
    """The records that were taken, in their order, and the exhibits that may be cited."""
    case, barred = sources.case, {one.item for one in barred_items(sources.case)}
    taken = [(one, called) for kind, called in _TAKEN.items() for one in case.happened.get(kind, ())]
    taken.sort(key=lambda one: (one[0].at.micros, one[0].version))
    records = (f"{called}（{day(one.at.day)}）" for one, called in taken)
    exhibits = (f"{one.item}　{one.title}" for one in case.every(EvidenceAdded) if one.item not in barred)
    return (*records, *exhibits)


def _decision_draft(sources: Sources) -> Values:
    """The draft that was handed over before, else what the form of the decision would say."""
    before = sources.case.last(DraftSubmitted)
    if before is not None:
        return {"draft": before.draft}
    ripe = [one for one in deciding(sources.context) if _is_ripe(one, sources)]
    if len(ripe) != 1:
        return {}
    values = prefill(ripe[0], sources)
    own = {name: text_of(tuple(one) if isinstance(one, list) else one) for name, one in values.items()}
    more = [{"name": name, "text": own[name]} for name in own_fields(ripe[0]) if own.get(name)]
    main = {name: values[name] for name in Drafted.__struct_fields__ if name in values}
    return {"draft": main | {"document": DOCUMENTS[ripe[0]], "more": more}}


def _is_ripe(kind: type[c.Command], sources: Sources) -> bool:
    """Whether the decision waits for nothing but its review, or is the only one that the procedure has."""
    if len(deciding(sources.context)) == 1:
        return True
    tasks = (one for one in sources.context.law.tasks.values() if one.step == kind.__struct_config__.tag)
    return any(
        all(FACTS[fact](sources.case, sources.context) for fact in one.when if fact != "review-passed")
        and not any(FACTS[fact](sources.case, sources.context) for fact in one.unless)
        for one in tasks
    )


def _declining(sources: Sources) -> Values:
    return _same(sources.case.last(OpinionSubmitted), "facts", "reasons", "basis")


def _points(sources: Sources) -> tuple[str, ...]:
    defence = sources.case.last(DefenceRecorded)
    return defence.points if defence else ()


def _document(sources: Sources) -> Values:
    """The latest document that has been issued and not served; once all are, the latest."""
    case = sources.case
    served = {one.number for one in case.every(DocumentServed)}
    known = all_issued(case)
    found = [kind for kind, one in known if one.number not in served] or [kind for kind, _ in known]
    return {"document": found[-1]} if found else {}


def _payment(sources: Sources) -> Values:
    case, today = sources.case, sources.context.now.day
    left = {purpose: amount - paid(case, purpose) for purpose, amount in owed(case).items()}
    due = next(((purpose, amount) for purpose, amount in left.items() if amount > 0), None)
    return {"paid_on": today, "purpose": due[0], "amount_yuan": due[1]} if due else {"paid_on": today}


def _disclosure(sources: Sources) -> Values:
    """The party as the public sees it: an organisation by name, an adult as 张某某; a minor not at all."""
    party = _party(sources)
    shown: Values = {"outcome": "open"}
    if party is None or not isinstance(party.name, str):
        return shown
    if party.kind == "organisation":
        return shown | {"party_shown": party.name}
    return shown | ({"party_shown": f"{party.name[:1]}某某"} if party.age == "adult" else {})


def _party(sources: Sources) -> Party | None:
    """The party with its personal values, as far as they can be opened."""
    history = sources.ledger.history(case_stream(sources.context.case), persons=True)
    filed = [one.event for one in history if isinstance(one.event, CaseFiled | Opened) and one.event.party]
    return filed[-1].party if filed else None


def _closing(sources: Sources) -> Values:
    """How the case came to its end, where its course leaves one way alone."""
    case = sources.case
    if case.revocation is not None:
        return {"ground": "revoked"}
    if case.procedure != ORDINARY and FACTS["ended"](case, sources.context):
        return {"ground": "completed"}
    if case.decision is not None:
        return {"ground": "performed"} if is_paid(case) else {}
    return {"ground": "no-penalty"} if PenaltyDeclined in case.happened else {}


def _relief(sources: Sources) -> Values:
    return _same(sources.case.last(ReliefSought), "kind")


def _answer(sources: Sources) -> Values:
    """The kind of the copy that waits, and the evidence of the decision."""
    waiting = open_copies(sources.case, unanswered=True)
    return {"kind": waiting[-1].event.kind, "materials": _evidence(sources)} if waiting else {}


def _repayment(sources: Sources) -> Values:
    left, today = repayable(sources.case), sources.context.now.day
    purpose = next(iter(left), None)
    return {"paid_on": today, "purpose": purpose, "amount_yuan": left[purpose]} if purpose else {"paid_on": today}


def _instrument(sources: Sources) -> Values:
    waiting = open_instruments(sources.case)
    return {"number": waiting[0].number} if len(waiting) == 1 else {}


def _recusal(sources: Sources) -> Values:
    return {"person": next(iter(sorted(unread_recusals(sources.case))), "")}


def _same(said: msgspec.Struct | None, *names: str) -> Values:
    """What an event says in those of the fields that it has."""
    return {name: getattr(said, name) for name in names if hasattr(said, name)}


def _place(sources: Sources) -> Values:
    return _same(sources.case.opened or sources.case.lead, "place")


_MADE: Final[Mapping[type[c.Command], Callable[[Sources], Values]]] = {
    c.RegisterLead: _today,
    c.FileCase: _file_case,
    c.RecordInspection: _place,
    c.QuestionPerson: _place,
    c.SubmitOpinion: _opinion,
    c.GiveNotice: _notice,
    c.ReviewDefence: lambda sources: {"points": [{}] * len(_points(sources))},
    c.ArrangeHearing: lambda _: {"public": True},
    c.HoldHearing: lambda _: {"public": True},
    c.SubmitReview: lambda sources: {"draft": _draft(sources), "materials": materials_due(sources)},
    c.ReviewCase: lambda sources: {"elements": [{"id": one} for one in sources.context.law.questions]},
    c.SignDecision: _draft,
    c.DeclinePenalty: _declining,
    c.ServeDocument: _document,
    c.AttemptService: _document,
    c.PublishNotice: _document,
    c.ReviewDisclosure: _disclosure,
    c.RecordPayment: _payment,
    c.ImposeSurcharge: lambda sources: {"last_day": sources.context.now.day},
    c.EndRelief: _relief,
    c.AnswerRelief: _answer,
    c.MakeRepayment: _repayment,
    c.PerformInstrument: _instrument,
    c.CloseCase: _closing,
    c.DecideRecusal: _recusal,
    **MADE,
    SubmitDraft: lambda sources: _decision_draft(sources) | {"materials": materials_due(sources)},
}

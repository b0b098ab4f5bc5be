"""收件、补正、受理: one supplement that names all, and an answer in any case (行政许可法 第三十二条 by analogy (P))."""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, somebodies, stated
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.petition.commands import (
    AcceptPetition,
    AskSupplement,
    ReceivePetition,
    RecordSupplement,
    RefusePetition,
    WithdrawPetition,
)
from records.petition.events import (
    PetitionAccepted,
    PetitionReceived,
    PetitionRefused,
    PetitionSupplementAsked,
    PetitionSupplemented,
    PetitionWithdrawn,
)


def receive_petition(command: ReceivePetition, case: Case, context: Context) -> list[Event]:
    """An application for a listed matter, taken by two certified officers."""
    del case
    others = {
        "respondents": somebodies(command.respondents, context, "respondent"),
        "beneficiaries": somebodies(command.beneficiaries, context, "beneficiary"),
    }
    return opened(PetitionReceived, command, begin_case(command, context), context, **others)


def ask_supplement(command: AskSupplement, case: Case, context: Context) -> list[Event]:
    """All that is missing is told in one paper; there is no second one."""
    judgement = begin(command, case, context)
    if command.bring_by <= context.occurred_at.day:
        raise Invalid([("$.bring_by", "补正的期限应当晚于告知之日")])
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(PetitionSupplementAsked, command, judgement, context, number=number), *taken]


def record_supplement(command: RecordSupplement, case: Case, context: Context) -> list[Event]:
    """What was brought, complete or not."""
    judgement = begin(command, case, context, cause(case, context, PetitionSupplementAsked))
    return [stated(PetitionSupplemented, command, judgement, context)]


def accept_petition(command: AcceptPetition, case: Case, context: Context) -> list[Event]:
    """The application is accepted: by the sector's own term where there is one, else by the general one."""
    judgement = begin(command, case, context)
    if command.decide_by is not None and command.decide_by <= context.occurred_at.day:
        raise Invalid([("$.decide_by", "办理期限应当晚于受理之日")])
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(PetitionAccepted, command, judgement, context, number=number), *taken]


def refuse_petition(command: RefusePetition, case: Case, context: Context) -> list[Event]:
    """It is not accepted, with reasons and relief."""
    judgement = begin_signing(command, case, context)
    return signed(PetitionRefused, command, judgement, case, context)


def withdraw_petition(command: WithdrawPetition, case: Case, context: Context) -> list[Event]:
    """The applicant takes it back while nothing is decided."""
    judgement = begin(command, case, context)
    return [stated(PetitionWithdrawn, command, judgement, context)]

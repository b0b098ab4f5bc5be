"""How values read in Chinese on a page: words of the regulations, dates of Asia/Shanghai, amounts in yuan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from api import words
from api.form_labels import LABELS
from api.procedure_words import begun, called_of, procedure
from projections.cases import CaseStatus
from projections.disclosures import Disclosure
from projections.licences import LicenceState
from projections.sentences import EFFECTS, FIELDS, INSTRUMENTS, METHODS, STAGES
from projections.withdrawals import Withdrawal
from records.catalogue.entries import TITLES as ENTRY_TITLES
from records.correction.events import ShownField
from records.correction.page import NAMES as CORRECTED
from records.course.erasure import STEP
from records.course.steps import EVERY_PROCEDURE
from records.event import Erased
from records.law.data import in_force
from records.law.file import seed_texts
from records.moment import SHANGHAI, Moment
from records.penalty.events import Ground, PublicCopy
from records.petition.events import PetitionDecided
from records.register.events import Role

GROUNDS: Final[dict[Ground, str]] = {
    "secret-or-privacy": "涉及国家秘密、商业机密、个人隐私（第八条第一项）",
    "security": "公开后可能危及国家安全、公共安全、经济安全和社会稳定（第八条第二项）",
    "hinders-enforcement": "公开后可能妨碍正常执法活动（第八条第三项）",
    "other-law": "法律、法规和规章规定的其他不予公开的情形（第八条第四项）",
}
ROLES: Final[dict[Role, str]] = {
    "device": "记录设备",
    "officer": "执法人员",
    "unit-head": "承办机构负责人",
    "decider": "机关负责人",
    "legal-reviewer": "法制审核人员",
    "secrecy-reviewer": "保密审查人员",
    "disclosure-officer": "公示人员",
    "archivist": "档案管理人员",
    "recording-officer": "音像记录管理人员",
    "supervisor": "监督人员",
    "registrar": "登记人员",
    "back-entry": "补录人员",
}
PARTY_KINDS: Final = {
    "natural": "自然人",
    "individual-business": "个体工商户",
    "organisation": "法人及非法人组织",
}
STEPS: Final[dict[str, str]] = {
    one.id: one.title
    for procedure in reversed(tuple(EVERY_PROCEDURE))
    for one in in_force(seed_texts(), date.max, procedure).steps.values()
}
"""Titles of steps by their tags; of one that procedures call otherwise, as the first of them calls it."""
ERASED_WORD: Final = "（已清除）"
"""What stands in the place of a personal value that nobody can open any more."""

STATUSES: Final = {"done": "已办理", "open": "未办理", "passed-over": "没有经过", "not-checked": "未核查"}
BOUND: Final = {
    "agency": "行政机关",
    "party": "当事人",
    "reviewer": "法制审核机构",
    "police": "公安机关",
    "court": "人民法院",
}
CASE_STATUSES: Final[dict[CaseStatus, str]] = {
    "open": "办理中",
    "suspended": "中止",
    "closed": "已结案",
    "archived": "已归档",
}
LICENCE_STATES: Final[dict[LicenceState, str]] = {
    "valid": "有效",
    "expired": "已届满",
    "withdrawn": "已撤回",
    "revoked": "已撤销",
    "cancelled": "已注销",
    "undone": "决定已不再有效",
}
TERM_STATES: Final = {"open": "进行中", "paused": "中止计算", "kept": "已完成", "lapsed": "已终止"}

WORDS: Final[dict[str, dict[Any, str]]] = {
    **{name: dict(found) for name, found in words.WORDS.items()},
    **{name: dict(found) for name, found in LABELS.choices.items()},
    "ground": dict(GROUNDS),
    "role": dict(ROLES),
    "party_kind": PARTY_KINDS,
    "actor": dict(LABELS.actor),
    "step": {**STEPS, **ENTRY_TITLES, STEP: "清除个人信息"},
    "status": STATUSES,
    "bound": BOUND,
    "term_state": TERM_STATES,
    "case_status": dict(CASE_STATUSES),
    "licence_state": dict(LICENCE_STATES),
    "effect": dict(EFFECTS) | {"withheld": "不予公示（涉及国家秘密、商业秘密或者个人隐私）"},
    "instrument": INSTRUMENTS,
    "field": dict(FIELDS),
    "recording": dict(STAGES),
    "service": dict(METHODS),
}


def word(value: str, kind: str) -> str:
    """The Chinese word for a value of that kind; a value that has none stands for itself."""
    return WORDS[kind].get(value, value)


def titled(document: str, procedure: str) -> str:
    """What a numbered document is called in that procedure: 行政许可听证通知书 is no 行政处罚听证通知书."""
    named = in_force(seed_texts(), date.max, procedure).documents.get(document)
    return named.title if named else word(document, "document")


def day(value: date | None) -> str:
    """A date as documents write it: 2026年1月5日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def local_day(value: datetime) -> str:
    """The date of an instant in Asia/Shanghai."""
    return day(value.astimezone(SHANGHAI).date())


def minute(value: datetime) -> str:
    """An instant in Asia/Shanghai to the minute: 2026年1月5日 09:30."""
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date())} {local:%H:%M}"


def moment(text: str) -> str:
    """What `str(Moment)` gives, as `minute`, or as `day` when only the date is known."""
    if not text:
        return ""
    value = Moment.parse(text)
    return day(value.day) if value.dated else minute(value.instant)


def month(text: str) -> str:
    """A month: 2026-01 becomes 2026年1月."""
    year, _, number = text.partition("-")
    return f"{year}年{int(number)}月"


def yuan(amount: Decimal | int | None) -> str:
    """An amount in yuan with its thousands: 1,200.00 元, or 1,200 元 when it has no fen."""
    if amount is None:
        return ""
    exact = Decimal(amount)
    return f"{exact:,.0f} 元" if exact == exact.to_integral_value() else f"{exact:,.2f} 元"


def fen(amount: int) -> str:
    """The same, of an amount in fen; nothing is a bare 0, since tables are full of it."""
    return yuan(Decimal(amount) / 100) if amount else "0"


def decided(page: Disclosure, copy: PublicCopy) -> str:
    """What was decided: of a penalty its kinds, with their amounts where any are shown; else the document."""
    if not called_of(page).penal:
        return paper(page) or called_of(page).decision
    return penalties(copy) or "不予行政处罚"


def paper(page: Disclosure | Withdrawal) -> str:
    """What the document is called; one form that several procedures have is called after the procedure."""
    if page.document == PetitionDecided.document:
        return f"{called_of(page).decision.removesuffix('决定')}{'' if page.procedure == 'ruling' else '决定'}书"
    return word(page.document, "document")


def penalties(copy: PublicCopy) -> str:
    """Kinds of penalty, with their amounts where there are any that are shown; empty where none is imposed."""
    amounts: dict[str, Decimal | None] = {"罚款": copy.fine_yuan, "没收违法所得": copy.confiscated_yuan}
    return "、".join(f"{kind} {yuan(amounts.get(kind))}".rstrip() for kind in copy.kinds)


def size(count: int) -> str:
    """A number of bytes."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} KB"


def personal(value: str | Erased) -> str:
    """A personal value, or that nobody can open it any more."""
    return ERASED_WORD if isinstance(value, Erased) else value


def corrected_field(field: ShownField) -> str:
    """What the public calls a field of a page that was corrected."""
    return CORRECTED[field]


FILTERS: Final[dict[str, Callable[..., str]]] = {
    one.__name__: one
    for one in (
        word,
        day,
        local_day,
        minute,
        moment,
        month,
        yuan,
        fen,
        decided,
        size,
        personal,
        procedure,
        begun,
        paper,
        titled,
        corrected_field,
    )
}
"""What templates may use."""

"""Corrections of published information (更正): what happened (信息公示制度 第十三条)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from records.course.opened import Opened
from records.course.people import Somebody
from records.event import CaseEvent
from records.penalty.events import CopyField, Ground, Outcome, PublicCopy

CorrectionSource = Literal["agency", "citizen", "legal-person", "organisation"]
"""本机关发现, 公民, 法人, 其他组织."""

ErrorIn = Literal["publication", "decision", "none"]
"""Where the error is: 公示的内容, 决定本身, 没有错误."""

RefusalGround = Literal["accurate", "unproven", "decision-itself", "not-published-by-us", "withdrawn"]
"""公示内容准确, 没有证据, 错误在决定本身, 不是本机关公示的信息, 申请人撤回申请."""

ReplyMethod = Literal[
    "in-person", "household", "receiving-clerk", "left", "post", "entrusted", "electronic", "public-notice"
]
"""How the reply reaches who asked: as every document is served."""


class CorrectionRequested(Opened, frozen=True, kw_only=True, tag="correction-requested/1"):
    """Something that is public is said not to be accurate, or the agency finds it so itself."""

    source: CorrectionSource
    requesters: tuple[Somebody, ...] = ()
    """Who asks; empty where the agency found it."""
    received_on: date
    related_case: str = ""
    """Id of the case whose public page it is about; empty: it is other information."""
    page: str = ""
    """Id of that page."""
    number: str = ""
    """Number of the decision that the page shows."""
    published_at: str = ""
    """Which information it is and where it is public, where no page of a case shows it."""
    claim: str
    """What is not accurate."""
    proposed: str = ""
    """What it should say, by who asks."""
    materials: tuple[str, ...] = ()
    """Evidence in words: what was brought."""
    files: tuple[str, ...] = ()
    """BLAKE3 of evidence files."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "correction"


class EvidenceAsked(CaseEvent, frozen=True, kw_only=True, tag="correction-evidence-asked/1"):
    """Who asks is told to bring evidence, and by when."""

    missing: tuple[str, ...]
    bring_by: date


class EvidenceRecorded(CaseEvent, frozen=True, kw_only=True, tag="correction-evidence-recorded/1"):
    """Evidence came in afterwards."""

    materials: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """BLAKE3 of evidence files."""


class InformationChecked(CaseEvent, frozen=True, kw_only=True, tag="published-information-checked/1"):
    """What is public was held against the decision, the lists and the evidence."""

    findings: str
    error_in: ErrorIn


class CorrectionDecided(CaseEvent, frozen=True, kw_only=True, tag="correction-decided/1"):
    """The request is accepted or refused, with reasons."""

    accepted: bool
    ground: RefusalGround | None = None
    """Of a refusal."""
    reasons: str
    decided_by: str
    """Person id."""


class CorrectionReplied(CaseEvent, frozen=True, kw_only=True, tag="correction-replied/1"):
    """公示信息更正答复书: the numbered written answer."""

    number: str
    content: str
    reasons: str
    relief: str = ""


class ReplyServed(CaseEvent, frozen=True, kw_only=True, tag="correction-reply-served/1"):
    """The answer reached who asked."""

    number: str
    method: ReplyMethod
    recipients: tuple[Somebody, ...] = ()
    refused: bool = False
    """Whether the recipient refused to sign."""
    witnesses: tuple[Somebody, ...] = ()
    proof: str = ""


class CorrectionCompleted(CaseEvent, frozen=True, kw_only=True, tag="correction-completed/1"):
    """What was accepted is corrected where it is public."""

    note: str
    """更正说明, as the public reads it."""
    where: str = ""
    """Where the new version stands, of what no page of a case shows."""
    number: str = ""
    """Of the decision whose page was corrected."""
    page: str = ""
    """Id of that page."""


# ---- Beside the case whose page it is ----


ShownField = Literal["party", "facts", "content", "reasons", "matter_name", "title", "agency"]
"""A field of `PublicCopy` that a correction may change."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What of the public text is different."""

    field: ShownField
    before: str | None
    """None: it had something that must not be public, and is shown no more."""
    after: str


class DisclosureCorrected(CaseEvent, frozen=True, kw_only=True, tag="disclosure-corrected/1"):
    """更正公示: the public page has a new version, and the former one is superseded."""

    disclosure: str
    """Id of the page, which stays."""
    number: str
    outcome: Outcome
    grounds: tuple[Ground, ...] = ()
    basis: str = ""
    masked: tuple[CopyField, ...] = ()
    copy: PublicCopy
    """The corrected text, whole."""
    version: int
    """Of the page: 2 for its first correction."""
    related_case: str
    """Id of the correction by which it was accepted."""
    note: str
    """更正说明."""
    changes: tuple[Change, ...]
    hide_before: bool = False
    """Whether the former text is shown no more."""
    asked_for: bool = False
    """Whether somebody had asked for it, and not the agency found it."""

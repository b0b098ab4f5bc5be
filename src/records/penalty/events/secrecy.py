"""涉密: what is tagged, and the review before publication (行政处罚法 第五十条; 保守国家秘密法 第三十五条)."""

from __future__ import annotations

from typing import Literal

from records.event import CaseEvent
from records.penalty.events.disclosure import CopyField

Secrecy = Literal["", "state", "trade", "privacy"]
"""Empty: none. 国家秘密, 商业秘密, 个人隐私 (第五十条)."""

SecrecyResult = Literal["clear", "mask", "secret"]
"""可以公开, 遮盖后可以公开, 不得公开."""


class SecrecyTagged(CaseEvent, frozen=True, kw_only=True, tag="secrecy-tagged/1"):
    """The case or something in its file is tagged as secret, or the tag is taken off again; the last one counts."""

    subject: str = ""
    """Empty for the whole case; else an item (`证据3`), a document's number, or the BLAKE3 of a recording."""
    secrecy: Secrecy = ""
    """Empty: the tag is taken off."""
    reason: str


class SecrecyReviewed(CaseEvent, frozen=True, kw_only=True, tag="secrecy-reviewed/1"):
    """保密审查: a named officer says whether the decision may become public."""

    number: str
    """Of the decision that was reviewed."""
    result: SecrecyResult
    masked: tuple[CopyField, ...] = ()
    """Fields that have to be masked at least."""
    opinion: str
    reviewer: str
    """Person id of the officer who reviewed."""

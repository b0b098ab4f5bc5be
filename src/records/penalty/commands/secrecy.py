"""涉密: tags, and the secrecy review."""

from __future__ import annotations

from records.course.shapes import Brief, Command, Said
from records.penalty.events import CopyField, Secrecy, SecrecyResult


class TagSecrecy(Command, frozen=True, kw_only=True, tag="tag-secrecy"):
    """Tags the case, an item of evidence, a document or a recording as secret, or takes the tag off."""

    subject: Brief = ""
    secrecy: Secrecy = ""
    reason: Said


class ReviewSecrecy(Command, frozen=True, kw_only=True, tag="review-secrecy"):
    """Reviews whether the decision may become public (保密审查); live, the account shows who reviews."""

    result: SecrecyResult
    masked: tuple[CopyField, ...] = ()
    opinion: Said
    reviewer: Brief = ""
    """Only of a back-entered paper: the person who signed it."""

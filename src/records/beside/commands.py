"""Commands beside the course of any case; those of the timer say nothing but that it is time."""

from __future__ import annotations

from datetime import date

from records.beside.events import PaperKind
from records.course.complained import Answer, Complain
from records.course.shapes import Body, Brief, Command


class HandBackCase(Command, frozen=True, kw_only=True, tag="hand-back-case"):
    """Hands an open case back to the delegator, once the letter is over."""


class FlagMatter(Command, frozen=True, kw_only=True, tag="flag-matter"):
    """Flags an open case whose matter was taken off the list."""


class NoteParticulars(Command, frozen=True, kw_only=True, tag="note-particulars"):
    """Notes numbers of the party, and what the credit platform asks of the decision, where the documents lack them."""

    paper: PaperKind | None = None
    representative_paper: PaperKind | None = None
    representative_number: Brief = ""
    registration: Brief = ""
    tax: Brief = ""
    institution: Brief = ""
    association: Brief = ""
    permit: Brief = ""
    valid_until: date | None = None
    disclosed_until: date | None = None
    remark: Brief = ""


class AnswerRedo(Command, frozen=True, kw_only=True, tag="answer-redo"):
    """Says which case decides anew what was ordered, where it was not noted with its link, or why none does."""

    related_case: Brief = ""
    """Id of that case."""
    answer: Body = ""


class ReceiveComplaint(Complain, frozen=True, kw_only=True, tag="receive-complaint"):
    """Records a complaint about what the agency did in the case, also once its file is archived."""


class AnswerComplaint(Answer, frozen=True, kw_only=True, tag="answer-complaint"):
    """Records what was found and put right, as it was told to who complained."""

    founded: bool

"""What every event is: a frozen struct with a stable tag, whose fields are sealed under a case or under a person.

A field is of class *case* unless its type says *person* (`PersonText`): then it is sealed under the key of the person
that the field `person` of the same struct names, is `Erased` wherever it was not asked for or its key is destroyed,
and no decider, fold or statistic reads it. Tags are never reused for another meaning (`penalty-decided/1`, `/2`).
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec


class Erased(msgspec.Struct, frozen=True, tag="erased"):
    """Stands for a personal value that was not opened, or that nobody can open any more."""


ERASED: Final = Erased()

PERSON: Final = "person"
PersonText = Annotated[str | Erased, msgspec.Meta(extra={"class": PERSON})]
"""Text of class *person*."""


class BackEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Why a step taken on paper is entered afterwards (补录), and by what it can be checked."""

    reason: str
    scan: str
    """BLAKE3 of the paper's scan, in hex."""
    refusal: int | None = None
    """Ledger position of the live refusal that went before, when there was one."""


class Defect(msgspec.Struct, frozen=True):
    """A rule that a back-entered step breaks."""

    code: str
    article: str
    detail: str


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What happened. Subclasses give a tag and the stream that they belong to."""

    @property
    def stream(self) -> str:
        """The stream that the event is appended to."""
        raise NotImplementedError


class CaseEvent(Event, frozen=True, kw_only=True):
    """A step of a case."""

    case: str
    """UUIDv7 of the case."""
    entry: BackEntry | None = None
    """Set when the step was entered afterwards."""
    defects: tuple[Defect, ...] = ()
    """Rules that were found broken at entry; only a back-entered step can have any."""

    @property
    def stream(self) -> str:
        """The stream of the case."""
        return case_stream(self.case)


def case_stream(case: str) -> str:
    """The stream of a case's steps."""
    return f"case:{case}"


PartyKind = Literal["natural", "individual-business", "organisation"]
"""自然人, 个体工商户, 法人及非法人组织."""

AgeClass = Literal["under-14", "14-17", "adult"]
"""Age on the day of the act in the classes that the law tells apart (行政处罚法 第三十条)."""

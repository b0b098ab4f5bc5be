"""What the first step of a case says in every procedure that begins with one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from records.course.people import Party
from records.course.shapes import Brief, Command, Line, PartyGiven
from records.event import CaseEvent


class Opened(CaseEvent, frozen=True, kw_only=True):
    """A case begins: whose it is, what it is about, who handles it and whom it concerns."""

    title: str
    agency: str
    """Code."""
    matter: str
    """Code."""
    handlers: tuple[str, ...] = ()
    """Person ids of the officers in charge (承办人)."""
    parties: tuple[Party, ...] = ()
    """当事人, 申请人 or who is inspected: one, or none for what concerns nobody yet, as a plan.

    A list, since personal values are not sealed in what may be missing.
    """

    @property
    def party(self) -> Party | None:
        """Whom the case concerns."""
        return self.parties[0] if self.parties else None

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows from here on."""
        raise NotImplementedError

    @property
    def answering(self) -> Mapping[str, str]:
        """By tag the steps that another agency takes in the case, with its code: it reads the case too."""
        return {}


class Open(Command, frozen=True, kw_only=True):
    """Opens a case."""

    title: Line
    agency: Line
    matter: Line
    handlers: Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)] = ()
    """Person ids."""
    party: PartyGiven | None = None

    @property
    def procedure(self) -> str:
        """Id of the procedure of the case that it opens."""
        raise NotImplementedError


class OpenOffice(Open, frozen=True, kw_only=True):
    """Opens what an agency does by the regulations themselves: about a matter or about none."""

    matter: Brief = ""

"""How a page of the staff plays recordings: with which purpose, or with a small form that asks for it first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlencode

import msgspec
from fastapi import Request

from api.access import Principal
from api.recording_uses import PURPOSES
from records.register.events import Purpose

_NOT_SUPERVISED: Final[Purpose] = "case-work"
"""What nobody does who only supervises."""


class Playing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the players are shown, and what they ask the store for."""

    asks: bool
    """Whether the page asks for a purpose: whoever handles the case works on it."""
    purpose: str
    purposes: tuple[tuple[str, str], ...]
    """Those that the account may choose, with their words."""
    kept: tuple[tuple[str, str], ...]
    """What else the address of the page says."""
    query: str
    """Of the address of an object that is viewed."""
    export: str
    """Of one that is taken away."""

    @property
    def opens(self) -> bool:
        """Whether there is nothing left to ask."""
        return not self.asks or bool(self.purpose)


def playing_of(request: Request, principal: Principal, case: str, handlers: Collection[str]) -> Playing:
    """The players of a case's page, by the purpose in its address (`purpose`)."""
    handles = principal.actor.removeprefix("person:") in handlers
    may = [one for one in PURPOSES.items() if not (principal.may("supervise") and one[0] == _NOT_SUPERVISED)]
    purpose = request.query_params.get("purpose", "")
    purpose = "" if handles or purpose not in dict(may) else purpose
    said = {"purpose": purpose, "case": case} if purpose else {}
    return Playing(
        asks=not handles,
        purpose=purpose,
        purposes=tuple(may),
        kept=tuple((name, value) for name, value in request.query_params.items() if name != "purpose"),
        query=f"?{urlencode(said)}" if said else "",
        export=f"?{urlencode({**said, 'export': '1'})}",
    )

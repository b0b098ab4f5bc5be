"""Who is named in a case beside the officers: the party, and third persons with a key of their own."""

from __future__ import annotations

import msgspec

from records.event import ERASED, AgeClass, PartyKind, PersonText


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """The party of a case (当事人), as it was known when the case was filed."""

    person: str
    kind: PartyKind
    age: AgeClass | None = None
    """None for organisations."""
    name: PersonText = ERASED
    number: PersonText = ERASED
    address: PersonText = ERASED
    representative: PersonText = ERASED
    """法定代表人 or operator of an organisation."""


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """A third person of a case, as a witness (见证人) or a recipient: sealed under a key of their own."""

    person: str
    name: PersonText = ERASED
    contact: PersonText = ERASED

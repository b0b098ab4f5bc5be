"""公示与撤回."""

from __future__ import annotations

from typing import Annotated

import msgspec

from records.course.shapes import Body, Brief, Command, Yuan
from records.penalty.events import CopyField, Ground, Instrument, Outcome, PenaltyKind, RevocationEffect


class ReviewDisclosure(Command, frozen=True, kw_only=True, tag="review-disclosure"):
    """Reviews what of the decision becomes public; it is public with this step."""

    outcome: Outcome
    party_shown: Brief = ""
    """The party as the public sees it, as 张某某; empty when masked or withheld."""
    facts_shown: Body = ""
    """The facts as the public sees them; empty: as they stand in the decision."""
    grounds: tuple[Ground, ...] = ()
    basis: Body = ""
    masked: tuple[CopyField, ...] = ()


class RevokeDecision(Command, frozen=True, kw_only=True, tag="revoke-decision"):
    """Undoes the decision by an instrument and replaces its public page by a notice."""

    effect: RevocationEffect
    instrument: Instrument
    explanation: Annotated[str, msgspec.Meta(min_length=1, max_length=5_000)]
    kinds: tuple[PenaltyKind, ...] = ()
    fine_yuan: Yuan | None = None
    confiscated_yuan: Yuan | None = None
    opposite_request: bool = False
    procedure_only: bool = False

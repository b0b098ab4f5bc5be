"""Commands of enforcement from its opening to its decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.decided import Decide
from records.course.shapes import Body, Brief, Command, Line, Persons, Said, Somebodies, Yuan
from records.enforcement.basis import OpenOnDecision
from records.enforcement.events import Method, PowerSource, SubstituteGround
from records.penalty.events import Signature

Methods = Annotated[tuple[Method, ...], msgspec.Meta(min_length=1)]
Carriers = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=20)]


class OpenEnforcement(OpenOnDecision, frozen=True, kw_only=True, tag="open-enforcement"):
    """Opens a case in which the agency enforces a decision itself."""

    power: PowerSource
    power_basis: Line
    seizure: Brief = ""
    surcharge_from: date | None = None
    surcharge_told: bool = False

    @property
    def procedure(self) -> str:
        """Id of the procedure of the case that it opens."""
        return "enforcement"


class IssueDemand(Command, frozen=True, kw_only=True, tag="issue-demand"):
    """Issues the demand (催告书); it is served by a step of its own."""

    content: Body
    method: Body
    perform_by: date
    amount_yuan: Yuan | None = None
    surcharge_yuan: Yuan | None = None
    payment: Body = ""
    rights: Body
    number: Brief = ""


class AnnounceDemolition(Command, frozen=True, kw_only=True, tag="announce-demolition"):
    """Announces until when the party is to demolish by itself (限期拆除公告)."""

    content: Body
    remove_by: date
    carriers: Carriers
    number: Brief = ""


class DecideEnforcement(Decide, frozen=True, kw_only=True, tag="decide-enforcement"):
    """Signs the decision to enforce (行政强制执行决定书)."""

    methods: Methods
    enforce_on: date
    amount_yuan: Yuan | None = None
    surcharge_yuan: Yuan | None = None
    deposit_basis: Brief = ""
    immediate: bool = False
    hiding_proof: Body = ""


class DecideSubstitution(Decide, frozen=True, kw_only=True, tag="decide-substitution"):
    """Signs the decision on substitute performance (代履行决定书)."""

    ground: SubstituteGround
    target: Body
    method: Body
    enforce_on: date
    substitute: Brief
    disinterested: bool
    budget_yuan: Yuan


class ClearAtOnce(Command, frozen=True, kw_only=True, tag="clear-at-once"):
    """Records that something was cleared at once (立即代履行)."""

    where: Literal["road", "waterway", "public-place"]
    what: Literal["spill", "obstacle", "pollutant"]
    place: Line
    officers: Persons
    begun_at: Line
    ended_at: Line
    party_unable: bool
    party_present: bool
    substitute: Brief = ""
    cost_yuan: Yuan | None = None
    findings: Said
    signature: Signature
    witnesses: Somebodies = ()


class TellOfClearing(Command, frozen=True, kw_only=True, tag="tell-of-clearing"):
    """Tells the party who was absent."""

    means: Literal["in-person", "telephone", "message", "post"]
    content: Said

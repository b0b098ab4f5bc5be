"""What one case changes about a limit of the law data: a length that it names, another law's staleness, an emergency.

A staleness that another law gives the matter is that of the day of discovery (行政处罚法 第三十六条). In an emergency
(第四十九条) an agency's own terms that begin on the day of the marking or later are as short as the data say; those of
the party and of the law stay as they are.
"""

from __future__ import annotations

from typing import Final

import msgspec

from records.catalogue.listed import DECISION, decision_kind, promised_days
from records.course.conclusions import Found
from records.course.moments import Mark, Moments
from records.law.entries import Limit
from records.penalty.staleness import with_own
from records.register.fold import Register

_EMERGENCY: Final = "行政处罚法 第四十九条"


def fitted(limit: Limit, start: Mark, moments: Moments, found: Found, register: Register) -> Limit:
    """The limit as it runs in the case from that mark on."""
    if not {"published", "test-public"}.isdisjoint(limit.kept_by):
        return _on_carrier(limit, start, moments, register)
    if limit.named and start.amount:
        return msgspec.structs.replace(limit, length=start.amount)
    if "discovered" in limit.kept_by:
        discovered = min((mark.on for mark in found.get("discovered", ())), default=start.on)
        return with_own(limit, register.own_staleness(moments.matter, discovered))
    if limit.extended is not None and limit.extended_if in found:
        return msgspec.structs.replace(limit, length=limit.extended)
    marked = any(mark.on <= start.on for mark in found.get("emergency", ()))
    if limit.emergency is None or not marked:
        return limit
    return msgspec.structs.replace(limit, length=limit.emergency, article=f"{limit.article}；{_EMERGENCY}")


def promised(limit: Limit, start: Mark, moments: Moments, register: Register) -> Limit | None:
    """The limit with the days of the agency's catalogue, where that is what it counts (信息公示制度 第四条); None where
    the catalogue of the day on which it starts has no fewer days than the law.
    """
    if limit.information is None:
        return limit
    law = register.law(start.on, moments.procedure, moments.agency)
    kind = decision_kind(law, moments.procedure) if limit.information == DECISION else limit.information
    days = promised_days(kind, moments.agency, start.on, register, law)
    return None if days is None else msgspec.structs.replace(limit, length=days)


def _on_carrier(limit: Limit, start: Mark, moments: Moments, register: Register) -> Limit:
    """Only the mandatory carrier (载体) keeps a term of publication (信息公示制度 第九条): the portal, unless
    the agency set another; what is kept from the public has none.
    """
    carriers = register.law(start.on, moments.procedure, moments.agency).carriers.values()
    chosen = next((one.id for one in carriers if one.mandatory), PORTAL)
    if chosen == PORTAL:
        return limit
    return msgspec.structs.replace(limit, kept_by=("kept-private", f"carried-{chosen}"))


PORTAL: Final = "portal"
"""The carrier on which everything is published by the step itself."""


def restarted(limit: Limit, start: Mark, moments: Moments, found: Found, register: Register) -> Mark:
    """From where a term runs: where its law has it begin again with the clearing of what was withheld, from there."""
    cleared = found.get("cleared", ())
    if "withholding" not in limit.pauses or not cleared:
        return start
    law = register.law(cleared[-1].on, moments.procedure, moments.agency)
    value = law.values.get("withheld-clock-restarts")
    return cleared[-1] if value is not None and value.number else start

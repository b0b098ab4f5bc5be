"""职权: which measures a law lets the agency take in a matter, and which officers may take them.

Carries out 行政强制法 第九条, 第十条, 第十七条, 第二十二条 and 第二十九条.
"""

from __future__ import annotations

from typing import Final

from records.judgement import Context, Judgement
from records.register.events import MeasureKind, MeasureProvided

_BY_LAW_ALONE: Final[frozenset[MeasureKind]] = frozenset({"freeze", "liberty"})
"""What only a 法律 can provide for (第十条第二款)."""

_BY_LOCAL: Final[frozenset[MeasureKind]] = frozenset({"seal", "seize"})
"""What a 地方性法规 can (第十条第三款)."""


def require_power(judgement: Judgement, kind: MeasureKind, matter: str, context: Context) -> None:
    """A law or regulation of the level that the kind asks for lets the agency take it in the matter on the day."""
    provided = context.register.measure(matter, kind, context.occurred_at.day)
    judgement.require(provided is not None, "measure-not-provided")
    judgement.require(provided is None or _is_enough(provided, kind), "measure-level")


def _is_enough(provided: MeasureProvided, kind: MeasureKind) -> bool:
    if kind in _BY_LAW_ALONE:
        return provided.level == "law"
    return provided.level != "local-regulation" or kind in _BY_LOCAL


def require_qualified(
    judgement: Judgement, officers: tuple[str, ...], kind: MeasureKind, matter: str, agency: str, context: Context
) -> None:
    """Each officer has a certificate of a category that may take the measure (第十七条第三款)."""
    day, register = context.occurred_at.day, context.register
    provided = register.measure(matter, kind, day)
    if provided is None or not provided.categories:
        return
    held = [register.officer(one, agency, day) for one in officers]
    fitting = all(one is None or one.category in provided.categories for one in held)  # none: judged already
    judgement.require(fitting, "officer-not-for-measure")

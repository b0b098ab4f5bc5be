"""The catalogue of major decisions in words: whom a rule is for, and what reaches it (法制审核制度 二)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from api.fact_words import FACT_WORDS
from api.wording import word
from records.law.entries import Material, Threshold
from records.regions import RegionLevel

_LEVELS: Final[Mapping[RegionLevel, str]] = {
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "town": "乡级",
    "village": "村级",
}


def criteria(rule: Threshold) -> tuple[str, ...]:
    """What the rule asks, line by line; any one that is not marked 适用于 is enough."""
    return tuple(_criteria(rule))


def _criteria(rule: Threshold) -> Iterator[str]:
    if rule.parties:
        yield f"适用于：{'、'.join(word(one, 'party_kind') for one in rule.parties)}"
    if rule.levels:
        yield f"适用于执法层级：{'、'.join(_LEVELS[one] for one in rule.levels)}"
    if rule.matters:
        yield f"适用于事项编码以下列开头的：{'、'.join(rule.matters)}"
    if rule.kinds:
        yield f"处罚种类：{'、'.join(rule.kinds)}"
    if rule.fine_yuan is not None:
        yield f"罚款{_amount(rule.fine_yuan, rule)}"
    if rule.confiscated_yuan is not None:
        yield f"没收{_amount(rule.confiscated_yuan, rule)}"
    yield from (word(one, "quality") for one in rule.qualities)
    if rule.fact:
        yield FACT_WORDS.get(rule.fact, rule.title)


def _amount(yuan: int, rule: Threshold) -> str:
    """以上 has the amount in it, 超过 has not (民法典 第一千二百五十九条)."""
    return f"{yuan:,}元以上（含本数）" if rule.inclusive else f"超过{yuan:,}元（不含本数）"


def when(material: Material) -> str:
    """When the material is due."""
    return FACT_WORDS.get(material.fact, material.fact) if material.fact else "每次送审"

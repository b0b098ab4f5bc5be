"""An act that is punished: which step the law allows, command by command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.offence.commands import (
    CheckJurisdiction,
    CompareRules,
    HandInProceeds,
    RecordJudgment,
    SettleConfiscated,
)
from records.offence.competence import check_jurisdiction
from records.offence.judgment import record_judgment
from records.offence.rules import compare_rules
from records.offence.settling import hand_in_proceeds, settle_confiscated

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    CheckJurisdiction: check_jurisdiction,
    CompareRules: compare_rules,
    RecordJudgment: record_judgment,
    SettleConfiscated: settle_confiscated,
    HandInProceeds: hand_in_proceeds,
}
"""By the type of the command."""

OUTER: Final = frozenset({"filed-elsewhere"})
"""Rules on what other cases did."""

"""Supervision of disclosure (公示监督检查): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.oversight import commands as c
from records.oversight.correcting import (
    order_disclosure_correction,
    propose_sanction,
    record_rectification,
    refer_oversight,
    verify_rectification,
)
from records.oversight.judging import conclude_oversight, score_sample_item
from records.oversight.planning import approve_oversight, draw_oversight_sample, open_oversight

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    c.OpenOversight: open_oversight,
    c.ApproveOversight: approve_oversight,
    c.DrawOversightSample: draw_oversight_sample,
    c.ScoreSampleItem: score_sample_item,
    c.ConcludeOversight: conclude_oversight,
    c.OrderDisclosureCorrection: order_disclosure_correction,
    c.RecordRectification: record_rectification,
    c.VerifyRectification: verify_rectification,
    c.ProposeSanction: propose_sanction,
    c.ReferOversight: refer_oversight,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset()
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""

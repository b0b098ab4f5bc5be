"""Basic information of matters (基本信息): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics.commands import ApproveBasics, DraftBasics, PublishBasics, RedraftBasics
from records.basics.publishing import approve_basics, draft_basics, publish_basics, redraft_basics
from records.course.decider import Decider
from records.course.shapes import Command

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    DraftBasics: draft_basics,
    RedraftBasics: redraft_basics,
    ApproveBasics: approve_basics,
    PublishBasics: publish_basics,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset()
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""

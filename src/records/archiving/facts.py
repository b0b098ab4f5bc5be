"""What an archived file is made of (归档立卷): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.fact import Fact

FACTS: Final[Mapping[str, Fact]] = {}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""

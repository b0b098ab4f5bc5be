"""What an archived file is made of (归档立卷): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.course.lookup import Lookups

LOOKUPS: Final[Lookups] = {}
"""What these steps look up."""

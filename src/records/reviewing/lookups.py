"""Legal review by others (法制审核): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.course.lookup import Lookups

LOOKUPS: Final[Lookups] = {}
"""What these steps look up."""

"""What a check of a command alone is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Check = Callable[[Any], list[tuple[str, str]]]
"""Takes a command of its own type; pairs of JSON path and what is wrong."""

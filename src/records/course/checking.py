"""What a check of a command alone is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Check = Callable[[Any], list[tuple[str, str]]]
"""Takes a command of its own type; pairs of JSON path and what is wrong."""

_NO_LAW: Final = ("条例", "办法", "规定", "规章", "细则")
"""How regulations and rules are called."""


def names_law(basis: str) -> bool:
    """Whether what stands before the article is not called as regulations and rules are: where only a 法律 will do."""
    return not any(word in basis.partition("第")[0] for word in _NO_LAW)

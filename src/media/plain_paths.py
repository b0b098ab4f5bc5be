"""Paths of published files, in the one form that they may have: no way out of the folder, one name for each file."""

from __future__ import annotations

import re
from typing import Final

_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_PUBLIC: Final = "log/"


def checked(path: str) -> str:
    """The path, if its parts are plain names that begin with a letter or digit. Raises ValueError."""
    if _PATH.fullmatch(path) is None:
        msg = f"not a path of a published file: {path[:100]!r}"
        raise ValueError(msg)
    return path


def is_public(path: str) -> bool:
    """Whether anybody may read what lies there."""
    return f"{path}/".startswith(_PUBLIC)

"""What an archived file is made of (归档立卷): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.course.shapes import Command

MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {}

"""Basic information of matters (基本信息): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.basics.commands import RedraftBasics
from records.basics.publishing import drafted
from records.course.shapes import Command

MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    RedraftBasics: lambda sources: {"information": drafted(sources.case)},
}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {}

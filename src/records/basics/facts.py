"""Basic information of matters (基本信息): what a case is, as yes or no; its checks are the catalogue's facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics.events import BasicsAnnounced
from records.course.fact import Fact, has

FACTS: Final[Mapping[str, Fact]] = {
    "basics-announced": has(BasicsAnnounced),
    "basic-information-complete": has(BasicsAnnounced),
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "basic-information": {
        "secrecy-check": ("basics-announced", "draft-secrecy-passed"),
        "legality-check": ("basics-announced", "draft-legality-passed"),
        "approval": ("basics-announced", "draft-approved"),
        "publication": ("closed", "basics-announced"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""

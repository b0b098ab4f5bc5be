"""Legal review by others (法制审核): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from typing import Any, Final

from records.course.shapes import Command
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview

COUNTY: Final = "11140429012346930F"
"""The county's agency of justice in stories."""

COUNTY_LAWYER: Final = "lawyer-xian"

AGENCIES: Final = {COUNTY_LAWYER: COUNTY}
"""By person the agency of the account, where that is not the one of the case."""

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    RequestCountyReview: {"county": COUNTY, "reason": "本机关唯一的法制审核人员是本案承办人。"},
    ReceiveCountyReview: {},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {ReceiveCountyReview: COUNTY_LAWYER}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {}
"""By procedure a plain case: stages with their commands."""

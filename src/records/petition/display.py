"""公示名单: what of a person is shown (政府信息公开条例 第十五条)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec

from records.course.shapes import Brief


class Displayed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of a list that is displayed."""

    shown: Brief
    """A natural person as 张某某, an organisation by its name."""
    organisation: bool = False
    place: Brief = ""
    """Village or street, never an address."""
    amount_yuan: Annotated[Decimal, msgspec.Meta(extra_json_schema={"type": "string", "format": "decimal"})] | None = (
        None
    )
    note: Brief = ""

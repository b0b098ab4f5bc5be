"""Legal review by others (法制审核): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from records.event import CaseEvent
from records.reviewing.events import CountyReviewReceived, CountyReviewRequested


def _received(event: CountyReviewReceived) -> str:
    lacking = f"，送审材料缺{len(event.lacking)}件" if event.lacking else ""
    return f"县级法制审核人员接收报请的审核{lacking}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    CountyReviewRequested: lambda _: "本机关没有可以审核的人员，报请县级审核",
    CountyReviewReceived: _received,
}
"""By the type of the event."""

"""The public page of a case as it stands: reviewed, and corrected since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from records.correction.checks import SHOWN
from records.correction.commands import CorrectDisclosure
from records.correction.events import Change, DisclosureCorrected, ShownField
from records.course.case import Case
from records.penalty.events import DisclosureReviewed, PublicCopy
from records.publishing.standing import is_public


class Page(msgspec.Struct, frozen=True):
    """A page that is public, by the event that counts."""

    event: DisclosureReviewed | DisclosureCorrected
    copy: PublicCopy
    version: int
    """Of the page: 1 as it was published."""
    made_by: int
    """Version of the case that the event made."""


def shown_page(case: Case) -> Page | None:
    """The page that the public sees now; None without one, or when it is withdrawn, ended or kept back."""
    if not is_public(case):
        return None
    every = [one for kind, some in case.happened.items() if issubclass(kind, _SHOWING) for one in some]
    last = max(every, key=lambda one: one.version)
    version = max((one.version for one in case.every(DisclosureCorrected)), default=1)
    return Page(last.event, last.event.copy, version, last.version)


_SHOWING: Final = (DisclosureReviewed, DisclosureCorrected)
"""What says what the page shows: the last of them."""


def corrected_copy(command: CorrectDisclosure, page: Page) -> PublicCopy:
    """The text with what the command says in it."""
    return msgspec.structs.replace(page.copy, **dict(_said(command)))


def changes(command: CorrectDisclosure, page: Page) -> tuple[Change, ...]:
    """What is different, field by field."""
    found = ((name, getattr(page.copy, name), value) for name, value in _said(command))
    return tuple(
        Change(field=name, before=None if command.hide_before else before or "", after=value)
        for name, before, value in found
        if before != value
    )


def public_text(command: CorrectDisclosure, page: Page) -> tuple[str, ...]:
    """Every text that the correction makes public: the note, what is new, and what stood there unless it is hidden."""
    both = [text for one in changes(command, page) for text in (one.before, one.after)]
    return tuple(text for text in (command.note, *both) if text)


def masked_before(command: CorrectDisclosure, page: Page) -> tuple[str, ...]:
    """Fields of the command about what the page keeps back."""
    kept = {name for name in SHOWN.values() if getattr(page.copy, name) is None}
    return tuple(field for field, name in SHOWN.items() if name in kept and getattr(command, field).strip())


def _said(command: CorrectDisclosure) -> Iterator[tuple[ShownField, Any]]:
    for field, name in SHOWN.items():
        if value := getattr(command, field).strip():
            yield name, value
            if name == "matter_name":
                yield "title", value


NAMES: Final[Mapping[ShownField, str]] = {
    "party": "当事人",
    "facts": "事实",
    "content": "决定内容",
    "reasons": "理由",
    "matter_name": "事项名称",
    "title": "标题",
    "agency": "机关名称",
}
"""What the public reads for a field."""

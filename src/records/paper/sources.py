"""What a document is made of: the step, what went before it, the registers; and how a path finds a value in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from records.event import CaseEvent
from records.moment import Moment
from records.register.events import AgencyRegistered, MatterRegistered


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What the case has, in the index of its file (卷内目录): a document, an exhibit or a recording."""

    title: str
    number: str
    day: str
    pages: str = ""
    """The pages of a document, as 3—5; of what is beside them its own number, as 附件2; empty: uncounted."""
    kind: Literal["document", "exhibit", "recording"] = "document"
    version: int = 0
    """Version of the case that its step made, 0 where nobody said."""
    paper: str = ""
    """Id of the document's form."""


class Volume(msgspec.Struct, frozen=True, kw_only=True):
    """How much an archived file has in it, as its note (备考表) says."""

    documents: str = "0"
    pages: str = ""
    """Of the documents that were rendered; empty while nobody counted."""
    exhibits: str = "0"
    recordings: str = "0"
    unprinted: tuple[str, ...] = ()
    """Titles of the documents that have no pages, since something that they must say is missing."""


class Past(NamedTuple):
    """A step with when it occurred, and who took it."""

    event: CaseEvent
    at: Moment
    actor: str
    """Person id, empty when it was no person."""
    version: int = 0
    """Version of the case that it made, 0 where nobody said."""


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Values alone; the events have the personal values that could be opened."""

    ledger: str
    case: str
    event: CaseEvent
    at: Moment
    actor: str
    """Person id of who took the step, empty when it was no person."""
    history: tuple[Past, ...]
    """The steps up to this one that count, as they occurred."""
    agency: AgencyRegistered | None
    matter: MatterRegistered | None
    documents: tuple[Listed, ...] = ()
    volume: Volume = Volume()
    """What all of them come to."""
    person: Callable[[str], str] = str
    """Name of a person of the registers by id."""
    matter_name: Callable[[str], str] = str
    """Name of a matter of the agency by code, as of the day."""
    agency_name: Callable[[str], str] = str
    """Name of any registered agency by code, as of the day."""
    certificate: Callable[[str], str] = str
    """Number of the certificate with which a person acts for the agency on the day, empty without one."""
    words: Mapping[str, Mapping[Any, str]] = {}
    """Chinese words for the values of commands, by kind of value."""
    reference: str = ""
    reference_said: str = ""
    query_code: str = ""
    """By which the party sees on the site how far the case is; on papers that are addressed to somebody."""

    def last(self, stem: str) -> CaseEvent | None:
        """The last step of a tag, whatever its version, up to this one."""
        return next((one.event for one in self._of(stem)), None)

    def on(self, stem: str) -> Moment | None:
        """When it occurred."""
        return next((one.at for one in self._of(stem)), None)

    def by(self, stem: str) -> str:
        """Who took it."""
        return next((one.actor for one in self._of(stem)), "")

    def every(self, stem: str) -> tuple[CaseEvent, ...]:
        """All steps of it."""
        return tuple(reversed([one.event for one in self._of(stem)]))

    def _of(self, stem: str) -> Iterator[Past]:
        return (one for one in reversed(self.history) if stem_of(one.event) == stem)

    def decided(self) -> Past | None:
        """The decision of the case, of whichever procedure: what a head signed last under a number."""
        found = (one for one in reversed(self.history) if hasattr(one.event, "decided_by"))
        return next((one for one in found if getattr(one.event, "number", "")), None)

    def opened(self) -> CaseEvent | None:
        """The step that says whom the case concerns: a filing or an application, or else the lead."""
        found = [
            one.event for one in reversed(self.history) if hasattr(one.event, "agency") and hasattr(one.event, "title")
        ]
        return next((one for one in found if getattr(one, "party", None) is not None), next(iter(found), None))


def stem_of(event: CaseEvent) -> str:
    """The event's tag without its version."""
    return str(event.__struct_config__.tag).partition("/")[0]


def find(sources: Sources, path: str, item: object = None) -> object:
    """The value at a path, None where there is none.

    `event` is the step, `opened` what opened the case, `decided` its decision, `party` its party, `agency` and `matter`
    their entries, `item` the line of a list, `day`, `at` and `actor` of the step, `documents` the case's and `volume`
    what they come to; any other first name is a tag without its version (the last such step), `on.TAG` when that was,
    `by.TAG` who took it, `every.TAG` all of them. A number takes one element of a list.
    """
    head, _, rest = path.partition(".")
    match head:
        case "every":
            tag, _, rest = rest.partition(".")
            value: object = sources.every(tag)
        case "on":
            value, rest = _on(sources, rest), ""
        case "by":
            value, rest = sources.by(rest), ""
        case "event" | "agency" | "matter" | "actor" | "documents" | "volume" | "ledger" | "case":
            value = getattr(sources, head)
        case "item":
            value = item
        case "day":
            value = sources.at.day
        case "at":
            value = sources.at
        case "opened":
            value = sources.opened()
        case "party":
            value = getattr(sources.opened(), "party", None)
        case "decided":
            value = decided.event if (decided := sources.decided()) else None
        case _:
            value = sources.last(head)
    for name in rest.split(".") if rest else ():
        value = _member(value, name)
    return value


def _on(sources: Sources, stem: str) -> Moment | None:
    match stem:
        case "opened":
            opened = sources.opened()
            return next((one.at for one in sources.history if one.event is opened), None)
        case "decided":
            return decided.at if (decided := sources.decided()) else None
        case _:
            return sources.on(stem)


def _member(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, tuple) and name.isdigit():
        return value[int(name)] if int(name) < len(value) else None
    return getattr(value, name, None)


def holds(sources: Sources, condition: str) -> bool:
    """Whether a condition of the data holds: `path` says something, `path=a|b` is one of them; `!`: it does not."""
    if not condition:
        return True
    wanted = condition.removeprefix("!")
    path, equals, values = wanted.partition("=")
    value = find(sources, path)
    holding = str(value) in values.split("|") if equals else says(value)
    return holding != condition.startswith("!")


def says(value: object) -> bool:
    """Whether a value says something: a blank text, an empty list, no and nothing don't."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != ()

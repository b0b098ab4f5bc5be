"""The entries of a public log: what was done with each public page, without content and without names.

An entry is JSON in UTF-8 without spaces, members in the order of the fields below; its bytes are the log's leaf as they
are. `Standing` replays them: who has all entries knows the state of every page, and that no act is kept back.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from records.log.encoding import hash_of
from records.log.errors import Malformed
from records.moment import Moment, rfc3339

Kind = Literal["published", "corrected", "withdrawn", "expired", "withheld", "lost"]
"""What can be done with a page.

`lost`: what was done last followed from a position whose content was lost with the database (`records.store.lost`).
Nothing stands of it until it is entered again.
"""

TAKEN: Final = "checkpoint"
"""The stream of the checkpoints that were taken in, and what their entries call themselves."""

_ENCODER: Final = msgspec.json.Encoder()


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something was done with a page."""

    v: Literal[1]
    act: Kind
    disclosure: str
    """Id of the page."""
    copy: str
    """SHA-256 in hex of the statement of its public copy, empty where there is none."""
    source: int
    """Position in the sealed ledger of the event that it follows from."""
    at: str
    """When that event was recorded, as `records.moment.rfc3339` writes it; of `lost` when its position came back."""

    @property
    def place(self) -> tuple[str, int, str]:
        """Stream, version and tag of its row: the same act of one source can't be there twice."""
        return f"{self.act}:{self.disclosure}", self.source, "public-act/1"


class Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checkpoint of the sealed log was taken in."""

    v: Literal[1]
    act: Literal["checkpoint"]
    ledger: str
    size: int
    root: str
    """32 bytes in base64."""
    at: str
    """When it was taken in, by a clock of real time."""

    @property
    def place(self) -> tuple[str, int, str]:
        """Stream, version and tag of its row: a size can't be taken in twice."""
        return TAKEN, self.size, "public-checkpoint/1"


Entry = Act | Taken


def encode(entry: Entry) -> bytes:
    """The bytes of the entry."""
    return _ENCODER.encode(entry)


def parse(data: bytes) -> Entry:
    """Reads an entry. Malformed for anything but the bytes that `encode` gives."""
    for decoder in _DECODERS:
        try:
            found = decoder.decode(data)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            continue
        if encode(found) == data and _is_time(found.at):
            if isinstance(found, Taken):
                hash_of(found.root, "检查点的根")
            return found
    raise Malformed("公开日志的条目不是规定的形式")


def _is_time(text: str) -> bool:
    try:
        return rfc3339(Moment.parse(text).micros) == text
    except (ValueError, OverflowError):
        return False


_DECODERS: Final[tuple[msgspec.json.Decoder[Entry], ...]] = (msgspec.json.Decoder(Act), msgspec.json.Decoder(Taken))


# ---- What they come to ----


class Page(msgspec.Struct, frozen=True):
    """The state of one page by the log."""

    first: Act
    """The act with which it came in, `published` or `withheld`; or by which it was published after that."""
    last: Act
    """What was done with it last; the same act where nothing followed."""

    @property
    def is_shown(self) -> bool:
        """Whether the portal has to show it."""
        return self.last.act in _SHOWN

    @property
    def has_notice(self) -> bool:
        """Whether a notice has to stand in its place."""
        return self.last.act == "withdrawn" or (self.last.act == "withheld" and self.first.act == "published")


_SHOWN: Final = ("published", "corrected")
_BEFORE: Final[dict[Kind, tuple[Kind | None, ...]]] = {
    "published": (None, "withheld"),  # a further review cleared what was kept back
    "withheld": (None, *_SHOWN, "lost"),  # a public page is taken down where it has to be kept back since
    "corrected": _SHOWN,
    "withdrawn": (*_SHOWN, "lost"),  # again, where the withdrawal was lost
    "expired": _SHOWN,
    "lost": (*_SHOWN, "withdrawn", "expired", "withheld"),
}
"""What may have been done with a page last when this is done; None: nothing."""


class Standing:
    """What stands by the entries of a public log, taken in the order of positions."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.taken: list[Taken] = []

    def take(self, entry: Entry) -> bool:
        """One more entry; False when it can't follow on those before: then it changes nothing."""
        if isinstance(entry, Taken):
            self.taken.append(entry)
            return True
        page = self.pages.get(entry.disclosure)
        if (page.last.act if page else None) not in _BEFORE[entry.act]:
            return False
        first = entry if page is None or entry.act == "published" else page.first
        self.pages[entry.disclosure] = Page(first, entry)
        return True

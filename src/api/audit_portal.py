"""What a site's portal shows of one ledger, read page by page as a program of anybody would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from api.audit_site import Site, Unanswered
from api.public import PublicDisclosure
from projections.disclosures import Disclosure
from projections.withdrawals import Withdrawal

T = TypeVar("T")


class _List(msgspec.Struct, Generic[T], frozen=True):
    items: tuple[T, ...]
    next: str | None


class _Withheld(msgspec.Struct, frozen=True):
    total: int


class Shown(msgspec.Struct, frozen=True):
    """All of it at about one moment."""

    pages: dict[str, Disclosure]
    notices: dict[str, Withdrawal]
    withheld: int
    twice: tuple[str, ...]
    """Ids that a list has twice."""


def read_portal(site: Site, ledger: str) -> Shown:
    """Reads the lists to their ends. Raises Unanswered."""
    pages, notices, twice = dict[str, Disclosure](), dict[str, Withdrawal](), list[str]()
    for one in _items(site, f"/public/{ledger}/disclosures", _List[PublicDisclosure]):
        twice += [one.disclosure.id] if one.disclosure.id in pages else []
        pages[one.disclosure.id] = one.disclosure
    for notice in _items(site, f"/public/{ledger}/withdrawals", _List[Withdrawal]):
        twice += [notice.id] if notice.id in notices else []
        notices[notice.id] = notice
    withheld = site.json(f"/public/{ledger}/withheld", _Withheld)
    return Shown(pages, notices, withheld.total, tuple(dict.fromkeys(twice)))


def _items(site: Site, path: str, kind: type[_List[T]]) -> Iterator[T]:
    """The items of all pages of a list; it is we who say where the next one is, by the site's cursor."""
    cursor, seen = "", set[str]()
    while True:
        page = site.json(path, kind, **({"cursor": cursor} if cursor else {}))
        yield from page.items
        if page.next is None:
            return
        cursor = parse_qs(urlsplit(page.next).query).get("cursor", [""])[0]
        if not cursor or cursor in seen:
            raise Unanswered(f"{path} 的分页没有尽头")
        seen.add(cursor)

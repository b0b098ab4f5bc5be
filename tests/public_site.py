"""All that somebody without an account can read: every route that is open, and every link from there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import httpx

from app_routes import Open

_LINK: Final = re.compile(r'(?:href|src)="([^"]+)"|"(/[a-z][^"\s]*)"')
_WITH_LINKS: Final = ("text/html", "application/json", "application/atom", "application/feed")
_ALIKE: Final = 4
"""Addresses that differ in their query alone, and are read."""
_BEFORE: Final = "?on=2021-01-01"
"""A day of the past, of which registers and lists are read as well."""
_FILLED: Final = 60
"""Addresses of a route that are made of what was seen at other routes: it may be that nothing leads to them."""


class PublicSite:
    """What was read, by its address; and how each route answered."""

    def __init__(self, http: httpx.Client, routes: Open, ledger: str) -> None:
        self._http, self._routes, self._ledger = http, routes, ledger
        self._alike: Counter[str] = Counter()
        self._tried: set[str] = set()
        self.read: dict[str, bytes] = {}
        """Answers with their headers, refusals too."""
        self.given: set[str] = set()
        """Addresses of it that gave something out, or led on."""
        self.visited: set[tuple[str, str]] = set()
        """Method and path of their routes."""

    def crawl(self) -> None:
        """Begins with every route that needs no more than the ledger, and fills the others from what it comes by."""
        waiting = set(self._beginnings())
        while waiting:
            while waiting:
                waiting |= self._follow(waiting.pop())
            waiting = set(self._filled()) - self._tried
        one_of_each = {self._routes.route_of(address): address for address in self.given}
        for method, path in self._routes.every:
            if method == "HEAD" and path in one_of_each:
                self._note("HEAD", one_of_each[path], self._http.head(one_of_each[path]))

    def _beginnings(self) -> Iterator[str]:
        for method, path in self._routes.every:
            address = path.replace("{ledger}", self._ledger)
            if method == "GET" and "{" not in address:
                yield from (address, address + _BEFORE)
        for name in (self._ledger, f"{self._ledger}-public"):
            yield from (
                f"/log/{name}/{one}" for one in ("checkpoint", "key", "proof/1", "tile/0/000", "tile/entries/000")
            )

    def _follow(self, address: str) -> set[str]:
        """Reads an address; what it names that was not read."""
        if address in self._tried:
            return set()
        self._tried.add(address)
        plain = address.partition("?")[0]
        self._alike[plain] += 1
        if self._alike[plain] > _ALIKE:
            return set()
        answer = self._http.get(address)
        self._note("GET", address, answer)
        return links(answer, str(self._http.base_url).rstrip("/")) - self._tried

    def _filled(self) -> Iterator[str]:
        for method, path in self._routes.every:
            if method == "GET":
                yield from self._routes.filled(path, _FILLED)

    def _note(self, method: str, address: str, answer: httpx.Response) -> None:
        head = b"\n".join(part for header in answer.headers.raw for part in header)
        self.read[f"{address}#{method}" if method != "GET" else address] = head + b"\n" + answer.content
        if answer.status_code < 400 and (route := self._routes.route_of(address)):
            self.given.add(address)
            self.visited.add((method, route))


def links(answer: httpx.Response, base: str) -> set[str]:
    """Addresses of the same site that an answer names."""
    if not answer.headers.get("content-type", "").startswith(_WITH_LINKS):
        return set()
    named = (one[0] or one[1] for one in _LINK.findall(answer.text))
    local = (one.removeprefix(base).partition("#")[0].replace("&amp;", "&") for one in named)
    return {one for one in local if one.startswith("/") and "{" not in one}

"""One feed: what is in it, and its documents in each format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection, Engine

from api import feed_formats, sheets
from api.archives import Archives, start
from api.feed_entries import SAMPLE, Entry, Writer
from api.feed_formats import Head
from api.jurisdictions import Jurisdiction
from api.reading import FOR_EVER, GUARD, OPEN, REVALIDATE, conditional, has, page_url
from projections.corrections import count_corrections
from projections.disclosures import Disclosure, count_disclosures, disclosures_in_order, list_disclosures
from projections.feeds import Kind, published_between, withdrawn_between
from projections.publishing import PageMore, more_of
from projections.withdrawals import count_withdrawals, list_withdrawals, withdrawals_in_order
from records.errors import NotFound
from records.moment import Moment

LATEST: Final = 50
NOTICES: Final = 20
"""Latest withdrawals that the feed of disclosures has beside them."""

TITLES: Final[dict[str, str]] = {"disclosures": "行政执法决定公示", "withdrawals": "公示信息撤回公告"}
"""The kinds of feeds."""

_AT_ONCE: Final = 200


class Feed:
    """A kind of entries, of one ledger or of all, at the address at which it is asked for."""

    def __init__(
        self,
        request: Request,
        engine: Engine,
        kind: Kind,
        ledger: str | None,
        sites: Sequence[Jurisdiction],
    ) -> None:
        self.request, self.engine, self.kind, self.ledger = request, engine, kind, ledger
        self._sites = sites
        self._samples = frozenset(site.name for site in sites if site.sample)
        self._writer = Writer(str(request.base_url), self._samples)

    def address(self, rest: str) -> str:
        """An address of this feed, as `.atom` or `/archive/2026-01-05.atom`."""
        return f"{self.request.base_url}feeds/{f'{self.ledger}/' if self.ledger else ''}{self.kind}{rest}"

    # ---- Formats ----

    def json(self, cursor: str | None) -> Response:
        """JSON Feed; `next_url` leads to the entries before."""
        with self.engine.connect() as connection:
            entries, following = self._latest(connection, cursor)
            entries = entries if cursor else [*self._notices(connection), *entries]
        earlier = self.address(".json?" + urlencode({"cursor": following})) if following else None
        head = self._head({"self": self.address(".json")})
        return self._answer(feed_formats.json_feed(head, entries, earlier), feed_formats.JSON_TYPE)

    def atom(self, archives: Archives) -> Response:
        """The current document of the Atom feed."""
        since = archives.open_from(self.ledger)
        with self.engine.connect() as connection:
            entries, following = self._latest(connection, None)
            while following and entries[-1].updated >= Moment.of(since).instant:
                more, following = self._latest(connection, following)
                entries += more
            entries = [*self._notices(connection), *entries]
            before = archives.before(connection, self.kind, self.ledger, since)
        links = {"self": self.address(".atom"), "current": self.address(".atom")}
        if before:
            links["prev-archive"] = self.address(f"/archive/{before}.atom")
        return self._answer(feed_formats.atom(self._head(links), entries), feed_formats.ATOM_TYPE)

    def archive(self, archives: Archives, day: date) -> Response:
        """The document of an archived day. Raises NotFound when it has no entries."""
        with self.engine.connect() as connection:
            entries = self._between(connection, start(day), start(day + timedelta(1)))
            before = archives.before(connection, self.kind, self.ledger, day)
        if not entries:
            raise NotFound("archive", str(day))
        links = {
            "self": self.address(f"/archive/{day}.atom"),
            "current": self.address(".atom"),
            "next-archive": self.address(f"/after/{day}.atom"),
        }
        if before:
            links["prev-archive"] = self.address(f"/archive/{before}.atom")
        body = feed_formats.atom(self._head(links, archive=True), entries)
        return self._answer(body, feed_formats.ATOM_TYPE, FOR_EVER)

    def csv(self) -> Response:
        """Everything as a table, streamed; its validator changes with whatever is published or withdrawn."""
        with self.engine.connect() as connection:
            latest = list_disclosures(connection, self.ledger, limit=1).items
            counts = count_disclosures(connection, self.ledger), count_withdrawals(connection, self.ledger)
            corrected = count_corrections(connection, self.ledger)
        last = f"{latest[0].ledger}-{latest[0].position}" if latest else ""
        etag = f'W/"{counts[0]}-{counts[1]}-{corrected}-{last}"'
        headers = {**GUARD, **OPEN, "Cache-Control": REVALIDATE, "ETag": etag}
        if has(self.request, etag):
            return Response(status_code=304, headers=headers)
        name = f"{self.ledger or 'all'}-{self.kind}.csv"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return StreamingResponse(self._sheet(), headers=headers, media_type=sheets.MEDIA_TYPE)

    # ---- Entries ----

    def _latest(self, connection: Connection, cursor: str | None) -> tuple[list[Entry], str | None]:
        if self.kind == "withdrawals":
            notices = list_withdrawals(connection, self.ledger, after=cursor, limit=LATEST)
            return [self._writer.withdrawn(one) for one in notices.items], notices.next
        found = list_disclosures(connection, self.ledger, after=cursor, limit=LATEST)
        more = self._more(connection, found.items)
        pages = [(one, one.copy) for one in found.items if one.copy]
        return [self._writer.disclosed(one, copy, more.get((one.ledger, one.id))) for one, copy in pages], found.next

    def _more(self, connection: Connection, pages: Sequence[Disclosure]) -> dict[tuple[str, str], PageMore]:
        """What stands beside these pages, by ledger and id."""
        by_ledger: dict[str, list[str]] = {}
        for one in pages:
            by_ledger.setdefault(one.ledger, []).append(one.id)
        return {
            (ledger, page): more
            for ledger, ids in by_ledger.items()
            for page, more in more_of(connection, ledger, ids).items()
        }

    def _notices(self, connection: Connection) -> list[Entry]:
        """What readers of disclosures have to replace."""
        if self.kind == "withdrawals":
            return []
        notices = list_withdrawals(connection, self.ledger, limit=NOTICES).items
        return [self._writer.withdrawn(one) for one in notices]

    def _between(self, connection: Connection, first: int, stop: int) -> list[Entry]:
        if self.kind == "withdrawals":
            notices = withdrawn_between(connection, self.ledger, first, stop)
            return [self._writer.withdrawn(one) for one in notices]
        return [self._writer.published(one) for one in published_between(connection, self.ledger, first, stop)]

    def _sheet(self) -> Iterator[bytes]:
        columns = sheets.DISCLOSURES if self.kind == "disclosures" else sheets.WITHDRAWALS
        return sheets.sheet(columns, self._rows())

    def _rows(self) -> Iterator[list[sheets.Cell]]:
        """Every row, earliest first, some at a time: the connection is given back between."""
        cursor, more = None, True
        while more:
            with self.engine.connect() as connection:
                rows, cursor = self._some(connection, cursor)
            yield from rows
            more = cursor is not None

    def _some(self, connection: Connection, cursor: str | None) -> tuple[Iterable[list[sheets.Cell]], str | None]:
        base = str(self.request.base_url)
        if self.kind == "withdrawals":
            notices = withdrawals_in_order(connection, self.ledger, after=cursor, limit=_AT_ONCE)
            rows = [
                sheets.withdrawn(one, page_url(base, one.ledger, one.id), sample=one.ledger in self._samples)
                for one in notices.items
            ]
            return rows, notices.next
        found = disclosures_in_order(connection, self.ledger, after=cursor, limit=_AT_ONCE)
        rows = [
            sheets.disclosed(one, page_url(base, one.ledger, one.id), sample=one.ledger in self._samples)
            for one in found.items
        ]
        return rows, found.next

    # ---- What it says of itself ----

    def _head(self, links: dict[str, str], *, archive: bool = False) -> Head:
        single = self._sites[0] if self.ledger else None
        whose = single.title if single else "全部账本"
        return Head(
            id=f"urn:mingjing:feed:{single.origin if single else self.request.base_url.hostname}:{self.kind}",
            title=f"{SAMPLE if self._samples else ''}{whose}{TITLES[self.kind]}",
            subtitle="依《行政执法信息公示制度》公示；已撤回的以撤回公告代替。",
            home=f"{self.request.base_url}{f'{single.name}/' if single else ''}",
            links=links,
            archive=archive,
        )

    def _answer(self, body: bytes, media_type: str, cache: str = REVALIDATE) -> Response:
        return conditional(self.request, body, media_type, cache=cache, headers=OPEN)

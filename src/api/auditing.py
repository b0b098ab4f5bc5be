"""`mingjing audit-public`: replays a site's public logs against its portal, over HTTP alone, as anyone could.

What was published or withdrawn just now is in the log a second or two later, so the portal is read before the log, and
whatever differs is looked at again for some seconds: only what differs each time is a finding.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from typing import Final

from api.audit_copies import CopyAudit
from api.audit_findings import ACTS, Finding, Verdict, finding
from api.audit_logs import GrownLog, SiteLog, WholeLog
from api.audit_portal import Shown, read_portal
from api.audit_site import Site, Unanswered
from api.progress import Watch
from api.published_logs import Listed
from projections.disclosures import Disclosure
from projections.withdrawals import Withdrawal
from records.errors import Corrupt, NotFound
from records.log.acts import Act, Page, Standing, parse
from records.log.encoding import hash_of
from records.log.errors import LogError, Malformed, NotProven
from records.log.notes import VerifierKey
from records.moment import Moment
from records.store.losses import PUBLIC

STALE: Final = 2 * 3600
"""Seconds after which a checkpoint of the sealed log must have been taken in again, where it has grown."""

WAIT: Final = 20
"""Seconds for which what differs is looked at again."""

_PAUSE: Final = 1.0
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,80}")

Watched = Callable[[str], AbstractContextManager[Watch]]
"""Shows the progress of one ledger, by its name."""


def audit(url: str, keys: Sequence[VerifierKey], ledger: str, wait: float, watched: Watched) -> list[Verdict]:
    """Audits all ledgers of a site, or one. `keys` are public keys from elsewhere; of other logs the site's is taken.

    Raises Unanswered when the site gives no answer, NotFound when it has no such ledger, or no log of a given key.
    """
    with closing(Site(url)) as site:
        listed = _listed(site, ledger, time.monotonic() + wait)
        given = _given(keys, listed)
        ledgers = sorted({name.removesuffix(PUBLIC) for name in listed})
        if ledger and ledger not in ledgers:
            raise NotFound("ledger", ledger)
        verdicts = []
        for name in [ledger] if ledger else ledgers:
            with watched(name) as watch:
                verdicts.append(_Audit(site, name, listed, given).run(wait, watch))
        return verdicts


def _listed(site: Site, ledger: str, until: float) -> dict[str, Listed]:
    """The logs of the site; one that has just begun lists a ledger with its first checkpoint, which is waited for."""
    while True:
        listed = {one.name: one for one in site.json("/log", list[Listed])}
        if not all(map(_NAME.fullmatch, listed)):
            raise Unanswered("/log 的回答里有不能作为日志名称的名称")
        if not ledger or not {ledger, ledger + PUBLIC}.isdisjoint(listed) or time.monotonic() > until:
            return listed
        time.sleep(_PAUSE)


def _given(keys: Sequence[VerifierKey], listed: dict[str, Listed]) -> dict[str, VerifierKey]:
    """The given keys by the name of their log: the last part of the origin."""
    given = {key.name.rpartition("/")[2]: key for key in keys}
    for log, key in given.items():
        if log.removesuffix(PUBLIC) not in listed and log.removesuffix(PUBLIC) + PUBLIC not in listed:
            raise NotFound("key", f"{key.name}（站点没有这个日志）")
    return given


class _Audit:
    """One ledger's audit."""

    def __init__(self, site: Site, ledger: str, listed: dict[str, Listed], given: dict[str, VerifierKey]) -> None:
        self._site, self._ledger, self._listed, self._given = site, ledger, listed, given
        self._logs = (ledger, ledger + PUBLIC)
        self._keys: dict[str, VerifierKey] = {}
        self._standing, self._entries, self._checkpoints = Standing(), 0, 0
        self._sealed: GrownLog | None = None
        self._public: WholeLog | None = None
        self._copies: CopyAudit | None = None
        self._unsound: list[Finding] = []  # of the logs: what doesn't pass when one looks again

    def run(self, wait: float, watch: Watch) -> Verdict:
        """Looks until nothing differs, or for `wait` seconds. Raises Unanswered."""
        until = time.monotonic() + wait
        self._unsound += self._open_keys()
        found = [] if self._unsound else self._look(watch)
        while found and not self._unsound and time.monotonic() < until:
            time.sleep(_PAUSE)
            before = {one.key for one in found}
            found = [one for one in self._look(watch) if one.key in before]
        return self._verdict((*self._unsound, *found))

    def _open_keys(self) -> Iterator[Finding]:
        for log in self._logs:
            if log not in self._listed:
                yield finding("log-missing", log=log)
                continue
            shown, given = self._listed[log].vkey, self._given.get(log)
            try:
                self._keys[log] = given or VerifierKey.parse(shown)
            except Malformed as error:
                yield finding("log-invalid", log=log, reason=error)
                continue
            if given is not None and given.text != shown:
                yield finding("key-differs", log=log, shown=shown)
        if len(self._keys) == 2 and self._keys[self._logs[1]].name != self._keys[self._logs[0]].name + PUBLIC:
            yield finding("log-invalid", log=self._logs[1], reason="它的来源不是同一账本的")

    # ---- One look ----

    def _look(self, watch: Watch) -> list[Finding]:
        shown = read_portal(self._site, self._ledger)  # before the log: what it shows has to come to be in there
        self._read_logs()
        if self._unsound:
            return []
        return list(self._compare(shown, watch))

    def _read_logs(self) -> None:
        """Takes in what is new in the public log. What is wrong with either of them is noted."""
        log = self._logs[0]
        try:
            if self._sealed is None or self._public is None:
                self._sealed = GrownLog(SiteLog(self._site, log, self._keys[log]))
                self._copies = CopyAudit(self._site, self._ledger, self._keys[log], self._sealed)
                self._public = WholeLog(SiteLog(self._site, self._logs[1], self._keys[self._logs[1]]))
            log = self._logs[1]
            for position, data in self._public.news():
                self._take(position, data)
            self._entries = self._public.size
            self._compare_checkpoints(self._sealed)
        except (LogError, Corrupt) as error:
            self._unsound.append(finding("log-invalid", log=log, reason=error))

    def _take(self, position: int, data: bytes) -> None:
        try:
            entry = parse(data)
        except Malformed:
            self._unsound.append(finding("entry-invalid", position=position))
            return
        if not self._standing.take(entry):
            act = ACTS[entry.act] if isinstance(entry, Act) else entry.act
            about = entry.disclosure if isinstance(entry, Act) else ""
            self._unsound.append(finding("act-out-of-order", about, position=position, act=act))

    def _compare_checkpoints(self, sealed: GrownLog) -> None:
        """That the sealed log grew out of each of its checkpoints that the public one took in."""
        for taken in self._standing.taken:
            try:
                if taken.ledger != self._ledger:
                    raise NotProven(f"它说自己是 {taken.ledger} 的")
                sealed.require(taken.size, hash_of(taken.root, "检查点的根"))
            except (LogError, Corrupt) as error:
                self._unsound.append(finding("checkpoint-differs", size=taken.size, reason=error))
        self._checkpoints = len(self._standing.taken)

    def _stale(self) -> Iterator[Finding]:
        """Whether the sealed log grew on without its checkpoints being taken in."""
        assert self._sealed is not None
        now, last = self._sealed.latest.size, self._standing.taken[-1] if self._standing.taken else None
        size = last.size if last else 0
        if now > size and (last is None or abs(time.time() - Moment.parse(last.at).micros / 1e6) > STALE):
            yield finding("checkpoint-stale", size=size, at=last.at if last else "（从未收入）", now=now)

    # ---- The portal by the log ----

    def _compare(self, shown: Shown, watch: Watch) -> Iterator[Finding]:
        pages = self._standing.pages
        yield from self._stale()
        yield from (finding("page-twice", one) for one in shown.twice)
        yield from (
            finding("page-missing", one) for one, page in pages.items() if page.is_shown and one not in shown.pages
        )
        yield from (
            finding("notice-missing", one)
            for one, page in pages.items()
            if page.has_notice and one not in shown.notices
        )
        for done, one in enumerate(shown.pages.values(), 1):
            yield from self._compare_page(one, pages.get(one.id))
            watch(done, len(shown.pages))
        for notice in shown.notices.values():
            yield from _compare_notice(notice, pages.get(notice.id))
        logged = sum(page.last.act == "withheld" for page in pages.values())
        if shown.withheld != logged:
            yield finding("withheld-differs", shown=shown.withheld, logged=logged)

    def _compare_page(self, shown: Disclosure, logged: Page | None) -> Iterator[Finding]:
        if logged is None:
            yield finding("page-unlogged", shown.id)
            return
        if not logged.is_shown:
            yield finding("page-still-shown", shown.id, act=ACTS[logged.last.act])
            return
        if not _is_same(shown.position, shown.published_at, logged.first):
            yield finding("page-differs", shown.id, fields="位置或者公示时间", what="公开日志")
        assert self._copies is not None
        yield from self._copies.check(shown, logged)

    def _verdict(self, findings: tuple[Finding, ...]) -> Verdict:
        pages = self._standing.pages.values()
        return Verdict(
            ledger=self._ledger,
            keys=tuple((self._keys[log].text, log in self._given) for log in self._logs if log in self._keys),
            entries=self._entries,
            size=self._sealed.latest.size if self._sealed else 0,
            checkpoints=self._checkpoints,
            shown=sum(page.is_shown for page in pages),
            withdrawn=sum(page.has_notice for page in pages),
            withheld=sum(page.last.act == "withheld" for page in pages),
            lost=sum(page.last.act == "lost" for page in pages),
            copies=self._copies.count if self._copies else 0,
            findings=findings,
        )


def _compare_notice(shown: Withdrawal, logged: Page | None) -> Iterator[Finding]:
    if logged is None or not logged.has_notice:
        yield finding("notice-unlogged", shown.id)
        return
    same = _is_same(shown.position, shown.withdrawn_at, logged.last)
    if not same or Moment.of(shown.published_at) != Moment.parse(logged.first.at):
        yield finding("notice-differs", shown.id, fields="位置或者时间")


def _is_same(position: int, at: datetime, act: Act) -> bool:
    return position == act.source and Moment.of(at) == Moment.parse(act.at)

"""全过程记录制度 四 while a view lags: no recording is sent before its use can be written down, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from api.deployment import install, open_ledgers
from api.founding import found
from api.settings import Settings
from http_problems import is_problem
from http_town import SAMPLE, START, Town, catalogued, serving
from projections.follower import Follower
from projections.registry import PROJECTIONS
from records.application import Sender, record_entry
from records.moment import Moment
from records.register.events import DeviceClockChecked
from records.store.directory import Ledgers
from records.store.lease import Lease

LOOKING = {"purpose": "enforcement-supervision"}


class Lagging(NamedTuple):
    """A server that follows nothing by itself."""

    town: Town
    ledgers: Ledgers

    def follow(self, *, coverage: bool) -> None:
        """Brings the views up to the ledger, the coverage too or all but that."""
        views = [one for one in PROJECTIONS if coverage or one.name != "coverage"]
        Follower(self.ledgers, views).catch_up()

    def opened(self, digest: str, **params: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.town.tokens['sun']}"}
        return self.town.http.get(f"/objects/{digest}", params=params, headers=headers)

    def uses(self) -> list[str]:
        return [one["purpose"] for one in self.town.get("sun", "recording/uses")["items"]]


@pytest.fixture
def lagging(database: str, tmp_path: Path) -> Iterator[Lagging]:
    """The town's server, beside which somebody else has the work of the follower."""
    settings = Settings(var=tmp_path, database=database, port=0, documents="asked")
    install(settings)
    with open_ledgers(settings) as ledgers:
        registrar = found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人", Moment.of(START))
        catalogued(ledgers)
        assert Lease(ledgers.engine, "follower", "somebody else", length=600).take()
        with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as http:
            town = Town(http, registrar)
            town.settle()
            yield Lagging(town, ledgers)


def linked(lagging: Lagging, content: bytes) -> str:
    """A recording of a case, which no view knows yet."""
    town = lagging.town
    case, digest = town.file(), town.upload(content)
    lagging.follow(coverage=True)
    town.step("wang", case, {"type": "link-recording", "object": digest, "stage": "inspection"})
    return digest


@pytest.mark.article("全过程记录制度 四")
def test_a_recording_is_not_sent_while_the_view_of_uses_has_not_come_to_its_link(lagging: Lagging) -> None:
    digest = linked(lagging, b"linked a moment ago")
    lagging.follow(coverage=False)
    for params in ({}, LOOKING, {**LOOKING, "export": "1"}):
        answer = lagging.opened(digest, **params)
        is_problem(answer, 503, "not-yet-known")
        assert answer.headers["retry-after"] == "1"
    lagging.follow(coverage=True)
    assert lagging.uses() == []
    assert lagging.opened(digest).status_code == 422
    assert lagging.opened(digest, **LOOKING).content == b"linked a moment ago"
    lagging.follow(coverage=True)
    assert lagging.uses() == ["enforcement-supervision"]


@pytest.mark.article("全过程记录制度 四")
def test_what_is_no_recording_is_sent_while_the_view_lags_and_so_is_a_recording_that_it_knows(
    lagging: Lagging,
) -> None:
    town, digest = lagging.town, linked(lagging, b"known to the view")
    lagging.follow(coverage=True)
    case, scan = town.file(), town.upload(b"a scan of a paper")
    evidence = {"type": "add-evidence", "kind": "书证", "title": "营业执照", "source": "当事人"}
    town.step("wang", case, {**evidence, "object": scan})
    lagging.follow(coverage=False)
    assert lagging.opened(scan).content == b"a scan of a paper"
    assert lagging.opened(digest, **LOOKING).status_code == 200
    assert lagging.opened(digest).status_code == 422


@pytest.mark.article("全过程记录制度 四")
def test_nothing_is_sent_while_the_view_is_far_behind(lagging: Lagging) -> None:
    digest = linked(lagging, b"known, but long ago")
    lagging.follow(coverage=True)
    ledger = lagging.ledgers.get(SAMPLE)
    checked = DeviceClockChecked(device="recorder", checked_at=START.isoformat(), offset_seconds=1)
    for number in range(501):
        record_entry(ledger, checked, Sender("system", "system", f"check {number}", bytes(32)))
    is_problem(lagging.opened(digest, **LOOKING), 503, "not-yet-known")
    lagging.follow(coverage=True)
    assert lagging.opened(digest, **LOOKING).status_code == 200

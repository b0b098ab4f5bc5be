"""Feeds: they parse, they can be replayed to the end, archives stay, and nothing withdrawn is in them."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import httpx
import pytest

from api.sheets import guarded
from http_town import REAL, SAMPLE
from portal_town import FORMULA, MARKUP, ORDINARY, WITHDRAWN_FACTS, WITHDRAWN_PARTY, WITHHELD_FACTS, Portal

pytest_plugins = ("portal_site",)

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
EVERY = [
    f"/feeds/{scope}{kind}.{form}"
    for scope in ("", f"{SAMPLE}/")
    for kind in ("disclosures", "withdrawals")
    for form in ("json", "atom", "csv")
]


class Document(NamedTuple):
    """An Atom document."""

    feed: Element
    body: bytes
    cache: str

    @property
    def links(self) -> dict[str, str]:
        return {link.attrib["rel"]: link.attrib["href"] for link in self.feed.findall(f"{ATOM}link")}

    @property
    def entries(self) -> dict[str, str]:
        """Titles by id."""
        found = self.feed.findall(f"{ATOM}entry")
        return {one.findtext(f"{ATOM}id", ""): one.findtext(f"{ATOM}title", "") for one in found}


def atom(http: httpx.Client, address: str) -> Document:
    answer = http.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return Document(ElementTree.fromstring(answer.content), answer.content, answer.headers["cache-control"])


def archives(http: httpx.Client, address: str) -> dict[str, Document]:
    """Every archive of a feed, latest first."""
    found, document = {}, atom(http, address)
    while before := document.links.get("prev-archive"):
        document = found[before] = atom(http, before)
    return found


def rows(portal: Portal, path: str) -> list[dict[str, str]]:
    text = portal.http.get(path).content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


# ---- Formats ----


@pytest.mark.parametrize("scope", ["", f"{SAMPLE}/"])
def test_a_json_feed_leads_to_every_disclosure(portal: Portal, scope: str) -> None:
    document = portal.http.get(f"/feeds/{scope}disclosures.json").json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["title"].startswith("【样本数据，模拟时钟】")
    assert document["feed_url"] == str(portal.http.base_url.join(f"/feeds/{scope}disclosures.json"))
    items = document["items"]
    while following := document.get("next_url"):
        document = portal.http.get(following).json()
        items += document["items"]
    found = {item["id"]: item for item in items}
    assert len(found) == len(items) >= ORDINARY + 4
    assert found[f"urn:uuid:{portal.pages['标记']}"]["content_text"].count(MARKUP) == 3
    assert all(datetime.fromisoformat(item["date_modified"]) for item in items)


def test_an_atom_feed_is_what_rfc_4287_asks_for(portal: Portal) -> None:
    for path in (path for path in EVERY if path.endswith(".atom")):
        feed = atom(portal.http, path).feed
        assert feed.tag == f"{ATOM}feed"
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
            assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo is not None
        assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in feed.findall(f"{ATOM}entry"))


def test_a_feed_without_entries_is_a_feed_too(portal: Portal) -> None:
    empty = atom(portal.http, f"/feeds/{REAL}/disclosures.atom")
    assert empty.entries == {}
    assert "样本" not in (empty.feed.findtext(f"{ATOM}title") or "")
    assert portal.http.get(f"/feeds/{REAL}/withdrawals.json").json()["items"] == []
    assert rows(portal, f"/feeds/{REAL}/disclosures.csv") == []


def test_a_spreadsheet_runs_nothing(portal: Portal) -> None:
    found = {row["页面"].rpartition("/")[2]: row for row in rows(portal, f"/feeds/{SAMPLE}/disclosures.csv")}
    row = found[portal.pages["公式"]]
    assert (row["当事人"], row["事实"]) == (f"'{FORMULA}", "'+1-1 元的标价签")
    assert found[portal.pages["标记"]]["当事人"] == f"{MARKUP}商店"
    assert (row["状态"], row["罚款（元）"], row["样本数据"]) == ("公示中", "200.00", "是")
    assert len(found) >= ORDINARY + 4


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded(f"甲{text}") == f"甲{text}"


def test_a_csv_row_of_a_withdrawn_page_has_no_body(portal: Portal) -> None:
    row = next(one for one in rows(portal, "/feeds/disclosures.csv") if portal.pages["撤回"] in one["页面"])
    assert (row["状态"], row["当事人"], row["事实"], row["决定日期"]) == ("已撤回", "", "", "")
    notice = rows(portal, "/feeds/withdrawals.csv")[0]
    assert (notice["撤回情形"], notice["依据文书文号"]) == ("撤销", "监漳撤〔2026〕1号")


# ---- Withdrawn and withheld ----


def test_the_feeds_carry_a_withdrawal_under_the_id_of_the_page(portal: Portal) -> None:
    page = f"urn:uuid:{portal.pages['撤回']}"
    for kind in ("disclosures", "withdrawals"):
        title = atom(portal.http, f"/feeds/{SAMPLE}/{kind}.atom").entries[page]
        assert title.endswith("公示信息已撤回")
        items = portal.http.get(f"/feeds/{kind}.json").json()["items"]
        assert "行为人认定错误。" in next(item["content_text"] for item in items if item["id"] == page)


def test_no_feed_has_anything_of_a_withdrawn_or_withheld_body(portal: Portal) -> None:
    bodies = {path: portal.http.get(path).content for path in EVERY}
    for path in EVERY:
        if path.endswith(".atom"):
            bodies |= {address: one.body for address, one in archives(portal.http, path).items()}
    for text in (WITHDRAWN_FACTS, WITHDRAWN_PARTY, "清运炉渣", WITHHELD_FACTS, "保密案", *portal.cases.values()):
        assert not [path for path, body in bodies.items() if text.encode() in body]


# ---- Archives ----


@pytest.mark.parametrize("scope", ["", f"{SAMPLE}/"])
def test_archives_and_current_document_together_have_every_entry(portal: Portal, scope: str) -> None:
    current = atom(portal.http, f"/feeds/{scope}disclosures.atom")
    found = archives(portal.http, f"/feeds/{scope}disclosures.atom")
    assert [address.rpartition("/")[2] for address in found] == ["2025-03-04.atom", "2025-03-03.atom"]
    together = set(current.entries).union(*(one.entries for one in found.values()))
    published = {f"urn:uuid:{page}" for name, page in portal.pages.items() if name != "录像"}
    assert together == published


def test_archives_say_what_they_are_and_lead_both_ways(portal: Portal) -> None:
    current = f"/feeds/{SAMPLE}/disclosures.atom"
    later, earlier = archives(portal.http, current).values()
    for one in (later, earlier):
        assert one.feed.find(f"{HISTORY}archive") is not None
        assert one.links["current"].endswith(current)
        assert one.cache == "public, max-age=31536000, immutable"
    following = portal.http.get(earlier.links["next-archive"]).headers["location"]
    assert following == later.links["self"]
    assert portal.http.get(later.links["next-archive"]).headers["location"].endswith(current)
    assert atom(portal.http, current).feed.find(f"{HISTORY}archive") is None


def test_an_archive_stays_as_it_is_whatever_is_published_and_withdrawn(fresh: Portal) -> None:
    address = f"/feeds/{SAMPLE}/disclosures.atom"
    page = fresh.publish("归档后撤回", facts_shown="归档以后撤回的事实。")
    fresh.town.later(days=1, hours=1)
    fresh.settle()
    day = atom(fresh.http, address).links["prev-archive"]
    kept = atom(fresh.http, day).body
    assert page.encode() in kept
    fresh.publish("次日")
    fresh.town.later(days=1)
    fresh.town.step("qian", fresh.cases["归档后撤回"], fresh.town.revoking())
    fresh.publish("后来")
    fresh.settle()
    assert atom(fresh.http, address).entries[f"urn:uuid:{page}"].endswith("公示信息已撤回")
    after = archives(fresh.http, address)
    assert (len(after), after[day].body) == (2, kept)


def test_a_day_is_archived_when_it_is_over_for_every_ledger(portal: Portal) -> None:
    today = portal.town.now.date()
    for path in (f"/feeds/{SAMPLE}/disclosures/archive", "/feeds/disclosures/archive"):
        assert portal.http.get(f"{path}/{today}.atom").status_code == 404
        assert portal.http.get(f"{path}/2025-03-03.atom").status_code == 200
        assert portal.http.get(f"{path}/2025-03-02.atom").status_code == 404
        assert portal.http.get(f"{path}/2025-02-30.atom").status_code == 404
        assert portal.http.get(f"{path}/9999-12-31.atom").status_code == 404


# ---- How they are sent ----


@pytest.mark.parametrize("path", EVERY)
def test_a_feed_that_has_not_changed_is_not_sent_again(portal: Portal, path: str) -> None:
    first = portal.http.get(path)
    again = portal.http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert "set-cookie" not in first.headers
    assert first.headers["access-control-allow-origin"] == "*"
    assert portal.http.head(path).headers["etag"] == first.headers["etag"]


def test_there_is_no_other_feed(portal: Portal) -> None:
    for path in ("/feeds/cases.json", "/feeds/disclosures.xml", "/feeds/nowhere/disclosures.json"):
        assert portal.http.get(path).status_code == 404

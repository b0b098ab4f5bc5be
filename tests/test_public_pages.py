"""Every public page on a phone: nothing sticks out, no code stands in the place of words, no link is dead (第十条)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from http_town import SAMPLE
from portal_town import Portal

pytest_plugins = ("portal_site",)
pytestmark = pytest.mark.article("信息公示制度 第十条")

PHONE: Final = 390
"""Pixels."""

ALIKE: Final = 3
"""Pages of one kind that are looked at, and addresses that differ in their query alone."""

CODE: Final = re.compile(r"[a-z]+-[a-z]+")
"""How steps, procedures and values are called where people don't read."""

PLACES: Final = (
    "registers", "principles", "catalogue", "lists", "matters", "corrections", "complaint", "progress", "oversight",
    "file-evaluations", "recording-catalogue", "document-catalogue", "review-catalogue", "review-flowchart", "licences",
    "draws", "statistics", "withdrawals",
)  # fmt: skip
"""What has to be reached by links alone."""

LOOKED_AT: Final = """() => {
  const said = document.body.cloneNode(true);
  said.querySelectorAll('code, pre, script, style').forEach(one => one.remove());
  const all = (css) => [...document.querySelectorAll(css)];
  return {
    text: said.textContent,
    title: document.title,
    width: document.documentElement.scrollWidth,
    heads: all('h1').length,
    empty: all('h1, h2, h3, h4, th, dt, label, summary, button').filter(one => !one.textContent.trim()).length,
    unnamed: all('input:not([type=hidden]), select, textarea')
      .filter(one => !one.labels.length && !one.ariaLabel).map(one => one.name),
    links: all('a[href]').map(one => one.getAttribute('href')),
  };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone."""
    context = browser.new_context(viewport={"width": PHONE, "height": 844}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def looked_at(page: Page, portal: Portal) -> dict[str, dict[str, Any]]:
    """What stands on each page, by its address: all that links lead to from the first page, some of each kind."""
    base = str(portal.http.base_url).rstrip("/")
    found: dict[str, dict[str, Any]] = {}
    waiting, met, alike = ["/", f"/{SAMPLE}/"], set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        if path in met or not counted(path, alike):
            continue
        met.add(path)
        answer = portal.http.get(path, headers={"Accept": "text/html"})
        found[path] = {"status": answer.status_code}
        if answer.headers.get("content-type", "").startswith("text/html"):
            page.goto(base + path)
            found[path] |= page.evaluate(LOOKED_AT)
            links = (urljoin(base + path, one).partition("#")[0] for one in found[path]["links"])
            waiting += [one.removeprefix(base) for one in links if one.startswith(base)]
    return found


def counted(path: str, alike: Counter[str]) -> bool:
    """Whether a page of this kind is still to be looked at."""
    plain = path.partition("?")[0]
    kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/matters/).+|(?<=/api/).+", "*", plain)
    alike[kind] += 1
    return alike[kind] <= ALIKE


def pages(looked_at: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Those that people read."""
    return {path: one for path, one in looked_at.items() if "text" in one}


def test_links_lead_to_every_public_page_and_none_is_dead(looked_at: dict[str, dict[str, Any]]) -> None:
    reached = {path.partition("?")[0] for path in pages(looked_at)}
    assert [one for one in PLACES if f"/{SAMPLE}/{one}" not in reached] == []
    assert {path: one["status"] for path, one in looked_at.items() if one["status"] >= 400} == {}


def test_no_public_page_scrolls_sideways_on_a_phone(looked_at: dict[str, dict[str, Any]]) -> None:
    assert {path: one["width"] for path, one in pages(looked_at).items() if one["width"] > PHONE} == {}


def test_no_public_page_shows_a_code_in_the_place_of_words(looked_at: dict[str, dict[str, Any]]) -> None:
    shown = {path: set(CODE.findall(one["text"])) for path, one in pages(looked_at).items()}
    assert {path: codes for path, codes in shown.items() if codes} == {}


def test_every_public_page_has_one_heading_and_every_field_a_label(looked_at: dict[str, dict[str, Any]]) -> None:
    wrong = {
        path: (one["title"], one["heads"], one["empty"], one["unnamed"])
        for path, one in pages(looked_at).items()
        if not one["title"] or one["heads"] != 1 or one["empty"] or one["unnamed"]
    }
    assert wrong == {}


@pytest.mark.parametrize("path", [one for one in PLACES if one not in ("complaint", "progress")])
def test_what_everybody_reads_is_kept_by_caches_and_asked_for_anew(portal: Portal, path: str) -> None:
    headers = {"Accept": "text/html"}
    first = portal.http.get(f"/{SAMPLE}/{path}", headers=headers)
    assert (first.status_code, first.headers["cache-control"]) == (200, "public, no-cache")
    again = portal.http.get(f"/{SAMPLE}/{path}", headers=headers | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


@pytest.mark.parametrize("path", ["complaint", "progress"])
def test_a_form_is_kept_by_nobody(portal: Portal, path: str) -> None:
    assert portal.http.get(f"/{SAMPLE}/{path}").headers["cache-control"] == "private, no-store"

"""Public copies over HTTP: downloaded from the page, checked by the command, gone with the page."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import httpx

from commands import said
from http_town import SAMPLE
from portal_town import WITHDRAWN_FACTS, WITHDRAWN_PARTY, Portal
from records.copy.checking import Proven, check
from records.copy.form import digest, encode, parse, statement_of
from records.log.notes import VerifierKey

pytest_plugins = ("portal_site",)


def downloaded(portal: Portal, page: str) -> httpx.Response:
    """The copy of a page, once the log has it."""
    deadline = time.monotonic() + 20
    while (answer := portal.http.get(f"/public/{SAMPLE}/disclosures/{page}/copy")).status_code == 503:
        assert answer.headers["retry-after"]
        assert answer.json()["type"].endswith("not-provable")
        assert time.monotonic() < deadline, "the log doesn't come on"
        time.sleep(0.1)
    return answer


def key_of(portal: Portal) -> VerifierKey:
    return VerifierKey.parse(portal.http.get(f"/log/{SAMPLE}/key").text.strip())


def proven(portal: Portal, page: str) -> Proven:
    answer = downloaded(portal, page)
    assert answer.status_code == 200, answer.text
    return check(parse(answer.content), key_of(portal))


def test_every_public_page_has_a_copy_that_proves_what_it_shows(portal: Portal) -> None:
    for name in ("标记", "公式", "遮盖", "普通0"):
        page = portal.pages[name]
        found, shown = proven(portal, page), portal.http.get(f"/public/{SAMPLE}/disclosures/{page}").json()
        disclosure = shown["page"]["disclosure"]
        assert found.said.disclosure == page
        assert found.review.position == disclosure["position"]
        assert found.said.copy.number == disclosure["number"]
        for field in ("party", "facts", "content", "agency", "matter"):
            assert getattr(found.said.copy, field) == disclosure["copy"][field], field
        assert list(found.said.masked) == disclosure["masked"]
        entries = [portal.http.get(f"/log/{SAMPLE}/proof/{at.position}") for at in (found.review, found.decision)]
        assert [entry.status_code for entry in entries] == [200, 200]


def test_the_page_leads_to_its_copy(portal: Portal) -> None:
    page = portal.pages["普通1"]
    found = re.search(r'href="([^"]+)" download>下载可验证副本', portal.text(f"/{SAMPLE}/disclosures/{page}"))
    assert found
    answer = downloaded(portal, page)
    assert portal.http.get(found[1]).content[:200] == answer.content[:200]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == f'attachment; filename="{SAMPLE}-{page}.copy.json"'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in answer.headers
    assert portal.http.head(found[1]).status_code == 200


def test_a_downloaded_copy_is_checked_by_the_command(portal: Portal, tmp_path: Path) -> None:
    file, page = tmp_path / "copy.json", portal.pages["普通2"]
    file.write_bytes(downloaded(portal, page).content)
    done = said("check", str(file), "--key", key_of(portal).text, MINGJING_VAR=tmp_path / "var")
    assert (done.returncode, done.stderr) == (0, "")
    assert digest(encode(statement_of(parse(file.read_bytes())))) in done.stdout
    assert "公钥可信" not in done.stdout
    unknown = said("check", str(file), MINGJING_VAR=tmp_path / "var")
    assert unknown.returncode == 2  # nothing was checked
    assert "--key" in unknown.stderr


def test_without_a_key_the_one_that_is_published_here_is_taken_and_said(fresh: Portal, tmp_path: Path) -> None:
    file = tmp_path / "copy.json"
    page = fresh.publish("普通")
    fresh.settle()
    file.write_bytes(downloaded(fresh, page).content)
    done = said("check", str(file), MINGJING_VAR=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "公钥可信：没有以 --key 给出公钥" in done.stdout


def test_a_withdrawn_or_withheld_page_has_no_copy(portal: Portal) -> None:
    for page in (portal.pages["撤回"], portal.cases["标记"], "none", "0" * 200):
        answer = portal.http.get(f"/public/{SAMPLE}/disclosures/{page}/copy")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_copy_that_was_there_is_gone_with_its_page(fresh: Portal) -> None:
    page = fresh.publish("普通")
    fresh.settle()
    assert downloaded(fresh, page).status_code == 200
    fresh.town.step("qian", fresh.cases["普通"], fresh.town.revoking())
    fresh.settle()
    assert fresh.http.get(f"/public/{SAMPLE}/disclosures/{page}/copy").status_code == 404


def test_no_copy_shows_what_is_not_public(portal: Portal) -> None:
    texts = [downloaded(portal, page).text for name, page in portal.pages.items() if name != "撤回"]
    hidden: list[Any] = [WITHDRAWN_FACTS, WITHDRAWN_PARTY, *portal.cases.values(), *portal.town.people.values()]
    assert not [one for one in hidden if any(one in text for text in texts)]

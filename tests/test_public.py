"""The public part as JSON, and the lists that staff read as JSON."""

from __future__ import annotations

import re
from typing import Any

import httpx

from http_town import REAL, SAMPLE
from portal_town import MARKUP, ORDINARY, WITHDRAWN_FACTS, WITHDRAWN_PARTY, WITHHELD_FACTS, Portal
from town import AGENCY

pytest_plugins = ("portal_site",)

LISTS = ("disclosures", "withdrawals", "statistics", "withheld")


def walk(portal: Portal, path: str) -> list[Any]:
    """Every item of a list, page after page by RFC 8288."""
    items, following = [], path
    while following:
        answer = portal.http.get(following)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        following = answer.links.get("next", {}).get("url", "")
        assert answer.json()["next"] == (following or None)
    return items


def staff(portal: Portal, who: str, path: str, **params: str) -> httpx.Response:
    return portal.town.send(who, "GET", path, params=params or None)


# ---- Public ----


def test_the_list_of_disclosures_is_walked_by_its_links(portal: Portal) -> None:
    items = walk(portal, f"/public/{SAMPLE}/disclosures")
    found = [one["disclosure"]["id"] for one in items]
    assert len(found) == len(set(found))
    assert {portal.pages[name] for name in ("标记", "公式", "遮盖", "普通0")} <= set(found)
    assert portal.pages["撤回"] not in found
    assert len(found) >= ORDINARY + 3
    assert items[0]["url"].endswith(f"/{SAMPLE}/disclosures/{found[0]}")
    times = [one["disclosure"]["published_at"] for one in items]
    assert times == sorted(times, reverse=True)


def test_the_links_keep_the_filters(portal: Portal) -> None:
    items = walk(portal, f"/public/{SAMPLE}/disclosures?q=占用便道&year=2025&agency={AGENCY}")
    assert len(items) == ORDINARY
    assert len(walk(portal, f"/public/{SAMPLE}/disclosures?q=第7处")) == 1
    assert walk(portal, f"/public/{SAMPLE}/disclosures?q=%00第99处%0b") == []


def test_a_masked_field_is_null_and_named(portal: Portal) -> None:
    page = portal.http.get(f"/public/{SAMPLE}/disclosures/{portal.pages['遮盖']}").json()["page"]["disclosure"]
    assert page["masked"] == ["party", "amounts"]
    assert (page["copy"]["party"], page["copy"]["fine_yuan"]) == (None, None)
    assert (page["grounds"], page["basis"]) == (["other-law"], "某某条例第八条")


def test_a_text_is_given_as_it_was_reviewed(portal: Portal) -> None:
    answer = portal.http.get(f"/public/{SAMPLE}/disclosures/{portal.pages['标记']}")
    assert answer.json()["page"]["disclosure"]["copy"]["party"] == f"{MARKUP}商店"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_withdrawn_page_has_its_notice_and_no_body(portal: Portal) -> None:
    page = portal.http.get(f"/public/{SAMPLE}/disclosures/{portal.pages['撤回']}").json()["page"]
    assert (page["disclosure"]["status"], page["disclosure"]["copy"]) == ("withdrawn", None)
    notice = portal.http.get(f"/public/{SAMPLE}/withdrawals/{portal.pages['撤回']}").json()["notice"]
    assert notice == page["withdrawal"]
    assert (notice["effect"], notice["instrument_number"]) == ("revoked", "监漳撤〔2026〕1号")
    assert [one["id"] for one in walk(portal, f"/public/{SAMPLE}/withdrawals")] == [portal.pages["撤回"]]


def test_nothing_withdrawn_or_withheld_or_internal_is_given_out(portal: Portal) -> None:
    given = [portal.http.get(f"/public/{SAMPLE}/{name}").text for name in LISTS]
    given += [portal.http.get(f"/public/{SAMPLE}/disclosures/{page}").text for page in portal.pages.values()]
    for text in (WITHDRAWN_FACTS, WITHDRAWN_PARTY, WITHHELD_FACTS, "保密案", *portal.cases.values()):
        assert not any(text in one for one in given)


def test_what_is_withheld_is_counted_by_ground(portal: Portal) -> None:
    answer = portal.http.get(f"/public/{SAMPLE}/withheld").json()
    assert (answer["total"], answer["by_ground"]) == (1, {"secret-or-privacy": 1, "security": 1})


def test_a_sample_says_so_in_every_answer(portal: Portal) -> None:
    for name in LISTS:
        assert portal.http.get(f"/public/{SAMPLE}/{name}").json()["ledger"]["sample"] is True
        assert portal.http.get(f"/public/{REAL}/{name}").json()["ledger"]["sample"] is False


def test_statistics_are_summed_by_what_is_asked_for(portal: Portal) -> None:
    total = portal.http.get(f"/public/{SAMPLE}/statistics?by=").json()["items"][0]
    agencies = portal.http.get(f"/public/{SAMPLE}/statistics?by=agency,month").json()["items"]
    assert total["decisions"] == sum(one["decisions"] for one in agencies) >= ORDINARY + 5
    assert (total["withheld"], total["revoked"]) == (1, 1)
    assert {one["agency"] for one in agencies} <= {AGENCY, ""}
    assert "refusals" not in total
    kept = {one["limit_id"]: one for one in total["terms"]}
    assert kept["publication.guidance"]["late_recorded"] == 0
    assert portal.http.get(f"/public/{SAMPLE}/statistics?by=person").status_code == 422


def test_statistics_say_how_long_each_stage_took(portal: Portal) -> None:
    total = portal.http.get(f"/public/{SAMPLE}/statistics?by=").json()["items"][0]
    months = portal.http.get(f"/public/{SAMPLE}/statistics?by=agency,month").json()["items"]
    found = {one["span"]: one for one in total["spans"]}
    signed = found["filed-signed"]
    assert (
        signed["cases"]
        == total["decisions"]
        == sum(one["cases"] for row in months for one in row["spans"] if one["span"] == "filed-signed")
    )
    assert list(signed["within"]) == ["3", "7", "15", "30", "60", "90"]
    assert sorted(signed["within"].values()) == list(signed["within"].values())
    assert staff(portal, "sun", "statistics", by="").json()["items"][0]["spans"] == total["spans"]


def test_anybody_may_read_and_nobody_is_remembered(portal: Portal) -> None:
    for name in LISTS:
        answer = portal.http.get(f"/public/{SAMPLE}/{name}")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "set-cookie" not in answer.headers
        again = portal.http.get(f"/public/{SAMPLE}/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert portal.http.head(f"/public/{SAMPLE}/{name}").status_code == 200


def test_what_is_wrong_is_a_problem(portal: Portal) -> None:
    for path, status in {
        f"/public/{SAMPLE}/disclosures?cursor=x": 422,
        f"/public/{SAMPLE}/disclosures?year=0": 422,
        f"/public/{SAMPLE}/disclosures?q={'长' * 201}": 422,
        f"/public/{SAMPLE}/disclosures/{portal.cases['标记']}": 404,
        f"/public/{SAMPLE}/withdrawals/{portal.pages['标记']}": 404,
        "/public/nowhere/disclosures": 404,
    }.items():
        answer = portal.http.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), path


# ---- Staff ----


def test_lists_of_staff_need_their_permission(portal: Portal) -> None:
    for path in ("cases", "statistics", "supervision/due", "supervision/refusals"):
        assert portal.http.get(f"/api/{SAMPLE}/{path}").status_code == 401
        assert staff(portal, "sun", path).status_code == 200
        assert staff(portal, "recorder", path).status_code == 403
        assert staff(portal, "li", path).status_code == (403 if path.startswith("supervision") else 200)


def test_cases_are_listed_with_how_far_they_are(portal: Portal) -> None:
    found = staff(portal, "li", "cases", q="普通7案").json()["items"]
    assert [(one["case_id"], one["stage"]) for one in found] == [(portal.cases["普通7"], "disclosure")]
    assert staff(portal, "li", "cases", stage="hearing").json()["items"] == []


def test_refused_steps_are_listed_with_their_article(portal: Portal) -> None:
    refused = staff(portal, "sun", "supervision/refusals").json()["items"]
    assert portal.cases["标记"] in [one["case_id"] for one in refused]
    assert all(re.search("第.+条", one["article"]) for one in refused)
    assert staff(portal, "sun", "supervision/refusals", before="1").json()["items"] == []
    assert staff(portal, "sun", "supervision/refusals", before="x").status_code == 422


def test_terms_are_listed_by_their_state(portal: Portal) -> None:
    kept = staff(portal, "sun", "supervision/due", state="kept,lapsed", limit="publication.guidance")
    assert {one["state"] for one in kept.json()["items"]} <= {"kept", "lapsed"}
    assert len(kept.json()["items"]) >= ORDINARY
    following = staff(portal, "sun", "supervision/due", state="open,kept").links["next"]["url"]
    assert "state=open%2Ckept" in following
    assert staff(portal, "sun", "supervision/due", state="late").status_code == 422


def test_statistics_for_staff_have_refusals_too(portal: Portal) -> None:
    total = staff(portal, "sun", "statistics", by="").json()["items"][0]
    assert total["refusals"] >= 1
    assert staff(portal, "sun", "statistics", first_month="2025-04").json()["items"] == []
    assert staff(portal, "sun", "statistics", first_month="April").status_code == 422

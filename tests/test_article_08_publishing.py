"""公示的再审查、载体、履行情况、清单一致性和撤回 (信息公示制度 第七条 to 第九条, 第十一条, 第十二条, 第十四条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from http_town import SAMPLE, Town, site
from penal import AGENCY, MATTER
from records.correction.commands import (
    CheckInformation,
    CorrectDisclosure,
    DecideCorrection,
    RequestCorrection,
)
from records.penalty.commands import ReviewSecrecy

EFFECTS: Final = ("revoked", "changed", "confirmed-illegal", "void", "redo-ordered")
WITHHELD: Final = {
    "outcome": "withheld",
    "party_shown": "",
    "grounds": ["secret-or-privacy"],
    "basis": "保守国家秘密法 第二十八条",
}
AGAIN: Final = {
    "type": "re-review-disclosure",
    "outcome": "open",
    "party_shown": "张某某",
    "reason": "不予公示的情形已经消除。",
}


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def public(town: Town, path: str) -> Any:
    town.projected()
    answer = town.http.get(f"/public/{SAMPLE}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def page_of(town: Town, case: str) -> str:
    town.projected()
    return str(town.get("sun", f"cases/{case}")["disclosure"]["disclosure"])


def shown(town: Town, page: str) -> str:
    town.projected()
    answer = town.http.get(f"/{SAMPLE}/disclosures/{page}")
    assert answer.status_code == 200, answer.text
    return answer.text


def refused(town: Town, who: str, case: str, content: dict[str, Any]) -> str:
    answer = town.post(who, f"cases/{case}/steps", content)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["code"])


def waiting(town: Town, case: str) -> set[str]:
    return {one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]}


def term(town: Town, case: str, limit: str, state: str = "open") -> Any:
    """A term of the case in the list that the supervisor reads."""
    town.projected()
    found = town.get("sun", "supervision/due", state=state, limit=limit)["items"]
    return next(one for one in found if one["case_id"] == case)


def website(town: Town, **changes: Any) -> dict[str, Any]:
    given = {"carrier": "website", "place": "县政府网站", "url": "https://www.example.gov.cn/1.html"}
    known = {"digest": "f" * 64, "from_on": town.now.date().isoformat()}
    return {"type": "record-carrier", **given, **known, **changes}


# ---- 第八条 ----


@pytest.mark.article("信息公示制度 第八条")
def test_what_is_withheld_is_counted_by_ground_and_nothing_else_of_it_is_public(town: Town) -> None:
    case = town.cleared()
    before = public(town, "withheld")
    town.step("qian", case, town.reviewing(**WITHHELD))
    after = public(town, "withheld")
    assert after["total"] == before["total"] + 1
    assert after["by_ground"]["secret-or-privacy"] == before["by_ground"].get("secret-or-privacy", 0) + 1
    page = page_of(town, case)
    for path in (f"/{SAMPLE}/disclosures/{page}", f"/public/{SAMPLE}/disclosures/{page}"):
        assert town.http.get(path).status_code == 404
    assert "re-review-disclosure" in waiting(town, case)


@pytest.mark.article("信息公示制度 第八条", "信息公示制度 第十二条")
def test_a_cleared_decision_goes_on_with_its_clock_and_is_published_with_its_own_copy(town: Town) -> None:
    case = town.cleared()
    town.step("qian", case, town.reviewing(**WITHHELD))
    town.later(days=200)
    town.take(case, ReviewSecrecy)
    town.projected()
    days = [term(town, case, f"publication.{one}")["due_on"] for one in ("guidance", "regulation", "openness")]
    assert days == sorted(days)
    assert days[0] > town.now.date().isoformat()
    assert refused(town, "wang-2", case, AGAIN) == "reviewer-is-handler"
    count = public(town, "withheld")["total"]
    town.step("qian", case, AGAIN)
    assert public(town, "withheld")["total"] == count - 1
    page = page_of(town, case)
    found = public(town, f"disclosures/{page}")["page"]["disclosure"]
    assert (found["status"], found["copy"]["party"]) == ("current", "张某某")
    assert found["published_at"].startswith(town.now.date().isoformat()[:7])
    assert refused(town, "qian", case, AGAIN) == "nothing-kept-back"


@pytest.mark.article("信息公示制度 第八条")
def test_a_redacted_page_shows_more_under_its_own_id_once_it_is_reviewed_again(town: Town) -> None:
    case = town.cleared()
    hidden = {"outcome": "redacted", "masked": ["facts"], "grounds": ["hinders-enforcement"], "basis": "某条例 第一条"}
    town.step("qian", case, town.reviewing(**hidden))
    page = page_of(town, case)
    before = public(town, f"disclosures/{page}")["page"]["disclosure"]
    again = {**AGAIN, "outcome": "withheld", "party_shown": "", "grounds": ["security"], "basis": "某条例 第一条"}
    assert refused(town, "qian", case, again) == "re-review-takes-down"
    more = {**AGAIN, **hidden, "masked": ["facts", "reasons"]}
    assert refused(town, "qian", case, more) == "re-review-takes-down"
    town.step("qian", case, AGAIN)
    after = public(town, f"disclosures/{page}")["page"]["disclosure"]
    assert (before["copy"]["facts"], before["masked"]) == (None, ["facts"])
    assert after["copy"]["facts"]
    assert (after["masked"], after["published_at"]) == ([], before["published_at"])


@pytest.mark.article("信息公示制度 第八条", "信息公示制度 第十三条")
def test_what_was_corrected_stays_so_when_more_of_the_page_is_shown(town: Town) -> None:
    case = town.cleared()
    hidden = {
        "outcome": "redacted",
        "masked": ["reasons"],
        "grounds": ["hinders-enforcement"],
        "basis": "某条例 第一条",
    }
    town.step("qian", case, town.reviewing(**hidden))
    given = {"source": "agency", "requesters": (), "related_case": case, "published_at": "", "materials": ()}
    body = town.saying(RequestCorrection, **given, received_on=town.now.date())
    correction = str(town.made("qian", "cases", body)["case"])
    town.take(correction, CheckInformation)
    town.grant("feng-2", f"person:{town.people['feng']}", "disclosure-officer", agency=AGENCY)
    town.step("feng-2", correction, town.saying(DecideCorrection, decided_by=town.people["feng"]))
    said = town.saying(CorrectDisclosure, related_case=correction)
    town.step("qian", case, said)
    town.step("qian", case, AGAIN)
    found = public(town, f"disclosures/{page_of(town, case)}")["page"]["disclosure"]
    assert found["copy"]["facts"] == said["facts_shown"]
    assert found["copy"]["reasons"]
    assert (found["masked"], len(found["corrections"])) == ([], 1)


# ---- 第九条 ----


@pytest.mark.article("信息公示制度 第九条", "信息公示制度 第十四条")
def test_a_failed_carrier_is_tried_again_and_a_recall_goes_to_each_carrier_with_proof(town: Town) -> None:
    case = town.published()
    failed = {"type": "note-carrier-failed", "carrier": "website", "place": "县政府网站", "reason": "维护中。"}
    town.step("qian", case, failed)
    assert "retry-carrier" in waiting(town, case)
    assert refused(town, "qian", case, website(town, digest="")) == "carrier-proof"
    assert refused(town, "qian", case, website(town, place="张三丰家门口")) == "party-not-masked"
    numbered = website(town, url="https://www.example.gov.cn/13812345678.html")
    assert refused(town, "qian", case, numbered) == "personal-data-shown"
    town.step("qian", case, website(town))
    assert "retry-carrier" not in waiting(town, case)
    photo = town.upload(b"a photo of the board")
    board = {"carrier": "notice-board", "place": "镇政府公告栏", "url": "", "digest": "", "object": photo}
    town.step("qian", case, website(town, **board))
    page = page_of(town, case)
    assert "镇政府公告栏" in shown(town, page)
    assert [one["carrier"] for one in public(town, f"disclosures/{page}")["page"]["more"]["carriers"]] == [
        "website",
        "notice-board",
    ]
    town.step("wang", case, town.revoking())
    assert "recall-carrier" in waiting(town, case)
    gone = {"type": "recall-carrier", "item": "载体1"}
    assert refused(town, "qian", case, gone) == "recall-proof"
    town.step("qian", case, {**gone, "url": "https://www.example.gov.cn/1.html"})
    assert "recall-carrier" in waiting(town, case)
    town.step("qian", case, {**gone, "item": "载体2", "object": photo})
    assert "recall-carrier" not in waiting(town, case)


@pytest.mark.article("信息公示制度 第九条", "信息公示制度 第十四条")
def test_a_carrier_of_before_that_is_entered_after_the_withdrawal_is_to_be_recalled_at_once(town: Town) -> None:
    case = town.published()
    town.later(days=5)
    town.step("wang", case, town.revoking())
    town.later(days=1)
    assert refused(town, "qian", case, website(town)) == "page-not-public"
    assert "recall-carrier" not in waiting(town, case)
    town.grant("qian-3", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    stood = (town.now - timedelta(days=4)).date().isoformat()
    before = {"entry": town.on_paper(), "occurred_at": stood, "from_on": stood}
    town.step("qian-3", case, website(town, **before))
    assert "recall-carrier" in waiting(town, case)
    received = (town.now - timedelta(days=1)).date().isoformat()
    assert term(town, case, "carrier-recall")["starts_on"] == received
    today = town.now.date().isoformat()
    after = {"entry": before["entry"], "occurred_at": today, "place": "县司法局网站"}
    town.step("qian-3", case, website(town, **after))
    steps = town.get("sun", f"cases/{case}/timeline")["steps"]
    found = {one["event"]["item"]: one["defects"] for one in steps if one["type"] == "carrier-recorded/1"}
    assert {item: [one["code"] for one in defects] for item, defects in found.items()} == {
        "载体1": [],
        "载体2": ["page-not-public"],
    }
    gone = {"type": "recall-carrier", "url": "https://www.example.gov.cn/1.html"}
    for item in ("载体1", "载体2"):
        assert "recall-carrier" in waiting(town, case)
        town.step("qian", case, {**gone, "item": item})
    assert "recall-carrier" not in waiting(town, case)


@pytest.mark.article("信息公示制度 第九条")
def test_the_sheet_for_the_notice_board_has_the_public_text_and_no_name(town: Town) -> None:
    case = town.published()
    found = next(one for one in town.get("wang", f"cases/{case}/documents") if one["paper"] == "notice-board-sheet")
    asked = {"step": found["step"], "paper": "notice-board-sheet", "reason": "张贴公告栏"}
    town.made("wang", f"cases/{case}/documents", asked)
    town.projected()
    listed = town.get("wang", f"cases/{case}/documents")
    edition = next(one for one in listed if one["paper"] == "notice-board-sheet")["editions"][0]
    reader = {"Authorization": f"Bearer {town.tokens['wang']}"}
    text = town.http.get(edition["text"], headers=reader).content.decode()
    assert "行政执法决定公示单" in text
    assert "张某某" in text
    assert "张三丰" not in text


# ---- 第七条 ----


@pytest.mark.article("信息公示制度 第七条")
def test_the_page_says_how_far_the_decision_is_fulfilled_as_the_record_has_it(town: Town) -> None:
    case = town.published()
    page = page_of(town, case)
    said = {"type": "publish-fulfilment", "state": "paid"}
    assert refused(town, "qian", case, said) == "fulfilment-differs"
    payment = {"type": "record-payment", "purpose": "fine", "paid_on": town.now.date().isoformat()}
    town.step("wang", case, {**payment, "amount_yuan": "80.00", "receipt": f"{page}-1"[:60]})
    assert "publish-fulfilment" in waiting(town, case)
    assert refused(town, "qian", case, said) == "fulfilment-differs"
    assert refused(town, "wang-2", case, {**said, "state": "partly-paid"}) == "reviewer-is-handler"
    town.step("qian", case, {**said, "state": "partly-paid"})
    assert "publish-fulfilment" not in waiting(town, case)
    more = public(town, f"disclosures/{page}")["page"]["more"]["fulfilment"]
    assert (more["state"], more["asked_yuan"], more["paid_yuan"]) == ("partly-paid", "200.00", "80.00")
    town.step("wang", case, {**payment, "amount_yuan": "120.00", "receipt": f"{page}-2"[:60]})
    town.step("qian", case, said)
    assert "已经缴清" in shown(town, page)
    feed = town.http.get(f"/feeds/{SAMPLE}/disclosures.json").text
    assert "履行情况：已经缴清" in feed


# ---- 第十一条 ----


@pytest.mark.article("信息公示制度 第十一条")
def test_a_decision_against_the_list_is_published_only_with_a_reason_that_is_public_too(town: Town) -> None:
    since = town.now.date().isoformat()
    listed = {"agency": AGENCY, "kind": "power", "version": 7, "valid_from": since}
    town.enter({"type": "list-published/1", **listed, "items": [{"matter": MATTER, "wording": "对占用道路的处罚"}]})
    case = town.cleared()
    assert refused(town, "qian", case, town.reviewing()) == "list-mismatch"
    override = {"type": "override-list-mismatch", "reason": "清单的名称正在更正。"}
    assert refused(town, "wang", case, override) == "head-only"
    assert refused(town, "zhao", case, {**override, "reason": "张三丰要求公示。"}) == "party-not-masked"
    town.step("zhao", case, override)
    town.step("qian", case, town.reviewing())
    page = page_of(town, case)
    checked = public(town, f"disclosures/{page}")["page"]["more"]["list"]
    assert (checked["version"], checked["reason"]) == (7, "清单的名称正在更正。")
    assert "对占用道路的处罚" in checked["mismatches"][0]
    assert "清单的名称正在更正。" in shown(town, page)
    assert "清单的名称正在更正。" in town.http.get(f"/feeds/{SAMPLE}/disclosures.json").text
    mended = [{"matter": MATTER, "wording": "对占道经营的处罚"}]
    town.enter({"type": "list-published/1", **listed, "version": 8, "items": mended})
    case = town.published()
    assert public(town, f"disclosures/{page_of(town, case)}")["page"]["more"]["list"]["reason"] == ""


# ---- 第十四条 ----


@pytest.mark.article("信息公示制度 第十四条")
@pytest.mark.parametrize("effect", EFFECTS)
def test_under_each_ground_the_page_becomes_a_notice_and_the_decision_stays_with_the_auditor(
    town: Town, effect: str
) -> None:
    case = town.published()
    page = page_of(town, case)
    facts = public(town, f"disclosures/{page}")["page"]["disclosure"]["copy"]["facts"]
    changed = {"kinds": ["罚款"], "fine_yuan": "100.00"} if effect == "changed" else {}
    town.step("wang", case, town.revoking(effect=effect, **changed))
    body = public(town, f"disclosures/{page}")["page"]
    assert (body["disclosure"]["status"], body["disclosure"]["copy"]) == ("withdrawn", None)
    notice = body["withdrawal"]
    assert (notice["effect"], notice["instrument_number"], notice["explanation"]) == (
        effect,
        "监漳撤〔2026〕1号",
        "适用法律错误。",
    )
    assert facts not in shown(town, page)
    entries = town.http.get(f"/feeds/{SAMPLE}/disclosures.json").json()["items"]
    its = [one for one in entries if page in one["url"]]
    assert [one["tags"] for one in its] == [["撤回"]]
    assert facts not in its[0]["content_text"]
    assert notice["number"] in town.http.get(f"/feeds/{SAMPLE}/withdrawals.json").text
    assert town.get("sun", f"cases/{case}")["decision"]["facts"] == facts
    assert term(town, case, "withdrawal", "kept")["in_time"] is True


@pytest.mark.article("信息公示制度 第十四条")
@pytest.mark.parametrize(("days", "in_time"), [(2, True), (10, False)])
def test_a_withdrawal_is_late_by_the_days_since_the_instrument_reached_the_agency(
    town: Town, days: int, in_time: bool
) -> None:
    case = town.published()
    dated, received = town.now.date(), (town.later(days=30)).date()
    town.later(days=days)
    instrument = {"kind": "judgment", "number": "（2025）晋0429行初1号", "body": "武乡县人民法院"}
    days_of = {"dated_on": dated.isoformat(), "received_on": received.isoformat()}
    page = page_of(town, case)
    assert public(town, f"disclosures/{page}")["page"]["disclosure"]["status"] == "current"
    town.step("wang", case, town.revoking() | {"instrument": {**instrument, **days_of}})
    found = term(town, case, "withdrawal", "kept")
    assert found["starts_on"] == received.isoformat()
    assert found["due_on"] > received.isoformat()
    assert (found["kept_on"], found["in_time"]) == (town.now.date().isoformat(), in_time)
    assert (found["due_on"] >= found["kept_on"]) is in_time
    assert public(town, f"disclosures/{page}")["page"]["disclosure"]["status"] == "withdrawn"


@pytest.mark.article("信息公示制度 第八条", "信息公示制度 第十四条")
def test_a_tag_that_comes_when_the_publication_has_ended_finds_nothing_to_take_down(town: Town) -> None:
    case = town.published()
    page = page_of(town, case)
    town.step("wang", case, town.paying("200.00"))
    town.step("qian", case, town.repaired())
    answer = town.post("qian", f"cases/{case}/steps", {"type": "end-publication"})  # or the timer was sooner
    assert answer.status_code == 201 or answer.json()["code"] == "page-not-public", answer.text
    ended = public(town, f"disclosures/{page}")
    tag = {"type": "tag-secrecy", "secrecy": "state", "reason": "涉及国家秘密。"}
    town.step("zhao", case, tag)
    assert "take-down-page" not in waiting(town, case)
    due = town.get("sun", "supervision/due", limit="tagged-public")["items"]
    assert case not in {one["case_id"] for one in due}
    assert refused(town, "qian", case, town.reviewing(**WITHHELD)) == "already-disclosed"
    after = public(town, f"disclosures/{page}")
    assert after == ended
    assert (after["page"]["disclosure"]["status"], after["page"]["disclosure"]["copy"]) == ("ended", None)
    assert town.http.get(f"/public/{SAMPLE}/disclosures/{page}/copy").status_code == 404
    town.step("zhao", case, {**tag, "secrecy": "", "reason": "已经解密。"})
    for again in (town.reviewing(), AGAIN):
        assert refused(town, "qian", case, again) in ("already-disclosed", "nothing-kept-back")


@pytest.mark.article("信息公示制度 第十四条")
def test_the_decision_that_is_made_anew_links_back_to_the_one_it_replaces(town: Town) -> None:
    old = town.published()
    page = page_of(town, old)
    number = public(town, f"disclosures/{page}")["page"]["disclosure"]["number"]
    town.step("wang", old, town.revoking(effect="redo-ordered", procedure_only=True))
    case = town.prepared()
    town.step("wang", case, {"type": "link-redo", "number": number})
    town.step("zhao", case, town.signing())
    town.step("wang", case, town.serving())
    town.take(case, ReviewSecrecy)
    town.step("qian", case, town.reviewing())
    anew = page_of(town, case)
    assert public(town, f"disclosures/{anew}")["page"]["more"]["supersedes"] == {"id": page, "number": number}
    assert f'href="/{SAMPLE}/disclosures/{page}"' in shown(town, anew)
    assert f'href="/{SAMPLE}/disclosures/{anew}"' in shown(town, page)

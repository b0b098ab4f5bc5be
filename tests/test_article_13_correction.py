"""信息公示制度 第十三条 through HTTP: corrections found and asked for, answered, shown with what differed."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from http_town import SAMPLE, Town, site
from penal import AGENCY
from records.copy.checking import Proven, check
from records.copy.form import parse
from records.correction import commands as c
from records.log.notes import VerifierKey
from records.penalty.commands import ArchiveCase

pytestmark = pytest.mark.article("信息公示制度 第十三条")

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PDF = b"%PDF-1.7\n" + b"x" * 64
REQUESTER = "刘大明"


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        deciders(found.town)
        yield found.town


def deciders(town: Town) -> None:
    """Somebody who had no part in the cases and did not review their pages decides on corrections."""
    town.grant("feng-2", f"person:{town.people['feng']}", "disclosure-officer", agency=AGENCY)


def published(town: Town) -> tuple[str, dict[str, Any]]:
    """A case with its public page."""
    before = {one["disclosure"]["id"] for one in pages(town)}
    case = town.published()
    town.projected()
    page = next(one["disclosure"] for one in pages(town) if one["disclosure"]["id"] not in before)
    return case, page


def pages(town: Town) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = town.http.get(f"/public/{SAMPLE}/disclosures").json()["items"]
    return items


def page_of(town: Town, page: str) -> dict[str, Any]:
    town.projected()
    found: dict[str, Any] = town.http.get(f"/public/{SAMPLE}/disclosures/{page}").json()["page"]["disclosure"]
    return found


def found_by_agency(town: Town, case: str, **changes: Any) -> str:
    """A correction that the agency found itself; returns its case."""
    given = {"source": "agency", "requesters": (), "related_case": case, "published_at": "", "materials": ()}
    body = town.saying(c.RequestCorrection, **(given | {"received_on": town.now.date()} | changes))
    return str(town.made("qian", "cases", body)["case"])


def asked(town: Town, page: str, **changes: Any) -> httpx.Response:
    """A request of a citizen, as a program sends it."""
    evidence = [{"name": "决定书.pdf", "content": base64.b64encode(PDF).decode()}]
    given = {"page": page, "name": REQUESTER, "contact": "监漳村30号", "claim": "事实写错了。", "evidence": evidence}
    return town.http.post(f"/public/{SAMPLE}/corrections", json=given | changes)


def correction_of(town: Town) -> str:
    """The correction case that was opened last."""
    town.projected()
    found: dict[str, Any] = town.get("qian", "queues/disclosure-officer")
    items = [one for one in found["items"] if one["task"] in ("check-information", "ask-evidence")]
    return str(max(items, key=lambda one: one["position"])["case_id"])


def proven(town: Town, path: str) -> Proven:
    """What a public copy proves, once the log has its records."""
    deadline = time.monotonic() + 20
    while (answer := town.http.get(path)).status_code == 503:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)
    assert answer.status_code == 200, answer.text
    key = next(one["vkey"] for one in town.http.get("/log").json() if one["name"] == SAMPLE)
    return check(parse(answer.content), VerifierKey.parse(key))


def by(town: Town, case: str, kind: type[Any], **changes: Any) -> Any:
    return town.step("qian", case, town.saying(kind, **changes))


def deciding(town: Town, **changes: Any) -> dict[str, Any]:
    return {"decided_by": town.people["feng"], **changes}


def decide(town: Town, case: str, **changes: Any) -> Any:
    return town.step("feng-2", case, town.saying(c.DecideCorrection, **deciding(town, **changes)))


def refused(town: Town, who: str, case: str, kind: type[Any], **changes: Any) -> str:
    answer = town.post(who, f"cases/{case}/steps", town.saying(kind, **changes))
    assert answer.status_code == 409, answer.text
    assert answer.json()["article"]
    return str(answer.json()["code"])


CLOSING = {"type": "close-case", "ground": "completed", "report": "已经办结。"}


def closing_refused(town: Town, case: str) -> str:
    answer = town.post("zhao", f"cases/{case}/steps", CLOSING)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["code"])


def test_an_accepted_request_gives_the_page_a_new_version_and_an_answer_in_writing(town: Town) -> None:
    case, page = published(town)
    answer = asked(town, page["id"])
    assert answer.status_code == 201, answer.text
    code = answer.json()["query_code"]
    correction = correction_of(town)
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    assert refused(town, "qian", correction, c.CompleteCorrection, where="") == "correction-page-not-corrected"
    by(town, case, c.CorrectDisclosure, related_case=correction)
    by(town, correction, c.CompleteCorrection, where="")
    assert closing_refused(town, correction) == "correction-reply-unserved"
    by(town, correction, c.ReplyCorrection)
    assert closing_refused(town, correction) == "correction-reply-unserved"
    by(town, correction, c.ServeReply)
    town.step("zhao", correction, CLOSING)
    town.take(correction, ArchiveCase, file_number="2025-更-001")

    shown = page_of(town, page["id"])
    assert shown["copy"]["facts"] == "当事人在中心街人行道上摆摊，经责令改正后清理。"
    (made,) = shown["corrections"]
    assert (made["version"], made["note"]) == (2, "公示的事实录入有误，现予更正。")
    assert made["changes"][0]["before"] == page["copy"]["facts"]
    assert (shown["position"], shown["published_at"]) == (page["position"], page["published_at"])
    text = town.http.get(f"/{SAMPLE}/disclosures/{page['id']}").text
    assert "已更正" in text
    assert "公示的事实录入有误，现予更正。" in text
    found = town.http.post(f"/public/{SAMPLE}/progress", json={"code": code}).json()
    (reply,) = found["documents"]
    assert (reply["title"], reply["method"]) == ("公示信息更正答复书", "直接送达")
    assert reply["number"].startswith("监漳更复〔2025〕")
    assert reply["recipient"] == "刘某"


def test_the_feeds_and_the_table_say_that_it_was_corrected(town: Town) -> None:
    case, page = published(town)
    correction = found_by_agency(town, case)
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    etag = town.http.get(f"/feeds/{SAMPLE}/disclosures.csv").headers["etag"]
    by(town, case, c.CorrectDisclosure, related_case=correction)
    town.projected()
    for form in ("json", "atom", "csv"):
        answer = town.http.get(f"/feeds/{SAMPLE}/disclosures.{form}")
        assert "已更正" in answer.text
        assert "公示的事实录入有误" in answer.text
    assert answer.headers["etag"] != etag
    listed = town.http.get(f"/public/{SAMPLE}/corrections").json()
    (made,) = [one for one in listed["items"] if one["page"] == page["id"]]
    assert (made["asked_for"], made["changes"][0]["field"]) == (False, "facts")
    assert listed["figures"]["found"] >= 1


def test_the_former_version_is_superseded_and_can_still_be_proven(town: Town) -> None:
    case, page = published(town)
    correction = found_by_agency(town, case)
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    by(town, case, c.CorrectDisclosure, related_case=correction)
    town.projected()
    path = f"/public/{SAMPLE}/disclosures/{page['id']}"
    former, now = (proven(town, f"{path}{version}/copy") for version in ("/versions/1", ""))
    assert former.said.copy.facts == page["copy"]["facts"]
    assert now.said.copy.facts == "当事人在中心街人行道上摆摊，经责令改正后清理。"
    assert former.said.disclosure == now.said.disclosure == page["id"]
    assert town.http.get(f"/public/{SAMPLE}/disclosures/{page['id']}/versions/2/copy").status_code == 404


def test_what_the_agency_found_needs_nobody_to_be_answered_but_the_correction(town: Town) -> None:
    case, _ = published(town)
    correction = found_by_agency(town, case)
    assert refused(town, "qian", correction, c.AskEvidence, bring_by="2030-01-01") == "correction-nobody-asks"
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    assert refused(town, "qian", correction, c.ReplyCorrection) == "correction-no-reply-due"
    assert closing_refused(town, correction) == "correction-not-made"
    by(town, case, c.CorrectDisclosure, related_case=correction)
    by(town, correction, c.CompleteCorrection, where="")
    town.step("zhao", correction, CLOSING)


def test_a_request_without_evidence_is_asked_to_supply_it(town: Town) -> None:
    _, page = published(town)
    assert asked(town, page["id"], evidence=[]).status_code == 201
    correction = correction_of(town)
    assert refused(town, "qian", correction, c.CheckInformation) == "correction-evidence-first"
    due = (town.now.date()).replace(year=town.now.year + 1)
    by(town, correction, c.AskEvidence, bring_by=due)
    assert refused(town, "qian", correction, c.CheckInformation) == "correction-evidence-first"
    town.step("wang", correction, town.saying(c.RecordEvidence))
    by(town, correction, c.CheckInformation)


def terms_of(town: Town, case: str) -> dict[str, dict[str, Any]]:
    """The open terms of a case by the id of their limit, as the supervisor reads them."""
    town.projected()
    found = town.get("sun", "supervision/due", state="open")["items"]
    return {one["limit_id"]: one for one in found if one["case_id"] == case}


def due_in_queue(town: Town, case: str) -> dict[str, str | None]:
    """By task the last day that the queue shows."""
    town.projected()
    items = town.get("qian", "queues/disclosure-officer")["items"]
    return {one["task"]: one["until"] for one in items if one["case_id"] == case}


def test_every_open_request_has_a_due_day_for_somebody_from_the_first_day_on(town: Town) -> None:
    _, page = published(town)
    assert asked(town, page["id"], evidence=[]).status_code == 201
    correction = correction_of(town)
    first = terms_of(town, correction)
    assert (set(first), first["correction-evidence-asking"]["bound"]) == ({"correction-evidence-asking"}, "agency")
    assert due_in_queue(town, correction) == {"ask-evidence": first["correction-evidence-asking"]["due_on"]}
    town.later(days=20)
    assert terms_of(town, correction)["correction-evidence-asking"]["due_on"] < town.now.date().isoformat()
    last = town.now.date() + timedelta(days=10)
    by(town, correction, c.AskEvidence, bring_by=last)
    asked_for = terms_of(town, correction)
    assert set(asked_for) == {"correction-evidence", "correction-check.after", "correction-reply.after"}
    assert (asked_for["correction-evidence"]["due_on"], asked_for["correction-evidence"]["bound"]) == (
        last.isoformat(),
        "party",
    )
    town.later(days=1)
    town.step("wang", correction, town.saying(c.RecordEvidence))
    complete = terms_of(town, correction)
    assert set(complete) == {"correction-check.again", "correction-reply.again"}
    assert {one["starts_on"] for one in complete.values()} == {town.now.date().isoformat()}
    assert due_in_queue(town, correction) == {"check-information": complete["correction-check.again"]["due_on"]}
    by(town, correction, c.CheckInformation)
    assert due_in_queue(town, correction) == {"decide-correction": complete["correction-reply.again"]["due_on"]}
    decide(town, correction)
    assert set(terms_of(town, correction)) == {"correction-reply.again", "correcting"}


def test_what_the_agency_found_itself_has_a_day_for_its_check_its_decision_and_the_correction(town: Town) -> None:
    case, _ = published(town)
    correction = found_by_agency(town, case)
    assert set(terms_of(town, correction)) == {"correction-check", "correction-decision"}
    by(town, correction, c.CheckInformation)
    due = terms_of(town, correction)["correction-decision"]["due_on"]
    assert due_in_queue(town, correction) == {"decide-own-correction": due}
    decide(town, correction)
    assert set(terms_of(town, correction)) == {"correcting"}


def test_a_page_whose_publication_has_ended_is_corrected_no_more_and_the_answer_is_still_due(town: Town) -> None:
    case, page = published(town)
    town.step("wang", case, town.paying("200.00"))
    assert asked(town, page["id"]).status_code == 201
    correction = correction_of(town)
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    by(town, case, c.CorrectDisclosure, related_case=correction)
    other = accepted(town, case)
    town.step("qian", case, town.repaired())
    answer = town.post("qian", f"cases/{case}/steps", {"type": "end-publication"})  # or the timer was sooner
    assert answer.status_code == 201 or answer.json()["code"] == "page-not-public", answer.text
    town.projected()
    gone = town.http.get(f"/public/{SAMPLE}/disclosures/{page['id']}").json()["page"]["disclosure"]
    assert (gone["status"], gone["copy"]) == ("ended", None)
    again = {"related_case": other, "facts_shown": "当事人在中心街摆摊。"}
    assert refused(town, "qian", case, c.CorrectDisclosure, **again) == "correction-no-page"
    assert asked(town, page["id"]).status_code == 404
    made = town.http.get(f"/public/{SAMPLE}/corrections").json()["items"]
    assert [one["changes"] for one in made if one["page"] == page["id"]] == [[]]
    versions = f"/public/{SAMPLE}/disclosures/{page['id']}/versions/1/copy"
    assert town.http.get(versions).status_code == 404
    by(town, correction, c.CompleteCorrection, where="")
    by(town, correction, c.ReplyCorrection)
    by(town, correction, c.ServeReply)
    town.step("zhao", correction, CLOSING)


def test_a_refusal_is_answered_too_and_an_error_in_the_decision_is_not_corrected_here(town: Town) -> None:
    _, page = published(town)
    assert asked(town, page["id"]).status_code == 201
    correction = correction_of(town)
    by(town, correction, c.CheckInformation, error_in="decision")
    accepted = deciding(town)
    assert refused(town, "feng-2", correction, c.DecideCorrection, **accepted) == "correction-of-decision"
    refusal = deciding(town, accepted=False, ground="accurate")
    assert refused(town, "feng-2", correction, c.DecideCorrection, **refusal) == "correction-of-decision"
    decide(town, correction, **(refusal | {"ground": "decision-itself"}))
    assert closing_refused(town, correction) == "correction-reply-unserved"
    by(town, correction, c.ReplyCorrection, content="不予更正。", reasons="决定本身有错误的，可以申请变更决定。")
    assert refused(town, "qian", correction, c.ServeReply, refused=True) == "refusal-needs-witness"
    assert refused(town, "qian", correction, c.ServeReply, recipients=()) == "correction-reply-recipient"
    by(town, correction, c.ServeReply, refused=True, proof="现场照片")
    town.step("zhao", correction, CLOSING)


def test_nobody_with_a_part_in_the_case_or_its_publication_decides_on_its_correction(town: Town) -> None:
    case, _ = published(town)
    correction = found_by_agency(town, case)
    by(town, correction, c.CheckInformation)
    for name, account in (("wang", "wang-3"), ("zhao", "zhao-4")):  # handled it, decided it
        town.grant(account, f"person:{town.people[name]}", "disclosure-officer", agency=AGENCY)
        given = {"decided_by": town.people[name]}
        assert refused(town, account, correction, c.DecideCorrection, **given) == "correction-decider-is-handler"
    given = {"decided_by": town.people["qian"]}  # reviewed it for publication
    assert refused(town, "qian", correction, c.DecideCorrection, **given) == "correction-decider-is-handler"
    assert refused(town, "feng-2", correction, c.DecideCorrection, **given) == "correction-decider-other"
    decide(town, correction)


def test_a_paper_on_which_the_reviewer_of_the_page_decided_has_its_defect(town: Town) -> None:
    case, _ = published(town)
    correction = found_by_agency(town, case)
    by(town, correction, c.CheckInformation)
    on = {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat()}
    town.grant("feng-3", f"person:{town.people['feng']}", "disclosure-officer", "back-entry", agency=AGENCY)
    decided = {"decided_by": town.people["qian"], **on}
    town.step("feng-3", correction, town.saying(c.DecideCorrection, **decided))
    steps = town.get("sun", f"cases/{correction}/timeline")["steps"]
    entered = next(one for one in steps if one["type"] == "correction-decided/1")
    assert [one["code"] for one in entered["defects"]] == ["correction-decider-is-handler"]


def test_a_page_is_corrected_by_an_accepted_correction_of_it_alone(town: Town) -> None:
    case, _ = published(town)
    correction = found_by_agency(town, case)
    assert refused(town, "qian", case, c.CorrectDisclosure, related_case=correction) == "correction-not-accepted"
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    other, _ = published(town)
    assert refused(town, "qian", other, c.CorrectDisclosure, related_case=correction) == "correction-not-accepted"
    named = {"related_case": correction, "facts_shown": "张三丰摆摊。"}
    assert refused(town, "qian", case, c.CorrectDisclosure, **named) == "party-not-masked"


def accepted(town: Town, case: str) -> str:
    """A correction of the page of a case that was accepted."""
    correction = found_by_agency(town, case)
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    return correction


def test_what_a_correction_hides_is_shown_in_no_earlier_version(town: Town) -> None:
    case, page = published(town)
    slip = "当事人在某小区某号楼门前摆摊。"
    by(town, case, c.CorrectDisclosure, related_case=accepted(town, case), facts_shown=slip)
    path = f"/public/{SAMPLE}/disclosures/{page['id']}/versions"
    assert page_of(town, page["id"])["corrections"][0]["changes"][0]["after"] == slip
    assert town.http.get(f"{path}/1/copy").status_code != 404
    by(town, case, c.CorrectDisclosure, related_case=accepted(town, case), hide_before=True)
    first, second = page_of(town, page["id"])["corrections"]
    assert (first["changes"], second["changes"][0]["before"]) == ([], None)
    assert [town.http.get(f"{path}/{version}/copy").status_code for version in (1, 2)] == [404, 404]
    for path in (f"/public/{SAMPLE}/corrections", f"/{SAMPLE}/disclosures/{page['id']}", f"/{SAMPLE}/corrections"):
        assert slip not in town.http.get(path).text


def test_who_decided_the_case_does_not_correct_its_page_and_nobody_one_that_was_tagged(town: Town) -> None:
    case, _ = published(town)
    given = {"related_case": accepted(town, case)}
    town.grant("zhao-3", f"person:{town.people['zhao']}", "disclosure-officer", agency=AGENCY)
    assert refused(town, "zhao-3", case, c.CorrectDisclosure, **given) == "reviewer-is-handler"
    town.step("zhao", case, {"type": "tag-secrecy", "secrecy": "state", "reason": "涉及国家秘密。"})
    assert refused(town, "qian", case, c.CorrectDisclosure, **given) == "secrecy-not-cleared"


def test_a_correction_of_before_is_entered_with_its_defects(town: Town) -> None:
    case, _ = published(town)
    entry = town.on_paper()
    on = {"entry": entry, "occurred_at": town.now.date().isoformat()}
    given = {"source": "citizen", "related_case": case, "received_on": town.now.date(), "published_at": ""}
    body = town.saying(c.RequestCorrection, **(given | on | {"materials": ()}))
    town.grant("qian-2", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    correction = str(town.made("qian-2", "cases", body)["case"])
    town.step("qian-2", correction, town.saying(c.DecideCorrection, **deciding(town, **on)))
    steps = town.get("sun", f"cases/{correction}/timeline")["steps"]
    assert "correction-check-first" in {one["code"] for one in steps[-1]["defects"]}


# ---- The public form ----


def form(town: Town, page: str, fields: dict[str, str], *files: tuple[str, bytes, str]) -> httpx.Response:
    sent = [("evidence", (name, content, kind)) for name, content, kind in files]
    parts = [(name, (None, value.encode())) for name, value in fields.items()]
    return town.http.post(f"/{SAMPLE}/disclosures/{page}/correction", files=[*parts, *sent])


def test_the_form_takes_evidence_and_gives_a_query_code(town: Town) -> None:
    _, page = published(town)
    assert "申请更正公示信息" in town.http.get(f"/{SAMPLE}/disclosures/{page['id']}/correction").text
    fields = {"source": "citizen", "name": REQUESTER, "contact": "监漳村30号", "claim": "事实写错了。"}
    answer = form(town, page["id"], fields, ("照片.png", PNG, "image/png"))
    assert answer.status_code == 201, answer.text
    correction = correction_of(town)
    opened = town.get("qian", f"cases/{correction}/timeline")["steps"][0]["event"]
    (digest,) = opened["files"]
    evidence = town.send("qian", "GET", f"cases/{correction}/evidence/{digest}")
    assert (evidence.status_code, evidence.content) == (200, PNG)
    assert town.send("wu", "GET", f"cases/{correction}/evidence/{digest}").status_code == 404
    assert town.http.get(f"/api/{SAMPLE}/cases/{correction}/evidence/{digest}").status_code == 401


def test_a_wrong_form_is_answered_with_a_sentence_and_keeps_what_was_typed(town: Town) -> None:
    _, page = published(town)
    fields = {"source": "citizen", "name": "", "contact": "监漳村30号", "claim": "事实<b>写错了</b>。"}
    answer = form(town, page["id"], fields)
    assert answer.status_code == 422
    assert "请填写姓名（名称）" in answer.text
    assert "事实&lt;b&gt;写错了&lt;/b&gt;。" in answer.text
    assert "监漳村30号" in answer.text
    script = form(town, page["id"], fields | {"name": REQUESTER}, ("照片.png", b"<script>", "image/png"))
    assert script.status_code == 422
    assert "只接收照片" in script.text


def test_nobody_who_asks_is_shown_to_the_public(town: Town) -> None:
    _, page = published(town)
    assert asked(town, page["id"]).status_code == 201
    town.projected()
    for path in (f"/public/{SAMPLE}/corrections", f"/{SAMPLE}/corrections", f"/{SAMPLE}/disclosures/{page['id']}"):
        text = town.http.get(path).text
        assert REQUESTER not in text
        assert "监漳村30号" not in text


def test_who_asks_too_often_is_slowed_down(module_database: str, tmp_path: Any) -> None:
    with site(f"sqlite:///{tmp_path}/own.sqlite3", tmp_path / "var") as found:
        town = found.town
        _, page = published(town)
        answers = [asked(town, page["id"], evidence=[]).status_code for _ in range(11)]
        assert answers == [201] * 10 + [429]
        late = form(town, page["id"], {"name": REQUESTER, "contact": "1", "claim": "还是错的。", "source": "citizen"})
        assert late.status_code == 429
        assert "还是错的。" in late.text
        assert int(late.headers["retry-after"]) > 0


def test_a_correction_of_other_information_is_listed_once_whatever_was_revoked_unpublished(town: Town) -> None:
    for _ in range(2):
        town.step("qian", town.signed(), town.revoking())
    where = "本站权责清单第九项"
    correction = found_by_agency(town, "", published_at=where)
    by(town, correction, c.CheckInformation)
    decide(town, correction)
    by(town, correction, c.CompleteCorrection, where=where)
    town.projected()
    listed = town.http.get(f"/public/{SAMPLE}/corrections").json()["items"]
    assert [one["subject"] for one in listed].count(where) == 1

"""全过程记录制度 第二条至第四条 over HTTP, on both databases: catalogue, coverage, devices, uploads, uses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, Final

import httpx
import pytest

from http_problems import is_problem, wrong
from http_town import OTHER_AGENCY, SAMPLE, Town, site
from media_app import uploaded
from penal import AGENCY
from records.penalty import commands as c

CONTENT: Final = b"a recording that is looked at in parts"


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("recording")) as place:
        found = place.town
        found.people["he"] = found.made("registrar", "registers/persons", {"kind": "natural", "name": "he"})["person"]
        found.grant("he", f"person:{found.people['he']}", "recording-officer", agency=AGENCY)
        yield found


def preserved(town: Town, **changes: Any) -> str:
    """A case in which things were preserved, which has to be recorded throughout."""
    case = town.file(**changes)
    for kind in (c.ApproveFiling, c.ApprovePreservation, c.PreserveEvidence):
        town.take(case, kind)
    return case


def recorded(town: Town, content: bytes, **told: str) -> str:
    """A recording that the recorder uploads; `told` is what it says of its times."""
    headers = {"Authorization": f"Bearer {town.tokens['recorder']}", "Tus-Resumable": "1.0.0"}
    with httpx.Client(base_url=town.http.base_url, headers=headers, trust_env=False) as recorder:
        return uploaded(recorder, content, **({"filetype": "video/mp4"} | told))


def linking(digest: str, **changes: Any) -> dict[str, Any]:
    return {"type": "link-recording", "object": digest, "stage": "preservation", **changes}


def entry(town: Town, who: str, tag: str, **fields: Any) -> httpx.Response:
    """An entry about the device of the town, or of another."""
    return town.post(who, "registers/entries", {"type": f"{tag}/1", "device": "recorder", **fields})


def device(town: Town, name: str, agency: str = AGENCY) -> str:
    town.enter({"type": "device-registered/1", "device": name, "agency": agency, "model": "DSJ-V8", "serial": name})
    return name


def opened(town: Town, who: str, digest: str, **params: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {town.tokens[who]}"}
    return town.http.get(f"/objects/{digest}", params=params, headers=headers)


def page(town: Town, who: str, path: str, **params: str) -> str:
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Accept": "text/html"}
    answer = town.http.get(f"/staff/{SAMPLE}/{path}", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


# ---- 二: the catalogue ----


@pytest.mark.article("全过程记录制度 二")
def test_everybody_reads_what_is_recorded_in_which_procedure_from_where_to_where_and_how_long_it_is_kept(
    town: Town,
) -> None:
    town.projected()
    found = town.http.get(f"/public/{SAMPLE}/recording-catalogue").json()
    assert found["unlinked_months"] == 6
    assert "private-place" in [one["id"] for one in found["grounds"]]
    duties = [one for some in found["procedures"] for one in some["duties"]]
    assert duties
    for one in duties:
        for name in ("category", "method", "begins", "shows", "ends"):
            assert one[name], (one["id"], name)
        assert one["kept"] == "file"
    measure = town.http.get(f"/public/{SAMPLE}/recording-catalogue/measure").json()
    assert [one["procedure"] for one in measure["procedures"]] == ["measure"]
    assert town.http.get(f"/public/{SAMPLE}/recording-catalogue/nothing").status_code == 404
    shown = town.http.get(f"/{SAMPLE}/recording-catalogue").text
    assert "实施强制措施全程音像记录" in shown
    assert "与案卷的保管期限相同" in shown
    assert "听证全程音像记录" not in town.http.get(f"/{SAMPLE}/recording-catalogue/measure").text
    early = town.http.get(f"/public/{SAMPLE}/recording-catalogue", params={"on": "2015-01-01"}).json()
    assert early["procedures"] == []


# ---- 二: linked, waived, missing ----


@pytest.mark.article("全过程记录制度 二")
def test_a_recording_that_is_due_is_missing_until_it_is_linked_or_waived_with_ground_reason_and_approver(
    town: Town,
) -> None:
    month = town.now.date().isoformat()[:7]
    of = {"by": "agency,procedure,step", "agency": AGENCY, "month": month, "procedure": "penalty-ordinary"}

    def sums() -> dict[str, int]:
        town.projected()
        items = town.get("sun", "recording/coverage", **of)["items"]
        found = next((one for one in items if one["step"] == "preservation"), None)
        return {name: found[name] if found else 0 for name in ("required", "linked", "waived", "defective", "missing")}

    before = sums()
    cases = [preserved(town) for _ in range(3)]
    assert {name: value - before[name] for name, value in sums().items()} == {
        "required": 3,
        "linked": 0,
        "waived": 0,
        "defective": 0,
        "missing": 3,
    }
    town.step("wang", cases[0], linking(town.upload(b"linked")))
    waiver = {"stage": "preservation", "ground": "private-place", "reason": "在当事人家中，改为拍照。"}
    town.step("zhou", cases[1], {"type": "waive-recording", **waiver})
    after = {name: value - before[name] for name, value in sums().items()}
    assert after == {"required": 3, "linked": 1, "waived": 1, "defective": 0, "missing": 1}
    states = {}
    for case in cases:
        (states[case],) = town.get("sun", "recording/coverage", case=case)["items"]
    assert [states[one]["state"] for one in cases] == ["linked", "waived", "missing"]
    waived = states[cases[1]]
    assert (waived["ground"], waived["reason"]) == ("private-place", "在当事人家中，改为拍照。")
    assert waived["approved_by"] == town.people["zhou"]
    gaps = [one["case_id"] for one in town.get("sun", "recording/gaps")["items"]]
    assert (cases[2] in gaps, cases[0] in gaps, cases[1] in gaps) == (True, False, False)
    shown = page(town, "sun", f"cases/{cases[1]}")
    assert "批准免予（私人住所等涉及个人隐私的场所" in shown
    assert f"/cases/{cases[2]}#recordings" in page(town, "sun", "recording")


@pytest.mark.article("全过程记录制度 二")
def test_who_should_have_recorded_waives_nothing_also_as_the_head_of_the_unit_and_on_paper_it_is_a_defect(
    town: Town,
) -> None:
    since = {"valid_from": "2020-01-01", "valid_to": town.now.date().isoformat()}
    town.enter({"type": "unit-head-appointed/1", "agency": AGENCY, "person": town.people["wang"], **since})
    case = preserved(town)
    waiver = {"type": "waive-recording", "stage": "preservation", "reason": "没有电。"}
    problem = is_problem(town.post("wang", f"cases/{case}/steps", waiver), 409, "refused")
    assert (problem["code"], problem["article"]) == ("waiver-by-recorder", "全过程记录制度 二")
    today = town.now.date().isoformat()
    on_paper = {**waiver, "occurred_at": today, "entry": town.on_paper(), "approved_by": town.people["wang"]}
    town.step("wang", case, on_paper)
    found = [one["code"] for one in town.get("sun", f"cases/{case}")["defects"]]
    assert ("waiver-by-recorder" in found, "waiver-without-ground" in found) == (True, True)
    (covered,) = town.get("sun", "recording/coverage", case=case)["items"]
    assert (covered["state"], covered["approved_by"]) == ("waiver-defective", town.people["wang"])
    town.projected()
    gap = next(one for one in town.get("sun", "recording/gaps")["items"] if one["case_id"] == case)
    assert gap["state"] == "waiver-defective"
    assert "免予不合规定，仍然缺少这一音像记录" in page(town, "sun", f"cases/{case}")
    assert "免予不合规定" in page(town, "he", "recording")


@pytest.mark.article("全过程记录制度 二")
def test_a_waiver_names_one_of_the_grounds_and_its_approver_and_no_other_ground_will_do(town: Town) -> None:
    case, at = preserved(town), "cases/{}/steps"
    waiver = {"type": "waive-recording", "stage": "preservation", "reason": "没有必要。"}
    problem = is_problem(town.post("zhou", at.format(case), waiver), 409, "refused")
    assert (problem["code"], problem["article"]) == ("waiver-without-ground", "全过程记录制度 二")
    assert wrong(town.post("zhou", at.format(case), {**waiver, "ground": "nobody-looks"})) == ["$.ground"]
    waiver["ground"] = "emergency"
    named = {**waiver, "approved_by": town.people["zhao"]}
    assert wrong(town.post("zhou", at.format(case), named)) == ["$.approved_by"]
    today = {"occurred_at": town.now.date().isoformat(), "entry": town.on_paper()}
    town.step("wang", case, {**waiver, **today, "approved_by": town.people["zhou"]})
    (covered,) = town.get("sun", "recording/coverage", case=case)["items"]
    assert (covered["state"], covered["approved_by"]) == ("waived", town.people["zhou"])
    assert town.get("sun", f"cases/{case}")["defects"] == []


@pytest.mark.article("全过程记录制度 二")
def test_a_file_that_shows_nothing_settles_nothing_and_each_preservation_has_a_recording_of_its_own(
    town: Town,
) -> None:
    case = preserved(town)
    for kind in (c.ApprovePreservation, c.PreserveEvidence):
        town.take(case, kind)

    def states() -> list[tuple[int, str]]:
        items = town.get("sun", "recording/coverage", case=case)["items"]
        return [(one["occasion"], one["state"]) for one in items]

    assert states() == [(1, "missing"), (2, "missing")]
    town.step("wang", case, linking(recorded(town, b"a paper about it", filetype="application/pdf")))
    assert states() == [(1, "missing"), (2, "missing")]
    town.step("wang", case, linking(recorded(town, b"the first of two")))
    assert sorted(state for _, state in states()) == ["linked", "missing"]
    town.projected()
    (gap,) = [one for one in town.get("sun", "recording/gaps")["items"] if one["case_id"] == case]
    assert gap["occurred_at"]
    assert "的一次没有音像记录" in page(town, "sun", f"cases/{case}")
    town.step("wang", case, linking(recorded(town, b"the second of two")))
    assert states() == [(1, "linked"), (2, "linked")]
    town.projected()
    assert case not in [one["case_id"] for one in town.get("sun", "recording/gaps")["items"]]


@pytest.mark.article("全过程记录制度 二")
def test_who_is_questioned_in_a_room_for_cases_is_recorded_throughout_and_the_form_asks_where_it_was(
    town: Town,
) -> None:
    case = town.file()
    town.take(case, c.ApproveFiling)
    form = page(town, "wang", f"cases/{case}/steps/question-person")
    assert "询问地点的类别" in form
    assert "办案场所（询问室等）" in form
    town.take(case, c.QuestionPerson, venue="on-site")
    assert town.get("sun", "recording/coverage", case=case)["items"] == []
    asked = town.saying(c.QuestionPerson, venue="case-room")
    assert wrong(town.post("wang", f"cases/{case}/steps", {**asked, "venue": "in-the-car"})) == ["$.venue"]
    del asked["venue"]
    assert wrong(town.post("wang", f"cases/{case}/steps", asked)) == ["$.venue"]
    town.take(case, c.QuestionPerson, venue="case-room")
    (covered,) = town.get("sun", "recording/coverage", case=case)["items"]
    assert (covered["duty"], covered["title"], covered["state"]) == ("evidence", "办案场所询问全程音像记录", "missing")
    town.step("wang", case, linking(town.upload(b"in the room"), stage="evidence"))
    (covered,) = town.get("sun", "recording/coverage", case=case)["items"]
    assert covered["state"] == "linked"
    town.projected()
    assert "办案场所询问全程音像记录" in town.http.get(f"/{SAMPLE}/recording-catalogue").text


@pytest.mark.article("全过程记录制度 二")
def test_a_recording_is_attached_to_its_case_later_and_the_page_says_how_much_later(town: Town) -> None:
    case, made_at = preserved(town), town.now
    digest = recorded(town, b"attached later", started_at=made_at.isoformat())
    town.later(days=9)
    town.step("wang", case, linking(digest, device="recorder"))
    note = town.get("sun", f"cases/{case}")["recording_notes"][digest]
    assert note["attached_days"] == 9
    assert "9 天后关联本案" in page(town, "sun", f"cases/{case}")


# ---- 二: devices ----


@pytest.mark.article("全过程记录制度 二")
def test_a_device_is_lent_once_to_somebody_with_a_certificate_and_comes_back_once(town: Town) -> None:
    name, at = device(town, "one-at-a-time"), town.now.isoformat()
    lent = {"device": name, "lent_at": at, "unit": "综合执法队"}
    assert wrong(entry(town, "he", "device-lent", **lent, person=town.people["qian"])) == ["$.person"]
    assert wrong(entry(town, "he", "device-returned", device=name, returned_at=at, condition="完好")) == ["$.device"]
    assert entry(town, "he", "device-lent", **lent, person=town.people["wang"]).status_code == 201
    assert wrong(entry(town, "he", "device-lent", **lent, person=town.people["li"])) == ["$.device"]
    assert wrong(entry(town, "registrar", "device-ended", device=name, last_day="2025-03-03", reason="报废")) == [
        "$.device"
    ]
    early = (town.now - timedelta(hours=1)).isoformat()
    back = {"device": name, "condition": "完好"}
    assert wrong(entry(town, "he", "device-returned", **back, returned_at=early)) == ["$.returned_at"]
    later = town.later(hours=3).isoformat()
    assert entry(town, "he", "device-returned", **back, returned_at=later).status_code == 201
    assert wrong(entry(town, "he", "device-returned", **back, returned_at=later)) == ["$.device"]
    for moment, person in ((early, None), (at, town.people["wang"]), (later, None)):
        listed = town.get("he", "recording/devices", at=moment)["items"]
        loan = next(one["loan"] for one in listed if one["device"]["device"] == name)
        assert (loan and loan["person"]) == person, moment


@pytest.mark.article("全过程记录制度 二")
@pytest.mark.parametrize("attempt", range(3))
def test_two_officers_who_take_one_device_at_the_same_time_do_not_both_have_it(town: Town, attempt: int) -> None:
    name, at = device(town, f"wanted-by-two-{attempt}"), town.now.isoformat()
    takers = [("he", town.people["wang"]), ("registrar", town.people["li"])]
    together = Barrier(len(takers))

    def take(who: str, person: str) -> httpx.Response:
        together.wait()
        return entry(town, who, "device-lent", device=name, lent_at=at, person=person)

    with ThreadPoolExecutor(len(takers)) as pool:
        answers = [one.result() for one in [pool.submit(take, *taker) for taker in takers]]
    assert sorted(one.status_code for one in answers) == [201, 422]
    refused = next(one for one in answers if one.status_code == 422)
    assert wrong(refused) == ["$.device"]
    (lent,) = [person for (_, person), one in zip(takers, answers, strict=True) if one.status_code == 201]
    listed = town.get("he", "recording/devices")["items"]
    found = next(one for one in listed if one["device"]["device"] == name)
    assert (found["loan"]["person"], found["loans"]) == (lent, 1)


@pytest.mark.article("全过程记录制度 二")
def test_a_device_that_is_out_of_use_is_lent_to_nobody_and_uploads_nothing(town: Town) -> None:
    name = device(town, "old")
    town.grant("old", f"device:{name}", "device")
    headers = {"Authorization": f"Bearer {town.tokens['old']}"}
    assert town.http.options("/uploads", headers=headers).status_code == 204
    yesterday = (town.now.date() - timedelta(days=1)).isoformat()
    ended = entry(town, "registrar", "device-ended", device=name, last_day=yesterday, reason="报废")
    assert ended.status_code == 201
    lent = {"device": name, "lent_at": town.now.isoformat(), "person": town.people["wang"]}
    assert wrong(entry(town, "he", "device-lent", **lent)) == ["$.device"]
    assert town.http.options("/uploads", headers=headers).status_code == 401
    assert name not in [one["device"] for one in town.get("sun", "registers/devices")]


@pytest.mark.article("全过程记录制度 二")
def test_a_device_that_does_not_come_back_in_a_working_day_stands_before_the_recording_officer(town: Town) -> None:
    name = device(town, "forgotten")
    lent = {"device": name, "lent_at": town.now.isoformat(), "person": town.people["li"]}
    assert entry(town, "he", "device-lent", **lent).status_code == 201
    assert name not in overdue(town)
    town.later(days=5)
    assert name in overdue(town)
    for shown in (page(town, "he", "recording"), page(town, "he", "devices"), page(town, "he", "queues")):
        assert "forgotten" in shown
        assert "逾期" in shown
    assert name not in [one["device"]["device"] for one in town.get("wu", "recording/devices")["items"]]


def overdue(town: Town) -> list[str]:
    return [one["device"]["device"] for one in town.get("he", "recording/devices", overdue="true")["items"]]


@pytest.mark.article("全过程记录制度 二")
def test_a_recording_officer_enters_loans_of_the_own_agency_and_nothing_else(town: Town) -> None:
    other = device(town, "of-others", OTHER_AGENCY)
    check = {"checked_at": town.now.isoformat(), "offset_seconds": 3}
    assert entry(town, "he", "device-clock-checked", device=other, **check).status_code == 403
    assert entry(town, "he", "device-ended", last_day="2025-01-01", reason="报废").status_code == 403
    assert entry(town, "wang", "device-clock-checked", **check).status_code == 403
    assert wrong(entry(town, "registrar", "device-clock-checked", device="nothing", **check)) == ["$.device"]


@pytest.mark.article("全过程记录制度 二")
def test_a_clock_that_is_wrong_is_set_right_in_words_and_who_had_the_device_is_shown(town: Town) -> None:
    name = device(town, "fast-clock")
    begun = town.now
    lent = {"device": name, "lent_at": begun.isoformat(), "person": town.people["li"]}
    assert entry(town, "he", "device-lent", **lent).status_code == 201
    checked = {"device": name, "checked_at": begun.isoformat(), "offset_seconds": 1800}
    assert entry(town, "he", "device-clock-checked", **checked).status_code == 201
    started = begun + timedelta(hours=1, minutes=30)
    digest = recorded(town, b"by a fast clock", started_at=started.isoformat())
    town.later(hours=2)
    case = preserved(town)
    town.step("wang", case, linking(digest, device=name, officer=town.people["wang"]))
    note = town.get("sun", f"cases/{case}")["recording_notes"][digest]
    assert note["offset"]["seconds"] == 1800
    assert datetime.fromisoformat(note["right_at"]) == begun + timedelta(hours=1)
    assert (note["loan"], note["lent_to"]) == ("other", town.people["li"])
    shown = page(town, "sun", f"cases/{case}")
    assert "设备时钟快 1800 秒" in shown
    assert "当时设备由li领用，与记录人不符" in shown


# ---- 三: uploads ----


@pytest.mark.article("全过程记录制度 三")
def test_what_is_stored_more_than_24_hours_after_the_recording_is_flagged(town: Town) -> None:
    case = preserved(town)
    times = {
        "late": {"started_at": (town.now - timedelta(hours=40)).isoformat(), "ended_at": late_end(town)},
        "in time": {"started_at": (town.now - timedelta(hours=23)).isoformat()},
        "untold": {},
    }
    digests = {name: recorded(town, name.encode(), **told) for name, told in times.items()}
    for digest in digests.values():
        town.step("wang", case, linking(digest))
    town.projected()
    notes = town.get("sun", f"cases/{case}")["recording_notes"]
    assert {name: notes[digest]["late_hours"] for name, digest in digests.items()} == {
        "late": 30,
        "in time": None,
        "untold": None,
    }
    listed = [one["blake3"] for one in town.get("sun", "recording/late")["items"] if one["case_id"] == case]
    assert listed == [digests["late"]]
    assert "结束 30 小时后才入库" in page(town, "sun", f"cases/{case}")


def late_end(town: Town) -> str:
    return (town.now - timedelta(hours=30)).isoformat()


@pytest.mark.article("全过程记录制度 三")
def test_an_edited_copy_points_to_its_original_in_the_case_and_does_not_stand_for_it(town: Town) -> None:
    case, original, copy = preserved(town), town.upload(b"the original"), town.upload(b"with faces hidden")
    derived = {"derived_from": original, "derivation": "遮盖了无关人员的面部。"}
    at = f"cases/{case}/steps"
    assert wrong(town.post("wang", at, linking(copy, **derived))) == ["$.derived_from"]
    town.step("wang", case, linking(original, stage="other"))
    assert wrong(town.post("wang", at, linking(copy, derived_from=original))) == ["$.derivation"]
    assert wrong(town.post("wang", at, linking(copy, derivation="遮盖"))) == ["$.derived_from"]
    town.step("wang", case, linking(copy, **derived))
    (covered,) = town.get("sun", "recording/coverage", case=case)["items"]
    assert covered["state"] == "missing"
    notes = town.get("sun", f"cases/{case}")["recording_notes"]
    assert (notes[copy]["derived_from"], notes[original]["copies"]) == (original, [copy])
    shown = page(town, "sun", f"cases/{case}")
    assert "遮盖了无关人员的面部。" in shown
    assert "由它制作的副本" in shown


# ---- 四: uses ----


@pytest.mark.article("全过程记录制度 四")
def test_looking_at_a_recording_asks_for_a_purpose_and_is_one_event_per_half_hour(town: Town) -> None:
    case, digest = town.file(), town.upload(CONTENT)
    town.step("wang", case, linking(digest, stage="inspection"))
    town.projected()
    problem = is_problem(opened(town, "sun", digest), 422, "invalid")
    assert "案卷评查" in problem["errors"][0]["detail"]
    assert opened(town, "sun", digest, purpose="curiosity").status_code == 422
    assert opened(town, "sun", digest, purpose="case-work").status_code == 422
    assert used(town, digest) == []
    headers = {"Authorization": f"Bearer {town.tokens['sun']}"}
    for part in ("bytes=0-3", "bytes=4-9"):
        answer = town.http.get(
            f"/objects/{digest}", params={"purpose": "enforcement-supervision"}, headers=headers | {"Range": part}
        )
        assert answer.status_code == 206
    assert used(town, digest) == [("sun", "enforcement-supervision", "view")]
    answer = opened(town, "sun", digest, purpose="enforcement-supervision", export="1")
    assert (answer.content, answer.headers["content-disposition"][:10]) == (CONTENT, "attachment")
    assert opened(town, "sun", digest, purpose="file-evaluation").status_code == 200
    town.later(minutes=31)
    assert opened(town, "sun", digest, purpose="enforcement-supervision").status_code == 200
    assert sorted(used(town, digest)) == [
        ("sun", "enforcement-supervision", "export"),
        ("sun", "enforcement-supervision", "view"),
        ("sun", "enforcement-supervision", "view"),
        ("sun", "file-evaluation", "view"),
    ]


def used(town: Town, digest: str) -> list[tuple[str, str, str]]:
    """Who used a recording for what, the last first."""
    town.projected()
    called = {person: name for name, person in town.people.items()}
    items = town.get("he", "recording/uses", blake3=digest)["items"]
    return [(called[one["person"]], one["purpose"], one["action"]) for one in items]


@pytest.mark.article("全过程记录制度 四")
def test_a_handler_works_on_the_case_without_a_word_and_other_staff_say_what_for(town: Town) -> None:
    case, digest = town.file(), town.upload(b"for work on the case")
    town.step("wang", case, linking(digest, stage="inspection"))
    town.projected()
    assert opened(town, "wang", digest).status_code == 200
    assert opened(town, "zhou", digest).status_code == 422
    assert opened(town, "zhou", digest, purpose="case-work").status_code == 200
    assert opened(town, "wu", digest, purpose="case-work").status_code == 404
    assert used(town, digest) == [("zhou", "case-work", "view"), ("wang", "case-work", "view")]
    figures = town.get("sun", "recording/uses")["statistics"]
    month = town.now.date().isoformat()[:7]
    work = next(one for one in figures if (one["month"], one["purpose"]) == (month, "case-work"))
    assert work["views"] >= 2
    assert "用于办案" in page(town, "sun", "recording")
    assert "zhou查看" in page(town, "he", "recording")


@pytest.mark.article("全过程记录制度 四")
def test_pages_ask_for_the_purpose_with_a_form_and_play_for_it(town: Town) -> None:
    case, digest = town.file(), town.upload(b"on a page")
    town.step("wang", case, linking(digest, stage="inspection"))
    town.projected()
    asked = page(town, "sun", f"cases/{case}")
    assert '<select id="purpose" name="purpose" required>' in asked
    assert "<video" not in asked
    chosen = page(town, "sun", f"cases/{case}", purpose="public-opinion")
    assert f'src="/objects/{digest}?purpose=public-opinion&amp;case={case}"' in chosen
    assert f'src="/objects/{digest}"' in page(town, "wang", f"cases/{case}")
    assert used(town, digest) == [], "a page that is only opened plays nothing"


@pytest.mark.article("全过程记录制度 四")
def test_a_recording_is_not_opened_as_that_of_a_case_that_does_not_have_it(town: Town) -> None:
    case, other, digest = town.file(), town.file(), town.upload(b"of one case alone")
    town.step("wang", case, linking(digest, stage="inspection"))
    town.projected()
    refused = opened(town, "wang", digest, case=other)
    assert refused.status_code == 422
    assert "没有关联这件音像记录" in refused.text
    assert used(town, digest) == []
    assert opened(town, "wang", digest, case=case).status_code == 200


@pytest.mark.article("全过程记录制度 四")
def test_scans_evidence_and_documents_ask_for_no_purpose_and_a_recording_does_so_under_another_name_too(
    town: Town,
) -> None:
    case, scan, both = town.file(), town.upload(b"a scan of a paper"), town.upload(b"recording and evidence")
    evidence = {"type": "add-evidence", "kind": "视听资料", "title": "录像", "source": "现场"}
    town.step("wang", case, {**evidence, "object": scan})
    town.step("wang", case, linking(both, stage="inspection"))
    town.step("wang", case, {**evidence, "object": both})
    town.projected()
    assert opened(town, "sun", scan).status_code == 200
    assert opened(town, "sun", both).status_code == 422


@pytest.mark.article("全过程记录制度 四")
def test_no_recording_is_public_redacted_or_not_and_no_public_page_names_one(town: Town) -> None:
    case = town.published()
    digest, copy = town.upload(b"the whole recording"), town.upload(b"the redacted recording")
    town.step("wang", case, linking(digest, stage="inspection"))
    town.step("wang", case, linking(copy, stage="inspection", derived_from=digest, derivation="遮盖了面部。"))
    town.projected()
    shown = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    for path in (
        f"/{SAMPLE}/",
        f"/{SAMPLE}/disclosures/{shown}",
        f"/public/{SAMPLE}/disclosures/{shown}",
        f"/public/{SAMPLE}/disclosures",
        f"/public/{SAMPLE}/recording-catalogue",
    ):
        answer = town.http.get(path)
        assert answer.status_code == 200, path
        assert digest not in answer.text, path
        assert copy not in answer.text, path
    for one in (digest, copy):
        assert town.http.get(f"/objects/{one}").status_code == 401
        assert town.http.get(f"/objects/{one}", params={"purpose": "public-opinion"}).status_code == 401


# ---- 二: the recording officer's queue ----


@pytest.mark.article("全过程记录制度 二")
def test_a_case_that_is_about_to_close_without_its_recording_waits_for_the_recording_officer(town: Town) -> None:
    case = town.signed()
    town.projected()
    assert case not in waiting(town)
    town.step("wang", case, town.serving(method="left", refused=True, witness="村委会干部", proof="照片两张"))
    town.projected()
    assert case not in waiting(town)
    town.take(case, c.RecordPayment)
    town.projected()
    assert case in waiting(town)
    assert "补齐应当有的音像记录" in page(town, "he", "queues/recording-officer")
    town.step("wang", case, linking(town.upload(b"papers are left"), stage="service"))
    town.projected()
    assert case not in waiting(town)


def waiting(town: Town) -> list[str]:
    return [one["case_id"] for one in town.get("he", "queues/recording-officer")["items"]]

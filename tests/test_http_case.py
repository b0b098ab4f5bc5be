"""A case through HTTP, from filing to revocation, and every refusal of the law once, on both databases."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from http_town import SAMPLE, START, Town, site
from penal import BEFORE_DECISION, PLAIN
from records.law.data import in_force
from records.law.file import parse, seed_texts
from records.penalty.commands import ReviewSecrecy, SubmitOpinion
from town import PARTY_NAME

RULES = in_force(seed_texts(), START.date()).rules
OF_EVERY_STEP = {one.code for one in parse("refusals.toml", seed_texts()["refusals.toml"]).rule}
"""Of who acts, of times, of what a decision says, of its service and its publication: each is tried over HTTP."""

PREPARED = [
    "correction-waived",
    "filing-approved",
    "inspection-recorded",
    "opinion-submitted",
    "opinion-endorsed",
    "notice-given",
    "document-served",
    "defence-waived",
]
"""What happens between filing and decision."""

SIGNED = len(PREPARED) + 2
"""Version of a case with its decision."""


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def statuses(stages: list[dict[str, str]]) -> dict[str, str]:
    return {stage["id"]: stage["status"] for stage in stages}


def types(view: dict[str, Any]) -> list[str]:
    return [step["type"].partition("/")[0] for step in view["steps"]]


def eventually(look: Callable[[], Any]) -> Any:
    """What is seen as soon as the follower has come by, within ten seconds."""
    deadline = time.monotonic() + 10
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return seen


# ---- From filing to revocation ----


def test_a_case_goes_from_filing_to_revocation(town: Town) -> None:
    opened = town.post("wang", "cases", town.filing(title="全程案"))
    case = opened.json()["case"]
    assert (opened.status_code, opened.headers["ETag"]) == (201, '"1"')
    assert opened.headers["Location"] == f"/api/{SAMPLE}/cases/{case}"
    recording = town.upload(b"moving pictures")
    town.later(hours=2)
    town.step("wang", case, {"type": "link-recording", "object": recording, "stage": "evidence"})
    town.later(days=10)
    town.prepare(case)
    signed = town.step("zhao", case, town.signing())
    town.step("li", case, town.serving())
    town.later(days=2)
    town.take(case, ReviewSecrecy)
    town.step("qian", case, town.reviewing())
    view = town.get("sun", f"cases/{case}")
    page = view["disclosure"]["disclosure"]
    assert re.fullmatch("监漳罚决〔2025〕[1-9][0-9]*号", view["decision"]["number"])
    assert [one["blake3"] for one in view["recordings"]] == [recording]
    assert signed["version"] == SIGNED + 1
    assert eventually(lambda: public(town, page)["disclosure"]["copy"])["party"] == "张某某"
    town.later(days=5)
    town.step("qian", case, town.revoking())
    assert eventually(lambda: public(town, page)["withdrawal"])["explanation"] == "适用法律错误。"
    assert public(town, page)["disclosure"]["copy"] is None
    assert town.get("sun", f"cases/{case}")["revocation"]["instrument"]["kind"] == "own"
    assert types(town.get("sun", f"cases/{case}/timeline")) == [
        "case-filed",
        "recording-linked",
        *PREPARED,
        "decision-signed",
        "document-served",
        "secrecy-reviewed",
        "disclosure-reviewed",
        "decision-revoked",
    ]


def public(town: Town, page: str) -> Any:
    answer = town.http.get(f"/public/{SAMPLE}/disclosures/{page}")
    return answer.json()["page"] if answer.status_code == 200 else {"disclosure": {"copy": None}}


def test_a_stage_is_open_until_a_step_of_it_was_taken(town: Town) -> None:
    case = town.published()
    stages = statuses(town.get("sun", f"cases/{case}")["stages"])
    done = {stage for stage, status in stages.items() if status == "done"}
    assert done == {"filing", "evidence", "opinion", "notice", "defence", "decision", "service", "disclosure"}
    assert set(stages.values()) == {"done", "open", "passed-over"}
    prepared = statuses(town.get("sun", f"cases/{town.prepared()}")["stages"])
    assert (prepared["defence"], prepared["decision"], prepared["service"]) == ("done", "open", "open")


def test_the_receipt_names_position_entry_and_time_of_the_first_event(town: Town) -> None:
    case = town.prepared()
    answer = town.post("zhao", f"cases/{case}/steps", town.signing())
    told = answer.json()
    first, number, fine = told["events"]
    assert (first["type"], first["stream"], first["version"]) == ("decision-signed/3", f"case:{case}", SIGNED)
    assert (number["type"], fine["type"]) == ("document-number-taken/1", "fine-imposed/1")
    assert [one["position"] - first["position"] for one in (number, fine)] == [1, 2]
    assert told["receipt"]["position"] == first["position"]
    assert told["receipt"]["entry"] == first["entry"]
    assert len(base64.b64decode(first["entry"])) > 32
    step = town.get("sun", f"cases/{case}/timeline")["steps"][-1]
    assert (step["position"], step["recorded_at"]) == (first["position"], told["receipt"]["recorded_at"])
    read = town.send("sun", "GET", f"cases/{case}")
    assert answer.headers["ETag"] == read.headers["ETag"] == f'"{SIGNED}"'


def test_numbers_follow_each_other_without_a_gap(town: Town) -> None:
    numbers = [town.get("sun", f"cases/{town.signed()}")["decision"]["number"] for _ in range(4)]
    sequences = [int(number.partition("〕")[2].removesuffix("号")) for number in numbers]
    assert sequences == list(range(sequences[0], sequences[0] + 4))


def test_a_page_names_neither_the_party_nor_the_handlers_person_values(town: Town) -> None:
    case = town.published()
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    assert eventually(lambda: public(town, page)["disclosure"]["copy"])
    shown = town.http.get(f"/public/{SAMPLE}/disclosures/{page}").text
    assert PARTY_NAME not in shown
    assert "140429199001010013" not in shown
    assert town.get("sun", f"cases/{case}")["party"]["name"] == PARTY_NAME


# ---- A step that is entered afterwards ----


class Entered(NamedTuple):
    case: str
    before: str
    """Just before the service was entered."""
    filed_at: str
    served_on: str


@pytest.fixture(scope="module")
def entered(town: Town) -> Entered:
    """Filed and signed as it happened, reviewed, and only then the service of a day before the review entered."""
    filed_at = town.now.isoformat()
    case = town.file()
    town.later(days=1)
    town.prepare(case)
    town.step("zhao", case, town.signing())
    served_on = (town.now + timedelta(days=2)).date().isoformat()
    town.later(days=5)
    town.take(case, ReviewSecrecy)
    town.step("qian", case, town.reviewing())
    before = town.now.isoformat()
    town.later(days=10)
    town.step("wang", case, town.serving(method="left", occurred_at=served_on, entry=town.on_paper()))
    return Entered(case, before, filed_at, served_on)


def test_a_back_entered_step_stands_where_it_happened(town: Town, entered: Entered) -> None:
    view = town.get("sun", f"cases/{entered.case}/timeline")
    published = ["secrecy-reviewed", "disclosure-reviewed"]
    assert types(view) == ["case-filed", *PREPARED, "decision-signed", "document-served", *published]
    assert [step["version"] for step in view["steps"]] == [*range(1, SIGNED + 1), SIGNED + 3, SIGNED + 1, SIGNED + 2]
    service = view["steps"][SIGNED]
    assert (service["occurred_at"], service["back_entered"]) == (entered.served_on, True)
    assert [defect["code"] for defect in service["defects"]] == ["refusal-needs-witness"]
    assert service["defects"][0]["article"] == RULES["refusal-needs-witness"].article
    assert town.get("sun", f"cases/{entered.case}")["defects"] == service["defects"]


def test_as_it_was_before_and_after_the_service(town: Town, entered: Entered) -> None:
    path = f"cases/{entered.case}/timeline"
    before = town.get("sun", path, at=(town.now - timedelta(days=14)).isoformat())
    assert types(before) == ["case-filed", *PREPARED, "decision-signed"]
    assert statuses(before["stages"])["service"] == "open"
    after = town.get("sun", path, at=entered.served_on)
    assert types(after) == ["case-filed", *PREPARED, "decision-signed", "document-served"]
    assert statuses(after["stages"])["service"] == "done"
    assert types(town.get("sun", path, at=entered.filed_at)) == ["case-filed"]


def test_as_it_was_known_before_and_after_the_service_was_entered(town: Town, entered: Entered) -> None:
    path = f"cases/{entered.case}/timeline"
    before = town.get("sun", path, known_at=entered.before)
    assert types(before) == ["case-filed", *PREPARED, "decision-signed", "secrecy-reviewed", "disclosure-reviewed"]
    assert statuses(before["stages"])["service"] == "open"
    after = town.get("sun", path, known_at=town.now.isoformat())
    assert statuses(after["stages"])["service"] == "done"
    both = town.get("sun", path, at=entered.served_on, known_at=entered.before)
    assert types(both) == ["case-filed", *PREPARED, "decision-signed"]


# ---- What the law refuses ----


class Asked(NamedTuple):
    """Somebody asks for a step, of an open case or (without one) to open it."""

    who: str
    body: dict[str, Any]
    case: str = ""


def opening(who: str = "wang", **changes: Any) -> Callable[[Town], Asked]:
    return lambda town: Asked(who, town.filing(**changes))


def after(stage: Callable[[Town], str], who: str, step: Callable[[Town], dict[str, Any]]) -> Callable[[Town], Asked]:
    return lambda town: Asked(who, step(town), stage(town))


def _revoked(town: Town) -> str:
    case = town.signed()
    town.step("qian", case, town.revoking())
    return case


def _through(town: Town, case: str, *stages: str, **opinion: Any) -> str:
    """Takes the steps of those stages of a plain case; `opinion` changes what the handlers propose."""
    for name, kind, given in PLAIN:
        if name in stages:
            town.take(case, kind, **(given | (opinion if name == "opinion" else {})))
    return case


def _child_inspected(town: Town) -> str:
    child = {"kind": "natural", "name": "张小明", "number": "", "born_on": "2015-05-05"}
    return _through(town, town.file(party=child), "filing-approved", "evidence")


def _minor_signed(town: Town) -> str:
    minor = {"kind": "natural", "name": "张小明", "number": "", "born_on": "2010-05-05"}
    lighter = {"mitigation": "lighter", "mitigation_ground": "已满十四周岁不满十八周岁。"}
    case = _through(town, town.file(party=minor), *(name for name, *_ in BEFORE_DECISION), **lighter)
    town.step("zhao", case, town.signing())
    town.take(case, ReviewSecrecy)
    return case


def _witnessed(town: Town) -> str:
    case = town.prepared()
    town.step("zhao", case, town.signing())
    town.step("wang", case, town.serving(refused=True, witness="李四光"))
    town.take(case, ReviewSecrecy)
    return case


def _secret(town: Town) -> str:
    case = town.signed()
    town.take(case, ReviewSecrecy, result="secret", opinion="涉及国家秘密。")
    return case


def _handled_by(town: Town, *names: str) -> Asked:
    return Asked("wang", town.filing(handlers=tuple(town.people[name] for name in names)))


def _shifted(town: Town, **by: float) -> str:
    return (town.now + timedelta(**by)).isoformat()


def _received(town: Town, days: int) -> dict[str, Any]:
    asked = town.revoking()
    asked["instrument"]["received_on"] = (town.now + timedelta(days=days)).date().isoformat()
    return asked


def _by_notice(town: Town, **changes: str) -> dict[str, Any]:
    noticed_on = town.now.date().isoformat()
    return town.serving(**({"method": "public-notice", "proof": "邮寄被退回", "noticed_on": noticed_on} | changes))


REFUSED: dict[str, Callable[[Town], Asked]] = {
    "agency-not-registered": opening(agency="11140429012345672D"),
    "other-agency": after(Town.published, "wu", Town.revoking),
    "matter-not-listed": opening(matter="140429-cf-999"),
    "two-officers": lambda town: _handled_by(town, "wang"),
    "officer-not-certified": lambda town: _handled_by(town, "wang", "sun"),
    "filing-needs-head": lambda town: Asked("wang", town.filing(approved_by=town.people["li"])),
    "handler-only": after(Town.signed, "chen", Town.serving),
    "decision-exists": after(Town.signed, "zhao", Town.signing),
    "decider-not-head": after(Town.prepared, "zhao", lambda town: town.signing(decided_by=town.people["li"])),
    "detention-not-yours": after(Town.prepared, "zhao", lambda town: town.signing(kinds=("行政拘留",), fine_yuan=None)),
    "kind-not-allowed": after(
        Town.prepared, "zhao", lambda town: town.signing(kinds=("吊销许可证件",), fine_yuan=None)
    ),
    "party-under-14": after(_child_inspected, "wang", lambda town: town.saying(SubmitOpinion)),
    "document-lacks-field": after(Town.prepared, "zhao", lambda town: town.signing(relief=" ")),
    "step-before-its-cause": after(
        Town.signed, "wang", lambda town: town.serving(occurred_at=_shifted(town, hours=-1))
    ),
    "no-decision": after(Town.file, "wang", Town.serving),
    "decision-revoked": after(_revoked, "wang", Town.serving),
    "already-served": after(Town.published, "wang", Town.serving),
    "refusal-needs-witness": after(Town.signed, "wang", lambda town: town.serving(refused=True)),
    "notice-needs-reasons": after(Town.signed, "wang", lambda town: _by_notice(town, proof="")),
    "notice-not-over": after(Town.signed, "wang", _by_notice),
    "secrecy-reviewer-is-handler": after(Town.signed, "wang-2", lambda town: town.saying(ReviewSecrecy)),
    "secrecy-review-first": after(Town.signed, "qian", Town.reviewing),
    "secrecy-not-cleared": after(_secret, "qian", Town.reviewing),
    "reviewer-is-handler": after(Town.cleared, "wang-2", Town.reviewing),
    "already-disclosed": after(Town.published, "qian", Town.reviewing),
    "withholding-needs-ground": after(
        Town.cleared, "qian", lambda town: town.reviewing(outcome="withheld", party_shown="")
    ),
    "party-not-masked": after(Town.cleared, "qian", lambda town: town.reviewing(party_shown=PARTY_NAME)),
    "third-person-named": after(
        _witnessed, "qian", lambda town: town.reviewing(facts_shown="见证人李四光在场，当事人占道经营。")
    ),
    "minor-identified": after(_minor_signed, "qian", Town.reviewing),
    "personal-data-shown": after(
        Town.cleared, "qian", lambda town: town.reviewing(facts_shown="当事人电话13812345678。")
    ),
    "instrument-not-received": after(Town.signed, "qian", lambda town: _received(town, 1)),
    "step-too-old": after(Town.file, "zhao", lambda town: town.signing(occurred_at=_shifted(town, hours=-25))),
    "step-ahead": after(Town.file, "zhao", lambda town: town.signing(occurred_at=_shifted(town, minutes=1))),
}
NOTED = {"number-out-of-series", "not-checked"}
"""What only a back-entered step can break: it is no refusal but a defect."""


def test_every_code_of_what_holds_for_every_step_is_tried() -> None:
    assert REFUSED.keys() | NOTED == OF_EVERY_STEP
    assert not REFUSED.keys() & NOTED


@pytest.mark.parametrize("code", REFUSED)
def test_what_the_law_forbids_is_refused_recorded_and_changes_nothing(town: Town, code: str) -> None:
    asked = REFUSED[code](town)
    path = f"cases/{asked.case}/steps" if asked.case else "cases"
    version = town.version(asked.case) if asked.case else 0
    answer = town.post(asked.who, path, asked.body)
    problem = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
    assert (problem["type"], problem["code"]) == ("urn:mingjing:problem:refused", code)
    assert problem["article"] == RULES[code].article
    assert problem["detail"].startswith(RULES[code].text)
    assert not asked.case or town.version(asked.case) == version
    refusal = eventually(lambda: refusals(town).get(problem["refusal"]))
    assert (refusal["code"], refusal["article"]) == (code, problem["article"])
    assert (refusal["case_id"], refusal["step"]) == (asked.case, asked.body["type"])
    assert refusal["actor"].startswith("person:")


def refusals(town: Town) -> dict[int, dict[str, Any]]:
    return {one["position"]: one for one in town.get("sun", "supervision/refusals")["items"]}


def test_a_paper_with_a_number_out_of_its_series_is_entered_with_the_defect(town: Town) -> None:
    case = town.prepared()
    signed_on = town.now.date().isoformat()
    town.later(days=1)
    paper = town.signing(number="监漳罚决〔2019〕7号", occurred_at=signed_on, entry=town.on_paper())
    told = town.step("wang", case, paper)
    view = town.get("sun", f"cases/{case}")
    assert [event["type"] for event in told["events"]] == ["decision-signed/3", "fine-imposed/1"]  # and no number
    assert view["decision"]["number"] == "监漳罚决〔2019〕7号"
    assert [(one["code"], one["article"]) for one in view["defects"]] == [
        ("number-out-of-series", RULES["number-out-of-series"].article)
    ]


def test_the_scan_of_a_paper_is_read_by_who_reads_the_case(town: Town) -> None:
    case, entry = town.signed(), town.on_paper()
    town.step("wang", case, town.serving(entry=entry))
    town.projected()
    for who, status in (("wang", 200), ("sun", 200), ("wu", 404)):
        headers = {"Authorization": f"Bearer {town.tokens[who]}"}
        assert town.http.get(f"/objects/{entry['scan']}", headers=headers).status_code == status
    page = town.http.get(f"/staff/{SAMPLE}/cases/{case}", headers={"Authorization": f"Bearer {town.tokens['sun']}"})
    assert f"/objects/{entry['scan']}" in page.text


def test_a_back_entry_without_its_scan_or_with_another_cases_refusal_is_not_recorded(town: Town) -> None:
    case, other = town.signed(), town.signed()
    path, entry = f"cases/{case}/steps", town.on_paper()
    refused = town.post("zhao", f"cases/{other}/steps", town.signing()).json()["refusal"]
    nowhere = town.post("wang", path, town.serving(entry={**entry, "scan": "0" * 64}))
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "urn:mingjing:problem:not-found")
    answer = town.post("wang", path, town.serving(entry={**entry, "refusal": refused}))
    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (422, ["$.entry.refusal"])
    assert town.version(case) == SIGNED


def test_after_the_missing_step_the_refused_command_succeeds(town: Town) -> None:
    case = town.file()
    refused = town.post("wang", f"cases/{case}/steps", town.serving(), Idempotency_Key="serve")
    assert refused.json()["code"] == "no-decision"
    town.prepare(case)
    town.step("zhao", case, town.signing())
    assert town.post("wang", f"cases/{case}/steps", town.serving(), Idempotency_Key="serve").status_code == 201
    assert town.version(case) == SIGNED + 1

"""Opening and investigation of a case of the sample, and what may come between: its steps up to the opinion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from api.sample import wording
from api.sample.course import Action, Course, named, person, persons
from api.sample.town import Row, last_day, working_days_on

_PARTY: Final = ("kind", "name", "number", "address", "representative")
MOST_ADDED: Final = 2
"""Items of evidence that are entered one by one; the decision names all."""


def lead(c: Course) -> Iterator[Action]:
    """A lead that has become no case, or not yet."""
    found, office = c.case, c.town.on_duty(c.agency, "handler")
    c.come_to(c.town.day(found["discovered_on"]))
    yield c.step("lead", "register-lead", who=office, **_lead(c, found["summary"]))
    if "dismissed" in found:
        given = {"reason": found["dismissed"], "approved_by": person(c.head), "told_reporter": True}
        yield c.step("dismissed", "dismiss-lead", wait=3 + c.pick("answer", 7), who=c.unit_head, **given)
        number = f"线索-{c.number:03}"
        archivist, kept = c.town.on_duty(c.agency, "archivist"), {"pages": 6, "retention_years": 10}
        yield c.step("archived", "archive-case", wait=8, who=archivist, file_number=number, **kept)


def _lead(c: Course, summary: str) -> Row:
    case, source = c.case, c.case.get("lead", "other")
    return {
        "title": f"{case['title'].removesuffix('案')}线索",
        "agency": c.agency["code"],
        "source": source,
        "place": case["place"],
        "summary": summary,
        "discovered_on": c.town.day(case["discovered_on"]).isoformat(),
        "discovery_proof": wording.DISCOVERED_BY[source],
    }


def opening(c: Course) -> Iterator[Action]:
    """Lead, filing and its approval; then a recusal, if there is one."""
    case = c.case
    if "lead" in case:
        c.come_to(c.town.day(case["discovered_on"]))
        yield c.step("lead", "register-lead", **_lead(c, f"反映：{case['facts']}"))
    c.come_to(c.town.day(case["filed_on"]))
    yield c.step(
        "filed",
        "file-case",
        title=case["title"],
        matter=case["matter"],
        agency=c.agency["code"],
        handlers=persons(c.handlers),
        approved_by=person(c.head),
        party=named(case["party"], *_PARTY),
        acted_on=c.town.day(case["acted_on"]).isoformat(),
        discovered_on=c.town.day(case["discovered_on"]).isoformat(),
        place=case["place"],
        facts=case["facts"],
    )
    if "emergency" in case:
        yield c.step("emergency", "mark-emergency", who=c.head, **case["emergency"])
    yield c.step("approved", "approve-filing", who=c.head, note="同意立案。")
    if "redo" in case:
        yield c.step("redo", "link-redo", number=f"@decision:{case['redo']}")
    if "recusal" in case:
        yield from _recusal(c, case["recusal"])


def _recusal(c: Course, recusal: Row) -> Iterator[Action]:
    whom = c.handlers[1]
    sender = whom if recusal["by"] == "self" else c.handlers[0]
    yield c.step(
        "recusal-asked", "request-recusal", 1, sender, person=person(whom), by=recusal["by"], reason=recusal["reason"]
    )
    if recusal.get("answer", "") == "open":
        return
    granted = "replaced_by" in recusal
    reason = "情况属实，可能影响公正执法，同意回避。" if granted else "经核实不存在应当回避的情形，驳回申请。"
    yield c.step("recusal-decided", "decide-recusal", 1, c.head, person=person(whom), granted=granted, reason=reason)
    if granted:
        c.handlers = [c.handlers[0], recusal["replaced_by"]]
        given: Row = {"handlers": persons(c.handlers), "reason": "原承办人回避，另行指派承办人。"}
        yield c.step("handlers-changed", "change-handlers", who=c.unit_head, **given)


def investigation(c: Course) -> Iterator[Action]:
    """Inspection, recording, preservation, questioning, evidence, correction; then a wait, if there is one."""
    case = c.case
    c.wait(0)
    yield c.act("inspected", "record-inspection", **_inspection(c))
    if "recording" in case:
        yield c.step("recorded", "link-recording", **recording("scene", **case["recording"]))
    if "preserve" in case:
        yield from _preservation(c, case["preserve"])
    if "sample" in case:
        items = [{"name": one, "quantity": "2份"} for one in case["sample"]]
        given: Row = {"officers": persons(c.handlers), "method": "随机抽取，当场封样", "signature": "signed"}
        yield c.step("sampled", "take-sample", items=items, **given)
    c.wait(1 + c.pick("question", 2))
    yield c.act("questioned", "question-person", **_questioning(c))
    if "consent_withdrawn" in case or case.get("service", {}).get("method") == "electronic":
        contact = [{"name": "送达联系人（样本）", "contact": "sample@example.cn"}]
        proof = "送达地址确认书（同意电子送达）"
        yield c.step("address", "confirm-address", electronic=True, proof=proof, contact=contact)
    if "consent_withdrawn" in case:
        yield c.step("consent-withdrawn", "withdraw-consent", 2, note="当事人改为当面领取文书。")
    yield from _evidence(c)
    if "tagged" in case:
        yield c.step("tagged", "tag-secrecy", **case["tagged"])
    if "correct" in case:
        yield from _correction(c, case["correct"])
    elif "decision" in case:
        yield from _nothing_to_correct(c)
    if "suspended" in case:
        yield from _suspension(c, case["suspended"])
    if "extended" in case:
        yield c.step("extended", "extend-term", 1, c.head, **case["extended"])


def _visit(c: Course, minutes: int) -> Row:
    return {
        "officers": persons(c.handlers),
        "begun_at": (c.now - timedelta(minutes=minutes)).isoformat(),
        "ended_at": (c.now - timedelta(minutes=4)).isoformat(),
        "certificates_shown": True,
        "rights_told": True,
        "signature": "signed",
    }


def _inspection(c: Course) -> Row:
    given = _visit(c, 52) | {"place": c.case["place"], "findings": c.case["facts"]}
    if "refused_by" in c.case:  # who did not sign, and who saw it
        return given | {"signature": "refused", "witnesses": [{"name": c.case["refused_by"]}]}
    return given


def _questioning(c: Course) -> Row:
    usual = wording.STATEMENTS if c.case["party"]["kind"] == "natural" else wording.FIRMS_STATE
    statement = c.case.get("statement") or c.one_of("statement", usual)
    place = {"place": c.case["place"], "venue": "on-site"}
    return _visit(c, 41) | place | {"role": "party", "statement": statement}


def recording(name: str, stage: str, device: str = "", note: str = "", **_: object) -> Row:
    """The fields that bind one of the sample's recordings; after how many days is not among them."""
    return {"object": f"@recording:{name}", "stage": stage, "device": device, "note": note}


def device(c: Course) -> str:
    """A recorder of the agency."""
    return next(str(one["id"]) for one in c.town.registers["device"] if one["agency"] == c.agency["id"])


def _evidence(c: Course) -> Iterator[Action]:
    titles = [one for one in c.case.get("decision", {}).get("evidence", ()) if wording.evidence_kind(one)][:MOST_ADDED]
    monitored = c.case.get("monitored", {})
    for index, title in enumerate(titles, 1):
        scanned = {"object": "@scan"} if "复印件" in title else {}
        given: Row = {"kind": wording.evidence_kind(title), "title": title, "source": "执法人员调取", **scanned}
        if title == monitored.get("title"):
            given |= {"monitored": True} | named(monitored, "allowed_by", "device_reviewed")
        yield c.step(f"added-{index}", "add-evidence", wait=c.pick(f"evidence {index}", 2), **given)
    if monitored:
        yield from _telling(c, f"证据{titles.index(monitored['title']) + 1}", monitored)
    for index in range(1, len(titles) + 1):
        given = {"item": f"证据{index}", "verdict": "verified", "reason": "与原件、原物核对无异。"}
        yield c.step(f"verified-{index}", "mark-evidence", **given)
    if "barred" in c.case:
        item = f"证据{len(titles) + 1}"
        yield c.step("added-barred", "add-evidence", kind="视听资料", title=c.case["barred"], source="举报人提供")
        reason = "来源和制作过程无法核实，不作为定案根据。"
        yield c.step("barred", "mark-evidence", item=item, verdict="barred", reason=reason)
    if c.case.get("voided"):
        yield c.step("added-wrong", "add-evidence", kind="书证", title="其他案件的询问通知书", source="误录")
        given = {"version": "@version:added-wrong", "reason": "该材料属于另一案件，录入有误。"}
        yield c.step("voided", "void-entry", who=c.unit_head, **given)


def _telling(c: Course, item: str, monitored: Row) -> Iterator[Action]:
    """The party hears of what the monitoring recorded, looks at it and answers."""
    inquiry = f"可以到{c.agency['name']}或者在县政务服务网查看监控记录，陈述、申辩。"
    given: Row = {"items": [item], "means": "message", "facts": c.case["facts"], "inquiry": inquiry}
    yield c.step("monitoring-told", "tell-monitoring", 1, **given)
    if "answer" in monitored:
        answer = {"item": item, "looked": True, "statement": monitored["answer"]}
        yield c.step("monitoring-answered", "record-monitoring-answer", 1, **answer)


def _preservation(c: Course, preserve: Row) -> Iterator[Action]:
    yield c.step("preservation-approved", "approve-preservation", who=c.head, reason="证据可能灭失，同意先行登记保存。")
    yield c.step(
        "preserved",
        "preserve-evidence",
        officers=persons(c.handlers),
        items=[{"name": name, "quantity": count, "place": "本机关物证室"} for name, count in preserve["items"]],
        keeper=f"{c.agency['name']}物证室保管员",
        signature="signed",
    )
    if not preserve.get("unrecorded"):
        given = recording("preservation", "preservation", device(c), "先行登记保存全过程")
        yield c.step("preservation-recorded", "link-recording", **given)
    begun = c.today
    if fate := preserve.get("fate"):
        for index in range(1, len(preserve["items"]) + 1):
            days = 3 + c.pick("fate", 3) if index == 1 else 0
            given = {"item": f"@number:preserved#{index}", "fate": fate, "reason": preserve["reason"]}
            yield c.step(f"disposed-{index}", "dispose-item", wait=days, **given)
        return
    for index in range(1, len(preserve["items"]) + 1):
        item = f"@number:preserved#{index}"
        yield c.timer(f"lapsed-{index}", "lapse-preservation", last_day("preservation", begun), item=item)
    if waived := preserve.get("unrecorded"):
        yield c.step(
            "recording-waived",
            "waive-recording",
            1,
            c.unit_head,
            stage="preservation",
            ground="device-failed",
            reason=waived,
        )


def _correction(c: Course, correct: Row) -> Iterator[Action]:
    by = working_days_on(c.today, correct["days"])
    yield c.step("correction-ordered", "order-correction", content=correct["content"], correct_by=by.isoformat())
    if "done" not in correct:
        return
    c.come_to(by)
    findings = "经复查，责令改正的内容已经完成。" if correct["done"] else "经复查，逾期仍未改正。"
    yield c.step("correction-checked", "check-correction", wait=1, done=correct["done"], findings=findings)


def _nothing_to_correct(c: Course) -> Iterator[Action]:
    """Why nothing is ordered: on paper only where the paper says so."""
    paper = c.case.get("back_entry")
    if paper is not None and "uncorrected" not in paper["steps"]:
        return
    found: Row = {"ground": "corrected", "reason": "当事人在检查后已经自行改正。"}
    if "not_correctable" in c.case:
        found = {"ground": "not-correctable", "reason": c.case["not_correctable"]}
    yield c.step("uncorrected", "waive-correction", **found)


def _suspension(c: Course, suspended: Row) -> Iterator[Action]:
    until = c.today + timedelta(days=suspended["days"]) if "days" in suspended else None
    given = named(suspended, "reason", "explanation", "basis")
    if until:
        given["until"] = until.isoformat()
    yield c.step("suspended", "suspend-case", 1, c.head, **given)
    if until:
        yield c.timer("resumed", "resume-case", until, reason="中止期限届满")
    elif "resumed_after" in suspended:
        yield c.step("resumed", "resume-case", suspended["resumed_after"], c.head, reason="中止的原因已经消除。")

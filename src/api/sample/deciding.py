"""From the opinion to the decision: the steps of a case of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from api.sample import wording
from api.sample.course import Action, Course, named, person, persons
from api.sample.investigating import device, recording
from api.sample.serving import serve
from api.sample.town import Row, law, working, working_days_on

_FORMS: Final = ("spoken", "written")
_DAYS: Final = {
    "opinion": 4,
    "waived": 2,
    "silent": 6,
    "defended": 5,
    "hearing": 18,
    "review": 4,
    "returned": 3,
    "discussion": 2,
}
"""Working days that a part of the way to the decision takes, by and large: so early the opinion is written."""


def proposes(c: Course, proposal: str, **intended: object) -> Iterator[Action]:
    """Opinion and endorsement; with `opinion_returned` the unit head gives the first one back."""
    case, said = c.case, c.case.get("decision", c.case)
    reasons = said.get("reasons", "")
    given: Row = {"proposal": proposal, "facts": case["facts"], "reasons": reasons, "basis": basis(c), **intended}
    if proposal == "penalty":
        given |= _mitigation(reasons) | {"qualities": case.get("qualities", [])}
    if case.get("opinion_returned"):
        yield c.step("opinion-first", "submit-opinion", 1, **given)
        note = "裁量理由不充分，请补充同类案件比照情况后重新提出。"
        yield c.step("opinion-returned", "endorse-opinion", 1, c.unit_head, agreed=False, note=note)
    yield c.step("opinion", "submit-opinion", 1, **given)
    note = c.one_of("note", wording.ENDORSEMENTS)
    yield c.step("endorsed", "endorse-opinion", 1, c.unit_head, agreed=True, note=note)


def basis(c: Course) -> list[str]:
    """What the penalty rests on: what the case cites, or the provisions of its matter."""
    cited: list[str] = c.case.get("decision", c.case).get("basis", [])
    return cited or [f"{one['law']}{one['article']}" for one in c.town.matter(c.case)["basis"]]


def _mitigation(reasons: str) -> Row:
    for word, kind in (("减轻处罚", "mitigated"), ("从轻", "lighter"), ("从重", "heavier")):
        if word in reasons:
            return {"mitigation": kind, "mitigation_ground": reasons}
    return {}


def punishing(c: Course) -> Iterator[Action]:
    """Opinion, notice, defence, hearing, review, discussion and decision."""
    wanted = working(working(c.town.day(c.case["filed_on"])), c.case["decision"]["after_days"])
    c.come_to(working_days_on(wanted, -_lead_time(c)))
    penalty = _penalty(c)
    told = penalty | (
        {"fine_yuan": c.case["told_yuan"]} if "told_yuan" in c.case else {}
    )  # before the defence succeeded
    yield from proposes(c, "penalty", **named(told, "kinds", "fine_yuan", "confiscated_yuan"))
    yield from _notice(c, told)
    if "hearing" in c.case:
        yield from _hearing(c, c.case["hearing"])
    if c.calls_for("review"):
        yield from _review(c, penalty)
    if c.calls_for("discussion"):
        yield from _discussion(c)
    c.come_to(wanted)
    yield c.step("signed", "sign-decision", 1 if c.today < wanted else 0, c.head, **_decision(c, penalty))


def _lead_time(c: Course) -> int:
    parts = ["opinion", _defence(c)]
    parts += ["hearing"] if "hearing" in c.case else []
    parts += ["review"] if c.calls_for("review") else []
    parts += ["returned"] if "review" in c.case else []
    parts += ["discussion"] if c.calls_for("discussion") else []
    return sum(_DAYS[part] for part in parts)


def _defence(c: Course) -> str:
    """What the party makes of the notice: `waived`, `silent` or `defended`."""
    said = c.case.get("defence")
    if isinstance(said, list):
        return "defended"
    if "hearing" in c.case:
        return "waived"  # what there is to say is said at the hearing
    return str(said) if said else c.one_of("defence", ("waived", "waived", "silent"))


def _penalty(c: Course) -> Row:
    """What opinion, notice, draft and decision agree in."""
    decision = c.case["decision"]
    amounts = named(decision, "fine_yuan", "confiscated_yuan")
    said = wording.penalty(
        decision["kinds"], c.amount("fine_yuan"), c.amount("confiscated_yuan"), decision.get("goods", "")
    )
    return {
        "kinds": decision["kinds"],
        **amounts,
        "content": decision.get("content") or said,
        "facts": c.case["facts"],
        "basis": basis(c),
        "reasons": decision["reasons"],
    }


def _draft(c: Course, penalty: Row) -> Row:
    decision, defaults = c.case["decision"], c.town.defaults
    evidence = decision.get("evidence") or ["现场检查笔录一份", "现场照片四张", "当事人询问笔录一份"]
    performance = defaults["performance_fine" if "fine_yuan" in decision else "performance_other"]
    relief = decision.get("relief", defaults["relief"])
    fined = {"bank": defaults["bank"], "surcharge": True} if "fine_yuan" in penalty else {}
    departure = named(c.case, "departure")
    return {**penalty, "evidence": evidence, "performance": performance, "relief": relief, **fined, **departure}


def _decision(c: Course, penalty: Row) -> Row:
    gains = named(c.case["decision"], "gains_yuan", "returned_yuan", "returned_proof")
    return {**_draft(c, penalty), **gains, "decided_by": person(c.head)}


# ---- Notice and defence ----


def _notice(c: Course, penalty: Row) -> Iterator[Action]:
    hearing, decision = c.calls_for("hearing"), c.case["decision"]
    fine = Decimal(penalty["fine_yuan"]) if "fine_yuan" in penalty else None
    said = wording.penalty(decision["kinds"], fine, c.amount("confiscated_yuan"), decision.get("goods", ""))
    content = f"拟作出如下处罚：{decision.get('content') or said}"
    yield c.step("notice", "give-notice", 1, **{**penalty, "content": content}, hearing_told=hearing)
    yield from serve(c, "notice-served", "notice", {"method": "in-person"}, days=1)
    way = _defence(c)
    if way == "waived":
        given: Row = {"hearing_too": hearing and "hearing" not in c.case, "proof": "放弃陈述申辩声明书"}
        yield c.step("defence-waived", "waive-defence", 1 + c.pick("waived", 2), **given)
    elif way == "silent":
        c.wait(6)
    else:
        yield from _heard(c, c.case["defence"])


def _heard(c: Course, points: list[str]) -> Iterator[Action]:
    yield c.step("defence", "record-defence", 2, form=c.one_of("form", _FORMS), points=points)
    accepted = "told_yuan" in c.case
    reason = "经核实属实，予以采纳，相应降低罚款数额。" if accepted else ""
    answers = [
        {"accepted": accepted, "reason": reason or c.one_of(f"answer {index}", wording.ANSWERS)}
        for index in range(len(points))
    ]
    conclusion = "采纳当事人意见，调整拟处罚数额。" if accepted else "维持拟处罚意见。"
    yield c.step("defence-reviewed", "review-defence", 2, points=answers, conclusion=conclusion)
    if c.calls_for("hearing"):
        c.wait(2)  # until nobody can ask for the hearing any more


# ---- Hearing ----


def _hearing(c: Course, how: str) -> Iterator[Action]:
    """`requested`, `arranged`, `held`, `withdrawn` or `absent`."""
    presider = c.town.on_duty(c.agency, "presider")
    yield c.step("hearing-asked", "request-hearing", form="written")
    held_on = working_days_on(c.today, 12)
    yield c.step(
        "hearing-arranged",
        "arrange-hearing",
        1,
        held_on=held_on.isoformat(),
        place=f"{c.agency['name']}二楼会议室",
        presider=person(presider),
        public=True,
    )
    yield from serve(c, "hearing-served", "hearing", {"method": "in-person"}, days=1)
    if how == "withdrawn":
        yield c.step("hearing-ended", "end-hearing", 2, reason="withdrawn", note="当事人书面撤回听证申请。")
        return
    c.come_to(held_on)
    if how == "absent":
        note = "当事人经通知无正当理由未到场，视为放弃听证权利。"
        yield c.step("hearing-ended", "end-hearing", 0, presider, reason="absent", note=note)
        return
    statement = "调查人员陈述事实、证据和拟处罚意见；当事人对事实无异议，请求从轻处罚；双方进行了质证和最后陈述。"
    yield c.step("hearing-held", "hold-hearing", 0, presider, public=True, statement=statement, signature="signed")
    yield c.step("hearing-recorded", "link-recording", **recording("hearing", "hearing", device(c), "听证全过程"))
    opinion = "事实清楚，证据确实，建议按拟处罚意见作出决定。"
    yield c.step("hearing-reported", "report-hearing", 2, presider, opinion=opinion)


# ---- Review and discussion ----


def _review(c: Course, penalty: Row) -> Iterator[Action]:
    """With `review`, the first submission is `returned` for what it lacks, or to be corrected (`correct`)."""
    reviewer, draft = c.town.on_duty(c.agency, "legal-reviewer"), _draft(c, penalty)
    given: Row = {"draft": draft, "materials": list(wording.MATERIALS)}
    given["materials"] += ["陈述申辩材料"] if _defence(c) not in ("waived", "silent") else []
    given["materials"] += ["听证笔录和听证报告"] if c.case.get("hearing") == "held" else []
    if first := c.case.get("review"):
        if first == "returned":
            some = [one for one in given["materials"] if one != "证据材料目录"]
            yield c.step("review-asked-first", "submit-review", 1, draft=draft, materials=some)
            yield c.step("review-returned", "return-review", 1, reviewer, missing=["证据材料目录"])
        else:
            unclear = {**given, "draft": {**draft, "relief": "不服本决定的，可以依法申请行政复议。"}}
            yield c.step("review-asked-first", "submit-review", 1, **unclear)
            yield c.step("review-failed", "review-case", 2, reviewer, **answers(c, "documents"))
            given["corrected"] = "救济途径补写了申请复议的机关和期限、起诉的期限。"
    yield c.step("review-asked", "submit-review", 1, **given)
    yield c.step("reviewed", "review-case", 2, reviewer, **answers(c))


def answers(c: Course, wrong: str = "") -> Row:
    """What the reviewer says to each question; with the id of one that is `wrong`, the draft has to be corrected."""
    questions = law(c.today).questions
    elements: list[Row] = [{"id": one, "verdict": "符合"} for one in questions if one not in ("crime", wrong)]
    elements += [{"id": "crime", "verdict": "不适用", "note": "未涉嫌犯罪，不需要移送。"}]
    if wrong:
        elements += [{"id": wrong, "verdict": "不符合", "note": "决定书草案的救济途径表述不完整。"}]
        return {"elements": elements, "result": "correct", "opinion": "请补正文书后重新送审。"}
    return {"elements": elements, "result": "agreed", "opinion": "同意拟处罚意见。"}


def _discussion(c: Course) -> Iterator[Action]:
    views = {
        c.head: "同意拟处罚意见。",
        c.unit_head: "案件事实清楚，同意。",
        c.town.on_duty(c.agency, "deputy"): "裁量适当，同意。",
    }
    said = [{"member": person(name), "view": view} for name, view in views.items()]
    yield c.step("discussed", "discuss-case", 1, c.head, views=said, result="一致同意拟处罚意见。", agreed=True)


# ---- Other ends ----


def declining(c: Course) -> Iterator[Action]:
    """The opinion not to punish, and the decision."""
    declined = c.case["declined"]
    c.come_to(working_days_on(c.today, declined.get("days", 3)))
    yield from proposes(c, "no-penalty", reasons=declined["reasons"])
    given = named(declined, "grounds", "reasons", "education", "basis")
    relief = c.town.defaults["relief"]
    yield c.step(
        "signed", "decline-penalty", 2, c.head, facts=c.case["facts"], relief=relief, decided_by=person(c.head), **given
    )


def transferring(c: Course) -> Iterator[Action]:
    """Report to the head, and what follows of it up to the answer of the police."""
    transfer = c.case["transfer"]
    crime, reasons = transfer["crime"], transfer["reasons"]
    yield c.step("transfer-reported", "report-transfer", 1, officers=persons(c.handlers), crime=crime, reasons=reasons)
    refused = transfer.get("refused", "")
    said = {"approved": not refused, "reasons": refused or "同意移送公安机关。"}
    yield c.step("transfer-decided", "decide-transfer", 1, c.head, **said)
    if refused:
        return
    materials = ["案件移送书", "案件调查报告", "涉案物品清单", "检验报告"]
    yield c.step("transfer-sent", "send-transfer", to="武乡县公安局", materials=materials)
    if "filed" not in transfer:
        return
    year, filed = c.today.year, transfer["filed"]
    instrument = f"武公{'立' if filed else '不立'}字〔{year}〕{c.number}号（样本）"
    reason = {} if filed else {"reasons": "经审查，尚不构成犯罪，不予立案。"}
    yield c.step("police-answered", "record-police-answer", 2, filed=filed, instrument=instrument, **reason)
    if filed:
        yield c.step("goods-handed-over", "hand-over-goods", items=["涉案物品及全部案卷材料"], party_told=True)
    elif "objection" in transfer:
        instrument = f"{c.agency['short']}复议提〔{year}〕{c.number}号（样本）"
        yield c.step("objected", "object-transfer", to="police", instrument=instrument, reasons=transfer["objection"])
        maintained = {
            "instrument": f"武公复字〔{year}〕{c.number}号（样本）",
            "reasons": "经复议，维持不予立案的决定。",
        }
        yield c.step("police-answered-again", "record-police-answer", 2, filed=False, **maintained)


def passing(c: Course) -> Iterator[Action]:
    """The case goes to the agency that is competent."""
    passed = c.case["passed"]
    yield c.step("passed", "pass-case", 2, c.head, to=passed["to"], reasons=passed["reasons"])

"""What the agency does when a decision of the sample is attacked or undone: answers, an opinion, what goes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from api.sample.course import Action, Course
from api.sample.town import Row

_COPY, _ANSWER = 3, 6
ANSWERED_AFTER: Final = _COPY + _ANSWER
"""Working days from the acceptance of a reconsideration or a lawsuit to the agency's answer."""


def handed_over(c: Course, body: str) -> Iterator[Action]:
    """With `handed`, the party brings its application to the agency, which passes it on."""
    if not c.case["relief"].get("handed"):
        return
    yield c.act("application-taken", "take-application", body=body, received_on=c.today.isoformat(), object="@scan")
    instrument = f"{c.agency['short']}转函〔{c.today.year}〕{c.number}号（样本）"
    yield c.step("application-passed", "pass-on-application", 2, instrument=instrument)
    c.wait(2)


def answered(c: Course, body: str, sign: str) -> Iterator[Action]:
    """The copy comes in and is answered in time; with `supplemented`, an item is added with consent."""
    relief, year = c.case["relief"], c.today.year
    c.wait(_COPY)
    copy = {"kind": relief["kind"], "body": body, "instrument": f"{sign}答〔{year}〕{c.number}号"}
    yield c.act("copy-received", "receive-relief-copy", received_on=c.today.isoformat(), object="@scan", **copy)
    if title := relief.get("supplemented"):
        given = {"kind": "书证", "title": title, "source": "针对申请人在复议中新提出的理由调取"}
        yield c.step("supplemented", "supplement-evidence", consent=f"{sign}补〔{year}〕{c.number}号", **given)
    c.wait(_ANSWER)
    short = c.agency["short"]
    materials = ["答复书", "证据目录及全部证据", "所依据的规范性文件", "案卷复印件"]
    instrument = f"{short}复答〔{year}〕{c.number}号（样本）"
    yield c.act("relief-answered", "answer-relief", kind=relief["kind"], instrument=instrument, materials=materials)


def opinion(c: Course, body: str) -> Iterator[Action]:
    """With `opinion`, the reconsideration body asks for something in an opinion, and is told what was done."""
    asks = c.case["relief"].get("opinion")
    if asks is None:
        return
    number, day = f"武政复意〔{c.today.year}〕{c.number}号（样本）", c.today.isoformat()
    given: Row = {"kind": "opinion", "number": number, "body": body, "asks": asks, "object": "@scan"}
    c.wait(0)
    yield c.act("opinion-received", "receive-instrument", dated_on=day, received_on=c.today.isoformat(), **given)
    result = "已经按照意见整改，并组织执法人员学习。"
    proof = f"{c.agency['short']}报〔{c.today.year}〕{c.number}号（样本）"
    yield c.step("opinion-reported", "perform-instrument", 15, number=number, result=result, proof=proof)


def reversal(c: Course) -> Iterator[Action]:
    """All that was paid goes back, and the goods that the decision confiscated."""
    paid = {"confiscated": c.amount("confiscated_yuan"), "fine": c.amount("fine_yuan")}
    for purpose, amount in paid.items():
        if amount is None:
            continue
        c.wait(4)
        receipt = f"晋财退样{c.number:03}{len(purpose)}"
        given = {"purpose": purpose, "amount_yuan": str(amount), "means": "treasury", "receipt": receipt}
        yield c.act(f"repaid-{purpose}", "make-repayment", paid_on=c.today.isoformat(), **given)
    if "没收非法财物" in c.case["decision"]["kinds"]:
        for index in range(1, len(c.case["preserve"]["items"]) + 1):
            given = {"item": f"@number:preserved#{index}", "receipt": "当事人签收的物品返还清单"}
            yield c.step(f"returned-{index}", "return-goods", 1, **given)

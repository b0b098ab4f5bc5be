"""What follows a decision of the sample: service, disclosure, payment, relief, revocation, closing and archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Final

from api.sample.course import Action, Course, named
from api.sample.relieving import ANSWERED_AFTER, answered, handed_over, opinion, reversal
from api.sample.serving import serve
from api.sample.town import Row, last_day, law, working

_METHODS: Final = {"natural": "in-person", "individual-business": "in-person", "organisation": "receiving-clerk"}
_FEN: Final = Decimal("0.01")


def serving(c: Course, document: str) -> Iterator[Action]:
    """The decision reaches the party."""
    how = c.case.get("service") or {"method": _METHODS[c.case["party"]["kind"]]}
    signed = c.today
    if "after_days" in how:
        c.come_to(working(signed, how["after_days"]))
    yield from serve(c, "served", document, how, days=0 if "after_days" in how else 1)


def following(c: Course) -> Iterator[Action]:
    """What comes after a penalty: it is served, published and performed, and the case is closed."""
    signed = c.now
    yield _secrecy(c, c.case.get("disclosure", {}))
    c.now = signed
    yield from serving(c, "decision")
    served, c.now = c.now, signed
    yield from _disclosure(c)
    disclosed, c.now = c.now, served
    if "relief" in c.case:
        yield from _relief(c, c.case["relief"])
    yield from _PAYMENTS[c.case.get("payment", "paid")](c)
    c.now = max(c.now, disclosed)
    yield from _fulfilled(c)
    if "revocation" in c.case:
        yield from _revocation(c, c.case["revocation"], disclosed.date())
        yield from reversal(c)
    if c.is_open():
        return
    if "revocation" in c.case:
        yield from closing(c, "revoked", "处罚决定已经依法撤销，公示信息已经撤回。")
    else:
        yield from closing(c, "performed", "处罚决定已经执行完毕，案件办理终结。")


# ---- Disclosure ----


def _secrecy(c: Course, review: Row) -> Action:
    """The secrecy review of the decision, on the day of its signature: it finds what is kept back afterwards."""
    given: Row = {"result": "clear", "opinion": "经审查，不涉及国家秘密、商业秘密和个人隐私，可以公开。"}
    if review.get("outcome") == "redacted":
        given = {"result": "mask", "masked": review["masked"], "opinion": "部分内容涉及个人隐私，遮盖后可以公开。"}
    elif "secret-or-privacy" in review.get("grounds", ()):
        given = {"result": "secret", "opinion": "载有个人隐私，遮盖后仍可识别，不得公开。"}
    return c.step("secrecy-reviewed", "review-secrecy", who=c.town.on_duty(c.agency, "secrecy-reviewer"), **given)


def _disclosure(c: Course) -> Iterator[Action]:
    review = c.case.get("disclosure", {})
    reviewer = review.get("reviewer") or c.town.on_duty(c.agency, "disclosure-officer")
    if "after_days" in review:
        c.come_to(working(c.today, review["after_days"]))
    days = 0 if "after_days" in review else 3 + c.pick("disclosure", 3)
    yield c.step("disclosed", "review-disclosure", days, reviewer, **_published(c, review))


def _fulfilled(c: Course) -> Iterator[Action]:
    """That a fine was paid is published two days later; of each third case nobody does, so that some wait."""
    case, done = c.case, c.now
    review, decision = case.get("disclosure", {}), case["decision"]
    shown = review.get("outcome", "open") != "withheld" and "reviewer" not in review
    plain = case.get("payment", "paid") == "paid" and not {"back_entry", "relief", "revocation"} & case.keys()
    if shown and plain and "fine_yuan" in decision and c.number % 3:
        yield c.step("fulfilled", "publish-fulfilment", 2, c.town.on_duty(c.agency, "disclosure-officer"), state="paid")
    c.now = done


def _published(c: Course, review: Row) -> Row:
    outcome, masked = review.get("outcome", "open"), review.get("masked", [])
    shown = "" if outcome == "withheld" or "party" in masked else review.get("shown_as") or c.shown()
    kept = named(review, "grounds", "basis")
    return {"outcome": outcome, "masked": masked, "party_shown": shown, **kept}


def _revocation(c: Course, revocation: Row, disclosed: date) -> Iterator[Action]:
    instrument = revocation["instrument"]
    dated_on = disclosed + timedelta(days=instrument["dated_after_days"])
    received_on = disclosed + timedelta(days=instrument["received_after_days"])
    c.come_to(disclosed + timedelta(days=revocation["after_days"]))
    yield c.step(
        "revoked",
        "revoke-decision",
        who=c.town.on_duty(c.agency, "disclosure-officer"),
        effect=revocation["effect"],
        explanation=revocation["explanation"],
        instrument={
            "kind": instrument["kind"],
            "number": instrument["number"].format(year=dated_on.year),
            "body": instrument["body"],
            "dated_on": dated_on.isoformat(),
            "received_on": received_on.isoformat(),
        },
    )


# ---- Relief ----


def _relief(c: Course, relief: Row) -> Iterator[Action]:
    """Reconsideration or a lawsuit; with `stay` it stays performance. Without `ended_after` it is pending."""
    c.wait(relief["after"])
    sign, year = "武政复" if relief["kind"] == "reconsideration" else "（样本）晋0429行初", c.today.year
    body = "武乡县人民政府" if relief["kind"] == "reconsideration" else "武乡县人民法院"
    yield from handed_over(c, body)
    accepted_on = c.today.isoformat()
    given = {"kind": relief["kind"], "body": body, "instrument": f"{sign}受〔{year}〕{c.number}号"}
    yield c.act("relief-sought", "seek-relief", accepted_on=accepted_on, **given)
    yield from answered(c, body, sign)
    stay = {"by": "reconsideration", "instrument": f"{sign}停〔{year}〕{c.number}号"}
    if relief.get("stay"):
        yield c.step("stayed", "stay-performance", 2, **stay)
    if "ended_after" not in relief:
        return
    c.wait(relief["ended_after"] - ANSWERED_AFTER)
    if relief.get("stay"):
        lifted = {"instrument": f"{sign}决〔{c.today.year}〕{c.number}号", "reason": "行政复议已经终结。"}
        yield c.act("stay-lifted", "lift-stay", **lifted)
        c.wait(0)
    ended = {"outcome": relief["outcome"], "instrument": f"{sign}决〔{c.today.year}〕{c.number}号"}
    yield c.act("relief-ended", "end-relief", kind=relief["kind"], ended_on=c.today.isoformat(), **ended)
    yield from opinion(c, body)


# ---- Payment ----


def _pay(c: Course, purpose: str, amount: Decimal, part: int = 0) -> Action:
    label = f"paid-{purpose}{part or ''}"
    receipt = f"晋财样{c.number:03}{len(purpose)}{part:02}"
    channel = c.one_of(label, ("bank", "electronic"))
    given = {"purpose": purpose, "amount_yuan": str(amount), "paid_on": c.today.isoformat()}
    return c.act(label, "record-payment", channel=channel, receipt=receipt, **given)


def _paid(c: Course) -> Iterator[Action]:
    """All in time."""
    yield from _gains_paid(c)
    if fine := c.amount("fine_yuan"):
        c.wait(1 + c.pick("payment", 7))
        yield _pay(c, "fine", fine)


def _gains_paid(c: Course) -> Iterator[Action]:
    if gains := c.amount("confiscated_yuan"):
        c.wait(2)
        yield _pay(c, "confiscated", gains)


def _none(_: Course) -> Iterator[Action]:
    yield from ()


def _deferral_asked(c: Course) -> Iterator[Action]:
    yield c.step(
        "deferral-asked", "request-deferral", 4, reason="收入不稳定，一次缴清确有困难。", proof="村民委员会证明"
    )


def _instalments(c: Course) -> Iterator[Action]:
    """In three parts, a month apart."""
    yield from _gains_paid(c)
    yield from _deferral_asked(c)
    fine, days = c.amount("fine_yuan") or Decimal(0), [c.today + timedelta(days=30 * one) for one in (1, 2, 3)]
    part = (fine / 3).quantize(Decimal(1))
    parts = [part, part, fine - 2 * part]
    plan = [{"due_on": day.isoformat(), "amount_yuan": str(one)} for day, one in zip(days, parts, strict=True)]
    yield c.step(
        "deferral-decided", "decide-deferral", 2, c.head, granted=True, reason="情况属实，同意分期。", plan=plan
    )
    for number, (day, amount) in enumerate(zip(days, parts, strict=True), 1):
        c.come_to(day - timedelta(days=6))
        yield _pay(c, "fine", amount, number)


def _surcharged(c: Course) -> Iterator[Action]:
    """Twelve days late, with what that adds."""
    fine, due_on = c.amount("fine_yuan") or Decimal(0), last_day("payment", c.today)
    yield from _gains_paid(c)
    c.come_to(due_on + timedelta(days=12))
    last, permille = c.today - timedelta(days=1), law(c.today).values["surcharge-permille"].number
    added = min(fine, fine * permille * (last - due_on).days / 1000).quantize(_FEN, ROUND_DOWN)
    yield c.act("surcharged", "impose-surcharge", last_day=last.isoformat())
    yield from serve(c, "surcharge-served", "surcharge", {"method": "in-person"}, days=1)
    if c.case["payment"] == "overdue":
        return
    c.wait(3)
    yield _pay(c, "fine", fine)
    yield _pay(c, "surcharge", added)


_PAYMENTS: Final = {
    "paid": _paid,
    "none": _none,
    "deferral-asked": _deferral_asked,
    "instalments": _instalments,
    "surcharged": _surcharged,
    "overdue": _surcharged,
}


# ---- Closing ----


def closing(c: Course, ground: str, report: str) -> Iterator[Action]:
    """The head closes the case, the archivist takes the file; one is opened again for a paper that came late."""
    yield c.step("closed", "close-case", 3 + c.pick("closing", 5), c.head, ground=ground, report=report)
    archivist = c.town.on_duty(c.agency, "archivist")
    given: Row = {"file_number": f"处罚-{c.number:03}", "pages": 24 + c.pick("pages", 40), "retention_years": 10}
    yield c.step("archived", "archive-case", 6 + c.pick("archive", 9), archivist, **given)
    if "reopened" in c.case:
        yield c.step("reopened", "reopen-archive", 9, c.head, reason=c.case["reopened"])
        yield c.step("archived-again", "archive-case", 2, archivist, **given | {"pages": given["pages"] + 3})

"""How papers of the sample reach the party."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from api.sample.course import Action, Course, named
from api.sample.investigating import device, recording
from api.sample.town import Row, last_day

_RELATIONS: Final = {
    "natural": "本人",
    "individual-business": "经营者",
    "organisation": "法定代表人",
    "household": "同住成年家属",
    "receiving-clerk": "负责收件的人",
}
_SAID: Final = ("refused", "witness", "proof")
_FAILED: Final = "受送达人外出务工，住所无人，电话无法接通，其亲属不知去向。"


def serve(c: Course, label: str, document: str, how: Row, days: int) -> Iterator[Action]:
    """Serves a document in the way that `how` says: `method`, and what it needs; by public notice after a failure."""
    method = how["method"]
    if method == "public-notice":
        yield from _announce(c, label, document, days)
        return
    given = named(how, *_SAID)
    if method == "post":
        given.setdefault("proof", f"EMS 1{c.number:09}38（样本）")
        days += 3
    if method == "electronic":
        given.setdefault("proof", "电子送达平台回执：已到达确认的特定系统")
    yield c.step(label, "serve-document", days, document=document, method=method, **taker(c, how), **given)
    if method == "left":
        found = recording("service", "service", device(c), "留置送达过程")
        yield c.step(f"{label}-recorded", "link-recording", **found)


def taker(c: Course, how: Row) -> Row:
    """Who takes the paper, and what they are to the party."""
    method, party = how["method"], c.case["party"]
    recipient = how.get("recipient") or party.get("representative") or party.get("guardian") or party["name"]
    relation = how.get("relation") or _RELATIONS.get(method) or _RELATIONS[party["kind"]]
    if party.get("guardian") == recipient:
        relation = "监护人"
    return {"recipient": recipient, "relation": relation}


def _announce(c: Course, label: str, document: str, days: int) -> Iterator[Action]:
    given = {"document": document, "reason": _FAILED}
    yield c.step(f"{label}-failed", "attempt-service", days, method="in-person", **given)
    yield c.step(
        f"{label}-returned", "attempt-service", 4, document=document, method="post", reason="邮件退回：查无此人。"
    )
    carriers = [f"{c.agency['name']}公告栏", "村务公开栏"]
    yield c.step(f"{label}-announced", "publish-notice", 1, carriers=carriers, **given)
    issued_on = c.today
    yield c.timer(
        label,
        "serve-document",
        last_day("notice-term", issued_on),
        back=True,
        document=document,
        method="public-notice",
        proof=f"公告：{'、'.join(carriers)}；原因：{_FAILED}",
        noticed_on=issued_on.isoformat(),
    )

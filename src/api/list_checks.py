"""What is wrong with lists, with entries on what became of laws, and with publications of letters of delegation."""

from __future__ import annotations

from api.register_fields import BLANK, Found, unless
from records.register.events import BasisChanged, BasisRepealed, DelegationAnnounced, ListPublished
from records.store.ledger import Ledger


def wrong_list(entry: ListPublished, ledger: Ledger) -> Found:
    """A list without lines, with a matter twice or that nobody knows, or with a version that was there."""
    register = ledger.register()
    yield from unless(bool(entry.items), "$.items", "请至少填写一个事项")
    matters = [one.matter for one in entry.items]
    for at, one in enumerate(entry.items):
        listed = {held.agency for held in register.matters.get(one.matter, ())}
        yield from unless(entry.agency in listed, f"$.items[{at}].matter", "该机关没有这个事项")
        yield from unless(one.matter not in matters[:at], f"$.items[{at}].matter", "同一事项填写了两次")
        yield from unless(bool(one.wording.strip()), f"$.items[{at}].wording", BLANK)
    last = max((one.version for one in register.lists.get((entry.kind, entry.agency), ())), default=0)
    yield from unless(entry.version > last, "$.version", f"应当大于已有的版本（{last}）")


def wrong_law(entry: BasisRepealed | BasisChanged, ledger: Ledger) -> Found:
    """What became of a law on a day that is recorded already."""
    marks = (entry.law, entry.article, entry.valid_from, type(entry))
    known = {(one.law, one.article, one.valid_from, type(one)) for one in ledger.register().bases}
    yield from unless(marks not in known, "$.law", "这一依据自该日起的变化已经登记过")


def wrong_announcement(entry: DelegationAnnounced, ledger: Ledger) -> Found:
    """A letter that nobody knows, or a side that is none of it."""
    letters = ledger.register().delegations.get(entry.number, ())
    yield from unless(bool(letters), "$.number", "没有登记这个文号的委托书")
    sides = {code for one in letters for code in (one.delegator, one.delegate)}
    yield from unless(not letters or entry.agency in sides, "$.agency", "该机关不是这份委托书的委托方或者受委托方")

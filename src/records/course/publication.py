"""What follows from the moments of a publication: a clock that goes on once what was withheld is cleared, the review
that is due again, what has to be recalled, and how far a decision is fulfilled (第七条 to 第九条, 第十四条).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Final

import msgspec

from records.course.mark import Mark
from records.moment import Moment

Marks = Mapping[str, list[Mark]]


# ---- 第八条 ----


def resume_cleared(found: dict[str, list[Mark]]) -> None:
    """A withheld decision has its clock stand still until it is cleared: by a review that publishes it, or, where
    nothing but secrecy kept it back, by a secrecy review that allows it or by the tag that is taken off.

    Until then the review that withheld it keeps the terms of publication; once it is cleared, it never did.
    """
    reviews = sorted(found.get("published", ()), key=_version)
    for mark in list(_re_reviewed(found, reviews)):
        found.setdefault(mark.moment, []).append(mark)
    kept, dropped = _Kept(), set[int]()
    for mark in sorted((one for name in _CLEARING for one in found.get(name, ())), key=_version):
        dropped |= kept.take(mark)
    found["kept-back"], found["cleared"] = kept.since, kept.until
    found["kept-private"] = [one for one in reviews if one.version in kept.versions]
    found["published"] = [one for one in found.get("published", ()) if one.version not in dropped]
    for name in ("kept-back", "cleared", "kept-private", "published"):
        if not found[name]:
            del found[name]


_version: Final = attrgetter("version")
_CLEARING: Final = ("withheld", "public", "secrecy-allows", "tagged")


class _Kept:
    """What is kept from the public, mark by mark in the order of the log; nothing any more once it was public."""

    def __init__(self) -> None:
        self.since: list[Mark] = []
        self.until: list[Mark] = []
        self.versions: set[int] = set()
        """Of the reviews that keep it back now."""
        self._by_secrecy, self._shown = False, False

    def take(self, mark: Mark) -> set[int]:
        """The versions of the reviews that the mark clears."""
        if self._shown:
            return set()
        if mark.moment == "withheld":
            if not self.versions:
                self.since.append(msgspec.structs.replace(mark, moment="kept-back", subject=""))
            self.versions.add(mark.version)
            self._by_secrecy = bool(mark.amount)
            return set()
        self._shown = mark.moment == "public"
        if not self.versions or not self._clears(mark):
            return set()
        self.until.append(msgspec.structs.replace(mark, moment="cleared", subject=""))
        cleared, self.versions = self.versions, set()
        return cleared

    def _clears(self, mark: Mark) -> bool:
        if mark.moment == "public":
            return True
        return self._by_secrecy and (mark.moment == "secrecy-allows" or not mark.amount)


def _re_reviewed(found: Marks, reviews: list[Mark]) -> Iterator[Mark]:
    """Each review that is due again by the one that came next, under the same subject; moot where nothing is public
    or kept back any more.
    """
    gone = [*found.get("revoked", ()), *found.get("publication-ended", ())]
    for due in found.get("re-review-from", ()):
        later = (one for one in sorted([*reviews, *gone], key=_version) if one.version > due.version)
        following = next(later, None)
        if following is not None:
            moment = "re-review-moot" if following in gone else "re-reviewed"
            yield msgspec.structs.replace(following, moment=moment, subject=due.subject)


# ---- 第七条, 第九条, 第十四条 ----


def publication(found: Marks) -> Iterator[Mark]:
    """What has to be recalled, which results of tests are public, and what of the fulfilment has to be published."""
    yield from _recalls(found)
    yield from _tests(found)
    yield from _fulfilment(found)


def _tests(found: Marks) -> Iterator[Mark]:
    """Each result with the review of the page that had it before it, or published by itself; moot where the decision
    was gone before it came.
    """
    for test in found.get("test-reported", ()):
        reviews = [one for one in found.get("published", ()) if one.version > test.version]
        alone = [one for one in found.get("test-published", ()) if one.subject == test.subject]
        if shown := min([*reviews, *alone], key=_version, default=None):
            yield msgspec.structs.replace(shown, moment="test-public", subject=test.subject)
        if any(one.version < test.version for one in found.get("revocation", ())):
            yield msgspec.structs.replace(test, moment="test-moot")


def _recalls(found: Marks) -> Iterator[Mark]:
    """Each carrier that still shows what is gone: from when the instrument reached the agency, or the page went; of a
    carrier that came later still, from its own day.
    """
    received = {one.version: one for one in found.get("received", ())}
    taken_down = [one for one in found.get("withheld", ()) if _was_public(found, one)]
    gone = sorted([*found.get("revocation", ()), *taken_down, *found.get("publication-ended", ())], key=_version)
    for item in found.get("carrier-item", ()):
        first = _gone_with(item, gone, found)
        if first is not None and not (item.until and item.until < first.on.isoformat()):
            begins = received.get(first.version, first)
            on = max(begins.on, item.on)
            yield msgspec.structs.replace(begins, moment="recall-due", subject=item.subject, on=on)


def _gone_with(item: Mark, gone: list[Mark], found: Marks) -> Mark | None:
    """What took the page down under a carrier: before the carrier was entered, unless it was public again, or after."""
    before = [one for one in gone if one.version < item.version]
    if before and not any(before[-1].version < one.version < item.version for one in found.get("public", ())):
        return before[-1]
    return next((one for one in gone if one.version > item.version), None)


def _was_public(found: Marks, withheld: Mark) -> bool:
    return any(one.version < withheld.version for one in found.get("public", ()))


def _fulfilment(found: Marks) -> Iterator[Mark]:
    """Each change of what is paid of a penalty that is public, or from its publication where it came before."""
    public = min(found.get("public", ()), key=_version, default=None)
    if public is None or not found.get("penalised"):
        return
    for change in (one for name in ("payment", "instalment", "surcharge") for one in found.get(name, ())):
        on = Moment(change.at).day  # a part of a plan is due later: it changes with the grant
        begins = public if on < public.on else change
        yield msgspec.structs.replace(begins, moment="fulfilment-changed", subject="", on=max(on, public.on), amount=0)


def held_over(found: Marks, ended: list[Mark]) -> Iterator[Mark]:
    """When nothing holds a page any more whose term was over before: once the decision is performed."""
    for held in found.get("publication-held", ())[-1:]:
        yield from (
            msgspec.structs.replace(max(held, last), moment="hold-over", subject="", amount=0) for last in ended[-1:]
        )

"""Entries of a public log: one form each, and what they come to when they are replayed."""

from __future__ import annotations

import pytest

from records.log.acts import Act, Entry, Kind, Standing, Taken, encode, parse
from records.log.encoding import in_base64
from records.log.errors import Malformed

AT = "2026-03-16T02:00:00.000007Z"
ACT = b'{"v":1,"act":"published","disclosure":"page","copy":"00","source":7,"at":"2026-03-16T02:00:00.000007Z"}'
ROOT = in_base64(bytes(32))
TAKEN = f'{{"v":1,"act":"checkpoint","ledger":"golden","size":7,"root":"{ROOT}","at":"{AT}"}}'.encode()


def act(kind: Kind, page: str = "page", source: int = 1) -> Act:
    return Act(1, kind, page, "", source, AT)


@pytest.mark.parametrize(
    ("data", "entry", "place"),
    [
        (ACT, Act(1, "published", "page", "00", 7, AT), ("published:page", 7, "public-act/1")),
        (TAKEN, Taken(1, "checkpoint", "golden", 7, ROOT, AT), ("checkpoint", 7, "public-checkpoint/1")),
    ],
)
def test_an_entry_has_one_form_and_one_place(data: bytes, entry: Entry, place: tuple[str, int, str]) -> None:
    assert parse(data) == entry
    assert encode(entry) == data
    assert entry.place == place


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"null",
        b"\xff",
        ACT + b"\n",
        ACT.replace(b":", b": "),
        ACT.replace(b'"v":1', b'"v":2'),
        ACT.replace(b'"v":1,', b""),
        ACT.replace(b"published", b"printed"),
        ACT.replace(b'"source":7', b'"source":"7"'),
        ACT.replace(b'"source":7', b'"source":7.0'),
        ACT.replace(b'"copy":"00",', b'"copy":"00","name":"x",'),
        ACT.replace(b"page", b"\\u0070age"),
        ACT.replace(b"02:00:00.000007Z", b"02:00:00Z"),
        ACT.replace(b"2026-03-16T02:00:00.000007Z", b"yesterday"),
        ACT.replace(b'"v":1,"act":"published"', b'"act":"published","v":1'),
        TAKEN.replace(ROOT.encode(), b"AAAA"),
        TAKEN.replace(b'"size":7', b'"size":null'),
    ],
)
def test_anything_else_is_no_entry(wrong: bytes) -> None:
    with pytest.raises(Malformed):
        parse(wrong)


def test_a_page_is_what_was_done_with_it_last() -> None:
    standing = Standing()
    done: list[Entry] = [act("published", "a"), act("withheld", "b"), act("published", "c"), act("corrected", "c")]
    done += [act("withdrawn", "a"), act("published", "d"), act("expired", "d"), parse(TAKEN)]
    assert all(map(standing.take, done))
    states = {name: (page.first.act, page.is_shown, page.has_notice) for name, page in standing.pages.items()}
    assert states == {
        "a": ("published", False, True),
        "b": ("withheld", False, False),
        "c": ("published", True, False),
        "d": ("published", False, False),
    }
    assert [taken.size for taken in standing.taken] == [7]


def test_what_was_withheld_is_published_under_its_own_id_once_it_is_cleared() -> None:
    standing = Standing()
    done = [act("withheld", "a"), act("published", "a", 7), act("published", "b"), act("withheld", "b")]
    assert all(map(standing.take, [*done, act("published", "b", 9)]))
    states = {name: (page.first.source, page.is_shown, page.has_notice) for name, page in standing.pages.items()}
    assert states == {"a": (7, True, False), "b": (9, True, False)}


def test_what_is_lost_stands_no_more_and_a_lost_withdrawal_may_be_made_again() -> None:
    standing = Standing()
    done = [act("published", "a"), act("lost", "a"), act("withheld", "b"), act("lost", "b")]
    done += [act("published", "c"), act("withdrawn", "c"), act("lost", "c"), act("withdrawn", "c", 2)]
    assert all(map(standing.take, done))
    states = {name: (page.last.act, page.is_shown, page.has_notice) for name, page in standing.pages.items()}
    assert states == {
        "a": ("lost", False, False),
        "b": ("lost", False, False),
        "c": ("withdrawn", False, True),
    }


@pytest.mark.parametrize(
    "acts",
    [
        ("withdrawn",),
        ("lost",),
        ("published", "lost", "lost"),
        ("published", "lost", "published"),
        ("published", "lost", "corrected"),
        ("corrected",),
        ("expired",),
        ("published", "published"),
        ("published", "withheld", "withdrawn"),
        ("withheld", "withheld"),
        ("withheld", "corrected"),
        ("withheld", "withdrawn"),
        ("published", "withdrawn", "withdrawn"),
        ("published", "withdrawn", "corrected"),
        ("published", "withdrawn", "published"),
        ("published", "expired", "withdrawn"),
    ],
)
def test_an_act_that_cant_follow_is_not_taken(acts: tuple[Kind, ...]) -> None:
    standing = Standing()
    taken = [standing.take(act(kind, source=source)) for source, kind in enumerate(acts, 1)]
    assert taken == [True] * (len(acts) - 1) + [False]

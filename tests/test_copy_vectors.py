"""Both checkers, the server's and the one that stands alone, accept and refuse the same copies."""

from __future__ import annotations

import functools
import re
from typing import Any, get_args

import msgspec
import pytest

from api.wording import WORDS
from copy_vectors import COPY, CURVE, FILE, NOTE, VKEY, build, with_note
from records.copy.checking import check
from records.copy.form import parse
from records.log.errors import LogError
from records.log.notes import VerifierKey
from records.penalty.events.deciding import PenaltyKind

GOLDEN: Any = msgspec.json.decode(FILE.read_bytes())
PROGRAM = CURVE
PROGRAM["check_copy"].__globals__["verified"] = functools.lru_cache(maxsize=None)(PROGRAM["verified"])


def served(data: bytes, key: str, witnesses: list[str]) -> dict[str, Any]:
    """What the server's checker has proven. Raises LogError."""
    found = check(parse(data), VerifierKey.parse(key), [VerifierKey.parse(one) for one in witnesses])
    times = [seconds for _, seconds in found.witnessed]
    return {"statement": found.statement, "unbacked": list(found.unbacked), "times": times}


def alone(data: bytes, key: str, witnesses: list[str]) -> dict[str, Any]:
    """What the other one has. Raises Refused."""
    found = PROGRAM["check_copy"](data, PROGRAM["read_key"](key))
    keys = [PROGRAM["read_key"](one, b"\x04") for one in witnesses]
    times = [PROGRAM["witnessed_at"](found.checkpoint, one) for one in keys]
    return {"statement": found.copy.statement, "unbacked": PROGRAM["unbacked"](found), "times": times}


CHECKERS = pytest.mark.parametrize(
    ("checked", "refusal"), [(served, LogError), (alone, PROGRAM["Refused"])], ids=["served", "alone"]
)


def test_the_code_yields_the_vectors() -> None:
    assert build() == GOLDEN


def test_every_vector_has_a_name_of_its_own_and_a_copy_of_its_own() -> None:
    both = [*GOLDEN["accepted"], *GOLDEN["refused"]]
    assert len({one["name"] for one in both}) == len(both)
    assert len({(one["copy"], one["key"], *one["witnesses"]) for one in both}) == len(both)


@CHECKERS
@pytest.mark.parametrize("vector", GOLDEN["accepted"], ids=lambda vector: vector["name"])
def test_a_true_copy_is_accepted_by_both_checkers(vector: dict[str, Any], checked: Any, refusal: Any) -> None:
    found = checked(vector["copy"].encode(), vector["key"], vector["witnesses"])
    assert (found["statement"], found["unbacked"]) == (vector["statement"], vector["unbacked"])
    assert found["times"] == [1_773_630_000] * len(vector["witnesses"])


@CHECKERS
@pytest.mark.parametrize("vector", GOLDEN["refused"], ids=lambda vector: vector["name"])
def test_a_copy_that_is_not_exactly_a_true_one_is_refused_by_both_checkers(
    vector: dict[str, Any], checked: Any, refusal: Any
) -> None:
    with pytest.raises(refusal):
        checked(vector["copy"].encode(), vector["key"], vector["witnesses"])


TOO_MUCH: dict[str, bytes] = {
    "deep nesting": b"[" * 200_000,
    "deep nesting closed": b"[" * 50_000 + b"]" * 50_000,
    "a deep value": COPY.replace('"[\\"other-law\\"]"', '"' + "[" * 100_000 + '"').encode(),
    "a huge number": COPY.replace('"index":6', '"index":' + "9" * 5000).encode(),
    "too many bytes": b" " * 4_194_305,
    "a checkpoint of too many bytes": with_note(f"{NOTE}— a {'A' * 1_048_576}\n").encode(),
    "a checkpoint of few characters but too many bytes": with_note(f"{NOTE}— {'镜' * 400_000} AAAAAAA=\n").encode(),
    "not UTF-8": COPY.encode() + b"\xff",
    "overlong UTF-8": COPY.encode().replace(b"golden", b"g\xc1\xafolden", 1),
}


@CHECKERS
@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_or_no_text_is_refused_by_both_checkers(data: bytes, checked: Any, refusal: Any) -> None:
    assert data != COPY.encode()
    with pytest.raises(refusal):
        checked(data, VKEY, [])


def test_both_checkers_and_the_page_use_the_words_of_the_portal() -> None:
    page = (FILE.parents[2] / "docs" / "seal.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^`|]+) \|$", page, re.MULTILINE)
    assert dict(rows) == {
        word: text for kind in ("outcome", "ground", "field", "party_kind") for word, text in WORDS[kind].items()
    }
    assert PROGRAM["PENALTIES"] == get_args(PenaltyKind)
    assert [one for one in re.findall(r"`\"([^`]+)\"`", page) if one in PROGRAM["PENALTIES"]] == [*PROGRAM["PENALTIES"]]
    for name, kind in (
        ("OUTCOMES", "outcome"),
        ("GROUNDS", "ground"),
        ("MASKS", "field"),
        ("PARTY_KINDS", "party_kind"),
    ):
        assert PROGRAM[name] == WORDS[kind]

"""What stories can't say of inspections: the draw, followed with `sha256sum` and `sort` alone (`docs/draw.md`)."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.wording import WORDS
from course import Course
from projections.sentences.inspection import ORIGINS, OUTCOMES
from records.course.lots import digest_of, listed
from records.course.shapes import Command
from records.inspection import plan_commands as pc
from records.inspection.drawing import Stake, how_many, objects_drawn, officers_in_order, seed_of
from records.inspection.plan_commands import Key
from records.penalty.commands import ReviewDisclosure, ReviewSecrecy, VoidEntry

ROOT: Final = Path(__file__).parent.parent
VECTORS: Final = ROOT / "tests" / "golden" / "draw_vectors.json"
KEYS: Final = st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY-", min_size=1, max_size=18).filter(
    lambda text: not text.startswith("-")
)
LINES: Final = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


def vectors() -> list[dict[str, Any]]:
    """The draws that every implementation has to come to."""
    found: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return found


def script() -> str:
    """The program that the page gives to whoever wants to follow a draw."""
    page = (ROOT / "docs" / "draw.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return str(text)


def by_hand(folder: Path, stake: Stake, value: str, count: int, objects: Sequence[str], officers: Sequence[str]) -> Any:
    """Seed and result as the page's program has them, out of nothing but the two files and the command line."""
    for name, keys in (("objects.txt", objects), ("officers.txt", officers)):
        (folder / name).write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")
    (folder / "draw.sh").write_text(script(), encoding="utf-8")
    line = [
        "sh",
        "draw.sh",
        stake.plan,
        str(stake.draw),
        stake.source,
        value,
        str(count),
        "objects.txt",
        "officers.txt",
    ]
    said = subprocess.run(
        line, cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60, check=True
    )
    seed, *rest = said.stdout.splitlines()
    drawn: list[tuple[str, list[str]]] = []
    for one in rest:
        if one.startswith("object "):
            drawn.append((one.removeprefix("object "), []))
        else:
            drawn[-1][1].append(one.removeprefix("  "))
    return seed.removeprefix("seed "), drawn


def by_us(stake: Stake, value: str, count: int, objects: Sequence[str], officers: Sequence[str]) -> Any:
    """The same by the software."""
    seed = seed_of(stake, value)
    return seed, [(one, list(officers_in_order(seed, one, officers))) for one in objects_drawn(seed, objects, count)]


@pytest.mark.parametrize("vector", vectors(), ids=lambda one: str(one["name"]))
def test_each_vector_is_drawn_by_sha256sum_and_sort_as_by_the_software(vector: dict[str, Any], tmp_path: Path) -> None:
    objects, officers = vector["objects"], vector["officers"]
    stake = Stake(vector["plan"], vector["draw"], vector["source"], digest_of(*objects), digest_of(*officers))
    expected = vector["seed"], [(one["object"], one["officers"]) for one in vector["drawn"]]
    given_ = (stake, vector["value"], vector["count"], objects, officers)
    assert by_us(*given_) == expected
    assert by_hand(tmp_path, *given_) == expected


@settings(max_examples=8, deadline=None)
@given(
    st.sets(KEYS, min_size=1, max_size=6),
    st.sets(KEYS, min_size=2, max_size=4),
    LINES,
    LINES,
    LINES,
    st.integers(1, 6),
)
def test_any_draw_is_followed_by_sha256sum_and_sort(
    tmp_path_factory: pytest.TempPathFactory,
    objects: set[str],
    officers: set[str],
    plan: str,
    source: str,
    value: str,
    count: int,
) -> None:
    keys, certificates = listed(objects), listed(officers)
    stake = Stake(plan, 3, source, digest_of(*keys), digest_of(*certificates))
    given_ = (stake, value, min(count, len(keys)), keys, certificates)
    assert by_hand(tmp_path_factory.mktemp("draw"), *given_) == by_us(*given_)


@given(st.lists(KEYS, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_order_in_which_a_list_was_typed_changes_nothing(keys: list[str], random: Any) -> None:
    mixed = [*keys, *keys[:3]]
    random.shuffle(mixed)
    assert listed(mixed) == listed(keys)
    assert digest_of(*listed(mixed)) == digest_of(*listed(keys))


@given(st.sets(KEYS, min_size=2, max_size=20), st.integers(1, 20))
def test_whoever_is_drawn_stays_drawn_when_more_are_drawn(keys: set[str], count: int) -> None:
    objects, seed = listed(keys), "0" * 64
    assert objects_drawn(seed, objects, count + 1)[:count] == objects_drawn(seed, objects, count)
    assert set(objects_drawn(seed, objects, len(objects))) == keys


def test_one_byte_of_anything_that_was_fixed_changes_the_seed() -> None:
    stake = Stake("监漳检计〔2026〕1号", 1, "双色球第2026031期", "a" * 64, "b" * 64)
    others = [
        (stake._replace(plan="监漳检计〔2026〕2号"), "03 08"),
        (stake._replace(draw=2), "03 08"),
        (stake._replace(source="双色球第2026032期"), "03 08"),
        (stake._replace(objects="c" + "a" * 63), "03 08"),
        (stake._replace(officers="c" + "b" * 63), "03 08"),
        (stake, "03 09"),
        (stake._replace(source="双色球第2026031期\n03"), "08"),
    ]
    seeds = {seed_of(stake, "03 08"), *(seed_of(*one) for one in others)}
    assert len(seeds) == 1 + len(others)


@pytest.mark.parametrize(
    ("objects", "percent", "drawn"),
    [(61, 10, 7), (60, 10, 6), (1, 1, 1), (100, 1, 1), (101, 1, 2), (3, 100, 3), (199, 50, 100), (5_000, 33, 1_650)],
)
def test_a_share_is_never_drawn_short(objects: int, percent: int, drawn: int) -> None:
    assert how_many(objects, percent) == drawn


def test_over_many_draws_each_object_comes_about_as_often() -> None:
    """4,000 fixed draws of one out of eight: 500 are expected; 125 off would be six times the deviation."""
    objects = tuple(f"JZ-{number:04}" for number in range(8))
    counted = dict.fromkeys(objects, 0)
    for number in range(4_000):
        stake = Stake("监漳检计〔2026〕1号", number, "号码", digest_of(*objects), "0" * 64)
        counted[objects_drawn(seed_of(stake, "1"), objects, 1)[0]] += 1
    assert all(375 < count < 625 for count in counted.values()), counted


def test_no_persons_number_can_stand_on_a_public_list_by_its_lower_case_or_blanks() -> None:
    pattern = re.compile(get_args(Key)[1].pattern)
    assert pattern.fullmatch("91140429MA0K12348Q")
    assert pattern.fullmatch("JZ-0002")
    for wrong in ("jz-0002", " JZ", "JZ\n", "-JZ", "监漳1", "J" * 41, ""):
        assert not pattern.fullmatch(wrong), wrong


def test_sentences_and_forms_call_origins_and_outcomes_alike() -> None:
    assert WORDS["inspection_origin"] == ORIGINS
    assert WORDS["inspection_outcome"] == OUTCOMES


# ---- Only once, and beforehand ----

_KNOWN_FROM: Final = "2026-03-03T21:30:00+08:00"


def planned() -> Course:
    """A published plan, before anything is drawn."""
    course = Course("2026-03-02 09:00", procedure="inspection")
    course.take(pc.OpenPlan)
    course.take(pc.ApprovePlan)
    course.take(ReviewSecrecy)
    course.take(ReviewDisclosure, party_shown="无")
    return course


def test_lists_that_are_entered_once_the_number_is_known_are_refused_whatever_time_they_bear() -> None:
    late = {"known_from": _KNOWN_FROM, "occurred_at": "2026-03-03T21:00:00+08:00"}
    assert planned().at("2026-03-03 22:00").refusal(pc.CommitDraw, **late) == "draw-source-known"


def test_lists_of_a_paper_that_is_entered_once_the_number_is_known_have_a_defect() -> None:
    course = planned().at("2026-03-10 09:00")
    assert course.defects(pc.CommitDraw, on="2026-03-03T21:00:00+08:00", known_from=_KNOWN_FROM) == [
        "draw-source-known"
    ]


@pytest.mark.parametrize("voided", [pc.CommitDraw, pc.MakeDraw])
def test_a_draw_is_not_voided_to_be_made_again(voided: type[Command]) -> None:
    course = planned()
    course.take(pc.CommitDraw, known_from=_KNOWN_FROM)
    if voided is pc.MakeDraw:
        course.at("2026-03-03 22:00").take(pc.MakeDraw)
    assert course.refusal(VoidEntry, version=len(course.steps), reason="填写有误。") == "not-voidable"

"""Draws of files and of samples of disclosure: anybody follows them, and what is refused anyhow reads nothing."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import records.evaluation.draw as of_files
import records.oversight.sample as of_items
from penal import AGENCY, command, sender_of
from plain_evaluation import ON_PAPER
from plain_oversight import ANSWERING, INSPECTED, SUPERVISOR
from records.application import CaseDesk
from records.course.case import Case
from records.course.lookup import Lookup, Prepared
from records.course.lots import Drawn
from records.course.shapes import Command
from records.evaluation.commands import DrawFiles, OpenEvaluation
from records.evaluation.lookups import with_files
from records.event import CaseEvent, case_stream
from records.judgement import Context
from records.oversight.commands import ApproveOversight, DrawOversightSample, OpenOversight
from records.oversight.lookups import with_pool
from records.store.ledger import Ledger
from town import Town, town

ROOT = Path(__file__).parent.parent
LINES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
NUMBERS = st.sets(st.integers(1, 999).map(lambda one: f"监漳罚决〔2026〕{one}号"), min_size=1, max_size=12)


def by_hand(folder: Path, kind: str, count: int, pool: Sequence[str], *lines: str) -> tuple[str, tuple[str, ...]]:
    """Seed and result as the page's program has them, out of the list and the command line."""
    page = (ROOT / "docs" / "draw.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```bash\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (folder / "sample.sh").write_text(text, encoding="utf-8")
    (folder / "list.txt").write_text("".join(f"{one}\n" for one in pool), encoding="utf-8")
    said = subprocess.run(
        ["bash", "sample.sh", kind, str(count), "list.txt", *lines],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    seed, *keys = said.stdout.splitlines()
    return seed.removeprefix("seed "), tuple(keys)


@settings(max_examples=8, deadline=None)
@given(NUMBERS, LINES, LINES, st.integers(1, 6))
def test_any_draw_of_files_is_followed_by_sha256sum_and_sort(
    tmp_path_factory: pytest.TempPathFactory, numbers: set[str], named: str, value: str, count: int
) -> None:
    drawn: Drawn = of_files.draw(of_files.Stake("019c", named, value, count), numbers)
    lines = ("mingjing-evaluation-draw/1", "019c", named, value)
    folder = tmp_path_factory.mktemp("draw")
    assert by_hand(folder, "file", count, drawn.pool, *lines) == (drawn.seed, drawn.keys)


@settings(max_examples=8, deadline=None)
@given(NUMBERS, LINES, LINES, st.integers(1, 6))
def test_any_sample_of_disclosure_is_followed_by_sha256sum_and_sort(
    tmp_path_factory: pytest.TempPathFactory, numbers: set[str], named: str, value: str, count: int
) -> None:
    stake = of_items.Drawing("justice", "market", date(2026, 3, 1), date(2026, 3, 31), named, value, count)
    drawn: Drawn = of_items.draw(stake, numbers)
    lines = ("mingjing-oversight-draw/1", "justice", "market", "2026-03-01", "2026-03-31", named, value)
    folder = tmp_path_factory.mktemp("draw")
    assert by_hand(folder, "item", count, drawn.pool, *lines) == (drawn.seed, drawn.keys)


# ---- What a draw reads ----


class Reading:
    """The sources of a ledger, with the streams that were read of them."""

    def __init__(self, ledger: Ledger, desk: CaseDesk) -> None:
        self._ledger, self._desk = ledger, desk
        self.read: list[str] = []

    def history(self, stream: str, *, persons: bool = False) -> Any:
        """As the ledger has it."""
        self.read.append(stream)
        return self._ledger.history(stream, persons=persons)

    def load(self, case: str) -> Case:
        """As the desk has it."""
        self.read.append(case_stream(case))
        return self._desk.load(case).case

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


def entered(place: Town, *steps: tuple[str, Command]) -> str:
    """A case that opens with the first of these steps of persons."""
    case = ""
    for who, sent in steps:
        sender = place.sender(who)
        written = place.desk.step(case, sent, sender) if case else place.desk.open(sent, sender)
        case = next(event.case for event in written.events if isinstance(event, CaseEvent))
    return case


def looked(place: Town, case: str, lookup: Lookup, sent: Command) -> list[str]:
    """What a draw reads if it is sent now."""
    now, sources = place.ledger.now(), Reading(place.ledger, place.desk)
    stands = place.desk.load(case).case
    context = Context(
        case=case,
        procedure=stands.procedure,
        agency=stands.agency,
        actor=f"person:{SUPERVISOR}",
        agencies=frozenset({AGENCY}),
        now=now,
        occurred_at=now,
        register=place.ledger.register(),
    )
    lookup(Prepared(context, {}), stands, sent, sources)
    return sources.read


@pytest.mark.parametrize(
    ("plan", "lookup", "draw"),
    [
        ((OpenEvaluation,), with_files, DrawFiles),
        ((OpenOversight, ApproveOversight), with_pool, DrawOversightSample),
    ],
    ids=["evaluation", "oversight"],
)
def test_a_draw_that_is_refused_anyhow_reads_no_file(
    plan: tuple[type[Command], ...], lookup: Lookup, draw: type[Command], database: str, tmp_path: Path
) -> None:
    with town(database, tmp_path, start="2026-03-02 09:00") as place:
        filed = entered(place, *((ANSWERING, command(kind, **given)) for kind, given in ON_PAPER))
        opened = entered(place, *((sender_of(kind), command(kind)) for kind in plan))
        assert looked(place, opened, lookup, command(draw)) == []  # before the number is known
        place.at("2026-03-03 22:00")
        read = looked(place, opened, lookup, command(draw))
        assert case_stream(filed) in read
        assert f"numbering:{INSPECTED}:罚决:2025" in read
        place.take(opened, draw)
        assert looked(place, opened, lookup, command(draw)) == []  # drawn already

"""Documents of real cases: each is rendered once, stored, recorded beside its case, and found again after a crash."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from api.papers.apart import Limits, NeverEnds
from api.papers.gathering import gathered
from api.papers.listing import WAITING, DocumentOfCase, documents_of_case
from api.papers.printing import Printer, renderings
from api.papers.setting import CannotRender
from media.catalogue import Catalogue
from media.catalogue import install as install_catalogue
from media.errors import StoreUnavailable
from media.folder import FolderStore
from penal import SCAN, UNIT_HEAD
from projections import schema
from projections.follower import Follower
from projections.papers import missing, paper_due, paper_rendered
from projections.rebuild import rebuild
from projections.recordings import is_linked_in
from records.application import Sender, record_entry
from records.errors import NotFound
from records.event import case_stream
from records.paper.events import DocumentRendered, TemplateAdopted, documents_stream
from records.paper.making import EntryVoid, PaperLacksField
from records.penalty import commands as c
from town import AGENCY, PLAIN, Town, town

OWN: Final = (
    '#import "/common.typ": *\n#show: sheet\n自有模板\n#titled()\n#numbered()\n#flow(paper.blocks)\n#closing()\n'
)
"""An agency's own template."""

SENDER: Final = Sender("jianzhang/wang", "person:wang", "print-1", bytes(32))


class Office:
    """The town with a printer and the store that it prints to."""

    def __init__(self, place: Town, folder: Path) -> None:
        self.town, self.folder = place, folder
        self.store = FolderStore(folder / "objects")
        self.catalogue = Catalogue(place.ledgers.engine)

    def printer(self, store: Any = None) -> Printer:
        """The printer of a process that has just started; what takes two seconds is endless to it."""
        folder, address = self.folder / "papers", "https://www.example.gov.cn"
        store = store or self.store
        return Printer(self.town.ledgers, self.catalogue, store, folder, address, Limits(seconds=2))

    def project(self) -> None:
        Follower(self.town.ledgers).catch_up()

    def print(self, printer: Printer | None = None) -> int:
        """Prints what is missing, as the views show it."""
        self.project()
        return (printer or self.printer()).tick()

    def printed(self, case: str) -> dict[tuple[int, str], DocumentRendered]:
        """The last edition of each document of a case."""
        return {(one.step, one.paper): one for one in renderings(self.town.ledger, case)}

    def read(self, digest: str, size: int) -> bytes:
        return b"".join(self.store.open(digest, 0, size))

    def text(self, one: DocumentRendered) -> str:
        """The PDF's text without spaces and line breaks."""
        pages = PdfReader(io.BytesIO(self.read(one.blake3, one.size))).pages
        return "".join("".join(page.extract_text().split()) for page in pages)

    def missing(self) -> list[tuple[int, str]]:
        self.project()
        with self.town.ledgers.engine.connect() as connection:
            return [(one.version, one.paper) for one in missing(connection, self.town.name)]


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Office]:
    """The town on Monday, 2 March 2026, with its views."""
    with town(database, tmp_path, start="2026-03-02 09:00") as place:
        schema.install(place.ledgers.engine)
        install_catalogue(place.ledgers.engine)
        yield Office(place, tmp_path)


def taken(place: Town, until: str = "archive", **changes: Mapping[str, Any]) -> str:
    """A plain case up to a stage."""
    case = place.file()
    for name, kind, given in PLAIN[1:] if until != "filing" else ():
        place.take(case, kind, **(given | dict(changes.get(name.replace("-", "_"), {}))))
        if name == until:
            break
    return case


PLAIN_PAPERS: Final = [
    "filing",
    "filing",
    "inspection-record",
    "opinion",
    "opinion",
    "notice",
    "service-receipt",
    "decision",
    "service-receipt",
    "notice-board-sheet",
    "closing-report",
    "file-cover",
    "file-index",
    "file-note",
]
"""Documents of a plain case, in the order of its steps."""


def test_every_document_of_a_case_is_rendered_stored_and_recorded(office: Office) -> None:
    case = taken(office.town)
    version = office.town.ledger.version(case_stream(case))
    assert [paper for _, paper in office.missing()] == PLAIN_PAPERS
    assert office.print() == len(PLAIN_PAPERS)
    found = renderings(office.town.ledger, case)
    assert [one.paper for one in found] == PLAIN_PAPERS
    assert office.town.ledger.version(case_stream(case)) == version
    for one in found:
        assert office.read(one.blake3, one.size).startswith(b"%PDF-")
        assert "监漳镇人民政府" in office.read(one.text_blake3, one.text_size).decode()
        stored = office.catalogue.find(one.blake3)
        assert stored is not None
        assert (stored.sha256, stored.media_type) == (one.sha256, "application/pdf")
        assert (one.edition, one.reason, one.lacking) == (1, "", ())
    assert office.missing() == []
    assert not list((office.folder / "papers").iterdir())


def test_a_decision_says_who_what_and_why_and_where_its_receipt_is(office: Office) -> None:
    case = taken(office.town, "decision")
    office.print()
    decision = next(one for (_, paper), one in office.printed(case).items() if paper == "decision")
    text = office.text(decision)
    position = next(
        one.position for one in office.town.ledger.history(case_stream(case)) if one.version == decision.step
    )
    for said in ("监漳罚决〔2026〕1号", "张三丰", "监漳村12号", "经责令拒不改正", "贰佰元整", "二〇二六年三月二日"):
        assert said in text, said
    assert f"账本jianzhang第{position}条" in text
    found = gathered(office.town.ledger, case, decision.step, "https://www.example.gov.cn").sources
    entry = office.town.ledger.entry(position)
    assert found.reference == f"https://www.example.gov.cn/log/jianzhang/proof/{position}#{entry[-32:].hex()}"
    assert decision.number == "监漳罚决〔2026〕1号"


def test_nothing_is_rendered_twice_however_often_it_is_looked_for(office: Office) -> None:
    case = taken(office.town, "decision")
    assert office.print() > 0
    before = office.town.ledger.head()
    assert office.print() == 0
    assert office.print(office.printer()) == 0
    assert office.town.ledger.head() == before
    assert len(office.printed(case)) == len(renderings(office.town.ledger, case))


def test_who_looks_before_the_view_has_caught_up_renders_nothing_twice(office: Office) -> None:
    case = taken(office.town, "filing-approved")
    office.print()
    with office.town.ledgers.engine.begin() as connection:
        connection.execute(paper_rendered.delete())  # as it was before the follower came to the renderings
    assert office.printer().tick() == 0
    assert [one.edition for one in renderings(office.town.ledger, case)] == [1, 1]


def test_a_crash_between_object_and_event_leaves_an_object_that_is_found_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = taken(office.town, "decision")
    office.project()
    with monkeypatch.context() as patch:

        def die(*_: Any) -> None:
            raise KeyboardInterrupt

        patch.setattr("api.papers.printing.record_entry", die)
        with pytest.raises(KeyboardInterrupt):
            office.printer().tick()
    assert renderings(office.town.ledger, case) == []
    stored = {path.name for path in (office.folder / "objects").rglob("*") if path.is_file()}
    assert len(stored) == 2  # a PDF and its text
    office.print()
    assert stored <= {
        digest for one in renderings(office.town.ledger, case) for digest in (one.blake3, one.text_blake3)
    }


def test_a_crash_after_the_event_leaves_nothing_to_do(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = taken(office.town, "filing")
    office.project()

    def die_after(*given: Any) -> None:
        record_entry(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("api.papers.printing.record_entry", die_after)
        with pytest.raises(KeyboardInterrupt):
            office.printer().tick()
    assert len(renderings(office.town.ledger, case)) == 1
    office.print()
    assert [one.edition for one in renderings(office.town.ledger, case)] == [1] * len(office.printed(case))


class Away:
    """An object store that doesn't answer."""

    def put(self, path: Path, digest: str, size: int) -> str:
        raise StoreUnavailable("no route to host")


def test_while_the_store_is_away_nothing_is_recorded_and_nothing_is_lost(office: Office) -> None:
    case = taken(office.town, "filing")
    office.project()
    with pytest.raises(StoreUnavailable):
        office.printer(Away()).tick()
    assert renderings(office.town.ledger, case) == []
    assert office.print() == 1


# ---- Templates ----


def test_an_agency_s_own_template_is_used_from_its_first_day_on(office: Office) -> None:
    old = taken(office.town, "decision")
    office.town.enter(TemplateAdopted(agency=AGENCY, paper="decision", text=OWN, valid_from=date(2026, 3, 4)))
    office.town.at("2026-03-04 09:00")
    new = taken(office.town, "decision")
    office.print()
    before, after = (
        next(one for (_, paper), one in office.printed(case).items() if paper == "decision") for case in (old, new)
    )
    assert before.template != after.template
    assert "自有模板" not in office.text(before)
    assert "自有模板" in office.text(after)
    notices = {
        one.template for case in (old, new) for one in renderings(office.town.ledger, case) if one.paper == "notice"
    }
    assert len(notices) == 1


def test_a_reprint_is_a_new_edition_by_the_template_of_its_day(office: Office) -> None:
    case = taken(office.town, "decision")
    office.print()
    first = next(one for (_, paper), one in office.printed(case).items() if paper == "decision")
    office.town.enter(TemplateAdopted(agency=AGENCY, paper="decision", text=OWN, valid_from=date(2026, 3, 2)))
    second = office.printer().print(office.town.ledger, case, first.step, "decision", SENDER, "换用新模板")
    assert (second.edition, second.reason) == (2, "换用新模板")
    assert second.template != first.template
    assert "自有模板" in office.text(second)
    again = office.printer().print(office.town.ledger, case, first.step, "decision", SENDER, "换用新模板")
    assert again == second  # the same request
    shown = next(one for one in documents_of_case(office.town.ledger, case) if one.paper == "decision")
    assert [one.edition for one in shown.editions] == [2, 1]


def test_a_reprint_by_the_same_template_has_the_same_bytes(office: Office) -> None:
    case = taken(office.town, "decision")
    office.print()
    first = next(one for (_, paper), one in office.printed(case).items() if paper == "decision")
    office.town.at("2026-04-01 09:00")
    second = office.printer().print(office.town.ledger, case, first.step, "decision", SENDER, "遗失")
    assert (second.edition, second.blake3, second.text_blake3) == (2, first.blake3, first.text_blake3)


def test_what_comes_later_in_the_case_does_not_change_a_document(office: Office) -> None:
    case = taken(office.town, "decision")
    office.print()
    first = next(one for (_, paper), one in office.printed(case).items() if paper == "decision")
    office.town.serve(case)
    office.town.take(case, c.ChangeHandlers)
    second = office.printer().print(office.town.ledger, case, first.step, "decision", SENDER, "遗失")
    assert second.blake3 == first.blake3


def test_a_template_that_fails_keeps_no_other_document_waiting(office: Office) -> None:
    office.town.enter(TemplateAdopted(agency=AGENCY, paper="filing", text="#nothing()", valid_from=date(2026, 3, 2)))
    case = taken(office.town, "evidence")
    assert office.print() == 1
    assert [paper for _, paper in office.printed(case)] == ["inspection-record"]
    with pytest.raises(CannotRender):
        office.printer().print(office.town.ledger, case, 1, "filing", SENDER, "再试")


def test_a_template_without_an_end_is_ended_and_tried_again_when_somebody_asks_alone(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    endless = "#for i in range(100000) { for j in range(100000) { } }"
    office.town.enter(
        TemplateAdopted(agency=AGENCY, paper="inspection-record", text=endless, valid_from=date(2026, 3, 2))
    )
    case, printer = taken(office.town, "evidence"), office.printer()
    assert office.print(printer) == 2
    assert [paper for _, paper in office.printed(case)] == ["filing", "filing"]
    assert caplog.text.count("NeverEnds") == 1
    spent = os.times().children_user
    assert printer.tick() == 0
    assert os.times().children_user == spent  # no child was asked
    (step,) = [one.step for one in documents_of_case(office.town.ledger, case) if one.paper == "inspection-record"]
    with pytest.raises(NeverEnds, match="请检查循环"):
        printer.print(office.town.ledger, case, step, "inspection-record", SENDER, "再试")


# ---- What is not printed ----


def test_a_document_of_a_mistaken_entry_is_not_printed_any_more(office: Office) -> None:
    case = taken(office.town, "evidence")
    version = office.town.ledger.version(case_stream(case))
    office.town.take(case, c.VoidEntry, by=UNIT_HEAD, version=version)
    office.print()
    assert "inspection-record" not in {paper for _, paper in office.printed(case)}
    shown = next(one for one in documents_of_case(office.town.ledger, case) if one.paper == "inspection-record")
    assert (shown.voided, shown.editions, shown.problem) == (True, (), "")


def test_what_was_printed_before_its_entry_was_a_mistake_is_said_to_be_void(office: Office) -> None:
    case = taken(office.town, "evidence")
    version = office.town.ledger.version(case_stream(case))
    office.print()
    office.town.take(case, c.VoidEntry, by=UNIT_HEAD, version=version)
    shown = next(one for one in documents_of_case(office.town.ledger, case) if one.paper == "inspection-record")
    assert (shown.voided, len(shown.editions)) == (True, 1)


def test_a_document_of_a_mistaken_entry_is_not_printed_for_who_asks_either(office: Office) -> None:
    case = taken(office.town, "evidence")
    version, printer = office.town.ledger.version(case_stream(case)), office.printer()
    asked = (office.town.ledger, case, version, "inspection-record", SENDER, "遗失")
    before = printer.print(*asked)
    office.town.take(case, c.VoidEntry, by=UNIT_HEAD, version=version)
    with pytest.raises(EntryVoid):
        printer.print(*asked[:4], msgspec.structs.replace(SENDER, key="print-2"), "再试")
    assert printer.print(*asked) == before  # the same request, which was answered then
    assert office.print() == 2
    assert [paper for _, paper in office.printed(case)] == ["inspection-record", "filing", "filing"]


def test_a_back_entered_document_that_lacks_a_field_is_listed_with_the_reason(office: Office) -> None:
    case = taken(office.town, "filing-approved")
    office.town.take(case, c.OrderCorrection, content=" ", occurred_at="2026-03-01", entry=SCAN)
    office.print()
    assert "correction-order" not in {paper for _, paper in office.printed(case)}
    shown = next(one for one in documents_of_case(office.town.ledger, case) if one.paper == "correction-order")
    assert shown.editions == ()
    assert "缺少必须载明的内容" in shown.problem
    with pytest.raises(PaperLacksField):
        office.printer().print(office.town.ledger, case, shown.step, "correction-order", SENDER, "再试")


def test_what_a_step_does_not_make_can_t_be_printed(office: Office) -> None:
    case = taken(office.town, "filing")
    for step, paper in ((1, "decision"), (1, "poem"), (9, "filing")):
        with pytest.raises(NotFound):
            office.printer().print(office.town.ledger, case, step, paper, SENDER, "再试")
    with pytest.raises(NotFound):
        office.printer().print(office.town.ledger, "019c0000-0000-7000-8000-000000000009", 1, "filing", SENDER, "再试")


# ---- What people look at ----


def test_the_list_shows_what_waits_and_what_is_there(office: Office) -> None:
    case = taken(office.town, "evidence")
    waiting = documents_of_case(office.town.ledger, case)
    assert {one.problem for one in waiting} == {WAITING}
    office.print()
    found = documents_of_case(office.town.ledger, case)
    assert [one.title for one in found] == ["行政处罚立案审批表", "行政处罚立案审批表", "现场检查（勘验）笔录"]
    assert all(isinstance(one, DocumentOfCase) and len(one.editions) == 1 and one.problem == "" for one in found)
    assert all(one.editions[0].pdf == f"/objects/{one.editions[0].blake3}" for one in found)


def test_who_reads_the_case_s_objects_reads_its_documents(office: Office) -> None:
    case = taken(office.town, "filing")
    office.print()
    office.project()
    one = renderings(office.town.ledger, case)[0]
    with office.town.ledgers.engine.connect() as connection:
        for digest in (one.blake3, one.text_blake3):
            assert is_linked_in(connection, office.town.name, digest, {AGENCY})
            assert not is_linked_in(connection, office.town.name, digest, {"another"})


def test_a_rebuild_gives_the_same_view_of_what_is_to_be_printed(office: Office) -> None:
    case = taken(office.town)
    office.print()
    office.town.take(case, c.ReopenArchive)
    other = taken(office.town, "evidence")
    office.town.take(other, c.VoidEntry, by=UNIT_HEAD, version=office.town.ledger.version(case_stream(other)))
    office.project()
    before = rows(office)
    rebuild(office.town.ledgers, ("papers",))
    assert rows(office) == before
    assert office.missing() != []


def rows(office: Office) -> list[Any]:
    with office.town.ledgers.engine.connect() as connection:
        found = [connection.execute(select(table)).all() for table in (paper_due, paper_rendered)]
    return [sorted(map(tuple, some)) for some in found]


def test_the_stream_beside_the_case_tells_what_was_rendered_when(office: Office) -> None:
    case = taken(office.town, "filing")
    office.print()
    recorded = office.town.ledger.history(documents_stream(case))
    assert [one.actor for one in recorded] == ["system"]
    assert isinstance(recorded[0].event, DocumentRendered)
    assert recorded[0].event.renderer.startswith("typst 0.15.")

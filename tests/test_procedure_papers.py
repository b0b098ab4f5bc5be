"""Documents of every procedure over HTTP: cases go from start to archive, all that they print is fetched and read.

On SQLite alone: the procedures' own tests take them on both databases.
"""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pytest
from pypdf import PdfReader

from http_town import site
from penal import COURSES, DAYS_BEFORE
from printed_cases import BESIDE, Printing, steps_beside
from records.law.data import in_force
from records.law.entries import OFFICE
from records.law.file import seed_texts
from records.moment import Moment
from records.paper import numerals
from records.paper.data import forms
from test_http_documents import fetch
from test_paper_rendering import fonts_of, squeezed, text_of

AGENCY_NAME: Final = "监漳镇人民政府"

SIGNS: Final = ("decided_by", "ordered_by", "proposed_by", "referred_by", "told_by")
"""Who signs: a document is signed and sealed by hand, and prints no name there."""

NOT_PRINTED: Final[dict[str, str]] = {}
"""Forms that no case here makes, with the reason."""


class Printed(NamedTuple):
    """A document with the step that made it."""

    procedure: str
    listed: dict[str, Any]
    """What the list of the case's documents says of it."""
    step: dict[str, Any]
    """The step as the timeline has it."""
    pdf: bytes
    read: str
    """What can be read in the PDF, without spaces and line breaks."""
    text: str
    """The electronic text."""

    @property
    def what(self) -> str:
        return f"{self.procedure}: {self.listed['paper']} of {self.step['type']}"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Printed]]:
    """Every document of the cases; those that wait for a list to hang go last, so that all others are of one day."""
    folder = tmp_path_factory.mktemp("var")
    with site(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder, documents="all") as place:
        office = Printing(place.town)
        office.begin()
        waiting = {procedure for procedure, _ in DAYS_BEFORE}
        for procedure in (one for one in COURSES if one not in waiting):
            office.live(procedure)
        for procedure in COURSES:
            office.from_paper(procedure, steps_beside(procedure))
        for procedure, steps in BESIDE:
            office.from_paper(procedure, steps)
        for procedure in waiting - OFFICE:  # those draw from files that there are: their own tests live them
            office.live(procedure)
        office.deemed()
        yield [one for procedure, case in office.cases for one in documents(office, procedure, case)]


def documents(office: Printing, procedure: str, case: str) -> Iterator[Printed]:
    """What a case printed, once all of it is there."""
    town, deadline = office.town, time.monotonic() + 120
    while True:
        found: list[dict[str, Any]] = town.get("wang", f"cases/{case}/documents")
        if all(one["editions"] for one in found):
            break
        assert time.monotonic() < deadline, [one["problem"] for one in found]
        time.sleep(0.1)
    town.projected()
    steps = {one["version"]: one for one in town.get("sun", f"cases/{case}/timeline")["steps"]}
    for one in found:
        edition = one["editions"][0]
        pdf, text = (fetch(town, "wang", edition[name]).content for name in ("pdf", "text"))
        yield Printed(procedure, one, steps[one["step"]], pdf, text_of(pdf), text.decode())


def test_every_form_is_printed_by_some_case(printed: list[Printed]) -> None:
    """Or named with the reason why none does."""
    made = {one.listed["paper"] for one in printed}
    assert forms().keys() - made == NOT_PRINTED.keys()
    assert {one.procedure for one in printed} == COURSES.keys()


def test_every_document_says_what_it_is_whose_it_is_and_of_which_day(printed: list[Printed]) -> None:
    for one in printed:
        day = Moment.parse(one.step["occurred_at"]).day
        for said in (one.listed["title"], one.listed["number"], AGENCY_NAME, numerals.day(day)):
            assert squeezed(said) in one.read, (one.what, said)
            assert said in one.text, (one.what, said)


def test_every_document_says_what_the_law_asks_of_it(printed: list[Printed]) -> None:
    seen = Counter[str]()
    for one in printed:
        day = Moment.parse(one.step["occurred_at"]).day
        form = next(form for form in forms()[one.listed["paper"]] if form.since <= day)
        known = in_force(seed_texts(), day, one.procedure).documents.get(form.document)
        for name in (one for one in (known.must if known else ()) if one not in SIGNS):
            for said in spoken(one.step["event"][name]):
                seen[form.id] += 1
                assert squeezed(said) in one.read, (one.what, name, said)
    numbered = {form.id for some in forms().values() for form in some if form.document}
    assert len(seen) > len(numbered) * 3 // 4, numbered - seen.keys()


def spoken(value: Any) -> list[str]:
    """The ways in which a field of a step stands in a document: its texts, or the parts of what has several."""
    match value:
        case list():
            return [said for one in value for said in spoken(one)]
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            year, month, day = map(int, value.split("-"))
            return [f"{year}年{month}月{day}日"]
        case str() if re.fullmatch(r"-?\d+\.\d+", value):
            return [f"{Decimal(value):,.2f}元"]
        case str() if re.fullmatch(r"[a-z-]+", value):
            return []  # a word of the software, which the document says in Chinese
        case str():
            return [value]
        case _:
            return []


def test_every_document_is_pdf_a_2b_with_its_fonts_inside(printed: list[Printed]) -> None:
    for one in printed:
        reader = PdfReader(io.BytesIO(one.pdf))
        xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]  # a dictionary
        assert re.search(r"pdfaid:part(>|=\")2", xmp), one.what
        assert re.search(r"pdfaid:conformance(>|=\")B", xmp), one.what
        descriptors = fonts_of(one.pdf)
        assert descriptors, one.what
        assert all("/FontFile3" in font or "/FontFile2" in font for font in descriptors), one.what
        assert reader.metadata is not None
        assert reader.metadata.author == AGENCY_NAME


def test_no_document_shows_what_the_software_alone_knows(printed: list[Printed]) -> None:
    """No place that was not filled, no word of its own, no id of a person, no number said twice to be one."""
    for one in printed:
        body = one.text.partition("账本 ")[0]
        for wrong in ("{", "}", "[[", "None", "Erased", "号号", "。。", "，。", "（）", "True", "False"):
            assert wrong not in body, (one.what, wrong)
        ids = set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", body))
        assert ids <= {one.step["event"].get("related_case")}, one.what
        words = set(re.findall(r"(?<![A-Za-z0-9:/._-])[a-z]+(?:-[a-z]+)+(?![A-Za-z0-9])", body))
        assert words <= {"member-he", "supervisor-sun"}, (one.what, words)  # whom no register knows


def test_no_document_of_another_procedure_speaks_of_a_penalty(printed: list[Printed]) -> None:
    """Unless its own words do: an enforcement may be of a fine."""
    for one in printed:
        if not one.procedure.startswith("penalty"):
            said = str(one.step["event"])
            form = forms()[one.listed["paper"]][0]
            assert "处罚" not in form.title, one.what
            if "处罚" not in said:
                known = one.text.replace("加处罚款", "")
                assert "行政处罚" not in known, one.what

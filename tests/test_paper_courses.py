"""A plain case of every procedure from start to archive: each of its documents is made, set, opened and read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.papers.rendering import pictures, render
from api.papers.templates import source
from course import Course
from penal import COURSES
from records.course.documents import every_issued
from records.event import CaseEvent
from records.law.data import in_force
from records.law.file import seed_texts
from records.moment import Moment
from records.paper.data import form_of
from records.paper.making import made, make
from records.paper.paper import Paper
from records.paper.sources import Listed, Past
from test_paper_forms import sources
from test_paper_rendering import squeezed, text_of


def course_of(procedure: str) -> Course:
    """A plain case of the procedure, archived."""
    return Course(procedure=procedure).until(COURSES[procedure][-1][0])


def documents(course: Course) -> Iterator[tuple[CaseEvent, Moment, Paper]]:
    """Every document that the steps of a case make, with its step, as the law of the day asks for it."""
    past = [Past(event, at, "officer-wang") for event, at, _ in course.steps]
    listed = (Listed(title="立案审批表", number="", day="2026年3月2日"),)
    for count, (event, at, *_) in enumerate(past, 1):
        law = in_force(seed_texts(), at.day, course.procedure).documents
        matter = course.register.matter(course.case.matter, course.case.agency, at.day)
        given = sources(event, at=at, history=tuple(past[:count]), matter=matter, documents=listed)
        for paper in made(event):
            form = form_of(paper, at.day)
            assert form is not None, paper
            yield event, at, make(form, given, law[form.document].must if form.document in law else ())


@pytest.mark.parametrize("procedure", COURSES)
def test_every_document_of_a_plain_case_is_set_and_read(procedure: str) -> None:
    course = course_of(procedure)
    found = list(documents(course))
    assert found
    for event, at, paper in found:
        template = source(form.template) if (form := form_of(paper.id, at.day)) else ""
        rendered = render(paper, template, at)
        text = text_of(rendered.pdf)
        assert rendered.lacking == (), paper.id
        for said in (paper.agency, paper.title, paper.number, paper.dated, getattr(event, "content", "")):
            assert squeezed(said) in text, (paper.id, said)
        for said in ("{", "None", "Erased", "person-1", "清除"):
            assert said not in rendered.text.decode(), (paper.id, said)


@pytest.mark.parametrize("procedure", COURSES)
def test_every_numbered_document_of_a_plain_case_is_among_them(procedure: str) -> None:
    course = course_of(procedure)
    numbered = {number for _, number in every_issued(course.case)}
    assert numbered <= {paper.number for _, _, paper in documents(course)}


def show(procedure: str) -> Iterator[tuple[str, bytes]]:
    """Name and picture of each page, for somebody to look at: `python tests/test_paper_courses.py FOLDER`."""
    for index, (_, at, paper) in enumerate(documents(course_of(procedure))):
        form = form_of(paper.id, at.day)
        assert form is not None
        for page, picture in enumerate(pictures(paper, source(form.template), at, 60)):
            yield f"{procedure}-{index:02}-{paper.id}-{page}.png", picture


if __name__ == "__main__":
    import sys
    from pathlib import Path

    for name in COURSES:
        for file, content in show(name):
            (Path(sys.argv[1]) / file).write_bytes(content)

"""Decisions of an agency by their numbers, out of the streams of its series: those of some years, or those named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from records.course.case import Case
from records.course.documents import DECISIONS, year_of
from records.course.lookup import Sources
from records.course.steps import PROCEDURES
from records.judgement import Context
from records.register.events import DocumentNumberTaken
from records.register.events.numbers import numbering_stream


def taken_in(agency: str, first: date, last: date, context: Context, sources: Sources) -> Iterator[DocumentNumberTaken]:
    """The numbers of decisions that the agency took in the years of a period."""
    for year in range(first.year, last.year + 1):
        for kind in sorted(_series(agency, year, context)):
            yield from _of_stream(numbering_stream(agency, kind, year), sources)


def taken_as(agency: str, numbers: Iterable[str], context: Context, sources: Sources) -> Iterator[DocumentNumberTaken]:
    """Of these numbers those that the agency took for decisions, whatever their year: each series is read once."""
    wanted = {one: year for one in numbers if (year := year_of(one)) is not None and date.min.year <= year}
    for year in sorted({*wanted.values()}):
        names = [one.partition("〔")[0] for one, its in wanted.items() if its == year]
        for kind in sorted(_series(agency, year, context)):
            if any(name.endswith(kind) for name in names):
                found = _of_stream(numbering_stream(agency, kind, year), sources)
                yield from (one for one in found if one.number in wanted)


def is_decision(case: Case, number: str) -> bool:
    """Whether the number is that of the decision of the case that counts."""
    return case.decided is not None and case.decided.number == number


def _of_stream(stream: str, sources: Sources) -> Iterator[DocumentNumberTaken]:
    return (one.event for one in sources.history(stream) if isinstance(one.event, DocumentNumberTaken))


def _series(agency: str, year: int, context: Context) -> set[str]:
    """代字 of the documents that are decisions of enforcement, in the first and last days of the year and today."""
    days = (date(year, 1, 1), date(year, 12, 31), context.now.day)
    laws = (context.register.law(day, procedure, agency) for day in days for procedure in PROCEDURES)
    return {one.series for law in laws for one in law.documents.values() if one.id in DECISIONS}

"""Basic information of matters (基本信息): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.basics.commands import PublishBasics
from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.register.events.information import basics_stream


def with_versions(prepared: Prepared, case: Case, _: PublishBasics, sources: Sources) -> Prepared:
    """What the matter has published so far: two published at a time get no number twice."""
    stream = basics_stream(case.matter)
    return prepared.after(stream, sources.version(stream))


LOOKUPS: Final[Lookups] = {PublishBasics: (with_versions,)}
"""What these steps look up."""

"""Which recording settles which duty: its medium fits, and each step that has to be recorded has one of its own."""

from __future__ import annotations

from typing import Any

import pytest

from course import HANDLERS, UNIT_HEAD, Course, command, registers
from records.course.coverage import Covered, coverage
from records.judgement import StoredObject
from records.penalty import commands as c
from records.penalty.events import DocumentServed
from records.register.events import DeviceClockChecked

FIRST, SECOND = "2026-03-02 10:00", "2026-03-02 15:00"
"""Hours at which things are preserved, ten minutes later by the clock of the course."""


def preserved(*times: str, **given: Any) -> Course:
    """A case in which things were preserved at some hours."""
    course = Course("2026-03-02 08:00", **given).until("filing-approved")
    for one in times:
        course.at(one)
        course.take(c.ApprovePreservation)
        course.take(c.PreserveEvidence)
    return course


def link(
    course: Course, *hours: str, media_type: str = "video/mp4", stage: str = "preservation", device: str = ""
) -> str:
    """Links a recording made at these hours (`09:00`), begin and end, of 2 March; returns its digest."""
    digest = f"{len(course.steps):064x}"
    begun, ended = (*(f"2026-03-02T{one}:00+08:00" for one in hours), "", "")[:2]
    course.objects[digest] = StoredObject(digest, "c" * 64, 7, media_type, "", begun, ended)
    course.take(c.LinkRecording, object=digest, stage=stage, device=device)
    return digest


def covered(course: Course) -> tuple[Covered, ...]:
    return coverage(course.case, course.context(command(c.AddEvidence)))


def states(course: Course) -> list[str]:
    return [one.state for one in covered(course)]


# ---- The medium ----


@pytest.mark.article("全过程记录制度 二")
@pytest.mark.parametrize(
    ("media_type", "state"),
    [("video/mp4", "linked"), ("audio/mp4", "missing"), ("image/jpeg", "missing"), ("application/pdf", "missing")],
)
def test_what_has_to_be_filmed_is_shown_by_a_film_alone(media_type: str, state: str) -> None:
    course = preserved(FIRST)
    link(course, media_type=media_type)
    assert states(course) == [state]


@pytest.mark.article("全过程记录制度 二")
@pytest.mark.parametrize(
    ("media_type", "state"), [("video/webm", "linked"), ("image/jpeg", "linked"), ("audio/mpeg", "missing")]
)
def test_a_paper_that_was_left_is_shown_by_a_film_or_a_photo(media_type: str, state: str) -> None:
    course = Course().until("decision")
    course.take(c.ServeDocument, method="left", refused=True, witness="村委会干部", proof="照片两张")
    link(course, media_type=media_type, stage="service")
    assert states(course) == [state]


@pytest.mark.article("全过程记录制度 二")
def test_a_service_that_was_no_leaving_needs_no_recording_beside_one_that_was() -> None:
    course = Course().until("decision")
    course.take(c.ServeDocument, method="left", refused=True, witness="村委会干部", proof="照片两张")
    assert {one.method for one in course.case.every(DocumentServed)} == {"in-person", "left"}
    assert states(course) == ["missing"]


@pytest.mark.article("全过程记录制度 二")
def test_a_file_that_neither_shows_nor_sounds_does_not_stand_for_a_signature() -> None:
    course = preserved()
    link(course, media_type="application/pdf", stage="inspection")
    assert course.refusal(c.RecordInspection, signature="refused") == "signature-needs-witness"
    link(course, media_type="audio/mp4", stage="inspection")
    course.take(c.RecordInspection, signature="refused")


# ---- One for each occasion ----


@pytest.mark.article("全过程记录制度 二")
def test_two_visits_need_two_recordings() -> None:
    course = preserved(FIRST, SECOND)
    assert states(course) == ["missing", "missing"]
    link(course)
    assert states(course) == ["missing", "linked"]  # the last one before it was linked
    link(course)
    assert states(course) == ["linked", "linked"]
    assert [one.occasion for one in covered(course)] == [1, 2]


@pytest.mark.article("全过程记录制度 二")
def test_a_recording_shows_the_visits_that_its_hours_overlap() -> None:
    course = preserved(FIRST, SECOND)
    first = link(course, "10:00", "10:40")
    assert states(course) == ["linked", "missing"]
    link(course, "10:05", "10:25")
    assert states(course) == ["linked", "missing"], "the first is shown twice, the second not at all"
    whole = link(course, "09:00", "16:00")
    found = covered(course)
    assert [one.state for one in found] == ["linked", "linked"]
    assert first in found[0].recordings
    assert found[1].recordings == (whole,)


@pytest.mark.article("全过程记录制度 二")
def test_a_recording_of_other_hours_shows_one_visit_of_its_day_and_none_of_another() -> None:
    course = preserved(FIRST, SECOND)
    link(course, "11:00", "11:30")
    assert states(course) == ["linked", "missing"]
    other = preserved("2026-03-03 10:00")
    link(other, "10:00", "10:40")
    assert states(other) == ["missing"]


@pytest.mark.article("全过程记录制度 二")
def test_hours_are_those_of_the_right_time_and_not_of_a_clock_that_is_fast() -> None:
    checked = DeviceClockChecked(device="fast", checked_at="2026-03-02T01:00:00Z", offset_seconds=5 * 3600)
    course = preserved(FIRST, SECOND, register=registers(checked))
    link(course, "15:00", "15:40", device="fast")
    assert states(course) == ["linked", "missing"]


@pytest.mark.article("全过程记录制度 二")
def test_each_questioning_in_a_room_for_cases_has_a_recording_and_others_need_none() -> None:
    course = preserved()
    course.take(c.QuestionPerson, venue="on-site")
    assert states(course) == []
    course.take(c.QuestionPerson, venue="case-room")
    course.take(c.QuestionPerson, venue="case-room")
    link(course, stage="evidence")
    assert [(one.duty, one.state) for one in covered(course)] == [("evidence", "missing"), ("evidence", "linked")]


# ---- Waivers ----


@pytest.mark.article("全过程记录制度 二")
def test_a_waiver_stands_for_one_visit_alone() -> None:
    course = preserved(FIRST)
    course.take(c.WaiveRecording, stage="preservation")
    assert states(course) == ["waived"]
    course.at(SECOND)
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    assert states(course) == ["waived", "missing"]
    link(course)
    assert states(course) == ["waived", "linked"]


@pytest.mark.article("全过程记录制度 二")
def test_a_waiver_with_a_defect_is_one_of_its_own_kind_until_a_lawful_one_takes_its_place() -> None:
    course = preserved(FIRST).at("2026-03-05 09:00")
    on_paper = {"stage": "preservation", "approved_by": HANDLERS[0]}
    assert course.defects(c.WaiveRecording, "2026-03-04", **on_paper) == ["unit-head-only", "waiver-by-recorder"]
    (found,) = covered(course)
    assert (found.state, found.approved_by) == ("waiver-defective", HANDLERS[0])
    course.take(c.WaiveRecording, stage="preservation")
    (found,) = covered(course)
    assert (found.state, found.approved_by) == ("waived", UNIT_HEAD)


@pytest.mark.article("全过程记录制度 二")
def test_a_paper_names_who_waived_and_a_live_waiver_is_of_who_acts() -> None:
    course = preserved(FIRST).at("2026-03-05 09:00")
    problem = {"stage": "preservation", "approved_by": "head-zhao"}
    with pytest.raises(Exception, match="approved_by"):
        course.take(c.WaiveRecording, by=UNIT_HEAD, **problem)
    assert course.defects(c.WaiveRecording, "2026-03-04", stage="preservation", approved_by=UNIT_HEAD) == []
    (found,) = covered(course)
    assert (found.state, found.approved_by) == ("waived", UNIT_HEAD)
    nobody = preserved(FIRST).at("2026-03-05 09:00")
    assert nobody.defects(c.WaiveRecording, "2026-03-04", stage="preservation", ground="") == [
        "unit-head-only",
        "waiver-without-ground",
    ]
    assert states(nobody) == ["waiver-defective"]

"""Columns of 双公示 and of the yearly report: each is made of event fields that there are, and none lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from course import SEEDED
from event_shapes import example
from penal import AGENCY, MATTER
from records.beside.commands import NoteParticulars
from records.course.people import Party
from records.course.shapes import PartyGiven
from records.errors import Invalid
from records.event import CaseEvent, PartyKind, case_stream
from records.exports.filling import Said, fill, holds, lacking, sources, too_long
from records.exports.mapping import Column, Figure, Record, Source, field_of, record, source, yearly_report
from records.licence.events import (
    CertificateIssued,
    LicenceApplied,
    LicenceCancelled,
    LicenceChanged,
    LicenceGranted,
    LicenceRevoked,
    LicenceWithdrawn,
)
from records.moment import Moment
from records.penalty.events import PenaltyKind
from records.tags import EVENTS
from town import Town, town

PENALTY = record("credit_penalty")
FIGURES = [(table.id, one) for table in yearly_report().table for one in table.figure]
LICENCE = record("credit_licence")
COLUMNS = [(form.id, one) for form in (PENALTY, LICENCE) for one in form.column]
FIRM = PartyGiven(
    kind="organisation", name="武乡县某某公司", number="91140429MA0K12348Q", address="监漳村", representative="李四光"
)


# ---- Each column has its field ----


def missing(found: Source) -> bool:
    """Whether no event that is made today has the field."""
    kind = EVENTS.get(found.tag)
    return kind is None or not field_of(kind, found.path)


@pytest.mark.parametrize(("form", "column"), COLUMNS, ids=lambda one: getattr(one, "code", one))
def test_each_column_of_a_credit_record_is_made_of_fields_that_events_have(form: str, column: Column) -> None:
    assert [one for one in column.read() if missing(one)] == []
    assert column.sources
    assert not (column.part and column.words)
    assert bool(column.says) <= bool(column.otherwise)


@pytest.mark.parametrize(("table", "figure"), FIGURES, ids=lambda one: getattr(one, "code", one))
def test_each_column_of_the_yearly_report_is_counted_from_fields_that_events_have(table: str, figure: Figure) -> None:
    assert [one for one in figure.read() if missing(one)] == []


def test_a_field_that_an_event_loses_is_missed() -> None:
    assert not missing(Source("decision-signed/3", "fine_yuan"))
    assert missing(Source("decision-signed/3", "fine_euro"))
    assert missing(Source("decision-signed/9", "fine_yuan"))
    assert missing(Source("case-filed/1", "party.name.first"))
    assert not missing(Source("disclosure-reviewed/1", "copy.party"))
    assert not missing(Source("defence-reviewed/1", "points.reason"))


@pytest.mark.parametrize("text", ["", "decision-signed/3", " fine_yuan", "decision-signed/3 ", "a b c"])
def test_what_is_no_source_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no source"):
        source(text)


def test_every_kind_of_penalty_counts_under_one_class_and_a_fine_outweighs_what_is_other() -> None:
    classes = [one for table, one in FIGURES if table == "penalty" and one.counts == "heaviest"]
    counted = [kind for one in classes for kind in one.among]
    assert sorted(counted) == sorted(get_args(PenaltyKind))
    weights = {one.code: one.weight for one in classes}
    assert len(set(weights.values())) == len(weights)
    assert weights["other"] < weights["fine"] < weights["confiscation"] < weights["detention"]


@pytest.mark.parametrize(("form", "columns"), [(PENALTY, 30), (LICENCE, 28)], ids=["penalty", "licence"])
def test_the_columns_are_those_of_the_standard_and_conditions_name_columns_that_there_are(
    form: Record, columns: int
) -> None:
    codes = [one.code for one in form.column]
    assert len(set(codes)) == len(codes) == columns
    known = {"always", *(one.id for one in form.condition)}
    assert {one.column for one in form.condition} <= set(codes)
    assert {name for one in form.column for name in (*one.only, *one.needed)} <= known


# ---- A record of a real case ----


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        yield found


def said(place: Town, case: str) -> list[Said]:
    """What the case and the registers say, personal values opened."""
    register, today = place.ledger.register(), place.ledger.now().day
    history = place.ledger.history(case_stream(case), persons=True)
    told = [Said(one.event, one.occurred_at.day, Moment(one.recorded_at).day) for one in history]
    entries = (register.agency(AGENCY, today), register.matter(MATTER, AGENCY, today))
    return [*(Said(one, today, today) for one in entries if one), *told]


def exported(place: Town, case: str) -> dict[str, str]:
    return fill(PENALTY, said(place, case))


def test_the_record_of_a_firm_has_its_code_its_representative_and_the_fine_in_myriads(place: Town) -> None:
    case = place.file(party=FIRM)
    place.sign(case, fine_yuan=Decimal("1234.56"), kinds=("警告", "罚款"))
    found = exported(place, case)
    wanted = {
        "CF_XDR_MC": "武乡县某某公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": "91140429MA0K12348Q",
        "CF_XDR_ZZJG": "MA0K12348",
        "CF_FRDB": "李四光",
        "CF_XDR_ZJLX": "",
        "CF_XDR_ZJHM": "",
        "CF_WSH": "监漳罚决〔2025〕1号",
        "CF_WFXW": "对占道经营的处罚",
        "CF_CFLB": "警告；罚款",
        "CF_NR_FK": "0.123456",
        "CF_NR_WFFF": "",
        "CF_JDRQ": "2025/01/06",
        "CF_YXQ": "2099/12/31",
        "CF_CFJG": "监漳镇人民政府",
        "CF_CFJGDM": AGENCY,
        "CF_SJLYDM": AGENCY,
    }
    assert {code: found[code] for code in wanted} == wanted
    assert lacking(PENALTY, found) == []
    assert too_long(PENALTY, found) == []


def test_what_was_noted_of_the_party_is_in_its_record_the_last_word_of_each_field(place: Town) -> None:
    case = place.file(party=FIRM)
    place.sign(case)
    noted: dict[str, Any] = {"representative_paper": "identity-card", "representative_number": "140429199001010013"}
    place.take(case, NoteParticulars, paper=None, registration="140429000001", tax="140429T1", remark="一", **noted)
    place.take(case, NoteParticulars, paper=None, remark="二", valid_until=date(2026, 1, 5))
    found = exported(place, case)
    wanted = {
        "CF_FR_ZJLX": "身份证",
        "CF_FR_ZJHM": "140429199001010013",
        "CF_XDR_GSZC": "140429000001",
        "CF_XDR_SWDJ": "140429T1",
        "BZ": "二",
        "CF_YXQ": "2026/01/05",
    }
    assert {code: found[code] for code in wanted} == wanted
    stored = place.ledger.history(case_stream(case))[-2].event
    assert "140429199001010013" not in msgspec.json.encode(stored).decode()


def test_the_record_of_a_person_has_their_number_and_no_code_of_an_organisation(place: Town) -> None:
    case = place.file()
    place.sign(case)
    found = exported(place, case)
    assert (found["CF_XDR_ZJLX"], found["CF_XDR_ZJHM"]) == ("身份证", "140429199001010013")
    assert [found[code] for code in ("CF_XDR_SHXYM", "CF_XDR_ZZJG", "CF_FRDB")] == ["", "", ""]
    assert lacking(PENALTY, found) == []


def test_an_organisation_without_a_representative_and_a_suspension_without_its_permit_are_lacking(place: Town) -> None:
    case = place.file(party=msgspec.structs.replace(FIRM, representative=""))
    place.sign(case)
    assert lacking(PENALTY, exported(place, case)) == ["CF_FRDB"]
    values = exported(place, case) | {"CF_CFLB": "罚款；吊销许可证件", "CF_NR_FK": ""}
    assert lacking(PENALTY, values) == ["CF_FRDB", "CF_NR_FK", "CF_NR_ZKDX"]
    values |= {"CF_CFLB": "没收非法财物", "CF_XDR_LB": "自然人"}
    assert lacking(PENALTY, values) == ["CF_XDR_ZJLX", "CF_XDR_ZJHM", "CF_NR_WFFF"]


@pytest.mark.parametrize("column", [one for one in PENALTY.column if "always" in one.needed], ids=lambda one: one.code)
def test_what_every_record_needs_is_missed_when_it_is_not_there(column: Column) -> None:
    full = {one.code: "x" for one in PENALTY.column} | {"CF_XDR_LB": "自然人", "CF_CFLB": "警告"}
    missed = lacking(PENALTY, full | {column.code: ""})
    assert missed == ([] if column.computed else [column.code])


def test_a_value_of_the_greatest_length_fits_and_a_character_more_does_not() -> None:
    for column in PENALTY.column:
        if column.length is not None:
            assert too_long(PENALTY, {column.code: "字" * column.length}) == []
            assert too_long(PENALTY, {column.code: "字" * (column.length + 1)}) == [column.code]


def test_conditions_are_seen_in_the_record_itself() -> None:
    assert holds(PENALTY, {"CF_XDR_LB": "个体工商户", "CF_CFLB": "罚款；暂扣许可证件"}) == {
        "always",
        "individual-business",
        "fine",
        "permit",
    }


# ---- Particulars as a step ----


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"paper": None, "remark": ""}, ["$"]),
        ({"representative_number": "140429199001010013"}, ["$.representative_paper"]),
        ({"representative_paper": "identity-card"}, ["$.representative_paper"]),
        (
            {"representative_paper": "identity-card", "representative_number": "140429199001010014"},
            ["$.representative_number"],
        ),
    ],
)
def test_particulars_that_say_nothing_or_contradict_themselves_are_refused(
    place: Town, given: dict[str, Any], paths: list[str]
) -> None:
    case = place.file()
    with pytest.raises(Invalid) as refused:
        place.take(case, NoteParticulars, **given)
    assert [path for path, _ in refused.value.fields] == paths


def test_every_decision_that_makes_a_record_says_its_number_and_its_day() -> None:
    for form in (PENALTY, LICENCE):
        found = sources(form.column)
        for tag in form.begins:
            assert {Source(tag, "number"), Source(tag, "@day")} <= found


# ---- A licence ----

DAY = date(2026, 3, 2)


def licence(*more: CaseEvent, party: PartyKind = "organisation") -> dict[str, str]:
    """The record of a licence whose applicant is of that kind."""
    number = "91140429MA0K12348Q" if party == "organisation" else "140429199001010013"
    applicant = Party(person="p", kind=party, name="某某", number=number, address="", representative="李四光")
    applied = msgspec.structs.replace(example(LicenceApplied), parties=(applicant,))
    granted = msgspec.structs.replace(example(LicenceGranted), number="监漳许准〔2026〕1号", kind="verification")
    events = (SEEDED.agency(AGENCY, DAY), applied, granted, *more)
    return fill(LICENCE, [Said(one, DAY, DAY) for one in events if one])


def test_the_record_of_a_licence_has_its_kind_its_certificate_and_its_term() -> None:
    issued = msgspec.structs.replace(
        example(CertificateIssued), number="JY1", sector_number="", valid_from=DAY, valid_until=date(2031, 3, 1)
    )
    found = licence(issued)
    wanted = {
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": "91140429MA0K12348Q",
        "XK_FRDB": "李四光",
        "XK_XKWS": "准予行政许可决定书",
        "XK_WSH": "监漳许准〔2026〕1号",
        "XK_XKLB": "核准",
        "XK_XKBH": "JY1",
        "XK_JDRQ": "2026/03/02",
        "XK_YXQZ": "2026/03/02",
        "XK_YXQZI": "2031/03/01",
        "XK_XKJGDM": AGENCY,
        "XK_ZT": "1",
    }
    assert {code: found[code] for code in wanted} == wanted
    assert lacking(LICENCE, found) == []


def test_a_licence_that_was_revoked_or_cancelled_holds_no_more_and_a_changed_one_bears_the_new_number() -> None:
    for kind in (LicenceRevoked, LicenceCancelled, LicenceWithdrawn):
        assert licence(example(kind))["XK_ZT"] == "2"
    changed = licence(msgspec.structs.replace(example(LicenceChanged), number="监漳许准〔2026〕2号"))
    assert (changed["XK_WSH"], changed["XK_XKWS"]) == ("监漳许准〔2026〕2号", "准予行政许可变更（延续）决定书")


def test_the_record_of_a_persons_licence_needs_their_number_and_no_representative() -> None:
    found = licence(party="natural")
    assert (found["XK_XDR_ZJLX"], found["XK_XDR_ZJHM"], found["XK_FRDB"]) == ("身份证", "140429199001010013", "")
    assert lacking(LICENCE, found) == []
    assert lacking(LICENCE, found | {"XK_XDR_ZJHM": ""}) == ["XK_XDR_ZJHM"]

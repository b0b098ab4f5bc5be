"""The forms of documents as data: every place leads to a field that there is, and says it as documents do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec
import pytest
from msgspec import inspect

from api.wording import WORDS
from course import AGENCY, HANDLERS, HEAD, SEEDED, Course
from records.course.people import Party
from records.course.shapes import SomebodyGiven
from records.course.steps import PROCEDURES
from records.errors import Corrupt
from records.event import ERASED, BackEntry, CaseEvent
from records.law.data import in_force
from records.law.file import seed_texts
from records.moment import Moment
from records.paper import numerals
from records.paper.data import PaperForm, form_of, forms, paper_files, read
from records.paper.filling import ERASED_SAID, WAYS, fill, formats, paths
from records.paper.making import PaperLacksField, made, make
from records.paper.paper import Cell, Grid, Paper, Prose
from records.paper.plain import plain
from records.paper.sources import Listed, Past, Sources, Volume, holds
from records.penalty import commands as c
from records.penalty import events as e
from records.register.events import AgencyRegistered, MatterRegistered
from records.tags import EVENTS

DAY: Final = date(2026, 3, 5)
ALL: Final = [form for some in forms().values() for form in some]
NAMES: Final = dict.fromkeys(HANDLERS, "王五") | {HEAD: "赵六"}


def sources(event: CaseEvent, *before: CaseEvent, **changes: Any) -> Sources:
    """A step with what went before it, each at nine o'clock of the same day."""
    at = Moment.parse("2026-03-05T09:00:00+08:00")
    given: dict[str, Any] = {
        "ledger": "jianzhang",
        "case": event.case,
        "event": event,
        "at": at,
        "actor": HANDLERS[0],
        "history": tuple(Past(one, at, HEAD) for one in (*before, event)),
        "agency": SEEDED.agency(AGENCY, DAY),
        "matter": None,
        "person": lambda one: NAMES.get(one, ""),
        "certificate": lambda one: "14042901" if one == HANDLERS[0] else "",
        "words": {**WORDS, "question": {}},
        "reference": "https://www.example.gov.cn/log/jianzhang/proof/1#0",
        "reference_said": "账本 jianzhang 第 1 条",
    }
    return Sources(**(given | changes))


def course(until: str, **changes: Any) -> list[CaseEvent]:
    """The events of a plain case, the party with the values that are sealed apart."""
    events = Course().until(until, **changes).events
    about = {"name": "张三丰", "number": "140429199001010013", "address": "监漳村12号", "representative": ""}
    party = Party(person="person-1", kind="natural", age="adult", **about)
    return [msgspec.structs.replace(one, party=party) if isinstance(one, e.CaseFiled) else one for one in events]


def document(paper: str, events: list[CaseEvent], **changes: Any) -> Paper:
    """The document that the last event of its kind made."""
    form = form_of(paper, DAY)
    assert form is not None
    at = max(index for index, one in enumerate(events) if paper in made(one))
    return make(form, sources(events[at], *events[:at], **changes))


# ---- The data ----


def texts(form: PaperForm) -> Iterator[tuple[str, str]]:
    """Every text of a form with places, with the path of what `item` is in it."""
    yield from ((one, "") for one in (form.number, form.addressee, form.note))
    yield from ((one.said, "") for one in form.signature)
    for section in form.section:
        yield section.text, section.each
        yield section.signed, section.each
        yield from ((column.text, section.each) for column in section.columns)


def named(form: PaperForm) -> Iterator[tuple[str, str]]:
    """Every path of a form, with that of its `item`."""
    yield from ((path, each) for text, each in texts(form) for path in paths(text))
    conditions = (form.when, *(one.when for one in form.section), *(one.when for one in form.signature))
    yield from ((one.removeprefix("!").partition("=")[0], "") for one in conditions if one)
    yield from ((one.each, "") for one in form.section if one.each)


def types(path: str, form: PaperForm, each: str) -> list[inspect.Type]:
    """What a path may lead to, none where it leads nowhere."""
    head, _, rest = path.partition(".")
    roots: list[type]
    match head:
        case "day" | "at" | "actor" | "case" | "ledger":
            return [inspect.AnyType()] if not rest else []
        case "on" | "by":
            return [inspect.AnyType()] if tagged(rest) or rest in ("opened", "decided") else []
        case "every":
            tag, _, rest = rest.partition(".")
            roots = tagged(tag)
        case "event":
            roots = [EVENTS[tag] for tag in form.events]
        case "agency":
            roots = [AgencyRegistered]
        case "matter":
            roots = [MatterRegistered]
        case "party":
            roots = [Party]
        case "opened":
            roots = [kind for kind in EVENTS.values() if {"title", "agency"} <= set(kind.__struct_fields__)]
        case "decided":
            roots = [kind for kind in EVENTS.values() if {"decided_by", "number"} <= set(kind.__struct_fields__)]
        case "documents":
            return [inspect.type_info(Listed)]
        case "volume":
            roots = [Volume]
        case "item":
            if rest in ("index", "self"):
                return [inspect.AnyType()]
            return [found for one in types(each, form, "") for found in members(one, rest)]
        case _:
            roots = tagged(head)
    return [found for root in roots for found in members(inspect.type_info(root), rest)]


def tagged(stem: str) -> list[type]:
    """The events of a tag, whatever its version."""
    return [kind for tag, kind in EVENTS.items() if tag.partition("/")[0] == stem]


def members(kind: inspect.Type, rest: str) -> list[inspect.Type]:
    """What stands at the end of a path from a type."""
    match kind:
        case inspect.Metadata():
            return members(kind.type, rest)
        case inspect.UnionType():
            return [found for one in kind.types for found in members(one, rest)]
        case _ if not rest:
            return [kind]
        case inspect.VarTupleType():
            name, _, further = rest.partition(".")
            return members(kind.item_type, further if name.isdigit() else rest)
        case inspect.StructType():
            name, _, further = rest.partition(".")
            return [found for one in kind.fields if one.name == name for found in members(one.type, further)]
        case _:
            return []


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_every_place_of_a_form_leads_to_a_field_of_an_event_or_a_register(form: PaperForm) -> None:
    assert {tag for tag in form.events if tag not in EVENTS} == set()
    assert [path for path, each in named(form) if not types(path, form, each)] == []


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_every_way_of_saying_a_value_is_known(form: PaperForm) -> None:
    ways = {one.partition(":") for text, _ in texts(form) for one in formats(text)}
    assert {name for name, _, _ in ways} <= {*WAYS, "or"}
    assert {given for name, _, given in ways if name == "word"} <= {*WORDS, "question"}


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_whether_a_step_makes_a_document_shows_in_the_step_alone(form: PaperForm) -> None:
    assert form.when.removeprefix("!").partition(".")[0] in ("", "event")


def test_every_form_is_cited_and_no_two_of_one_day_have_one_id() -> None:
    assert all(form.article and form.section for form in ALL)
    assert len({(form.id, form.since) for form in ALL}) == len(ALL)
    assert all(file.paper for file in paper_files().values())


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_numbered_document_of_a_procedure_has_a_form_that_says_what_it_must(procedure: str) -> None:
    documents = in_force(seed_texts(), DAY, procedure).documents
    by_document = {one: [form for form in ALL if form.document == one] for one in documents}
    assert [one for one, some in by_document.items() if not some] == []
    for form in (form for some in by_document.values() for form in some):
        said = {path for path, _ in named(form)}
        missing = {name for name in documents[form.document].must if f"event.{name}" not in said}
        kept = {name for name in missing if all(name in EVENTS[tag].__struct_fields__ for tag in form.events)}
        assert kept == set(), form.id


def test_the_documents_of_the_regulation_are_there() -> None:
    wanted = [
        "行政处罚立案审批表",
        "现场检查（勘验）笔录",
        "询问笔录",
        "抽样取证凭证",
        "先行登记保存证据审批表",
        "先行登记保存证据通知书",
        "责令改正通知书",
        "案件处理意见书",
        "行政处罚事先告知书",
        "行政处罚事先（听证）告知书",
        "陈述申辩复核意见书",
        "听证通知书",
        "听证笔录",
        "听证报告",
        "重大执法决定法制审核意见书",
        "重大案件集体讨论记录",
        "行政处罚决定书",
        "不予行政处罚决定书",
        "涉嫌犯罪案件移送书",
        "案件移送书",
        "送达地址确认书",
        "送达回证",
        "送达公告",
        "延期（分期）缴纳罚款通知书",
        "加处罚款决定书",
        "结案报告",
        "行政执法案卷封面",
        "卷内目录",
        "卷内备考表",
    ]
    assert set(wanted) <= {form.title for form in ALL}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "x"', ""),
        ('template = "form"', 'template = "poem"'),
        ('kind = "cell"', 'kind = "song"'),
        ("[[paper]]", "[[song]]"),
    ],
)
def test_a_form_that_is_none_is_refused_with_its_file(old: str, new: str) -> None:
    text = """[[paper]]
id = "x"
title = "某书"
events = ["case-filed/1"]
template = "form"
article = "某法 第一条"
since = 2021-07-15
[[paper.section]]
kind = "cell"
text = "{event.facts}"
"""
    assert read("county.toml", text).paper[0].id == "x"
    with pytest.raises(Corrupt, match=r"^county\.toml: "):
        read("county.toml", text.replace(old, new, 1))


# ---- Numerals ----


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 5), "二〇二六年三月五日"),
        (date(2030, 12, 31), "二〇三〇年十二月三十一日"),
        (date(2025, 10, 20), "二〇二五年十月二十日"),
        (date(2000, 11, 10), "二〇〇〇年十一月十日"),
        (date(2026, 1, 21), "二〇二六年一月二十一日"),
    ],
)
def test_a_date_in_chinese_numerals(day: date, said: str) -> None:
    assert numerals.day(day) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("200", "贰佰元整"),
        ("16", "壹拾陆元整"),
        ("1005.30", "壹仟零伍元叁角整"),
        ("10000", "壹万元整"),
        ("100010", "壹拾万零壹拾元整"),
        ("20305.08", "贰万零叁佰零伍元零捌分"),
        ("0.05", "伍分"),
        ("0.70", "柒角整"),
        ("100000001", "壹亿零壹元整"),
        ("1000001000", "壹拾亿零壹仟元整"),
        ("60000.55", "陆万元伍角伍分"),
    ],
)
def test_an_amount_as_cashiers_write_it(amount: str, said: str) -> None:
    assert numerals.amount(Decimal(amount)) == said


# ---- Filling ----


def signed(**changes: Any) -> CaseEvent:
    """A decision."""
    return next(one for one in course("decision", decision=changes) if isinstance(one, e.DecisionSigned))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{event.facts}", "当事人在中心街人行道上摆摊，经责令拒不改正。"),
        ("{event.fine_yuan}", "200.00元"),
        ("{event.fine_yuan|yuan}", "人民币200.00元（大写：贰佰元整）"),
        ("{event.basis|lines}", "1．城市市容和环境卫生管理条例 第三十六条"),
        ("{event.surcharge|if:加处:不加处}", "加处"),
        ("{event.decided_by|persons}", "赵六"),
        ("{actor|officers}", "王五（执法证号：14042901）"),
        ("{day}", "2026年3月5日"),
        ("{at|minute}", "2026年3月5日9时00分"),
        ("{event.departure|or:没有}", "没有"),
        ("甲[[，乙{event.departure}]]。", "甲。"),
        ("甲[[，乙{event.bank}]]。", "甲，乙武乡农商银行监漳支行 0001。"),
        ("{event.nothing.at.all}", ""),
        ("{every.decision-signed.5.facts}", ""),
    ],
)
def test_a_place_says_its_value(text: str, said: str) -> None:
    assert fill(text, sources(signed())).text == said


def test_what_a_person_wrote_is_never_read_as_a_place() -> None:
    event = signed(facts="{event.relief}[[{event.bank}]]〔{x|y}〕\ue000")
    assert fill("{event.facts}", sources(event)).text == "{event.relief}[[{event.bank}]]〔{x|y}〕\ue000"


@pytest.mark.parametrize(
    ("condition", "holding"),
    [
        ("", True),
        ("event.bank", True),
        ("!event.bank", False),
        ("event.departure", False),
        ("!event.departure", True),
        ("event.number=甲|监漳罚决〔2026〕1号", True),
        ("event.number=甲", False),
        ("!event.number=甲", True),
        ("notice-given", False),
    ],
)
def test_a_condition_holds_or_not(condition: str, holding: bool) -> None:
    assert holds(sources(signed()), condition) is holding


def test_a_decision_says_what_the_law_asks_for_in_its_order() -> None:
    paper = document("decision", course("decision"))
    text = plain(paper)
    wanted = [
        "监漳镇人民政府",
        "行政处罚决定书",
        "监漳罚决〔2026〕1号",
        "张三丰",
        "140429199001010013",
        "监漳村12号",
        "经查明：",
        "有下列证据证明：",
        "1．现场笔录",
        "本机关认为：",
        "城市市容和环境卫生管理条例",
        "罚款200元",
        "贰佰元整",
        "十五日内到指定银行缴纳",
        "百分之三加处罚款",
        "六十日内可申请行政复议",
        "（印章）",
        "二〇二六年三月五日",
    ]
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)
    assert text.endswith("\n")
    assert "{" not in text


def test_a_notice_without_a_hearing_is_another_document_than_one_with_it() -> None:
    events = course("notice")
    notice = next(one for one in events if isinstance(one, e.NoticeGiven))
    assert made(msgspec.structs.replace(notice, hearing_told=False)) == ("notice",)
    assert made(msgspec.structs.replace(notice, hearing_told=True)) == ("notice-with-hearing",)


@pytest.mark.parametrize("field", ["facts", "reasons", "content", "relief", "performance"])
def test_a_document_that_lacks_a_mandatory_field_is_not_made(field: str) -> None:
    event = msgspec.structs.replace(signed(), **{field: " "})
    form = form_of("decision", DAY)
    assert form is not None
    before = course("filing")
    with pytest.raises(PaperLacksField):
        make(form, sources(event, *before))


def test_the_law_may_ask_for_more_than_the_form_does() -> None:
    form = form_of("decision", DAY)
    assert form is not None
    make(form, sources(signed(), *course("filing")), ("bank",))
    with pytest.raises(PaperLacksField) as raised:
        make(form, sources(msgspec.structs.replace(signed(), bank=""), *course("filing")), ("bank",))
    assert (raised.value.paper, raised.value.field) == ("decision", "bank")


def test_a_document_whose_party_was_erased_is_not_made_anew() -> None:
    events = course("decision")
    erased = Party(person="person-1", kind="natural", age="adult", name=ERASED, number=ERASED, address=ERASED)
    events = [msgspec.structs.replace(one, party=erased) if isinstance(one, e.CaseFiled) else one for one in events]
    with pytest.raises(PaperLacksField):
        document("decision", events)
    assert fill("{party.name}", sources(events[-1], *events[:-1])).text == ERASED_SAID


def test_a_cell_that_says_nothing_is_struck_through() -> None:
    paper = document("filing", course("filing"))
    cells = {one.label: one.paragraphs for one in paper.blocks if isinstance(one, Cell)}
    assert cells["法定代表人（负责人）"] == cells["案件来源"] == ("／",)
    assert cells["证件号码"] == ("140429199001010013",)
    signers = {one.label: one.signed for one in paper.blocks if isinstance(one, Cell) and one.signed}
    assert signers["机关负责人意见"] == "赵六　2026年3月5日"


def test_a_list_of_goods_has_a_line_for_each() -> None:
    run = Course().until("filing-approved")
    run.take(c.ApprovePreservation)
    run.take(
        c.PreserveEvidence,
        items=(e.Item(name="推车", quantity="1辆"), e.Item(name="遮阳伞", quantity="2把", place="仓库")),
    )
    paper = document("preservation", [*course("filing"), run.events[-1]])
    grid = next(one for one in paper.blocks if isinstance(one, Grid))
    assert grid.rows == (("1", "推车", "1辆", "／"), ("2", "遮阳伞", "2把", "仓库"))


def test_a_record_names_who_was_questioned_and_who_witnessed() -> None:
    run = Course().until("filing-approved")
    run.take(c.RecordInspection, witnesses=(SomebodyGiven(name="李见证"),))
    event = msgspec.structs.replace(run.events[-1], witnesses=(e.Somebody(person="x", name="李见证"),))
    paper = document("inspection-record", [*course("filing"), event])
    assert {one.label: one.said for one in paper.signatures}["见证人签名"] == "李见证"


def test_a_back_entered_document_says_that_the_paper_is_the_original() -> None:
    event = msgspec.structs.replace(signed(), entry=BackEntry(reason="系统上线前", scan="a" * 64))
    paper = make(ALL[[one.id for one in ALL].index("decision")], sources(event, *course("filing")))
    assert "原件是纸质文书" in paper.note
    assert "原件" not in document("decision", course("decision")).note


def test_every_text_of_a_document_is_among_its_texts() -> None:
    paper = document("filing", course("filing"))
    strings = {one for one in _strings(msgspec.to_builtins(paper)) if one not in ("cell", "prose", "grid", "")}
    assert strings - {paper.id, paper.reference} <= set(paper.texts)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _strings(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in _strings(one))


def test_paragraphs_follow_the_lines_that_a_person_wrote() -> None:
    event = signed(facts="第一段。\n\n 第二段。")
    paper = document("decision", [*course("filing"), event])
    found = next(one for one in paper.blocks if isinstance(one, Prose) and one.paragraphs[0].startswith("经查明"))
    assert found.paragraphs == ("经查明：第一段。", "第二段。")

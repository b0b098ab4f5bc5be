"""Forms of commands: every field has its label and every choice its word; what is typed becomes the command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args

import msgspec
import pytest

from api.form_filling import Sheet, filled, label_of
from api.form_labels import LABELS
from api.form_reading import Reading, parsed
from api.forms import Field, entry_of, fields_of, walk
from api.step_forms import COMMANDS, typed
from api.wording import ROLES, STEPS, WORDS
from records.course.facts import FACTS
from records.law.data import in_force
from records.law.entries import Actor
from records.law.file import seed_texts
from records.penalty import commands as c
from records.register.events import Role
from town import HANDLERS, command

LAW = in_force(seed_texts(), date(2026, 3, 2))
EVERY = list(COMMANDS.values())


def named(kind: type[c.Command]) -> str:
    return str(kind.__struct_config__.tag)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def field(kind: type[c.Command], name: str) -> Field:
    return next(one for one in walk(fields_of(kind)) if one.name == name)


# ---- Words ----


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_every_field_of_every_command_has_a_chinese_label(kind: type[c.Command]) -> None:
    fields = [*walk(fields_of(kind)), *walk(entry_of(kind))]
    assert [one.name for one in fields if not is_chinese(one.label)] == []
    assert [one.name for one in fields if one.hint and not is_chinese(one.hint)] == []


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_every_value_that_can_be_chosen_has_a_word(kind: type[c.Command]) -> None:
    options = [option for one in walk(fields_of(kind)) for option in one.options]
    assert [option.value for option in options if not is_chinese(option.word)] == []


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_a_form_asks_for_all_that_the_command_takes(kind: type[c.Command]) -> None:
    asked = [one.name for one in fields_of(kind)]
    shape = msgspec.inspect.type_info(kind)
    assert isinstance(shape, msgspec.inspect.StructType)
    never = {one.name for one in shape.fields if isinstance(one.type, msgspec.inspect.NoneType)}
    assert {*asked, *never, "occurred_at", "entry"} == set(kind.__struct_fields__)


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_no_label_stands_twice_in_a_form(kind: type[c.Command]) -> None:
    for fields in (fields_of(kind), *(one.parts for one in walk(fields_of(kind)) if one.parts)):
        labels = [one.label for one in fields]
        assert len(set(labels)) == len(labels), labels


def test_every_step_and_whoever_takes_it_has_a_word() -> None:
    assert set(STEPS) == set(COMMANDS)
    assert set(LABELS.actor) == set(get_args(Actor))
    assert set(ROLES) == set(get_args(Role))


def test_every_fact_that_a_step_waits_for_has_a_word() -> None:
    needs = {fact for step in LAW.steps.values() for fact in step.needs}
    bars = {fact for step in LAW.steps.values() for fact in step.bars} | set(LAW.bars)
    assert needs - LABELS.needs.keys() == set()
    assert bars - LABELS.bars.keys() == set()


def test_the_labels_name_nothing_that_is_not_there() -> None:
    fields = [(kind, one) for kind in EVERY for one in (*walk(fields_of(kind)), *walk(entry_of(kind)))]
    known = {one.own for _, one in fields} | {"occurred_at", "entry"}
    keys = {*LABELS.paper, *LABELS.label, *LABELS.hint, *LABELS.words, *LABELS.source}
    assert {key for key in keys if key.rpartition(".")[2] not in known} == set()
    assert {
        key for key in keys if (head := key.partition(".")[0]) != key and head[0].islower() and head not in COMMANDS
    } == set()
    assert LABELS.group.keys() <= {f"{kind.__struct_config__.tag}.{one.own}" for kind, one in fields}
    assert set(LABELS.words.values()) <= WORDS.keys()
    assert {*LABELS.needs, *LABELS.bars} <= FACTS.keys()


def test_a_long_form_is_drawn_in_parts_that_are_told_apart() -> None:
    parts = {
        str(kind.__struct_config__.tag): [one.group for one in fields_of(kind) if one.group and not one.paper]
        for kind in EVERY
    }
    long = {str(kind.__struct_config__.tag) for kind in EVERY if sum(not one.paper for one in fields_of(kind)) > 13}
    assert {name for name in long if len(parts[name]) < 2} == set()
    assert {name for name, some in parts.items() if len(set(some)) < len(some)} == set()


# ---- From what is typed to the command ----


def test_what_a_clerk_types_becomes_the_command() -> None:
    form = {
        "officers": list(HANDLERS),
        "items.0.name": ["三轮车"],
        "items.0.quantity": ["1 辆"],
        "items.0.place": [""],
        "items.1.name": [""],
        "items.1.quantity": [" "],
        "method": ["随机抽取"],
        "signature": ["signed"],
        "witnesses.0.name": [""],
        "occurred_at.day": ["2026-03-02"],
        "occurred_at.hour": ["09:30"],
    }
    taken = typed(c.TakeSample, form).command
    assert isinstance(taken, c.TakeSample)
    assert taken.officers == HANDLERS
    assert [(one.name, one.quantity) for one in taken.items] == [("三轮车", "1 辆")]
    assert taken.witnesses == ()
    assert taken.occurred_at == "2026-03-02T09:30:00+08:00"
    assert taken.entry is None


def test_amounts_lists_and_boxes_are_read_as_people_write_them() -> None:
    form = {
        "kinds": ["罚款", "警告"],
        "fine_yuan": ["１,２００.50 元"],
        "content": ["罚款"],
        "facts": ["占道经营"],
        "reasons": ["情节较轻"],
        "basis": ["条例 第一条\n\n  条例 第二条  \n"],
        "hearing_told": ["yes"],
    }
    taken = typed(c.GiveNotice, form).command
    assert isinstance(taken, c.GiveNotice)
    assert taken.fine_yuan == Decimal("1200.50")
    assert taken.basis == ("条例 第一条", "条例 第二条")
    assert taken.hearing_told
    assert taken.kinds == ("罚款", "警告")


def test_a_box_that_is_not_ticked_and_a_date_that_is_left_out_take_their_defaults() -> None:
    taken = typed(c.OrderCorrection, {"content": ["清运炉渣"], "correct_by": [""], "number": ["不应读取"]}).command
    assert isinstance(taken, c.OrderCorrection)
    assert taken.correct_by is None
    assert taken.number == ""


def test_a_paper_says_its_number_and_why_it_is_entered_now() -> None:
    form = {
        "content": ["清运炉渣"],
        "number": ["监漳责改〔2026〕1号"],
        "occurred_at.day": ["2026-03-02"],
        "occurred_at.hour": [""],
        "entry.on": ["yes"],
        "entry.reason": ["停电"],
        "entry.scan": ["0" * 64],
        "entry.refusal": ["17"],
    }
    taken = typed(c.OrderCorrection, form).command
    assert isinstance(taken, c.OrderCorrection)
    assert taken.number == "监漳责改〔2026〕1号"
    assert taken.occurred_at == "2026-03-02"
    assert taken.entry is not None
    assert (taken.entry.reason, taken.entry.refusal) == ("停电", 17)


def test_a_paper_without_its_day_is_asked_for_it() -> None:
    form = {"content": ["清运炉渣"], "entry.on": ["yes"], "entry.reason": ["停电"], "entry.scan": ["0" * 64]}
    found = typed(c.OrderCorrection, form)
    assert found.command is None
    assert "occurred_at" in found.wrong


def test_every_wrong_input_is_named_at_once_in_plain_words() -> None:
    form = {"purpose": [""], "amount_yuan": ["二百"], "paid_on": ["昨天"], "channel": ["bank"], "receipt": ["1" * 201]}
    found = typed(c.RecordPayment, form)
    assert found.command is None
    assert found.wrong == {
        "purpose": "请选择",
        "amount_yuan": "请填写金额，如 200.00",
        "paid_on": "请填写日期，如 2026-01-05",
        "receipt": "最多 200 个字，现在有 201 个字",
    }


def test_a_value_that_no_choice_has_is_named_beside_its_field() -> None:
    found = typed(c.WaiveRecording, {"stage": ["elsewhere"], "reason": ["无"]})
    assert list(found.wrong) == ["stage"]


def test_a_wrong_cell_is_named_by_the_row_in_which_it_was_typed() -> None:
    form = {
        "granted": ["yes"],
        "reason": ["困难"],
        "plan.0.due_on": [""],
        "plan.0.amount_yuan": [""],
        "plan.2.due_on": ["2026-05-01"],
        "plan.2.amount_yuan": ["一百"],
    }
    assert typed(c.DecideDeferral, form).wrong == {"plan.2.amount_yuan": "请填写金额，如 200.00"}
    reading = Reading(form)
    reading.values(fields_of(c.DecideDeferral))
    assert reading.name("$.plan[0].amount_yuan") == "plan.2.amount_yuan"


def test_one_of_several_texts_is_named_by_the_input_that_they_share() -> None:
    reading = Reading({"officers": ["a", "b"]})
    reading.values(fields_of(c.ReportTransfer))
    assert reading.name("$.officers[1]") == "officers"
    assert reading.name("$.entry.scan") == "entry.scan"


def test_yes_or_no_has_to_be_answered_where_the_command_has_no_default() -> None:
    assert typed(c.CheckCorrection, {"findings": ["已清运"]}).wrong == {"done": "请选择"}
    taken = typed(c.CheckCorrection, {"findings": ["未清运"], "done": ["no"]}).command
    assert isinstance(taken, c.CheckCorrection)
    assert taken.done is False


def test_a_text_that_the_law_may_find_lacking_is_left_to_the_law() -> None:
    draft = {f"draft.{one}": ["x"] for one in ("content", "facts", "reasons", "performance")}
    form = {**draft, "draft.kinds": ["警告"], "draft.relief": [""], "draft.evidence": [""], "materials": ["卷宗"]}
    found = typed(c.SubmitReview, form)
    assert isinstance(found.command, c.SubmitReview), found.wrong
    assert found.command.draft.relief == ""
    assert found.command.draft.evidence == ()


def test_a_review_that_leaves_an_element_unanswered_is_asked_for_it() -> None:
    rows = {f"elements.{row}.{part}": [value] for row in (0, 1) for part, value in (("kept", "1"), ("id", f"q{row}"))}
    form = {**rows, "elements.0.verdict": ["符合"], "result": ["agreed"], "opinion": ["同意"]}
    assert typed(c.ReviewCase, form).wrong == {"elements.1.verdict": "请选择"}


def test_control_characters_and_what_is_no_form_are_turned_away() -> None:
    with pytest.raises(msgspec.DecodeError):
        parsed(b"a=%FF")
    assert parsed(b"a=1&a=2&b=%E7%81%AB%0D%0A") == {"a": ["1", "2"], "b": ["火\n"]}


def test_a_control_character_is_named_beside_the_input_that_has_it() -> None:
    form = {"plan.0.due_on": [""], "reason": ["困难\0"], "granted": ["yes"]}
    assert typed(c.DecideDeferral, form).wrong == {"reason": "含有不可见的控制字符"}


def test_a_digest_that_is_none_says_what_is_expected() -> None:
    found = typed(c.LinkRecording, {"object": ["A" * 64], "stage": ["other"]})
    assert found.wrong == {"object": "应为 BLAKE3 摘要：64 位，只有数字和小写字母 a 到 f"}


def test_rows_beyond_the_most_are_read_and_said_to_be_too_many() -> None:
    form = {f"items.{row}.name": [f"物品 {row}"] for row in range(101)}
    assert typed(c.TakeSample, form).wrong["items"] == "最多 100 行，现在有 101 行"
    assert len(Sheet(form=form).rows("items")) == 101
    del form["items.7.name"]
    assert "items" not in typed(c.TakeSample, form).wrong


@pytest.mark.parametrize("given", [{"occurred_at.hour": ["09:30"]}, {"occurred_at.day": ["2026-02-30"]}])
def test_an_hour_without_a_day_or_a_day_that_is_none_is_no_time(given: dict[str, list[str]]) -> None:
    assert typed(c.ApproveFiling, given).wrong == {"occurred_at": "请填写日期，或者日期和时间"}


# ---- What the page shows ----


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_a_command_is_the_same_after_it_went_through_its_form(kind: type[c.Command]) -> None:
    given = command(kind)
    found = typed(kind, filled(fields_of(kind), msgspec.to_builtins(given)))
    assert found.command == given, found.wrong


def test_rows_are_those_that_were_typed_and_one_more_when_asked_for() -> None:
    sheet = Sheet(form={"items.0.name": ["a"], "items.4.name": ["b"]})
    assert sheet.rows("items") == [0, 4]
    assert msgspec.structs.replace(sheet, more="items").rows("items") == [0, 4, 5]
    assert Sheet(form={}).rows("items") == [0]
    assert Sheet(form={}, titles={"points": ("甲", "乙")}).rows("points") == [0, 1]


def test_what_was_chosen_and_is_not_offered_any_more_is_not_lost() -> None:
    sheet = Sheet(form={"officers": ["gone"]}, choices={"officers": ()})
    assert [one.value for one in sheet.options(field(c.ReportTransfer, "officers"), "officers")] == ["gone"]


def test_an_error_is_called_by_the_label_of_its_input() -> None:
    fields = (*fields_of(c.SubmitReview), *fields_of(c.TakeSample), *entry_of(c.TakeSample))
    assert label_of(fields, "draft.relief") == "救济途径和期限"
    assert label_of(fields, "items.1.quantity") == "物品第 2 行：数量"
    assert label_of(fields, "entry.scan") == "纸质材料扫描件"
    assert label_of(fields, "nowhere") == ""

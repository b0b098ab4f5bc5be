"""What a package tells of an event against what the log has: of every type of event, by both of the checkers."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.exporting.script import script
from event_shapes import as_json, strategy
from records.copy.case_proofs import Proved
from records.copy.case_told import differing
from records.event import CaseEvent
from records.seal.commitment import HEADER
from records.store.mapper import form
from records.tags import EVENTS

TAGS: Final = sorted(tag for tag, kind in EVENTS.items() if issubclass(kind, CaseEvent))
HEADER_VALUES: Final = dict.fromkeys(HEADER, "same") | {"@version": 1, "@registers_to": 1}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("program") / "check.py"
    path.write_bytes(script())
    return runpy.run_path(str(path))


def told(tag: str, event: Any) -> dict[str, Any]:
    """A step as a timeline has it."""
    header = {"version": 1, "occurred_at": "same", "recorded_at": "same", "rules": "same", "registers_to": 1}
    return {"position": 1, "type": tag, "actor": {"id": "same"}, "event": event, **header}


def verdicts(program: Any, tag: str, values: dict[str, Any], event: Any) -> tuple[bool, bool]:
    """Whether ours and the script take it for what the log has."""
    step, known = told(tag, event), HEADER_VALUES | values | {"@stream": "case:x"}
    by_script = program["compare_steps"](msgspec.json.encode({"steps": [step]}), [program["Event"](0, tag, known)])
    return not list(differing([step], [Proved(0, tag, known)])), not list(by_script)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict) and value != {"type": "erased"}:
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list) and value:
        for index, one in enumerate(value):
            yield from leaves(one, (*path, index))
    else:
        yield path


def changed(event: Any, path: tuple[Any, ...], value: Any) -> Any:
    twin = deepcopy(event)
    place = twin
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return twin


@pytest.mark.parametrize("tag", TAGS)
@settings(max_examples=5)
@given(data=st.data())
def test_an_event_of_any_type_is_what_the_log_has_and_no_leaf_of_it_may_be_another(
    program: Any, tag: str, data: st.DataObject
) -> None:
    event = data.draw(strategy(EVENTS[tag]))
    slots, _ = form(tag).take_apart(event)
    values = {slot.path: msgspec.json.decode(slot.value) for slot in slots}
    whole = as_json(event)
    assert verdicts(program, tag, values, whole) == (True, True)
    own = [path for path in leaves(whole) if path != ("type",)]
    path = data.draw(st.sampled_from(own))
    assert verdicts(program, tag, values, changed(whole, path, "something else entirely")) == (False, False)
    assert verdicts(program, tag, values, {name: one for name, one in whole.items() if name != path[0]}) == (
        False,
        False,
    )
    assert verdicts(program, tag, values, whole | {"more": 1}) == (False, False)
    erased = next((slot.path for slot in slots if slot.person is not None), None)
    if erased is not None:
        without = {name: one for name, one in values.items() if name != erased}
        where = tuple(int(part) if part.isdigit() else part for part in erased.split("/"))
        assert verdicts(program, tag, without, changed(whole, where, {"type": "erased"})) == (True, True)
        assert verdicts(program, tag, without, changed(whole, where, "张三")) == (False, False)


def test_true_is_not_one_and_a_step_is_told_once(program: Any) -> None:
    tag = next(tag for tag in TAGS if tag.startswith("correction-checked/"))
    values: dict[str, Any] = {"case": "c", "entry": None, "defects": [], "done": True, "findings": "f"}
    assert verdicts(program, tag, values, {"type": tag, **values}) == (True, True)
    assert verdicts(program, tag, values, {"type": tag, **values, "done": 1}) == (False, False)
    step, event = told(tag, {"type": tag, **values}), HEADER_VALUES | values | {"@stream": "case:x"}
    assert list(differing([step, step], [Proved(0, tag, event)])) == ["有重复的记录"]
    assert list(differing([], [Proved(0, tag, event)])) == ["缺少第 1 号记录"]
    assert list(differing([step], [])) == ["第 1 号记录没有证明"]


@pytest.mark.parametrize("type_", ["case-closed/1", "case-filed/0", "case-filed", "case-filed/x", "case-filed/²", None])
def test_a_step_of_another_type_is_not_what_the_log_has(program: Any, type_: str | None) -> None:
    """Else whoever changes its fields would name a type whose fields nobody compares."""
    step, known = told("case-filed/1", {}), HEADER_VALUES | {"@stream": "case:x"}
    step["type"] = type_
    assert list(differing([step], [Proved(0, "case-filed/1", known)]))
    proven = program["Event"](0, "case-filed/1", known)
    assert list(program["compare_steps"](msgspec.json.encode({"steps": [step]}), [proven]))

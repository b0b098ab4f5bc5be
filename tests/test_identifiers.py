"""Check digits: every slip of one character is found, and numbers that were given out are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.identifiers import (
    birth_date,
    is_citizen_number,
    is_credit_code,
    is_organisation_code,
    written_otherwise,
)

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODES = ["91350100M000100Y43", "91110000802100433B", "91440300708461136T"]
SYNTHETIC = ["11140429012345671E", "91140429MA0K12348Q"]
CITIZEN_NUMBERS = ["11010519491231002X", "440524188001010014"]  # the examples of GB 11643-1999
ORGANISATIONS = ["D2143569X", *(one[8:17] for one in (*CREDIT_CODES, *SYNTHETIC))]


@pytest.mark.parametrize("code", [*CREDIT_CODES, *SYNTHETIC])
def test_a_credit_code_that_was_given_out_is_known(code: str) -> None:
    assert is_credit_code(code)
    assert is_organisation_code(code[8:17])


@pytest.mark.parametrize("code", ["D2143569X", "123456788"])
def test_an_organisation_code_has_its_check_character(code: str) -> None:
    assert is_organisation_code(code)


@given(st.sampled_from(CREDIT_CODES), st.integers(0, 17), st.sampled_from(CREDIT))
def test_a_credit_code_with_one_wrong_character_is_refused(code: str, at: int, char: str) -> None:
    changed = code[:at] + char + code[at + 1 :]
    assert is_credit_code(changed) == (changed == code)


def test_a_credit_code_whose_organisation_code_is_wrong_is_refused() -> None:
    """Whatever the outer check character is."""
    code = CREDIT_CODES[0]
    changed = [code[:8] + "1" + code[9:17] + last for last in CREDIT]
    assert not is_organisation_code(changed[0][8:17])
    assert not any(map(is_credit_code, changed))


@pytest.mark.parametrize(
    "code", ["", CREDIT_CODES[0][:17], CREDIT_CODES[0] + "4", CREDIT_CODES[0].lower(), "９1350100M000100Y43", "I" * 18]
)
def test_what_is_no_credit_code_is_refused(code: str) -> None:
    assert not is_credit_code(code)


@pytest.mark.parametrize("code", ["", "D2143569-X", "D2143569", "d2143569X", "D21435690"])
def test_what_is_no_organisation_code_is_refused(code: str) -> None:
    assert not is_organisation_code(code)


@pytest.mark.parametrize("number", CITIZEN_NUMBERS)
def test_a_citizens_number_is_known_with_its_date_of_birth(number: str) -> None:
    assert is_citizen_number(number)
    assert birth_date(number) == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


@given(st.sampled_from(CITIZEN_NUMBERS), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_a_citizens_number_with_one_wrong_character_is_refused(number: str, at: int, char: str) -> None:
    changed = number[:at] + char + number[at + 1 :]
    assert is_citizen_number(changed) == (changed == number)


@given(st.sampled_from(CITIZEN_NUMBERS), st.integers(0, 15))
def test_two_neighbours_that_changed_places_are_found(number: str, at: int) -> None:
    changed = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert is_citizen_number(changed) == (changed == number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105491231002",
        CITIZEN_NUMBERS[0][:17],
        CITIZEN_NUMBERS[0] + "0",
        CITIZEN_NUMBERS[0].lower(),
        "１1010519491231002X",
        "110105194912310 2X",
        "X1010519491231002X",
    ],
)
def test_what_is_no_citizens_number_is_refused(number: str) -> None:
    assert not is_citizen_number(number)


@pytest.mark.parametrize("born", ["20230229", "20231301", "20230100", "00000101"])
def test_a_day_that_never_was_is_no_date_of_birth(born: str) -> None:
    numbers = [f"140429{born}001{check}" for check in "0123456789X"]
    assert not any(map(is_citizen_number, numbers))
    assert birth_date(numbers[0]) is None


@given(st.sampled_from([*CREDIT_CODES, *SYNTHETIC]), st.integers(0, 16))
def test_two_neighbours_of_a_credit_code_that_changed_places_are_found(code: str, at: int) -> None:
    changed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert is_credit_code(changed) == (changed == code)


@given(st.sampled_from([*CREDIT_CODES, *SYNTHETIC]), st.integers(0, 17), st.sampled_from("IOSVZ"))
def test_the_letters_that_look_like_digits_are_in_no_credit_code(code: str, at: int, letter: str) -> None:
    assert not is_credit_code(code[:at] + letter + code[at + 1 :])


@given(st.sampled_from(ORGANISATIONS), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_of_an_organisation_code_is_found(code: str, at: int, more: int) -> None:
    """GB 11714 promises it of digits: letters eleven apart weigh alike, as A and L do."""
    if code[at].isdigit():
        assert not is_organisation_code(code[:at] + str((int(code[at]) + more) % 10) + code[at + 1 :])


@given(st.sampled_from(ORGANISATIONS), st.sampled_from("0123456789X"))
def test_an_organisation_code_has_one_check_character_alone(code: str, check: str) -> None:
    assert is_organisation_code(code[:8] + check) == (check == code[8])


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("11010519491231002x", is_citizen_number),
        ("１１０１０５１９４９１２３１００２Ｘ", is_citizen_number),
        ("110105 19491231 002X", is_citizen_number),
        (" 11010519491231002X", is_citizen_number),
        ("91350100m000100y43", is_credit_code),
        ("９1350100M000100Y43", is_credit_code),
        ("91350100-M000100Y-43", is_credit_code),
        ("D2143569-X", is_organisation_code),
        ("D2143569－X", is_organisation_code),
    ],
)
def test_a_number_that_is_wrong_only_by_its_writing_is_told_so_and_not_made_right(number: str, is_right: Any) -> None:
    assert not is_right(number)
    assert written_otherwise(number, is_right)


@pytest.mark.parametrize("number", ["11010519491231002X", "110105194912310021", "11010519491231002-1", "", "张三"])
def test_a_right_number_and_one_with_a_wrong_digit_are_not_told_so(number: str) -> None:
    assert not written_otherwise(number, is_citizen_number)


@given(st.text(max_size=30))
def test_any_text_at_all_is_judged(text: str) -> None:
    for is_right in (is_citizen_number, is_credit_code, is_organisation_code):
        assert not (is_right(text) and written_otherwise(text, is_right))

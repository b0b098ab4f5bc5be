"""Check digits: every slip of one character is found, and numbers that were given out are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.identifiers import birth_date, is_citizen_number, is_credit_code, is_organisation_code

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODES = ["91350100M000100Y43", "91110000802100433B", "91440300708461136T"]
CITIZEN_NUMBERS = ["11010519491231002X", "440524188001010014"]  # the examples of GB 11643-1999


@pytest.mark.parametrize("code", CREDIT_CODES)
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

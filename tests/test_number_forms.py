"""Forms of numbers as data: what fits them, and what is no form."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.number_forms import fits, is_form

WUXIANG = "04040429###"


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("04040429001", WUXIANG),
        ("晋D-00017", "晋D-#####"),
        ("A20141404290001", "[ABC]##############"),
        ("XZ7", "@@#"),
        ("(晋)1.2", "(晋)#.#"),
    ],
)
def test_a_number_of_the_form_fits(number: str, form: str) -> None:
    assert is_form(form)
    assert fits(number, form)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("04040428001", WUXIANG),
        ("0404042900", WUXIANG),
        ("040404290011", WUXIANG),
        ("0404042900１", WUXIANG),
        ("04040429001 ", WUXIANG),
        ("04040429001\n", WUXIANG),
        ("晋d-00017", "晋@-#####"),
        ("D20141404290001", "[ABC]##############"),
        ("(晋)1x2", "(晋)#.#"),
        ("", "#"),
    ],
)
def test_a_number_that_differs_in_one_sign_does_not_fit(number: str, form: str) -> None:
    assert is_form(form)
    assert not fits(number, form)


@pytest.mark.parametrize("form", ["", "#[", "[]", "[a]", "]", "[A", "# #", "##\n", "[A-C]#"])
def test_what_is_no_form_is_known_and_never_tried(form: str) -> None:
    assert not is_form(form)
    with pytest.raises(ValueError, match=re.escape(form) or None):
        fits("1", form)


@given(
    st.lists(st.sampled_from(["#", "@", "[AB]", "7", "晋", "-", ".", "*", "+", "?"]), min_size=1, max_size=20),
    st.data(),
)
def test_every_number_written_by_a_form_fits_it_and_none_with_a_sign_more(
    signs: list[str], data: st.DataObject
) -> None:
    drawn = {"#": string.digits, "@": string.ascii_uppercase, "[AB]": "AB"}
    number = "".join(data.draw(st.sampled_from(drawn.get(sign, sign))) for sign in signs)
    form = "".join(signs)
    assert fits(number, form)
    assert not fits(number + "0", form)
    assert not fits(number[:-1], form)

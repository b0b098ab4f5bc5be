"""The same plate, place or account is one thing however it is written (行政强制法 第二十三条, 第二十九条)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.course.number_writing import as_numbered
from records.measure.commands import HeldGiven
from records.measure.events import Held
from records.measure.identity import account_of, identity_of, plate_of
from records.measure.inventory import key_of

PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
TRADITIONAL: Final = str.maketrans("沪云辽鲁苏赣晋陕闽贵粤宁琼挂学", "滬雲遼魯蘇贛晉陝閩貴粵寧瓊掛學")
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
SIGNS: Final = LETTERS + "0123456789"
SMALL: Final = "ABCDEFGHJK"
BETWEEN: Final = st.sampled_from(["", " ", "  ", "·", "・", "-", "—", "\u3000", "\u200b", ".", ":", "_"])


def signs(count: int, of: str = SIGNS) -> st.SearchStrategy[str]:
    return st.text(of, min_size=count, max_size=count)


CARS = st.builds("{}{}{}".format, st.sampled_from(PROVINCES), signs(1, LETTERS), signs(5))
TRAILERS = st.builds(
    "{}{}{}{}".format, st.sampled_from(PROVINCES), signs(1, LETTERS), signs(4), st.sampled_from("挂学")
)
CROSSING = st.builds("粤Z{}{}".format, signs(4), st.sampled_from("港澳"))
NEW_ENERGY = st.one_of(
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(PROVINCES),
        signs(1, LETTERS),
        signs(1, SMALL),
        signs(1),
        signs(4, "0123456789"),
    ),
    st.builds(
        "{}{}{}{}".format, st.sampled_from(PROVINCES), signs(1, LETTERS), signs(5, "0123456789"), signs(1, SMALL)
    ),
)
PLATES = st.one_of(CARS, TRAILERS, CROSSING, NEW_ENERGY)


def full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@st.composite
def writings(draw: st.DrawFn, plates: st.SearchStrategy[str]) -> tuple[str, str]:
    """A plate, and another writing of it."""
    plate = draw(plates)
    written = draw(BETWEEN).join([plate[0], draw(BETWEEN).join([plate[1], plate[2:]])])
    if draw(st.booleans()):
        written = draw(st.sampled_from(["", " ", "·", "-"])).join(written)
    if draw(st.booleans()):
        written = written.lower()
    if draw(st.booleans()):
        written = written.translate(TRADITIONAL)
    if draw(st.booleans()):
        written = full_width(written)
    around = draw(st.sampled_from(["{}", "车牌号：{}", " {} ", "{}（红色）", "号牌{}，发动机号不清"]))
    return plate, around.format(written)


@given(writings(PLATES))
def test_every_writing_of_a_plate_is_that_plate(plate_and_writing: tuple[str, str]) -> None:
    plate, written = plate_and_writing
    assert plate_of(written) == plate
    assert identity_of(HeldGiven(name="车辆", identifier=written)) == f"plate|{plate}"
    assert key_of(line(written)) == key_of(line(plate))


def line(identifier: str) -> Held:
    return Held(
        kind="goods", name="车辆", quantity="1辆", identifier=identifier, place="仓库", photo="", relation="工具"
    )


@given(PLATES, PLATES)
def test_two_plates_are_never_one(one: str, other: str) -> None:
    assert (plate_of(one) == plate_of(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("晋D12345", "晋D12345"),
        ("晋D1234O", "晋D12340"),
        ("晋D1I345", "晋D11345"),
        ("晋D12345 1辆", "晋D12345"),
        ("晋D1234挂", "晋D1234挂"),
        ("晋D·1234 挂车", "晋D1234挂"),
        ("晋DF12345", "晋DF12345"),
        ("晋D12345F", "晋D12345F"),
        ("粵Z·1234港", "粤Z1234港"),
        ("粤ZAB12澳", "粤ZAB12澳"),
        ("粤Z12345", "粤Z12345"),
        ("晋D123", ""),
        ("晋D1234567", ""),
        ("发动机号 LX12345", ""),
        ("晋D1234警", ""),
        ("", ""),
    ],
)
def test_a_plate_is_found_in_what_a_clerk_writes(text: str, plate: str) -> None:
    assert plate_of(text) == plate


@st.composite
def accounts(draw: st.DrawFn) -> tuple[str, str]:
    number = draw(signs(draw(st.integers(8, 24)), "0123456789"))
    size = draw(st.integers(2, 6))
    parts = [number[at : at + size] for at in range(0, len(number), size)]
    written = draw(st.sampled_from(["", " ", "-", "  ", "\u3000", "."])).join(parts)
    if draw(st.booleans()):
        written = full_width(written)
    around = draw(st.sampled_from(["{}", "账号：{}", "卡号{}（工商银行）", "NRA{}", "A/C {}", " {} ", "尾号见后 {}"]))
    return number, around.format(written)


@given(accounts())
def test_every_writing_of_an_account_is_that_account(number_and_writing: tuple[str, str]) -> None:
    number, written = number_and_writing
    assert account_of(written) == number
    given = HeldGiven(kind="account", name="某银行", account=written, amount_yuan=Decimal(1))
    assert identity_of(given) == f"account|{number}"


@pytest.mark.parametrize("text", ["", "1234567", "无账号", "微信 zhang"])
def test_what_is_no_number_of_an_account_tells_nothing(text: str) -> None:
    assert account_of(text) == ""


@given(
    st.sampled_from(["监漳罚决", "武市监罚决", "监漳强执决"]),
    st.integers(1990, 2099),
    st.integers(1, 99999),
    st.sampled_from(["{}〔{}〕{}号", "{}[{}]{}号", "{}（{}）第{}号", "{}【{}】0{}号", "{} ﹝{}﹞ {} 号", "{}{}年{}号"]),
    st.sampled_from(["half", "full"]),
)
def test_every_writing_of_a_document_number_is_that_number(
    short: str, year: int, sequence: int, form: str, width: str
) -> None:
    written = form.format(short, year, sequence)
    assert as_numbered(full_width(written) if width == "full" else written) == f"{short}〔{year}〕{sequence}号"

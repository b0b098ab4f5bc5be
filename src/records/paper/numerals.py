"""Dates and amounts in Chinese numerals, as documents end with them and as cashiers write them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_PLAIN: Final = "〇一二三四五六七八九"
_BANKERS: Final = "零壹贰叁肆伍陆柒捌玖"
_WITHIN: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")


def day(value: date) -> str:
    """二〇二六年三月五日."""
    year = "".join(_PLAIN[int(digit)] for digit in f"{value.year:04}")
    return f"{year}年{_small(value.month)}月{_small(value.day)}日"


def _small(number: int) -> str:
    """1 to 31 as it is said."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_PLAIN[tens]}十"
    return head + (_PLAIN[ones] if ones else "")


def amount(yuan: Decimal) -> str:
    """人民币大写 of an amount in yuan, to the fen: 贰佰元整, 壹仟零伍元叁角, 柒角零捌分 never without its 零."""
    fen = int((abs(yuan) * 100).to_integral_value(ROUND_HALF_UP))
    whole, rest = divmod(fen, 100)
    jiao, left = divmod(rest, 10)
    sign = "负" if yuan < 0 and fen else ""
    said = f"{_whole(whole)}元" if whole or not rest else ""
    if not rest:
        return f"{sign}{said}整"
    tenths = f"{_BANKERS[jiao]}角" if jiao else "零" if whole else ""
    return f"{sign}{said}{tenths}{f'{_BANKERS[left]}分' if left else '整'}"


def _whole(number: int) -> str:
    if number == 0:
        return _BANKERS[0]
    said, gap, index = "", False, 0
    while number:
        number, group = divmod(number, 10_000)
        if group:
            part = _group(group)
            said = f"{part}{_GROUPS[index]}" + (_BANKERS[0] if gap and said else "") + said
            gap = group < 1000
        elif said:
            gap = True
        index += 1
    return said


def _group(number: int) -> str:
    """1 to 9999."""
    said, gap = "", False
    for index in range(4):
        number, digit = divmod(number, 10)
        if digit:
            said = f"{_BANKERS[digit]}{_WITHIN[index]}" + (_BANKERS[0] if gap and said else "") + said
            gap = False
        else:
            gap = True
    return said

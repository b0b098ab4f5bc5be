"""Check digits of the identifiers that a case names.

统一社会信用代码 by GB 32100-2015, 组织机构代码 by GB 11714-1997, 居民身份证号码 by GB 11643-1999.

A number is taken as its standard writes it, to the character: half-width capital letters and digits, without hyphen or
blank. What is written otherwise is refused and never made right by the software: the same number in two writings would
be two persons to the keyed index. `written_otherwise` tells the two mistakes apart, so that a clerk is told to write it
as it has to be, and not to look for a wrong digit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

_CODE_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS: Final = "10X98765432"


def is_credit_code(code: str) -> bool:
    """Whether `code` is a 统一社会信用代码: its own check character and that of the organisation code inside."""
    if len(code) != 18 or any(char not in _CODE_ALPHABET for char in code):
        return False
    total = sum(_CODE_ALPHABET.index(char) * weight for char, weight in zip(code, _CODE_WEIGHTS, strict=False))
    return _CODE_ALPHABET[(31 - total % 31) % 31] == code[17] and is_organisation_code(code[8:17])


def is_organisation_code(code: str) -> bool:
    """Whether `code` is a 组织机构代码 of nine characters, without a hyphen."""
    if len(code) != 9 or any(char not in _ORGANISATION_ALPHABET for char in code):
        return False
    values = (_ORGANISATION_ALPHABET.index(char) for char in code)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=False))
    return "0123456789X0"[11 - total % 11] == code[8]


def is_citizen_number(number: str) -> bool:
    """Whether `number` is a 居民身份证号码 of 18 characters whose date of birth exists."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    total = sum(int(char) * weight for char, weight in zip(number, _CITIZEN_WEIGHTS, strict=False))
    return _CITIZEN_CHECKS[total % 11] == number[17] and birth_date(number) is not None


def birth_date(number: str) -> date | None:
    """The date of birth inside a 居民身份证号码, None when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


_BETWEEN: Final = str.maketrans("", "", "-－‐‑–— \t\u00a0\u3000")
"""What people put between the characters of a number: hyphens, dashes and blanks of any width."""


def written_otherwise(number: str, is_right: Callable[[str], bool]) -> bool:
    """Whether the number is wrong only by how it is written: small or full-width letters, hyphens, blanks."""
    plain = unicodedata.normalize("NFKC", number.translate(_BETWEEN)).translate(_BETWEEN).upper()
    return plain != number and not is_right(number) and is_right(plain)

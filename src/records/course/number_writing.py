"""文号: the number of a document as its series writes it, however somebody else has written it.

Two writings of one number would be two decisions to whoever looks for what was decided before.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_BRACKETS: Final = "〔〕[]【】()〖〗<>{}《》「」〈〉"
"""What stands around the year: full-width ones are half-width by then."""

_NUMBER: Final = re.compile(
    r"(?P<short>[^|]*[^|0-9])\|?(?P<year>[0-9]{4})(?:年?\|第?|年第?|第)0*(?P<sequence>[0-9]{1,9})号?"
)


def as_numbered(text: str) -> str:
    """The number with the brackets of a series, without blanks, marks and leading zeros; of a text that is no number
    its letters and digits. Empty for what says nothing.
    """
    plain = "".join("|" if one in _BRACKETS else one for one in normalize("NFKC", text).upper())
    found = _NUMBER.fullmatch("".join(one for one in plain if one.isalnum() or one == "|"))
    if found is None:
        return "".join(filter(str.isalnum, plain))
    return f"{found['short']}〔{found['year']}〕{found['sequence']}号"

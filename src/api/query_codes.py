"""查询码: by which the party of a case, or who asked for something, sees how far it is, without a login (第六条).

It is the position of the case's first event with 80 bits that only who has the ledger's keys can make. A code that is
wrong costs one digest, whether the case is there or not; only a right one is looked up.
"""

from __future__ import annotations

import hmac
import re
from typing import Final
from unicodedata import normalize

from records.event import CaseEvent, case_stream
from records.store.ledger import Ledger

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: without I, L, O and U, which are taken for others."""

_LENGTH: Final = 16
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
_WRITTEN: Final = re.compile(rf"([0-9]{{1,12}})-([{_SIGNS}]{{{_LENGTH}}})")
_BETWEEN: Final = re.compile(r"[\s·.]+")


def code_of(ledger: Ledger, case: str) -> str:
    """The code of a case that is there, as it is printed: `1207-8XK2-9QFM-0TRD-WZ3H`."""
    first = ledger.history(case_stream(case))[0]
    return code_at(ledger, first.position)


def code_at(ledger: Ledger, position: int) -> str:
    """The code of the case whose first event stands there."""
    signs = _signs(ledger, position)
    return "-".join((str(position), *(signs[at : at + 4] for at in range(0, _LENGTH, 4))))


def find_case(ledger: Ledger, written: str) -> str | None:
    """The case of a code, None for one that is none."""
    position, signs = _read(written)
    if not hmac.compare_digest(_signs(ledger, position), signs):
        return None
    found = ledger.batch(position - 1, 1)[0].event
    return found.case if isinstance(found, CaseEvent) else None


def _signs(ledger: Ledger, position: int) -> str:
    number = int(ledger.keyed(f"query-code:{position}")[:20], 16)
    return "".join(_SIGNS[number >> 5 * index & 31] for index in range(_LENGTH))


def _read(written: str) -> tuple[int, str]:
    """Position and signs; of a text that is no code those of none."""
    plain = _BETWEEN.sub("", normalize("NFKC", written[:100])).upper().translate(_READ_AS)
    number, _, rest = re.sub("[\u2010-\u2015\u2212]", "-", plain).partition("-")
    match = _WRITTEN.fullmatch(f"{number}-{rest.replace('-', '')}")
    return (int(match[1]), match[2]) if match else (0, "0" * _LENGTH)

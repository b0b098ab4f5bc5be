"""同一财物: what tells a thing from all others whoever has it (行政强制法 第二十三条第二款, 第二十九条第二款).

A number that the maker gives, as of a batch, is borne by many things; so only plates of vehicles, places with a number
of their own and whole numbers of accounts are looked for among the property of others. The same plate, place or account
has many writings: what is compared is what is left of them without blanks, marks, prefixes and other forms of a sign.

Plates are those of GA 36-2018: cars, new-energy cars (one sign more), trailers (…挂), driving schools (…学), and cars
of 香港 and 澳门 (粤Z…港, 粤Z…澳). Those of police, army and embassies have other forms, and are nobody's property.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from records.measure.commands import HeldGiven

_BETWEEN: Final = r"[\s\u00b7\u2022\u2027\u2219\u22c5\u30fb\-\u2010-\u2015\u2212\u200b-\u200d\u2060\ufeff._:/]"
"""What writers put between the signs of a number."""
_SEPARATORS: Final = re.compile(f"{_BETWEEN}+")
_NUMBERED: Final = re.compile("[0-9零一二三四五六七八九十百]+(?:号|栋|幢|单元|室|宗)")

_PROVINCE: Final = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_TAILS: Final = (
    "[0-9A-Z]{4}[挂学]",
    "[ABCDEFGHJK][0-9A-Z][0-9]{4}(?![0-9A-Z])",
    "[0-9OI]{5}[ABCDEFGHJK](?![0-9A-Z])",
    "[0-9A-Z]{5}(?![0-9A-Z挂学])",
)
"""Signs after those of province and town: of a trailer, of a new-energy car (small, large), of any other."""
_PLATE: Final = re.compile(
    f"(?P<place>粤){_BETWEEN}*Z{_BETWEEN}*(?P<crossing>[0-9A-Z]{{4}}[港澳])"
    f"|(?P<province>{_PROVINCE}){_BETWEEN}*(?P<town>[A-Z]){_BETWEEN}*(?P<tail>{'|'.join(_TAILS)})"
)
_SIGNS: Final = str.maketrans("OI", "01")
"""No plate has these letters after its town: who writes them means the digits."""
_SIMPLE: Final = str.maketrans("滬雲遼魯蘇贛晉陝閩貴粵藏寧瓊掛學", "沪云辽鲁苏赣晋陕闽贵粤藏宁琼挂学")

_ACCOUNT: Final = re.compile(f"[0-9](?:{_BETWEEN}*[0-9])*")
_ACCOUNT_DIGITS: Final = range(8, 33)


def identity_of(one: HeldGiven) -> str:
    """What it is called in every case, as `plate|晋D12345`; empty for a thing that nothing tells from another's."""
    match one.kind:
        case "account":
            number = account_of(one.account)
            return f"account|{number}" if number else ""
        case "premises" | "facility":
            name, place = plain(one.name), plain(one.place)
            return f"place|{place}|{name}" if _NUMBERED.search(place) else ""
        case "goods":
            plate = plate_of(one.identifier)
            return f"plate|{plate}" if plate else ""


def plate_of(text: str) -> str:
    """The plate that stands in a text, as `晋D12345`; empty without one."""
    written = normalize("NFKC", text).upper().translate(_SIMPLE)
    found = _PLATE.search(written) or _PLATE.search(_SEPARATORS.sub("", written))
    if found is None:
        return ""
    if found["crossing"]:
        return f"粤Z{found['crossing'].translate(_SIGNS)}"
    return f"{found['province']}{found['town']}{found['tail'].translate(_SIGNS)}"


def account_of(text: str) -> str:
    """The digits of the account's number that stands in a text, whatever is before or after it; empty without one."""
    runs = (_SEPARATORS.sub("", one) for one in _ACCOUNT.findall(normalize("NFKC", text)))
    found = sorted((one for one in runs if len(one) in _ACCOUNT_DIGITS), key=len, reverse=True)
    return found[0] if found else ""


def plain(text: str) -> str:
    """Without what writers put between signs, in half-width capitals."""
    return _SEPARATORS.sub("", normalize("NFKC", text)).upper()

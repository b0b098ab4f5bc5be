"""The form of a number that an agency or a province gives out, as data: of a certificate (执法证号), for one.

A form is written as the number is, with a sign in the place of each character that varies: `#` a digit, `@` a capital
letter, `[ABC]` one of these. So `04040429###` is what a county gives out, and `晋D-#####` another. It is no regular
expression: whoever reads the register sees what is meant, and no form can take longer to try than the number is long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SIGNS: Final = re.compile(r"#|@|\[([0-9A-Z]+)\]|[^#@\[\]\s]")


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str] | None:
    """The form as it is tried; None when it is none."""
    found, at = [], 0
    while at < len(form):
        sign = _SIGNS.match(form, at)
        if sign is None:
            return None
        text = sign[0]
        found.append({"#": "[0-9]", "@": "[A-Z]"}.get(text) or (text if sign[1] else re.escape(text)))
        at = sign.end()
    return re.compile("".join(found)) if found else None


def is_form(form: str) -> bool:
    """Whether it is a form: no blank in it, and every bracket closed around capital letters and digits."""
    return _pattern(form) is not None


def fits(number: str, form: str) -> bool:
    """Whether the number has the form, to the character: a full-width or small letter is another one. ValueError for
    what is no form.
    """
    pattern = _pattern(form)
    if pattern is None:
        raise ValueError(form)
    return pattern.fullmatch(number) is not None

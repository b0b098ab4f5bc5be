"""Templates of documents (typst): those that come with the software, and what an agency's own may not do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Final

import msgspec

from api.papers.setting import FOLDER
from records.paper.data import TEMPLATES, PaperForm

COMMON: Final = "/common.typ"

_IMPORT: Final = re.compile(r"\b(?:import|include)\b\s*(?P<what>\"[^\"]*\"|\S+)?")
_BARRED: Final = re.compile(r"\b(eval|std|plugin|read|sys)\b|@(?:preview|local)")


def source(template: str) -> str:
    """The text of a template that the software has."""
    if template not in TEMPLATES:
        raise KeyError(template)
    return _text(f"{template}.typ")


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def digest(text: str, form: PaperForm) -> str:
    """SHA-256, in hex, of all that decides how a document of that form looks: template, what it imports, the form."""
    whole = sha256()
    for part in (text.encode(), _text(COMMON[1:]).encode(), msgspec.json.encode(form)):
        whole.update(len(part).to_bytes(4, "big") + part)
    return whole.hexdigest()


def wrong(text: str) -> Iterator[str]:
    """What an agency's own template may not have, in Chinese: it sets a document, and reaches for nothing else.

    Packages would be fetched from elsewhere while a document is rendered.
    """
    for found in _IMPORT.finditer(text):
        if found["what"] != f'"{COMMON}"' and found["what"] != f'"{COMMON}":':
            yield f"只能引入 {COMMON}，不能引入别的文件或者软件包"
            break
    if barred := _BARRED.search(text):
        yield f"不能使用 {barred[0]}"

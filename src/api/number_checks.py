"""Numbers of the registers: the form that holds for an agency, and that one number is one person's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

from records.identifiers import written_otherwise
from records.number_forms import fits, is_form
from records.regions import is_region
from records.register.events import NumberFormSet, OfficerRegistered, ReviewerRegistered
from records.register.fold import Register

Found = Iterator[tuple[str, str]]

_CALLED: Final = {"certificate": "执法证号", "qualification": "法律职业资格证书编号"}


def wrong_code(path: str, number: str, is_right: Callable[[str], bool], otherwise: str) -> Found:
    """What is wrong with a number that has a check digit: how it is written, else what `otherwise` says."""
    if is_right(number):
        return
    said = "请以半角大写字母和数字填写，不带空格、连字符" if written_otherwise(number, is_right) else otherwise
    yield path, said


def wrong_form(entry: NumberFormSet, register: Register) -> Found:
    """A form that is none, or of nobody."""
    if not is_form(entry.form):
        yield "$.form", "应写成号码的样子：# 为一位数字，@ 为一位大写字母，[ABC] 为其中之一，不含空格"
    if not (entry.scope in register.agencies or is_region(entry.scope)):
        yield "$.scope", "应为名录中机关的统一社会信用代码，或者行政区划代码（GB/T 2260）"


def wrong_number(entry: OfficerRegistered | ReviewerRegistered, register: Register) -> Found:
    """A certificate or a qualification in a form that doesn't hold for its agency on the first day of the entry, or one
    of another person: who stands in the registers twice would be two persons to every rule that asks for two.
    """
    kind: Literal["certificate", "qualification"]
    if isinstance(entry, OfficerRegistered):
        kind, number = "certificate", entry.certificate
        others = {one.person for some in register.officers.values() for one in some if one.certificate == number}
    else:
        kind, number = "qualification", entry.qualification
        others = {one.person for some in register.reviewers.values() for one in some if one.qualification == number}
    forms = register.forms(kind, entry.agency, entry.valid_from)
    if number.strip() and forms and not any(fits(number, form) for form in forms):
        yield f"$.{kind}", f"{_CALLED[kind]}不符合登记的编号式样：{'、'.join(forms)}（# 为数字，@ 为大写字母）"
    if others - {entry.person}:
        yield f"$.{kind}", f"该{_CALLED[kind]}已登记在另一人员名下；同一人员只登记一次，账号可以有几个"

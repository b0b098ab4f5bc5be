"""What may be asked for of the registers beside entries."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Basis = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

BASIS: Final = "个人信息保护法 第四十七条第一款"


class ErasePerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Erases a person's values: names, numbers and addresses, wherever they are kept (个人信息保护法 第四十七条)."""

    person: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Id of the person in the registers, or of a third person of a case."""
    reason: Reason
    """Why, without any name or number: it stays in the record."""
    basis: Basis = BASIS
    """Provision by which the values have to go."""

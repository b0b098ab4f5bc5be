"""What the shown slots of a copy say: each value in its one form, and nothing that contradicts the rest of its record.

Raises Malformed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

import msgspec

from records.copy.disclosed import MASKED
from records.log.encoding import shown
from records.log.errors import Malformed
from records.penalty.events import CopyField, Ground, Outcome, PublicCopy

Values = dict[str, str]
"""What a record shows: committed bytes by path, each a JSON value."""

_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_DIGEST: Final = re.compile(r"([0-9a-f]{64})?")
_AMOUNT: Final = re.compile(r"(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?")


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """What the first record says."""

    disclosure: str
    """Id of the public page."""
    number: str
    outcome: Outcome
    grounds: tuple[Ground, ...]
    basis: str
    masked: tuple[CopyField, ...]
    copy: PublicCopy
    """The text that was approved for the public."""

    @property
    def hidden(self) -> tuple[str, ...]:
        """Members of the text that are masked."""
        return tuple(name for field in self.masked for name in MASKED[field])


def reviewed(values: Values) -> Reviewed:
    """What the review says, all of whose slots are there."""
    said = Reviewed(**{one.name: value(values, one.name, one.type) for one in msgspec.structs.fields(Reviewed)})
    if said.outcome == "withheld":
        raise Malformed("审查的结论是不予公示：没有核准任何可以公示的文本")
    for amount in (said.copy.fine_yuan, said.copy.confiscated_yuan):
        if amount is not None and not _AMOUNT.fullmatch(str(amount)):
            raise Malformed(f"金额 {shown(str(amount))} 不是规定的写法")
    _check_masks(said)
    return said


def _check_masks(said: Reviewed) -> None:
    if said.masked != tuple(field for field in MASKED if field in said.masked):
        raise Malformed(f"遮盖的内容应当不重复、按规定的次序列出，实为 {'、'.join(said.masked)}")
    if bool(said.masked) != (said.outcome == "redacted"):
        raise Malformed("结论与遮盖的内容不一致：遮盖部分内容的，应当列出；全部公示的，不应列出")
    for field, names in MASKED.items():
        for name in names:
            is_null = getattr(said.copy, name) is None
            if is_null != (field in said.masked) and not (is_null and field == "amounts"):
                raise Malformed(f"公示文本的 {name} 与遮盖的内容不一致")


def recorded_at(values: Values) -> datetime:
    """When the record was written, by the clock of whoever wrote it."""
    text: str = value(values, "@recorded_at", str)
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Malformed(f"记录的时间不是规定的写法：{shown(text)}")


def checkpoint_before(values: Values) -> str:
    """SHA-256 in hex of the witnessed checkpoint that the record commits to; empty where there was none."""
    text: str = value(values, "@checkpoint", str)
    if not _DIGEST.fullmatch(text):
        raise Malformed(f"见证检查点的摘要不是规定的写法：{shown(text)}")
    return text


def value(values: Values, path: str, kind: Any) -> Any:
    """The value under that path, of that type and written as docs/seal.md, section 3, says."""
    try:
        found = msgspec.json.decode(values[path], type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Malformed(f"{path} 的内容不是规定的类型（{error}）") from error
    if msgspec.json.encode(found) != values[path].encode():
        raise Malformed(f"{path} 的内容不是规范形式")
    return found

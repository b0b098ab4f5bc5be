"""Bodies of requests: decoded once by a prebuilt decoder, and when they are wrong, every wrong field named."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Final, Generic, TypeVar, get_args, get_origin

import msgspec
from fastapi import Request

from records.errors import Invalid

LIMIT: Final = 1 << 20
"""Bytes of a body at most; recordings come through `/uploads`."""

T = TypeVar("T")

_SENTENCES: Final = (
    (re.compile(r"Object missing required field `(.+?)`"), r"缺少字段 \1"),
    (re.compile(r"Object contains unknown field `(.+?)`"), r"没有字段 \1"),
    (re.compile(r"Expected `(.+?)`, got `(.+?)`"), r"应为 \1，实为 \2"),
    (re.compile(r"Expected `(.+?)` of length (.+)"), r"\1 的长度应为 \2"),
    (
        re.compile(r"Expected `str` matching regex .*\[0-9a-f\]\{64\}.*"),
        "应为 BLAKE3 摘要：64 位，只有数字和小写字母 a 到 f",
    ),
    (re.compile(r"Expected `str` matching regex .*person\|device.*"), "应为 person: 或者 device: 加编号"),
    (re.compile(r"Expected `(.+?)` matching regex .+"), r"\1 的格式不正确"),
    (re.compile(r"Expected `(.+?)` ([<>]=?) (.+)"), r"应为 \2 \3 的 \1"),
    (re.compile(r"Invalid enum value (.+)"), r"不在可选的值之内：\1"),
    (re.compile(r"Invalid value (.+)"), r"不能是 \1"),
    (re.compile(r"Invalid (.+)"), r"不是有效的 \1"),
    (re.compile(r"(?:Number|Integer value) out of range"), "数字超出范围"),
)
"""msgspec's sentences in Chinese."""


_UNSTORABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that a feed (XML 1.0) or PostgreSQL (NUL) can't hold, whatever a text is for."""

_plain: Final = msgspec.json.Decoder(float_hook=Decimal)  # a number that no float holds is still one
_again: Final = msgspec.json.Encoder(decimal_format="number")

Found = list[tuple[str, str]]
"""Paths with what is wrong there."""


class TooLarge(Exception):
    """A body that is longer than a mebibyte."""


class Body(msgspec.Struct, Generic[T], frozen=True):
    """A decoded body with the digest of what was asked, so that an Idempotency-Key can't be used for another."""

    value: T
    digest: bytes


async def read(request: Request) -> bytes:
    """The whole body. Raises TooLarge when it is longer than a mebibyte."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LIMIT:
            raise TooLarge
    return bytes(received)


def decode(request: Request, body: bytes, kind: Any) -> Body[Any]:
    """Decodes into `kind`. DecodeError for what is no JSON, Invalid with the path of each wrong field."""
    try:
        value = _decode(body, kind)
    except RecursionError:
        raise msgspec.DecodeError("JSON is nested too deeply") from None
    except UnicodeDecodeError:
        raise msgspec.DecodeError("JSON is not in UTF-8") from None
    return Body(value, sha256(request.url.path.encode() + b"\0" + body).digest())


def _decode(body: bytes, kind: Any) -> Any:
    try:
        plain = _plain.decode(body)
    except msgspec.ValidationError as error:
        raise Invalid([("$", told(error, "$")[1])]) from error
    try:
        value = _decoder(kind).decode(body)
    except msgspec.ValidationError as error:
        raise Invalid(problems(plain, kind) or [told(error, "$")]) from error
    if found := unstorable(plain, kind):
        raise Invalid(found)
    return value


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def problems(value: Any, kind: Any) -> Found:
    """Every field of a JSON value that `kind` does not take, those it doesn't have among them."""
    return _walk(value, kind, "$", _convert)


def unstorable(value: Any, kind: Any) -> Found:
    """Every text of a JSON value that has characters which no feed or database can hold."""
    return _walk(value, kind, "$", _unstorable)


def _walk(value: Any, kind: Any, path: str, check: Callable[[Any, Any, str], Found]) -> Found:
    """What `check` finds in the leaves, and every field that is missing or that a struct doesn't have."""
    struct = _struct(value, kind)
    if isinstance(struct, str):
        return [(f"{path}.type", struct)]
    if isinstance(value, list) and (item := _item(kind)) is not None:
        found = [one for at, each in enumerate(value) for one in _walk(each, item, f"{path}[{at}]", check)]
        return found or check(value, kind, path)
    if struct is None or not isinstance(value, dict):
        return check(value, kind, path)
    return sorted(_misnamed(value, struct, path) + _of_fields(value, struct, path, check))


def _misnamed(value: dict[str, Any], struct: type[msgspec.Struct], path: str) -> Found:
    """Fields that the struct doesn't have, and a tag that isn't its own."""
    config, known = struct.__struct_config__, _fields(struct).keys()
    found = [(f"{path}.{name}", "没有这个字段") for name in value.keys() - known - {config.tag_field}]
    if config.tag_field and value.get(config.tag_field, config.tag) != config.tag:
        found.append((f"{path}.{config.tag_field}", f"应为 {config.tag}"))
    return found


def _of_fields(
    value: dict[str, Any], struct: type[msgspec.Struct], path: str, check: Callable[[Any, Any, str], Found]
) -> Found:
    found: Found = []
    for name, field in _fields(struct).items():
        if name in value:
            found += _walk(value[name], field.type, f"{path}.{name}", check)
        elif field.required:
            found.append((f"{path}.{name}", "缺少这个字段"))
    return found


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(struct)}


def _item(kind: Any) -> Any:
    """The type of a sequence's items, None when `kind` is no sequence."""
    if get_origin(kind) is Annotated:
        return _item(get_args(kind)[0])
    return get_args(kind)[0] if get_origin(kind) in (tuple, list) else None


def _struct(value: Any, kind: Any) -> type[msgspec.Struct] | str | None:
    """The struct that the value is meant to be; a sentence when its tag is none of them; None for other types."""
    structs = [one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    if len(structs) < 2 or not isinstance(value, dict):
        return structs[0] if structs and value is not None else None
    tags = {str(one.__struct_config__.tag): one for one in structs}
    tag = value.get(structs[0].__struct_config__.tag_field)
    found = tags.get(tag) if isinstance(tag, str) else None
    return found or f"应为其中之一：{'、'.join(sorted(tags))}"


def _convert(value: Any, kind: Any, path: str) -> Found:
    try:
        _decoder(kind).decode(_again.encode(value))
    except msgspec.ValidationError as error:
        return [told(error, path)]
    return []


def _unstorable(value: Any, _: Any, path: str) -> Found:
    wrong = isinstance(value, str) and _UNSTORABLE.search(value)
    return [(path, "含有不可见的控制字符")] if wrong else []


def told(error: msgspec.ValidationError, path: str) -> tuple[str, str]:
    """The path, below `path`, and a sentence in Chinese."""
    sentence, _, where = str(error).partition(" - at `")
    for pattern, chinese in _SENTENCES:
        sentence, changed = pattern.subn(chinese, sentence)
        if changed:
            break
    return path + where.removesuffix("`").removeprefix("$"), sentence


def takes(*names: str) -> dict[str, Any]:
    """What the OpenAPI description says of a body that is one of these types, told apart by their tags."""
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    schema = refs[0] if len(refs) == 1 else {"oneOf": refs, "discriminator": {"propertyName": "type"}}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}

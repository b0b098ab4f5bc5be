"""Which slots an event type commits to, and its values as the bytes that are stored and committed to.

The values under the case are stored as one JSON object whose members are the committed bytes; the values under a
person as one JSON object of path to value for that person. A slot's path is the field's name; a struct that holds
personal values, alone or in a list, has one slot per field (`party/name`, `parties/0/name`), and a list one more for
its length (`parties`), so that nobody can show a part of it as the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from records.event import PERSON, Erased, Event

_encode = msgspec.json.Encoder().encode
_decode_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Slot(NamedTuple):
    """One value of an event: its path, its bytes, and the person it is sealed under (None: the case)."""

    path: str
    value: bytes
    person: str | None


class SaltedSlot(NamedTuple):
    """One value of a stored event with what its commitment is made of."""

    path: str
    value: bytes | None
    """The committed bytes, None when they are erased."""
    salt: bytes | None
    """None when it is erased with its value."""
    commitment: bytes


class SaltedEvent(NamedTuple):
    """A stored event as whoever shows a part of it needs it."""

    position: int
    tag: str
    slots: tuple[SaltedSlot, ...]


class _Field(NamedTuple):
    name: str
    prefix: bytes
    """`"name":`, as it opens the member in the stored object."""
    personal: bool
    group: tuple[_Field, ...]
    """Fields of a struct that holds personal values, else empty."""
    many: bool


class Form:
    """How one event type is taken apart and put together again. Raises TypeError for a type that can't be sealed."""

    def __init__(self, event_type: type[Event]) -> None:
        self._fields = _fields_of(event_type)
        self.put_together: Callable[[bytes], Any] = msgspec.json.Decoder(event_type).decode
        """The event out of its stored object, personal values as `Erased`."""
        self._plain = not any(field.personal or field.group for field in self._fields)

    @property
    def fixed(self) -> bool:
        """Whether all events of the type have the same slots: it holds no personal values."""
        return self._plain

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the slots in order, of a type without personal values: they are the same for all its events."""
        if not self._plain:
            msg = "events of this type don't all have the same slots"
            raise TypeError(msg)
        return tuple(field.name for field in self._fields)

    def take_apart(self, event: Event) -> tuple[list[Slot], bytes]:
        """All slots in schema order, and the stored object of what is sealed under the case."""
        if self._plain:
            return self._take_plain(event)
        slots: list[Slot] = []
        stored = _take_struct(self._fields, event, "", slots)
        return slots, stored

    def _take_plain(self, event: Event) -> tuple[list[Slot], bytes]:
        slots = [Slot(field.name, _encode(getattr(event, field.name)), None) for field in self._fields]
        members = [field.prefix + slot.value for field, slot in zip(self._fields, slots, strict=True)]
        return slots, b"{" + b",".join(members) + b"}"

    def with_persons(self, event: Event, values: dict[str, msgspec.Raw]) -> Any:
        """The event with the personal values that could be opened, by path."""
        return _fill(self._fields, event, "", values)

    def cut(self, stored: bytes) -> list[Slot]:
        """The slots of stored bytes, in order; one under a person has no value here, which lies under another key.

        Nothing is encoded anew. Raises ValueError where the bytes are not in the one form that `take_apart` gives: a
        member that is missing or in another place, or one that no slot would commit to.
        """
        if self._plain:
            return self._cut_plain(stored)
        slots: list[Slot] = []
        if _cut_struct(self._fields, stored, "", slots) != stored:
            msg = "there are bytes between the members"
            raise ValueError(msg)
        return slots

    def _cut_plain(self, stored: bytes) -> list[Slot]:
        members = _decode_members(stored)
        values = list(map(bytes, members.values()))
        prefixed = [field.prefix + value for field, value in zip(self._fields, values, strict=True)]
        if [*members] != [field.name for field in self._fields] or b"{" + b",".join(prefixed) + b"}" != stored:
            msg = f"members {', '.join(members)} are not those of the type, or there is something between them"
            raise ValueError(msg)
        return list(map(Slot, members, values, repeat(None)))

    def slots_of(self, stored: bytes, personal: dict[str, msgspec.Raw]) -> Iterator[tuple[str, bytes | None]]:
        """Path and committed bytes of each slot in order, from stored bytes alone; None where erased."""
        yield from _slots_of(self._fields, stored, "", personal)


def _fields_of(struct: type[msgspec.Struct]) -> tuple[_Field, ...]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    fields = tuple(_field(field) for field in info.fields)
    if any(field.personal for field in fields) and not any(field.name == "person" for field in fields):
        msg = f"{struct.__name__}: no field says whose values they are"
        raise TypeError(msg)
    return fields


def _holds_personal(kind: Any) -> bool:
    """Whether personal values lie anywhere inside a type, as in a list or an optional struct."""
    match kind:
        case inspect.Metadata():
            return (kind.extra or {}).get("class") == PERSON or _holds_personal(kind.type)
        case inspect.StructType():
            return any(_holds_personal(field.type) for field in kind.fields)
        case inspect.UnionType():
            return any(map(_holds_personal, kind.types))
        case inspect.TupleType():
            return any(map(_holds_personal, kind.item_types))
        case inspect.DictType():
            return _holds_personal(kind.key_type) or _holds_personal(kind.value_type)
        case inspect.VarTupleType() | inspect.ListType() | inspect.SetType() | inspect.FrozenSetType():
            return _holds_personal(kind.item_type)
        case _:
            return False


def _field(field: inspect.Field) -> _Field:
    kind, many = field.type, False
    personal = isinstance(kind, inspect.Metadata) and (kind.extra or {}).get("class") == PERSON
    if isinstance(kind, inspect.VarTupleType):
        kind, many = kind.item_type, True
    group: tuple[_Field, ...] = ()
    if isinstance(kind, inspect.StructType):
        inner = _fields_of(kind.cls)
        group = inner if any(one.personal for one in inner) else ()
    if any(one.group for one in group) or (not personal and not group and _holds_personal(field.type)):
        msg = f"{field.name}: personal values can't be sealed in there"
        raise TypeError(msg)
    return _Field(field.name, _encode(field.name) + b":", personal, group, many)


def _take_struct(fields: tuple[_Field, ...], struct: Any, path: str, slots: list[Slot]) -> bytes:
    members: list[bytes] = []
    for field in fields:
        value, here = getattr(struct, field.name), path + field.name
        if field.personal:
            slots.append(Slot(here, _encode(value), struct.person))
        elif field.group:
            members.append(field.prefix + _take_group(field, value, here, slots))
        else:
            encoded = _encode(value)
            slots.append(Slot(here, encoded, None))
            members.append(field.prefix + encoded)
    return b"{" + b",".join(members) + b"}"


def _take_group(field: _Field, value: Any, path: str, slots: list[Slot]) -> bytes:
    if not field.many:
        return _take_struct(field.group, value, f"{path}/", slots)
    slots.append(Slot(path, _encode(len(value)), None))
    elements = [_take_struct(field.group, element, f"{path}/{index}/", slots) for index, element in enumerate(value)]
    return b"[" + b",".join(elements) + b"]"


def _fill(fields: tuple[_Field, ...], struct: Any, path: str, values: dict[str, msgspec.Raw]) -> Any:
    changes: dict[str, Any] = {}
    for field in fields:
        here = path + field.name
        if field.personal and here in values:
            changes[field.name] = msgspec.json.decode(values[here], type=str | Erased)
        elif field.group and field.many:
            elements = getattr(struct, field.name)
            changes[field.name] = tuple(
                _fill(field.group, element, f"{here}/{index}/", values) for index, element in enumerate(elements)
            )
        elif field.group:
            changes[field.name] = _fill(field.group, getattr(struct, field.name), f"{here}/", values)
    return msgspec.structs.replace(struct, **changes) if changes else struct


def _slots_of(
    fields: tuple[_Field, ...], stored: bytes | msgspec.Raw, path: str, personal: dict[str, msgspec.Raw]
) -> Iterator[tuple[str, bytes | None]]:
    members = _decode_members(stored)
    for field in fields:
        here = path + field.name
        if field.personal:
            yield here, bytes(personal[here]) if here in personal else None
        elif field.group and field.many:
            elements = msgspec.json.decode(members[field.name], type=list[msgspec.Raw])
            yield here, _encode(len(elements))
            for index, element in enumerate(elements):
                yield from _slots_of(field.group, element, f"{here}/{index}/", personal)
        elif field.group:
            yield from _slots_of(field.group, members[field.name], f"{here}/", personal)
        else:
            yield here, bytes(members[field.name])


def _cut_struct(fields: tuple[_Field, ...], stored: bytes | msgspec.Raw, path: str, slots: list[Slot]) -> bytes:
    """Adds the slots of one stored object; returns its bytes as its members make them up."""
    members = _decode_members(stored)
    if [*members] != [field.name for field in fields if not field.personal]:
        msg = f"members {', '.join(members)} are not those of the type"
        raise ValueError(msg)
    whole: list[bytes] = []
    for field in fields:
        here = path + field.name
        if field.personal:
            slots.append(Slot(here, b"", msgspec.json.decode(members["person"], type=str)))
        elif field.group:
            whole.append(field.prefix + _cut_group(field, members[field.name], here, slots))
        else:
            value = bytes(members[field.name])
            slots.append(Slot(here, value, None))
            whole.append(field.prefix + value)
    return b"{" + b",".join(whole) + b"}"


def _cut_group(field: _Field, stored: msgspec.Raw, path: str, slots: list[Slot]) -> bytes:
    if not field.many:
        return _cut_struct(field.group, stored, f"{path}/", slots)
    elements = msgspec.json.decode(stored, type=list[msgspec.Raw])
    slots.append(Slot(path, _encode(len(elements)), None))
    parts = [_cut_struct(field.group, element, f"{path}/{index}/", slots) for index, element in enumerate(elements)]
    return b"[" + b",".join(parts) + b"]"

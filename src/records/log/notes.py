"""Signed notes (C2SP signed-note): a text, an empty line, and signatures of known keys under it.

A key is named by its name and the first four bytes of `SHA-256(name ‖ 0A ‖ kind ‖ public key)`; signatures of keys
that one doesn't know are left alone. Only Ed25519 (kind 01) signs a note as it is; a witness's key (kind 04) signs
it with a time (`records.log.checkpoint`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from typing import Final, Self

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from records.log.encoding import base64_of, in_base64, shown, text_of
from records.log.errors import Malformed, NotProven

ED25519: Final = 0x01
"""The kind of key that signs notes."""

COSIGNER: Final = 0x04
"""The kind of key that a witness cosigns checkpoints with."""

KEY: Final = 32
"""Bytes of a public key and of a seed."""

_MOST_SIGNATURES: Final = 64
_LONGEST: Final = 1 << 20
_ID: Final = 4
_DASH: Final = "— "
_VKEY: Final = re.compile(r"([^+]*)\+([0-9a-f]{8})\+(.*)", re.DOTALL)


class VerifierKey(msgspec.Struct, frozen=True):
    """A public key under its name."""

    name: str
    public: bytes
    """32 bytes of an Ed25519 public key."""
    kind: int = ED25519

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Reads `name+hex(key id)+base64(kind ‖ public key)`. Raises Malformed."""
        found = _VKEY.fullmatch(text_of(vkey, "公钥"))
        if not found:
            raise Malformed(f"公钥应写作 名称+标识+base64，实为 {shown(vkey)}")
        data = base64_of(found[3], "公钥")
        if len(data) != 1 + KEY or data[0] not in {ED25519, COSIGNER}:
            raise Malformed(f"公钥 {shown(vkey)} 不是 Ed25519 公钥")
        key = cls(check_name(found[1]), data[1:], data[0])
        if key.id.hex() != found[2]:
            raise Malformed(f"公钥的标识应为 {key.id.hex()}，实为 {found[2]}：名称或公钥被改动")
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names this key by, beside its name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID]

    @property
    def text(self) -> str:
        """The vkey that `parse` reads."""
        return f"{self.name}+{self.id.hex()}+{in_base64(bytes([self.kind]) + self.public)}"

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this Ed25519 signature of the message is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signature(msgspec.Struct, frozen=True):
    """One signature line."""

    name: str
    key_id: bytes
    value: bytes
    """What stands behind the key id: for Ed25519 the 64 bytes of the signature."""

    @classmethod
    def parse(cls, line: str) -> Self:
        """Reads `— name base64(key id ‖ value)`, without a newline. Raises Malformed."""
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise Malformed(f"不是签名行：{shown(line)}")
        data = base64_of(encoded, "签名")
        if len(data) <= _ID:
            raise Malformed(f"{name} 的签名只有 {len(data)} 字节")
        return cls(check_name(name), data[:_ID], data[_ID:])

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {in_base64(self.key_id + self.value)}\n"

    def is_of(self, key: VerifierKey) -> bool:
        """Whether it says that it is by this key, which is not proven by that."""
        return self.name == key.name and self.key_id == key.id


class SigningKey(msgspec.Struct, frozen=True, dict=True):
    """A name and the Ed25519 seed of 32 bytes that signs under it. Its text doesn't show the seed."""

    name: str
    seed: bytes
    kind: int = ED25519

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public side of it."""
        public = self._private.public_key().public_bytes_raw()
        return VerifierKey(check_name(self.name), public, self.kind)

    def signature(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 over the message."""
        return self._private.sign(message)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"


class Note(msgspec.Struct, frozen=True):
    """A signed text. Nothing in it is to be believed before a known key's signature was verified."""

    body: str
    """The text that is signed, with its last newline."""
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Reads a note: one text only leads to one note, and back. Raises Malformed."""
        if len(text) > _LONGEST:
            raise Malformed(f"签名文本超过 {_LONGEST} 字节")
        whole = text_of(text, "签名文本")
        body, gap, lines = whole.rpartition("\n\n")
        if not gap:
            raise Malformed("签名文本中没有空行，看不出哪里是签名")
        if not lines.endswith("\n"):
            raise Malformed("签名文本的最后一行不完整，或者没有签名")
        signatures = lines.removesuffix("\n").split("\n")
        if len(signatures) > _MOST_SIGNATURES:
            raise Malformed(f"签名文本有 {len(signatures)} 个签名，超过 {_MOST_SIGNATURES} 个")
        return cls(body + "\n", tuple(Signature.parse(line) for line in signatures))

    @property
    def text(self) -> str:
        """The note as it is published."""
        return self.body + "\n" + "".join(signature.line for signature in self.signatures)

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The same text with further signatures under it."""
        return Note(self.body, (*self.signatures, *more))


def sign(body: str, key: SigningKey) -> Note:
    """The text signed by a key of kind Ed25519. Malformed when it can't be a note's text."""
    if not text_of(body, "签名文本").endswith("\n"):
        raise Malformed("要签名的文本应以换行结尾")
    value = key.signature(body.encode())
    return Note(body, (Signature(key.name, key.verifier.id, value),))


def verify(note: Note, key: VerifierKey) -> None:
    """Shows that the note is signed by this key, once and truly. Raises NotProven."""
    if key.kind != ED25519:
        raise NotProven(f"{key.name} 是见证人的公钥，不能核对日志自己的签名")
    found = [signature for signature in note.signatures if signature.is_of(key)]
    if not found:
        raise NotProven(f"没有 {key.name}（{key.id.hex()}）的签名")
    if len(found) > 1:
        raise NotProven(f"有 {key.name} 的 {len(found)} 个签名，应当只有一个")
    if not key.signed(note.body.encode(), found[0].value):
        raise NotProven(f"{key.name} 的签名与内容不符")


def check_name(name: str) -> str:
    """The name of a key, if it can be one: not empty, no space, no plus, no control character. Raises Malformed."""
    if not text_of(name, "名称") or any(character.isspace() or character == "+" for character in name):
        raise Malformed(f"名称不能为空，也不能含有空白或者加号：{shown(name)}")
    return name

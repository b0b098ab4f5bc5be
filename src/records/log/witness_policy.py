"""Which witnesses are asked, and how many of them must have cosigned before a checkpoint is published.

A TOML file of the operator (`MINGJING_WITNESSES`):

```toml
threshold = 1               # as many as must cosign; fewer: the checkpoint waits

[[witness]]
name = "市档案馆"            # as our messages call it
url = "https://witness.example/mingjing"
vkey = "witness.example/w1+…"   # its key, of kind 04, as its operator publishes it
```
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import httpx
import msgspec

from records.log.errors import Malformed
from records.log.notes import COSIGNER, VerifierKey


class Witness(msgspec.Struct, frozen=True):
    """One witness that may be asked."""

    name: str
    url: str
    """What `/add-checkpoint` is put behind."""
    key: VerifierKey


class Policy(msgspec.Struct, frozen=True):
    """`threshold` of these witnesses. Without any, nothing is asked for."""

    threshold: int = 0
    witnesses: tuple[Witness, ...] = ()

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Reads the operator's file. Malformed says what is wrong with it."""
        try:
            written = msgspec.toml.decode(text, type=_File)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise Malformed(f"见证人名单不能读取：{error}") from error
        found = cls(written.threshold, tuple(_witness_of(entry) for entry in written.witness))
        if not 1 <= found.threshold <= len(found.witnesses):
            raise Malformed(f"名单有 {len(found.witnesses)} 个见证人，threshold 不能是 {found.threshold}")
        if len({witness.key.public for witness in found.witnesses}) < len(found.witnesses):
            raise Malformed("见证人名单中有两个见证人的公钥相同，一个见证人不能算两次")
        return found

    @classmethod
    def read(cls, path: Path) -> Self:
        """The policy of the file. Malformed names the file and what is wrong; OSError when it can't be read."""
        try:
            return cls.parse(path.read_bytes())
        except Malformed as error:
            raise Malformed(f"{path}：{error}") from error


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    url: str
    vkey: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    threshold: int
    witness: list[_Entry]


def _witness_of(entry: _Entry) -> Witness:
    try:
        url = httpx.URL(entry.url)
    except httpx.InvalidURL as error:
        raise Malformed(f"见证人 {entry.name} 的网址 {entry.url} 无效") from error
    if url.scheme not in {"http", "https"} or not url.host or url.query or url.fragment:
        raise Malformed(f"见证人 {entry.name} 的网址 {entry.url} 应以 http:// 或者 https:// 开头，不带参数")
    key = VerifierKey.parse(entry.vkey)
    if key.kind != COSIGNER:
        raise Malformed(f"见证人 {entry.name} 的公钥不是见证用的公钥（类型 04）")
    return Witness(entry.name, entry.url.rstrip("/"), key)

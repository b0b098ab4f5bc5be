"""The file with the proofs of a whole case, byte by byte: the records of a public copy, as many as the case has.

`{"mingjing":"case/1","log":NAME,"case":ID,"records":[R,R,…],"checkpoint":TEXT}`, R and all rules of writing those of a
public copy (`records.copy.form`). A slot whose value was erased is its commitment; every other one is shown. The
records stand in the order of the log: all of the streams `case:ID` and `documents:ID`, and uses of its recordings.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

from records.copy.form import Record
from records.log.errors import Malformed


class CaseProofs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The events of a case, opened, with the proof that they are in the log."""

    mingjing: Literal["case/1"]
    log: Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9-]{0,62}\Z")]
    case: str
    records: tuple[Record, ...]
    checkpoint: str
    """The signed note by which all proofs are."""


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(CaseProofs)


def encode(proofs: CaseProofs) -> bytes:
    """The bytes of the file."""
    return _ENCODER.encode(proofs)


def parse(data: bytes) -> CaseProofs:
    """Reads the file. Malformed for anything but the bytes that `encode` gives."""
    try:
        found = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Malformed(f"案件的证明不是规定的内容（{error}）") from error
    if encode(found) != data:
        raise Malformed("案件的证明不是规范形式：有多余的空白、重复的成员、不同的次序或者转义")
    return found

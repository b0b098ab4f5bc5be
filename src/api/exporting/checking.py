"""`mingjing check FOLDER`: the package of a case, byte by byte, and its events against the log that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from api.copies import log_key_of
from api.copy_lines import seen_at
from api.exporting.custody import differing as custody_differing
from api.progress import Watch
from media.bag_checking import Fault, check
from records.copy.case_form import parse
from records.copy.case_proofs import ProvedCase, check_proofs
from records.copy.case_told import differing, misplaced
from records.log.errors import Malformed, NotProven
from records.log.notes import VerifierKey

_SAID: Final = {
    "changed": "内容有改动，与清单的摘要不符",
    "missing": "清单列出，文件夹中没有",
    "added": "多出来的，清单没有列出，或者不是普通文件",
    "unlisted": "没有在每份清单中列出，或者列错了地方",
    "unreadable": "读不出来",
}
_PROOFS, _EVENTS, _CUSTODY, _KEY = (
    f"data/{name}" for name in ("proofs.json", "events.json", "custody.json", "log-key.txt")
)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a package turned out to be."""

    faults: tuple[str, ...]
    """A sentence each that begins with the file it is about; none: all holds."""
    files: int
    proved: ProvedCase | None
    """None where the proofs weren't looked at, or don't hold."""
    key: VerifierKey | None
    own: bool
    """Whether the key is the package's own, so that nobody knows whose it is."""


def check_package(folder: Path, key: VerifierKey | None, witnesses: Sequence[VerifierKey], watch: Watch) -> Checked:
    """Reads every byte of a package. Raises OSError where it can't."""
    found = check(folder, watch)
    faults = [_told(one) for one in found.faults]
    proved: ProvedCase | None = None
    needed = (_PROOFS, _EVENTS, _CUSTODY, _KEY)
    trusted = key
    if lacking := [name for name in needed if name not in found.payload]:
        faults.append(f"案件的记录没有核对：{'、'.join(lacking)} 不完整")
    else:
        try:
            trusted = key or log_key_of((folder / _KEY).read_text(encoding="utf-8"))
            proved = check_proofs(parse((folder / _PROOFS).read_bytes()), trusted, witnesses)
            faults += _contents(folder, proved, found.payload)
        except (Malformed, NotProven) as error:
            faults.append(f"{_PROOFS}：{error}")
        except (msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
            faults.append(f"data：内容不是规定的形式（{error}）")
    return Checked(faults=tuple(faults), files=len(found.payload), proved=proved, key=trusted, own=key is None)


def _told(fault: Fault) -> str:
    return f"{fault.path}：{_SAID[fault.wrong]}"


def _contents(folder: Path, proved: ProvedCase, payload: Mapping[str, str]) -> Iterator[str]:
    """What events, files and custody report say otherwise than the log."""
    events = msgspec.json.decode((folder / _EVENTS).read_bytes())
    of_case = [one for one in proved.events if one.stream.startswith("case:")]
    yield from (f"{_EVENTS}：{said}" for said in differing(events["steps"], of_case))
    yield from misplaced(payload, proved.events)
    uses: dict[int, Mapping[str, Any]] = {
        one.index + 1: one.values for one in proved.events if one.tag.startswith("recording-used/")
    }
    report = msgspec.json.decode((folder / _CUSTODY).read_bytes())
    yield from (f"{_CUSTODY}：{said}" for said in custody_differing(report, payload, uses))


def lines(checked: Checked) -> Iterator[str]:
    """What it says on a terminal; whatever a package says is shown without control characters."""
    for line in _lines(checked):
        yield "".join(character if character.isprintable() else " " for character in line)


def _lines(checked: Checked) -> Iterator[str]:
    if checked.faults:
        yield "案卷包与封存时不同："
        yield from (f"  · {one}" for one in checked.faults)
    else:
        yield f"案卷包核对无误：{checked.files} 个文件的 SHA-256 和 BLAKE3 都与清单相符。"
    if checked.proved is not None and checked.key is not None:
        at = checked.proved.checkpoint
        yield f"{len(checked.proved.events)} 条记录都在日志 {at.origin} 之中（检查点共 {at.size} 条）。"
        yield f"公钥：{checked.key.text}"
        yield from (
            f"见证人 {name} 在 {seen_at(seconds)} 见到了这样的日志。" for name, seconds in checked.proved.witnessed
        )
    if checked.own:
        yield "没有以 --key 给出公钥，用的是包里的：没有证明是谁签的。"

#!/usr/bin/env python3
"""Checks the package of one case (`mingjing export case`) offline, by `docs/export.md`, with no code of the server.

In a package it stands as `check.py`, in one file with `mingjing_check.py`, whose functions it uses: Python 3.9 or later
and its standard library. SHA-256 is always checked; BLAKE3 only where a module `blake3` is there, and it says which.

Exit codes: 0 all holds, 1 something doesn't, 2 used wrongly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingjing_check import (
    WITNESS_KEY,
    Arguments,
    Checkpoint,
    Key,
    Once,
    Refused,
    Shown,
    WrongUse,
    commitment,
    decode,
    is_included,
    leaf_hash,
    list_member,
    moment,
    plain,
    quoted,
    read_key,
    read_record,
    refuse_unless,
    said_all,
    sha256,
    structure,
    text_member,
    text_of,
    verified_checkpoint,
    witnessed_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# 10 The package of a case ---------------------------------------------------------------------------------------------

BAG_USAGE = """\
核对一份明镜案卷包，不用联网。

用法：
  python3 check.py [文件夹] [--key 日志公钥] [--witness 见证人公钥]

不写文件夹时核对本程序所在的文件夹。逐个核对每个文件的摘要，指出被改动、缺少、多出的文件；再核对案件的每条记录
确在日志之中，各项内容与日志一致，音像记录和文书就是日志所记的那些。
公钥请从您信得过的地方取得；不写时用包里的公钥，那样不能证明是谁签的。本程序也请从信得过的地方取得。
退出码：0 全部成立；1 有不成立的；2 用法不对。
"""
SEAL_NAME = "seal-sha256.txt"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAG_MANIFESTS = ("tagmanifest-blake3.txt", "tagmanifest-sha256.txt")
PAYLOAD_MANIFESTS = ("manifest-blake3.txt", "manifest-sha256.txt")
HEADER_PATHS = (
    *("@ledger", "@stream", "@version", "@tag", "@recorded_at"),
    *("@occurred_at", "@actor", "@rules", "@registers_to", "@checkpoint"),
)
STEP_SLOTS = {
    "version": "@version",
    "occurred_at": "@occurred_at",
    "recorded_at": "@recorded_at",
    "rules": "@rules",
    "registers_to": "@registers_to",
}
ERASED_VALUE = {"type": "erased"}
BAG_BLOCK = 1 << 20


def blake3_or_none() -> Any:
    """What makes BLAKE3 hashers, where this Python has it."""
    try:
        from blake3 import blake3  # noqa: PLC0415 (it may not be there)
    except ImportError:
        return None
    return blake3


class BagCheck:
    """One run over a package: `faults` has what is wrong, in a sentence, by the file that it is about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: dict[str, str] = {}
        self.blake3 = blake3_or_none()
        self.files = dict(bag_files(folder))
        self.digests: dict[str, str] = {}

    def fault(self, path: str, what: str) -> None:
        """Notes the first thing that is wrong with a file."""
        self.faults.setdefault(path, what)

    def run(self) -> dict[str, str]:
        """SHA-256 by path of the payload files that are whole."""
        tags = {name: self.content(name) for name in TAG_MANIFESTS}
        self.check_seal(tags)
        told = {name: self.listing(name, content) for name, content in tags.items()}
        self.check_listed(told, "")
        listed = {name: self.listing(name, self.content(name)) for name in PAYLOAD_MANIFESTS}
        whole = self.check_listed(listed, "data/")
        if self.content("bagit.txt") != BAGIT:
            self.fault("bagit.txt", "改动：内容不是 BagIt 1.0 的声明")
        known = {SEAL_NAME, *told}
        known.update(path for found in (*told.values(), *listed.values()) for path in found)
        for path, plain_file in self.files.items():
            if not plain_file or path not in known:
                self.fault(path, "多出：任何清单都没有列出" if plain_file else "多出：不是普通文件")
        return {path: digest for path, digest in whole.items() if path not in self.faults}

    def check_seal(self, tags: dict[str, bytes]) -> None:
        """The seal's last line proves the seal, the others the tag manifests."""
        seal = self.content(SEAL_NAME)
        cut = len(seal) - 64 - len("  " + SEAL_NAME + "\n")
        last = hashlib.sha256(seal[: max(cut, 0)]).hexdigest() + "  " + SEAL_NAME + "\n"
        if cut < 0 or seal[cut:] != last.encode():
            self.fault(SEAL_NAME, "改动：与它自己的摘要不符")
            return
        told = {path: digest for digest, path in manifest_lines(seal)}
        for name, content in tags.items():
            if told.get(name) != hashlib.sha256(content).hexdigest():
                self.fault(name, "改动：与 " + SEAL_NAME + " 不符")

    def listing(self, name: str, content: bytes) -> dict[str, str]:
        """Digest by path, as a manifest says."""
        lines = manifest_lines(content)
        if not lines or b"".join(f"{digest}  {path}\n".encode() for digest, path in lines) != content:
            self.fault(name, "改动：不是清单的写法")
        return {path: digest for digest, path in lines}

    def check_listed(self, told: dict[str, dict[str, str]], within: str) -> dict[str, str]:
        """Holds the files against the manifests that weren't changed themselves."""
        believed = {name: found for name, found in told.items() if name not in self.faults}
        whole = {}
        for path in sorted({path for found in believed.values() for path in found}):
            if any(path not in found for found in believed.values()) or not path.startswith(within):
                self.fault(path, "清单不一致：没有在每份清单中列出，或者列错了地方")
            elif not self.files.get(path):
                self.fault(path, "缺少：清单列出，文件夹中没有")
            else:
                whole[path] = self.hashed(path, {name: found[path] for name, found in believed.items()})
        return whole

    def hashed(self, path: str, expected: dict[str, str]) -> str:
        """The SHA-256 of a file; what differs from a manifest is noted."""
        found = {"sha256": hashlib.sha256()}
        if self.blake3 is not None:
            found["blake3"] = self.blake3()
        try:
            with (self.folder / path).open("rb") as file:
                for block in iter(lambda: file.read(BAG_BLOCK), b""):
                    for one in found.values():
                        one.update(block)
        except OSError:
            self.fault(path, "读不出来")
        for name, digest in expected.items():
            kind = name.rpartition("-")[2][: -len(".txt")]
            if kind in found and found[kind].hexdigest() != digest:
                self.fault(path, "改动：与 " + name + " 不符")
        return found["sha256"].hexdigest()

    def content(self, path: str) -> bytes:
        """The bytes of a file that is held whole; nothing, and noted, where it isn't there."""
        if not self.files.get(path):
            self.fault(path, "缺少：每个案卷包都应当有它")
            return b""
        return (self.folder / path).read_bytes()


def manifest_lines(content: bytes) -> list[tuple[str, str]]:
    """Digest and path of the lines that have the form of a manifest."""
    return re.findall(r"([0-9a-f]{64})  ([^\r\n%\\]+)\n", content.decode("utf-8", "replace"))


def bag_files(folder: Path, below: str = "") -> Iterator[tuple[str, bool]]:
    """Path of each file, and whether it is a plain one: a link may lead out of the package."""
    entries = sorted(os.scandir(folder / below), key=lambda one: one.name)
    if below and not entries:
        yield below, False
    for entry in entries:
        path = below + "/" + entry.name if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from bag_files(folder, path)
        else:
            yield path, stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)


# 11 The events of the case --------------------------------------------------------------------------------------------


class Event:
    """An event as the log has it."""

    def __init__(self, index: int, tag: str, values: dict[str, Any]) -> None:
        self.index, self.tag, self.values = index, tag, values


def check_events(data: bytes, key: Key) -> tuple[Checkpoint, list[Event]]:
    """The proofs of the package: every event at its place in a log of this key; raises Refused."""
    names = ("mingjing", "log", "case", "records", "checkpoint")
    file = structure(decode(text_of(data, "证明"), "证明"), names, "证明")
    refuse_unless(file["mingjing"] == "case/1", "不是第一版的案件证明（case/1）")
    log, case = text_member(file["log"], "日志名"), text_member(file["case"], "案件编号")
    checkpoint = verified_checkpoint(text_member(file["checkpoint"], "检查点"), key)
    refuse_unless(key.name.rpartition("/")[2] == log, f"证明写的日志 {quoted(log)} 不是这把公钥的日志")
    events = [proven_event(record, log, checkpoint) for record in list_member(file["records"], "记录一栏")]
    for one, other in zip(events, events[1:]):  # noqa: B905, RUF007 (`strict` and `pairwise` came with 3.10)
        refuse_unless(one.index < other.index, "记录没有按日志中的先后排列")
    versions: dict[str, list[Any]] = {}
    for event in events:
        versions.setdefault(event.values["@stream"], []).append(event.values["@version"])
    own = ("case:" + case, "documents:" + case)
    for stream in versions:
        held = stream in own or re.fullmatch("recording:[0-9a-f]{64}", stream) is not None
        refuse_unless(held, f"{quoted(stream)} 不属于这个案件")
    for stream in own:
        found = versions.get(stream, [])
        refuse_unless(found == list(range(1, len(found) + 1)), f"{quoted(stream)} 的记录不连续，中间有缺少的")
    refuse_unless(own[0] in versions, "没有这个案件的任何记录")
    return checkpoint, events


def proven_event(value: Any, log: str, checkpoint: Checkpoint) -> Event:
    """One record, shown to stand in the log."""
    record = read_record(value, "一条记录")
    what = f"第 {record.leaf_index + 1} 号记录"
    commitments = b"".join(
        commitment(record.tag, slot.path, slot) if isinstance(slot, Shown) else slot for slot in record.slots
    )
    leaf = leaf_hash(b"mingjing\x01" + sha256(commitments))
    held = is_included(leaf, record.leaf_index, checkpoint.size, record.proof, checkpoint.root)
    refuse_unless(held, f"{what}的内容、位置或证明与检查点对不上")
    opened = [slot for slot in record.slots if isinstance(slot, Shown)]
    refuse_unless(tuple(slot.path for slot in opened[:10]) == HEADER_PATHS, f"{what}没有依次出示记录的各项")
    refuse_unless(len({slot.path for slot in opened}) == len(opened), f"{what}有重复的格")
    values = {slot.path: json.loads(slot.value) for slot in opened}
    refuse_unless((values["@ledger"], values["@tag"]) == (log, record.tag), f"{what}不是所写的账本或者类型的")
    return Event(record.leaf_index, record.tag, values)


def compare_steps(data: bytes, events: list[Event]) -> Iterator[str]:
    """Holds `events.json`, which people read, against what is proven; says what differs."""
    steps = json.loads(text_of(data, "events.json"))["steps"]
    proven = {event.index + 1: event for event in events if event.values["@stream"].startswith("case:")}
    told = [step.get("position") for step in steps]
    for position in sorted(set(proven) - set(told)):
        yield f"缺少第 {position} 号记录"
    if len(set(told)) != len(told):
        yield "有重复的记录"
    for step in steps:
        event = proven.get(step.get("position"))
        if event is None:
            yield f"第 {step.get('position')} 号记录没有证明"
            continue
        wrong = [name for name, path in STEP_SLOTS.items() if not same_json(step.get(name), event.values[path])]
        wrong += [] if step.get("actor", {}).get("id") == event.values["@actor"] else ["actor"]
        wrong += [] if is_form_of(step.get("type"), event.tag) else ["type"]
        wrong += wrong_fields(step, event) if step.get("type") == event.tag else []
        if wrong:
            yield f"第 {event.index + 1} 号记录的 {'、'.join(map(plain, wrong))} 与证明不符"


def is_form_of(told: Any, tag: str) -> bool:
    """Is it the type that the log has, or a later form of it, in which an old event is told?"""
    name, _, version = str(told).partition("/")
    mine, _, number = tag.partition("/")
    return name == mine and version.isascii() and version.isdigit() and int(version) >= int(number)


def wrong_fields(step: dict[str, Any], event: Event) -> list[str]:
    """Fields of the step's event that aren't those of the log."""
    told = {name: value for name, value in step.get("event", {}).items() if name != "type"}
    fields = {path.partition("/")[0] for path in event.values if not path.startswith("@")}
    wrong = [name for name, value in told.items() if not says_the_same(value, name, event.values)]
    return sorted(fields - set(told)) + wrong


def says_the_same(value: Any, path: str, values: dict[str, Any]) -> bool:
    """Does the log say this there? What was erased is shown by neither."""
    counted = isinstance(value, list) and isinstance(values.get(path), int)
    if path in values and not counted:
        return same_json(values[path], value)
    if value == ERASED_VALUE:
        return True
    if isinstance(value, list):
        inner = [says_the_same(one, f"{path}/{index}", values) for index, one in enumerate(value)]
        return values.get(path) == len(value) and all(inner)
    return isinstance(value, dict) and all(says_the_same(one, f"{path}/{name}", values) for name, one in value.items())


def same_json(one: Any, other: Any) -> bool:
    """Are they the same JSON? To Python true is 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def compare_files(payload: dict[str, str], events: list[Event]) -> Iterator[str]:
    """Are recordings and documents those that the log names by their SHA-256? A mistaken entry names none."""
    voided = {event.values["version"] for event in events if event.tag.startswith("entry-voided/")}
    wanted: dict[str, str] = {}
    for event in events:
        if event.tag.startswith("recording-linked/") and event.values["@version"] not in voided:
            wanted[event.values["sha256"]] = "data/recordings/"
        elif event.tag.startswith("document-rendered/"):
            wanted[event.values["sha256"]] = wanted[event.values["text_sha256"]] = "data/documents/"
    there = {digest: path for path, digest in payload.items()}
    for digest, folder in wanted.items():
        if not there.get(digest, "").startswith(folder):
            yield f"{folder} 中缺少日志记载的文件（SHA-256 {digest}）"
    for path, digest in payload.items():
        if path.startswith(("data/recordings/", "data/documents/")) and digest not in wanted:
            yield f"{plain(path)} 不是日志记载的文件"


def compare_custody(data: bytes, payload: dict[str, str], events: list[Event]) -> Iterator[str]:
    """Holds `custody.json` against the files, and the uses that it tells of against the log."""
    uses = {event.index + 1: event.values for event in events if event.tag.startswith("recording-used/")}
    for one in json.loads(text_of(data, "custody.json"))["recordings"]:
        if payload.get(one["file"]) != one["sha256"]:
            yield f"{plain(one['file'])} 的摘要与保管链报告不符"
        for use in one["uses"]:
            proven = uses.get(use["position"])
            if proven is not None and any(use[name] != proven[name] for name in ("person", "action", "purpose")):
                yield f"第 {use['position']} 号记录（使用）与保管链报告不符"


# 12 The command of the package ----------------------------------------------------------------------------------------


def bag_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line; raises WrongUse."""
    parser = Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", action=Once)
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("-h", "--help", action="store_true")
    given = parser.parse_args(arguments)
    if given.help:
        return given
    if not given.folder.is_dir():
        raise WrongUse(f"没有文件夹 {quoted(str(given.folder))}")
    if not any((given.folder / name).is_file() for name in ("bagit.txt", SEAL_NAME, PAYLOAD_MANIFESTS[1])):
        raise WrongUse(f"{quoted(str(given.folder))} 不是案卷包：里面没有 bagit.txt")
    return given


def own_log_key(text: str) -> Key:
    """The key that lies in the package; one that can't be used is the package's fault; raises Refused."""
    try:
        return read_key(text)
    except WrongUse as reason:
        raise Refused(str(reason)) from None


def bag_contents(bag: BagCheck, payload: dict[str, str], given: argparse.Namespace) -> list[str]:
    """Checks what the package says; returns the lines about what is proven, and notes what doesn't hold."""
    needed = ["data/" + name for name in ("proofs.json", "events.json", "custody.json", "log-key.txt")]
    if any(name not in payload for name in needed):
        bag.fault("（内容）", "没有核对：" + "、".join(needed) + " 不完整")
        return []
    witnesses = [read_key(text, WITNESS_KEY) for text in given.witness]
    own = bag.content(needed[3]).decode("utf-8", "replace").strip()
    try:
        key = own_log_key(own) if given.key is None else read_key(given.key)
        checkpoint, events = check_events(bag.content(needed[0]), key)
        times = [(witness.name, witnessed_at(checkpoint, witness)) for witness in witnesses]
    except Refused as reason:
        bag.fault(needed[0], f"证明不成立：{reason}")
        return []
    found = {
        needed[1]: compare_steps(bag.content(needed[1]), events),
        "data/": compare_files(payload, events),
        needed[2]: compare_custody(bag.content(needed[2]), payload, events),
    }
    for name, sentences in found.items():
        wrong = list(sentences)
        if wrong:
            bag.fault(name, "与日志不符：" + "；".join(wrong))
    lines = [f"记录：{len(events)} 条，都在日志 {plain(key.name)} 之中（检查点共 {checkpoint.size} 条）。"]
    lines += [
        f"见证人 {plain(name)} 签名证明：不晚于 {moment(seconds)}，这些记录已在日志中。" for name, seconds in times
    ]
    if given.key is None:
        lines.append("公钥取自包内，没有证明是谁签的：请用 --key 给出从信得过的地方取得的公钥，再核对一次。")
    if not times:
        lines.append("没有要求见证人的签名，记录的时间是书写者时钟所示。")
    return lines


def bag_report(given: argparse.Namespace) -> tuple[list[str], int]:
    """All lines and the exit code."""
    bag = BagCheck(given.folder)
    payload = bag.run()
    lines = bag_contents(bag, payload, given)
    blake = "SHA-256 和 BLAKE3" if bag.blake3 else "SHA-256（本机的 Python 没有 blake3 模块，没有核对 BLAKE3）"
    head = [f"核对了 {len(bag.files)} 个文件的 {blake}。"]
    if not bag.faults:
        tail = "没有证明：内容是否属实，程序是否合法；最后一条记录以后的事；姓名和保管链报告中日志没有的各项。"
        return ["通过：案卷包完整，没有改动。", *head, *lines, tail], 0
    wrong = [f"  {plain(path)}：{what}" for path, what in sorted(bag.faults.items())]
    return ["未通过：案卷包与封存时不同。", *head, *wrong, *lines], 1


def main(arguments: Sequence[str]) -> int:
    """Prints the result and returns the exit code."""
    try:
        given = bag_arguments(arguments)
        lines, code = (BAG_USAGE.splitlines(), 0) if given.help else bag_report(given)
    except WrongUse as reason:
        lines, code = [f"用法不对：{reason}。", "", *BAG_USAGE.splitlines()], 2
    except KeyboardInterrupt:
        lines, code = ["未通过：核对被中断。"], 1
    except Exception as error:  # a fault of this program must never look like a proof
        lines, code = [f"未通过：本程序出错（{type(error).__name__}），核对没有做完。"], 1
    return code if said_all(lines, sys.stderr if code == 2 else sys.stdout) else max(code, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

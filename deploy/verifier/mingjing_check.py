#!/usr/bin/env python3
"""Checks a public copy of Mingjing offline. Written from `docs/seal.md`, with no code of the server.

One file, so that it can be read and carried: Python 3.9 or later and its standard library. 1 words and errors,
2 strict decoding, 3 Ed25519, 4 keys and checkpoints, 5 the tree, 6 the copy, 7 what is said about it, 8 the self-test,
9 the command.

Exit codes: 0 proven, 1 refused, 2 used wrongly.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

# 1 Words and errors ---------------------------------------------------------------------------------------------------

USAGE = """\
核对一份明镜公开副本，不用联网。

用法：
  python3 mingjing_check.py 副本文件 --key 公钥
  python3 mingjing_check.py 副本文件 --key-file 公钥文件
  python3 mingjing_check.py --self-test

另可加上：
  --checkpoint 文件   与别处保存的检查点比对：大小相同时，根必须相同
  --consistency 文件  大小不同时要有的一致性证明，每行一个哈希（base64）；与 --checkpoint 同用
  --witness 公钥      要求副本的检查点有这位见证人的有效签名，可写多次
  --witnessed 文件    记录写入时的见证检查点，可写多次：核对摘要和各位 --witness 的签名，说明记录不早于何时
  --self-test         核对本程序自己：RFC 8032、RFC 6962 和《seal.md》中的例子
  -h, --help          显示这段说明

公钥形如 log.example.gov/golden+78b93335+AQOh…。请从您信得过的地方取得，不要从给您副本的地方取得。
退出码：0 全部证明；1 没有通过；2 用法不对。
"""


class Refused(Exception):
    """What was checked isn't what it claims to be. The message is for people."""


class WrongUse(Exception):
    """The command line, a file or a key can't be used. The message is for people."""


def plain(text: str) -> str:
    """Text that can't move the cursor, turn the direction of writing or pretend to be a line of this program."""

    def visible(char: str) -> str:
        if char.isprintable() or char == "\u3000":
            return char
        return "\n      | " if char == "\n" else f"\\u{ord(char):04x}"

    return "".join(visible(char) for char in text)


def quoted(text: str) -> str:
    """A short piece of what was found, for a message."""
    return "“" + plain(text[:60].replace("\n", "\\n")) + ("……" if len(text) > 60 else "") + "”"


# 2 Strict decoding ----------------------------------------------------------------------------------------------------

COPY_BYTES = 4_194_304
NOTE_BYTES = 1_048_576
LARGEST = 2**63 - 1


def refuse_unless(holds: bool, reason: str) -> None:
    """Raises Refused with the reason."""
    if not holds:
        raise Refused(reason)


def text_of(data: bytes, what: str) -> str:
    """The text that these bytes are in UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{what}不是 UTF-8 文本") from None


def encode(value: Any) -> str:
    """JSON as section 3 writes it: nothing between tokens, and no escapes but those that are needed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decode(text: str, what: str) -> Any:
    """The value of a JSON text that is written as `encode` writes it."""
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_int=_whole, parse_float=_no_number, parse_constant=_no_number
        )
        canonical = encode(value)
    except (ValueError, RecursionError):
        raise Refused(f"{what}不是规定写法的 JSON") from None
    refuse_unless(canonical == text, f"{what}没有按唯一的规定写法书写")
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    refuse_unless(len({name for name, _ in pairs}) == len(pairs), "JSON 对象中有重复的成员")
    return dict(pairs)


def _whole(digits: str) -> int:
    refuse_unless(len(digits) <= 20, "JSON 中有过大的数")
    return int(digits)


def _no_number(digits: str) -> NoReturn:
    raise Refused(f"JSON 中有不是整数的数：{quoted(digits)}")


def structure(value: Any, names: Sequence[str], what: str) -> dict[str, Any]:
    """The object, if it has these members in this order and no others."""
    refuse_unless(isinstance(value, dict) and list(value) == list(names), f"{what}的成员或其顺序不合规定")
    return dict(value)


def text_member(value: Any, what: str) -> str:
    """The value, if it is text."""
    refuse_unless(isinstance(value, str), f"{what}不是文本")
    return str(value)


def list_member(value: Any, what: str) -> list[Any]:
    """The value, if it is a list."""
    refuse_unless(isinstance(value, list), f"{what}不是列表")
    return list(value)


def unbase64(value: Any, what: str, length: int | None = None) -> bytes:
    """The bytes behind base64 with padding, in its one form."""
    try:
        data = base64.b64decode(text_member(value, what), validate=True)
    except (ValueError, binascii.Error):
        raise Refused(f"{what}不是规定写法的 base64") from None
    refuse_unless(base64.b64encode(data).decode() == value, f"{what}不是规定写法的 base64")
    refuse_unless(length is None or len(data) == length, f"{what}应为 {length} 字节，实为 {len(data)} 字节")
    return data


# 3 Ed25519 (RFC 8032 §5.1, verification only) -------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


def add(left: Point, right: Point) -> Point:
    """RFC 8032 §5.1.4."""
    a = (left[1] - left[0]) * (right[1] - right[0]) % P
    b = (left[1] + left[0]) * (right[1] + right[0]) % P
    c = 2 * left[3] * right[3] * D % P
    d = 2 * left[2] * right[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_of(data: bytes) -> Point | None:
    """RFC 8032 §5.1.3; None for bytes that stand for no point, or for one in a second form."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def bytes_of(point: Point) -> bytes:
    """RFC 8032 §5.1.2."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 §5.1.7 in its stricter form, without the factor 8: is [s]B − [h]A = R, in bytes?"""
    point = point_of(public)
    if point is None or _BASE is None or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    table = (NEUTRAL, _BASE, minus, add(_BASE, minus))
    found = NEUTRAL
    for bit in range(252, -1, -1):
        found = add(found, found)
        found = add(found, table[(scalar >> bit & 1) | (digest >> bit & 1) << 1])
    return bytes_of(found) == signature[:32]


def is_weak(public: bytes) -> bool:
    """Is this no point, or one of the few under which a signature says nothing about who made it?"""
    point = point_of(public)
    if point is None:
        return True
    for _ in range(3):
        point = add(point, point)
    return bytes_of(point) == bytes_of(NEUTRAL)


# 4 Keys and checkpoints -----------------------------------------------------------------------------------------------

LOG_KEY, WITNESS_KEY = b"\x01", b"\x04"


class Key(NamedTuple):
    """A public key and the name that it signs under."""

    name: str
    id: bytes
    public: bytes


class Signature(NamedTuple):
    """One signature line of a note; `data` is what follows the key id."""

    name: str
    key_id: bytes
    data: bytes


class Checkpoint(NamedTuple):
    """What a log's key signed: so many leaves under this root."""

    origin: str
    size: int
    root: bytes
    body: bytes
    signatures: list[Signature]


def is_name(text: str) -> bool:
    """May a key have this name?"""
    return re.fullmatch(r"[^\s+\x00-\x1f]+", text) is not None


def read_key(text: str, kind: bytes = LOG_KEY) -> Key:
    """A key as `name+hhhhhhhh+base64(kind ‖ public key)`; raises WrongUse."""
    try:
        parts = text.split("+", 2)  # base64 has plus signs too
        refuse_unless(len(parts) == 3 and is_name(parts[0]), "应为 名称+编号+base64")
        data = unbase64(parts[2], "公钥的第三部分", 33)
        refuse_unless(data[:1] == kind, "种类不对：这里要" + ("日志" if kind == LOG_KEY else "见证人") + "的公钥")
        key_id = hashlib.sha256(parts[0].encode() + b"\n" + data).digest()[:4]
        refuse_unless(parts[1] == key_id.hex(), "编号与内容不符，可能抄错了")
        refuse_unless(not is_weak(data[1:]), "不是可用的 Ed25519 公钥")
    except Refused as reason:
        raise WrongUse(f"公钥不能用：{reason}") from None
    return Key(parts[0], key_id, data[1:])


def read_checkpoint(note: str) -> Checkpoint:
    """The parts of a checkpoint, its signatures not yet verified."""
    refuse_unless(len(note.encode()) <= NOTE_BYTES, "检查点过长")
    refuse_unless(not any(char < " " and char != "\n" for char in note), "检查点中有控制字符")
    body, _, tail = note.rpartition("\n\n")
    lines = body.split("\n")
    refuse_unless(len(lines) == 3, "检查点的正文应为三行，后接一个空行")
    refuse_unless(re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]) is not None, "检查点的条数不合规定")
    refuse_unless(int(lines[1]) <= LARGEST, "检查点的条数过大")
    root = unbase64(lines[2], "检查点的根", 32)
    refuse_unless(lines[1] != "0" or root == sha256(b""), "没有条目的检查点应有空树的根")
    refuse_unless(tail.endswith("\n"), "检查点没有签名行，或末尾没有换行")
    refuse_unless(tail.count("\n") <= 64, "检查点的签名行多于 64 行")
    signatures = [read_signature(line) for line in tail[:-1].split("\n")]
    return Checkpoint(lines[0], int(lines[1]), root, (body + "\n").encode(), signatures)


def read_signature(line: str) -> Signature:
    """`— NAME BASE64`."""
    parts = line.split(" ")
    refuse_unless(len(parts) == 3 and parts[0] == "—" and is_name(parts[1]), "检查点的签名行不合规定")
    data = unbase64(parts[2], "检查点的签名")
    refuse_unless(len(data) > 4, "检查点的签名过短")
    return Signature(parts[1], data[:4], data[4:])


def signature_of(key: Key, checkpoint: Checkpoint) -> bytes:
    """What stands in the checkpoint under the name and id of this key, once."""
    found = [line.data for line in checkpoint.signatures if (line.name, line.key_id) == (key.name, key.id)]
    refuse_unless(found != [], f"检查点没有公钥 {quoted(key.name)}（编号 {key.id.hex()}）的签名")
    refuse_unless(len(found) == 1, f"检查点有公钥 {quoted(key.name)} 的几个签名")
    return found[0]


def verified_checkpoint(note: str, key: Key) -> Checkpoint:
    """A checkpoint of the log that the key names, signed by it."""
    checkpoint = read_checkpoint(note)
    refuse_unless(checkpoint.origin == key.name, f"检查点是另一个日志的：{quoted(checkpoint.origin)}")
    signature = signature_of(key, checkpoint)
    refuse_unless(verified(key.public, checkpoint.body, signature), "检查点上日志的签名是假的")
    return checkpoint


def witnessed_at(checkpoint: Checkpoint, key: Key) -> int:
    """When this witness cosigned the checkpoint, in seconds since 1970."""
    signature = signature_of(key, checkpoint)
    refuse_unless(len(signature) == 72, "见证人的签名长度不对")
    seconds = int.from_bytes(signature[:8], "big")
    message = f"cosignature/v1\ntime {seconds}\n".encode() + checkpoint.body
    holds = seconds <= LARGEST and verified(key.public, message, signature[8:])
    refuse_unless(holds, f"见证人 {quoted(key.name)} 的签名是假的")
    return seconds


# 5 The tree (RFC 6962 §2.1, RFC 9162 §2.1.3 and §2.1.4) ---------------------------------------------------------------


def sha256(data: bytes) -> bytes:
    """FIPS 180-4."""
    return hashlib.sha256(data).digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of what is above two hashes."""
    return sha256(b"\x01" + left + right)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Does `leaf` stand at `index` (from 0) in the tree of `size` leaves under `root`?"""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(step, found)
            while not here & 1 and here != 0:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, step)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def is_grown(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the tree of `new` leaves begin with that of `old` leaves, of which there is at least one?"""
    if not 0 < old < new:
        return old == new and old_root == new_root and not proof
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    if not hashes:
        return False
    olds = news = hashes[0]
    for step in hashes[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            olds, news = node_hash(step, olds), node_hash(step, news)
            while not here & 1 and here != 0:
                here, last = here >> 1, last >> 1
        else:
            news = node_hash(news, step)
        here, last = here >> 1, last >> 1
    return last == 0 and olds == old_root and news == new_root


# 6 The copy -----------------------------------------------------------------------------------------------------------

_BEFORE = (
    *("@ledger", "@stream", "@version", "@tag", "@recorded_at", "@occurred_at"),
    *("@actor", "@rules", "@registers_to", "@checkpoint", "case", "entry", "defects"),
)
_SIGNED = (
    *("number", "kinds", "fine_yuan", "confiscated_yuan", "content", "facts"),
    *("evidence", "basis", "reasons", "performance", "relief", "decided_by"),
)
_PAID = ("bank", "surcharge", "departure", "distinct")
_GAINED = ("degree", "benchmark", "gains_yuan", "returned_yuan", "returned_proof", "gains_exception")
_REVIEWED = ("disclosure", "number", "outcome", "grounds", "basis", "masked", "copy")
_DECLINED = ("number", "grounds", "facts", "basis", "reasons", "education", "relief", "decided_by")
_OTHER = (*("number", "content", "facts", "evidence", "basis", "reasons", "relief", "decided_by", "valid_until"),)
_OTHERS = {
    "spot-decided/1": (
        *("officers", "kinds", "fine_yuan", "confiscated_yuan", "place", "performance", "bank"),
        *("collect_now", "surcharge", "correction", "mitigation", "mitigation_ground", "degree"),
        *("benchmark", "departure", "distinct", "provision", "handed_over", "refused", "refusal_note"),
    ),
    "measure-decided/1": ("amount_yuan",),
    "enforcement-decided/1": (
        *("methods", "enforce_on", "amount_yuan", "surcharge_yuan", "deposit_basis", "immediate"),
        "hiding_proof",
    ),
    "substitute-decided/1": (
        *("ground", "target", "method", "enforce_on", "substitute", "disinterested", "budget_yuan"),
    ),
    "court-application-signed/1": (
        *("court", "court_place", "immovable", "decision_paper", "party_view", "demand_state"),
        *("object_state", "other_materials", "sealed", "urgent", "urgent_reason", "amount_yuan"),
    ),
    "acceptance-refused/1": ("ground", "competent", "sealed"),
    "licence-granted/1": ("kind", "certificate", "valid_from", "on_the_spot", "heard"),
    "licence-changed/1": ("licence", "kind", "certificate", "valid_from", "heard"),
    "licence-refused/1": ("ground", "heard"),
    "licence-withdrawn/1": ("licence", "ground", "public_interest", "compensation", "compensation_yuan"),
    "licence-revoked/1": ("licence", "ground", "compensation", "compensation_yuan"),
    "licence-cancelled/1": ("licence", "ground", "proof"),
    "licence-kept/1": ("licence", "ground"),
    "inspection-plan-approved/1": (),
    "inspection-concluded/1": ("outcome",),
    "levy-decided/1": (*("amount_yuan", "pay_by", "performance", "bank", "late_fee_basis", "late_fee_permyriad"),),
    "petition-refused/1": (),
    "petition-decided/1": ("kind", "outcome", "amount_yuan", "each_yuan", "pay_from", "pay_to"),
}
_ALWAYS = ("@ledger", "@tag", "@recorded_at", "@checkpoint")
REVIEWS = ("disclosure-reviewed/1", "disclosure-re-reviewed/1", "disclosure-corrected/1")
PATHS = {
    REVIEWS[0]: (*_BEFORE, *_REVIEWED, "next_review_on"),
    REVIEWS[1]: (*_BEFORE, *_REVIEWED, "next_review_on", "former", "reason"),
    REVIEWS[2]: (*_BEFORE, *_REVIEWED, *("version", "related_case", "note", "changes", "hide_before", "asked_for")),
    "decision-signed/1": (*_BEFORE, *_SIGNED),
    "decision-signed/2": (*_BEFORE, *_SIGNED, *_PAID),
    "decision-signed/3": (*_BEFORE, *_SIGNED, *_PAID, *_GAINED),
    "penalty-declined/1": (*_BEFORE, *_DECLINED),
    **{tag: (*_BEFORE, *_OTHER, *own) for tag, own in _OTHERS.items()},
}
SHOWN_BY_REVIEW = {*_ALWAYS, *_REVIEWED}
SHOWN_BY_DECISION = {*_ALWAYS, "number"}
REPEATED = ("kinds", "content", "fine_yuan", "confiscated_yuan", "facts", "basis", "reasons")
MASKED_BY = {
    "party": "party",
    "content": "content",
    "facts": "facts",
    "reasons": "reasons",
    "fine_yuan": "amounts",
    "confiscated_yuan": "amounts",
}
OUTCOMES = {"open": "予以公示", "redacted": "遮盖部分内容后公示", "withheld": "不予公示"}
GROUNDS = {
    "secret-or-privacy": "涉及国家秘密、商业机密、个人隐私（第八条第一项）",
    "security": "公开后可能危及国家安全、公共安全、经济安全和社会稳定（第八条第二项）",
    "hinders-enforcement": "公开后可能妨碍正常执法活动（第八条第三项）",
    "other-law": "法律、法规和规章规定的其他不予公开的情形（第八条第四项）",
}
MASKS = {"party": "当事人", "facts": "事实", "reasons": "理由", "amounts": "金额", "content": "决定内容"}
PARTY_KINDS = {"natural": "自然人", "individual-business": "个体工商户", "organisation": "法人及非法人组织"}
PENALTIES = (
    *("警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件"),
    *("限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他"),
)
TEXT, TEXT_OR_NULL, TEXTS, KIND, DAY = "text", "text or null", "texts", "kind", "day"
AMOUNT, KINDS = "amount", "kinds"
COPY_MEMBERS = {
    "number": (TEXT, "文号"),
    "title": (TEXT, "标题"),
    "agency": (TEXT, "机关"),
    "agency_code": (TEXT, "机关代码"),
    "matter": (TEXT, "事项编码"),
    "matter_name": (TEXT, "事项"),
    "party": (TEXT_OR_NULL, "当事人"),
    "party_kind": (KIND, "当事人类别"),
    "kinds": (KINDS, "处罚种类"),
    "content": (TEXT_OR_NULL, "决定内容"),
    "fine_yuan": (AMOUNT, "罚款（元）"),
    "confiscated_yuan": (AMOUNT, "没收违法所得（元）"),
    "facts": (TEXT_OR_NULL, "认定事实"),
    "basis": (TEXTS, "决定依据"),
    "reasons": (TEXT_OR_NULL, "理由"),
    "decided_on": (DAY, "决定日期"),
}
PENAL = (*("decision-signed/1", "decision-signed/2", "decision-signed/3"), "penalty-declined/1", "spot-decided/1")
PENAL_LABELS = {"content": "处罚内容", "facts": "违法事实", "basis": "处罚依据"}
PENAL_MEMBERS = ("kinds", "fine_yuan", "confiscated_yuan")
NAMES = {1: "第一条记录（公示审查）", 2: "第二条记录（决定）"}


class Shown(NamedTuple):
    """A slot that is opened: `value` is the committed bytes, as text."""

    path: str
    value: str
    salt: bytes


class Record(NamedTuple):
    """One event of the log, most of it closed: a slot that isn't shown is its commitment."""

    leaf_index: int
    tag: str
    slots: list[Shown | bytes]
    proof: list[bytes]

    @property
    def shown(self) -> dict[str, str]:
        """Path and value of the slots that are opened."""
        return {slot.path: slot.value for slot in self.slots if isinstance(slot, Shown)}


class Copy(NamedTuple):
    """A public copy as it is read, nothing yet proven. `statement` is the digest that the public ledger names it by."""

    log: str
    review: Record
    decision: Record
    note: str
    statement: str


class Proven(NamedTuple):
    """What holds after all checks: the values that are shown, by path."""

    copy: Copy
    checkpoint: Checkpoint
    review: dict[str, Any]
    decision: dict[str, Any]


def check_copy(data: bytes, key: Key) -> Proven:
    """The steps of section 8, in their order; raises Refused."""
    copy = read_copy(data)
    checkpoint = verified_checkpoint(copy.note, key)
    head, slash, name = key.name.rpartition("/")
    refuse_unless(bool(head and slash) and name == copy.log, f"副本写的日志 {quoted(copy.log)} 不是这把公钥的日志")
    for place, record in ((1, copy.review), (2, copy.decision)):
        refuse_unless((record.tag in REVIEWS) == (place == 1) and record.tag in PATHS, f"{NAMES[place]}的类型不对")
        held = is_included(
            leaf_of(record, NAMES[place]), record.leaf_index, checkpoint.size, record.proof, checkpoint.root
        )
        refuse_unless(held, f"{NAMES[place]}的内容、位置或证明与检查点对不上")
    for place, record in ((1, copy.review), (2, copy.decision)):
        refuse_unless(record.shown.get("@ledger") == encode(copy.log), f"{NAMES[place]}不属于副本所写的日志")
        refuse_unless(record.shown.get("@tag") == encode(record.tag), f"{NAMES[place]}封存的类型不是所写的类型")
    review = read_review(copy.review)
    decision = read_decision(copy.decision, review)
    refuse_unless(copy.decision.leaf_index < copy.review.leaf_index, "审查不在决定之后")
    refuse_unless(decision["@recorded_at"] <= review["@recorded_at"], "记录时间与两条记录的先后矛盾")
    numbers = {review["number"], review["copy"]["number"], decision["number"]}
    refuse_unless(len(numbers) == 1, "审查、公开文本和决定的文号不一致")
    return Proven(copy, checkpoint, review, decision)


def read_copy(data: bytes) -> Copy:
    """Step 1: the file, in its one form."""
    refuse_unless(len(data) <= COPY_BYTES, f"文件超过 {COPY_BYTES} 字节")
    file = structure(decode(text_of(data, "文件"), "文件"), ("mingjing", "log", "records", "checkpoint"), "文件")
    refuse_unless(file["mingjing"] == "copy/1", "不是第一版的公开副本（copy/1）")
    log = text_member(file["log"], "日志名")
    refuse_unless(re.fullmatch("[a-z][a-z0-9-]{0,62}", log) is not None, "日志名不合规定")
    records = list_member(file["records"], "记录一栏")
    refuse_unless(len(records) == 2, "副本应有两条记录")
    review, decision = (read_record(record, NAMES[place]) for place, record in enumerate(records, 1))
    opened = [{name: record[name] for name in ("index", "tag", "slots")} for record in records]
    statement = encode({"mingjing": "copy/1", "log": log, "records": opened})
    note = text_member(file["checkpoint"], "检查点")
    return Copy(log, review, decision, note, sha256(statement.encode()).hex())


def read_record(value: Any, what: str) -> Record:
    """R of section 8."""
    record = structure(value, ("index", "tag", "slots", "proof"), what)
    index = record["index"]
    refuse_unless(type(index) is int and 0 <= index <= LARGEST, f"{what}的序号不合规定")
    slots = [read_slot(slot, what) for slot in list_member(record["slots"], f"{what}的各格")]
    proof = [unbase64(step, f"{what}的证明", 32) for step in list_member(record["proof"], f"{what}的证明")]
    refuse_unless(len(proof) <= 63, f"{what}的证明过长")
    return Record(index, text_member(record["tag"], f"{what}的类型"), slots, proof)


def read_slot(value: Any, what: str) -> Shown | bytes:
    """S of section 8."""
    if isinstance(value, str):
        return unbase64(value, f"{what}中的承诺值", 32)
    parts = list_member(value, f"{what}中的一格")
    refuse_unless(len(parts) == 3, f"{what}中出示的一格不是三项")
    path, text = text_member(parts[0], f"{what}中的格名"), text_member(parts[1], f"{what}中的值")
    return Shown(path, text, unbase64(parts[2], f"{what}中的盐", 32))


def leaf_of(record: Record, what: str) -> bytes:
    """Step 3: the leaf that the slots make, each with the path of its place."""
    paths = PATHS[record.tag]
    refuse_unless(len(record.slots) == len(paths), f"{what}的格数不对")
    commitments = b""
    for path, slot in zip(paths, record.slots):  # noqa: B905 (`strict` came with 3.10)
        refuse_unless(not isinstance(slot, Shown) or slot.path == path, f"{what}中有一格不在它的位置上")
        commitments += commitment(record.tag, path, slot) if isinstance(slot, Shown) else slot
    return leaf_hash(b"mingjing\x01" + sha256(commitments))


def commitment(tag: str, path: str, slot: Shown) -> bytes:
    """Section 5."""
    frame = b"".join(len(part).to_bytes(2, "big") + part for part in (tag.encode(), path.encode()))
    return sha256(slot.salt + frame + slot.value.encode())


def read_review(record: Record) -> dict[str, Any]:
    """Step 5 for the first record, and the forms of its values."""
    what = NAMES[1]
    refuse_unless(set(record.shown) == SHOWN_BY_REVIEW, f"{what}出示的格不合规定")
    values = {path: decode(value, f"{what}的“{path}”") for path, value in record.shown.items()}
    for path in ("disclosure", "number", "basis"):
        text_member(values[path], f"{what}的“{path}”")
    require_moment(values["@recorded_at"], what)
    require_digest(values["@checkpoint"], what)
    refuse_unless(is_one_of(values["outcome"], OUTCOMES), f"{what}的结论不合规定")
    for path, words in (("grounds", GROUNDS), ("masked", MASKS)):
        entries = list_member(values[path], f"{what}的“{path}”")
        refuse_unless(all(is_one_of(entry, words) for entry in entries), f"{what}的“{path}”不合规定")
    values["copy"] = read_public_text(values["copy"])
    refuse_unless(values["outcome"] != "withheld", "这次审查的结论是不予公示，没有批准任何公开文本")
    require_masks(values["outcome"], values["masked"], values["copy"])
    return values


def require_masks(outcome: str, masked: list[str], text: dict[str, Any]) -> None:
    """What is masked is named in order, once, and is null; nothing else is, but an amount that there isn't."""
    refuse_unless(masked == [field for field in MASKS if field in masked], "遮盖各项的次序不合规定，或者有重复")
    refuse_unless((outcome == "redacted") == (masked != []), "结论与遮盖的内容不一致")
    for name, field in MASKED_BY.items():
        null, may_lack = text[name] is None, field == "amounts"
        holds = null if field in masked else not null or may_lack
        refuse_unless(holds, f"公开文本的“{COPY_MEMBERS[name][1]}”与遮盖的内容不一致")


def read_public_text(value: Any) -> dict[str, Any]:
    """The value of `copy`."""
    members = structure(value, tuple(COPY_MEMBERS), "公开文本")
    for name, (form, label) in COPY_MEMBERS.items():
        refuse_unless(has_form(members[name], form), f"公开文本的“{label}”不合规定")
    return members


def has_form(value: Any, form: str) -> bool:
    """Is the value of a member of `copy` of this form?"""
    if form == TEXTS:
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    if form == KINDS:
        return isinstance(value, list) and all(entry in PENALTIES for entry in value)
    if form == KIND:
        return is_one_of(value, PARTY_KINDS)
    if form == AMOUNT and value is not None:
        return isinstance(value, str) and re.fullmatch(r"(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?", value) is not None
    if form == DAY:
        return is_moment(value, "[0-9]{4}-[0-9]{2}-[0-9]{2}", "%Y-%m-%d")
    return isinstance(value, str) or (form in (AMOUNT, TEXT_OR_NULL) and value is None)


def read_decision(record: Record, review: dict[str, Any]) -> dict[str, Any]:
    """Step 5 for the second record: nothing may be shown but what the public text repeats, or is always shown."""
    what = NAMES[2]
    refuse_unless(all(path in record.shown for path in SHOWN_BY_DECISION), f"{what}出示的格少于规定")
    for path, value in record.shown.items():
        holds = path in SHOWN_BY_DECISION or is_repeated(path, value, review)
        refuse_unless(holds, f"{what}出示的“{plain(path)}”与公开文本不同，或者不该出示")
    values = {path: decode(value, f"{what}的“{path}”") for path, value in record.shown.items()}
    text_member(values["number"], f"{what}的文号")
    require_moment(values["@recorded_at"], what)
    require_digest(values["@checkpoint"], what)
    return values


def is_repeated(path: str, value: str, review: dict[str, Any]) -> bool:
    """Does the public text say the same under this name, unmasked?"""
    if path not in REPEATED or MASKED_BY.get(path) in review["masked"]:
        return False
    return encode(review["copy"][path]) == value


def is_one_of(value: Any, words: dict[str, str]) -> bool:
    """Is it one of these texts?"""
    return isinstance(value, str) and value in words


def require_moment(value: Any, what: str) -> None:
    """`@recorded_at` of section 2."""
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
    refuse_unless(is_moment(value, form, "%Y-%m-%dT%H:%M:%S.%fZ"), f"{what}的记录时间不合规定")


def require_digest(value: Any, what: str) -> None:
    """`@checkpoint` of section 2."""
    holds = isinstance(value, str) and re.fullmatch("([0-9a-f]{64})?", value) is not None
    refuse_unless(holds, f"{what}的见证检查点不合规定")


def is_moment(value: Any, form: str, parts: str) -> bool:
    """Is it text of this form, and a time that exists?"""
    if not isinstance(value, str) or re.fullmatch(form, value) is None:
        return False
    try:
        datetime.datetime.strptime(value, parts)  # noqa: DTZ007 (a check of the form alone)
    except ValueError:
        return False
    return True


# 7 What is said about it ----------------------------------------------------------------------------------------------


def report(
    proven: Proven,
    key: Key,
    witnesses: Sequence[tuple[str, int]],
    since: Sequence[tuple[int, str, int]] = (),
    compared: bool = False,
) -> list[str]:
    """What was proven and what was not, in plain words. `since`: leaf index, witness, and the time before it."""
    copy, checkpoint = proven.copy, proven.checkpoint
    return [
        "通过：这份公开副本与日志的签名一致。",
        f"日志：{plain(key.name)}（公钥编号 {key.id.hex()}）",
        f"检查点：共 {checkpoint.size} 条，根 {base64.b64encode(checkpoint.root).decode()}",
        f"声明摘要：{copy.statement}",
        "",
        "已经证明：",
        *said_of_review(proven),
        *said_of_decision(proven),
        *said_of_checkpoints(proven, since),
        *said_of_time(witnesses, compared),
        "",
        "没有证明：",
        *said_of_gaps(proven),
        f"  ·这个决定现在是否仍然有效。撤回是以后的另一条记录，请按声明摘要查公开账本 {copy.log}-public。",
        "  ·所写的内容是否属实，程序是否合法；没有记录的事情发生过没有。",
        "  ·遮盖后的写法（如“张某某”）是否与原样相像：只证明批准的就是这个写法。",
        "  ·没有出示的各项写了什么；审查和决定是否同属一案：两者只以文号相连。",
        "  ·日志对所有人是否都一样：请与别处保存的检查点比对，或者看见证人的签名。",
        *said_of_no_checkpoint(proven, since),
        *([] if witnesses else ["  ·记录时间是否真实：那是书写者时钟所示。时间要靠见证人，这次没有要求见证人的签名。"]),
        "  ·以上全部以您给出的公钥为准。公钥若是从给您副本的地方得来的，就什么也没有证明。",
    ]


def said_of_review(proven: Proven) -> list[str]:
    """The first record."""
    review, number = proven.review, proven.copy.review.leaf_index + 1
    grounds = "、".join(GROUNDS[word] for word in review["grounds"]) or "无"
    masked = "、".join(MASKS[word] for word in review["masked"]) or "无"
    return [
        f"  1. 日志第 {number} 条是一次公示审查，书写者时钟记为 {review['@recorded_at']}（世界时）。",
        f"     结论：{OUTCOMES[review['outcome']]}；不予公示的情形：{grounds}；遮盖：{masked}",
        f"     审查依据：{plain(review['basis']) or '无'}",
        f"     公开页编号：{plain(review['disclosure'])}",
        "     经审查批准公开的文本，逐字如下：",
        *(f"       {label}：{said(review['copy'][name], COPY_MEMBERS[name][0])}" for name, label in labels(proven)),
    ]


def labels(proven: Proven) -> list[tuple[str, str]]:
    """Members of the public text with their labels: those of a penalty have its words; no other has kinds or fines."""
    if proven.copy.decision.tag in PENAL:
        return [(name, PENAL_LABELS.get(name, label)) for name, (_, label) in COPY_MEMBERS.items()]
    text = proven.review["copy"]
    return [(name, label) for name, (_, label) in COPY_MEMBERS.items() if text[name] or name not in PENAL_MEMBERS]


def said(value: Any, form: str) -> str:
    """A value of the public text, word for word but for the kinds of parties."""
    if value is None or value == []:
        return "（没有）"
    if form == KIND:
        return PARTY_KINDS[value]
    return "；".join(map(plain, value)) if form in (KINDS, TEXTS) else plain(value)


def said_of_decision(proven: Proven) -> list[str]:
    """The second record."""
    tag = proven.copy.decision.tag
    word = "不予处罚决定" if tag == "penalty-declined/1" else "处罚决定" if tag in PENAL else "其他行政执法决定"
    same = "、".join(label for name, label in labels(proven) if name in proven.decision)
    recorded_at = proven.decision["@recorded_at"]
    return [
        f"  2. 日志第 {proven.copy.decision.leaf_index + 1} 条是一份{word}，书写者时钟记为 {recorded_at}（世界时）。",
        f"     决定中的下列各项与上面的文本逐字相同：{same}",
    ]


def said_of_checkpoints(proven: Proven, since: Sequence[tuple[int, str, int]]) -> list[str]:
    """What the records can't be older than."""
    lines = []
    for record, values in ((proven.copy.review, proven.review), (proven.copy.decision, proven.decision)):
        digest, number = values["@checkpoint"], record.leaf_index + 1
        if digest:
            lines += [
                f"  ·第 {number} 条：本记录写入时，日志的见证检查点为 {digest}",
                f"    （可从 /log/{proven.copy.log}/witnessed/{digest} 取得），因此记录不早于该检查点的见证时间。",
            ]
        lines += [
            f"    见证人 {plain(name)} 在该检查点上的签名证明：第 {number} 条不早于 {moment(seconds)}。"
            for index, name, seconds in since
            if index == record.leaf_index
        ]
    return lines


def said_of_no_checkpoint(proven: Proven, since: Sequence[tuple[int, str, int]]) -> list[str]:
    """Of which records it is open when they were not there yet."""
    lines = []
    for record, values in ((proven.copy.review, proven.review), (proven.copy.decision, proven.decision)):
        number = record.leaf_index + 1
        if not values["@checkpoint"]:
            lines.append(f"  ·第 {number} 条不早于何时：写入时没有见证检查点。")
        elif not any(index == record.leaf_index for index, _, _ in since):
            why = "要有该见证检查点（--witnessed）和见证人的公钥（--witness）才能核对"
            lines.append(f"  ·第 {number} 条不早于的具体时间：{why}。")
    return lines


def said_of_time(witnesses: Sequence[tuple[str, int]], compared: bool) -> list[str]:
    """What witnesses and a kept checkpoint add."""
    lines = [
        f"  ·见证人 {plain(name)} 签名证明：不晚于 {moment(seconds)}，这两条已在日志中。" for name, seconds in witnesses
    ]
    return lines + (["  ·与您保存的检查点比对过：两者是同一个日志，长的以短的开头。"] if compared else [])


def moment(seconds: int) -> str:
    """A time of a witness, as people write it."""
    try:
        written = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)  # noqa: UP017 (3.9)
        return written.strftime("%Y-%m-%d %H:%M:%S") + "（世界时）"
    except (OverflowError, ValueError, OSError):
        return f"1970 年起 {seconds} 秒"


def said_of_gaps(proven: Proven) -> list[str]:
    """Where the public text couldn't be held against the decision."""
    gaps = "、".join(label for name, label in labels(proven) if name in unbacked(proven))
    return [f"  ·公开文本的下列各项与决定是否相同（决定一方没有出示，只证明批准的就是这样写的）：{gaps}。"]


def unbacked(proven: Proven) -> list[str]:
    """Members of the public text that the decision doesn't show, but for those that are masked."""
    masked = proven.review["masked"]
    return [name for name in COPY_MEMBERS if name not in proven.decision and MASKED_BY.get(name) not in masked]


# 8 The self-test ------------------------------------------------------------------------------------------------------

ED25519_CASES = (  # RFC 8032 §7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
)
TREE_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
TREE_ROOTS = (  # of RFC 6962's reference implementation, for the first none, one, two … of these leaves
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
VECTOR_KEY = "log.example.gov/golden+78b93335+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
VECTOR_WITNESS = "witness.example.org+0ea12664+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
VECTOR_TIME = 1773630000
VECTOR_STATEMENT = "2fa00b4240685db701e4551674dbcde220e4864a35bc9c1dae1b8e14c6b84043"
VECTOR_ROOT = "5d735e6d5fb6ca39a61d9adbb960cac75c97d6d764f34bf6a1fbf4d2949385d6"
VECTOR_LEAVES = {  # by index
    5: "2069915002dc67094632e88626676ef9a1fa2c932f3757a0645f65c84a9f0c04",
    6: "808d2a2a07e1954773771e981648bb4f7ab6d5120cd48cfa85ae0d61b05836a0",
}
VECTOR_SLOT = (  # events/2/slots/28: tag, path, value, salt, commitment
    "case-filed/1",
    "facts",
    '"在人行道上摆放货架，“占用”约 2 平方米。\\n"',
    "fb877e6a182bcf0b0608ba3fb99c65716165dff9496a07087f3c13b146744ef2",
    "3eef48429ecfc94188d1f2e19f4963754be72bd0c05d55de050e0c8ff3159fd2",
)
VECTOR_COPY = r"""
{"mingjing":"copy/1","log":"golden","records":[{"index":6,"tag":"disclosure-reviewed/1","slots":[["@ledger","\"golden\
"","jnX/ghEtN2cSdMQb/ceNSM8f63ZJuuiNcopev13TbD4="],"kQi39VmBirJd7v9RbRbjEuKxlGmBEzB2pHI32CNAKJY=","C985Mdvdiy2F7sge8v5
w3UIG+pJiHjqJFetIT3ZV90g=",["@tag","\"disclosure-reviewed/1\"","ETE3cP7qHXC7kf9tkcbInAJcI7TxWn7UmmVPhKVw8Ec="],["@reco
rded_at","\"2026-03-16T02:00:00.000007Z\"","priBT2pRshL3Oh4pbda2oQMlFy1xVvtPKWw3O2iSvZk="],"KLC7gbmTFgC0FylY+6f9fvecdr
VERw723NplRnVjeiY=","wwH6GxE0tGpYrTtgDLM53AamZ3lqA+8nfAIO2v+tguY=","U2wTr+bppP2qLzxtfby5gsPpkCsyNxiPi9P63SRlqUM=","w4J
DKFqa6w/aDlkrhRp0a71RK8cIB6vD86RUi9X7WWQ=",["@checkpoint","\"f9dd70f38ac9a0cccfffb5c7f2355550767b9f82b8e57c2b044872458
5fd43e6\"","tbonHHEuFeYfrYcoOUW0LF/WgszpySNiUaL0xkKxSfs="],"AYNrD6hmGZpXxzPxyTTgmQWy7/aJM3AwU6uA0fPzfEQ=","E7Ip1DJ5e4E
pRLFVYknYKF0px40AMDTUsweVEZHWTRw=","hTwSG4H6IuK9xtkpVrTl17nv8rtH/ovAeNDrrkcnIWA=",["disclosure","\"01890a5d-ac96-774b-
bcce-b302099a8058\"","PvgpKqeh+18QPp4Jma0DGzhw11OUxE0H73OjJ0FmSH8="],["number","\"监漳罚〔2026〕1号\"","AYoi8dAWROH1e0
NYtFzlCKl8akRIA90MizeXM4AHZWA="],["outcome","\"redacted\"","c07iWTaw3yb4CM2HkME4MdMAh0j5H0xuAh2m0+LE2uQ="],["grounds",
"[\"other-law\"]","sVmIIfaxTSnJGnBTTp6xbZnzyHlNZJzHO9n2Jh7Srx0="],["basis","\"某某条例第八条\"","H99G8LWTmps+sBfvupAsw
s2UXQmPCqFhVvYdljLkd9c="],["masked","[\"reasons\"]","r+C6REe6ITwNAvNny03TOn/i7mc0UloRfam+58Ax/t4="],["copy","{\"number
\":\"监漳罚〔2026〕1号\",\"title\":\"对占道经营的处罚\",\"agency\":\"样本镇人民政府\",\"agency_code\":\"11140429012345
807X\",\"matter\":\"140429001\",\"matter_name\":\"对占道经营的处罚\",\"party\":\"张某某\",\"party_kind\":\"natural\",\
"kinds\":[\"罚款\"],\"content\":\"罚款人民币贰佰元\",\"fine_yuan\":\"200.00\",\"confiscated_yuan\":null,\"facts\":\"当
事人在人行道上摆放货架。\",\"basis\":[\"某某条例第十条\"],\"reasons\":null,\"decided_on\":\"2026-03-16\"}","UBIy9T/4xw
z0eU63gbrZ0CqBs4cj+GRRtD081r8kAXQ="],"CHIyCsEa7GfuOofJwVFiR7XVUow/O5YroE+Lg0a93TA="],"proof":["tTwqO22CqkLTrH9r3uY3o1W
4RzJa/IPtRLoZHQHoutg=","+9DZoJmV6Ujzcp9VyeGgbXoNe0fDl0jCdA5jpGTErj8="]},{"index":5,"tag":"decision-signed/2","slots":[
["@ledger","\"golden\"","K7sxDJ3SvLF9mNb8naF+bWbH2ZR0Q3qzgjk+/Lc4p3c="],"TxC7LLR24wMhEOTxsq871RaI9e7XOgh1vr7EO1nNOmE="
,"CmcDgF2u2pOebVqAAP0zh2JK8wPnBIUT47hSqBXRVGQ=",["@tag","\"decision-signed/2\"","caqHlQEgtrIRNqSTyfuo8j6nyaZUWmRpDaMzG
CsuYw0="],["@recorded_at","\"2026-03-16T02:00:00.000006Z\"","1J+5ADCsm/KgGVLtK9p0RQ03TrWtD8Is4x/u89sk+Yw="],"/h4B2pYkX
PKILywcbhszLe1NpI3yqXL6fcYT/KH/114=","kCDABF5WpNmy31Bl8S/Or5LAuSGAed83naJ4/p/hLP0=","zFL0cKhpTLqEBbPze3dRzZB1JHhe1xSSL
D2h0rd36SM=","0utmspYKiLiWED+f7MjgVT6JcshA4hr7E1o1jSXIr9k=",["@checkpoint","\"f9dd70f38ac9a0cccfffb5c7f2355550767b9f82
b8e57c2b0448724585fd43e6\"","lyAnj2TK6QV639A6Kauqj59RCrRFmmefUEpzub6s67w="],"kSK4MYtwpWgbI91aAtiSA6VtHqyXYuXELc0NbxW2J
Vw=","vi/Hkv9DGGeKQkQbQxVE5O2oWlMpDNtz81hk86VoVZo=","bR+E9L4UoViTiwEyi4FEkRT3Bdq6Cz4L5pKnzmQm77w=",["number","\"监漳罚
〔2026〕1号\"","NV5U9byCr7T8ytHwuUzunD00jS5u0QBMWDPvmWK4UEs="],["kinds","[\"罚款\"]","ON95VcY/OAe8YdabvE49sk6eKolMTsIM
Z0JINA29UPI="],["fine_yuan","\"200.00\"","w1yCs0+n5/PgpEnhtrCsSA0tjdn10LjEfTJwvamnSlc="],["confiscated_yuan","null","s
bpYrQHVt1eKOMKKRVXemevXyclgwwcle45nFh5jEDI="],["content","\"罚款人民币贰佰元\"","nv41KizF77a4b0ubj5dRsdLW80h6nFLaemBLZ
kJGyWE="],"5/lcBOQp2qXvvJUtMqJdIBfOtJqBQbbJaQrg849kpS4=","QsVqDat0UDDIUOi27LR9aYM88APZCEjkR/AoPzvEj1s=",["basis","[\"
某某条例第十条\"]","UucnTp4hAN4F3NKRlKfai4YkxSv/Su1AjDCogr58rjk="],"z2+7LMplGGOwjUJXnxGRTso/23WobV8ZQiBXgxrwbko=","h20
eRrDE60jaczLLwVr698KO0mKUyO5J3AKB3vuOeEE=","dw9ZQAOcUDgtt12rD/9GttxvuwWTf9GJ0q6NPeNgLO0=","PfQ6kLZK6BVKfcwjAVTNF2DKTD4
3Ug5lHxu9+UeA+HM=","dfHN2j1LAS3G3a7LTXoggFhpcgE7+M127nz1IvJLSMs=","TPpfHQPSHyJzehySramjYZJh/zU8RnEl0mD5YqTKgIo=","ZFXC
q2CCSh9YEN5f1A6sMpf+uM44L9Ebut/ycRiiSq8=","KzgWe8YzdrPfwxb9kFOQejbhhVK+dwkRpJo2PGe6kyA="],"proof":["8SrjMjpdZmAihaU8Ku
j905k//AF3QpK2dN0WJ6U0/Jo=","gI0qKgfhlUdzdx6YFki7T3q21RIM1Iz6ha4NYbBYNqA=","+9DZoJmV6Ujzcp9VyeGgbXoNe0fDl0jCdA5jpGTErj
8="]}],"checkpoint":"log.example.gov/golden\n7\nXXNebV+2yjmmHZrbuWDKx1yX1tdk80v2ofv00pSThdY=\n\n— log.example.gov/gold
en eLkzNdb9HtfRVU9KibYRj/CZWtTShZ7fZad/Lw02j6F2PaFXXHdQT54zW/aUqeyD6dKxn9WXEA/dQrfKshHNalRfygw=\n— witness.example.org
 DqEmZAAAAABpt3IwzLx1Lh43KCk/r9o/7NWkHyKfizEIue8yLl09cOVW7HWEGZY9QP220GPpeA5nAaAj5Sng68Hq0biqZR7cpAU3DA==\n"}
""".replace("\n", "")  # the file has no newline; here it is only folded


def self_test() -> list[str]:
    """Tries this program on vectors with known results; raises Refused at the first that fails."""
    test_signatures()
    test_trees()
    test_document()
    return [
        "自检通过。",
        f"  RFC 8032 的 Ed25519 例子 {len(ED25519_CASES)} 个，改动后都不再通过",
        f"  RFC 6962 参考实现的树 {len(TREE_ROOTS)} 棵，其中每一条、每两棵之间的证明都成立，改动后都不再成立",
        "  《seal.md》的例子：一格、两个叶、检查点、见证人签名、整份副本",
    ]


def test_signatures() -> None:
    """RFC 8032 §7.1, and each with a changed message, a changed signature and an s that is too large."""
    for public, message, signature in ((bytes.fromhex(part) for part in case) for case in ED25519_CASES):
        larger = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
        refuse_unless(verified(public, message, signature), "自检失败：RFC 8032 的签名")
        refuse_unless(not verified(public, message + b"\x00", signature), "自检失败：改过的文字")
        refuse_unless(not verified(public, message, bytes([signature[0] ^ 1]) + signature[1:]), "自检失败：改过的签名")
        refuse_unless(not verified(public, message, signature[:32] + larger), "自检失败：过大的 s")


def test_trees() -> None:
    """RFC 6962's definitions of root and path against the check of RFC 9162."""
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in TREE_LEAVES]
    for size, root in enumerate(map(bytes.fromhex, TREE_ROOTS)):
        refuse_unless(root_of(hashes[:size]) == root, "自检失败：RFC 6962 的根")
        for index in range(size):
            path = path_of(index, hashes[:size])
            refuse_unless(is_included(hashes[index], index, size, path, root), "自检失败：包含证明")
            for other in range(size + 1):
                held = is_included(hashes[index], other, size, path, root)
                refuse_unless(held == (other == index), "自检失败：别处的包含证明")
            longer, changed = [*path, root], [bytes(32) for _ in path]
            refuse_unless(not is_included(hashes[index], index, size, longer, root), "自检失败：过长的证明")
            held = is_included(hashes[index], index, size, changed, root)
            refuse_unless(held == (path == []), "自检失败：假的证明")
        for old in range(1, size + 1):
            old_root, proof = bytes.fromhex(TREE_ROOTS[old]), growth_of(old, hashes[:size])
            refuse_unless(is_grown(old, old_root, size, root, proof), "自检失败：一致性证明")
            refuse_unless(not is_grown(old, bytes(32), size, root, proof), "自检失败：别的旧根")
            refuse_unless(not is_grown(old, old_root, size, bytes(32), proof), "自检失败：别的新根")
            refuse_unless(not is_grown(old, old_root, size, root, [*proof, root]), "自检失败：过长的一致性证明")


def root_of(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:half]), root_of(hashes[half:]))


def path_of(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.1."""
    if len(hashes) == 1:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if index < half:
        return [*path_of(index, hashes[:half]), root_of(hashes[half:])]
    return [*path_of(index - half, hashes[half:]), root_of(hashes[:half])]


def growth_of(old: int, hashes: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962 §2.1.2; `whole` while the old tree is all that stood there, so that its root is known."""
    if old == len(hashes):
        return [] if whole else [root_of(hashes)]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if old <= half:
        return [*growth_of(old, hashes[:half], whole), root_of(hashes[half:])]
    return [*growth_of(old - half, hashes[half:], whole=False), root_of(hashes[:half])]


def test_document() -> None:
    """The vectors of the document that a checker has a use for."""
    tag, path, value, salt, found = VECTOR_SLOT
    made = commitment(tag, path, Shown(path, value, bytes.fromhex(salt)))
    refuse_unless(made.hex() == found, "自检失败：一格的承诺值")
    proven = check_copy(VECTOR_COPY.encode(), read_key(VECTOR_KEY))
    refuse_unless(proven.copy.statement == VECTOR_STATEMENT, "自检失败：声明摘要")
    refuse_unless(proven.checkpoint.root.hex() == VECTOR_ROOT, "自检失败：根")
    for record in (proven.copy.review, proven.copy.decision):
        refuse_unless(leaf_of(record, "").hex() == VECTOR_LEAVES[record.leaf_index], "自检失败：叶")
    witness = read_key(VECTOR_WITNESS, WITNESS_KEY)
    refuse_unless(witnessed_at(proven.checkpoint, witness) == VECTOR_TIME, "自检失败：见证人的签名")


# 9 The command --------------------------------------------------------------------------------------------------------


class Arguments(argparse.ArgumentParser):
    """Says in Chinese what argparse says in English."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 (English)
        """What can't be understood is wrong use."""
        raise WrongUse("参数不对")


class Once(argparse.Action):
    """An option that may be given once: of two keys, nobody knows which was meant."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:  # noqa: ARG002
        """Stores the first value."""
        if getattr(namespace, self.dest) is not None:
            raise WrongUse(f"{option_string} 写了两次")
        setattr(namespace, self.dest, values)


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line; raises WrongUse."""
    parser = Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("file", nargs="?")
    for name in ("--key", "--key-file", "--checkpoint", "--consistency"):
        parser.add_argument(name, action=Once)
    for name in ("--witness", "--witnessed"):
        parser.add_argument(name, action="append", default=[])
    for names in (("--self-test",), ("-h", "--help")):
        parser.add_argument(*names, action="store_true")
    given = parser.parse_args(arguments)
    if given.self_test and len(arguments) > 1:
        raise WrongUse("--self-test 不能与别的参数同用")
    if given.consistency is not None and given.checkpoint is None:
        raise WrongUse("--consistency 要与 --checkpoint 同用")
    if given.witnessed and not given.witness:
        raise WrongUse("--witnessed 要与 --witness 同用")
    one_key = (given.key is None) != (given.key_file is None)
    if not (given.help or given.self_test or (given.file is not None and one_key)):
        raise WrongUse("要有一个副本文件，并且 --key 和 --key-file 中要有一个，也只能有一个")
    return given


def content_of(name: str, limit: int) -> bytes:
    """The bytes of a file, one more than `limit` at most; raises WrongUse."""
    try:
        with open(name, "rb") as file:  # noqa: PTH123 (a name is enough here)
            return file.read(limit + 1)
    except (OSError, ValueError):
        raise WrongUse(f"读不到文件 {quoted(name)}") from None


def key_text(given: argparse.Namespace) -> str:
    """The log's key, from the command line or the first and only line of a file."""
    if given.key is not None:
        return str(given.key)
    try:
        return text_of(content_of(given.key_file, 4096), "公钥文件").strip()
    except Refused as reason:
        raise WrongUse(str(reason)) from None


def run(arguments: Sequence[str]) -> list[str]:
    """The lines to print when all that was asked for is proven."""
    given = read_arguments(arguments)
    if given.help:
        return USAGE.splitlines()
    if given.self_test:
        return self_test()
    key = read_key(key_text(given))
    witnesses = [read_key(text, WITNESS_KEY) for text in given.witness]
    kept = content_of(given.checkpoint, NOTE_BYTES) if given.checkpoint is not None else None
    earlier = [content_of(name, NOTE_BYTES) for name in given.witnessed]
    proof = content_of(given.consistency, NOTE_BYTES) if given.consistency is not None else b""
    proven = check_copy(content_of(given.file, COPY_BYTES), key)
    times = [(witness.name, witnessed_at(proven.checkpoint, witness)) for witness in witnesses]
    since = [one for note in earlier for one in not_before(proven, note, key, witnesses)]
    if kept is not None:
        compare(proven.checkpoint, kept, key, proof)
    return report(proven, key, times, since, kept is not None)


def not_before(proven: Proven, note: bytes, key: Key, witnesses: Sequence[Key]) -> list[tuple[int, str, int]]:
    """The records that commit to this checkpoint, by leaf index, with each witness and its time."""
    copy, digest = proven.copy, sha256(note).hex()
    both = ((copy.review, proven.review), (copy.decision, proven.decision))
    found = [record.leaf_index for record, values in both if values["@checkpoint"] == digest]
    refuse_unless(found != [], f"两条记录都没有引用这个见证检查点（摘要 {digest}）")
    try:
        checkpoint = verified_checkpoint(text_of(note, "检查点"), key)
        times = [(witness.name, witnessed_at(checkpoint, witness)) for witness in witnesses]
    except Refused as reason:
        raise Refused(f"记录所引用的见证检查点不能用：{reason}") from None
    refuse_unless(checkpoint.size <= min(found), "记录所引用的见证检查点不在记录之前")
    return [(index, name, seconds) for index in found for name, seconds in times]


def compare(checkpoint: Checkpoint, kept: bytes, key: Key, proof: bytes) -> None:
    """Refuses a checkpoint that contradicts one that was kept elsewhere, or that can't be compared with it."""
    try:
        other = verified_checkpoint(text_of(kept, "检查点"), key)
    except Refused as reason:
        raise Refused(f"您保存的检查点不能用：{reason}") from None
    if checkpoint.size == other.size:
        refuse_unless(
            checkpoint.root == other.root,
            "日志对不同的人出示了不同的内容！副本的检查点与您保存的检查点条数相同而根不同，两者都有日志的签名。请保存好这两份文件",
        )
        return
    old, new = sorted((checkpoint, other), key=lambda one: one.size)
    refuse_unless(
        is_grown(old.size, old.root, new.size, new.root, read_hashes(proof)),
        f"副本本身没有发现问题，但不能证明它与您保存的检查点是同一个日志：一个有 {old.size} 条，一个有 {new.size} 条。"
        "大小不同的检查点要有正确的一致性证明（--consistency）才能比对",
    )


def read_hashes(proof: bytes) -> list[bytes]:
    """A proof of consistency: hashes in base64, one per line."""
    lines = text_of(proof, "一致性证明").split("\n")
    refuse_unless(lines.pop() == "" and len(lines) <= 64, "一致性证明应为每行一个哈希，末尾有换行，最多 64 行")
    return [unbase64(line, "一致性证明的哈希", 32) for line in lines]


def main(arguments: Sequence[str]) -> int:
    """Prints the result and returns the exit code."""
    try:
        lines, code = run(arguments), 0
    except Refused as reason:
        lines, code = [f"未通过：{reason}。", "您要核对的没有得到证明。"], 1
    except WrongUse as reason:
        lines, code = [f"用法不对：{reason}。", "", *USAGE.splitlines()], 2
    except KeyboardInterrupt:
        lines, code = ["未通过：核对被中断。"], 1
    except Exception as error:  # a fault of this program must never look like a proof
        lines, code = [f"未通过：本程序出错（{type(error).__name__}），核对没有做完。"], 1
    return code if said_all(lines, sys.stderr if code == 2 else sys.stdout) else max(code, 1)


def said_all(lines: Sequence[str], stream: Any) -> bool:
    """Prints the lines; False when nobody can read them."""
    try:
        try:
            "明镜".encode(stream.encoding)
            stream.reconfigure(errors="backslashreplace")
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        stream.write("\n".join(lines).rstrip("\n") + "\n")
        stream.flush()
    except (OSError, ValueError, AttributeError):
        silence()
        return False
    return True


def silence() -> None:
    """Keeps Python from complaining about a closed stream when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

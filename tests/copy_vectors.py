"""Public copies that every checker accepts, and others that every checker refuses (docs/seal.md, section 8).

`python tests/copy_vectors.py` writes them to `golden/copy_vectors.json` when they are missing, and never touches those
that are there. Each has its own name and key, and the keys of witnesses that are asked for; what is accepted says what
it has proven.
"""

import base64
import hashlib
import json
import runpy
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from forged_copy import (
    DECISION,
    ORIGIN,
    REVIEW,
    SHOWN_DECISION,
    SHOWN_REVIEW,
    VECTORS,
    base64_of,
    encoded,
    forged,
    key_of,
    public_text,
    sha256,
    signed,
)

FILE: Final = Path(__file__).parent / "golden" / "copy_vectors.json"
SUMS: Final = FILE.with_name("SHA256SUMS")
COPY: Final[str] = VECTORS["copy"]
NOTE: Final[str] = VECTORS["log"]["checkpoint"]
VKEY: Final[str] = VECTORS["log"]["vkey"]
WITNESS: Final[str] = VECTORS["witness"]["vkey"]
SEED: Final = bytes.fromhex(VECTORS["log"]["seed"])
OTHER_SEED: Final = bytes(range(64, 96))
BODY, _, LINES = NOTE.partition("\n\n")
LOG_LINE, WITNESS_LINE = LINES.splitlines()
ID: Final = base64.b64decode(LOG_LINE.rpartition(" ")[2])[:4]
FALSE_LINE: Final = f"— {ORIGIN} {base64_of(ID + bytes(64))}"


def rewritten(change: Callable[[dict[str, Any]], object]) -> str:
    """The golden copy in its one form with something else in it."""
    file = json.loads(COPY)
    change(file)
    return encoded(file)


def with_note(note: str) -> str:
    return rewritten(lambda file: file.update(checkpoint=note))


# ---- Signatures that are nearly right ----


def note_signed_by(sign: Callable[[bytes], bytes]) -> str:
    signature = sign(BODY.encode() + b"\n")
    return f"{BODY}\n\n— {ORIGIN} {base64_of(ID + signature)}\n"


def larger_s(message: bytes) -> bytes:
    """The true signature with s + L: one message would have two signatures."""
    true = Ed25519PrivateKey.from_private_bytes(SEED).sign(message)
    larger: int = int.from_bytes(true[32:], "little") + CURVE["ORDER"]
    return true[:32] + larger.to_bytes(32, "little")


def cofactored(message: bytes) -> bytes:
    """A signature whose R is off by a point of order 8: with the factor 8 it holds, without it doesn't."""
    add, point_of, bytes_of = CURVE["add"], CURVE["point_of"], CURVE["bytes_of"]
    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    digest = hashlib.sha512(SEED).digest()
    secret = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
    nonce = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % CURVE["ORDER"]
    found, double = CURVE["NEUTRAL"], CURVE["_BASE"]
    for bit in range(nonce.bit_length()):
        found = add(found, double) if nonce >> bit & 1 else found
        double = add(double, double)
    odd: bytes = bytes_of(add(found, point_of(OF_ORDER_EIGHT)))
    challenge = int.from_bytes(hashlib.sha512(odd + public + message).digest(), "little")
    scalar: int = (nonce + challenge * secret) % CURVE["ORDER"]
    return odd + scalar.to_bytes(32, "little")


CURVE: Final[dict[str, Any]] = runpy.run_path(
    str(Path(__file__).parents[1] / "deploy" / "verifier" / "mingjing_check.py")
)
OF_ORDER_EIGHT: Final = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")

# ---- What is refused ----

NOT_THE_ONE_FORM: Final[dict[str, str]] = {
    "nothing": "",
    "a newline at the end": COPY + "\n",
    "a space between tokens": COPY.replace('{"mingjing":', '{"mingjing": ', 1),
    "a byte order mark": "\ufeff" + COPY,
    "something behind": COPY + "{}",
    "an escaped slash": COPY.replace("log.example.gov/golden", "log.example.gov\\/golden"),
    "an escaped character": COPY.replace("监漳罚", "\\u76d1漳罚", 1),
    "an escaped letter": COPY.replace("golden", "\\u0067olden", 1),
    "a lone surrogate": COPY.replace("监漳罚", "\\ud800漳罚", 1),
    "another index form": COPY.replace('"index":6', '"index":6.0'),
    "a leading zero": COPY.replace('"index":6', '"index":06'),
    "minus zero": COPY.replace('"index":6', '"index":-0'),
    "an exponent": COPY.replace('"index":6', '"index":6e0'),
    "a huge number": COPY.replace('"index":6', '"index":' + "9" * 50),
    "not a number": COPY.replace('"index":6', '"index":NaN'),
    "a member twice": COPY.replace('"log":"golden"', '"log":"golden","log":"golden"'),
    "a list": "[]",
    "the members in another order": rewritten(lambda file: file.update(log=file.pop("log"))),
    "one member more": rewritten(lambda file: file.update(note="")),
    "one member less": rewritten(lambda file: file.pop("log")),
    "another version": rewritten(lambda file: file.update(mingjing="copy/2")),
    "one record": rewritten(lambda file: file["records"].pop()),
    "three records": rewritten(lambda file: file["records"].append(file["records"][0])),
    "records as an object": rewritten(lambda file: file.update(records={})),
    "a record as text": rewritten(lambda file: file.update(records=["", ""])),
    "a log with another alphabet": rewritten(lambda file: file.update(log="Golden")),
    "a log with a long name": rewritten(lambda file: file.update(log="g" * 64)),
    "a log as null": rewritten(lambda file: file.update(log=None)),
    "an index below zero": rewritten(lambda file: file["records"][0].update(index=-1)),
    "an index too large": rewritten(lambda file: file["records"][0].update(index=2**63)),
    "an index as true": rewritten(lambda file: file["records"][0].update(index=True)),
    "an index as text": rewritten(lambda file: file["records"][0].update(index="6")),
    "a long proof": rewritten(lambda file: file["records"][0].update(proof=[base64_of(bytes(32))] * 64)),
    "a proof as text": rewritten(lambda file: file["records"][0].update(proof="")),
    "a short hash": rewritten(lambda file: file["records"][0].update(proof=[base64_of(bytes(31))])),
    "a short commitment": rewritten(lambda file: file["records"][0]["slots"].__setitem__(1, base64_of(bytes(31)))),
    "a long salt": rewritten(lambda file: file["records"][0]["slots"][0].__setitem__(2, base64_of(bytes(33)))),
    "a slot of two parts": rewritten(lambda file: file["records"][0]["slots"][0].pop()),
    "a slot of four parts": rewritten(lambda file: file["records"][0]["slots"][0].append("")),
    "a slot as null": rewritten(lambda file: file["records"][0]["slots"].__setitem__(1, None)),
    "a value that is no text": rewritten(lambda file: file["records"][0]["slots"][0].__setitem__(1, 1)),
    "a salt as a number": rewritten(lambda file: file["records"][0]["slots"][0].__setitem__(2, 1)),
    "base64 without padding": COPY.replace(
        "jnX/ghEtN2cSdMQb/ceNSM8f63ZJuuiNcopev13TbD4=", "jnX/ghEtN2cSdMQb/ceNSM8f63ZJuuiNcopev13TbD4"
    ),
    "base64 with unused bits": COPY.replace(
        "jnX/ghEtN2cSdMQb/ceNSM8f63ZJuuiNcopev13TbD4=", "jnX/ghEtN2cSdMQb/ceNSM8f63ZJuuiNcopev13TbD5="
    ),
    "base64 of the other alphabet": COPY.replace("jnX/ghEtN2cSdMQb", "jnX_ghEtN2cSdMQb"),
    "base64 in full-width letters": COPY.replace("jnX/ghEtN2cSdMQb", "ｊnX/ghEtN2cSdMQb"),
    "base64 with a line": COPY.replace("jnX/ghEtN2cSdMQb", "jnX/\\nghEtN2cSdMQb"),
}


NOT_SIGNED: Final[dict[str, str]] = {
    "no signature": f"{BODY}\n\n",
    "no empty line": BODY + "\n" + LINES,
    "no newline at the end": NOTE[:-1],
    "an empty line at the end": NOTE + "\n",
    "only the witness": f"{BODY}\n\n{WITNESS_LINE}\n",
    "a false signature": f"{BODY}\n\n{FALSE_LINE}\n",
    "a false one beside the true": f"{BODY}\n\n{LOG_LINE}\n{FALSE_LINE}\n",
    "a false one before the true": f"{BODY}\n\n{FALSE_LINE}\n{LOG_LINE}\n",
    "the true one twice": f"{NOTE}{LOG_LINE}\n",
    "an s that is too large": note_signed_by(larger_s),
    "a signature that only holds with the factor 8": note_signed_by(cofactored),
    "a longer signature": f"{BODY}\n\n— {ORIGIN} {base64_of(base64.b64decode(LOG_LINE.split()[2]) + bytes(1))}\n",
    "another size": NOTE.replace("\n7\n", "\n8\n"),
    "a size with a zero before": signed(f"{ORIGIN}\n07\n{BODY.splitlines()[2]}\n"),
    "a size in other digits": signed(f"{ORIGIN}\n７\n{BODY.splitlines()[2]}\n"),
    "a size with a sign": signed(f"{ORIGIN}\n+7\n{BODY.splitlines()[2]}\n"),
    "a size of 2⁶³": signed(f"{ORIGIN}\n{2**63}\n{BODY.splitlines()[2]}\n"),
    "a size of no tree": signed(f"{ORIGIN}\n{10**19}\n{BODY.splitlines()[2]}\n"),
    "an empty tree": signed(f"{ORIGIN}\n0\n{base64_of(sha256(b''))}\n"),
    "a short root": signed(f"{ORIGIN}\n7\n{base64_of(bytes(31))}\n"),
    "another root": signed(f"{ORIGIN}\n7\n{base64_of(bytes(32))}\n"),
    "an extension line": signed(BODY + "\nmore\n"),
    "an empty tree with another root": signed(f"{ORIGIN}\n0\n{base64_of(bytes(32))}\n"),
    "an empty line between signatures": f"{BODY}\n\n{LOG_LINE}\n\n{WITNESS_LINE}\n",
    "a line with a space in the name": NOTE + "— a\u3000b AAAAAAA=\n",
    "an empty extension line": signed(BODY + "\n\n"),
    "two lines": signed(f"{ORIGIN}\n7\n"),
    "another origin": signed(BODY.replace(ORIGIN, "log.example.org/golden") + "\n"),
    "another key of that name": signed(BODY + "\n", seed=OTHER_SEED),
    "another name": signed(BODY + "\n", "log.example.org/golden"),
    "a control character": NOTE.replace("\n\n", "\n\r\n"),
    "a tab in a line": NOTE + "— a\tb AAAAAAA=\n",
    "a line with a hyphen": NOTE + "- somebody AAAAAAA=\n",
    "a line without a name": NOTE + "—  AAAAAAA=\n",
    "a line with a plus in the name": NOTE + "— a+b AAAAAAA=\n",
    "a line of four parts": NOTE + "— a AAAAAAA= b\n",
    "a line with a key id alone": NOTE + "— a AAAAAA==\n",
    "a line that is no base64": NOTE + "— a AAAA?AA=\n",
    "too many lines": NOTE + "— a AAAAAAA=\n" * 63,
}


NOT_IN_THE_LOG: Final[dict[str, Callable[[dict[str, Any]], object]]] = {
    "another position": lambda file: file["records"][0].update(index=5),
    "a position behind the end": lambda file: file["records"][0].update(index=7),
    "no proof": lambda file: file["records"][0].update(proof=[]),
    "a longer proof": lambda file: file["records"][0]["proof"].append(base64_of(bytes(32))),
    "a proof turned round": lambda file: file["records"][1]["proof"].reverse(),
    "another value": lambda file: file["records"][0]["slots"][14].__setitem__(1, '"监漳罚〔2026〕2号"'),
    "another salt": lambda file: file["records"][0]["slots"][14].__setitem__(2, base64_of(bytes(32))),
    "another path": lambda file: file["records"][0]["slots"][14].__setitem__(0, "basis"),
    "a path that there isn't": lambda file: file["records"][0]["slots"][14].__setitem__(0, "secret"),
    "slots turned round": lambda file: file["records"][0]["slots"].reverse(),
    "two slots exchanged": lambda file: file["records"][0]["slots"].insert(1, file["records"][0]["slots"].pop(2)),
    "a slot more": lambda file: file["records"][0]["slots"].append(base64_of(bytes(32))),
    "a slot less": lambda file: file["records"][0]["slots"].pop(),
    "another commitment": lambda file: file["records"][0]["slots"].__setitem__(1, base64_of(bytes(32))),
    "another tag": lambda file: file["records"][1].update(tag="decision-signed/1"),
    "an unknown tag": lambda file: file["records"][1].update(tag="decision-signed/4"),
    "records exchanged": lambda file: file["records"].reverse(),
    "the first record twice": lambda file: file["records"].__setitem__(1, file["records"][0]),
    "the second record twice": lambda file: file["records"].__setitem__(0, file["records"][1]),
    "another log": lambda file: file.update(log="silver"),
}


CONTRADICTIONS: Final[dict[str, dict[str, Any]]] = {
    "records exchanged": {"swapped": True},
    "another type in the first place": {"review_tag": "disclosure-reviewed/2"},
    "another ledger": {"review": {"@ledger": '"silver"'}},
    "another ledger in the decision": {"decision": {"@ledger": '"silver"'}},
    "a ledger that is no text": {"review": {"@ledger": "golden"}},
    "another tag inside": {"review": {"@tag": '"disclosure-reviewed/2"'}},
    "another tag inside the decision": {"decision": {"@tag": '"decision-signed/1"'}},
    "a review that shows more": {"shown_review": (*SHOWN_REVIEW, "case")},
    "a review without its ledger": {"shown_review": SHOWN_REVIEW[1:]},
    "a decision that shows less": {"shown_decision": ("@ledger", "@tag", "@checkpoint", "number")},
    "a decision without its number": {"shown_decision": SHOWN_DECISION[:4]},
    "a decision that shows the party's case": {"shown_decision": (*SHOWN_DECISION, "case")},
    "a decision that shows evidence": {"shown_decision": (*SHOWN_DECISION, "evidence")},
    "a decision that shows other facts": {"shown_decision": (*SHOWN_DECISION, "facts")},
    "a decision with another amount": {"decision": {"fine_yuan": '"2000.00"'}},
    "an amount with other digits": {"decision": {"fine_yuan": '"200.0"'}},
    "masked amounts that are null on both sides": {
        "review": {"masked": '["reasons","amounts"]', **public_text(fine_yuan=None)},
        "shown_decision": (*SHOWN_DECISION[:6], "confiscated_yuan"),
    },
    "masked reasons that are null on both sides": {
        "decision": {"reasons": "null"},
        "shown_decision": (*SHOWN_DECISION, "reasons"),
    },
    "another number in the decision": {"decision": {"number": '"监漳罚〔2026〕2号"'}},
    "another number in the review": {"review": {"number": '"监漳罚〔2026〕2号"'}},
    "another number in the text": {"review": public_text(number="监漳罚〔2026〕2号")},
    "numbers that are no text": {
        "review": {"number": "1", **public_text(number=1)},
        "decision": {"number": "1"},
    },
    "nothing approved": {"review": {"outcome": '"withheld"'}},
    "an unknown outcome": {"review": {"outcome": '"approved"'}},
    "an outcome as a list": {"review": {"outcome": "[]"}},
    "an unknown ground": {"review": {"grounds": '["mood"]'}},
    "grounds as text": {"review": {"grounds": '"security"'}},
    "a list in the grounds": {"review": {"grounds": "[[]]"}},
    "an unknown mask": {"review": {"masked": '["kinds"]'}},
    "a basis that is a list": {"review": {"basis": "[]"}},
    "a page without a name": {"review": {"disclosure": "null"}},
    "no text at all": {"review": {"copy": "null"}},
    "a text with a member more": {"review": public_text(more="")},
    "a text with a member less": {"review": {"copy": encoded({"number": json.loads(REVIEW["number"])})}},
    "a text in another order": {"review": {"copy": encoded(dict(reversed(json.loads(REVIEW["copy"]).items())))}},
    "a text with a member twice": {"review": {"copy": REVIEW["copy"].replace('"title"', '"number":"","title"')}},
    "a text with spaces": {"review": {"copy": REVIEW["copy"].replace(",", ", ")}},
    "a text with escapes": {"review": {"copy": REVIEW["copy"].replace("罚款", "\\u7f5a款")}},
    "a text that is no JSON": {"review": {"copy": REVIEW["copy"][:-1]}},
    "a title as null": {"review": public_text(title=None)},
    "an unknown kind of party": {"review": public_text(party_kind="robot")},
    "kinds as text": {"review": public_text(kinds="罚款")},
    "a number in the kinds": {"review": public_text(kinds=[1])},
    "a number as an amount": {"review": public_text(fine_yuan=200)},
    "a fraction as an amount": {"review": public_text(fine_yuan=200.5)},
    "a day that there isn't": {"review": public_text(decided_on="2026-02-30")},
    "a day in another form": {"review": public_text(decided_on="20260316")},
    "a day in other digits": {"review": public_text(decided_on="２０２６-03-16")},
    "a moment without its zone": {"review": {"@recorded_at": '"2026-03-16T02:00:00.000007"'}},
    "a moment that there isn't": {"decision": {"@recorded_at": '"2026-03-16T25:00:00.000006Z"'}},
    "a moment with fewer digits": {"decision": {"@recorded_at": '"2026-03-16T02:00:00Z"'}},
    "a leap second": {"review": {"@recorded_at": '"2026-12-31T23:59:60.000000Z"'}},
    "a moment of the year 0000": {"decision": {"@recorded_at": '"0000-03-16T02:00:00.000006Z"'}},
    "a moment in small letters": {"review": {"@recorded_at": '"2026-03-16t02:00:00.000007z"'}},
    "a moment of another zone": {"review": {"@recorded_at": '"2026-03-16T02:00:00.000007+00:00"'}},
    **{
        f"a checkpoint before that is {checkpoint[:8]}, {len(checkpoint)} characters": {
            "review": {"@checkpoint": checkpoint}
        }
        for checkpoint in ('"0"', f'"{"A" * 64}"', f'"{"0" * 63}"', f'"{"0" * 66}"', f'"{"g" * 64}"', "null", "0", "[]")
    },
    "a decision with a checkpoint before in large letters": {"decision": {"@checkpoint": f'"{"AB" * 32}"'}},
    "a review before its decision": {"review_first": True},
    "a time before that of an earlier record": {"review": {"@recorded_at": '"2026-03-16T02:00:00.000005Z"'}},
    "a masked field that is shown": {"review": {"masked": '["facts","reasons"]'}},
    "a field that is null but not masked": {"review": public_text(facts=None)},
    "an open text with something masked": {"review": {"outcome": '"open"'}},
    "a redacted text with nothing masked": {"review": {"masked": "[]", **public_text(reasons="")}},
    "masks in another order": {"review": {"masked": '["reasons","facts"]', **public_text(facts=None)}},
    "a mask twice": {"review": {"masked": '["reasons","reasons"]'}},
    "masked amounts of which one is shown": {
        "review": {"masked": '["reasons","amounts"]'},
        "shown_decision": SHOWN_DECISION[:6],
    },
    "a kind of penalty that there isn't": {
        "review": public_text(kinds=["罚金"]),
        "shown_decision": SHOWN_DECISION[:5],
    },
    **{
        f"an amount written {amount!r}": {
            "review": public_text(fine_yuan=amount),
            "shown_decision": SHOWN_DECISION[:5],
        }
        for amount in ("", "0200", "200.", ".5", "200.000", "-200", "+200", "2E2", "２００", "200 ", "10000000000000")
    },
    **{
        f"{path} with a space behind": {"review": {path: f"{REVIEW[path]} "}}
        for path in (
            "@ledger",
            "@tag",
            "@recorded_at",
            "@checkpoint",
            "disclosure",
            "outcome",
            "grounds",
            "basis",
            "masked",
            "copy",
        )
    },
    **{
        f"{path} of the decision with a space behind": {"decision": {path: f"{DECISION[path]} "}}
        for path in ("@ledger", "@tag", "@recorded_at", "@checkpoint", "number", "kinds")
    },
    "a number with an escape": {"decision": {"number": DECISION["number"].replace("监", "\\u76d1")}},
    "an outcome with an escape": {"review": {"outcome": '"\\u0072edacted"'}},
    "a basis that is no JSON": {"review": {"basis": "某某条例"}},
    "a basis with a control character": {"review": {"basis": '"\t"'}},
    "a basis with half a character": {"review": {"basis": '"\\ud800"'}},
    **{
        f"a review without {path}": {"shown_review": [one for one in SHOWN_REVIEW if one != path]}
        for path in SHOWN_REVIEW[1:]
    },
    **{
        f"a decision without {path}": {"shown_decision": [one for one in SHOWN_DECISION if one != path]}
        for path in SHOWN_DECISION[:4]
    },
}


def cosigned(seconds: int = 1_773_630_000, *, length: int = 64, body: str = BODY, kind: bytes = b"\x04") -> str:
    """A line of the witness under a body."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["witness"]["seed"]))
    key_id = sha256(b"witness.example.org\n" + kind + key.public_key().public_bytes_raw())[:4]
    signature = key.sign(f"cosignature/v1\ntime {seconds}\n{body}\n".encode())
    return (
        f"— witness.example.org {base64_of(key_id + seconds.to_bytes(8, 'big') + signature[:length].ljust(length))}\n"
    )


ALONE: Final = f"{BODY}\n\n{LOG_LINE}\n"
NOT_WITNESSED: Final[dict[str, str]] = {
    "no line of the witness": ALONE,
    "a line of another witness": ALONE + WITNESS_LINE.replace("witness.example.org", "another.example.org") + "\n",
    "two lines of the witness": NOTE + WITNESS_LINE + "\n",
    "two times of the witness": NOTE + cosigned(1_773_640_000),
    "a false line of the witness beside the true": NOTE + cosigned(body="another"),
    "a line under another body": ALONE + cosigned(body="another"),
    "a shorter line": ALONE + cosigned(length=63),
    "a longer line": ALONE + cosigned(length=65),
    "a time of 2⁶³": ALONE + cosigned(2**63),
    "a line by the witness's key as one of a log": ALONE + cosigned(kind=b"\x01"),
}
"""Notes of which the witness can't be had."""

OTHER_ORIGINS: Final = {
    "an origin that is the name alone": "golden",
    "an origin with nothing before the name": "/golden",
    "an origin that goes on behind the name": "a/golden/b",
    "an origin of another log": "a/silver",
    "an origin that ends in the name without a slash": "a-golden",
}


def refused() -> Iterator[dict[str, Any]]:
    """Copies that every checker refuses."""
    yield from (vector(name, data) for name, data in NOT_THE_ONE_FORM.items())
    yield from (vector(f"checkpoint: {name}", with_note(note)) for name, note in NOT_SIGNED.items())
    yield from (vector(f"not in the log: {name}", rewritten(change)) for name, change in NOT_IN_THE_LOG.items())
    yield from (vector(name, forged(**lie).decode()) for name, lie in CONTRADICTIONS.items())
    for name, note in NOT_WITNESSED.items():
        yield vector(f"witness: {name}", with_note(note), witnesses=[WITNESS])
    for name, origin in OTHER_ORIGINS.items():
        yield vector(name, forged(origin=origin).decode(), key_of(origin, SEED)[1])
    yield vector("a true copy under another key of that name", COPY, key_of(ORIGIN, OTHER_SEED)[1])
    yield vector("a true copy under the key of another log", COPY, key_of("a/golden", SEED)[1])


# ---- What is accepted ----

_NOTHING: Final = dict.fromkeys(("party", "content", "fine_yuan", "confiscated_yuan", "facts", "reasons"))
_ODD: Final = "".join(map(chr, range(0x20))) + '"\\/\x7f\x85\u2028\ufeff\U0001f600'
_FACTS: Final = json.loads(REVIEW["copy"])["facts"]


def _declined(**values: str) -> dict[str, Any]:
    found = {path: DECISION.get(path, "null") for path in CURVE["PATHS"]["penalty-declined/1"]}
    found |= {"@tag": '"penalty-declined/1"', "facts": encoded(_FACTS), **values}
    text = public_text(kinds=[], fine_yuan=None, content="不予行政处罚")
    shown = ("@ledger", "@tag", "@recorded_at", "@checkpoint", "number", "facts", "basis")
    return {"decision": found, "decision_tag": "penalty-declined/1", "shown_decision": shown, "review": text}


TRUE: Final[dict[str, dict[str, Any]]] = {
    "a copy that says what the golden one says": {},
    "a decision of the first form": {
        "decision": {path: DECISION[path] for path in CURVE["PATHS"]["decision-signed/1"]}
        | {"@tag": '"decision-signed/1"'},
        "decision_tag": "decision-signed/1",
    },
    "a decision of the third form": {
        "decision": {path: DECISION.get(path, "null") for path in CURVE["PATHS"]["decision-signed/3"]}
        | {"@tag": '"decision-signed/3"'},
        "decision_tag": "decision-signed/3",
    },
    "a decision not to punish": _declined(),
    "a decision that shows its number alone": {"shown_decision": SHOWN_DECISION[:5]},
    "nothing masked": {
        "review": {"outcome": '"open"', "grounds": "[]", "basis": '""', "masked": "[]", **public_text(reasons="轻微")},
        "decision": {"reasons": '"轻微"'},
        "shown_decision": (*SHOWN_DECISION, "reasons"),
    },
    "everything masked that can be": {
        "review": {"masked": '["party","facts","reasons","amounts","content"]', **public_text(**_NOTHING)},
        "shown_decision": (*SHOWN_DECISION[:6], "basis"),
    },
    "every character that is escaped, and some that aren't": {"review": public_text(title=_ODD)},
    "the largest amount": {
        "review": public_text(fine_yuan="9999999999999.99"),
        "decision": {"fine_yuan": '"9999999999999.99"'},
    },
    "an amount below one yuan": {"review": public_text(fine_yuan="0.5"), "decision": {"fine_yuan": '"0.5"'}},
    "all kinds of penalty": {
        "review": public_text(kinds=list(CURVE["PENALTIES"])),
        "decision": {"kinds": encoded(list(CURVE["PENALTIES"]))},
    },
    "all grounds": {
        "review": {"grounds": '["secret-or-privacy","security","hinders-enforcement","other-law"]'},
    },
    "no witnessed checkpoint before": {"review": {"@checkpoint": '""'}, "decision": {"@checkpoint": '""'}},
    "another witnessed checkpoint before each": {"decision": {"@checkpoint": f'"{"0" * 64}"'}},
    "two records of one moment": {"review": {"@recorded_at": DECISION["@recorded_at"]}},
}

TRUE_NOTES: Final = {
    "lines of nobody whom one knows": NOTE + "— somebody.example.org AAAAAAA=\n" * 62,
    "a line of the log's name with another id": NOTE + f"— {ORIGIN} {base64_of(bytes(68))}\n",
    "a name of other characters": NOTE + "— 见证\x7f/“一” AAAAAAA=\n",
    "a line of the witness before the log's": f"{BODY}\n\n{WITNESS_LINE}\n{LOG_LINE}\n",
}


def accepted() -> Iterator[dict[str, Any]]:
    """Copies that every checker accepts, with what they prove."""
    yield proven(vector("the copy of the page", COPY, witnesses=[WITNESS]))
    yield from (proven(vector(name, forged(**truth).decode())) for name, truth in TRUE.items())
    yield from (proven(vector(f"checkpoint: {name}", with_note(note))) for name, note in TRUE_NOTES.items())
    yield proven(vector("a false line of a witness that nobody asked for", with_note(ALONE + cosigned(body="another"))))
    yield proven(
        vector("an origin of several parts", forged(origin="a/b/golden").decode(), key_of("a/b/golden", SEED)[1])
    )


def vector(name: str, copy: str, key: str = VKEY, witnesses: Sequence[str] = ()) -> dict[str, Any]:
    return {"name": name, "key": key, "witnesses": list(witnesses), "copy": copy}


def proven(vector: dict[str, Any]) -> dict[str, Any]:
    """The vector with what it proves."""
    file = json.loads(vector["copy"])
    review, decision = ({one[0]: one[1] for one in of["slots"] if isinstance(one, list)} for of in file["records"])
    masked = json.loads(review["masked"])
    hidden = {*masked, *(("fine_yuan", "confiscated_yuan") if "amounts" in masked else ())}
    del file["checkpoint"]
    for record in file["records"]:
        del record["proof"]
    return {
        **vector,
        "statement": sha256(encoded(file).encode()).hex(),
        "unbacked": [name for name in json.loads(review["copy"]) if name not in decision and name not in hidden],
    }


def build() -> dict[str, Any]:
    """All vectors."""
    return {"accepted": list(accepted()), "refused": list(refused())}


def write_missing() -> bool:
    """Writes the vectors, with their digest, unless they are there."""
    if FILE.exists() or FILE.name in SUMS.read_text("utf-8"):
        return False
    FILE.write_text(json.dumps(build(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    with SUMS.open("a") as file:
        file.write(f"{sha256(FILE.read_bytes()).hex()}  {FILE.name}\n")
    return True


if __name__ == "__main__":
    print("written" if write_missing() else "they are there")  # noqa: T201 - a command's answer

"""Public copies: what was published of a decision, proven with the log's public key alone, and every damage to one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.copies import NotProvable, copy_of
from api.published_logs import PublishedLogs
from copy_town import Log, copies_kept, log_of, stated
from media.published_folder import PublishedFolder
from projections import schema
from projections.copies import find_statement
from projections.follower import Follower
from records.copy.checking import Proven, check
from records.copy.disclosed import ALWAYS, OF_DECISION, OF_REVIEW
from records.copy.form import Copy, Shown, encode, parse, parse_statement, statement_of
from records.errors import NotFound, RecordError
from records.log.checkpoint import cosign
from records.log.encoding import base64_of, in_base64
from records.log.errors import Malformed, NotProven
from records.log.notes import COSIGNER, SigningKey
from records.log.published import public
from records.log.tiles import Tile, path_of
from records.penalty.commands import ApproveFiling, DeclinePenalty, RecordInspection
from records.penalty.events import DecisionSigned
from records.seal.commitment import commit, frame
from town import HEAD, PARTY_NAME, PARTY_NUMBER, Town, standing_database, town

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with published decisions, followed; each test leaves it as it was, or adds to it."""
    folder = tmp_path_factory.mktemp("town")
    server = str(request.getfixturevalue("postgres_url"))
    with standing_database(request.param, server, folder) as url, town(url, folder) as found:
        schema.install(found.ledgers.engine)
        yield found


def published(place: Town, **review: Any) -> str:
    """A case that was published; returns the page's id."""
    case = place.file()
    place.sign(case)
    page = place.review(case, **review)
    Follower(place.ledgers).catch_up()
    return page


@pytest.fixture(scope="module")
def page(place: Town) -> str:
    return published(place)


@pytest.fixture
def log(place: Town, page: str) -> Log:
    return log_of(place)


@pytest.fixture
def whole(place: Town, page: str, log: Log) -> Copy:
    return log.copy(stated(place, page))


def checked(copy: Copy | bytes, log: Log) -> Proven:
    return check(parse(copy if isinstance(copy, bytes) else encode(copy)), log.verifier)


def refused(changed: bytes, log: Log, *words: str) -> str:
    """What is said of a copy that isn't accepted: a sentence of ours, whatever was done to it."""
    with pytest.raises((Malformed, NotProven)) as told:
        checked(changed, log)
    assert all(word in str(told.value) for word in words), str(told.value)
    return str(told.value)


def edited(copy: Copy, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The copy with something else in it, in the same form."""
    found = json.loads(encode(copy))
    change(found)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def slot_of(found: dict[str, Any], record: int, path: str) -> list[str]:
    """A shown slot of a record, to be changed."""
    slot: list[str] = next(one for one in found["records"][record]["slots"] if isinstance(one, list) and one[0] == path)
    return slot


# ---- What a copy proves ----


def test_a_copy_proves_what_was_published_and_where_it_stands(place: Town, page: str, log: Log, whole: Copy) -> None:
    proven = checked(whole, log)
    case = next(one for one in place.ledger.history(_stream_of(place, page)) if isinstance(one.event, DecisionSigned))
    assert (proven.said.disclosure, proven.said.number) == (page, case.event.number)  # type: ignore[attr-defined]
    assert proven.decision.position == case.position < proven.review.position <= len(log.leaves)
    assert proven.decision.recorded_at.timestamp() * 1e6 == pytest.approx(case.recorded_at)
    assert proven.checkpoint.size == len(log.leaves)
    assert proven.said.copy.party == "张某某"
    assert proven.repeated == ("kinds", "content", "fine_yuan", "confiscated_yuan", "facts", "basis", "reasons")


def _stream_of(place: Town, page: str) -> str:
    for stream in place.ledger.case_streams(place.ledger.head()):
        if any(getattr(one.event, "disclosure", "") == page for one in place.ledger.history(stream)):
            return stream
    raise AssertionError(page)


def test_a_copy_shows_nothing_but_what_is_public(place: Town, page: str, whole: Copy) -> None:
    shown = [{one.path for one in record.slots if isinstance(one, Shown)} for record in whole.records]
    assert shown[0] == {*ALWAYS, *OF_REVIEW}
    assert shown[1] >= {*ALWAYS, *OF_DECISION}
    text = encode(whole).decode()
    for hidden in (PARTY_NAME, PARTY_NUMBER, HEAD, _stream_of(place, page).removeprefix("case:")):
        assert hidden not in text


def test_a_masked_amount_is_not_shown_by_the_decision_either(place: Town) -> None:
    masked = {"outcome": "redacted", "masked": ("party", "amounts"), "party_shown": "", "basis": "某某条例第八条"}
    page = published(place, **masked, grounds=("other-law",))
    proven = checked(log_of(place).copy(stated(place, page)), log_of(place))
    assert "fine_yuan" not in proven.repeated
    assert "confiscated_yuan" not in proven.repeated  # both are null, which would say that there is none
    assert proven.said.copy.fine_yuan is None


def test_a_text_that_was_reworded_is_not_taken_for_the_decision_s(place: Town) -> None:
    page = published(place, facts_shown="当事人占用便道。")
    proven = checked(log_of(place).copy(stated(place, page)), log_of(place))
    assert "facts" not in proven.repeated
    assert "reasons" in proven.repeated
    assert proven.said.copy.facts == "当事人占用便道。"


def test_a_copy_of_a_decision_not_to_punish_proves_it(place: Town) -> None:
    case = place.file()
    place.take(case, ApproveFiling)
    place.take(case, RecordInspection)
    place.take(case, DeclinePenalty)
    page = place.review(case)
    Follower(place.ledgers).catch_up()
    proven = checked(log_of(place).copy(stated(place, page)), log_of(place))
    assert proven.decision.tag == "penalty-declined/1"
    assert proven.said.copy.content == "不予行政处罚"
    assert proven.repeated == ("facts", "basis", "reasons")


def test_a_copy_says_the_same_while_the_log_grows(place: Town, page: str, log: Log, whole: Copy) -> None:
    published(place)
    later = log_of(place)
    again = later.copy(stated(place, page))
    assert len(later.leaves) > len(log.leaves)
    assert encode(again) != encode(whole)
    assert checked(again, later).statement == checked(whole, log).statement
    assert statement_of(again) == statement_of(whole) == parse_statement(encode(statement_of(whole)))


def test_a_withdrawn_page_has_no_copy_any_more(place: Town) -> None:
    page = published(place)
    kept = copies_kept(place)
    place.revoke(_stream_of(place, page).removeprefix("case:"))
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        assert find_statement(connection, place.name, page) is None
    assert copies_kept(place) == kept - 1


def test_a_witness_that_is_trusted_says_until_when(log: Log, whole: Copy) -> None:
    witness = SigningKey("witness.example.org", bytes(32), COSIGNER)
    note = log.note()
    cosigned = note.with_signatures([cosign(note.body, witness, 1_773_630_000)])
    copy = parse(encode(Copy(whole.mingjing, whole.log, whole.records, cosigned.text)))
    assert check(copy, log.verifier).witnessed == ()
    assert check(copy, log.verifier, [witness.verifier]).witnessed == (("witness.example.org", 1_773_630_000),)
    false = note.with_signatures([cosign(log.note(len(log.leaves) - 1).body, witness, 1_773_630_000)])
    copy = parse(encode(Copy(whole.mingjing, whole.log, whole.records, false.text)))
    with pytest.raises(NotProven, match="见证"):
        check(copy, log.verifier, [witness.verifier])


# ---- Damage ----


def test_a_replaced_field_is_refused(log: Log, whole: Copy) -> None:
    def replace(found: dict[str, Any]) -> None:
        slot = slot_of(found, 0, "copy")
        slot[1] = slot[1].replace("200", "2000")

    assert b"2000" in edited(whole, replace)
    refused(edited(whole, replace), log, "公示审查", "字段")


@pytest.mark.parametrize("record", [0, 1])
def test_a_changed_salt_is_refused(log: Log, whole: Copy, record: int) -> None:
    def change(found: dict[str, Any]) -> None:
        slot = slot_of(found, record, "number")
        slot[2] = ("B" if slot[2][0] == "A" else "A") + slot[2][1:]

    refused(edited(whole, change), log, "不能证明", "盐")


def test_the_proof_of_another_position_is_refused(log: Log, whole: Copy) -> None:
    other = {"proof": json.loads(encode(whole))["records"][1]["proof"]}
    refused(edited(whole, lambda found: found["records"][0].update(other)), log, "不能证明公示审查")
    refused(edited(whole, lambda found: found["records"][0].update(index=0)), log, "不能证明公示审查是第 1 号记录")
    refused(edited(whole, lambda found: found["records"][0].update(index=10**6)), log, "不在")


def test_a_commitment_in_place_of_a_field_is_refused_where_the_field_has_to_be_shown(log: Log, whole: Copy) -> None:
    """With the right commitment the proof holds: but a copy says all that the page says."""

    def hide(found: dict[str, Any], record: int, path: str) -> None:
        slots, tag = found["records"][record]["slots"], found["records"][record]["tag"]
        index = next(index for index, one in enumerate(slots) if isinstance(one, list) and one[0] == path)
        _, value, salt = slots[index]
        slots[index] = in_base64(commit(base64_of(salt, ""), frame(tag, path), value.encode()))

    refused(edited(whole, lambda found: hide(found, 0, "grounds")), log, "grounds", "不多也不少")
    refused(edited(whole, lambda found: hide(found, 1, "number")), log, "出示的字段")
    refused(edited(whole, lambda found: hide(found, 0, "@ledger")), log, "没有出示 @ledger")
    refused(edited(whole, lambda found: hide(found, 1, "@tag")), log, "没有出示 @tag")
    checked(edited(whole, lambda found: hide(found, 1, "reasons")), log)  # says less, and nothing false


def test_a_review_and_a_decision_of_different_cases_are_refused(place: Town, log: Log, whole: Copy) -> None:
    other = stated(place, published(place))
    later = log_of(place)
    mixed = parse(encode(later.copy(type(other)(other.mingjing, other.log, (other.records[0], whole.records[1])))))
    refused(encode(mixed), later, "文号")


def test_records_in_the_other_order_are_refused(log: Log, whole: Copy) -> None:
    refused(edited(whole, lambda found: found["records"].reverse()), log, "记录类型")


def test_the_checkpoint_of_another_log_is_refused(place: Town, log: Log, whole: Copy) -> None:
    elsewhere = log_of(place, bytes(32), "log.example.gov/elsewhere")
    moved = encode(Copy(whole.mingjing, whole.log, whole.records, elsewhere.note().text))
    refused(moved, log, "没有", log.key.name)
    refused(moved, elsewhere, "elsewhere")
    same_name = log_of(place, bytes(32))
    refused(encode(Copy(whole.mingjing, whole.log, whole.records, same_name.note().text)), log, "签名")
    refused(edited(whole, lambda found: found.update(log="elsewhere")), log, "elsewhere")


def test_the_checkpoint_of_an_earlier_tree_is_refused(log: Log, whole: Copy) -> None:
    earlier = log.note(whole.records[0].index)
    refused(encode(Copy(whole.mingjing, whole.log, whole.records, earlier.text)), log, "不在检查点")


def test_another_tag_would_need_another_entry(log: Log, whole: Copy) -> None:
    refused(edited(whole, lambda found: found["records"][1].update(tag="decision-signed/1")), log, "字段")
    refused(edited(whole, lambda found: found["records"][0].update(tag="case-filed/1")), log, "记录类型")


def test_one_bit_flipped_at_each_byte_never_leads_to_something_else(log: Log, whole: Copy) -> None:
    good = encode(whole)
    proven = checked(good, log)
    for at in range(len(good)):
        changed = bytearray(good)
        changed[at] ^= 1 << at % 8
        try:
            found = checked(bytes(changed), log)
        except (Malformed, NotProven):
            continue
        assert found == proven, at


def test_no_byte_of_a_copy_can_be_left_out_or_be_there_twice(log: Log, whole: Copy) -> None:
    good = encode(whole)
    for at in range(0, len(good), 7):
        for changed in (good[:at] + good[at + 1 :], good[:at] + good[at : at + 1] + good[at:]):
            if changed != good:
                refused(changed, log)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        (lambda good: good + b"\n", "规范形式"),
        (lambda good: b" " + good, "规范形式"),
        (lambda good: good.replace(b'"log":', b'"log" :', 1), "规范形式"),
        (lambda good: good.replace(b'"log":', b'"\\u006cog":', 1), "规范形式"),
        (
            lambda good: good.replace(b'{"mingjing":"copy/1",', b'{"mingjing":"copy/1","mingjing":"copy/1",', 1),
            "规范形式",
        ),
        (lambda good: good.replace(b'"copy/1"', b'"copy/2"', 1), "mingjing"),
        (lambda good: good.replace(b'{"mingjing"', b'{"more":1,"mingjing"', 1), "more"),
        (lambda good: good.replace(b'"index":', b'"index":-', 1), "index"),
        (lambda good: good.replace(b'"index":', b'"index":0', 1), "JSON"),
        (lambda good: b"\xef\xbb\xbf" + good, "JSON"),
        (lambda good: good[:-1], "JSON"),
        (lambda good: b"", "JSON"),
        (lambda good: b"null", "不是规定的内容"),
        (lambda good: b"[" * 200_000, "不是规定的内容"),
        (lambda good: b'{"mingjing":' + b"[" * 200_000, "不是"),
        (lambda good: good + b" " * (1 << 22), "超过"),
        (lambda good: b"\xff" + good, "JSON"),
    ],
)
def test_another_writing_of_the_same_is_refused(
    log: Log, whole: Copy, changed: Callable[[bytes], bytes], word: str
) -> None:
    refused(changed(encode(whole)), log, word)


@pytest.mark.parametrize("proof", [[""], ["AAAA"], ["A" * 43 + "="], ["!" * 44], ["A" * 44] * 64])
def test_hashes_of_another_length_are_refused(log: Log, whole: Copy, proof: list[str]) -> None:
    refused(edited(whole, lambda found: found["records"][0].update(proof=proof)), log)


def test_a_salt_or_a_commitment_of_another_length_is_refused(log: Log, whole: Copy) -> None:
    def shorten(found: dict[str, Any]) -> None:
        slot_of(found, 0, "number")[2] = "AAAA"

    def replace(found: dict[str, Any]) -> None:
        found["records"][0]["slots"][1] = "AAAA"

    refused(edited(whole, shorten), log, "盐", "32")
    refused(edited(whole, replace), log, "承诺", "32")


def test_one_slot_more_or_less_is_refused(log: Log, whole: Copy) -> None:
    refused(edited(whole, lambda found: found["records"][0]["slots"].pop()), log, "21", "20")
    refused(edited(whole, lambda found: found["records"][1]["slots"].append("A" * 43 + "=")), log, "35", "36")
    refused(edited(whole, lambda found: found["records"].pop()), log, "records")
    refused(edited(whole, lambda found: found["records"][0]["slots"][0].append("")), log, "length 3")


@pytest.mark.parametrize("cut", [0, 1, 10, 30, 60, -1, -2, -30])
def test_a_malformed_checkpoint_is_refused(log: Log, whole: Copy, cut: int) -> None:
    broken = whole.checkpoint[:cut]
    assert refused(encode(Copy(whole.mingjing, whole.log, whole.records, broken)), log)


def test_an_unsigned_size_is_refused(log: Log, whole: Copy) -> None:
    size = f"\n{len(log.leaves)}\n"
    larger = whole.checkpoint.replace(size, f"\n{len(log.leaves) + 1}\n", 1)
    refused(encode(Copy(whole.mingjing, whole.log, whole.records, larger)), log, "签名")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_whatever_is_given_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(RecordError, match=CHINESE):
        parse(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["mingjing", "log", "records", "checkpoint", "proof"]), _JSON))
def test_whatever_json_is_given_is_refused_in_a_sentence(data: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match=CHINESE):
        parse(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


# ---- Joined to what is published ----


def publish(log: Log, place: Town, store: PublishedFolder) -> None:
    """The log as its signer publishes it while it is shorter than a tile."""
    size = len(log.leaves)
    store.write(public(place.name, path_of(Tile(0, 0, size))), b"".join(log.leaves))
    store.write(public(place.name, "checkpoint"), log.note().text.encode())


def test_a_copy_is_joined_out_of_published_tiles_once_its_event_is_in_them(place: Town, tmp_path: Path) -> None:
    store, before, page = PublishedFolder(tmp_path), log_of(place), published(place)
    with place.ledgers.engine.connect() as connection:
        with pytest.raises(NotProvable):
            copy_of(connection, PublishedLogs(store), place.name, page)
        publish(before, place, store)
        with pytest.raises(NotProvable):
            copy_of(connection, PublishedLogs(store), place.name, page)
        log = log_of(place)
        publish(log, place, store)
        joined = copy_of(connection, PublishedLogs(store), place.name, page)
        with pytest.raises(NotFound):
            copy_of(connection, PublishedLogs(store), place.name, "none")
    assert checked(joined, log).said.disclosure == page
    assert joined == encode(log.copy(stated(place, page)))

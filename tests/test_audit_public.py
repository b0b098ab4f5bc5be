"""A site audited from outside: everything is in order, or the exact page and what is wrong with it is named."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import ColumnElement, Engine, Table, delete, insert, select

from api import auditing
from commands import free_port, said
from http_town import REAL, SAMPLE, site
from portal_town import ORGANISATION, Portal
from projections.copies import public_copy
from projections.disclosures import disclosure
from projections.withdrawals import withdrawal
from public_rows import public_rows
from records.log.acts import Act, Entry, Taken
from records.log.encoding import in_base64
from records.log.notes import SigningKey
from records.penalty.commands import ReviewSecrecy
from records.store.engine import connect, writing
from records.store.public_ledger import append

Found = list[tuple[str, str]]
"""Code and page of each finding."""


class Audited:
    """A town with pages of each kind, and what an audit of it says."""

    def __init__(self, portal: Portal, engine: Engine, folder: Path) -> None:
        self.portal, self.engine, self.folder = portal, engine, folder
        self.url = str(portal.http.base_url)

    def asked(self, *arguments: str, ledger: str = SAMPLE, wait: int = 0) -> dict[str, Any]:
        """The verdict of one ledger; whether the exit status fits it is looked at too."""
        done = said("audit-public", self.url, "--ledger", ledger, "--wait", str(wait), "--json", *arguments)
        assert done.stdout, done.stderr
        answer = json.loads(done.stdout)
        (verdict,) = answer["ledgers"]
        assert answer["holds"] == (not verdict["findings"])
        assert done.returncode == (0 if answer["holds"] else 1)
        return dict(verdict)

    def found(self, *arguments: str, ledger: str = SAMPLE, wait: int = 0) -> Found:
        findings = self.asked(*arguments, ledger=ledger, wait=wait)["findings"]
        return [(one["code"], one["about"]) for one in findings]

    def detail(self) -> str:
        (finding,) = self.asked()["findings"]
        return str(finding["detail"])

    def page(self, name: str) -> str:
        return self.portal.pages[name]

    def vkey(self, log: str) -> str:
        return self.portal.http.get(f"/log/{log}/key").text.strip()

    @contextmanager
    def damaged(
        self, table: Table, where: ColumnElement[bool], change: Callable[[dict[str, Any]], Any]
    ) -> Iterator[None]:
        """Rows of a projection changed behind everybody's back, and put right again.

        `change` gives the rows in place of one: itself changed in place, or those that it returns.
        """
        of_ledger = (table.c.ledger == SAMPLE, where)
        with writing(self.engine) as connection:
            before = [dict(row) for row in connection.execute(select(table).where(*of_ledger)).mappings()]
            assert before
            after: list[dict[str, Any]] = []
            for row in before:
                mine = dict(row)
                given = change(mine)
                after += [mine] if given is None else given
            connection.execute(delete(table).where(*of_ledger))
            if after:
                connection.execute(insert(table), after)
        try:
            yield
        finally:
            with writing(self.engine) as connection:
                identities = {row["case_id"] for row in (*before, *after)}
                connection.execute(delete(table).where(table.c.ledger == SAMPLE, table.c.case_id.in_(identities)))
                connection.execute(insert(table), before)


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("var")
    with site(module_database, folder) as found:
        portal, town = Portal(found), found.town
        for name in ("甲", "乙", "撤回"):
            portal.publish(name)
        masked: dict[str, Any] = {
            "outcome": "redacted",
            "masked": ("party", "amounts"),
            "party_shown": "",
            "grounds": ["other-law"],
        }
        portal.publish("遮盖", **masked, basis="某某条例第八条")
        case = town.signed(title="保密案", party=ORGANISATION)
        withheld = {"outcome": "withheld", "party_shown": "", "grounds": ["secret-or-privacy"]}
        town.take(case, ReviewSecrecy)
        town.step("qian", case, town.reviewing(**withheld, basis="保守国家秘密法 第二十八条"))
        town.step("qian", portal.cases["撤回"], town.revoking())
        portal.settle()
        audited = Audited(portal, connect(module_database), folder)
        assert audited.found(wait=30) == []
        until = time.monotonic() + 30
        while audited.asked()["checkpoints"] == 0:
            assert time.monotonic() < until, "no checkpoint of the sealed log is taken in"
        yield audited
        audited.engine.dispose()


def of_page(place: Audited, table: Table, name: str) -> ColumnElement[bool]:
    return table.c.id == place.page(name)


# ---- In order ----


def test_a_site_whose_portal_and_logs_agree_is_found_so(place: Audited) -> None:
    verdict = place.asked("--key", place.vkey(SAMPLE), "--key", place.vkey(f"{SAMPLE}-public"))
    counted = {name: verdict[name] for name in ("shown", "withdrawn", "withheld", "copies", "findings")}
    assert counted == {"shown": 3, "withdrawn": 1, "withheld": 1, "copies": 3, "findings": []}
    assert verdict["entries"] >= 6
    assert verdict["checkpoints"] >= 1
    assert [given for _, given in verdict["keys"]] == [True, True]


def test_the_lines_show_the_keys_that_a_person_has_to_compare(place: Audited) -> None:
    done = said("audit-public", place.url)
    assert (done.returncode, done.stderr) == (0, "")
    for log in (SAMPLE, f"{SAMPLE}-public", REAL, f"{REAL}-public"):
        assert f"公钥 {place.vkey(log)}（站点所说，请对照）" in done.stdout
    assert "门户与公开日志完全一致。" in done.stdout
    assert "没有以 --key 给出的公钥是站点自己说的" in done.stdout
    assert f"核对 {SAMPLE}：3/3" in done.stdout


def test_what_is_published_and_withdrawn_just_now_is_waited_for(place: Audited) -> None:
    page = place.portal.publish("刚刚")
    place.portal.settle()
    assert place.found(wait=30) == []
    case = place.portal.cases["刚刚"]
    place.portal.town.step("qian", case, place.portal.town.revoking())
    place.portal.settle()
    assert place.found(wait=30) == []
    logged = [row["stream"] for row in public_rows(place.engine, SAMPLE)]
    assert [one for one in logged if one.endswith(page)] == [f"published:{page}", f"withdrawn:{page}"]


# ---- The portal ----


def test_a_withdrawal_that_is_left_out_is_named(place: Audited) -> None:
    with place.damaged(withdrawal, of_page(place, withdrawal, "撤回"), lambda _: []):
        assert place.found() == [("notice-missing", place.page("撤回"))]


def test_a_withdrawn_page_that_is_still_shown_is_named(place: Audited) -> None:
    def revive(row: dict[str, Any]) -> None:
        row.update({name: other[name] for name in ("copy", "basis", "masked", "grounds")}, status="current")

    query = select(disclosure).where(of_page(place, disclosure, "甲"))
    with place.engine.connect() as connection:
        other = dict(connection.execute(query).mappings().one())
    with place.damaged(disclosure, of_page(place, disclosure, "撤回"), revive):
        assert place.found() == [("page-still-shown", place.page("撤回"))]
        assert "已经撤回" in place.detail()


def test_a_notice_of_what_was_never_withdrawn_is_named(place: Audited) -> None:
    def another(row: dict[str, Any]) -> list[dict[str, Any]]:
        more = row | {"id": place.page("甲"), "case_id": str(uuid4()), "position": row["position"] + 1}
        return [row, more]

    with place.damaged(withdrawal, of_page(place, withdrawal, "撤回"), another):
        assert place.found() == [("notice-unlogged", place.page("甲"))]


def test_a_notice_of_another_day_is_named(place: Audited) -> None:
    def later(row: dict[str, Any]) -> None:
        row["withdrawn_at"] += 86_400_000_000

    with place.damaged(withdrawal, of_page(place, withdrawal, "撤回"), later):
        assert place.found() == [("notice-differs", place.page("撤回"))]


def test_an_extra_page_is_named(place: Audited) -> None:
    extra = str(uuid4())

    def another(row: dict[str, Any]) -> list[dict[str, Any]]:
        return [row, row | {"id": extra, "case_id": str(uuid4()), "position": row["position"] + 1}]

    with place.damaged(disclosure, of_page(place, disclosure, "甲"), another):
        assert place.found(wait=2) == [("page-unlogged", extra)]


def test_a_page_that_is_left_out_is_named(place: Audited) -> None:
    with place.damaged(disclosure, of_page(place, disclosure, "乙"), lambda _: []):
        assert place.found() == [("page-missing", place.page("乙"))]


def test_a_changed_number_is_named(place: Audited) -> None:
    def renumber(row: dict[str, Any]) -> None:
        row["number"] = "监漳罚〔2025〕99号"

    with place.damaged(disclosure, of_page(place, disclosure, "甲"), renumber):
        assert place.found() == [("page-differs", place.page("甲"))]
        assert place.detail() == "门户上的文号与可验证副本不同"


def test_a_changed_text_is_named_by_its_fields(place: Audited) -> None:
    def reword(row: dict[str, Any]) -> None:
        row["copy"] = json.dumps(json.loads(row["copy"]) | {"facts": "没有违法。", "fine_yuan": "1.00"})

    with place.damaged(disclosure, of_page(place, disclosure, "甲"), reword):
        assert place.detail() == "门户上的全文的罚款金额、全文的事实与可验证副本不同"


def test_a_page_of_another_day_is_named(place: Audited) -> None:
    def earlier(row: dict[str, Any]) -> None:
        row["published_at"] -= 1

    with place.damaged(disclosure, of_page(place, disclosure, "遮盖"), earlier):
        assert place.found() == [("page-differs", place.page("遮盖"))]
        assert "公示时间与公开日志不同" in place.detail()


def test_a_withheld_decision_that_is_not_counted_is_named(place: Audited) -> None:
    with place.damaged(disclosure, disclosure.c.status == "withheld", lambda _: []):
        assert place.found() == [("withheld-differs", "")]
        assert place.detail() == "门户说不予公示 0 件，公开日志里是 1 件"


# ---- Copies ----


def test_a_copy_with_another_digest_is_named(place: Audited) -> None:
    query = select(public_copy).where(of_page(place, public_copy, "乙"))
    with place.engine.connect() as connection:
        other = dict(connection.execute(query).mappings().one())

    def exchange(row: dict[str, Any]) -> None:
        row["statement"] = other["statement"]

    with place.damaged(public_copy, of_page(place, public_copy, "甲"), exchange):
        assert place.found() == [("copy-differs", place.page("甲"))]
        assert "摘要、公示页编号" in place.detail()


def test_a_copy_that_proves_nothing_is_named(place: Audited) -> None:
    def reword(row: dict[str, Any]) -> None:
        row["statement"] = row["statement"].replace("占", "站", 1)

    with place.damaged(public_copy, of_page(place, public_copy, "甲"), reword):
        assert place.found() == [("copy-invalid", place.page("甲"))]


def test_a_copy_that_is_not_given_out_is_named(place: Audited) -> None:
    with place.damaged(public_copy, of_page(place, public_copy, "甲"), lambda _: []):
        assert place.found() == [("copy-missing", place.page("甲"))]


# ---- The logs ----


def test_a_log_under_another_key_is_refused(place: Audited) -> None:
    theirs = place.vkey(f"{REAL}-public").replace(REAL, SAMPLE)
    done = said("audit-public", place.url, "--key", theirs)
    assert done.returncode == 1
    assert "标识应为" in done.stderr  # a key's name is part of its id
    assert place.found("--key", other_key(place), ledger=SAMPLE)[0] == ("key-differs", "")


def other_key(place: Audited) -> str:
    name = place.vkey(f"{SAMPLE}-public").partition("+")[0]
    return SigningKey(name, bytes(32)).verifier.text


def test_a_bundle_of_the_public_log_that_was_changed_is_found(place: Audited) -> None:
    folder = place.folder / "log" / "log" / f"{SAMPLE}-public" / "tile" / "entries"
    files = [path for path in folder.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    try:
        for path, data in before.items():
            path.write_bytes(data.replace(b'"withheld"', b'"withhelt"'))
        assert place.found() == [("log-invalid", "")]
        assert f"日志 {SAMPLE}-public 不能成立" in place.detail()
    finally:
        for path, data in before.items():
            path.write_bytes(data)


@pytest.mark.parametrize(
    ("entry", "code", "about"),
    [
        (
            Taken(1, "checkpoint", REAL, 1, in_base64(bytes(32)), "2025-03-03T01:00:00.000000Z"),
            "checkpoint-differs",
            "",
        ),
        (Act(1, "withdrawn", "x", "", 1, "2025-03-03T01:00:00.000000Z"), "act-out-of-order", "x"),
    ],
)
def test_an_entry_that_cant_be_true_is_found_in_the_log_that_signed_it(
    place: Audited, entry: Entry, code: str, about: str
) -> None:
    with writing(place.engine) as connection:
        append(connection, REAL, [entry], lambda: 0)
    until = time.monotonic() + 30
    while (code, about) not in place.found(ledger=REAL):
        assert time.monotonic() < until, "the audit finds nothing"


def test_a_checkpoint_that_is_not_taken_in_while_the_sealed_log_grows_is_named(place: Audited) -> None:
    """As a site does that shows somebody a history of their own: its public log stays where it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditing, "STALE", 0)
        size = place.asked()["size"]
        place.portal.town.file(title="其后的案件")
        until = time.monotonic() + 30
        while place.asked()["size"] == size:
            assert time.monotonic() < until, "the log does not grow"
        assert place.found() == [("checkpoint-stale", "")]
        assert "相隔两小时以上" in place.detail()
    assert place.found() == []


# ---- No answer ----


@pytest.mark.parametrize("address", ["www.example.gov.cn", "ftp://example.cn", "http://", "http://127.0.0.1:{port}"])
def test_a_site_that_gives_no_answer_is_said_to_be_so(address: str) -> None:
    done = said("audit-public", address.format(port=free_port()))
    assert done.returncode == 1
    assert done.stderr.startswith("错误：")
    assert "Traceback" not in done.stderr


def test_a_ledger_that_the_site_lacks_is_said_to_be_so(place: Audited) -> None:
    done = said("audit-public", place.url, "--ledger", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere" in done.stderr

"""A clerk without a case system takes the steps of a penalty on the staff pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, expect

from api.access import COOKIE, form_word
from api.form_filling import filled
from api.forms import fields_of
from http_town import SAMPLE, Town, site
from records.penalty import commands as c
from staff_forms import Clerk, Page
from town import ARCHIVIST, HANDLERS, HEAD, LAWYER, PLAIN, PRESIDER, REVIEWER, SECRECY, UNIT_HEAD, sender_of

NUMBER: Final = "140429199001010013"
WHO: Final = {
    HANDLERS[0]: "wang",
    HEAD: "zhao",
    UNIT_HEAD: "zhou",
    LAWYER: "lu",
    PRESIDER: "zheng",
    ARCHIVIST: "feng",
    REVIEWER: "qian",
    SECRECY: "qian",
}
"""Who of the town sends the commands of a plain case."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("var")
    with site(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder) as found:
        yield found.town


@pytest.fixture
def wang(town: Town) -> Clerk:
    return Clerk(town, "wang")


def filing(town: Town, **changes: Any) -> dict[str, Any]:
    """The fields that a clerk fills in to file a case."""
    today = town.now.date().isoformat()
    given = {
        "title": "占道经营案",
        "handlers": [town.people["wang"], town.people["li"]],
        "party__kind": "natural",
        "party__name": "张三丰",
        "party__number": NUMBER,
        "acted_on": today,
        "discovered_on": today,
        "place": "监漳镇中心街",
        "facts": "在人行道上摆摊。",
    }
    return given | changes


def typed(town: Town, kind: type[c.Command], **changes: Any) -> dict[str, Any]:
    """What a clerk fills in for a step of a plain case."""
    form = filled(fields_of(kind), town.saying(kind, **changes))
    return {name.replace(".", "__"): value for name, value in form.items()}


def tag(kind: type[c.Command]) -> str:
    return str(kind.__struct_config__.tag)


def refusals(town: Town) -> int:
    """How many steps of the ledger were refused, as the record has it."""
    town.projected()
    return len(town.get("sun", "supervision/refusals")["items"])


def said(answer: httpx.Response) -> str:
    return Page(answer.text).text


# ---- The whole way ----


def test_a_clerk_takes_a_case_from_filing_to_the_archive_on_pages_alone(town: Town) -> None:
    clerks = {who: Clerk(town, who) for who in WHO.values()}
    case = clerks["wang"].opened("file-case", **filing(town, place="西街一号"))
    for _, kind, changes in PLAIN[1:]:
        town.later(minutes=10)
        clerks[WHO[sender_of(kind)]].took(case, tag(kind), **typed(town, kind, **changes))
    reached = {one["id"] for one in town.get("sun", f"cases/{case}")["stages"] if one["status"] == "done"}
    assert reached >= {
        "filing",
        "evidence",
        "notice",
        "defence",
        "decision",
        "service",
        "disclosure",
        "closing",
        "archive",
    }


def test_a_case_with_preserved_goods_a_hearing_and_a_legal_review_is_taken_on_pages(town: Town) -> None:
    clerks = {who: Clerk(town, who) for who in WHO.values()}
    case = clerks["wang"].opened("file-case", **filing(town, place="西街五号"))

    def took(kind: type[c.Command], **changes: Any) -> None:
        town.later(minutes=10)
        clerks[WHO[sender_of(kind)]].took(case, tag(kind), **typed(town, kind) | changes)

    took(c.ApproveFiling)
    took(c.RecordInspection)
    took(c.ApprovePreservation)
    took(c.PreserveEvidence)
    (item,) = clerks["wang"].open(f"cases/{case}/steps/dispose-item").options["item"][1:]
    took(c.DisposeItem, item=item)
    took(c.AddEvidence)
    (exhibit,) = clerks["wang"].open(f"cases/{case}/steps/mark-evidence").options["item"][1:]
    took(c.MarkEvidence, item=exhibit)
    took(c.SubmitOpinion, fine_yuan="20000", qualities=["complex"])
    took(c.EndorseOpinion)
    clerks["wang"].took(case, "give-notice")  # all of it stands in the opinion
    took(c.ServeDocument, document="notice")
    took(c.RequestHearing)
    took(c.ArrangeHearing, held_on=(town.now.date() + timedelta(days=20)).isoformat())
    took(c.ServeDocument, document="hearing")
    town.later(days=20)
    took(c.HoldHearing)
    took(c.ReportHearing)
    wang = clerks["wang"]
    words = {
        "draft__performance": "十五日内缴纳",
        "draft__relief": "六十日内可以申请行政复议",
        "draft__bank": "武乡农商银行监漳支行 0001",
    }
    wang.took(case, "submit-review", **words)
    took(c.ReviewCase)
    draft = clerks["zhao"].open(f"cases/{case}/steps/sign-decision").form
    assert (draft["fine_yuan"], draft["relief"]) == (["20000"], ["六十日内可以申请行政复议"])
    stages = {one["id"]: one["status"] for one in town.get("sun", f"cases/{case}")["stages"]}
    assert (stages["hearing"], stages["legal-review"]) == ("done", "done")


def test_what_was_said_once_is_not_typed_again(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="西街二号"))
    Clerk(town, "zhao").took(case, "approve-filing")
    inspection = wang.open(f"cases/{case}/steps/record-inspection").form
    assert inspection["officers"] == [town.people["wang"], town.people["li"]]
    assert inspection["place"] == ["西街二号"]
    wang.took(case, "record-inspection", **typed(town, c.RecordInspection))
    wang.took(case, "submit-opinion", **typed(town, c.SubmitOpinion))
    Clerk(town, "zhou").took(case, "endorse-opinion", **typed(town, c.EndorseOpinion))
    notice = wang.open(f"cases/{case}/steps/give-notice").form
    opinion = town.saying(c.SubmitOpinion)
    assert (notice["kinds"], notice["fine_yuan"]) == (["罚款"], ["200.00"])
    assert notice["reasons"] == [opinion["reasons"]]
    assert notice["content"] == ["罚款200.00元"]
    wang.took(case, "give-notice")
    assert wang.open(f"cases/{case}/steps/serve-document").form["document"] == ["notice"]
    signing = Clerk(town, "zhao").open(f"cases/{case}/steps/sign-decision").form
    assert signing["decided_by"] == [town.people["zhao"]]
    assert signing["facts"] == notice["facts"]


def test_a_lead_opens_a_case_which_is_filed_out_of_it(town: Town, wang: Clerk) -> None:
    case = wang.opened("register-lead", **typed(town, c.RegisterLead, discovered_on=town.now.date(), place="西街三号"))
    assert "占道经营线索" in wang.open(f"cases/{case}").text
    form = wang.open(f"cases/{case}/steps/file-case").form
    assert (form["title"], form["place"]) == (["占道经营线索"], ["西街三号"])
    wang.took(case, "file-case", **filing(town, place="西街三号"))


def test_the_reviewer_answers_each_element_and_sees_its_name(town: Town, wang: Clerk) -> None:
    case = town.file(place="西街四号")
    page = Clerk(town, "lu").open(f"cases/{case}/steps/review-case")
    assert len([name for name in page.form if name.endswith(".id")]) == 10
    assert "事实清楚" in page.text


# ---- What is open ----


def test_the_page_of_steps_tells_what_can_be_taken_and_why_not_with_the_article(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="南街一号"))
    text = wang.open(f"cases/{case}/steps").text
    ready, _, later = text.partition("现在不能办理")
    assert "现场检查（勘验）" in ready
    assert "作出处罚决定" not in ready
    assert "作出处罚决定" in later
    assert "第四十四条" in later
    assert "登记保存期满" not in text  # nobody's account takes it


def test_the_form_shows_which_rule_would_refuse_before_anything_is_sent(town: Town) -> None:
    case = town.file(place="南街二号")
    text = Clerk(town, "zhao").open(f"cases/{case}/steps/sign-decision").text
    assert "✓已经立案（已符合）" in text
    assert "✗事先告知书已经送达（不符合）" in text
    assert "第四十四条、第六十二条" in text


def test_who_has_not_the_role_reads_why_and_gets_no_form(town: Town) -> None:
    case = town.file(place="南街三号")
    qian = Clerk(town, "qian")
    page = qian.open(f"cases/{case}/steps/record-inspection")
    assert page.form == {}
    assert "您的账号没有这一权限" in page.text
    form = Clerk(town, "wang").form(f"cases/{case}/steps/record-inspection")
    answer = qian.post(f"cases/{case}/steps/record-inspection", form | {"word": form_word(town.tokens["qian"])})
    assert answer.status_code == 403
    assert town.version(case) == 1


# ---- Trial and refusal ----


def test_a_trial_shows_the_number_and_writes_nothing(town: Town) -> None:
    case, version = town.prepared(place="北街一号"), 0
    version = town.version(case)
    answer = Clerk(town, "zhao").send(f"cases/{case}/steps/sign-decision", "preview", **typed(town, c.SignDecision))
    assert answer.status_code == 200, said(answer)
    assert "试办通过，没有记录任何内容" in said(answer)
    assert "监漳罚决〔2025〕" in said(answer)
    assert town.version(case) == version


def test_a_refused_trial_leaves_no_record_and_a_refused_step_does(town: Town) -> None:
    case, zhao = town.file(place="北街二号"), Clerk(town, "zhao")
    before = refusals(town)
    tried = zhao.send(f"cases/{case}/steps/sign-decision", "preview", **typed(town, c.SignDecision))
    assert tried.status_code == 409
    assert refusals(town) == before
    sent = zhao.send(f"cases/{case}/steps/sign-decision", **typed(town, c.SignDecision, reasons="理由甲"))
    assert sent.status_code == 409
    assert "立案" in said(sent)
    assert "行政处罚法" in said(sent)
    assert Page(sent.text).form["reasons"] == ["理由甲"]
    assert refusals(town) == before + 1
    assert town.version(case) == 1


def test_wrong_fields_are_named_and_announced_and_nothing_typed_is_lost(town: Town, wang: Clerk) -> None:
    given = filing(town, title="", party__number="140429199001010011", place="<b>北街</b>", acted_on="2025-02-30")
    answer = wang.send("cases/new/file-case", **given)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "案由：请填写" in page.text
    assert "违法行为发生（终了）日期：请填写日期" in page.text
    assert page.form["place"] == ["<b>北街</b>"]
    assert page.form["acted_on"] == ["2025-02-30"]
    assert page.form["handlers"] == [town.people["wang"], town.people["li"]]
    assert 'role="alert"' in answer.text
    assert 'aria-describedby="f-title-wrong' in answer.text
    answer = wang.send("cases/new/file-case", **filing(town, party__number="140429199001010011"))
    assert "居民身份证号码不正确" in said(answer)
    assert '<a href="#f-party-number">' in answer.text


def test_a_row_more_is_drawn_without_any_script(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="北街三号"))
    path = f"cases/{case}/steps/take-sample"
    answer = wang.send(path, "add:items", items__0__name="炉渣", method="随机")
    page = Page(answer.text)
    assert (answer.status_code, page.form["items.0.name"], page.form["method"]) == (200, ["炉渣"], ["随机"])
    assert page.form["items.1.name"] == [""]
    assert "witnesses.1.name" not in page.form


# ---- Once, and on what was seen ----


def test_a_form_that_is_sent_twice_is_one_step(town: Town, wang: Clerk) -> None:
    form = wang.form("cases/new/file-case", **filing(town, place="东街一号"))
    first, second = wang.post("cases/new/file-case", form), wang.post("cases/new/file-case", form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    case = first.headers["Location"].rpartition("/")[2].partition("?")[0]
    path = f"cases/{case}/steps/record-inspection"
    form = wang.form(path, **typed(town, c.RecordInspection))
    assert [wang.post(path, form).status_code for _ in range(2)] == [303, 303]
    assert town.version(case) == 2
    other = wang.post(path, form | {"findings": ["另外的内容"], "version": ["2"]})
    assert other.status_code == 422
    assert "这张表已经提交过" in said(other)
    assert town.version(case) == 2


def test_a_form_of_an_older_case_shows_what_has_happened_and_asks_again(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="东街二号"))
    path = f"cases/{case}/steps/record-inspection"
    form = wang.form(path, **typed(town, c.RecordInspection, findings="摊位两处"))
    Clerk(town, "zhao").took(case, "approve-filing")
    for do in ("preview", "submit"):
        answer = wang.post(path, form | {"do": do})
        page = Page(answer.text)
        assert answer.status_code == 412
        assert "案件有了新的记录" in page.text
        assert "zhao" in page.text
        assert page.form["findings"] == ["摊位两处"]
    assert town.version(case) == 2
    assert wang.post(path, page.form | {"do": "submit"}).status_code == 303
    assert town.version(case) == 3


def test_a_form_that_is_drawn_again_does_not_overlook_what_was_taken_meanwhile(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="东街四号"))
    path = f"cases/{case}/steps/take-sample"
    fresh = wang.form(path, items__0__name="炉渣")
    again = Page(wang.post(path, fresh | {"do": "add:items"}).text).form
    assert (again["version"], again["key"]) == (fresh["version"], fresh["key"])
    Clerk(town, "zhao").took(case, "approve-filing")
    for do, status in (("add:items", 412), ("submit", 422)):
        answer = wang.post(path, fresh | {"do": do, "method": [""]})
        page = Page(answer.text)
        assert answer.status_code == status
        assert "案件有了新的记录" in page.text
        assert (page.form["version"], page.form["key"]) == (["2"], fresh["key"])
        assert answer.text.count('id="told"') == 1


def test_a_trial_and_a_refusal_keep_the_version_that_was_seen(town: Town) -> None:
    case, zhao = town.file(place="东街五号"), Clerk(town, "zhao")
    path = f"cases/{case}/steps/sign-decision"
    form = zhao.form(path, **typed(town, c.SignDecision))
    for do in ("preview", "submit"):
        again = Page(zhao.post(path, form | {"do": do}).text).form
        assert (again["version"], again["key"]) == (form["version"], form["key"])
    town.take(case, c.ApproveFiling)
    assert zhao.post(path, again | {"do": "submit"}).status_code == 412


def test_a_form_that_is_full_gets_no_row_more(town: Town, wang: Clerk) -> None:
    path = f"cases/{town.file(place='东街六号')}/steps/take-sample"
    form = wang.form(path, "add:items") | {f"items.{row}.name": [f"{row}"] for row in range(100)}
    answer = wang.post(path, form)
    page = Page(answer.text)
    assert (answer.status_code, page.form["items.99.name"]) == (422, ["99"])
    assert "物品：最多 100 行" in page.text
    assert "items.100.name" not in page.form


def test_a_file_is_uploaded_beside_the_form_that_asks_for_it(town: Town, wang: Clerk) -> None:
    case = town.file(place="东街七号")
    html = wang.get(f"/staff/{SAMPLE}/cases/{case}/steps/link-recording").text
    assert f'href="/staff/{SAMPLE}/files?case={case}" target="_blank" rel="noopener"' in html


def test_after_a_step_its_case_says_so(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="东街三号"))
    assert "已经记录：立案。" in wang.open(f"cases/{case}?done=file-case").text
    for none in ("nonsense", "approve-filing", "archive-case"):
        assert "已经记录" not in wang.open(f"cases/{case}?done={none}").text
    Clerk(town, "zhao").took(case, "approve-filing")
    assert "已经记录" not in wang.open(f"cases/{case}?done=file-case").text


# ---- Back-entry ----


def test_a_paper_is_entered_afterwards_with_its_defects(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="河西一号"))
    paper = {
        "entry__on": "yes",
        "entry__reason": "停电期间手工办理",
        "entry__scan": town.upload(b"a sheet"),
        "occurred_at__day": town.now.date().isoformat(),
    }
    given = typed(town, c.RecordInspection, officers=[town.people["wang"]]) | paper
    tried = wang.send(f"cases/{case}/steps/record-inspection", "preview", **given)
    assert "提交以后将作为补录记录，并注明下列缺陷" in said(tried)
    assert "两名" in said(tried)
    wang.took(case, "record-inspection", **given)
    assert town.get("sun", f"cases/{case}")["defects"] != []


def test_a_scan_that_nobody_uploaded_is_named_beside_its_field(town: Town, wang: Clerk) -> None:
    paper = {"entry__on": "yes", "entry__reason": "旧案", "entry__scan": "0" * 64, "occurred_at__day": "2025-02-03"}
    given = filing(town, place="河西二号", acted_on="2025-02-01", discovered_on="2025-02-01")
    answer = wang.send("cases/new/file-case", **given, **paper)
    assert answer.status_code == 422
    assert "纸质材料扫描件：没有这个文件" in said(answer)


def test_who_may_not_enter_papers_gets_no_box_and_is_refused(town: Town) -> None:
    case, li = town.file(place="河西三号"), Clerk(town, "li")
    page = li.open(f"cases/{case}/steps/link-recording")
    assert "entry.reason" not in page.form
    form = page.form | {"object": "0" * 64, "stage": "other", "do": "submit"}
    paper = {"entry.on": "yes", "entry.reason": "旧案", "entry.scan": "0" * 64, "occurred_at.day": "2025-02-03"}
    answer = li.post(f"cases/{case}/steps/link-recording", form | paper)
    assert answer.status_code == 403
    assert town.version(case) == 1


# ---- Nobody else's page writes ----


@pytest.mark.parametrize(
    ("origin", "word"),
    [
        ("https://evil.example", None),
        ("null", None),
        ("", None),
        (None, ""),
        (None, "0" * 64),
        (None, form_word("another token")),
        (None, "字"),
    ],
    ids=["elsewhere", "null", "unsaid", "without", "invented", "of-another", "not-ascii"],
)
def test_a_form_from_elsewhere_or_without_its_word_writes_nothing(
    town: Town, wang: Clerk, origin: str | None, word: str | None
) -> None:
    case = town.file(place="河东一号")
    path = f"cases/{case}/steps/record-inspection"
    form = wang.form(path, **typed(town, c.RecordInspection))
    if word is not None:
        form["word"] = word
    headers = {} if origin is None else {"Origin": origin}
    for do in ("submit", "preview"):
        answer = wang.post(path, form | {"do": do}, headers)
        assert answer.status_code == 403, said(answer)
    form.pop("word")
    assert wang.post(path, form, headers).status_code == 403
    assert town.version(case) == 1


def test_the_cookie_writes_nowhere_but_through_the_forms(town: Town, wang: Clerk) -> None:
    case = town.file(place="河东二号")
    form = {**wang.form(f"cases/{case}/steps/approve-filing")}
    for path in (f"/api/{SAMPLE}/cases/{case}/steps", f"/api/{SAMPLE}/registers/entries", "/uploads"):
        answer = wang.raw(path, data=form)
        assert answer.status_code == 401, path
    assert town.version(case) == 1


def test_who_is_not_logged_in_is_led_to_the_login(town: Town) -> None:
    case = town.file(place="河东三号")
    path = f"/staff/{SAMPLE}/cases/{case}/steps/approve-filing"
    origin = {"Origin": str(town.http.base_url).rstrip("/")}
    for cookie in ({}, {"Cookie": f"{COOKIE}={SAMPLE}.no"}):
        for answer in (
            town.http.get(path, headers=cookie),
            town.http.post(path, data={"do": "submit"}, headers=cookie),
            town.http.post(path.replace("approve-filing", "x"), data={"do": "submit"}, headers=origin | cookie),
        ):
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/login")
    assert town.version(case) == 1


def test_what_was_typed_outlives_the_login_and_is_sent_again(town: Town, wang: Clerk) -> None:
    case = wang.opened("file-case", **filing(town, place="河东六号"))
    path = f"cases/{case}/steps/record-inspection"
    form = wang.form(path, **typed(town, c.RecordInspection, findings='摊位"两处"\n第二行'))
    answer = wang.post(path, form, {"Cookie": ""})
    assert answer.status_code == 401
    assert "登录已经失效" in said(answer)
    assert 'target="_blank"' in answer.text
    kept = Page(answer.text).form
    assert kept["findings"] == ['摊位"两处"\n第二行']
    assert town.version(case) == 1
    every = {name: values for name, values in form.items() if name not in ("do", "officers")}
    assert {name: kept[name] for name in every} == every
    sent = wang.post(path, kept | {"officers": form["officers"], "do": "submit"})
    assert sent.status_code == 303, said(sent)
    assert town.version(case) == 2


def test_a_case_of_another_agency_is_not_there(town: Town) -> None:
    case = town.file(place="河东四号")
    wu = Clerk(town, "wu")
    for path in ("steps", "steps/approve-filing"):
        assert wu.get(f"/staff/{SAMPLE}/cases/{case}/{path}").status_code == 404
    form = {"word": form_word(town.tokens["wu"]), "do": "submit"}
    assert wu.post(f"cases/{case}/steps/approve-filing", form).status_code == 404


@pytest.mark.parametrize(
    "path", ["cases/new/sign-decision", "cases/{case}/steps/register-lead", "cases/{case}/steps/x"]
)
def test_a_step_that_is_none_there_is_not_found(town: Town, wang: Clerk, path: str) -> None:
    case = town.file(place="河东五号")
    assert wang.get(f"/staff/{SAMPLE}/{path.format(case=case)}").status_code == 404


# ---- Files ----


def sent_file(clerk: Clerk, case: str, content: bytes, **fields: str) -> httpx.Response:
    word = form_word(clerk.town.tokens[clerk.who])
    return clerk.raw(
        f"/staff/{SAMPLE}/files",
        params={"case": case},
        data={"word": word} | fields,
        files={"file": ("照片 1.jpg", content, "image/jpeg")},
    )


@pytest.mark.parametrize("size", [1, 70_000, 3_000_000])
def test_a_file_is_uploaded_by_a_plain_form_and_joins_the_case(town: Town, wang: Clerk, size: int) -> None:
    case = wang.opened("file-case", **filing(town, place=f"桥头{size}号"))
    content = bytes(number % 251 for number in range(size)) + b"\r\n--boundary\r\n"
    answer = sent_file(wang, case, content)
    assert answer.status_code == 200, answer.text
    link = answer.text.partition("link-recording?object=")[2][:64]
    form = wang.open(f"cases/{case}/steps/link-recording?object={link}").form
    assert form["object"] == [link]
    wang.took(case, "link-recording", object=link, stage="evidence")
    town.projected()
    assert wang.get(f"/objects/{link}").content == content


def test_a_file_from_elsewhere_or_of_nobody_is_not_taken(town: Town, wang: Clerk) -> None:
    case = town.file(place="桥头一号")
    assert sent_file(wang, case, b"x", word="0" * 64).status_code == 403
    assert sent_file(Clerk(town, "qian"), case, b"x").status_code == 403
    assert sent_file(wang, case, b"").status_code == 422
    answer = wang.raw(f"/staff/{SAMPLE}/files", data={"word": "x"})
    assert answer.status_code == 400
    assert "没有完整收到文件" in said(answer)
    assert "请选择要上传的文件" in said(sent_file(wang, case, b""))


def test_a_file_that_the_spool_does_not_take_is_told_in_a_sentence(town: Town, wang: Clerk) -> None:
    case = town.file(place="桥头二号")
    word = form_word(town.tokens["wang"])
    long = "application/" + "x" * 80
    answer = wang.raw(
        f"/staff/{SAMPLE}/files",
        params={"case": case},
        data={"word": word},
        files={"file": ("照片.jpg", b"x", long)},
    )
    assert answer.status_code == 400
    assert "请改名以后重新上传" in said(answer)
    assert 'enctype="multipart/form-data"' in answer.text


@pytest.mark.parametrize("name", ["现场　照片.jpg", "a\u00a0b.jpg", "a\u200bb.jpg"])
def test_a_file_whose_name_has_spaces_of_any_width_is_taken(town: Town, wang: Clerk, name: str) -> None:
    answer = wang.raw(
        f"/staff/{SAMPLE}/files",
        data={"word": form_word(town.tokens["wang"])},
        files={"file": (name, name.encode(), "image/jpeg")},
    )
    assert answer.status_code == 200, said(answer)


@pytest.mark.parametrize("fields", [{f"field{number}": "x" * 1000 for number in range(80)}, {"one": "x" * 70_000}])
def test_a_form_with_too_much_before_its_file_is_not_read(town: Town, wang: Clerk, fields: dict[str, str]) -> None:
    case = town.file(place="桥头三号")
    assert sent_file(wang, case, b"x", **fields).status_code == 400
    assert sent_file(wang, case, b"x", other="x" * 1000).status_code == 200


# ---- Words, and what is shown to whom ----


def test_what_is_refused_is_called_by_its_name(town: Town, wang: Clerk) -> None:
    case = town.file(place="桥头四号")
    qian = Clerk(town, "qian")
    answer = qian.post(f"cases/{case}/steps/archive-case", {"word": form_word(town.tokens["qian"]), "do": "submit"})
    assert answer.status_code == 403
    assert "没有“归档”权限" in said(answer)
    assert "没有这个待办队列：nobody" in said(wang.get(f"/staff/{SAMPLE}/queues/nobody"))
    assert "应为 true 或者 false" in said(wang.get(f"/staff/{SAMPLE}/queues/handler?everyone=perhaps"))
    wrong = wang.send(f"cases/{case}/steps/record-inspection", occurred_at__day="2025-02-30")
    assert "发生时间：请填写日期" in said(wrong)


def test_the_scan_of_a_paper_is_linked_for_who_may_open_it(town: Town, wang: Clerk) -> None:
    scan, today = town.upload("扫描件".encode()), town.now.date().isoformat()
    case = wang.opened("file-case", **filing(town, place="桥头五号"))
    paper = {"entry__on": "yes", "entry__reason": "停电", "entry__scan": scan, "occurred_at__day": today}
    wang.took(case, "record-inspection", **typed(town, c.RecordInspection), **paper)
    town.projected()
    for page in (f"cases/{case}", f"cases/{case}/replay?step=2&order=recorded"):
        assert f"/objects/{scan}" in wang.get(f"/staff/{SAMPLE}/{page}").text
        hidden = Clerk(town, "qian").get(f"/staff/{SAMPLE}/{page}").text
        assert "有纸质材料扫描件" in hidden
        assert f"/objects/{scan}" not in hidden


def test_who_has_no_queue_sees_no_link_to_one(town: Town, wang: Clerk) -> None:
    link = f'href="/staff/{SAMPLE}/queues"'
    assert link in wang.get(f"/staff/{SAMPLE}/files").text
    assert link not in Clerk(town, "recorder").get(f"/staff/{SAMPLE}/files").text


def test_presiders_are_those_first_whose_accounts_can_record_the_hearing(town: Town, wang: Clerk) -> None:
    case = town.file(place="桥头六号")
    html = wang.get(f"/staff/{SAMPLE}/cases/{case}/steps/arrange-hearing").text
    assert "没有可以记录听证的账号" not in html
    person = town.made("registrar", "registers/persons", {"kind": "natural", "name": "hao"})["person"]
    town.people["hao"] = person
    town.enter(town.certificate("hao"))
    page = wang.open(f"cases/{case}/steps/arrange-hearing")
    assert page.options["presider"][-1] == person
    assert "hao（没有可以记录听证的账号）" in page.text


# ---- In a browser ----


@pytest.mark.parametrize("width", [390, 1440])
def test_every_form_fits_and_each_input_has_its_label(browser: Browser, town: Town, width: int) -> None:
    case = town.prepared(place=f"窗口{width}号")
    context = browser.new_context(
        base_url=str(town.http.base_url),
        locale="zh-CN",
        viewport={"width": width, "height": 844},
        java_script_enabled=False,
    )
    cookie = {"name": COOKIE, "value": town.tokens["wang"], "url": str(town.http.base_url)}
    context.add_cookies([cookie])  # type: ignore[list-item]  # as the browser keeps it
    page = context.new_page()
    paths = [
        f"cases/{case}/steps/{tag(kind)}" for kind in (c.TakeSample, c.GiveNotice, c.SubmitReview, c.ReviewDefence)
    ]
    for path in (
        "cases/new",
        "cases/new/file-case",
        f"cases/{case}",
        f"cases/{case}/steps",
        f"files?case={case}",
        *paths,
    ):
        page.goto(f"/staff/{SAMPLE}/{path}")
        body = page.locator("body").bounding_box()
        assert body is not None
        assert body["width"] <= width, path
        inputs = page.locator("form.step :is(input:not([type=hidden]), select, textarea)")
        for at in range(inputs.count()):
            given = inputs.nth(at)
            labelled = (
                given.locator("xpath=ancestor::label").count()
                or page.locator(f"label[for='{given.get_attribute('id')}']").count()
            )
            assert labelled, (path, given.get_attribute("name"))
    context.close()


def test_a_clerk_files_a_case_in_a_browser_without_scripts(browser: Browser, town: Town) -> None:
    context = browser.new_context(
        base_url=str(town.http.base_url),
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    complaints: list[str] = []
    page = context.new_page()
    page.goto(f"/staff/{SAMPLE}/cases/new")
    page.get_by_label("访问令牌").fill(town.tokens["wang"])
    page.get_by_role("button", name="登录").click()
    page.on("console", lambda message: complaints.append(message.text))
    page.get_by_role("main").get_by_role("link", name="立案", exact=True).click()
    page.get_by_label("案由").fill("占道经营案")
    page.get_by_label("li", exact=True).check()
    page.get_by_label("自然人", exact=True).check()
    page.get_by_label("姓名或者名称").fill("张三丰")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("违法行为发生（终了）日期：请填写")
    page.get_by_label("违法行为发生（终了）日期").fill(town.now.date().isoformat())
    page.get_by_label("发现日期").fill(town.now.date().isoformat())
    page.get_by_label("身份证号码").fill(NUMBER)
    page.get_by_label("违法行为发生地").fill("浏览器街一号")
    page.get_by_label("立案事实").fill("在人行道上摆摊。")
    page.get_by_role("button", name="试办").last.click()
    expect(page.get_by_role("status")).to_contain_text("试办通过")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("status")).to_have_text("已经记录：立案。")
    expect(page.get_by_role("heading", level=1)).to_have_text("占道经营案")
    assert [one for one in complaints if "422" not in one] == []  # Chromium notes the refused form itself
    context.close()

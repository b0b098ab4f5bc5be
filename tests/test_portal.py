"""The portal as a browser without scripts gets it, and the pages of staff behind the login."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.deployment import install, open_ledgers
from api.founding import found
from api.settings import Settings
from http_town import REAL, SAMPLE, serving, site
from portal_town import MARKUP, ORDINARY, WITHDRAWN_FACTS, WITHDRAWN_PARTY, WITHHELD_FACTS, Portal
from projections.spans import span_of
from records.penalty.commands import TagSecrecy
from town import AGENCY, MATTER

pytest_plugins = ("portal_site",)

HTML = {"Accept": "text/html,application/xhtml+xml"}
BANNER = "样本数据，模拟时钟"


def ids(page: str) -> list[str]:
    return re.findall(rf'class="number" href="/{SAMPLE}/disclosures/([0-9a-f-]+)"', page)


def public_paths(portal: Portal) -> list[str]:
    home = f"/{SAMPLE}/"
    return [
        home,
        f"{home}?q=炉渣",
        f"{home}disclosures/{portal.pages['遮盖']}",
        f"{home}disclosures/{portal.pages['撤回']}",
        f"{home}withdrawals",
        f"{home}withdrawals/{portal.pages['撤回']}",
        f"{home}statistics",
    ]


@pytest.fixture
def supervisor(portal: Portal) -> Iterator[httpx.Client]:
    """A browser in which the supervisor has logged in."""
    with httpx.Client(base_url=portal.http.base_url, trust_env=False, headers=HTML) as browser:
        entered = browser.post("/login", data={"token": portal.town.tokens["sun"]})
        assert entered.status_code == 303
        yield browser


# ---- What is shown ----


def test_what_a_party_or_a_fact_says_is_never_markup(portal: Portal) -> None:
    for path in (f"/{SAMPLE}/disclosures/{portal.pages['标记']}", f"/{SAMPLE}/?q=alert"):
        page = portal.text(path)
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    assert "<script" not in portal.text(f"/{SAMPLE}/", q=MARKUP, agency=MARKUP, matter='"><b>')


def test_a_disclosure_shows_what_was_reviewed(portal: Portal) -> None:
    page = portal.text(f"/{SAMPLE}/disclosures/{portal.pages['普通7']}")
    shown = ("第7处摊位占用便道。", "武乡县样本商行", "监漳镇人民政府", "罚款200元", "200 元", "对占道经营的处罚")
    assert not [text for text in shown if text not in page]
    assert "未公示" not in page


def test_what_is_masked_is_named_with_ground_and_basis(portal: Portal) -> None:
    page = portal.text(f"/{SAMPLE}/disclosures/{portal.pages['遮盖']}")
    assert page.count('<span class="masked">未公示</span>') == 2
    assert "下列内容不予公示：当事人、金额。" in page
    assert "第八条第四项" in page
    assert "某某条例第八条" in page


def test_search_finds_every_word_of_number_party_and_facts(portal: Portal) -> None:
    assert ids(portal.text(f"/{SAMPLE}/", q="第7处 样本商行 监漳罚决")) == [portal.pages["普通7"]]
    assert ids(portal.text(f"/{SAMPLE}/", q="第7处 没有的词")) == []
    assert ids(portal.text(f"/{SAMPLE}/", q="%")) == []
    assert ids(portal.text(f"/{SAMPLE}/", year="2024")) == []
    chosen = {"year": "2025", "agency": AGENCY, "matter": MATTER}
    assert ids(portal.text(f"/{SAMPLE}/", q="第7处", **chosen)) == [portal.pages["普通7"]]
    assert ids(portal.text(f"/{SAMPLE}/", q="第7处", **(chosen | {"agency": MATTER}))) == []


def test_pages_follow_each_other_without_gap_or_repetition_while_more_is_published(portal: Portal) -> None:
    first = portal.text(f"/{SAMPLE}/")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    before = len(ids(first))
    portal.publish("新近")
    portal.settle()
    second = portal.text(following[1].replace("&amp;", "&"))
    seen = ids(first) + ids(second)
    assert len(seen) == len(set(seen))
    wanted = {portal.pages[f"普通{number}"] for number in range(ORDINARY)} | {portal.pages["标记"]}
    assert before == 20
    assert wanted <= set(seen)
    assert "回到第一页" in second


def test_a_withdrawn_page_is_its_notice(portal: Portal) -> None:
    page = portal.text(f"/{SAMPLE}/disclosures/{portal.pages['撤回']}")
    shown = ("撤回公告", "已被<strong>撤销</strong>", "监漳撤〔2026〕1号", "行为人认定错误。", "第十四条", "第四十八条")
    assert not [text for text in shown if text not in page]
    assert portal.text(f"/{SAMPLE}/withdrawals/{portal.pages['撤回']}") == page
    assert "行为人认定错误。" in portal.text(f"/{SAMPLE}/withdrawals")
    assert portal.http.get(f"/{SAMPLE}/withdrawals/{portal.pages['遮盖']}").status_code == 404


def test_no_page_has_anything_of_a_withdrawn_body(portal: Portal) -> None:
    for path in (*public_paths(portal), "/about", "/"):
        page = portal.text(path)
        for text in (WITHDRAWN_FACTS, WITHDRAWN_PARTY, "清运炉渣", "影响道路"):
            assert text not in page, path
    assert ids(portal.text(f"/{SAMPLE}/", q="柳树巷")) == []


def test_a_page_that_was_tagged_since_is_a_notice_of_the_ground_alone_everywhere(fresh: Portal) -> None:
    page, town = fresh.publish("涉密", facts_shown="当事人在营区大门外摆摊。"), fresh.town
    town.take(fresh.cases["涉密"], TagSecrecy, secrecy="state")
    withheld = {"outcome": "withheld", "party_shown": "", "grounds": ["secret-or-privacy"], "basis": "某规定第三条"}
    town.step("qian", fresh.cases["涉密"], town.reviewing(**withheld))
    fresh.settle()
    paths = [f"/{SAMPLE}/", f"/{SAMPLE}/withdrawals", f"/{SAMPLE}/disclosures/{page}", f"/public/{SAMPLE}/disclosures"]
    feeds = [f"/feeds/{kind}.{form}" for kind in ("disclosures", "withdrawals") for form in ("json", "atom", "csv")]
    shown = {path: fresh.text(path) for path in (*paths, f"/{SAMPLE}/statistics", *feeds)}
    for path, text in shown.items():
        assert not [body for body in ("营区大门", "某规定", "None") if body in text], path
    for path in (paths[0], paths[1], paths[2], "/feeds/withdrawals.json", "/feeds/withdrawals.csv"):
        assert "不予公示（涉及国家秘密、商业秘密或者个人隐私）" in shown[path], path
    assert "第三十五条" in shown[paths[2]]
    assert fresh.http.get(f"/public/{SAMPLE}/withheld").json()["by_ground"] == {"secret-or-privacy": 1}


def test_what_is_withheld_is_counted_by_ground_and_never_shown(portal: Portal) -> None:
    home = portal.text(f"/{SAMPLE}/")
    assert re.search(r"不予公示 <span class=\"count\">共 1 件", home)
    assert re.findall(r"第八条第(.)项）</span><b>(\d+) 件", home) == [
        ("一", "1"),
        ("二", "1"),
        ("三", "0"),
        ("四", "0"),
    ]
    for path in public_paths(portal):
        assert WITHHELD_FACTS not in portal.text(path)
        assert "保密案" not in portal.text(path)


def test_every_page_of_a_sample_says_that_it_is_one(portal: Portal) -> None:
    assert not [path for path in public_paths(portal) if BANNER not in portal.text(path)]
    assert BANNER not in portal.text(f"/{REAL}/")
    assert BANNER in portal.text("/")  # beside the sample's name


def test_statistics_have_a_chart_with_its_text_and_the_numbers_beside_it(portal: Portal) -> None:
    page = portal.text(f"/{SAMPLE}/statistics")
    assert re.search(r'<svg [^>]*role="img" aria-labelledby="chart-title chart-text"', page)
    assert re.search(r'<desc id="chart-text">共立案 \d+ 件', page)
    assert page.count('<th scope="row">2025年3月</th>') == 1
    for clock in ("15个工作日内", "7个工作日内", "20个工作日内"):
        assert clock in page
    figures = portal.http.get(f"/public/{SAMPLE}/statistics", params={"by": ""}).json()["items"][0]
    assert f"<dd>{figures['decisions']}<small> 件" in page
    assert "还没有数字" in portal.text(f"/{SAMPLE}/statistics", year="1999")


def test_statistics_have_how_long_stages_took_and_what_was_in_time(portal: Portal) -> None:
    page = portal.text(f"/{SAMPLE}/statistics")
    figures = portal.http.get(f"/public/{SAMPLE}/statistics", params={"by": ""}).json()["items"][0]
    spans = {one["span"]: one for one in figures["spans"]}
    for name in ("filed-opinion", "filed-signed", "signed-published"):
        days = f"{spans[name]['days'] / spans[name]['cases']:.1f}"
        title = re.escape(span_of("penalty-ordinary", name).title)
        assert re.search(rf"{title}</th><td>{days}</td><td>\d+ 日内</td><td>{spans[name]['cases']}</td>", page)
    (kept,) = (one for one in figures["terms"] if one["limit_id"] == "publication.guidance")
    judged = kept["on_time_occurred"] + kept["late_occurred"]
    found = re.search(
        r"三项制度指导意见）.*?</th><td>([\d.]+%)</td><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td><td>(\d+)", page
    )
    assert found
    share, total, on_time, late, running = found.groups()
    assert share == f"{kept['on_time_occurred'] / judged:.1%}"
    assert (int(on_time), int(late)) == (kept["on_time_occurred"], kept["late_occurred"])
    assert int(total) == judged + int(running)


def test_statistics_are_of_the_period_and_agency_that_are_chosen(portal: Portal) -> None:
    path = f"/{SAMPLE}/statistics"
    march = portal.text(path, period="2025-03", agency=AGENCY)
    assert '<option value="2025-03" selected>2025年3月</option>' in march
    assert f'<option value="{AGENCY}" selected>' in march
    assert '<th scope="col">进行中</th>' in march
    assert portal.text(path, period="2025") == portal.text(path, year="2025")
    before = portal.text(path, period="2025-02")
    assert "这一时期没有走完的环节" in before
    assert '<th scope="col">进行中</th>' not in before
    assert "没有案件的机关" in portal.text(path, agency="nobody")
    assert portal.http.get(f"/{SAMPLE}/statistics?period=2025-13").status_code == 422


# ---- How it is sent ----


def test_no_anonymous_page_sets_a_cookie_or_lets_a_script_run(portal: Portal) -> None:
    for path in (*public_paths(portal), "/", "/about", "/login", "/nowhere/"):
        answer = portal.http.get(path, headers=HTML)
        assert "set-cookie" not in answer.headers
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "<script" not in answer.text
        assert " style=" not in answer.text


def test_a_page_that_has_not_changed_is_not_sent_again(portal: Portal) -> None:
    for path in (*public_paths(portal), "/about"):
        first = portal.http.get(path)
        again = portal.http.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["cache-control"] == "public, no-cache"
        assert portal.http.head(path).headers["etag"] == first.headers["etag"]


def test_people_get_errors_as_pages_and_programs_as_problems(portal: Portal) -> None:
    wrong = {
        f"/{SAMPLE}/?year=20x": 422,
        f"/{SAMPLE}/?cursor=nothing": 422,
        "/nowhere/": 404,
        f"/{SAMPLE}/disclosures/{'0' * 36}": 404,
        f"/{SAMPLE}/disclosures/%00": 404,
        "/a/b/c/d": 404,
    }
    for path, status in wrong.items():
        page, problem = portal.http.get(path, headers=HTML), portal.http.get(path)
        assert (page.status_code, problem.status_code) == (status, status), path
        assert '<html lang="zh-CN">' in page.text
        assert problem.headers["content-type"] == "application/problem+json"


def test_the_portal_takes_no_address_of_the_other_parts(portal: Portal) -> None:
    assert portal.http.get("/healthz").json() == {"status": "ok"}
    assert portal.http.get("/openapi.json").json()["openapi"].startswith("3.")
    assert portal.http.get(f"/api/{SAMPLE}/statistics").status_code == 401
    assert portal.http.get("/log", headers={"Accept": "*/*"}).status_code in (200, 404)
    assert portal.http.get("/static/portal.css").headers["content-type"] == "text/css; charset=utf-8"
    assert portal.http.get(f"/{SAMPLE}").headers["location"] == f"/{SAMPLE}/"


def test_a_single_ledger_has_the_front_page(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, port=0, documents="asked")
    install(settings)
    with serving(settings) as address:
        assert "还没有建立账本" in httpx.get(f"{address}/", trust_env=False).text
        with open_ledgers(settings) as ledgers:
            found(ledgers, settings, "duancun", "段村镇", "140429", "登记人")
        deadline = time.monotonic() + 10
        while any(one["behind"] for one in httpx.get(f"{address}/readyz", trust_env=False).json()["ledgers"]):
            assert time.monotonic() < deadline, "the new ledger is not projected"
            time.sleep(0.05)
        front = httpx.get(f"{address}/", trust_env=False).text
        assert "<h1>段村镇行政执法信息公示</h1>" in front
        assert "还没有公示信息" in front
        assert httpx.get(f"{address}/duancun/statistics", trust_env=False).status_code == 200


# ---- Staff ----


def test_staff_pages_lead_to_the_login_and_back(portal: Portal) -> None:
    case = f"/staff/{SAMPLE}/cases/{portal.cases['标记']}"
    for path in ("/staff", f"/staff/{SAMPLE}/", f"/staff/{SAMPLE}/due", case):
        assert portal.http.get(path).status_code == 303
    asked = portal.http.get(case, headers=HTML)
    form = portal.text(asked.headers["location"])
    assert f'name="next" value="{case}"' in form
    entered = portal.http.post("/login", data={"token": portal.town.tokens["sun"], "next": case})
    assert entered.headers["location"] == case
    portal.http.cookies.clear()


def test_a_login_gives_a_cookie_that_no_script_and_no_other_site_can_use(portal: Portal) -> None:
    entered = portal.http.post("/login", data={"token": portal.town.tokens["sun"]})
    portal.http.cookies.clear()
    cookie = entered.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/"))
    refused = portal.http.post("/login", data={"token": f"{SAMPLE}.wrong"}, headers=HTML)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert "令牌不正确" in refused.text
    elsewhere = {"Origin": "https://evil.example"}
    answer = portal.http.post("/login", data={"token": portal.town.tokens["sun"]}, headers=elsewhere)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "staff"])
def test_a_login_leads_nowhere_else(portal: Portal, address: str) -> None:
    entered = portal.http.post("/login", data={"token": portal.town.tokens["sun"], "next": address})
    portal.http.cookies.clear()
    assert entered.headers["location"] == f"/staff/{SAMPLE}/"


def test_logging_out_takes_the_cookie_away(supervisor: httpx.Client) -> None:
    assert supervisor.get(f"/staff/{SAMPLE}/").status_code == 200
    supervisor.post("/logout")
    assert supervisor.get(f"/staff/{SAMPLE}/").status_code == 303


def test_a_case_shows_how_far_each_stage_has_come(portal: Portal, supervisor: httpx.Client) -> None:
    params = {"purpose": "enforcement-supervision"}
    page = supervisor.get(f"/staff/{SAMPLE}/cases/{portal.cases['录像']}", params=params)
    stages = re.findall(
        r'<li class="([a-z-]+)"><span class="name">([^<]+)</span><span class="state">([^<]+)<', page.text
    )
    assert ("done", "立案", "已办理") in stages
    assert ("open", "决定", "未办理") in stages
    assert ("open", "法制审核", "未办理") in stages
    assert re.search(r'<video controls preload="none" src="/objects/[0-9a-f]{64}\?purpose=', page.text)
    assert "media-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "private, no-store"


def test_a_timeline_is_shown_as_it_was_known(portal: Portal, supervisor: httpx.Client) -> None:
    path = f"/staff/{SAMPLE}/cases/{portal.cases['撤回']}"
    now = supervisor.get(path).text
    assert "被撤销，依据" in now
    then = supervisor.get(path, params={"known_at": "2025-03-05T09:00"}).text
    assert "公示审查" in then
    assert "被撤销，依据" not in then
    assert supervisor.get(path, params={"at": "yesterday"}).status_code == 422


def test_refused_steps_and_terms_are_for_the_supervisor(portal: Portal, supervisor: httpx.Client) -> None:
    assert "作出处罚决定" in supervisor.get(f"/staff/{SAMPLE}/refusals").text
    assert "普通1案" in supervisor.get(f"/staff/{SAMPLE}/due").text
    assert "作出处罚决定" in supervisor.get(f"/staff/{SAMPLE}/cases/{portal.cases['标记']}").text
    officer = {"Authorization": f"Bearer {portal.town.tokens['li']}"}
    assert portal.http.get(f"/staff/{SAMPLE}/due", headers=officer).status_code == 403
    assert portal.http.get(f"/staff/{SAMPLE}/refusals", headers=officer).status_code == 403
    assert portal.http.get(f"/staff/{SAMPLE}/", headers=officer).status_code == 200


def test_an_account_sees_no_other_ledger(supervisor: httpx.Client) -> None:
    assert supervisor.get(f"/staff/{REAL}/").status_code == 403
    assert supervisor.get("/staff/nowhere/").status_code == 404


def test_markup_in_a_case_is_text_for_staff_too(portal: Portal, supervisor: httpx.Client) -> None:
    case = portal.town.file(title=f"{MARKUP}案")
    portal.settle()
    for path in (f"/staff/{SAMPLE}/", f"/staff/{SAMPLE}/cases/{case}"):
        assert "<script" not in supervisor.get(path).text


def test_every_page_is_there_on_postgresql_too(postgres_database: str, tmp_path: Path) -> None:
    with site(postgres_database, tmp_path) as served:
        portal = Portal(served)
        portal.publish("公示")
        portal.publish("撤回")
        portal.town.later(days=2)
        portal.town.step("qian", portal.cases["撤回"], portal.town.revoking())
        portal.settle()
        feeds = [f"/feeds/{kind}.{form}" for kind in ("disclosures", "withdrawals") for form in ("json", "atom", "csv")]
        lists = [f"/public/{SAMPLE}/{name}" for name in ("disclosures", "withdrawals", "statistics", "withheld")]
        pages = [
            f"/{SAMPLE}/?q=占道&year=2025",
            f"/{SAMPLE}/disclosures/{portal.pages['公示']}",
            f"/{SAMPLE}/statistics",
        ]
        notice = [f"/{SAMPLE}/disclosures/{portal.pages['撤回']}", "/feeds/disclosures/archive/2025-03-03.atom"]
        for path in (*feeds, *lists, *pages, *notice):
            assert portal.http.get(path).status_code == 200, path
        token = {"Authorization": f"Bearer {portal.town.tokens['sun']}"}
        for path in ("", "due", "refusals", f"cases/{portal.cases['撤回']}"):
            assert portal.http.get(f"/staff/{SAMPLE}/{path}", headers=token).status_code == 200, path

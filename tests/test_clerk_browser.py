"""One case from filing to the archive on the staff pages alone, each person at a Chromium of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from http_town import SAMPLE, Town, site

NUMBER: Final = "140429199001010013"
TITLE: Final = "中心街占道经营案"
PHONE, DESK = 390, 1440
QUEUE: Final = {
    "wang": "承办人",
    "zhou": "承办机构负责人",
    "lu": "法制审核人员",
    "zhao": "机关负责人",
    "qian": "公示审查人员",
    "feng": "档案管理人员",
}
"""Who acts, and the queue of theirs that the case comes to."""
MATERIALS: Final = ("行政处罚决定书草案", "案件处理意见书", "证据材料目录", "事先告知书及送达回证", "陈述申辩材料")
"""What a draft comes with for its review."""

ELEMENTS: Final = 10
"""Elements that a legal review answers."""


class Colleague:
    """Somebody of the town with a browser of their own, without scripts."""

    def __init__(self, browser: Browser, town: Town, who: str) -> None:
        self.town, self.who = town, who
        self.width = PHONE if who == "wang" else DESK
        self.context = browser.new_context(
            base_url=str(town.http.base_url),
            locale="zh-CN",
            viewport={"width": self.width, "height": 844},
            java_script_enabled=False,
        )
        self.context.set_default_timeout(10_000)  # of a page that has no such thing: every one here is small
        self.complaints: list[str] = []
        self.page = self.context.new_page()

    def follows(self, link: Locator) -> None:
        """Clicks what leads to a page, and returns when the page is there."""
        with self.page.expect_event("load"):
            link.click()
        self.fits()

    def comes(self) -> None:
        """Asks for the queues, has to log in first, and stands before the queues then."""
        self.page.goto(f"/staff/{SAMPLE}/queues")
        self.page.get_by_label("访问令牌").fill(self.town.tokens[self.who])
        self.follows(self.page.get_by_role("button", name="登录"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("待办")
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def queue(self) -> Page:
        """The queue, opened from wherever the person is, once the views show all that was recorded."""
        self.town.projected()
        self.goes("待办")
        self.follows(
            self.page.get_by_role("navigation", name="待办队列").get_by_role("link", name=QUEUE[self.who]).first
        )
        return self.page

    def goes(self, place: str) -> None:
        """Follows a link of the navigation."""
        self.follows(self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=place, exact=True))

    def task(self, title: str) -> Locator:
        """What waits in the queue under that title."""
        waiting = self.page.get_by_role("main").get_by_role("listitem").filter(has_text=TITLE)
        return waiting.get_by_role("link", name=title, exact=True)

    def takes_up(self, title: str) -> Page:
        """Follows what waits into its form."""
        self.queue()
        self.follows(self.task(title))
        return self.page

    def opens(self, step: str, stage: str = "") -> Page:
        """Opens a step that no queue has, by the case's page of steps; what can't be taken now is below its stage."""
        self.goes("案件")
        self.follows(self.page.get_by_role("link", name=TITLE))
        self.follows(self.page.get_by_role("link", name="办理步骤"))
        if stage:
            self.page.locator("summary").filter(has_text=stage).click()
        self.follows(self.page.get_by_role("link", name=step, exact=True))
        return self.page

    def fills(self, **texts: str) -> None:
        """Types into the inputs of those labels."""
        for label, text in texts.items():
            self.page.get_by_label(label, exact=False).first.fill(text)

    def answers(self, question: str, answer: str) -> None:
        """Picks an answer of a question with several."""
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()

    def sends(self, step: str) -> None:
        """Tries the step, which writes nothing, and takes it then."""
        self.follows(self.page.get_by_role("button", name="试办"))
        expect(self.page.get_by_role("status")).to_contain_text("试办通过，没有记录任何内容")
        self.follows(self.page.get_by_role("button", name="提交"))
        expect(self.page.get_by_role("status")).to_contain_text(f"已经记录：{step}。")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(TITLE)

    def has_nothing_of(self, title: str) -> None:
        """It is gone from the queue."""
        self.queue()
        expect(self.task(title)).to_have_count(0)

    def fits(self) -> None:
        """Nothing sticks out to the right."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url


People = dict[str, Colleague]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("var")
    with site(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder) as found:
        yield found.town


@pytest.fixture
def people(browser: Browser, town: Town) -> Iterator[People]:
    """All six, logged in; what a page complains of fails the test, but for the answer 409, which Chromium notes."""
    found = {who: Colleague(browser, town, who) for who in QUEUE}
    for one in found.values():
        one.comes()
    yield found
    for one in found.values():
        one.context.close()
        assert [complaint for complaint in one.complaints if "409" not in complaint] == []


def test_six_people_take_a_case_from_filing_to_the_archive_on_the_pages_alone(people: People, town: Town) -> None:
    wang, zhou, lu, zhao, qian, feng = (people[who] for who in QUEUE)

    files(wang, town)
    passes(wang, zhao, "审批立案")
    zhao.takes_up("审批立案")
    zhao.sends("立案审批")
    zhao.has_nothing_of("审批立案")

    inspects(wang, town)
    proposes(wang)
    passes(wang, zhou, "审查处理意见")
    endorses(zhou)
    corrects(wang)

    wang.takes_up("发出事先告知")
    expect(wang.page.get_by_label("处罚内容")).to_have_value("罚款200.00元")
    wang.sends("事先告知")
    serves(wang, "送达事先告知书")
    defends(wang)

    expect(zhao.queue().get_by_role("link", name="作出处罚决定")).to_have_count(0)  # the review isn't there yet
    is_refused(zhao)

    wang.takes_up("送法制审核")
    wang.fills(收款银行和账号="武乡农商银行监漳支行 0001")
    wang.fills(
        履行方式和期限="十五日内到指定银行缴纳罚款。",
        救济途径和期限="六十日内可以申请行政复议。",
        材料清单="\n".join(MATERIALS),
    )
    wang.sends("送法制审核")
    passes(wang, lu, "法制审核")
    reviews(lu)
    lu.has_nothing_of("法制审核")
    discusses(zhao)
    signs(zhao)
    zhao.has_nothing_of("作出处罚决定")

    serves(wang, "送达决定书")
    clears(qian)
    qian.takes_up("公示审查")
    expect(qian.page.get_by_label("公示的当事人名称")).to_have_value("张某某")
    qian.sends("公示审查")
    qian.has_nothing_of("公示审查")
    wang.opens("记录缴款")
    expect(wang.page.get_by_label("金额（元）")).to_have_value("200.00")
    wang.fills(票据号码="晋财0001")
    wang.sends("记录缴款")
    zhao.takes_up("结案")
    expect(zhao.page.get_by_label("结案方式").locator("option:checked")).to_have_text("履行完毕")
    zhao.fills(结案报告="罚款已经缴清。")
    zhao.sends("结案")
    passes(zhao, feng, "归档")
    archives(feng)
    is_whole(wang, feng)


# ---- The steps ----


def passes(sender: Colleague, following: Colleague, title: str) -> None:
    """What was done leads to a task in the next person's queue, which is not in the sender's."""
    following.queue()
    expect(following.task(title)).to_be_visible()
    if sender is not following:
        sender.has_nothing_of(title)


def files(wang: Colleague, town: Town) -> None:
    page = wang.page
    wang.goes("案件")
    wang.follows(page.get_by_role("link", name="新案件"))
    wang.follows(page.get_by_role("main").get_by_role("link", name="立案", exact=True))
    page.get_by_label("li", exact=True).check()
    page.get_by_label("自然人", exact=True).check()
    wang.fills(案由=TITLE, 姓名或者名称="张三丰", 身份证号码=NUMBER, 违法行为发生地="监漳镇中心街九号")
    wang.fills(立案事实="在人行道上摆摊。", 违法行为发生="2025-03-03", 发现日期=town.now.date().isoformat())
    wang.sends("立案")


def inspects(wang: Colleague, town: Town) -> None:
    town.later(hours=1)
    page = wang.takes_up("调查取证")
    expect(page.get_by_label("地点")).to_have_value("监漳镇中心街九号")
    begun, ended = (town.now - timedelta(minutes=ago) for ago in (40, 10))
    wang.fills(开始时间=f"{begun:%Y-%m-%dT%H:%M}", 结束时间=f"{ended:%Y-%m-%dT%H:%M}", 检查情况="摊位一处。")
    for told in ("是否出示执法证件", "是否告知申请回避等权利"):
        wang.answers(told, "是")
    wang.answers("签名情况", "已签名")
    wang.sends("现场检查（勘验）")
    wang.has_nothing_of("调查取证")


def proposes(wang: Colleague) -> None:
    wang.takes_up("提出处理意见")
    wang.answers("处理建议", "予以处罚")
    wang.answers("处罚种类", "罚款")
    wang.answers("案件性质", "疑难复杂，或者涉及多个法律关系")
    wang.page.get_by_label("罚款（元）").fill("200.00")
    wang.fills(理由="首次违法，情节较轻。")
    wang.sends("提出处理意见")
    wang.has_nothing_of("提出处理意见")


def endorses(zhou: Colleague) -> None:
    page = zhou.takes_up("审查处理意见")
    expect(page.get_by_role("main")).to_contain_text("情节较轻")  # of the opinion that is answered
    zhou.answers("是否同意", "是")
    zhou.fills(审查意见="同意。")
    zhou.sends("审查处理意见")
    zhou.has_nothing_of("审查处理意见")


def corrects(wang: Colleague) -> None:
    """The queue asks for an order to correct, or for why there is none: the stall is gone already."""
    expect(wang.queue().get_by_role("link", name="责令改正，或者写明不责令改正的理由")).to_be_visible()
    wang.opens("不责令改正", "调查取证")
    wang.answers("不责令改正的情形", "已经改正")
    wang.fills(理由="摊位当场清理。")
    wang.sends("不责令改正")
    wang.has_nothing_of("责令改正，或者写明不责令改正的理由")


def clears(qian: Colleague) -> None:
    """A disclosure officer of a small agency looks for secrets as well, before anything is published."""
    qian.has_nothing_of("公示审查")
    qian.opens("保密审查")
    qian.answers("保密审查结论", "可以公开")
    qian.fills(保密审查意见="不涉及国家秘密、商业秘密和个人隐私。")
    qian.sends("保密审查")


def serves(wang: Colleague, title: str) -> None:
    """Serves the document that waits for it, which the form has chosen already."""
    page = wang.takes_up(title)
    expect(page.get_by_role("combobox", name="文书").locator("option:checked")).to_have_text(
        {"送达事先告知书": "行政处罚事先告知书", "送达决定书": "行政处罚决定书"}[title]
    )
    page.get_by_label("送达方式").select_option(label="直接送达")
    wang.fills(签收人="张三丰", 签收人与当事人的关系="本人")
    wang.sends("送达")
    wang.has_nothing_of(title)


def defends(wang: Colleague) -> None:
    wang.opens("记录陈述申辩")
    wang.answers("提出方式", "口头")
    wang.fills(陈述申辩的要点="生活困难，请求从轻。")
    wang.sends("记录陈述申辩")
    page = wang.takes_up("复核陈述申辩")
    expect(page.get_by_role("group", name="生活困难，请求从轻。")).to_be_visible()
    wang.answers("是否采纳", "否")
    wang.fills(采纳或者不采纳的理由="已经按最低幅度拟定。", 复核结论="不予采纳。")
    wang.sends("复核陈述申辩")
    wang.has_nothing_of("复核陈述申辩")


def is_refused(zhao: Colleague) -> None:
    """The page shows what is missing before anything is sent, leads to it, and keeps what was typed."""
    page = zhao.opens("作出处罚决定", "决定")
    unmet = page.get_by_role("listitem").filter(has_text="应当法制审核的，已经审核同意（不符合）")
    expect(unmet).to_contain_text("行政处罚法 第五十八条")
    expect(unmet.get_by_role("link", name="送法制审核")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("现在提交会被拒绝")
    zhao.fills(收款银行和账号="武乡农商银行监漳支行 0001", 履行方式和期限="十五日内缴纳")
    with page.expect_response(re.compile("/steps/sign-decision$")) as answer:
        zhao.follows(page.get_by_role("button", name="提交"))
    assert answer.value.status == 409
    told = page.get_by_role("alert")
    expect(told).to_contain_text("依法不能办理")
    expect(told).to_contain_text("第五十八条")
    expect(told.get_by_role("link", name="送法制审核")).to_be_visible()
    expect(page.get_by_label("收款银行和账号")).to_have_value("武乡农商银行监漳支行 0001")
    expect(page.get_by_label("履行方式和期限")).to_have_value("十五日内缴纳")


def reviews(lu: Colleague) -> None:
    page = lu.takes_up("法制审核")
    expect(page.get_by_role("main")).to_contain_text("十五日内到指定银行缴纳罚款。")  # of the draft under review
    elements = page.get_by_role("group", name="审核内容").get_by_label("符合", exact=True)
    expect(elements).to_have_count(ELEMENTS)
    for at in range(ELEMENTS - 1):
        elements.nth(at).check()
    crime = page.get_by_role("group", name="是否涉嫌犯罪需要移送")
    crime.get_by_label("不适用").check()
    crime.get_by_label("审核说明").fill("未涉嫌犯罪。")
    page.get_by_label("同意", exact=True).check()
    lu.fills(审核意见="同意。")
    lu.sends("法制审核")


def discusses(zhao: Colleague) -> None:
    page = zhao.takes_up("集体讨论")
    for row, member in enumerate(("zhao", "zhou", "chen")):
        if row:
            zhao.follows(page.get_by_role("group", name="讨论人员的意见").get_by_role("button", name="再加一行"))
        one = page.get_by_role("group", name=f"第 {row + 1} 行")
        one.get_by_label("发言人").select_option(label=member)
        one.get_by_label("意见").fill("同意。")
    zhao.fills(结论="一致同意。")
    zhao.answers("是否同意", "是")
    zhao.sends("集体讨论")
    zhao.has_nothing_of("集体讨论")


def signs(zhao: Colleague) -> None:
    page = zhao.takes_up("作出处罚决定")
    expect(page.get_by_role("main")).not_to_contain_text("现在提交会被拒绝")
    expect(page.get_by_label("履行方式和期限")).to_have_value("十五日内到指定银行缴纳罚款。")
    expect(page.get_by_label("收款银行和账号")).to_have_value("武乡农商银行监漳支行 0001")
    zhao.sends("作出处罚决定")


def archives(feng: Colleague) -> None:
    feng.takes_up("归档")
    feng.fills(案卷号="2025-罚-001", 页数="38", 保管期限="10")
    feng.sends("归档")
    feng.has_nothing_of("归档")


def is_whole(*readers: Colleague) -> None:
    """The case's page tells the whole course, and nothing waits any more."""
    for one in readers:
        one.queue()
        page = one.page
        one.goes("案件")
        one.follows(page.get_by_role("link", name=TITLE))
        stages = page.get_by_role("region", name="阶段").get_by_role("listitem")
        for stage in ("立案", "法制审核", "集体讨论", "决定", "公示", "归档"):
            expect(stages.filter(has_text=re.compile(f"^{stage}已办理"))).to_have_count(1)
        documents = page.get_by_role("region", name="文书")
        expect(documents).to_contain_text("监漳罚告〔2025〕1号")
        expect(documents).to_contain_text("监漳罚决〔2025〕1号")
        expect(page.get_by_role("region", name="缺陷")).to_contain_text("没有发现缺陷")
        expect(page.get_by_role("region", name="时间线").get_by_role("listitem")).to_have_count(20)

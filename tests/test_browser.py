"""The way of a citizen and of a supervisor through the pages, in a real Chromium, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from http_town import SAMPLE
from portal_town import ORDINARY, Portal

pytest_plugins = ("portal_site",)

WIDTHS = {"phone": 390, "desk": 1440}


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> Iterator[Page]:
    """A page of a new visitor without scripts; what a page complains of in its console fails the test."""
    context = browser.new_context(
        base_url=str(portal.http.base_url),
        locale="zh-CN",
        viewport={"width": WIDTHS[request.param], "height": 844},
        java_script_enabled=False,
    )
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the right. Playwright measures boxes without any script of the page."""
    viewport, shown = page.viewport_size, page.locator("body").bounding_box()
    assert viewport is not None
    assert shown is not None
    wide = page.screenshot(full_page=True)
    return shown["width"] <= viewport["width"] and int.from_bytes(wide[16:20], "big") <= viewport["width"]


def test_a_citizen_finds_a_disclosure_a_withdrawal_and_the_statistics(page: Page, portal: Portal) -> None:
    page.goto("/")
    page.get_by_role("link", name="监漳镇").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("监漳镇行政执法信息公示")
    expect(page.get_by_role("complementary")).to_contain_text("样本数据，模拟时钟")
    assert fits(page)

    page.get_by_label("检索文号").fill("第7处摊位")
    page.get_by_role("button", name="检索").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("检索结果 共 1 件")
    page.locator(".list a").first.click()
    expect(page.get_by_role("definition").filter(has_text="第7处摊位占用便道。")).to_be_visible()
    assert fits(page)

    page.get_by_role("link", name="撤回公告").first.click()
    page.locator(".list a").last.click()
    expect(page.get_by_role("definition").filter(has_text="行为人认定错误。")).to_be_visible()
    assert fits(page)

    page.get_by_role("link", name="统计").click()
    expect(page.get_by_role("img")).to_be_visible()
    expect(page.get_by_role("rowheader", name="2025年3月")).to_be_visible()
    assert fits(page)
    page.get_by_label("时期").select_option("2025年3月")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("rowheader", name="立案至决定", exact=True)).to_be_visible()
    assert fits(page)


def test_a_citizen_turns_the_pages(page: Page, portal: Portal) -> None:
    page.goto(f"/{SAMPLE}/?q=占用便道")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="罚款 200 元")).to_have_count(20)
    page.get_by_role("link", name="下一页").click()
    rest = page.get_by_role("main").get_by_role("listitem").filter(has_text="罚款 200 元")
    expect(rest).to_have_count(ORDINARY - 20)
    page.get_by_role("link", name="回到第一页").click()
    expect(page).to_have_url(f"{portal.http.base_url}/{SAMPLE}/?q=%E5%8D%A0%E7%94%A8%E4%BE%BF%E9%81%93")


def test_the_keyboard_reaches_the_text_first(page: Page) -> None:
    page.goto(f"/{SAMPLE}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS.values())
def test_a_supervisor_watches_the_recording_of_a_case(browser: Browser, portal: Portal, width: int) -> None:
    context = browser.new_context(
        base_url=str(portal.http.base_url), locale="zh-CN", viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto(f"/staff/{SAMPLE}/cases/{portal.cases['录像']}")
    page.get_by_label("访问令牌").fill(portal.town.tokens["sun"])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("录像案")
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    video = page.locator("video")
    expect(video).to_have_count(0)
    page.get_by_label("查看、导出音像记录的用途").select_option(label="执法监督")
    page.get_by_role("button", name="打开录像").click()
    video.evaluate("video => { video.muted = true; return video.play(); }")
    page.wait_for_function("() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 5")
    frames = "video => video.getVideoPlaybackQuality().totalVideoFrames"
    seen = video.evaluate(frames)
    page.wait_for_function(
        "seen => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > seen + 5", arg=seen
    )
    assert video.evaluate("video => video.error") is None
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作人员登录")
    context.close()


@pytest.mark.parametrize("path", ["", "due", "refusals", "cases/{case}"])
def test_no_page_of_staff_sticks_out_on_a_phone(browser: Browser, portal: Portal, path: str) -> None:
    headers = {"Authorization": f"Bearer {portal.town.tokens['sun']}"}
    context = browser.new_context(viewport={"width": 390, "height": 844}, extra_http_headers=headers)
    page = context.new_page()
    page.goto(f"{portal.http.base_url}/staff/{SAMPLE}/{path.format(case=portal.cases['撤回'])}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()

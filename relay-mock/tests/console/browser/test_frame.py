"""What is around the pages."""

import re

from playwright.sync_api import Page, expect

from checks import frame, serious
from conftest import Opened
from pages import MENU


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_begins_with_what_was_received(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/received$"))


def test_menu_by_keyboard_alone(page: Page) -> None:
    for name, title in MENU.values():
        for _ in range(len(MENU) + 2):
            page.keyboard.press("Tab")
            if focused(page) == name:
                break
        assert focused(page) == name
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "one does not see where one is"
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(title)


def test_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_page_that_is_not_there_says_so(opened: Opened) -> None:
    page = opened("/nowhere", answers=(404,))
    frame(page)
    expect(page.get_by_role("alert")).to_contain_text("このページはありません。")
    assert serious(page) == []
    page.get_by_role("link", name="送信済").click()
    expect(page.locator("h1")).to_have_text("送信済一覧")


def test_script_and_style_are_the_consoles_own(page: Page) -> None:
    sources = page.eval_on_selector_all(
        "script, link[rel=stylesheet]", "all => all.map((each) => each.src || each.href)"
    )
    assert sources and all(source.startswith(page.url.split("/received")[0]) for source in sources)
    assert page.locator("style, script:not([src])").count() == 0


def test_text_can_be_twice_as_large(opened: Opened) -> None:
    page = opened("/received", viewport={"width": 683, "height": 384})
    # A zoom of 200 % is half a window.
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

"""Every page of the menu, on a relay where nothing has happened yet."""

import pytest
from playwright.sync_api import expect

from checks import beyond, frame, secured, serious
from conftest import TABLET, Opened
from pages import MENU

ALL = pytest.mark.parametrize("path", MENU)


@ALL
def test_opens(opened: Opened, path: str) -> None:
    page = opened(path)
    secured(page.reload())
    frame(page)
    name, title = MENU[path]
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("nav[aria-label=メニュー] [aria-current=page]")).to_have_text(name)


@ALL
def test_keeps_nobody_out(opened: Opened, path: str) -> None:
    assert serious(opened(path)) == []


@ALL
def test_fits_on_the_office_pc_and_on_a_tablet(opened: Opened, path: str) -> None:
    page = opened(path)
    assert beyond(page) == []
    page.set_viewport_size(TABLET)
    assert beyond(page) == []


@ALL
def test_says_what_to_do_where_there_is_nothing(opened: Opened, path: str) -> None:
    main = opened(path).locator("main")
    assert len(main.inner_text()) > len(main.locator("h1").inner_text()) + 20
    assert main.locator("a, button, .empty").count() > 0


@ALL
def test_opens_without_script(opened: Opened, path: str) -> None:
    page = opened(path, java_script_enabled=False)
    expect(page.locator("h1")).to_have_text(MENU[path][1])
    expect(page.locator("main")).to_be_visible()


@ALL
def test_prints_without_menu(opened: Opened, path: str) -> None:
    page = opened(path)
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()

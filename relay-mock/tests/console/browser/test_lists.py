"""受信一覧 and 送信済一覧."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from checks import beyond, frame, serious
from conftest import TABLET, Opened, Played
from relay import Relay, messages, office_name

PLANNER, HELPERS = "9970000012", "9970000111"


@pytest.fixture(scope="module")
def relay(played: Played) -> Relay:
    return played.relay


def lines(page: Page) -> list[str]:
    """The messages of the list, in its order."""
    links = page.locator("tbody a[href^='/messages/']")
    return [
        href.rsplit("/", 1)[1] for href in links.evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    ]


@pytest.mark.parametrize("path", ["/received", "/sent"])
def test_every_message_stands_there_once_with_the_newest_first(opened: Opened, played: Played, path: str) -> None:
    page = opened(path)
    assert lines(page) == [*played.states.values()][::-1] + played.ids[::-1] or set(lines(page)) == {
        *played.ids,
        *played.states.values(),
    }
    assert lines(page)[-len(played.ids) :] == played.ids[::-1]
    for state in ("取込済", *played.states):
        expect(page.locator("tbody .tag", has_text=state).first).to_be_visible()
    row = page.locator("tr", has=page.locator(f"a[href='/messages/{played.ids[1]}']"))
    for office in (PLANNER, HELPERS):
        expect(row).to_contain_text(office)
        expect(row).to_contain_text(office_name(office))
    expect(row).to_contain_text("サービス利用票（予定）")


@pytest.mark.parametrize("script", [True, False])
def test_search_by_office_state_and_month(opened: Opened, played: Played, script: bool) -> None:
    page = opened("/received", java_script_enabled=script)
    page.get_by_label("事業所").select_option(HELPERS)
    page.get_by_role("button", name="探す").click()
    to_helpers = [one for one, sent in zip(played.ids, messages()) if sent.receiver == HELPERS]
    assert lines(page) == to_helpers[::-1]
    page.goto("/sent")
    page.get_by_label("状態").select_option(label="取込不可")
    page.get_by_role("button", name="探す").click()
    assert lines(page) == [played.states["取込不可"]]
    page.get_by_role("link", name="条件を消す").click()
    assert len(lines(page)) == len(played.ids) + len(played.states)
    page.get_by_label("月").fill("2001-01")
    page.get_by_role("button", name="探す").click()
    expect(page.locator(".empty")).to_contain_text("条件に合うメッセージはありません。")


def test_search_is_kept_in_the_address(opened: Opened) -> None:
    page = opened("/sent")
    page.get_by_label("事業所").select_option(HELPERS)
    page.get_by_role("button", name="探す").click()
    expect(page).to_have_url(re.compile(rf"office={HELPERS}"))
    shown = lines(page)
    page.reload()
    assert shown and lines(page) == shown
    expect(page.get_by_label("事業所")).to_have_value(HELPERS)


@pytest.mark.parametrize("path", ["/received", "/sent"])
def test_full_lists_keep_nobody_out_and_fit(opened: Opened, path: str) -> None:
    page = opened(path)
    frame(page)
    assert serious(page) == []
    assert beyond(page) == []
    page.set_viewport_size(TABLET)
    assert beyond(page) == []


def test_rows_are_reached_by_keyboard(opened: Opened, played: Played) -> None:
    page = opened("/received")
    page.locator("tbody a").first.focus()
    page.keyboard.press("Tab")
    second = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(second)))


def test_printed_list_has_no_search(opened: Opened) -> None:
    page = opened("/received")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="探す")).to_be_hidden()
    expect(page.locator("tbody tr").first).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "office=%3Cscript%3Ealert(1)%3C/script%3E",
        "office=" + "9" * 5000,
        "office=%00",
        "month=0000-00",
        "month=9999999999-99",
        "month=-1--1",
        "month=2025-13",
        "state=%27%20OR%201=1--",
        "before=-1",
        "before=18446744073709551615",
        "before=99999999999999999999999999",
        "before=NaN&after=1e9",
        "after=0&before=0",
        "after=18446744073709551615",
        "office=9970000012&office=9970000111",
        "%ff=%fe",
        "q=%E2%80%AE",
        "&&&&==",
    ],
)
def test_hostile_searches_are_answered_by_a_page(opened: Opened, query: str) -> None:
    page = opened(f"/received?{query}", answers=(400, 404))
    frame(page)
    assert page.locator("main script").count() == 0

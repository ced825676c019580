"""10,000 messages."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from checks import beyond, serious
from conftest import Opened
from relay import Relay, message

MESSAGES = 10_000
PAGE = 50


@pytest.fixture(scope="module")
def ids(relay: Relay) -> list[str]:
    """Of the messages, in the order in which they were accepted."""
    relay.send(message("09"))
    return relay.multiply(MESSAGES)


def test_list_of_ten_thousand_is_pages(opened: Opened, ids: list[str]) -> None:
    begun = time.monotonic()
    page = opened("/received")
    assert time.monotonic() - begun < 5
    expect(page.locator("tbody tr")).to_have_count(PAGE)
    shown: list[str] = []
    for _ in range(3):
        shown += page.eval_on_selector_all(
            "tbody a", "all => all.map((each) => each.getAttribute('href').split('/')[2])"
        )
        page.get_by_role("link", name="古いほうへ").click()
        page.wait_for_load_state()
    assert shown == ids[::-1][: 3 * PAGE]
    page.get_by_role("link", name="新しいほうへ").click()
    expect(page.locator(f"a[href='/messages/{ids[-2 * PAGE - 1]}']")).to_be_visible()
    assert serious(page) == []
    assert beyond(page) == []


def test_last_page_is_reached_and_ends(opened: Opened, ids: list[str]) -> None:
    page = opened("/sent?before=30")
    rows = page.locator("tbody tr")
    assert 0 < rows.count() <= 30
    expect(page.locator(f"a[href='/messages/{ids[0]}']")).to_be_visible()
    expect(page.get_by_role("link", name="古いほうへ")).to_have_count(0)


def test_search_among_ten_thousand(opened: Opened, ids: list[str]) -> None:
    page = opened("/received")
    page.get_by_label("状態").select_option(label="取込済")
    page.get_by_role("button", name="探す").click()
    expect(page.locator(".empty")).to_be_visible()
    page.get_by_label("状態").select_option(label="送信済")
    page.get_by_role("button", name="探す").click()
    expect(page.locator("tbody tr")).to_have_count(PAGE)


def test_list_moves_among_ten_thousand(opened: Opened, relay: Relay, ids: list[str]) -> None:
    page = opened("/received")
    one = relay.send(message("02"))
    expect(page.locator(f"a[href='/messages/{one}']")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(PAGE)

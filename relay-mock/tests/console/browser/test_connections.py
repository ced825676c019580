"""接続: who is there, and what was asked, without anybody's data."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from checks import beyond, frame, serious
from conftest import Opened
from relay import Relay, message


def test_calls_are_seen_as_they_come(opened: Opened, relay: Relay) -> None:
    page = opened("/connections")
    page.evaluate("window.stays = 1")
    one = relay.send(message("02"))
    expect(page.locator("main")).to_contain_text("PUT")
    relay.receive(message("02").receiver)
    assert page.evaluate("window.stays") == 1
    # What was called, but nothing of what it was about.
    said = page.locator("main").inner_text()
    assert one not in said and message("02").subject not in said
    frame(page)
    assert serious(page) == []
    assert beyond(page) == []


def test_office_that_waits_for_news_is_there_and_goes(opened: Opened, relay: Relay) -> None:
    page = opened("/connections")
    office = message("03").receiver
    waiting = relay.begin(office, "receive", "--cursor", relay.folder / "waiting", "--wait", "60")
    try:
        expect(page.locator("main")).to_contain_text(office)
    finally:
        waiting.terminate()
        waiting.wait(timeout=20)
    deadline = time.monotonic() + 15
    while office in page.locator("main table").first.inner_text() and time.monotonic() < deadline:
        time.sleep(0.2)
        page.reload()
    assert office not in page.locator("main table").first.inner_text()


def test_page_without_script_shows_the_same(opened: Opened, relay: Relay) -> None:
    page = opened("/connections", java_script_enabled=False)
    expect(page.locator("tbody tr").first).to_be_visible()

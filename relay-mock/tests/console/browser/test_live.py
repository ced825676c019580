"""Pages move without being loaded again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from conftest import Opened
from relay import Relay, message


def stay(page: Page) -> None:
    """From now on a page that is loaded again is noticed."""
    page.evaluate("window.stays = 1")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stays === 1"))


def test_message_appears_and_its_state_moves(opened: Opened, relay: Relay) -> None:
    received, sent = opened("/received"), opened("/sent")
    letter = message("09")
    for page in (received, sent):
        stay(page)
        expect(page.locator(".empty")).to_be_visible()
    one = relay.send(letter)
    for page in (received, sent):
        expect(page.locator(f"a[href='/messages/{one}']")).to_be_visible()
        expect(page.locator("tbody .tag")).to_have_text("送信済")
    detail = opened(f"/messages/{one}")
    stay(detail)
    relay.receive(letter.receiver)
    for page in (received, sent):
        expect(page.locator("tbody .tag")).to_have_text("受信済")
    relay.imported(letter.receiver, one)
    for page in (received, sent):
        expect(page.locator("tbody .tag")).to_have_text("取込済")
    expect(detail.locator("#message .tag").first).to_have_text("取込済")
    assert stayed(received) and stayed(sent) and stayed(detail)


def test_focus_stays_where_it_is(opened: Opened, relay: Relay) -> None:
    letter = message("09")
    one = relay.send(letter, serial="20251109000000")
    page = opened("/received")
    page.locator(f"a[href='/messages/{one}']").focus()
    two = relay.send(letter, serial="20251109000001")
    expect(page.locator(f"a[href='/messages/{two}']")).to_be_visible()
    expect(page.locator(f"a[href='/messages/{one}']")).to_be_focused()


def test_more_pages_than_a_browser_has_connections(opened: Opened, relay: Relay) -> None:
    first = opened("/received")
    pages = [first] + [first.context.new_page() for _ in range(8)]
    for page in pages[1:]:
        page.goto("/received")
    one = relay.send(message("09"), serial="20251109000009")
    for page in pages:
        expect(page.locator(f"a[href='/messages/{one}']")).to_be_visible()
    # The page that listens goes; another takes its place.
    first.close()
    two = relay.send(message("09"), serial="20251109000010")
    for page in pages[1:]:
        expect(page.locator(f"a[href='/messages/{two}']")).to_be_visible()


def test_many_browsers_at_once(opened: Opened, relay: Relay) -> None:
    pages = [opened("/received") for _ in range(8)]
    one = relay.send(message("09"), serial="20251109000011")
    for page in pages:
        expect(page.locator(f"a[href='/messages/{one}']")).to_be_visible()

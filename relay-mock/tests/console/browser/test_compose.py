"""新規作成: a message is written, checked, sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checks import beyond, frame, serious
from conftest import TABLET, Opened
from drop import drop
from relay import Message, Relay, message, office_name

ID = re.compile(r"/messages/([0-9a-f]{64})")


def begin(page: Page, one: Message, files: list[Path], subject: str, *, by_drop: bool = False) -> None:
    """To the page where the files have been checked."""
    page.goto("/compose")
    form = page.locator("form", has=page.locator("#files"))
    if by_drop:
        drop(page.locator("#files"), files)
    else:
        page.locator("#files").set_input_files(files)
    key = page.locator("#key option", has_text=one.sender).first.get_attribute("value")
    page.locator("#key").select_option(key)
    page.get_by_label("件名").fill(subject)
    form.locator("button").click()
    expect(page.get_by_role("heading", name="検査の結果")).to_be_visible()


def sent(page: Page) -> str:
    """The id of the message, once it is sent."""
    page.get_by_role("button", name="送信する").click()
    for _ in range(50):
        if ID.search(page.url):
            break
        link = page.locator("main a[href^='/messages/']")
        if link.count():
            link.first.click()
        elif page.get_by_role("link", name="最新の状態を見る").count():
            page.get_by_role("link", name="最新の状態を見る").click()
        page.wait_for_timeout(100)
    found = ID.search(page.url)
    assert found, page.locator("main").inner_text()
    return found.group(1)


@pytest.mark.parametrize("how", ["dropped", "chosen", "without script"])
def test_slip_is_composed_checked_and_sent(opened: Opened, relay: Relay, how: str) -> None:
    one = {"dropped": message("02"), "chosen": message("03"), "without script": message("04")}[how]
    page = opened("/compose", java_script_enabled=how != "without script")
    begin(page, one, one.files, one.subject, by_drop=how == "dropped")
    expect(page.locator("main")).to_contain_text(office_name(one.receiver))
    frame(page)
    if how != "without script":
        assert serious(page) == []
        assert beyond(page) == []
    id = sent(page)
    expect(page.locator("#message .tag").first).to_have_text("送信済")
    # It is the same as what an office's own software would have sent.
    assert relay.receive(one.receiver) == [id]
    inbox = relay.folder / one.receiver / "inbox" / id
    for file in one.files:
        assert (inbox / file.name).read_bytes() == file.read_bytes()


def test_same_serial_cannot_be_used_twice(opened: Opened, relay: Relay) -> None:
    one = message("08")
    relay.send(one)
    page = opened("/compose", answers=(409, 422))
    begin(page, one, one.files, "別の件名")
    page.get_by_role("button", name="送信する").click()
    expect(page.locator("#draft, main").first).to_contain_text("送信できませんでした")
    expect(page.get_by_role("alert")).to_contain_text("連番")


def spoilt(one: Message, folder: Path) -> list[Path]:
    files = []
    for file in one.files:
        content = file.read_bytes()
        if file.name.startswith("UPPLAN"):
            content = b"202407,990010\r\n" + content
        files.append(folder / file.name)
        files[-1].write_bytes(content)
    return files


def test_errors_stop_until_the_file_is_mended(opened: Opened, relay: Relay, tmp_path: Path) -> None:
    one = message("05")
    page = opened("/compose")
    begin(page, one, spoilt(one, tmp_path), one.subject)
    expect(page.locator("table.findings")).to_contain_text("エラー")
    expect(page.get_by_role("button", name="送信する")).to_have_count(0)
    assert serious(page) == []
    page.locator("#files").set_input_files([file for file in one.files if file.name.startswith("UPPLAN")])
    page.get_by_role("button", name="変更する").click()
    expect(page.get_by_role("button", name="送信する")).to_be_visible()
    id = sent(page)
    assert relay.receive(one.receiver)[-1] == id


def test_draft_waits_until_it_is_dropped(opened: Opened) -> None:
    page = opened("/compose")
    one = message("01")
    begin(page, one, one.files, "あとで送る")
    page.goto("/compose")
    page.get_by_role("link", name="あとで送る").click()
    expect(page.get_by_role("button", name="送信する")).to_be_visible()
    stranger = opened("/compose")
    expect(stranger.locator("main")).not_to_contain_text("あとで送る")
    page.get_by_role("button", name="この下書きを破棄する").click()
    page.goto("/compose")
    expect(page.locator("main")).not_to_contain_text("あとで送る")


def test_button_that_is_pressed_twice_sends_once(opened: Opened, relay: Relay) -> None:
    one = message("07")
    page = opened("/compose", answers=(404, 409, 422))
    begin(page, one, one.files, one.subject)
    page.evaluate(
        """() => {
          const form = document.querySelector("form[action$='/send']");
          const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
          return Promise.all([send(), send(), send()]).then(() => null);
        }"""
    )
    page.wait_for_timeout(1000)
    page.goto(f"/sent?office={one.sender}")
    rows = page.locator("tr", has_text="利用者基本情報")
    expect(rows).to_have_count(1)


def test_subject_with_markup_is_text(opened: Opened, relay: Relay) -> None:
    one = message("09")
    page = opened("/compose")
    subject = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e&amp;"
    page.locator("#files").set_input_files(one.files)
    page.locator("#key").select_option(page.locator("#key option", has_text=one.sender).first.get_attribute("value"))
    page.locator("#receiver").select_option(
        page.locator("#receiver option", has_text=one.receiver).first.get_attribute("value")
    )
    page.get_by_label("件名").fill(subject)
    page.locator("form", has=page.locator("#files")).locator("button").click()
    expect(page.locator("main")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("main script, main img").count() == 0
    page.goto("/compose")
    expect(page.locator("main")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("main script, main img").count() == 0


def test_page_for_a_tablet(opened: Opened) -> None:
    page = opened("/compose", viewport=TABLET)
    one = message("10")
    begin(page, one, one.files, one.subject)
    assert beyond(page) == []

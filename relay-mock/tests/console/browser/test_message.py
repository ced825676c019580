"""A message: what became of it, its receipts, and its slip as form, CSV, JSON and findings."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checks import beyond, frame, serious
from conftest import TABLET, Opened, Played
from relay import Relay, message, messages

TABS = {"": "経過と受領証", "/slip/form": "帳票", "/slip/rows": "CSV", "/slip/json": "JSON", "/slip/findings": "指摘"}
SLIP = 1


@pytest.fixture(scope="module")
def relay(played: Played) -> Relay:
    return played.relay


@pytest.fixture
def slip(played: Played) -> str:
    """The slip of the home help."""
    return f"/messages/{played.ids[SLIP]}"


@pytest.mark.parametrize("tab", TABS)
def test_tabs_keep_nobody_out_and_fit(opened: Opened, slip: str, tab: str) -> None:
    page = opened(slip + tab)
    frame(page)
    expect(page.locator(".tabs [aria-current=page]")).to_have_text(TABS[tab])
    assert serious(page) == []
    assert beyond(page) == []
    page.set_viewport_size(TABLET)
    assert beyond(page) == []


def test_tabs_by_keyboard(opened: Opened, slip: str) -> None:
    page = opened(slip)
    page.locator(".tabs a").first.focus()
    for path, name in list(TABS.items())[1:]:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"{re.escape(slip + path)}$"))
        page.locator(".tabs a[aria-current=page]").focus()


def test_events_are_in_their_order(opened: Opened, slip: str) -> None:
    events = opened(slip).locator("ol.events li strong")
    assert events.all_inner_texts() == ["受付", "受信", "取込", "記録"]


@pytest.mark.parametrize("state, last", [("取込不可", "取込不可"), ("取消", "取消")])
def test_other_ends_are_told(opened: Opened, played: Played, state: str, last: str) -> None:
    page = opened(f"/messages/{played.states[state]}")
    expect(page.locator("#message .tag").first).to_have_text(re.compile(state))
    expect(page.locator("ol.events")).to_contain_text(last)
    assert serious(page) == []
    if state == "取込不可":
        expect(page.locator("main")).to_contain_text("ファイルが開けません")


def test_each_receipt_is_verified_before_ones_eyes(opened: Opened, slip: str, relay: Relay, tmp_path: Path) -> None:
    page = opened(slip)
    receipts = page.locator("section.receipt")
    expect(receipts).to_have_count(4)
    for place in range(4):
        receipt = receipts.nth(place)
        expect(receipt.locator(".tag.good").first).to_be_visible()
        assert receipt.locator(".checks li").count() >= 3
        assert receipt.locator(".checks li.no").count() == 0
        with page.expect_download() as taken:
            receipt.locator("a[download]").click()
        der = tmp_path / f"{place}.p7s"
        taken.value.save_as(der)
        # What is shown is true without us.
        command = ["openssl", "cms", "-verify", "-inform", "DER", "-purpose", "any"]
        ca = ["-CAfile", str(relay.data / "pki/root.pem"), "-in", str(der)]
        said = subprocess.run([*command, *ca], capture_output=True, check=True).stdout
        assert json.loads(said)["message"] == slip.rsplit("/", 1)[1]


def test_container_is_the_one_that_was_sent(opened: Opened, slip: str, relay: Relay, tmp_path: Path) -> None:
    page = opened(slip)
    with page.expect_download() as taken:
        page.get_by_role("link", name="コンテナをダウンロード").click()
    taken.value.save_as(tmp_path / "taken.asice")
    kept = relay.folder / message("02").sender / "keep" / f"{slip.rsplit('/', 1)[1]}.asice"
    digest = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (kept, tmp_path / "taken.asice")]
    assert digest[0] == digest[1]


def form_of(page: Page) -> str:
    """The text of the form that the page shows."""
    frame = page.frame_locator("iframe.form")
    return frame.locator("body").inner_text()


def test_form_is_the_slip_that_a_care_manager_knows(opened: Opened, slip: str) -> None:
    page = opened(f"{slip}/slip/form")
    text = form_of(page)
    for known in ("サービス提供票", "被保険者番号", "提供時間帯", "日付", "曜日", "合計", "事業所番号"):
        assert known in re.sub(r"\s", "", text), known
    assert page.locator("iframe.form").bounding_box()["height"] > 300  # type: ignore[index]


def test_form_alone_is_for_printing_and_runs_nothing(opened: Opened, slip: str) -> None:
    page = opened(f"{slip}/slip/form")
    with page.context.expect_page() as popped:
        page.get_by_role("link", name=re.compile("印刷用に開く")).click()
    form = popped.value
    form.wait_for_load_state()
    answer = form.request.get(form.url)
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy and "allow-scripts" not in policy and "script-src" not in policy
    assert answer.headers["cache-control"] == "no-store"
    expect(form.locator("body")).to_contain_text("サービス提供票")


@pytest.mark.parametrize("script", [True, False])
def test_rows_are_those_that_were_sent(opened: Opened, slip: str, script: bool) -> None:
    page = opened(f"{slip}/slip/rows", java_script_enabled=script)
    sent = message("02").rows["files"]
    expect(page.locator("nav[aria-label=CSVファイル] a")).to_have_count(len(sent))
    for place, file in enumerate(sent):
        page.goto(f"{slip}/slip/rows?file={place}")
        expect(page.locator("caption").first).to_contain_text(file["name"])
        shown = page.locator("table.rows tbody tr")
        expect(shown).to_have_count(min(len(file["rows"]), 50))
        first = shown.first.inner_text()
        for value in file["rows"][0].values():
            assert not value or re.sub(r"\s", "", value) in re.sub(r"\s", "", first), value


def test_json_is_shown_and_downloaded(opened: Opened, slip: str, tmp_path: Path) -> None:
    page = opened(f"{slip}/slip/json")
    expect(page.locator("pre.json")).to_contain_text("insured_person_number")
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("JSONを保存")).click()
    taken.value.save_as(tmp_path / "slip.json")
    whole = (tmp_path / "slip.json").read_text("utf-8")
    json.loads(whole)
    assert whole.startswith(page.locator("pre.json").inner_text()[:500])


@pytest.mark.parametrize("place", range(len(messages())), ids=[one.folder.name for one in messages()])
def test_every_message_of_the_month_has_all_its_tabs(opened: Opened, played: Played, place: int) -> None:
    page = opened(f"/messages/{played.ids[place]}")
    for tab, name in TABS.items():
        page.goto(f"/messages/{played.ids[place]}{tab}")
        expect(page.locator(".tabs [aria-current=page]")).to_have_text(name)
    sent = messages()[place]
    page.goto(f"/messages/{played.ids[place]}/slip/rows")
    for file in sent.names:
        if not file.upper().endswith(".CSV"):
            expect(page.locator("main")).to_contain_text(file)


def test_attachments_are_downloaded_never_shown(opened: Opened, played: Played, tmp_path: Path) -> None:
    letter = message("09")
    (place,) = (place for place, one in enumerate(messages()) if one is letter)
    page = opened(f"/messages/{played.ids[place]}/slip/rows")
    for file in letter.files:
        link = page.locator("tr", has_text=file.name).locator("a[download]")
        with page.expect_download() as taken:
            link.click()
        taken.value.save_as(tmp_path / "taken")
        assert (tmp_path / "taken").read_bytes() == file.read_bytes()
        assert taken.value.suggested_filename == file.name


def test_message_without_its_container_says_so(opened: Opened, played: Played) -> None:
    page = opened(f"/messages/{played.states['取消']}/slip/form", answers=(404, 410))
    expect(page.locator("main")).to_contain_text("取り消")
    frame(page)


@pytest.mark.parametrize(
    "id", ["0" * 64, "f" * 63, "x", "%2e%2e%2f", "0" * 64 + "/slip/nothing", "0" * 64 + "/slip/form"]
)
def test_ids_that_are_not_there_say_so(opened: Opened, id: str) -> None:
    page = opened(f"/messages/{id}", answers=(400, 404))
    expect(page.get_by_role("alert")).to_be_visible()
    frame(page)


@pytest.mark.parametrize(
    "query",
    [
        "file=-1",
        "file=99999999999999999999",
        "file=%3Cb%3E",
        "page=0",
        "page=-5",
        "page=18446744073709551615",
        "page=NaN",
    ],
)
def test_hostile_pages_of_rows_are_answered_by_a_page(opened: Opened, slip: str, query: str) -> None:
    for tab in ("rows", "form", "findings"):
        frame(opened(f"{slip}/slip/{tab}?{query}", answers=(400, 404)))

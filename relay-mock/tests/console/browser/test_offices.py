"""事業所: who is registered, until when, and with which certificates."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from checks import beyond, frame, serious
from conftest import TABLET, Opened
from raw import Visitor
from relay import RELAY_MOCK, Relay, manifest, message, run


def register(page: Page, number: str, name: str, types: str) -> None:
    page.get_by_label("事業所番号").fill(number)
    page.get_by_label("名前").fill(name)
    page.get_by_label("サービス種類コード").fill(types)
    page.get_by_role("button", name="登録する").click()


def test_directory_has_licences_and_certificates(opened: Opened) -> None:
    page = opened("/offices")
    for office in manifest()["offices"]:
        row = page.locator("#offices tr", has_text=office["number"])
        expect(row).to_contain_text(office["name"])
        expect(row.locator(".tag.good")).to_be_visible()
        expect(row).to_contain_text(re.compile(r"\d+日"))
    certificates = page.locator("table", has_text="証明書のフォルダー")
    expect(certificates).to_contain_text(re.compile("失効"))
    assert serious(page) == []
    assert beyond(page) == []
    page.set_viewport_size(TABLET)
    assert beyond(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_office_is_registered_renewed_and_removed(opened: Opened, script: bool) -> None:
    number = "9970000517" if script else "9970000525"
    # The page of an office that goes asks for itself once more.
    page = opened("/offices", answers=(404,), java_script_enabled=script)
    register(page, number, "新しい見本事業所", "11")
    expect(page).to_have_url(re.compile(f"/offices/{number}$"))
    frame(page)
    before = page.locator("dd", has_text="まで").inner_text()
    page.get_by_role("button", name="ライセンスを1年延ばす").click()
    page.goto(f"/offices/{number}")
    after = page.locator("dd", has_text="まで").inner_text()
    years = [int(re.findall(r"(\d{4})[/-]\d\d[/-]\d\d", text)[1]) for text in (before, after)]
    assert years[1] == years[0] + 1, (before, after)
    page.get_by_label("この事業所の登録を削除する").check()
    page.get_by_role("button", name="削除する").click()
    page.goto("/offices")
    expect(page.locator("#offices")).not_to_contain_text(number)


def test_renewed_licence_is_seen_by_who_looks_on(opened: Opened) -> None:
    looking = opened("/offices")
    looking.evaluate("window.stays = 1")
    register(opened("/offices"), "9970000533", "見られる事業所", "15")
    expect(looking.locator("#offices")).to_contain_text("9970000533")
    assert looking.evaluate("window.stays") == 1


@pytest.mark.parametrize(
    "number, name, types",
    [
        ("", "名前", "11"),
        ("123", "名前", "11"),
        ("9970000012", "もうある", "43"),
        ("../../etc", "名前", "11"),
        ("9970000541", "", "11"),
        ("9970000541", "あ" * 5000, "11"),
        ("9970000541", "a\0b", "11"),
        ("9970000541", "名前\r\nSet-Cookie: a=b", "11"),
        ("9970000541", "名前", "<b>"),
        ("9970000541", "名前", "11," * 5000),
    ],
)
def test_what_cannot_be_registered_is_refused(relay: Relay, number: str, name: str, types: str) -> None:
    visitor = Visitor(relay.console, "/offices")
    answer = visitor.post("/offices", {"number": number, "name": name, "service_types": types})
    if answer.status == 303:
        # What is taken must be shown as text, and nothing else.
        shown = visitor.get("/offices").text
        assert "\0" not in shown and "\r\nSet-Cookie" not in shown
        visitor.post(f"/offices/{number}/remove", {"sure": "yes"})
    else:
        assert answer.status in (400, 404, 409, 422), answer.text
        assert "alert" in answer.text


def test_removal_needs_the_tick(relay: Relay) -> None:
    visitor = Visitor(relay.console, "/offices")
    assert visitor.post("/offices/9960000418/remove").status != 303 or "9960000418" in visitor.get("/offices").text
    assert "9960000418" in visitor.get("/offices").text


def test_names_with_markup_are_text(opened: Opened, relay: Relay) -> None:
    name = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e'
    command = ["office", "add", "--data", relay.data, "--number", "9970000558", "--name", name, "--service-type", "15"]
    run(RELAY_MOCK, *command)
    relay.send(message("09"))
    for path in ("/offices", "/offices/9970000558", "/received", "/sent?office=9970000558", "/compose", "/connections"):
        page = opened(path)
        frame(page)
        assert page.locator("main script, main img").count() == 0
    expect(opened("/offices").locator("#offices")).to_contain_text("<script>alert(1)</script>")

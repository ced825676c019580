"""障害: faults are played, and seen when they happen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from checks import beyond, frame, serious
from conftest import Opened
from raw import Visitor
from relay import ROOT, Relay, message

OWN = sorted(path.stem for path in (ROOT / "relay-mock/faults").glob("*.toml"))


def play(page: Page, name: str) -> None:
    page.locator("tr", has_text=name).get_by_role("button", name=re.compile("実行する")).click()


def test_programs_own_scripts_are_explained(opened: Opened) -> None:
    page = opened("/faults")
    for name in OWN:
        expect(page.locator("tr", has=page.get_by_text(name, exact=True))).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_script_is_played_seen_and_stopped(opened: Opened, relay: Relay, script: bool) -> None:
    page = opened("/faults", java_script_enabled=script)
    play(page, "lost-answer")
    played = page.locator("#played")
    expect(played).to_contain_text("実行中")
    assert beyond(page) == []
    letter = message("09")
    # The answer is lost; the command repeats the call by itself or says that it is in doubt.
    try:
        relay.send(letter, serial=f"2025110901000{int(script)}")
    except AssertionError:
        relay.send(letter, serial=f"2025110901000{int(script)}")
    if not script:
        page.goto("/faults")
    expect(played.locator("table", has_text="起こした障害").locator("tbody tr")).to_have_count(1)
    expect(played).to_contain_text(letter.sender)
    if script:
        assert serious(page) == []
    page.get_by_role("button", name="止める").click()
    expect(page.locator("#played")).to_contain_text("障害は起こしていません")


def test_wrong_script_is_told_with_its_line(opened: Opened) -> None:
    page = opened("/faults", answers=(400, 422))
    page.get_by_label("台本（TOML）").fill('[[fault]]\ncall = "nothing"\n')
    page.get_by_role("button", name="実行する", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("2")
    expect(page.get_by_label("台本（TOML）")).to_have_value(re.compile("nothing"))
    frame(page)


def test_own_script_is_changed_and_played(opened: Opened) -> None:
    page = opened("/faults")
    page.locator("tr", has_text="lost-answer").get_by_role("link", name=re.compile("書きかえる")).click()
    text = page.get_by_label("台本（TOML）")
    expect(text).to_have_value(re.compile("putMessage"))
    text.fill(text.input_value().replace("nth = 1", "nth = 7", 1))
    page.get_by_role("button", name="実行する", exact=True).click()
    expect(page.locator("#played")).to_contain_text("7回目")
    page.get_by_role("button", name="止める").click()
    expect(page.locator("#played")).to_contain_text("障害は起こしていません")


def test_clock_is_set_and_reset(opened: Opened) -> None:
    page = opened("/faults")
    form = page.locator("form", has=page.get_by_label("長さ"))
    page.get_by_label("長さ").fill("400")
    form.locator("button").click()
    expect(page.locator("#time")).to_contain_text("進んでいます")
    offices = opened("/offices")
    expect(offices.locator("#offices")).to_contain_text("期限切れ")
    page.get_by_role("button", name="時計を元に戻す").click()
    expect(page.locator("#time")).to_contain_text("差はありません")
    expect(offices.locator("#offices")).not_to_contain_text("期限切れ")


@pytest.mark.parametrize(
    "fields",
    [
        {"script": "x" * 250_000},
        {"script": "[[fault]]\n" * 20_000},
        {"script": "\0"},
        {"script": '[[fault]]\ncall = "<script>alert(1)</script>"'},
        {"script": "", "seed": "-1"},
        {"script": "", "seed": "99999999999999999999999"},
        {"script": "a = " + "[" * 20_000},
    ],
    ids=["long", "many", "NUL", "markup", "negative", "huge", "deep"],
)
def test_hostile_scripts_are_refused(relay: Relay, fields: dict[str, str]) -> None:
    visitor = Visitor(relay.console, "/faults")
    answer = visitor.post("/faults/play", fields, [])
    assert answer.status in (303, 400, 413, 422), answer.text
    assert b"<script>alert" not in answer.body
    assert relay.alive()


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "move", "count": "-1", "unit": "days", "direction": "ahead"},
        {"action": "move", "count": "99999999999999999999", "unit": "days", "direction": "ahead"},
        {"action": "move", "count": "1e9", "unit": "years", "direction": "up"},
        {"action": "set", "to": "9999-12-31T23:59"},
        {"action": "set", "to": "-0001-01-01T00:00"},
        {"action": "<b>"},
        {},
    ],
)
def test_hostile_clocks_are_refused(relay: Relay, fields: dict[str, str]) -> None:
    visitor = Visitor(relay.console, "/faults")
    answer = visitor.post("/faults/clock", fields)
    assert answer.status in (303, 400, 422), answer.text
    visitor.post("/faults/clock", {"action": "reset"})
    assert visitor.get("/faults").status == 200

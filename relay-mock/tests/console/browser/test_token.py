"""A console that wants a token, and the one that a newcomer starts."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks import frame, serious
from conftest import Opened
from pages import MENU
from raw import ask
from relay import RELAY_MOCK, Relay

TOKEN = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def relay(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    folder = tmp_path_factory.mktemp("token")
    (folder / "token.txt").write_text(f"{TOKEN}\n")
    relay = Relay(samples, folder / "relay", "--console-token-file", str(folder / "token.txt"))
    yield relay
    relay.stop()


def test_nobody_gets_in_without_it(opened: Opened, relay: Relay) -> None:
    for path in (*MENU, "/live", "/messages/" + "0" * 64, "/nowhere"):
        answer = ask(relay.console, "GET", path)
        assert (answer.status, answer.headers["Location"]) == (303, "/enter"), path
    page = opened("/received")
    expect(page).to_have_url(re.compile("/enter$"))
    frame(page)
    assert serious(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_who_shows_it_gets_in(opened: Opened, script: bool) -> None:
    page = opened("/sent", answers=(403,), java_script_enabled=script)
    page.get_by_label("トークン").fill(TOKEN[:-1])
    page.get_by_role("button", name="入る").click()
    expect(page.get_by_role("alert")).to_contain_text("トークンが違います")
    page.get_by_label("トークン").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("受信一覧")
    page.goto("/offices")
    expect(page.locator("h1")).to_have_text("事業所")


def test_session_from_before_is_not_let_in(opened: Opened) -> None:
    page = opened("/enter")
    (before,) = page.context.cookies()
    page.get_by_label("トークン").fill(TOKEN)
    page.get_by_role("button", name="入る").click()
    expect(page.locator("h1")).to_have_text("受信一覧")
    (after,) = page.context.cookies()
    assert before["value"] != after["value"]
    page.context.add_cookies([{"name": before["name"], "value": before["value"], "url": page.url, "secure": True}])
    page.goto("/offices")
    expect(page).to_have_url(re.compile("/enter$"))


def test_newcomers_command_opens_the_browser(opened: Opened, tmp_path: Path) -> None:
    browser = tmp_path / "xdg-open"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    command = [str(RELAY_MOCK), "console", "--open", "--listen", "127.0.0.1:0", "--until-stdin-closes"]
    program = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    lines = [program.stdout.readline().strip() for _ in range(3)]
    url = lines[1].removeprefix("console on ")
    page = opened("/offices", at=url)
    expect(page.locator("#offices tbody tr")).to_have_count(5)
    page.close()
    program.communicate(timeout=20)
    assert program.returncode == 0
    assert (tmp_path / "opened").read_text().strip() == url
    assert sorted(path.name for path in tmp_path.iterdir()) == ["opened", "xdg-open"], "something was left behind"

"""A relay for each module, and a browser whose pages must not complain."""

from __future__ import annotations

import os
import shutil
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, ViewportSize, expect, sync_playwright

from relay import Relay, make_samples, message, messages

# The PC of an office.
OFFICE_PC: ViewportSize = {"width": 1366, "height": 768}
TABLET: ViewportSize = {"width": 820, "height": 1180}

# A busy machine is not a fault.
expect.set_options(timeout=15_000)

# A form has no script at all, so the driver's own does not run in it either.
DRIVERS_OWN = "frame is sandboxed and the 'allow-scripts' permission is not set"


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "data"
    make_samples(folder)
    return folder


@pytest.fixture(scope="module")
def relay(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    """The module's relay: an empty one."""
    relay = Relay(samples, tmp_path_factory.mktemp("relay"))
    yield relay
    assert relay.alive(), "the relay ended by itself"
    relay.stop()


@dataclass(frozen=True)
class Played:
    """A relay after the month, with the ids of its messages in their order, and one message in each further state."""

    relay: Relay
    ids: list[str]
    states: dict[str, str]


@pytest.fixture(scope="session")
def played(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """For tests that only look."""
    relay = Relay(samples, tmp_path_factory.mktemp("played"))
    ids = [relay.play(message) for message in messages()]
    letter = message("09")
    refused = relay.send(letter, serial="20251201090000")
    picked_up = relay.send(letter, serial="20251201090001")
    relay.receive(letter.receiver)
    relay.refused(letter.receiver, refused, "ファイルが開けません")
    recalled = relay.send(letter, serial="20251201090002")
    relay.cplink(letter.sender, "recall", recalled)
    accepted = relay.send(letter, serial="20251201090003")
    states = {"取込不可": refused, "受信済": picked_up, "取消": recalled, "送信済": accepted}
    yield Played(relay, ids, states)
    relay.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "chromium is missing; Debian has it in the package chromium"
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    browser = playwright.chromium.launch(executable_path=chromium, args=quiet)
    yield browser
    browser.close()


class Watch:
    """What a page complains of: errors, what the content policy forbids, and requests that leave the console."""

    def __init__(self, context: BrowserContext, console: str) -> None:
        self.complaints: list[str] = []
        self.answers: set[int] = set()
        self._home = urllib.parse.urlsplit(console).netloc
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", lambda request: self._leaves(request.url))
        context.on("dialog", self._dialog)

    def expect(self, *answers: int) -> None:
        """These answers are wanted: the browser writes a line for each."""
        self.answers |= set(answers)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or DRIVERS_OWN in message.text:
            return
        wanted = any(f"status of {answer} " in message.text for answer in self.answers)
        if not wanted:
            self.complaints.append(f"{message.type}: {message.text}")

    def _leaves(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self._home:
            self.complaints.append(f"a request to {url}")

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


Opened = Callable[..., Page]


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    watches: list[Watch] = []
    yield watches
    assert [complaint for watch in watches for complaint in watch.complaints] == []


@pytest.fixture
def opened(relay: Relay, browser: Browser, watches: list[Watch]) -> Iterator[Opened]:
    """Opens a page of the console in a browser of its own: `opened("/received", answers=[404], viewport=TABLET)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, answers: tuple[int, ...] = (), **options: Any) -> Page:
        at = options.pop("at", None) or relay.console
        options = {"viewport": OFFICE_PC, "locale": "ja-JP", "timezone_id": "Asia/Tokyo", **options}
        context = browser.new_context(base_url=at, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        watch = Watch(context, at)
        watch.expect(*answers)
        watches.append(watch)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Opened) -> Page:
    """The first page."""
    return opened("/")

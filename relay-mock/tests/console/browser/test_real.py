"""A number that could be a real person's is told on every page that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checks import serious
from conftest import Opened
from relay import Relay, message

REAL, INVENTED = b"1234567890", b"0000000101"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The slip of the home help, about somebody else."""
    folder = tmp_path_factory.mktemp("real")
    files = []
    for file in message("02").files:
        files.append(folder / file.name)
        files[-1].write_bytes(file.read_bytes().replace(INVENTED, REAL))
    assert any(REAL in file.read_bytes() for file in files)
    return files


def warned(page: Page) -> None:
    banner = page.locator("p.real[role=alert]")
    expect(banner).to_contain_text("実在の方の被保険者番号かもしれない")
    assert serious(page) == []


def test_inspected_files(opened: Opened, files: list[Path]) -> None:
    page = opened("/inspect")
    page.locator("#files").set_input_files(files)
    page.locator("form", has=page.locator("#files")).locator("button").click()
    warned(page)
    for tab in ("帳票", "CSV", "JSON"):
        page.locator(".tabs").get_by_role("link", name=tab).click()
        warned(page)


def test_message(opened: Opened, relay: Relay, files: list[Path]) -> None:
    sent = message("02")
    one = relay.cplink(sent.sender, "send", *files, "--subject", "x")["id"]
    for tab in ("form", "rows", "json"):
        warned(opened(f"/messages/{one}/slip/{tab}"))


def test_invented_numbers_are_not_told(opened: Opened, relay: Relay) -> None:
    one = relay.send(message("03"))
    for tab in ("", "/slip/form", "/slip/rows", "/slip/json"):
        expect(opened(f"/messages/{one}{tab}").locator("p.real")).to_have_count(0)

#!/usr/bin/env python3
"""Makes the pictures of the console in this folder: `python3 make_console.py`, after `cargo build --workspace`.

Everything on them is invented: the month of the fixtures, and a case of the pack. What it needs is in
`tests/console/browser/requirements.txt`, and Pillow, which writes them with few colours, and so small. Chromium of
Debian paints them, with the package fonts-morisawa-bizud-gothic, whose letters are those of an office's PC.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests/console/browser"))
sys.dont_write_bytecode = True

from relay import Relay, make_samples, message, messages  # noqa: E402

WIDTH = 1366
COLOURS = 48
LARGEST = 120_000


def keep(page: Page, name: str, height: int = 768) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot()))
    path = HERE / f"console-{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        sys.exit(f"{path.name} is too large: {path.stat().st_size} bytes")


def spoilt(folder: Path) -> list[Path]:
    """The slip of the home help, in which two of the rows are not as they should be."""
    files = []
    for file in message("02").files:
        content = file.read_bytes()
        if file.name.startswith("UPHOSOKU"):
            content = content.replace(b",19410203,", b",19411399,", 1).replace(b",22,19705,", b",22,1970x,", 1)
        files.append(folder / file.name)
        files[-1].write_bytes(content)
    return files


def lists_and_messages(page: Page, relay: Relay, ids: list[str]) -> None:
    page.goto(relay.path("/received"))
    keep(page, "received")
    page.goto(relay.path(f"/messages/{ids[1]}"))
    keep(page, "message", 900)
    page.goto(relay.path(f"/messages/{ids[1]}/slip/form"))
    page.wait_for_timeout(1000)
    keep(page, "form", 900)
    page.goto(relay.path(f"/messages/{ids[1]}/slip/rows"))
    keep(page, "rows")


def compose(page: Page, relay: Relay, folder: Path) -> None:
    page.goto(relay.path("/compose"))
    page.locator("#files").set_input_files(spoilt(folder))
    key = page.locator("#key option", has_text=message("02").sender).first.get_attribute("value")
    page.locator("#key").select_option(key)
    page.get_by_label("件名").fill("11月分の提供票（訪問介護）")
    page.locator("form", has=page.locator("#files")).locator("button").click()
    keep(page, "compose", 900)


def inspect(page: Page, relay: Relay) -> None:
    page.goto(relay.path("/inspect"))
    page.locator("#old").set_input_files(message("02").files)
    page.locator("#new").set_input_files(message("05").files)
    page.locator("form", has=page.locator("#old")).locator("button").click()
    page.locator(".tabs").get_by_role("link", name="帳票").click()
    page.wait_for_timeout(1000)
    keep(page, "compare", 900)


def offices(page: Page, relay: Relay) -> None:
    page.goto(relay.path("/offices"))
    keep(page, "offices", 900)


def certify(page: Page, relay: Relay, folder: Path) -> None:
    page.goto(relay.path("/certify/new"))
    page.get_by_label("名前", exact=True).fill("見本ケアソフト")
    page.get_by_label("版", exact=True).fill("3.2")
    page.locator("input[name='case:D5-01']").check()
    page.get_by_role("button", name="試験を始める").click()
    page.get_by_role("button", name="取り込めた").wait_for()
    keep(page, "step", 900)
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("^UPYOBO_9")).click()
    given = folder / taken.value.suggested_filename
    taken.value.save_as(given)
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("^UPYOBO_SUB")).click()
    beside = folder / taken.value.suggested_filename
    taken.value.save_as(beside)
    page.get_by_role("button", name="取り込めた").click()
    page.locator("#step #files").wait_for()
    files = []
    for file in (given, beside):
        own = file.with_name(re.sub(r"\d{14}(?=\.CSV$)", "20251201120000", file.name))
        wrong = "庭を二回りする".encode("cp932")
        own.write_bytes(file.read_bytes().replace("庭を一回りする".encode("cp932"), wrong))
        files.append(own)
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name=re.compile("^出力した")).click()
    page.locator("#verdict iframe").wait_for()
    page.wait_for_timeout(1000)
    keep(page, "verdict", 1100)


def faults(page: Page, relay: Relay) -> None:
    page.goto(relay.path("/faults?script=lost-answer"))
    page.get_by_role("button", name="実行する", exact=True).click()
    try:
        relay.send(message("09"), serial="20251201090000")
    except AssertionError:
        pass  # It says that it is in doubt.
    page.locator("table", has_text="起こした障害").first.wait_for()
    keep(page, "faults")
    page.get_by_role("button", name="止める").click()


def connections(page: Page, relay: Relay) -> None:
    page.goto(relay.path("/connections"))
    office = message("03").receiver
    waiting = relay.begin(office, "receive", "--cursor", relay.folder / office / "cursor", "--wait", "30")
    page.locator("table", has_text="接続中").wait_for()
    page.wait_for_timeout(500)
    keep(page, "connections")
    waiting.terminate()
    waiting.wait()


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        make_samples(folder / "samples")
        relay = Relay(folder / "samples", folder / "relay")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--lang=ja"], env={"LANGUAGE": "ja"}
        )
        page = browser.new_page(locale="ja-JP", timezone_id="Asia/Tokyo")
        ids = [relay.play(one) for one in messages()]
        lists_and_messages(page, relay, ids)
        offices(page, relay)
        compose(page, relay, folder)
        inspect(page, relay)
        faults(page, relay)
        connections(page, relay)
        certify(page, relay, folder)
        browser.close()
        relay.stop()


if __name__ == "__main__":
    main()

"""検査: files are looked at without being sent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checks import beyond, frame, serious
from conftest import TABLET, Opened
from drop import drop
from raw import Visitor
from relay import ROOT, Relay, message

VALID = ROOT / "spec-fixtures/202407/month/02-slip-home-help/files"


def inspect(page: Page, files: list[Path], *, by_drop: bool = False) -> None:
    field = page.get_by_label("CSV、PDF、JPEG、メッセージのファイル")
    if by_drop:
        drop(field, files)
    else:
        field.set_input_files(files)
    page.locator("form", has=field).locator("button").click()


def spoilt(folder: Path) -> list[Path]:
    """The slip of the home help, with a number that is none."""
    files = []
    for file in message("02").files:
        content = file.read_bytes()
        if file.name.startswith("UPHOSOKU"):
            content = content.replace(b",22,19705,", b",22,1970x,", 1)
        files.append(folder / file.name)
        files[-1].write_bytes(content)
    return files


@pytest.mark.parametrize("by_drop", [False, True], ids=["chosen", "dropped"])
def test_files_are_checked_at_once(opened: Opened, by_drop: bool) -> None:
    page = opened("/inspect")
    inspect(page, message("02").files, by_drop=by_drop)
    expect(page.locator(".tabs [aria-current=page]")).to_have_text("指摘")
    for tab in ("帳票", "CSV", "JSON"):
        page.locator(".tabs").get_by_role("link", name=tab).click()
        expect(page.locator(".tabs [aria-current=page]")).to_have_text(tab)
        frame(page)
        assert serious(page) == []
        assert beyond(page) == []


def test_without_script(opened: Opened) -> None:
    page = opened("/inspect", java_script_enabled=False)
    inspect(page, message("02").files)
    page.locator(".tabs").get_by_role("link", name="CSV").click()
    expect(page.locator("table.rows tbody tr").first).to_be_visible()


def test_findings_say_where_and_what_to_do(opened: Opened, tmp_path: Path) -> None:
    page = opened("/inspect")
    inspect(page, spoilt(tmp_path))
    row = page.locator("table.findings tbody tr").first
    expect(row).to_contain_text("エラー")
    expect(row).to_contain_text("UPHOSOKU")
    assert len(row.locator("td").nth(5).inner_text()) > 5, "no remedy"
    assert serious(page) == []
    assert beyond(page) == []
    page.set_viewport_size(TABLET)
    assert beyond(page) == []


def test_folder_of_this_machine(opened: Opened) -> None:
    page = opened("/inspect")
    page.get_by_label("フォルダー").fill(str(VALID))
    page.locator("form", has=page.get_by_label("フォルダー")).locator("button").click()
    expect(page.locator(".tabs [aria-current=page]")).to_have_text("指摘")


def test_container_is_opened(opened: Opened, relay: Relay) -> None:
    one = relay.send(message("02"))
    page = opened("/inspect")
    inspect(page, [relay.folder / message("02").sender / "keep" / f"{one}.asice"])
    page.locator(".tabs").get_by_role("link", name="帳票").click()
    expect(page.locator("iframe.form")).to_be_visible()


def compare(page: Page, old: list[Path], new: list[Path]) -> None:
    form = page.locator("form", has=page.locator("#old"))
    page.locator("#old").set_input_files(old)
    page.locator("#new").set_input_files(new)
    form.locator("button").click()
    expect(page.locator(".tabs")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_change_of_a_slip_is_seen(opened: Opened, script: bool) -> None:
    page = opened("/inspect", java_script_enabled=script)
    compare(page, message("02").files, message("05").files)
    expect(page.locator("tbody tr").first).to_be_visible()
    frame(page)
    page.locator(".tabs").get_by_role("link", name="帳票").click()
    expect(page.locator("iframe.form")).to_be_visible()


def test_results_are_held_against_the_plan(opened: Opened) -> None:
    page = opened("/inspect")
    compare(page, message("02").files, message("10").files)
    expect(page.locator("caption")).to_contain_text("予定と実績")
    assert serious(page) == []
    assert beyond(page) == []
    page.locator(".tabs").get_by_role("link", name="帳票").click()
    assert "実績" in page.frame_locator("iframe.form").locator("body").inner_text()


def test_what_was_looked_at_is_ones_own(opened: Opened) -> None:
    page = opened("/inspect")
    inspect(page, message("02").files)
    expect(page.locator(".tabs")).to_be_visible()
    stranger = opened(page.url.removeprefix(page.url.split("/inspect")[0]), answers=(404,))
    expect(stranger.get_by_role("alert")).to_be_visible()
    stranger.goto("/inspect")
    expect(stranger.locator("main")).not_to_contain_text("UPPLAN")


def test_what_was_looked_at_can_be_dropped(opened: Opened) -> None:
    page = opened("/inspect")
    inspect(page, message("09").files)
    address = page.url
    page.goto("/inspect")
    page.get_by_role("button", name=re.compile("消す")).click()
    expect(page.locator("tbody")).to_have_count(0)
    answer = page.context.request.get(address)
    assert answer.status == 404


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("UPPLAN.CSV", b"\0" * (200 << 20))
    return packed.getvalue()


HOSTILE: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "a path": ("../../../../etc/cron.d/evil.csv", b"x"),
    "a Windows path": ("C:\\Windows\\System32\\evil.csv", b"x"),
    "a reserved name": ("NUL.CSV", b"x"),
    "markup": ("<img src=x onerror=alert(1)>.csv", b'"<script>alert(1)</script>"'),
    "right to left": ("abc\u202efdp.exe", b"MZ"),
    "NUL": ("a.csv", b"\0" * 4096),
    "very long": ("a" * 4000 + ".csv", b"x"),
    "no name": (" ", b"x"),
    "a bomb": ("bomb.asice", bomb),
    "no ZIP": ("x.asice", b"PK\x03\x04" + b"\xff" * 100),
    "no PDF": ("x.pdf", b"<script>alert(1)</script>"),
    "one line": ("UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV", b"a," * 2_000_000),
    "many lines": ("UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV", b"\r\n" * 1_000_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_answered_by_a_page(opened: Opened, relay: Relay, kind: str, tmp_path: Path) -> None:
    name, content = HOSTILE[kind]
    visitor = Visitor(relay.console, "/inspect")
    file = content() if callable(content) else content
    answer = visitor.post("/inspect/files", {"as_unit": "1"}, [("files", name, file)])
    assert answer.status in (303, 400, 413, 422), answer.text
    if answer.status == 303:
        at = answer.headers["Location"]
        cookie, _, value = visitor.cookie.partition("=")
        page = opened("/offices", answers=(404, 422))
        page.context.clear_cookies()
        page.context.add_cookies([{"name": cookie, "value": value, "url": relay.console, "secure": True}])
        for tab in ("findings", "form", "rows", "json"):
            page.goto(re.sub(r"findings$", tab, at))
            frame(page)
            assert page.locator("main script, main img").count() == 0
    else:
        assert b"<script>alert" not in answer.body
    assert not Path("/etc/cron.d/evil.csv").exists()

"""認証: a product is put through its cases by clicks."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from checks import beyond, frame, serious
from conftest import TABLET, Opened
from drop import drop
from relay import RELAY_MOCK, Relay, run

# Imported, and exported as it is.
CASE = "D5-01"


def begin(page: Page, *cases: str, name: str = "見本ソフト") -> None:
    page.goto("/certify")
    page.get_by_role("link", name="新しい試験を始める").click()
    page.get_by_label("名前", exact=True).fill(name)
    page.get_by_label("版", exact=True).fill("1.0")
    for case in cases:
        page.locator(f"input[name='case:{case}']").check()
    page.get_by_role("button", name="試験を始める").click()


PRODUCT = """name = "みどり介護 <b>"
version = "5.2"
roles = ["care-manager"]
supports = ["import:*", "export:*", "show"]
"""


def profile(text: str) -> FilePayload:
    return {"name": "product.toml", "mimeType": "application/toml", "buffer": text.encode()}


def await_button(page: Page, name: str | re.Pattern[str]) -> None:
    """Until the step is there; without script one asks for it."""
    button = page.get_by_role("button", name=name)
    for _ in range(100):
        if button.count():
            return
        page.wait_for_timeout(100)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Clicks a button below a form, once the page is at rest: the browser could give the click to the form's frame."""
    button = page.get_by_role("button", name=name)
    button.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    button.click()


def given(page: Page, folder: Path) -> list[Path]:
    """The files that the product shall import."""
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("すべてまとめて")).click()
    taken.value.save_as(folder / "give.zip")
    with zipfile.ZipFile(folder / "give.zip") as archive:
        archive.extractall(folder)
        return [folder / name for name in archive.namelist() if not name.endswith("/")]


def later(files: list[Path]) -> list[Path]:
    """The files under another serial, as a product's own."""
    renamed = []
    for file in files:
        again = file.with_name(re.sub(r"\d{14}(?=\.CSV$)", "20251201120000", file.name))
        again.write_bytes(file.read_bytes())
        renamed.append(again)
    return renamed


def import_(page: Page, folder: Path) -> list[Path]:
    await_button(page, "取り込めた")
    files = given(page, folder)
    assert files
    press(page, "取り込めた")
    await_button(page, re.compile("出力した"))
    return files


@pytest.mark.parametrize("how", ["dropped", "without script"])
def test_right_product_passes_by_clicks_alone(opened: Opened, how: str, tmp_path: Path) -> None:
    page = opened("/certify", java_script_enabled=how == "dropped")
    begin(page, CASE)
    await_button(page, "取り込めた")
    frame(page)
    expect(page.locator("#step")).to_contain_text("介護予防支援計画")
    if how == "dropped":
        assert serious(page) == []
        assert beyond(page) == []
    files = later(import_(page, tmp_path))
    if how == "dropped":
        drop(page.locator("#files"), files)
    else:
        page.locator("#files").set_input_files(files)
    press(page, re.compile("^出力した"))
    for _ in range(50):
        if page.locator("#verdict h2").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    expect(page.locator("#cases tr", has_text=CASE)).to_contain_text("合格")
    expect(page.locator("#verdict iframe")).to_be_visible()
    frame(page)
    if how == "dropped":
        assert serious(page) == []
        assert beyond(page) == []
    downloads(page, tmp_path)


def downloads(page: Page, folder: Path) -> None:
    """The verdict as files; the bundle is verified by the command, and by the page."""
    page.get_by_role("button", name=re.compile("署名付き試験結果を作")).click()
    taken = {}
    for name in ("junit.xml", "result.json", "bundle.asice"):
        with page.expect_download() as download:
            page.locator(f"a[href$='/{name}']").click()
        taken[name] = folder / name
        download.value.save_as(taken[name])
    assert json.loads(taken["result.json"].read_text("utf-8"))
    assert b"<testsuite" in taken["junit.xml"].read_bytes()
    run(RELAY_MOCK, "certify", "verify", taken["bundle.asice"])
    page.goto("/certify")
    page.locator("#bundle").set_input_files(taken["bundle.asice"])
    page.get_by_role("button", name="確かめる").click()
    frame(page)
    expect(page.locator("p.verdict .tag.good")).to_be_visible()


def test_wrong_product_fails_with_what_is_wrong(opened: Opened, tmp_path: Path) -> None:
    page = opened("/certify")
    begin(page, CASE, name="まちがえるソフト")
    files = later(import_(page, tmp_path))
    for file in files:
        if "SUB" not in file.name:
            goal, another = "庭を一回りする".encode("cp932"), "庭を二回りする".encode("cp932")
            assert goal in file.read_bytes()
            file.write_bytes(file.read_bytes().replace(goal, another))
    page.locator("#files").set_input_files(files)
    press(page, re.compile("^出力した"))
    expect(page.locator("#cases tr", has_text=CASE)).to_contain_text("不合格")
    expect(page.locator("#verdict")).to_contain_text("不合格")
    assert page.locator("#verdict iframe").count() == 1
    assert serious(page) == []


def test_product_that_does_not_import_is_asked_why(opened: Opened) -> None:
    page = opened("/certify")
    begin(page, CASE, name="取り込めないソフト")
    await_button(page, "取り込めない")
    page.get_by_label(re.compile("製品が示した理由")).fill("<script>alert(1)</script>")
    press(page, "取り込めない")
    expect(page.locator("#cases tr", has_text=CASE)).to_contain_text("不合格")
    assert page.locator("main script, main img").count() == 0


def test_run_rests_and_goes_on_after_a_restart(opened: Opened, relay: Relay) -> None:
    page = opened("/certify", answers=(403, 404))
    begin(page, CASE, name="休むソフト")
    await_button(page, "取り込めた")
    page.get_by_role("button", name="中断する").click()
    expect(page.get_by_role("button", name="続ける")).to_be_visible()
    key = page.url.removeprefix(relay.console)
    page.close()
    relay.stop()
    relay.start()
    again = opened("/certify", at=relay.console)
    again.get_by_role("link", name=re.compile("休むソフト")).click()
    assert again.url == relay.path(key)
    again.get_by_role("button", name="続ける").click()
    await_button(again, "取り込めた")
    again.get_by_role("button", name="中断する").click()


@pytest.mark.parametrize("script", [True, False])
def test_product_without_a_name_is_said_beside_the_field(opened: Opened, script: bool) -> None:
    page = opened("/certify/new", answers=(400,), java_script_enabled=script, viewport=TABLET)
    page.get_by_label("版", exact=True).fill("<i>1</i>")
    page.get_by_label("取り込んだ内容を画面で見られる").uncheck()
    page.locator(f"input[name='case:{CASE}']").check()
    # By keyboard: the button is reached, and the link of what is wrong leads to its field.
    page.get_by_role("button", name="試験を始める").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("1～100文字で書いてください。")
    name = page.get_by_label("名前", exact=True)
    expect(name).to_have_accessible_description("何も書かれていません。1～100文字で書いてください。")
    expect(page.get_by_label("版", exact=True)).to_have_value("<i>1</i>")
    expect(page.get_by_label("取り込んだ内容を画面で見られる")).not_to_be_checked()
    expect(page.locator(f"input[name='case:{CASE}']")).to_be_checked()
    frame(page)
    assert beyond(page) == []
    if script:
        assert serious(page) == []
    page.get_by_role("alert").get_by_role("link", name="名前").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("版", exact=True)).to_be_focused()
    name.fill("直したソフト")
    page.get_by_role("button", name="試験を始める").click()
    expect(page.locator("h1")).to_have_text("試験：直したソフト <i>1</i>")
    page.get_by_role("button", name="中断する").click()


@pytest.mark.parametrize("script", [True, False])
def test_product_of_a_file(opened: Opened, script: bool) -> None:
    page = opened("/certify/new", answers=(400,), java_script_enabled=script)
    field = page.get_by_label("製品の説明のファイル（product.toml）")
    page.locator(f"input[name='case:{CASE}']").check()
    field.set_input_files(profile(PRODUCT.replace("care-manager", "<img src=x onerror=alert(1)>")))
    page.get_by_role("button", name="試験を始める").click()
    expect(field).to_have_accessible_description(re.compile("3行目、「roles」：「<img src=x onerror=alert\\(1\\)>」という役割"))
    assert page.locator("main script, main img").count() == 0
    frame(page)
    assert beyond(page) == []
    if script:
        assert serious(page) == []
    field.set_input_files(profile(PRODUCT))
    page.get_by_role("button", name="試験を始める").click()
    expect(page.locator("h1")).to_have_text("試験：みどり介護 <b> 5.2")
    page.get_by_role("button", name="中断する").click()


def test_two_who_answer_the_same_step(opened: Opened) -> None:
    first, second = opened("/certify"), opened("/certify", answers=(409, 422))
    begin(first, CASE, name="二人のソフト")
    await_button(first, "取り込めた")
    second.goto(first.url)
    await_button(second, "取り込めた")
    second.evaluate("document.querySelectorAll('[data-live]').forEach((each) => each.removeAttribute('data-live'))")
    press(first, "取り込めた")
    await_button(first, re.compile("出力した"))
    press(second, "取り込めた")
    # The later answer is to a step that is over: it changes nothing.
    expect(second.locator("main")).to_be_visible()
    await_button(first, re.compile("出力した"))
    first.get_by_role("button", name="中断する").click()


def test_new_run_fits_on_a_tablet(opened: Opened) -> None:
    page = opened("/certify/new", viewport=TABLET)
    frame(page)
    assert serious(page) == []
    assert beyond(page) == []


@pytest.mark.parametrize("path", ["../../../etc", "%2e%2e%2f%2e%2e", "x" * 5000, "nothing", "%00", "NUL"])
def test_runs_that_are_not_there_say_so(opened: Opened, path: str) -> None:
    page = opened(f"/certify/runs/{path}", answers=(400, 404))
    frame(page)
    expect(page.get_by_role("alert")).to_be_visible()


def test_bundle_that_is_none_is_told(opened: Opened, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil", b"\0" * (100 << 20))
    for content in (b"", b"PK\x03\x04", packed.getvalue()):
        page = opened("/certify", answers=(400, 413, 422))
        name = "<img src=x onerror=alert(1)>.asice"
        page.locator("#bundle").set_input_files({"name": name, "mimeType": "application/zip", "buffer": content})
        page.get_by_role("button", name="確かめる").click()
        frame(page)
        expect(page.locator("main [role=alert], main .tag").first).to_be_visible()
        assert page.locator("main script, main img").count() == 0

"""`relay-mock demo --open`: the month, played slowly enough to be seen."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from conftest import Opened
from relay import RELAY_MOCK, messages

STEPS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def test_twelve_steps_are_seen_and_the_browser_is_opened(opened: Opened, tmp_path: Path) -> None:
    browser = tmp_path / "xdg-open"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    command = [str(RELAY_MOCK), "demo", "--open", "--console", "127.0.0.1:0", "--pace", "0.05", "--lang", "ja"]
    demo = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert demo.stdout is not None
        url = ""
        while not url:
            line = demo.stdout.readline()
            assert line, "the demo ended"
            url = line.partition("[準備] 管理画面を開けます。 ")[2].strip()
        page = opened("/received", at=url)
        page.evaluate("window.stays = 1")
        told = []
        for line in demo.stdout:
            told.append(line)
            if "Ctrl-C" in line:
                break
        said = "".join(told)
        # ①–⑥ of what is planned, ⑦–⑫ of what came of it; each message is seen where the terminal says.
        planned = sum(message.sender_type == "43" for message in messages())
        assert [said.count(f"   {step} ") for step in STEPS] == [planned] * 6 + [len(messages()) - planned] * 6
        ids = re.findall(r"/messages/([0-9a-f]{64})", said)
        assert len(set(ids)) == len(messages())
        expect(page.locator("tbody tr")).to_have_count(len(messages()))
        expect(page.locator("tbody tr").filter(has_text="取込済")).to_have_count(len(messages()))
        assert page.evaluate("window.stays") == 1, "the page was loaded again"
        page.goto(f"/messages/{ids[0]}")
        expect(page.locator("h1")).to_be_visible()
        assert (tmp_path / "opened").read_text().strip() == url
        page.close()
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=20) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["opened", "xdg-open"], "something was left behind"

"""The relay for a vendor's own tests: it leaves nothing behind, and every test begins with empty inboxes."""

from __future__ import annotations

import datetime
import os
import re
import shlex
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

import pytest
from conftest import HELPERS, PLANNER, withdrawal

import cplink
from cplink import Code
from cplink.testing import DEFAULT_OFFICES, MockOffice, RelayMock, _moment

PROGRAM = os.environ["RELAY_MOCK"]


def processes(folder: Path) -> List[int]:
    """The processes that name a folder in their arguments."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:  # no process, or one that is gone
            continue
        if entry.name.isdigit() and os.fsencode(folder) in line:
            found.append(int(entry.name))
    return found


def until(happened: Callable[[], bool]) -> bool:
    """Waits, since a process needs its time to end."""
    limit = time.monotonic() + 30
    while not happened():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def program(tmp_path: Path, end: str) -> "subprocess.Popen[str]":
    """Another program that starts a relay, says its folder, and then does what `end` says."""
    file = tmp_path / "program.py"
    file.write_text(
        textwrap.dedent("""\
            import os, sys, time
            from cplink.testing import RelayMock
            relay = RelayMock()
            relay.start()
            print(relay.folder, flush=True)
        """)
        + end
    )
    return subprocess.Popen(
        [sys.executable, str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )


@pytest.mark.parametrize(
    "end",
    [
        "sys.exit(3)",
        "raise RuntimeError('nobody catches it')",
        "del relay; time.sleep(60)",
        "os._exit(1)",
        "os.kill(os.getpid(), 9)",
        "time.sleep(60)",
        "if os.fork() == 0: sys.exit(0)\nos.wait(); relay.client('9970000111').office('9970000012'); sys.exit(0)",
    ],
    ids=["exit", "exception", "forgotten", "at once", "kills itself", "killed", "forks"],
)
def test_a_relay_ends_with_its_program_and_leaves_no_folder(tmp_path: Path, end: str) -> None:
    running = program(tmp_path, end)
    assert running.stdout is not None
    folder = Path(running.stdout.readline().strip())
    assert folder.name.startswith("relay-mock-")
    if end == "time.sleep(60)":
        assert len(processes(folder)) == 2, "the relay and its keeper"
        running.kill()
    assert until(lambda: not processes(folder) and not folder.exists())
    running.kill()
    running.wait()
    running.stdout.close()


def test_a_keeper_that_is_killed_takes_the_relay_with_it(tmp_path: Path) -> None:
    relay = RelayMock()
    relay.start()
    folder = relay.folder
    assert relay._process is not None
    relay._process._keeper.kill()
    assert until(lambda: not processes(folder))
    relay.stop()
    assert not folder.exists()


def test_a_relay_that_runs_is_not_started_again() -> None:
    with RelayMock() as relay:
        with pytest.raises(cplink.MisuseError) as caught:
            relay.start()
        assert caught.value.message_ja == "中継サーバーはすでに動いています。"
        with relay.client(HELPERS) as client:
            assert client.office(PLANNER) is not None, "the first one still runs"
    relay.start()
    relay.stop()


def test_a_relay_starts_again_at_its_address_with_all_it_had(tmp_path: Path) -> None:
    with RelayMock() as relay:
        url = relay.url
        with relay.client(HELPERS) as sender, relay.client(PLANNER) as receiver:
            sent = sender.send(withdrawal(), tmp_path)
            relay.restart()
            assert relay.url == url
            assert [message.id for message in receiver.receive("", tmp_path / "in").messages] == [sent.id]
            relay.clear()
            assert relay.url == url
            assert receiver.receive("", tmp_path / "in").messages == () and sender.sent().messages == ()
    port = int(url.rpartition(":")[2])
    with RelayMock(port=port) as relay:
        assert relay.url == url


def test_keys_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, counting = tmp_path / "calls", tmp_path / "relay-mock"
    counting.write_text(f"#!/bin/sh\necho $1 >> {shlex.quote(str(log))}\nexec {shlex.quote(PROGRAM)} \"$@\"\n")
    counting.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for _ in range(2):
        with RelayMock(program=str(counting)) as relay, relay.client(HELPERS) as client:
            assert client.doctor().is_well
            relay.clear()
            assert client.doctor().is_well
    assert log.read_text().split().count("pki") == 1
    # Other offices have other keys, and there may be no cache at all.
    with RelayMock(DEFAULT_OFFICES[:1], program=str(counting)):
        assert log.read_text().split().count("pki") == 2
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    with RelayMock(program=str(counting)):
        assert log.read_text().split().count("pki") == 3


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (("9970000111", "名", ["XX"]), "offices[0].service_types"),
        (("9970000111", "名", ["11", "1"]), "offices[0].service_types"),
        (("9970000111", "名", "11"), "offices[0].service_types"),
        ((9970000111, "名", ["11"]), "offices[0].number"),
        (["9970000111", "名", ["11"]], "offices[0]"),
    ],
)
def test_offices_that_the_standard_does_not_have_are_named(office: Any, words: str) -> None:
    with pytest.raises(cplink.MisuseError) as caught:
        RelayMock([office])
    assert caught.value.code == Code.INVALID_ARGUMENT and words in str(caught.value)


def test_bad_certificates_are_at_hand(tmp_path: Path) -> None:
    with RelayMock() as relay:
        for fault in ("expired", "not-yet-valid", "revoked", "unknown-ca", "wrong-kind"):
            with pytest.raises(cplink.SecurityError):
                relay.bad_signer(fault).check(relay.trust())
        with pytest.raises(cplink.MisuseError, match="fault must be one of expired, "):
            relay.bad_signer("other")


def suite(tmp_path: Path, files: Dict[str, str]) -> str:
    """Runs a vendor's own tests and returns what pytest says."""
    for name, text in files.items():
        (tmp_path / name).write_text(textwrap.dedent(text))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    return done.stdout


def test_every_test_has_empty_inboxes_at_one_relay(tmp_path: Path) -> None:
    one = """\
        import pytest
        import cplink

        @pytest.mark.parametrize("turn", [1, 2])
        def test_the_inbox_is_empty(relay_mock, tmp_path, turn):
            sender, receiver = (relay_mock.client(office.number) for office in reversed(relay_mock.offices))
            assert receiver.receive("", tmp_path).messages == ()
            unit = cplink.Unit(sender.office_number, "11", receiver.office_number, "43", "20251104090000")
            table = cplink.Table("DLTJSK")
            table.append({"insurer_number": "990010", "insured_person_number": "0000000101",
                          "deletion_target_month": "202510", "provider_number": sender.office_number,
                          "service_type_code": "11"})
            unit.add_table(table)
            sender.send(unit, tmp_path / "sent")
            assert len(receiver.receive("", tmp_path).messages) == 1
            with open("urls", "a") as urls:
                print(relay_mock.url, file=urls)
        """
    said = suite(tmp_path, {"test_one.py": one, "test_two.py": one})
    assert "4 passed" in said, said
    assert len(set((tmp_path / "urls").read_text().split())) == 1


def test_a_suite_has_offices_of_its_own(tmp_path: Path) -> None:
    conftest = """\
        import pytest
        from cplink.testing import MockOffice

        @pytest.fixture(scope="session")
        def relay_mock_offices():
            return [MockOffice("9970000046", "見本予防", ["46"])]
        """
    test = """\
        def test_it_is_there(relay_mock):
            with relay_mock.client("9970000046") as client:
                assert client.office("9970000046").service_types == ("46",)
        """
    assert "1 passed" in suite(tmp_path, {"conftest.py": conftest, "test_own.py": test})


def test_pytest_names_fields_and_never_values(tmp_path: Path) -> None:
    test = """\
        import cplink
        from cplink.rows import Up2kyo

        def rows(issue):
            return [Up2kyo(issue="おなじ"), Up2kyo(issue=issue, short_term_goal="もくひょう" + issue)]

        def test_rows():
            assert rows("ひみつの一") == rows("ひみつの二")

        def test_one_row():
            assert rows("ひみつの一")[1] == rows("ひみつの二")[1]

        def test_numbers_of_rows():
            assert rows("ひみつの一")[:1] == rows("ひみつの一")

        def test_tables():
            assert cplink.Table.from_rows(rows("ひみつの一")) == cplink.Table.from_rows(rows("ひみつの二"))
        """
    said = suite(tmp_path, {"test_rows.py": test})
    assert "4 failed" in said, said
    shown = [line for line in said.splitlines() if line.startswith("E")]
    assert not any("ひみつ" in line or "おなじ" in line for line in shown), said
    assert sum("row 1: " in line and "issue, short_term_goal" in line for line in shown) >= 2, said
    assert any("row 0: issue, short_term_goal" in line for line in shown)
    assert any("1 rows, 2 rows" in line for line in shown)


def test_a_signal_of_the_terminal_does_not_reach_the_relay() -> None:
    with RelayMock() as relay:
        assert relay._process is not None
        keeper = relay._process._keeper.pid
        assert os.getpgid(keeper) == keeper != os.getpgid(0)
        os.kill(keeper, signal.SIGINT)
        with relay.client(HELPERS) as client:
            assert client.office(PLANNER) is not None


def test_a_kept_folder_registers_new_offices(tmp_path: Path) -> None:
    more = [*DEFAULT_OFFICES, MockOffice("9970000099", "見本通所介護事業所", ["15"])]
    for offices in (DEFAULT_OFFICES, more, more, DEFAULT_OFFICES):
        with RelayMock(offices, folder=tmp_path) as relay, relay.client(HELPERS) as client:
            assert client.doctor().is_well
            for office in offices:
                found = client.office(office.number)
                assert found is not None and found.registered
                with relay.client(office.number) as own:
                    assert own.doctor().is_well


@pytest.mark.parametrize("given", ["program", "RELAY_MOCK"])
def test_a_program_that_is_not_there_is_named(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = str(tmp_path / "relay-mock")
    monkeypatch.setenv("RELAY_MOCK", missing if given == "RELAY_MOCK" else PROGRAM)
    with pytest.raises(RuntimeError) as caught:
        RelayMock(program=missing if given == "program" else None).start()
    assert missing in str(caught.value) and given in str(caught.value)


@pytest.mark.parametrize("fraction, microseconds", [("", 0), (".4", 400_000), (".46", 460_000), (".345176879", 345_176)])
def test_a_time_of_the_relay_is_read_by_every_python(
    fraction: str, microseconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OfPython310(datetime.datetime):
        @classmethod
        def fromisoformat(cls, text: str) -> Any:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}(\d{3})?)?\+\d\d:\d\d", text), text
            return super().fromisoformat(text)

    monkeypatch.setattr(datetime, "datetime", OfPython310)
    moment = _moment(f"2026-11-28T23:01:56{fraction}Z")
    assert moment.isoformat(timespec="microseconds") == f"2026-11-28T23:01:56.{microseconds:06}+00:00"

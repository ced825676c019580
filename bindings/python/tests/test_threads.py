"""Threads: the GIL is free during a verb, cancel and Ctrl-C work at once, callbacks may fail."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, List

import pytest
from conftest import HELPERS, PLANNER, Desk, withdrawal

import cplink
from cplink import Code

LONG = 20


def in_thread(act: Callable[[], Any]) -> "tuple[threading.Thread, List[Any]]":
    outcome: List[Any] = []

    def work() -> None:
        try:
            outcome.append(act())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, outcome


def waiting(desk: Desk, **options: Any) -> "tuple[threading.Thread, List[Any]]":
    """A long poll that has reached the relay."""
    there = threading.Event()

    def report(progress: cplink.Progress) -> None:
        if progress.step == "waiting":
            there.set()

    started = in_thread(lambda: desk.receive(wait=LONG, progress=report, **options))
    assert there.wait(10)
    return started


def test_other_threads_run_during_a_long_poll(receiver: Desk) -> None:
    cancel = cplink.Cancel()
    thread, outcome = waiting(receiver, cancel=cancel)
    began, count = time.monotonic(), 0
    while time.monotonic() - began < 1:
        count += 1
    assert thread.is_alive()
    # A thread that holds the GIL for slices of 200 ms would leave a handful of turns.
    assert count > 100_000
    cancel.set()
    thread.join(5)
    assert isinstance(outcome[0], cplink.Cancelled)


def test_a_long_poll_ends_with_the_message(sender: Desk, receiver: Desk) -> None:
    thread, outcome = waiting(receiver)
    sent = sender.send(withdrawal())
    thread.join(10)
    assert [incoming.id for incoming in outcome[0].messages] == [sent.id]


def test_cancel_from_another_thread_takes_less_than_a_second(receiver: Desk) -> None:
    cancel = cplink.Cancel()
    thread, outcome = waiting(receiver, cancel=cancel)
    began = time.monotonic()
    cancel.set()
    thread.join(5)
    took = time.monotonic() - began
    assert took < 1, took
    assert type(outcome[0]) is cplink.Cancelled and outcome[0].code == Code.CANCELLED
    assert cancel.is_set
    with pytest.raises(cplink.Cancelled):
        receiver.receive(cancel=cancel)
    cancel.reset()
    assert receiver.receive(cancel=cancel).messages == ()


def test_one_cancel_stops_several_clients(desk: Callable[[str], Desk]) -> None:
    cancel = cplink.Cancel()
    desks = [desk(PLANNER), desk(HELPERS)]
    for each in desks:
        while each.receive().messages:
            pass
    started = [waiting(each, cancel=cancel) for each in desks]
    cancel.set()
    for thread, outcome in started:
        thread.join(5)
        assert isinstance(outcome[0], cplink.Cancelled)


def test_what_does_not_receive_goes_on_during_a_long_poll(receiver: Desk) -> None:
    cancel = cplink.Cancel()
    thread, outcome = waiting(receiver, cancel=cancel)
    assert receiver.client.doctor().is_well
    receiver.client.sent()
    with pytest.raises(cplink.RelayError):
        receiver.client.acknowledge(cplink.MessageReference("0" * 64, HELPERS, PLANNER))
    receiver.client.rest()
    assert thread.is_alive()
    cancel.set()
    thread.join(5)
    assert isinstance(outcome[0], cplink.Cancelled)


def test_two_that_receive_are_busy(receiver: Desk) -> None:
    cancel = cplink.Cancel()
    thread, outcome = waiting(receiver, cancel=cancel)
    for act in (receiver.receive, lambda: receiver.client.inbox("", receiver.folder), receiver.client.close):
        began = time.monotonic()
        with pytest.raises(cplink.MisuseError) as caught:
            act()
        assert caught.value.code == Code.BUSY and caught.value.retry == "safe"
        assert time.monotonic() - began < 1, "it does not wait for the other"
    cancel.set()
    thread.join(5)
    assert isinstance(outcome[0], cplink.Cancelled)
    receiver.client.sent()


def test_a_callback_cannot_use_its_own_client_or_unit(sender: Desk) -> None:
    codes = []
    unit = withdrawal()

    def report(progress: cplink.Progress) -> None:
        for act in (sender.client.sent, lambda: unit.names, sender.client.close):
            with pytest.raises(cplink.MisuseError) as caught:
                act()
            codes.append(caught.value.code)

    sender.send(unit, progress=report)
    assert codes and set(codes) == {Code.BUSY}


def test_progress_is_told_on_the_calling_thread(sender: Desk, tmp_path: Path) -> None:
    document = tmp_path / "document.pdf"
    document.write_bytes(b"%PDF-1.7\n" + bytes(3_000_000))
    unit = withdrawal()
    unit.add_attachment_file(document.name, document)
    reports: List[cplink.Progress] = []
    threads = set()

    def report(progress: cplink.Progress) -> None:
        reports.append(progress)
        threads.add(threading.current_thread())

    sender.send(unit, progress=report)
    assert threads == {threading.current_thread()}
    steps = {progress.step for progress in reports}
    assert {"checking", "hashing", "signing", "sending"} <= steps
    for step in ("hashing", "sending"):
        done = [progress.done for progress in reports if progress.step == step]
        assert done == sorted(done) and done[-1] > 2_000_000


@pytest.mark.parametrize("fault", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_an_exception_in_the_callback_comes_out_of_the_verb(sender: Desk, fault: "type[BaseException]") -> None:
    mine = fault()

    def report(progress: cplink.Progress) -> None:
        if progress.step == "hashing":
            raise mine

    unit = withdrawal()
    for _ in range(3):
        with pytest.raises(fault) as caught:
            sender.send(unit, progress=report)
        assert caught.value is mine
    # Neither client nor unit have taken harm.
    assert sender.send(unit).receipt


def test_cancel_in_the_callback_stops_the_verb(sender: Desk) -> None:
    cancel = cplink.Cancel()
    with pytest.raises(cplink.Cancelled):
        sender.send(withdrawal(), progress=lambda progress: cancel.set(), cancel=cancel)


@pytest.mark.skipif(sys.platform == "win32", reason="signals to oneself are POSIX")
def test_ctrl_c_ends_a_long_poll_at_once(receiver: Desk) -> None:
    # A program started in the background of a shell ignores the signal until it says otherwise.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            receiver.receive(wait=LONG)
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - began < 2
    timer.join()
    assert receiver.receive().messages == ()


def test_many_threads_with_a_client_each(desk: Callable[[str], Desk]) -> None:
    desks = [desk(HELPERS) for _ in range(8)]
    units = [withdrawal() for _ in desks]
    started = [in_thread(lambda d=d, b=b: d.send(b)) for d, b in zip(desks, units)]  # type: ignore[misc]
    ids = set()
    for thread, outcome in started:
        thread.join(60)
        assert isinstance(outcome[0], cplink.Sent), outcome
        ids.add(outcome[0].id)
    assert len(ids) == len(desks)


def test_one_table_is_read_by_many_threads() -> None:
    table = cplink.Table("UPPLAN")
    table.extend([["202407", "990010", f"{number:010}"] for number in range(5000)])
    wanted = [f"{number:010}" for number in range(5000)]
    started = [in_thread(lambda: [cells[2] for cells in table.cells()]) for _ in range(8)]
    for thread, outcome in started:
        thread.join(60)
        assert outcome == [wanted]


def test_no_thread_is_left_behind(sender: Desk) -> None:
    before = threading.active_count()
    for _ in range(20):
        sender.client.check(withdrawal())
    assert threading.active_count() == before

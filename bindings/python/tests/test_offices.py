"""Many offices in one process: each has its turn, and none stops another."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Iterator, List

import pytest
from conftest import HELPERS, PLANNER
from test_threads import in_thread

import cplink
from cplink import Code, Offices
from cplink.testing import RelayMock

LENDER = "9970000319"
MINUTE = 60


def code_of(raised: "pytest.ExceptionInfo[cplink.CplinkError]") -> Code:
    return raised.value.code


def ask(number: str, client: cplink.Client) -> None:
    assert client.office(number)


@pytest.fixture
def signed() -> List[int]:
    """The calls of the key that does not sign."""
    return []


@pytest.fixture
def offices(relay: RelayMock, signed: List[int]) -> Iterator[Offices]:
    """Three, of which one's key is refused: the relay cannot know whose it is."""

    def fail(scheme: int, digest: bytes) -> bytes:
        signed.append(scheme)
        raise RuntimeError("no key today")

    pem = relay.pki / f"office-{LENDER}-care-insurance.pem"
    offices = Offices(2)
    offices.set_pause(60 * MINUTE, 60 * MINUTE)
    signer = cplink.Signer.from_callback(pem, [0x0804], fail)
    for client in (cplink.Client(relay.url, signer, relay.trust()), relay.client(PLANNER), relay.client(HELPERS)):
        with client:
            offices.add(client)
    yield offices


def test_a_refused_key_stops_no_other_office(offices: Offices, signed: List[int]) -> None:
    first = offices.each(MINUTE, ask)
    assert (first.done, first.pausing, len(offices)) == (2, 0, 3) and signed
    [(number, error)] = first.failed
    assert number == LENDER and isinstance(error, cplink.SecurityError) and error.code == Code.KEY_SIGN
    assert offices.each(MINUTE, ask) == cplink.Round(2, (), 1)
    with pytest.raises(cplink.SecurityError):
        offices.one(LENDER, MINUTE, ask)


def test_an_exception_is_the_failure_of_its_office(offices: Offices) -> None:
    def work(number: str, client: cplink.Client) -> None:
        if number != HELPERS:
            raise KeyError("no cursor")

    round = offices.each(MINUTE, work)
    assert round.done == 1 and {number for number, _ in round.failed} == {PLANNER, LENDER}
    assert all(isinstance(error, KeyError) for _, error in round.failed)
    assert offices.one(PLANNER, MINUTE, lambda number, client: client.office_number) == PLANNER
    assert offices.each(MINUTE, work).failed[0][0] == PLANNER, "a good turn ended the pause"


def test_an_office_is_there_once(offices: Offices, relay: RelayMock) -> None:
    with relay.client(HELPERS) as twin, pytest.raises(cplink.MisuseError) as twice:
        offices.add(twin)
    assert code_of(twice) == Code.INVALID_ARGUMENT
    removed = offices.remove(HELPERS)
    assert removed is not None and len(offices) == 2 and offices.remove(HELPERS) is None
    with removed:
        ask(HELPERS, removed)
    with pytest.raises(cplink.MisuseError) as none:
        offices.one(HELPERS, MINUTE, ask)
    assert code_of(none) == Code.INVALID_ARGUMENT


def test_a_turn_within_a_turn_is_refused_and_another_thread_works_on(offices: Offices) -> None:
    def work(number: str, client: cplink.Client) -> int:
        for second in (
            lambda: offices.one(HELPERS, MINUTE, ask),
            lambda: offices.one(PLANNER, MINUTE, ask),
            lambda: offices.each(MINUTE, ask),
            lambda: offices.remove(HELPERS),
        ):
            with pytest.raises(cplink.MisuseError) as busy:
                second()
            assert code_of(busy) == Code.BUSY
        thread, outcome = in_thread(lambda: offices.each(MINUTE, ask))
        thread.join(60)
        [round] = outcome
        return int(round.done)

    assert offices.one(HELPERS, MINUTE, work) == 1


def test_no_client_outlives_its_turn(offices: Offices) -> None:
    kept: List[cplink.Client] = []
    offices.one(HELPERS, MINUTE, lambda number, client: kept.append(client))
    with pytest.raises(cplink.MisuseError):
        kept[0].office(HELPERS)
    assert kept[0].is_closed


def test_a_verb_that_runs_on_loses_no_office(offices: Offices, tmp_path: Path) -> None:
    cancel, there, threads = cplink.Cancel(), threading.Event(), []

    def work(number: str, client: cplink.Client) -> None:
        def report(progress: cplink.Progress) -> None:
            there.set()

        cursor = client.receive_all("", tmp_path).next
        threads.append(
            in_thread(lambda: client.receive(cursor, tmp_path, wait=MINUTE, progress=report, cancel=cancel))[0]
        )
        assert there.wait(20)

    with pytest.raises(cplink.MisuseError) as busy:
        offices.one(PLANNER, MINUTE, work)
    assert code_of(busy) == Code.BUSY, "the turn cannot end yet"
    cancel.set()
    threads[0].join(20)
    offices.one(PLANNER, MINUTE, ask)


def test_a_turn_ends_in_its_time_or_when_it_is_stopped(offices: Offices) -> None:
    with pytest.raises(cplink.NetworkError) as late:
        offices.one(PLANNER, 0, ask)
    assert code_of(late) == Code.TIMEOUT
    offices.one(PLANNER, MINUTE, ask)
    cancel = cplink.Cancel()

    def stop(number: str, client: cplink.Client) -> None:
        cancel.set()
        client.office(number, cancel=cancel)

    with pytest.raises(cplink.Cancelled):
        offices.each(MINUTE, stop, cancel=cancel)

    def interrupt(number: str, client: cplink.Client) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        offices.each(MINUTE, interrupt)
    assert offices.each(MINUTE, ask).done == 2, "who is stopped has no fault"


def test_what_is_no_number_of_connections_and_no_callable() -> None:
    for connections in (0, -1, 2**40):
        with pytest.raises(cplink.MisuseError):
            Offices(connections)
    with pytest.raises(TypeError):
        Offices("2")  # type: ignore[arg-type]
    offices = Offices(1)
    for call in (lambda: offices.each(1, None), lambda: offices.one("1", 1, "work"), lambda: offices.add("client")):  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            call()
    assert len(offices) == 0 and offices

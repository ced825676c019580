"""What a vendor's test can make the relay do."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from conftest import HELPERS, PLANNER, withdrawal

import cplink
from cplink import Code
from cplink.testing import MockOffice, RelayMock

DAY = datetime.timedelta(days=1)


def code_of(error: "pytest.ExceptionInfo[cplink.CplinkError]") -> Code:
    return Code(error.value.code)


def test_a_lost_answer_is_repeated_without_a_double(relay_mock: RelayMock, tmp_path: Path) -> None:
    sender, unit = relay_mock.client(HELPERS), withdrawal()
    relay_mock.play([{"call": "putMessage", "nth": 1, "at": "after-commit", "do": "reset"}])
    with pytest.raises(cplink.NetworkError) as caught:
        sender.send(unit, tmp_path)
    assert caught.value.in_doubt
    assert [message.from_office for message in relay_mock.messages] == [HELPERS], "it took effect all the same"
    assert sender.send(unit, tmp_path).id == relay_mock.messages[0].id and len(relay_mock.messages) == 1
    [fired] = relay_mock.faults["fired"]
    assert (fired["call"], fired["office"], fired["do"]) == ("putMessage", HELPERS, "reset")


def test_a_script_of_a_file_is_played_by_its_seed(relay_mock: RelayMock, tmp_path: Path) -> None:
    script = tmp_path / "some.toml"
    script.write_text('[[fault]]\ncall = "offices"\nchance = 0.5\nat = "before"\ndo = "status:503"\n', "utf-8")
    client = relay_mock.client(HELPERS)

    def refused() -> "list[bool]":
        relay_mock.play(script, seed=7)
        answers = []
        for _ in range(20):
            try:
                client.office(PLANNER)
                answers.append(False)
            except cplink.RelayError:
                answers.append(True)
        return answers

    first = refused()
    assert set(first) == {True, False} and refused() == first
    assert relay_mock.faults["seed"] == 7 and relay_mock.faults["faults"][0]["fired"] == sum(first)
    relay_mock.stop_faults()
    assert relay_mock.faults["faults"] == [] and client.office(PLANNER) is not None


def test_what_is_no_script_is_told_with_its_line(relay_mock: RelayMock, tmp_path: Path) -> None:
    script = tmp_path / "wrong.toml"
    script.write_text('[[fault]]\ncall = "offices"\nnth = 1\nat = "before"\ndo = "flip"\n', "utf-8")
    with pytest.raises(RuntimeError, match='line 5, fault 1, "do"'):
        relay_mock.play(script)
    with pytest.raises(cplink.MisuseError):
        relay_mock.play(script, seed=-1)
    assert relay_mock.faults["faults"] == []


def test_a_relay_that_refuses_is_asked_again_later(relay_mock: RelayMock) -> None:
    client = relay_mock.client(HELPERS)
    relay_mock.play([{"call": "any", "nth": 1, "at": "before", "do": "status:503"}])
    with pytest.raises(cplink.RelayError) as caught:
        client.office(PLANNER)
    assert caught.value.retry == "safe"
    assert client.office(PLANNER) is not None


def test_a_slow_relay_meets_the_limit(relay_mock: RelayMock) -> None:
    relay_mock.play([{"call": "any", "every": 1, "at": "before", "do": "delay:5s"}])
    client = relay_mock.client(HELPERS, call_timeout=0.5)
    with pytest.raises(cplink.NetworkError):
        client.office(PLANNER)
    relay_mock.stop_faults()
    assert client.office(PLANNER) is not None


def test_a_licence_lapses_and_is_renewed(relay_mock: RelayMock, tmp_path: Path) -> None:
    sender, today = relay_mock.client(HELPERS), relay_mock.now.date()
    relay_mock.set_licence(PLANNER, today - 30 * DAY, today - 10 * DAY)
    with pytest.raises(cplink.RelayError) as caught:
        sender.send(withdrawal(), tmp_path)
    assert code_of(caught) == Code.RELAY_RECEIVER_LICENCE
    office = sender.office(PLANNER)
    assert office is not None and not office.licensed and office.licence_until == f"{today - 10 * DAY:%Y-%m-%d}"
    relay_mock.set_licence(PLANNER, today - 30 * DAY, today + 10 * DAY)
    sender.send(withdrawal(), tmp_path)


def test_an_office_goes_and_another_comes(relay_mock: RelayMock) -> None:
    client = relay_mock.client(HELPERS)
    relay_mock.remove_office(PLANNER)
    assert client.office(PLANNER) is None
    with pytest.raises(RuntimeError):
        relay_mock.remove_office(PLANNER)
    relay_mock.register(MockOffice("9970000099", "見本通所介護事業所", ["15"]))
    assert relay_mock.client("9970000099").doctor().is_well, "it has a certificate"
    with pytest.raises(RuntimeError):
        relay_mock.register(MockOffice("9970000099", "見本通所介護事業所", ["15"]))
    with pytest.raises(cplink.MisuseError):
        relay_mock.register(MockOffice("9970000098", "見本", ["XX"]))
    relay_mock.clear()
    assert client.office(PLANNER) is not None and client.office("9970000099") is None


def test_the_clock_of_the_relay_is_set(relay_mock: RelayMock) -> None:
    client, before = relay_mock.client(HELPERS), relay_mock.now
    relay_mock.advance(400 * 86_400)
    assert relay_mock.now - before >= 400 * DAY
    with pytest.raises(cplink.RelayError) as caught:
        client.office(PLANNER)
    assert code_of(caught) == Code.RELAY_SENDER_LICENCE, "a year has passed"
    set_to = datetime.datetime(2027, 4, 1, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    relay_mock.now = set_to
    assert abs(relay_mock.now - set_to) < datetime.timedelta(minutes=1)
    with pytest.raises(cplink.MisuseError):
        relay_mock.now = datetime.datetime(2027, 4, 1)
    relay_mock.clear()
    assert abs(relay_mock.now - before) < datetime.timedelta(minutes=10)


def test_what_the_relay_holds_can_be_looked_at(relay_mock: RelayMock, tmp_path: Path) -> None:
    sent = relay_mock.client(HELPERS).send(withdrawal(), tmp_path)
    [message] = relay_mock.messages
    assert (message.id, message.to_office, message.state, message.held) == (sent.id, PLANNER, "accepted", True)
    assert relay_mock.container(sent.id) == Path(sent.container).read_bytes() and message.size > 0
    with pytest.raises(RuntimeError):
        relay_mock.container("0" * 64)
    relay_mock.advance(100 * 86_400)
    relay_mock.expire()
    assert [message.state for message in relay_mock.messages] == ["expired"]
    relay_mock.clear()
    assert relay_mock.messages == ()


def test_a_relay_that_does_not_run_says_so() -> None:
    relay = RelayMock()
    for act in (relay.clear, lambda: relay.messages, relay.stop_faults, lambda: relay.now):
        with pytest.raises(cplink.MisuseError) as caught:
            act()
        assert caught.value.message_ja == "中継サーバーが動いていません。"

"""The relay with the month's offices, and desks at it."""

from __future__ import annotations

import datetime
import itertools
import json
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

import cplink
from cplink.testing import MockOffice, RelayMock

ROOT = Path(__file__).resolve().parents[3]
MONTH = ROOT / "spec-fixtures" / "202407" / "month"
PLANNER, HELPERS = "9970000012", "9970000111"

_FIRST = datetime.datetime(2025, 11, 4, 9)
_seconds = itertools.count()


class Desk:
    """An office with its client, folder and cursor."""

    def __init__(self, client: cplink.Client, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.cursor = ""

    def send(self, unit: cplink.Unit, **options: Any) -> cplink.Sent:
        return self.client.send(unit, self.folder, **options)

    def receive(self, **options: Any) -> cplink.Batch:
        batch = self.client.receive(self.cursor, self.folder, **options)
        self.cursor = batch.next
        return batch

    def take(self, message: str) -> cplink.Message:
        """The message of this id, wherever it is in the inbox."""
        for incoming in self.receive().messages:
            if incoming.id == message:
                return incoming
        raise AssertionError("the message is not in the inbox")


def offices(unit: cplink.Unit) -> "tuple[str, str, str, str]":
    """Between whom a unit is, as another one is made."""
    return unit.from_office, unit.from_service_type, unit.to_office, unit.to_service_type


def withdrawal(month: str = "202510") -> cplink.Unit:
    """A withdrawal of results: the smallest unit; each call another message."""
    table = cplink.Table("DLTJSK")
    table.append(
        {
            "insurer_number": "990010",
            "insured_person_number": "0000000101",
            "deletion_target_month": month,
            "provider_number": HELPERS,
            "service_type_code": "11",
        }
    )
    # A serial is a time: no minute has a second 60.
    serial = f"{_FIRST + datetime.timedelta(seconds=next(_seconds)):%Y%m%d%H%M%S}"
    unit = cplink.Unit(HELPERS, "11", PLANNER, "43", serial)
    assert unit.add_table(table) == ()
    return unit


@pytest.fixture(scope="session")
def manifest() -> Any:
    return json.loads((MONTH / "manifest.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def relay(manifest: Any) -> Iterator[RelayMock]:
    offices = [MockOffice(o["number"], o["name"], o["service_types"]) for o in manifest["offices"]]
    with RelayMock(offices) as relay:
        yield relay


@pytest.fixture
def desk(relay: RelayMock, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    clients = []

    def at(number: str) -> Desk:
        clients.append(relay.client(number))
        return Desk(clients[-1], tmp_path / number)

    yield at
    for client in clients:
        client.close()


@pytest.fixture
def sender(desk: Callable[[str], Desk]) -> Desk:
    return desk(HELPERS)


@pytest.fixture
def receiver(desk: Callable[[str], Desk]) -> Desk:
    """The care manager's desk; what lies in the inbox already is passed over."""
    receiver = desk(PLANNER)
    while receiver.receive().messages:
        pass
    return receiver

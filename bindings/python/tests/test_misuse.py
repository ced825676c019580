"""Misuse never crashes: each has its exception."""

from __future__ import annotations

import dataclasses
import struct
from pathlib import Path
from typing import Any, Callable, Tuple

import pytest
from conftest import HELPERS, PLANNER, Desk, withdrawal

import cplink
from cplink import Code, _native
from cplink._call import call
from cplink.testing import RelayMock


def misused(code: Code, act: Any) -> None:
    with pytest.raises(cplink.MisuseError) as caught:
        act()
    assert caught.value.code == code


def test_units_made_within_a_second_have_serials_of_their_own() -> None:
    serials = {cplink.Unit(HELPERS, "11", PLANNER, "43").serial for _ in range(50)}
    assert len(serials) == 50


def test_a_closed_client_says_so(relay: RelayMock) -> None:
    client = relay.client(HELPERS)
    with client:
        assert client.office_number == HELPERS
    client.close()
    for act in (client.sent, client.doctor, lambda: client.office(PLANNER), lambda: client.check(withdrawal())):
        misused(Code.INVALID_ARGUMENT, act)
    assert HELPERS in repr(client)


def test_a_closed_message_keeps_its_rows(sender: Desk, receiver: Desk, tmp_path: Any) -> None:
    received = receiver.take(sender.send(withdrawal()).id)
    unread = receiver.client.open(Path(received.container).stem, received.container)
    assert received.files
    for each in (received, unread):
        each.close()
        each.close()
    misused(Code.INVALID_ARGUMENT, lambda: unread.files)
    misused(Code.INVALID_ARGUMENT, lambda: received.read(received.parts[0].name))
    misused(Code.INVALID_ARGUMENT, lambda: received.save(tmp_path / "saved"))
    assert received.files[0].table is not None and len(received.files[0].table) == 1


def test_wrong_types_are_type_errors(relay: RelayMock, sender: Desk, tmp_path: Any) -> None:
    signer, trust, client, unit = relay.signer(HELPERS), relay.trust(), sender.client, withdrawal()
    table: Any = cplink.Table("UPPLAN")
    row = table.append()
    any_: Any = cplink
    for act in (
        lambda: any_.Client(1, signer, trust),
        lambda: any_.Client(relay.url, trust, signer),
        lambda: any_.Client(relay.url, None, trust),
        lambda: any_.Client(relay.url, signer, trust, allow_tls12=1),
        lambda: any_.Client(relay.url, signer, trust, connect_timeout="1"),
        lambda: any_.Client(relay.url, signer, trust, message_memory_mib=1.5),
        lambda: any_.Client(relay.url, signer, trust, message_memory_mib=True),
        lambda: any_.Table.from_rows([], "UPPLAN"),
        lambda: any_.Table.from_rows([row], cplink.Table),
        lambda: any_.Table.from_rows(None),
        lambda: table.extend(None),
        lambda: table.extend("abc"),
        lambda: table.extend_typed(None),
        lambda: table.monthly_once("116202"),
        lambda: any_.Unit.from_files(None),
        lambda: any_.Signer(),
        lambda: any_.Trust(),
        lambda: any_.Message(),
        lambda: any_.Signer.from_pkcs12(b"", b"password"),
        lambda: any_.Signer.from_pkcs12(7, "password"),
        lambda: any_.Trust.from_pem(None),
        lambda: any_.Unit(HELPERS, "11", (PLANNER, "43"), "43"),
        lambda: any_.Unit(HELPERS, 11, PLANNER, "43"),
        lambda: any_.Unit(HELPERS, "11", PLANNER, "43", 20251104090000),
        lambda: any_.Unit.from_files("one.CSV"),
        lambda: any_.Table(None),
        lambda: any_.Table.read("UPPLAN", None),
        lambda: unit.add_table("UPPLAN"),  # type: ignore[arg-type]
        lambda: unit.add_attachment_file("a.pdf", b"%PDF-1.4"),  # type: ignore[arg-type]
        lambda: any_.Candidates(),
        lambda: unit.add_image("1", b""),  # type: ignore[arg-type]
        lambda: table.append(["202407"]),
        lambda: table.append({"units": 600}),
        lambda: table.extend(["202407"]),
        lambda: table.extend([[1]]),
        lambda: table["units"],
        lambda: table[True],
        lambda: row[0],
        lambda: row.__setitem__("units", 600),
        lambda: client.send(None, tmp_path),  # type: ignore[arg-type]
        lambda: client.send(unit, 1),  # type: ignore[arg-type]
        lambda: client.receive(None, tmp_path),  # type: ignore[arg-type]
        lambda: client.receive("", tmp_path, wait="1"),  # type: ignore[arg-type]
        lambda: client.acknowledge("id"),  # type: ignore[arg-type]
        lambda: client.recall(7),  # type: ignore[arg-type]
        lambda: client.sent(progress=1),  # type: ignore[arg-type]
        lambda: client.sent(cancel=True),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError):
            act()
    assert len(table) == 1, "a refused row was not added"


def test_wrong_values_have_codes(relay: RelayMock, sender: Desk, tmp_path: Any) -> None:
    signer, trust, client = relay.signer(HELPERS), relay.trust(), sender.client
    table = cplink.Table("UPPLAN")
    table.append()
    wide = [""] * (len(table.fields) + 1)
    for act in (
        lambda: cplink.Client(relay.url, signer, trust, connect_timeout=-1),
        lambda: cplink.Client(relay.url, signer, trust, call_timeout=float("nan")),
        lambda: cplink.Client(relay.url, signer, trust, message_memory_mib=-1),
        lambda: cplink.Client(relay.url, signer, trust, message_memory_mib=2**63),
        lambda: cplink.layout.fields("NONE"),
        lambda: cplink.layout.field_id("UPPLAN", 0),
        lambda: cplink.layout.item_number("UPPLAN", "none"),
        lambda: cplink.Client(relay.url, signer, trust, stall_timeout=0),
        lambda: table[0]["none"],
        lambda: table[0].update({"none": ""}),
        lambda: table.append({"none": ""}),
        lambda: table.extend([[], wide]),
        lambda: client.receive("", tmp_path, wait=-1),
    ):
        misused(Code.INVALID_ARGUMENT, act)
    # What a user has typed wrong is his own to mend: it has a code of its own.
    mistakes: Tuple[Tuple[Code, Callable[[], Any]], ...] = (
        (Code.URL, lambda: cplink.Client("http://127.0.0.1", signer, trust)),
        (Code.SETTING, lambda: cplink.Client(relay.url, signer, trust, message_memory_mib=0)),
        (Code.SETTING, lambda: cplink.Client(relay.url, signer, trust, message_memory_mib=65_537)),
        (Code.OFFICE_NUMBER, lambda: cplink.Unit("1", "11", PLANNER, "43")),
        (Code.SERVICE_TYPE, lambda: cplink.Unit(HELPERS, "1", PLANNER, "43")),
        (Code.SERIAL, lambda: cplink.Unit(HELPERS, "11", PLANNER, "43", "2025")),
        (Code.OFFICE_NUMBER, lambda: client.office("997")),
        (Code.MESSAGE_REFERENCE, lambda: client.recall("not an id")),
        (
            Code.MESSAGE_REFERENCE,
            lambda: client.acknowledge(cplink.MessageReference("not an id", PLANNER, HELPERS)),
        ),
    )
    for code, typed in mistakes:
        with pytest.raises(cplink.CplinkError) as caught:
            typed()
        assert caught.value.code == code and "提供元" not in caught.value.remedy_ja
    assert len(table) == 1, "a refused row was not added"
    misused(Code.NOT_UTF8, lambda: table.append({"plan_staff_name": "\ud83d"}))
    misused(Code.NOT_UTF8, lambda: client.office("\udc80"))
    for index in (1, -2, 10**30):
        with pytest.raises(IndexError):
            table[index]
    misused(Code.INVALID_ARGUMENT, lambda: withdrawal().add_image(10_000, b""))
    gone = table[0]
    del table[0]
    misused(Code.INVALID_ARGUMENT, lambda: gone["units"])
    misused(Code.INVALID_ARGUMENT, lambda: gone.cells)


def test_two_gigabytes_are_told_before_a_byte_is_touched(tmp_path: Any) -> None:
    table, unit = cplink.Table("UP2KYO"), withdrawal()
    names = unit.names
    table.append()
    two_gigabytes = bytes(2 << 30)
    for given in (two_gigabytes, memoryview(two_gigabytes)):
        acts: Tuple[Any, ...] = (
            lambda: cplink.Table.read("UPPLAN", given),
            lambda: cplink.Signer.from_pem(given),
            lambda: cplink.Signer.from_pkcs12(given, "test"),
            lambda: cplink.Trust.from_pem(given),
            lambda: unit.add_csv("a.CSV", given),
            lambda: unit.add_attachment("a.pdf", given),
            lambda: unit.add_image(1, given),
        )
        for act in acts:
            with pytest.raises(cplink.CplinkError) as caught:
                act()
            assert caught.value.code == Code.TOO_LARGE
    big = tmp_path / "big.CSV"
    with big.open("wb") as file:
        file.truncate(2 << 30)
    text = "x" * ((256 << 20) + 1)
    more: Tuple[Any, ...] = (
        lambda: cplink.Table.read("UPPLAN", big),
        lambda: unit.add_csv("a.CSV", big),
        lambda: unit.add_json(text),
        lambda: table[0].update({"issue": text}),
        lambda: table.append({"issue": text}),
    )
    for act in more:
        with pytest.raises(cplink.CplinkError) as caught:
            act()
        assert caught.value.code == Code.TOO_LARGE
    # What is too long only together.
    with pytest.raises(cplink.CplinkError) as caught:
        call(struct.pack, ">i", 2 << 30)
    assert caught.value.code == Code.TOO_LARGE
    assert unit.names == names and len(table) == 1 and table[0]["issue"] == ""


def test_a_broken_object_is_poisoned() -> None:
    class Broken(_native.Watcher):  # type: ignore[misc]
        def report(self, step: Any, done: int, total: int) -> bool:
            raise RuntimeError("an exception that the package itself lets nobody raise")

    unit = withdrawal()
    with pytest.raises(_native.InternalError):
        unit._native.check(None, _native.Cancel(), Broken())
    for act in (lambda: unit.serial, unit.check, lambda: unit.add_csv("a.CSV", b"")):
        misused(Code.POISONED, act)
    assert withdrawal().check().findings == (), "another one is as good as ever"


def test_nothing_shows_a_row_or_a_secret(relay: RelayMock) -> None:
    table = cplink.Table("UP2KYO")
    table.append({"issue": "ひみつのことば"})
    shown = [table, table[0], withdrawal(), relay.signer(HELPERS), relay.trust()]
    assert "ひみつ" not in "".join(map(repr, shown))


def test_a_fault_inside_is_a_bug_and_not_a_crash(sender: Desk) -> None:
    class Broken:
        def sent(self, *arguments: Any) -> None:
            raise _native.InternalError("a panic's text")

    client = sender.client
    sound, client._native = client._native, Broken()
    try:
        with pytest.raises(cplink.BugError) as caught:
            client.sent()
    finally:
        client._native = sound
    assert caught.value.code == Code.BUG and caught.value.detail == "a panic's text"
    client.sent()


def test_free_words_of_a_message_are_in_no_repr() -> None:
    words = {"subject", "override_reason", "reason", "signer_organization", "keys", "value", "organization"}
    found = set()
    for kind in vars(cplink.values).values():
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            for field in dataclasses.fields(kind):
                found.add(field.name)
                assert not (field.repr and field.name in words), f"{kind.__name__}.{field.name}"
    assert words <= found

"""Each group of errors, with its code, its class and its texts."""

from __future__ import annotations

import copy
import pickle
import socket
from functools import partial
from pathlib import Path
from typing import Any, Callable, Tuple

import pytest
from conftest import HELPERS, PLANNER, Desk, offices, withdrawal

import cplink
from cplink import Code
from cplink.testing import PASSWORD, RelayMock


def told(error: cplink.CplinkError, code: Code, kind: type) -> None:
    assert type(error) is kind
    assert error.code == code and error.name == f"CPL_E_{code.name}"
    assert f"{error.name} ({int(code)})" in str(error)
    assert error.retry in ("never", "after_fix", "safe", "login")
    for text in (error.message_ja, error.message_en, error.remedy_ja, error.remedy_en):
        assert text
    assert isinstance(error.findings, tuple)


def raised(code: Code, kind: type, act: Callable[[], Any]) -> cplink.CplinkError:
    with pytest.raises(cplink.CplinkError) as caught:
        act()
    told(caught.value, code, kind)
    return caught.value


def test_findings_forbid_sending_unless_overridden_on_record(sender: Desk, receiver: Desk) -> None:
    unit = withdrawal()
    name = unit.names[0]
    bad = cplink.Unit(*offices(unit), unit.serial)
    bad.add_csv(name, unit.csv[0].bytes.replace(b"990010", b""))
    error = raised(Code.CHECK_FAILED, cplink.DataError, lambda: sender.send(bad))
    [finding] = error.findings
    assert (finding.rule, finding.severity == "error", finding.row, finding.field) == (
        "field.required",
        True,
        1,
        "insurer_number",
    )
    assert not error.in_doubt
    sent = sender.send(bad, override_reason="保険者番号は電話で確認済み")
    assert [finding.rule for finding in sent.findings] == ["field.required"]
    with receiver.take(sent.id) as received:
        assert received.override_reason == "保険者番号は電話で確認済み"
        assert [finding.rule for finding in received.findings] == ["field.required"]


def test_data_errors_have_their_codes(sender: Desk, tmp_path: Path) -> None:
    plan = cplink.Unit(HELPERS, "11", PLANNER, "43")
    plan.add_csv(f"UPPLAN_202510_{HELPERS}_11_{PLANNER}_43_{plan.serial}.CSV", b"202407\r\n")
    raised(Code.UNIT_SET, cplink.DataError, lambda: sender.send(plan))
    own = cplink.Unit(HELPERS, "11", HELPERS, "43")
    own.add_attachment("a.pdf", b"%PDF-1.4")
    raised(Code.SAME_OFFICE, cplink.DataError, lambda: sender.send(own))
    word = withdrawal()
    word.add_attachment("macro.docx", b"PK\x03\x04")
    raised(Code.ATTACHMENT_KIND, cplink.DataError, lambda: sender.send(word))
    path = withdrawal()
    path.add_attachment("../a.pdf", b"%PDF-1.4")
    raised(Code.ATTACHMENT_NAME, cplink.DataError, lambda: sender.send(path))
    raised(Code.FILE_NAME, cplink.DataError, lambda: cplink.Unit.from_files({"a.csv": b""}))
    table = cplink.Table("UP2KYO")
    table.append({"issue": "散歩😀がしたい"})
    error = raised(Code.UNMAPPABLE, cplink.DataError, table.write)
    assert (error.findings[0].rule, error.findings[0].row) == ("text.unmappable", 1)
    assert "U+1F600" in error.findings[0].message_ja
    assert not (tmp_path / HELPERS).exists(), "nothing was sent"


def test_every_error_of_from_files_names_its_file(tmp_path: Path) -> None:
    missing = tmp_path / "DLTJSK_202510_9970000111_11_9970000012_43_20251104090000.CSV"
    cases: Any = (
        (Code.FILE_NAME, {"a.csv": b""}, "a.csv"),
        (Code.FILE_NAME, {"手紙.pdf": b"", "実績.CSV": b"202407"}, "実績.CSV"),
        (Code.FILE_NAME, [f"{tmp_path}/"], f"{tmp_path}/"),
        (Code.NO_FILES, {".DS_Store": b""}, ".DS_Store"),
        (Code.FILE_READ, [missing], str(missing)),
    )
    for code, files, name in cases:
        with pytest.raises(cplink.CplinkError) as caught:
            cplink.Unit.from_files(files)
        assert (caught.value.code, caught.value.file) == (code, name)


def test_rows_over_the_memory_of_a_message_are_told(relay: RelayMock, sender: Desk, receiver: Desk) -> None:
    unit, many = withdrawal(), cplink.Table("DLTJSK")
    one = cplink.Table.read("DLTJSK", unit.csv[0].bytes)[0].cells
    many.extend([[*one[:2], f"{n:010}", *one[3:]] for n in range(8000)])
    unit = cplink.Unit(*offices(unit), unit.serial)
    unit.add_table(many)
    incoming = receiver.take(sender.send(unit).id)
    received = incoming
    table, container = received.files[0].table, received.container
    assert table is not None and len(table) == 8000
    received.close()
    with relay.client(PLANNER, message_memory_mib=1) as narrow:
        with pytest.raises(cplink.DataError) as caught:
            _ = narrow.open(incoming.id, container).files
        assert (caught.value.code, caught.value.file) == (Code.TOO_LARGE, unit.names[0])


def test_security_errors_have_their_codes(relay: RelayMock, tmp_path: Path) -> None:
    good = relay.certificate(HELPERS)
    for act, code in [
        (lambda: cplink.Signer.from_pkcs12(good, "wrong"), Code.KEY_PASSWORD),
        (lambda: cplink.Signer.from_pkcs12(b"no certificate", PASSWORD), Code.KEY_FILE),
        (lambda: cplink.Signer.from_pem(b"no certificate"), Code.KEY_FILE),
        (lambda: cplink.Trust.from_pem(b"no certificate"), Code.TRUST_FILE),
    ]:
        raised(code, cplink.SecurityError, act)
    with relay.client(PLANNER) as client:
        error = raised(Code.CERT_OFFICE, cplink.SecurityError, lambda: client.send(withdrawal(), tmp_path))
        assert not error.in_doubt


def test_network_errors_have_their_codes(relay: RelayMock, tmp_path: Path) -> None:
    signer, trust = relay.signer(HELPERS), relay.trust()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"https://127.0.0.1:{free.getsockname()[1]}"
        with cplink.Client(closed, signer, trust) as client:
            error = raised(Code.CONNECT, cplink.NetworkError, client.sent)
            assert error.retry == "safe" and error.os_code
        free.listen()
        with cplink.Client(closed, signer, trust, connect_timeout=0.3) as client:
            raised(Code.TIMEOUT, cplink.NetworkError, client.sent)
    revoked = cplink.Signer.from_pkcs12(relay.pki / "bad" / "revoked.p12", PASSWORD)
    with cplink.Client(relay.url, revoked, trust) as client:
        raised(Code.TLS_CLIENT_REVOKED, cplink.NetworkError, client.sent)


def test_relay_errors_have_their_codes(sender: Desk, receiver: Desk) -> None:
    sent = sender.send(withdrawal())
    incoming = receiver.take(sent.id)
    receiver.client.acknowledge(incoming.reference, refused_reason="対象の利用者がいません")
    error = raised(Code.RELAY_STATE, cplink.RelayError, lambda: sender.client.recall(sent.id))
    assert error.relay_code
    raised(Code.RELAY_NOT_FOUND, cplink.RelayError, lambda: sender.client.recall("0" * 64))
    stranger = cplink.Unit(HELPERS, "11", "9999999999", "43")
    stranger.add_attachment("a.pdf", b"%PDF-1.4")
    raised(Code.RELAY_RECEIVER_UNKNOWN, cplink.RelayError, lambda: sender.send(stranger))
    [listed] = [message for message in sender.client.sent_messages() if message.id == sent.id]
    assert listed.state == "refused"
    [told] = [receipt for receipt in listed.receipts if receipt.kind == "refused"]
    assert told.reason == "対象の利用者がいません"


def test_file_errors_have_their_codes(sender: Desk, tmp_path: Path) -> None:
    name = "DLTJSK_202510_9970000111_11_9970000012_43_20251104090000.CSV"
    acts: Tuple[Tuple[str, Callable[[Path], Any]], ...] = (
        ("none.CSV", lambda path: cplink.Table.read("UPPLAN", path)),
        ("none.p12", lambda path: cplink.Signer.from_pkcs12(path, "")),
        (name, lambda path: cplink.Unit.from_files([path])),
    )
    for missing, act in acts:
        error = raised(Code.FILE_READ, cplink.FileError, partial(act, tmp_path / missing))
        assert isinstance(error, cplink.FileError) and error.path == str(tmp_path / missing)
        assert f"(os error {error.os_code})" in str(error), "what the system said, for the log"
    blocked = tmp_path / "a-file"
    blocked.write_bytes(b"")
    error = raised(Code.FILE_WRITE, cplink.FileError, lambda: sender.client.send(withdrawal(), blocked))
    assert error.os_code
    unit = withdrawal()
    unit.add_attachment_file("none.pdf", tmp_path / "none.pdf")
    raised(Code.FILE_READ, cplink.FileError, lambda: sender.send(unit))


def test_a_spoilt_container_is_an_error_of_its_own_message(sender: Desk, receiver: Desk) -> None:
    sent = sender.send(withdrawal())
    incoming = receiver.take(sent.id)
    with incoming as received:
        kept = Path(received.container)
    data = kept.read_bytes()
    kept.write_bytes(data.replace(b"0000000101", b"0000000102"))
    error = raised(
        Code.CONTAINER_DIGEST, cplink.SecurityError, lambda: receiver.client.open(sent.id, kept)
    )
    assert "0000000102" not in str(error)
    kept.write_bytes(data)
    with receiver.client.open(sent.id, kept) as again:
        assert again.files[0].table is not None and len(again.files[0].table) == 1


def test_an_error_says_all_that_the_description_has() -> None:
    error = raised(Code.JSON_FORM, cplink.DataError, lambda: cplink.Table("UPPLAN").add_json('[{"units": "1"}, {"none": ""}]'))
    assert (error.row, error.os_code, error.relay_code, error.offset) == (2, None, None, None)
    assert error.retry is cplink.Retry.AFTER_FIX and error.text == str(error) and error.is_of_message is True
    assert error.code is Code.JSON_FORM and error.code.message_ja == error.message_ja


def test_errors_cross_to_other_processes() -> None:
    error = raised(Code.INVALID_ARGUMENT, cplink.MisuseError, lambda: cplink.Table("NONE"))
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        told(other, Code.INVALID_ARGUMENT, cplink.MisuseError)
        assert str(other) == str(error)


def test_the_directory_and_the_doctor_answer(sender: Desk, relay: RelayMock) -> None:
    office = sender.client.office(PLANNER)
    assert office is not None and office.registered and office.licensed and office.service_types == ("43",)
    assert office.licence_until is not None and office.licence_until > "2020-01-01"
    assert sender.client.office("9999999999") is None
    diagnosis = sender.client.doctor()
    assert diagnosis.is_well, diagnosis
    assert [line.id for line in diagnosis.lines] == [
        "key",
        "certificate",
        "chain",
        "crl",
        "relay",
        "tls",
        "proxy",
        "protocol",
        "clock",
        "registration",
        "licence",
    ]
    agent = cplink.Signer.from_pkcs12(relay.pki / "bad" / "wrong-kind.p12", PASSWORD)
    with cplink.Client(relay.url, agent, relay.trust()) as client:
        diagnosis = client.doctor()
        assert not diagnosis.is_well
        assert [line for line in diagnosis.lines if line.id == "certificate" and line.remedy_ja and line.remedy_en]


def test_the_same_unit_is_the_same_message(sender: Desk, receiver: Desk) -> None:
    unit = withdrawal()
    first, again = sender.send(unit), sender.send(unit)
    assert (first.id, first.receipt) == (again.id, again.receipt)
    assert [incoming.id for incoming in receiver.receive().messages] == [first.id]
    recalled = sender.send(withdrawal())
    sender.client.recall(recalled.id)
    assert receiver.receive().messages == ()

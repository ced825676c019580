"""Time stamps and the pinned relay."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import cplink
from conftest import HELPERS, PLANNER, Desk, withdrawal
from cplink import Code
from cplink.testing import PASSWORD, RelayMock


def client(relay: RelayMock, **options: str) -> cplink.Client:
    return cplink.Client(relay.url, relay.signer(HELPERS), relay.trust(), **options)  # type: ignore[arg-type]


def test_a_stamp_authority_that_is_down_is_told_as_itself(relay: RelayMock, tmp_path: Path) -> None:
    with client(relay, time_stamp_url="http://127.0.0.1:1/tsa") as sending:
        with pytest.raises(cplink.NetworkError) as down:
            sending.send(withdrawal(), tmp_path)
    assert down.value.code == Code.STAMP_UNREACHABLE
    assert down.value.detail is not None and "127.0.0.1:1" in down.value.detail
    with pytest.raises(cplink.MisuseError):
        client(relay, time_stamp_url="ftp://stamps.example")


def test_whose_stamps_count_is_set(relay: RelayMock, tmp_path: Path) -> None:
    trust = relay.trust().with_stamp_authorities(relay.pki / "root.pem")
    with cplink.Client(relay.url, relay.signer(HELPERS), trust) as sending:
        assert sending.send(withdrawal(), tmp_path).receipt
    with pytest.raises(cplink.SecurityError):
        relay.trust().with_stamp_authorities(b"no certificate")


def test_the_relay_can_be_pinned(relay: RelayMock) -> None:
    with client(relay, relay_pin="another.example; sha256:" + "00" * 32) as other:
        with pytest.raises(cplink.NetworkError) as refused:
            other.office(HELPERS)
    assert refused.value.code == Code.RELAY_PIN
    # What it is comes with the refusal.
    digest = str(refused.value.detail).rsplit(" ", 1)[-1]
    with client(relay, relay_pin=digest) as pinned:
        assert pinned.office(HELPERS) is not None
    with pytest.raises(cplink.MisuseError):
        client(relay, relay_pin="sha256:00")


def test_the_authorities_of_the_relay_s_tls_may_be_others(relay: RelayMock) -> None:
    with client(relay, tls_ca_pem=(relay.pki / "root.pem").read_text()) as known:
        assert known.office(HELPERS) is not None
    command = ["openssl", "pkcs12", "-nokeys", "-passin", f"pass:{PASSWORD}", "-in", str(relay.bad_certificate("unknown-ca"))]
    others = subprocess.run(command, check=True, capture_output=True).stdout.decode("latin-1")
    with client(relay, tls_ca_pem=others) as strange:
        with pytest.raises(cplink.NetworkError):
            strange.office(HELPERS)
    with pytest.raises(cplink.SecurityError):
        client(relay, tls_ca_pem="no certificate")


def test_what_a_relay_can_do_is_told(sender: Desk) -> None:
    told = sender.client.capabilities()
    assert told["receipts"] and told["directory"] and told["recall"] and "202407" in told["csv_versions"]
    assert told["limits"]["container_bytes"] > 1_000_000 and told["protocol"]


def test_receipts_of_another_relay_are_refused(relay: RelayMock, tmp_path: Path) -> None:
    trust = relay.trust().with_settings(relay="another relay")
    with cplink.Client(relay.url, relay.signer(HELPERS), trust) as sending:
        with pytest.raises(cplink.NetworkError) as refused:
            sending.send(withdrawal(), tmp_path)
    assert refused.value.code == Code.RELAY_PIN and refused.value.in_doubt


def test_what_is_to_be_said_of_a_signature_comes_with_the_message(
    relay: RelayMock, sender: Desk, tmp_path: Path
) -> None:
    sent = sender.send(withdrawal())
    for files, expected in ((("root.pem",), {"crl_missing"}), (("root.pem", "crl.pem"), set())):
        trust = cplink.Trust.from_pem(*(relay.pki / file for file in files))
        with cplink.Client(relay.url, relay.signer(PLANNER), trust) as receiving:
            message = Desk(receiving, tmp_path / str(len(files))).take(sent.id)
        assert {notice.id for notice in message.notices} == expected
        assert all(notice.message_ja and notice.message_en for notice in message.notices)

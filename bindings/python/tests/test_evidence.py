"""Evidence: exported, checked, and what a missing receipt or a changed file makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Desk, withdrawal

import cplink
from cplink.testing import RelayMock


def test_a_message_is_proven_and_a_missing_receipt_shows(
    relay: RelayMock, sender: Desk, receiver: Desk, tmp_path: Path
) -> None:
    sent = sender.send(withdrawal())
    receiver.client.acknowledge(receiver.take(sent.id))
    listed = list(sender.client.sent_messages())
    [message] = [message for message in listed if message.id == sent.id]
    evidence = cplink.Evidence(relay.trust())
    for other in listed:
        for receipt in other.receipts:
            evidence.add_receipt(receipt.bytes)
    assert evidence.add_container(sent.container) == sent.id

    # The sender's certificate has a name, so this one is not wanted.
    sender_number = message.receipts[0].from_office
    evidence.set_office_name(sender_number, "別の名")
    exported = evidence.export(tmp_path / "one", sent.id)
    assert exported.unlike == () and sender_number in (tmp_path / "one" / "index.html").read_text("utf-8")
    assert (exported.messages, exported.receipts, exported.gaps) == ((sent.id,), 4, ())
    assert cplink.Evidence.verify(tmp_path / "one", relay.trust()) == exported
    assert cplink.Evidence.verify(tmp_path / "one") == exported
    page = (tmp_path / "one" / "index.html").read_text("utf-8")
    assert sent.id in page and "取込済" in page
    whole = evidence.export(tmp_path / "whole")
    assert whole.gaps == () and whole.receipts >= 4

    less = cplink.Evidence(relay.trust())
    less.add_receipt(message.receipts[0].bytes)
    less.add_receipt(message.receipts[3].bytes)
    less.add_container(sent.container)
    gaps = less.export(tmp_path / "less").gaps
    assert gaps and gaps[0].office == message.receipts[0].from_office and "受領証" in gaps[0].message_ja

    with (tmp_path / "one" / "index.html").open("a") as file:
        file.write("x")
    with pytest.raises(cplink.SecurityError) as refused:
        cplink.Evidence.verify(tmp_path / "one", relay.trust())
    assert refused.value.code == cplink.Code.EVIDENCE_FORMAT


def test_misuse(relay: RelayMock, sender: Desk, tmp_path: Path) -> None:
    evidence = cplink.Evidence(relay.trust())
    with pytest.raises(cplink.SecurityError):
        evidence.add_receipt(b"no receipt")
    with pytest.raises(cplink.DataError):
        evidence.set_office_name("12", "名")
    with pytest.raises(cplink.MisuseError):
        evidence.set_office_name("9970000111", "二行\nの名")
    with pytest.raises(cplink.DataError):
        evidence.export(tmp_path / "none", "2026-13")
    with pytest.raises(cplink.DataError):
        evidence.export(tmp_path / "none")
    with pytest.raises(cplink.FileError):
        evidence.add_container(tmp_path / "none")
    with pytest.raises(TypeError):
        cplink.Evidence("trust")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        cplink.Evidence.verify(tmp_path, "trust")  # type: ignore[arg-type]

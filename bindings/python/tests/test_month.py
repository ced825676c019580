"""The month of the fixtures, played through the relay: every byte and every row arrives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict

import pytest
from conftest import MONTH, Desk, withdrawal

import cplink


def test_the_month_arrives_byte_for_byte_and_row_for_row(
    manifest: Any, desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    desks: Dict[str, Desk] = {office["number"]: desk(office["number"]) for office in manifest["offices"]}
    sent: Dict[str, str] = {}
    for message in manifest["messages"]:
        folder = MONTH / message["dir"]
        files = [folder / "files" / name for name in message["csv"] + message["attachments"]]
        if message["csv"]:
            unit = cplink.Unit.from_files(files)
        else:
            sender, to = message["from"], message["to"]
            parties = (sender["office"], sender["service_type"], to["office"], to["service_type"])
            unit = cplink.Unit(*parties, message["serial"])
            for file in files:
                unit.add_attachment_file(file.name, file)
        unit.subject = message["subject"]
        here, there = desks[message["from"]["office"]], desks[message["to"]["office"]]
        report = here.client.check(unit)
        assert report.kind == message["unit"] and not report.findings.has_error

        done = here.send(unit)
        sent[done.id] = message["from"]["office"]
        assert done.receipt
        incoming = there.take(done.id)
        with incoming as received:
            assert Path(received.container).read_bytes() == Path(done.container).read_bytes()
            assert (received.unit_kind, received.subject) == (message["unit"], message["subject"])
            for value, party in (("from_office", "from"), ("to_office", "to")):
                assert getattr(received, value) == message[party]["office"]
            assert received.from_service_type == message["from"]["service_type"]
            assert received.to_service_type == message["to"]["service_type"]
            assert (received.signer_certificate or b"")[:1] == b"\x30" and received.created.endswith("+09:00")
            sizes = {part.name: part.size for part in received.parts}
            assert list(sizes) == message["csv"] + message["attachments"]
            target = tmp_path / "saved" / message["dir"]
            received.save(target)
            for file in files:
                assert (target / file.name).read_bytes() == file.read_bytes()
                assert received.read(file.name) == file.read_bytes()
                assert sizes[file.name] == file.stat().st_size
            assert not [finding for finding in received.findings if finding.severity != "info"]
            rows = json.loads((folder / "rows.json").read_text("utf-8"))
            for wanted in rows["files"]:
                [table] = [file.table for file in received.files if file.name == wanted["name"]]
                assert table is not None
                assert [row.as_dict() for row in table] == wanted["rows"]
                assert [dict(zip(table.fields, cells)) for cells in table.cells()] == wanted["rows"]
                original = (folder / "files" / wanted["name"]).read_bytes()
                assert table.write(as_read=True)[0] == original
                again = cplink.Table(table.kind)
                again.extend(table.cells())
                assert again.write()[0] == original, "the fixtures are in the standard's form"
        there.client.acknowledge(incoming)

    for number, at in desks.items():
        mine = [message for message in at.client.sent_messages() if message.id in sent]
        assert len(mine) == list(sent.values()).count(number)
        for message in mine:
            assert (message.state, message.state_ja) == ("imported", "取込済")
            assert [receipt.kind for receipt in message.receipts] == ["accepted", "picked_up", "imported", "recorded"]
            assert message.receipts[2].signed_by == message.to_office
            assert [receipt.message_id for receipt in message.receipts] == [message.id] * 4


BAD = sorted((MONTH.parent / "bad").glob("*/case.json"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: str(path.parent.name))
def test_a_broken_file_is_told_as_its_case_says(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    files = sorted((path.parent / "files").iterdir())
    if case["unit"]:
        unit = cplink.Unit.from_files(files)
    else:
        unit = cplink.Unit("9970000012", "43", "9970000319", "17", "20250925130203")
        for file in files:
            unit.add_csv(file.name, file)
    findings = [finding for finding in unit.check().findings if case["unit"] or not finding.rule.startswith("unit.")]
    found = [{key: getattr(finding, key) for key in ("rule", "severity", "file", "row", "item_number")} for finding in findings]
    assert found == case["expect"]
    for finding in findings:
        assert finding.message_ja and finding.message_en and finding.remedy_ja and finding.clause


def test_a_unit_is_checked_as_an_office() -> None:
    unit = cplink.Unit.from_files(sorted((MONTH / "01-care-plan" / "files").iterdir()))
    for_others = {
        office: [finding.rule for finding in unit.check(office).findings if finding.rule == "unit.not_addressed"]
        for office in (None, "9970000012", "9970000111", "9970000509")
    }
    assert for_others == {None: [], "9970000012": [], "9970000111": [], "9970000509": ["unit.not_addressed"]}
    with pytest.raises(cplink.CplinkError) as wrong:
        unit.check("997")
    assert wrong.value.code is cplink.Code.OFFICE_NUMBER


def test_there_are_broken_files() -> None:
    assert len(BAD) >= 39


def test_messages_come_one_by_one_and_the_first_outcome_stands(sender: Desk, receiver: Desk) -> None:
    sent = [sender.send(withdrawal()).id for _ in range(3)]
    inbox = receiver.client.inbox(receiver.cursor, receiver.folder)
    assert len(inbox) == 3
    for place, incoming in enumerate(inbox):
        assert incoming.id == sent[place] and len(inbox) == 2 - place
        assert len(incoming.files[0].table or ()) == 1
        refused = None if place else "対象の利用者がいません"
        stands = receiver.client.acknowledge(incoming, refused_reason=refused)
        assert (stands.state, stands.is_repeat) == ("imported" if place else "refused", False)
        # Another terminal says otherwise: the loop goes on.
        again = receiver.client.acknowledge(incoming)
        assert (again.state, again.is_repeat, again.reason) == (stands.state, True, refused)
        assert again.receipt == stands.receipt
    assert list(receiver.client.inbox(inbox.cursor, receiver.folder)) == []


def test_a_state_is_proven_by_receipts(sender: Desk, receiver: Desk) -> None:
    sent = sender.send(withdrawal())
    receiver.client.acknowledge(receiver.take(sent.id), refused_reason="様式が違います")
    [message] = [message for message in sender.client.sent_messages() if message.id == sent.id]
    assert (message.state, message.relay_state, message.is_signed) == ("refused", "refused", True)
    assert (message.reason, message.doubt, message.bad_receipts) == ("様式が違います", None, ())
    assert message.accepted_at == sent.accepted_at


def test_all_pages_end_with_the_last_message(sender: Desk, receiver: Desk) -> None:
    sent = [sender.send(withdrawal()).id for _ in range(3)]
    inbox = receiver.client.received_messages(receiver.cursor, receiver.folder)
    for place, message in enumerate(inbox):
        assert message.id == sent[place]
        receiver.client.acknowledge(message)
    assert place == 2 and list(receiver.client.received_messages(inbox.cursor, receiver.folder)) == []
    listed = [message.id for message in sender.client.sent_messages()]
    assert [id for id in listed if id in sent] == sent and len(set(listed)) == len(listed)


@pytest.mark.parametrize("reason", ["", "\u3000 ", "a\nb", "あ" * 501])
def test_a_refusal_that_says_nothing_is_not_reported(sender: Desk, receiver: Desk, reason: str) -> None:
    incoming = receiver.take(sender.send(withdrawal()).id)
    with pytest.raises(cplink.DataError) as caught:
        receiver.client.acknowledge(incoming, refused_reason=reason)
    assert caught.value.code == cplink.Code.REASON
    assert not receiver.client.acknowledge(incoming).is_repeat

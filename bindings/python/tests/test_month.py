"""The month of the fixtures, played through the relay: every byte and every row arrives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict, List

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
            parties = [(party["office"], party["service_type"]) for party in (sender, to)]
            unit = cplink.Unit(parties[0], parties[1], message["serial"])
            for file in files:
                unit.attach(file)
        unit.subject = message["subject"]
        here, there = desks[message["from"]["office"]], desks[message["to"]["office"]]
        report = here.client.check(unit)
        assert report.unit_kind == message["unit"] and not report.has_error

        done = here.send(unit)
        sent[done.id] = message["from"]["office"]
        assert done.receipt is not None
        assert done.receipt.kind == "accepted" and done.receipt.message == done.id
        incoming = there.take(done.id)
        with incoming.open() as received:
            assert Path(received.container).read_bytes() == Path(done.container).read_bytes()
            assert (received.unit_kind, received.subject) == (message["unit"], message["subject"])
            assert received.sender == (message["from"]["office"], message["from"]["service_type"])
            assert list(received.parts) == message["csv"] + message["attachments"]
            target = tmp_path / "saved" / message["dir"]
            received.save(target)
            for file in files:
                assert (target / file.name).read_bytes() == file.read_bytes()
                assert received.read(file.name) == file.read_bytes()
                assert received.parts[file.name] == file.stat().st_size
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
        listed: List[cplink.SentMessage] = []
        cursor = ""
        while True:
            page = at.client.sent(cursor)
            if not page.messages:
                break
            listed += page.messages
            cursor = page.next
        mine = [message for message in listed if message.id in sent]
        assert len(mine) == list(sent.values()).count(number)
        for message in mine:
            assert (message.state, message.state_ja) == ("imported", "取込済")
            assert [receipt.kind for receipt in message.receipts] == ["accepted", "picked_up", "imported", "recorded"]
            assert message.receipts[2].signed_by == message.receiver


BAD = sorted((MONTH.parent / "bad").glob("*/case.json"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: str(path.parent.name))
def test_a_broken_file_is_told_as_its_case_says(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    files = sorted((path.parent / "files").iterdir())
    if case["unit"]:
        unit = cplink.Unit.from_files(files)
    else:
        unit = cplink.Unit(("9970000012", "43"), ("9970000319", "17"), "20250925130203")
        for file in files:
            unit.add_csv(file.name, file)
    findings = [finding for finding in unit.check().findings if case["unit"] or not finding.rule.startswith("unit.")]
    found = [{key: getattr(finding, key) for key in ("rule", "severity", "file", "row", "item_number")} for finding in findings]
    assert found == case["expect"]
    for finding in findings:
        assert finding.message_ja and finding.message_en and finding.remedy_ja and finding.clause


def test_there_are_broken_files() -> None:
    assert len(BAD) >= 39


def test_messages_come_one_by_one_and_the_first_outcome_stands(sender: Desk, receiver: Desk) -> None:
    sent = [sender.send(withdrawal()).id for _ in range(3)]
    inbox = receiver.client.inbox(receiver.cursor, receiver.folder)
    assert inbox.remaining == 3
    for place, incoming in enumerate(inbox):
        assert incoming.id == sent[place] and inbox.remaining == 2 - place
        assert len(incoming.open().files[0].table or ()) == 1
        refused = None if place else "対象の利用者がいません"
        stands = receiver.client.acknowledge(incoming, refused=refused)
        assert (stands.state, stands.is_repeat) == ("imported" if place else "refused", False)
        # Another terminal says otherwise: the loop goes on.
        again = receiver.client.acknowledge(incoming)
        assert (again.state, again.is_repeat, again.reason) == (stands.state, True, refused)
        assert again.receipt == stands.receipt
    assert list(receiver.client.inbox(inbox.cursor, receiver.folder)) == []


def test_a_state_is_proven_by_receipts(sender: Desk, receiver: Desk) -> None:
    sent = sender.send(withdrawal())
    receiver.client.acknowledge(receiver.take(sent.id), refused="様式が違います")
    listed: List[cplink.SentMessage] = []
    cursor = ""
    while page := sender.client.sent(cursor).messages:
        listed += page
        cursor = sender.client.sent(cursor).next
    [message] = [message for message in listed if message.id == sent.id]
    assert (message.state, message.relay_state, message.is_signed) == ("refused", "refused", True)
    assert (message.reason, message.doubt, message.bad_receipts) == ("様式が違います", None, ())
    assert message.accepted_at == sent.accepted_at


@pytest.mark.parametrize("reason", ["", "\u3000 ", "a\nb", "あ" * 501])
def test_a_refusal_that_says_nothing_is_not_reported(sender: Desk, receiver: Desk, reason: str) -> None:
    incoming = receiver.take(sender.send(withdrawal()).id)
    with pytest.raises(cplink.DataError) as caught:
        receiver.client.acknowledge(incoming, refused=reason)
    assert caught.value.code == cplink.Code.REASON
    assert not receiver.client.acknowledge(incoming).is_repeat

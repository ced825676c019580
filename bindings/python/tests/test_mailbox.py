"""A mailbox: what waits is sent, what came in is handed out once."""

from __future__ import annotations

import datetime
import os
import shutil
import time
from pathlib import Path
from typing import Tuple

import cplink
import pytest
from cplink import EntryState, Side
from cplink.testing import RelayMock

from conftest import HELPERS, MONTH, PLANNER, withdrawal

Box = Tuple[cplink.Client, cplink.Mailbox]


def box(relay: RelayMock, number: str, folder: Path) -> Box:
    client = relay.client(number)
    return client, cplink.Mailbox.open(folder / number, number)


@pytest.fixture
def sender(relay: RelayMock, tmp_path: Path) -> Box:
    return box(relay, HELPERS, tmp_path)


@pytest.fixture
def receiver(relay: RelayMock, tmp_path: Path) -> Box:
    client, mailbox = box(relay, PLANNER, tmp_path)
    # What other tests have sent.
    mailbox.pump(client)
    for delivery in mailbox.deliveries(client):
        with delivery:
            delivery.done()
    return client, mailbox


def handed(mailbox: cplink.Mailbox, client: cplink.Client) -> cplink.Delivery:
    delivery = mailbox.next(client)
    assert delivery is not None
    return delivery


def test_a_unit_goes_its_way_and_is_handed_out_once(sender: Box, receiver: Box) -> None:
    (client, outbox), (other, inbox) = sender, receiver
    unit = withdrawal()
    queued = outbox.queue(unit)
    assert queued.state is EntryState.WAITING and not queued.is_repeat and queued.state_ja == "送信待ち"
    assert outbox.queue(unit).is_repeat
    assert outbox.pump(client).sent == 1 and inbox.pump(other).received == 1
    deliveries = []
    for delivery in inbox.deliveries(other):
        with delivery:
            assert not delivery.offered_before and delivery.message.files[0].kind == "DLTJSK"
            deliveries.append(delivery.id)
            delivery.done()
            delivery.done()
    assert deliveries == [queued.id]
    assert inbox.next(other) is None and inbox.pump(other).reported == 1
    assert outbox.pump(client).changed == 1
    entry = outbox.entry(queued.id)
    assert entry is not None and (entry.state, entry.side) == (EntryState.IMPORTED, Side.OUTBOX) and entry.is_signed
    assert entry.state_ja == "取込済" and entry.fault is None and Path(str(entry.container)).is_file()
    assert outbox.list() == () and [each.id for each in outbox.list(with_archive=True)] == [queued.id]
    assert outbox.list(sides=[Side.INBOX], with_archive=True) == ()
    assert outbox.entry("0" * 64) is None


def test_without_a_word_a_message_is_given_back(sender: Box, receiver: Box) -> None:
    (client, outbox), (other, inbox) = sender, receiver
    outbox.queue(withdrawal())
    outbox.pump(client)
    inbox.pump(other)
    # The loop ends by itself: it would come for ever.
    assert [delivery.offered_before for delivery in inbox.deliveries(other)] == [False]
    with pytest.raises(RuntimeError, match="of the host"):
        for delivery in inbox.deliveries(other):
            with delivery:
                raise RuntimeError("of the host")
    with handed(inbox, other) as again:
        assert again.offered_before
        again.later(0)
    with handed(inbox, other) as again:
        again.renew()
        ticket = again.detach(60)
    assert inbox.next(other) is None
    inbox.put_back(ticket, 0)
    with handed(inbox, other) as again:
        ticket = again.detach(60)
        with pytest.raises(cplink.CplinkError) as gone:
            again.done()
    assert gone.value.code == cplink.Code.MAILBOX_LEASE
    inbox.conclude(ticket, "対象の利用者がいません。")
    inbox.pump(other)
    outbox.pump(client)
    [entry] = outbox.list(states=[EntryState.REFUSED], with_archive=True)
    assert entry.reason == "対象の利用者がいません。"


def test_a_person_has_the_last_word(sender: Box, receiver: Box) -> None:
    client, outbox = sender
    draft = outbox.queue(withdrawal(), is_draft=True)
    assert draft.state is EntryState.DRAFT and outbox.pump(client).sent == 0
    outbox.release(draft.id)
    outbox.cancel(draft.id)
    assert outbox.pump(client).sent == 0
    [entry] = outbox.list(with_archive=True, office_number=PLANNER)
    assert entry.state is EntryState.RECALLED
    outbox.retry_all()
    for verb, code in [(outbox.retry, cplink.Code.MAILBOX_STATE), (outbox.release, cplink.Code.MAILBOX_STATE)]:
        with pytest.raises(cplink.CplinkError) as refused:
            verb(draft.id)
        assert refused.value.code == code
    with pytest.raises(cplink.CplinkError) as missing:
        outbox.refuse("0" * 64, "理由")
    assert missing.value.code == cplink.Code.MAILBOX_ENTRY
    outbox.clear(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=62), keep_evidence=False)
    assert outbox.list(with_archive=True) == ()


def test_a_relay_that_is_away_is_told_and_nothing_is_lost(sender: Box, tmp_path: Path, relay: RelayMock) -> None:
    client, outbox = sender
    queued = outbox.queue(withdrawal())
    signer_of = relay.client(PLANNER)
    with pytest.raises(cplink.CplinkError) as other:
        outbox.pump(signer_of)
    assert other.value.code == cplink.Code.MAILBOX_OFFICE
    again = cplink.Mailbox.open(tmp_path / HELPERS)
    assert again.office_number == HELPERS and Path(again.folder) == tmp_path / HELPERS
    again.set_lease(60)
    with pytest.raises(cplink.CplinkError):
        again.set_lease(0)
    assert again.entry(queued.id) is not None
    assert again.pump(client).error is None


def test_an_upload_is_confirmed_by_a_person(relay: RelayMock, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    client = relay.client(PLANNER, transport="folder", folder_out=tmp_path / "out", folder_in=tmp_path / "in")
    mailbox = cplink.Mailbox.open(tmp_path / "mailbox", PLANNER)
    files = sorted((MONTH / "02-slip-home-help" / "files").iterdir())
    queued = mailbox.queue(cplink.Unit.from_files(files))
    pumped = mailbox.pump(client)
    assert (pumped.prepared, pumped.sent) == (1, 0)
    [entry] = mailbox.list()
    assert entry.state is EntryState.PREPARED and entry.prepared is not None and Path(entry.prepared).is_dir()
    mailbox.confirm_uploaded(client, queued.id)
    [entry] = mailbox.list(with_archive=True)
    assert entry.state is EntryState.UPLOADED and entry.prepared is None and not entry.is_signed

    there = relay.client(HELPERS, transport="folder", folder_out=tmp_path / "out-2", folder_in=tmp_path / "in")
    for file in files[1:]:
        copy = shutil.copy(file, tmp_path / "in")
        os.utime(copy, (time.time() - 60,) * 2)
    inbox = cplink.Mailbox.open(tmp_path / "mailbox-2", HELPERS)
    [obstacle] = inbox.pump(there).obstacles
    assert obstacle.error.code == cplink.Code.UNIT_INCOMPLETE and inbox.next(there) is None

"""Files that a person carries between two folders: the transport ``folder``."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import cplink
import pytest
from cplink.testing import RelayMock

from conftest import HELPERS, MONTH, PLANNER

SLIP = MONTH / "02-slip-home-help" / "files"


def office(relay: RelayMock, number: str, folder: Path) -> cplink.Client:
    own = folder / number
    (own / "in").mkdir(parents=True)
    return relay.client(
        number,
        transport="folder",
        folder_out=own / "out",
        folder_in=own / "in",
        folder_settle_seconds=2,
        folder_leave=False,
        folder_take_incomplete=False,
    )


def test_a_slip_is_carried_by_hand(relay: RelayMock, tmp_path: Path) -> None:
    here, there = office(relay, PLANNER, tmp_path), office(relay, HELPERS, tmp_path)
    sent = here.send(cplink.Unit.from_files(sorted(SLIP.iterdir())), tmp_path / "sent")
    assert sent.prepared is not None and sent.receipt is None
    assert [message.state for message in here.sent().messages] == ["prepared"]

    minute_ago = time.time() - 60
    files = sorted(Path(sent.prepared).glob("*.CSV"))
    for file in files[1:]:
        copy = shutil.copy(file, tmp_path / HELPERS / "in")
        os.utime(copy, (minute_ago, minute_ago))
    batch = there.receive("", tmp_path / "received")
    [obstacle] = batch.obstacles
    assert not batch.messages and obstacle.error.file == files[0].name
    assert obstacle.error.code == cplink.Code.UNIT_INCOMPLETE
    assert [told.error.file for told in there.inbox("", tmp_path / "received").obstacles] == [files[0].name]

    copy = shutil.copy(files[0], tmp_path / HELPERS / "in")
    os.utime(copy, (minute_ago, minute_ago))
    here.confirm_uploaded(sent.id)
    assert [message.state for message in here.sent().messages] == ["uploaded"]
    [message] = there.receive("", tmp_path / "received").messages
    assert not message.is_signed and message.signer_certificate is None and message.signed_at is None
    assert [notice.id for notice in message.notices] == ["unsigned"]
    assert message.unit_kind == "usage_slip"
    there.acknowledge(message)
    assert not list((tmp_path / HELPERS / "in").glob("*.CSV"))


def test_a_relay_that_takes_messages_itself_has_nothing_to_confirm(relay: RelayMock) -> None:
    with pytest.raises(cplink.RelayError):
        relay.client(PLANNER).confirm_uploaded("0" * 64)

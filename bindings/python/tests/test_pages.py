"""All pages of a list are gone through once, and a list ends, whatever a relay says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Dict, List, Optional, Tuple

import pytest
from conftest import Desk

import cplink

Pages = Dict[str, Tuple[List[str], Optional[str]]]

SENT: Pages = {"": (["1", "2"], "a"), "a": (["3"], "b"), "b": ([], None)}
CIRCLE: Pages = {"": (["1"], "a"), "a": (["2"], "b"), "b": (["3"], "a")}
STILL: Pages = {"": (["1"], "a"), "a": (["2"], "a")}


def listed(id: str) -> Any:
    """A message of the sent list, as the native half gives it."""
    nothing: Dict[str, Any] = dict(doubt=None, reason=None, agent=None, receiver_agent=None)
    empty: Dict[str, Any] = dict(receipts=[], bad_receipts=[], accepted_at=0, is_signed=False)
    return SimpleNamespace(id=id, to_office="", kind="", state="", state_ja="", relay_state="", **nothing, **empty)


class Relay:
    """The native half of a client at a relay with these pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.asked, self.waits = pages, list[str](), list[int]()

    def sent(self, cursor: str, flag: Any, watcher: Any) -> Any:
        self.asked.append(cursor)
        ids, next = self.pages[cursor]
        return SimpleNamespace(messages=[listed(id) for id in ids], next=next)

    def inbox(self, cursor: str, folder: str, wait: int, flag: Any, watcher: Any) -> Any:
        self.asked.append(cursor)
        self.waits.append(wait)
        ids, next = self.pages[cursor]
        return Page(list(ids), cursor, next)

    def next_message(self, page: "Page", flag: Any, watcher: Any) -> Any:
        return page.take()


class Page:
    """The native half of a page of the inbox."""

    def __init__(self, ids: List[str], cursor: str, next: Optional[str]) -> None:
        self.ids, self.at, self.next = ids, cursor, next

    def cursor(self) -> str:
        return self.at

    def remaining(self) -> int:
        return len(self.ids)

    def take(self) -> Any:
        if not self.ids:
            return None
        reference = SimpleNamespace(id=self.ids.pop(0), from_office="", to_office="")
        if not self.ids:
            self.at = self.next or self.at
        error = cplink._native.fault_of(int(cplink.Code.BUG), "", None)
        return SimpleNamespace(reference=lambda: reference, error=lambda: error)


@pytest.fixture
def asking(sender: Desk) -> Any:
    sound = sender.client._native

    def at(pages: Pages) -> "tuple[cplink.Client, Relay]":
        relay = Relay(pages)
        sender.client._native = relay
        return sender.client, relay

    yield at
    sender.client._native = sound


def test_sent_messages_go_over_all_pages(asking: Any) -> None:
    client, relay = asking(SENT)
    messages = client.sent_messages()
    assert relay.asked == [], "a page is asked for when it is needed"
    assert next(messages).id == "1" and relay.asked == [""]
    assert [message.id for message in messages] == ["2", "3"] and relay.asked == ["", "a", "b"]
    client, relay = asking(STILL)
    assert [message.id for message in client.sent_messages()] == ["1", "2"] and relay.asked == ["", "a"]
    client, relay = asking(CIRCLE)
    assert [message.id for message in client.sent_messages()] == ["1", "2", "3"] and relay.asked == ["", "a", "b"]


def test_received_messages_go_over_all_pages(asking: Any) -> None:
    client, relay = asking(SENT)
    inbox = client.received_messages("", "keep")
    cursors = []
    for message in inbox:
        cursors.append((message.id, inbox.cursor))
    assert cursors == [("1", ""), ("2", "a"), ("3", "b")] and relay.asked == ["", "a", "b"]
    assert list(inbox) == [] and inbox.cursor == "b"
    client, relay = asking(STILL)
    assert [message.id for message in client.received_messages("", "keep")] == ["1", "2"] and relay.asked == ["", "a"]
    client, relay = asking(CIRCLE)
    assert [message.id for message in client.received_messages("", "keep")] == ["1", "2", "3"] and relay.asked == ["", "a", "b"]
    client, relay = asking(SENT)
    assert [message.id for message in client.received_messages("", "keep", wait=1.5)] == ["1", "2", "3"]
    assert relay.waits == [1500, 0, 0], "it waits for the first message alone"
    client, relay = asking(SENT)
    assert [message.id for message in client.inbox("", "keep")] == ["1", "2"], "one page"

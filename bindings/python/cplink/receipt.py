"""Receipts, and the sent list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Optional, Tuple

from .errors import CplinkError, error_of
from .finding import Finding, findings_of


def moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


@dataclass(frozen=True)
class Receipt:
    """A receipt whose signature was verified."""

    kind: str
    """``accepted``, ``picked_up`` and ``recorded`` by the relay, ``imported`` and ``refused`` by the receiving office."""
    message: str
    """The message's id."""
    sender: str
    """The sending office's number."""
    receiver: str
    """The receiving office's number."""
    at: datetime.datetime
    """When, by the clock of whoever signed."""
    reason: Optional[str]
    """Why, with a refusal."""
    signed_by: str
    """An office's number or a relay's name, from the certificate."""
    der: bytes = field(repr=False)
    """The signed bytes (CMS, DER): keep them as evidence."""

    @classmethod
    def _of(cls, native: Any) -> Receipt:
        return cls(
            native.kind,
            native.message,
            native.sender,
            native.receiver,
            moment(native.at),
            native.reason,
            native.signed_by,
            native.der,
        )


@dataclass(frozen=True)
class BadReceipt:
    """A receipt that could not be verified."""

    error: CplinkError
    """Why."""
    der: bytes = field(repr=False)
    """Its bytes, as they came."""


@dataclass(frozen=True)
class Sent:
    """A message that the relay has accepted."""

    id: str
    """The message id: 64 hexadecimal digits."""
    container: str
    """The path of the container that is kept."""
    receipt: Optional[Receipt]
    """The relay's *accepted* receipt; ``None`` if the relay signs none."""
    accepted_at: datetime.datetime
    """When the relay accepted it."""
    findings: Tuple[Finding, ...]
    """The findings, warnings too."""

    @classmethod
    def _of(cls, native: Any) -> Sent:
        receipt = None if native.receipt is None else Receipt._of(native.receipt)
        return cls(
            native.id, native.container, receipt, moment(native.accepted_at), findings_of(native.findings)
        )


@dataclass(frozen=True)
class SentMessage:
    """One of our messages, as the relay has it now."""

    id: str
    """The message id."""
    receiver: str
    """The receiving office's number."""
    kind: str
    """The kind of message."""
    state: str
    """``accepted``, ``picked_up``, ``imported``, ``refused``, ``recalled``, ``expired`` or ``unknown``: as far as
    verified receipts prove it."""
    state_ja: str
    """The state as users see it, such as 取込済."""
    is_signed: bool
    """Whether a verified receipt proves the state; else it is the relay's word."""
    relay_state: str
    """The state that the relay says it has."""
    doubt: Optional[CplinkError]
    """What is doubtful about the relay's word: ``CPL_E_STATE_UNPROVEN`` where it goes beyond the receipts,
    ``CPL_E_STATE_CONTRADICTED`` where they say otherwise."""
    reason: Optional[str]
    """Why the receiver refused it: as its receipt says, else in the relay's words."""
    accepted_at: datetime.datetime
    """When the relay accepted it: as its receipt says, else its word."""
    receipts: Tuple[Receipt, ...]
    """The receipts so far that could be verified, as of their signing, oldest first."""
    bad_receipts: Tuple[BadReceipt, ...]
    """Those that could not be verified. They prove nothing."""

    @classmethod
    def _of(cls, native: Any) -> SentMessage:
        return cls(
            native.id,
            native.receiver,
            native.kind,
            native.state,
            native.state_ja,
            native.is_signed,
            native.relay_state,
            None if native.doubt is None else error_of(native.doubt),
            native.reason,
            moment(native.accepted_at),
            tuple(Receipt._of(receipt) for receipt in native.receipts),
            tuple(BadReceipt(error_of(bad.fault), bad.der) for bad in native.bad_receipts),
        )


@dataclass(frozen=True)
class SentList:
    """A page of the sent list."""

    messages: Tuple[SentMessage, ...]
    """Our messages, oldest first."""
    next: str
    """The cursor for the next page."""

    @classmethod
    def _of(cls, native: Any) -> SentList:
        return cls(tuple(SentMessage._of(message) for message in native.messages), native.next)

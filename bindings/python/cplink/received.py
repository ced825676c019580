"""What was received."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Callable, Dict, Optional, Tuple, Type

from ._call import Path, call, path, text
from ._owned import Uncopied
from .errors import CplinkError, error_of
from .finding import Finding
from .progress import Cancel, ProgressCallable, run
from .receipt import moment
from .report import CsvFile, UnitReport
from .unit import Party, party_of


@dataclass(frozen=True)
class MessageReference:
    """A message and its two offices: what :meth:`Client.acknowledge` needs."""

    id: str
    """The message id."""
    sender: str
    """The sending office's number."""
    receiver: str
    """The receiving office's number."""


@dataclass(frozen=True)
class Notice:
    """What should be reported about a signature or its certificate although it holds."""

    id: str
    """``stamp_untrusted``, ``crl_stale``, ``crl_missing``, ``crl_unusable``, ``crl_future``, ``expired_since`` or
    ``revoked_since``."""
    message_ja: str
    """What was seen, in Japanese."""
    message_en: str
    """What was seen, in English."""


class ReceivedMessage(Uncopied):
    """A message whose digests, signature, certificate and offices were verified.

    Its rows are read when they are first asked for. Leave a ``with`` block or call :meth:`close` before
    the kept container is to be moved.
    """

    _INSTEAD = "pass its id and the path in `container` on, and open it with Client.open_received"

    def __init__(self) -> None:
        raise TypeError("messages come from Client.receive")

    sender: Party
    """The sender."""
    receiver: Party
    """The receiver."""
    serial: str
    """The serial, which orders units for import."""
    csv_version: Optional[str]
    """The version of the CSV files."""
    kind: str
    """The kind of unit according to the sender."""
    subject: str
    """The subject line."""
    supersedes: Optional[str]
    """The id of the message that this one replaces."""
    override_reason: Optional[str]
    """Why it was sent despite error-level findings."""
    signed_at: datetime.datetime
    """When it was signed, by the sender's clock."""
    notices: Tuple[Notice, ...]
    """What should be reported although the signature holds, such as a time stamp that is not trusted."""
    container: str
    """The path of the container that is kept."""
    parts: Dict[str, int]
    """The sizes of all files by name, CSV and attachments, in the order they were sent."""

    @classmethod
    def _of(cls, native: Any) -> ReceivedMessage:
        this = cls.__new__(cls)
        this.sender, this.receiver = party_of(native.sender), party_of(native.receiver)
        this.serial, this.csv_version = native.serial, native.csv_version
        this.kind, this.subject = native.kind, native.subject
        this.supersedes, this.override_reason = native.supersedes, native.override_reason
        this.signed_at, this.container = moment(native.signed_at), native.container
        this.notices = tuple(Notice(each.id, each.message_ja, each.message_en) for each in native.notices)
        this.parts = {part.name: part.size for part in native.parts}
        this._opened, this._report = native.opened, None
        return this

    _opened: Any
    _report: Optional[UnitReport]

    @property
    def report(self) -> UnitReport:
        """The CSV files with their rows, and what is to be said of them. The first call reads them.

        :raises DataError: ``CPL_E_TOO_LARGE`` where the rows would take too much memory; the files can be
            had by :meth:`read` and :meth:`save` all the same.
        :raises SecurityError: the kept container was changed since.
        """
        if self._report is None:
            self._report = UnitReport._of(call(self._opened.rows))
        return self._report

    @property
    def unit_kind(self) -> Optional[str]:
        """Which unit of the standard it is, where it is one. As :attr:`report`."""
        return self.report.unit_kind

    @property
    def files(self) -> Tuple[CsvFile, ...]:
        """The CSV files with their rows. As :attr:`report`."""
        return self.report.files

    @property
    def unit_findings(self) -> Tuple[Finding, ...]:
        """The findings about the unit as a whole; each file has its own as well. As :attr:`report`."""
        return self.report.unit_findings

    @property
    def findings(self) -> Tuple[Finding, ...]:
        """All findings: each file's, then the unit's. As :attr:`report`."""
        return self.report.findings

    def read(
        self, name: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> bytes:
        """A file's exact bytes, verified once more on the way.

        :raises MisuseError: there is no such file, or the message is closed.
        :raises SecurityError: the kept container was changed since.
        """
        name = text(name, "name")
        return run("read", lambda flag, watcher: bytes(self._opened.read(name, flag, watcher)), progress, cancel)

    def save(
        self, folder: Path, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> None:
        """Writes all files into a folder. A file is never left half written.

        :raises FileError: the folder cannot be written.
        :raises SecurityError: the kept container was changed since.
        """
        target = path(folder, "folder")
        run("save", lambda flag, watcher: self._opened.save(target, flag, watcher), progress, cancel)

    def close(self) -> None:
        """Lets go of the kept container. Rows that were read stay."""
        call(self._opened.close)

    def __enter__(self) -> ReceivedMessage:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        # Never the rows: they are health data.
        return f"<cplink.ReceivedMessage {self.serial}, {len(self.parts)} files>"


@dataclass(frozen=True)
class Incoming:
    """One message of the inbox: verified, or with what is wrong with it."""

    reference: MessageReference
    """Its id and the two offices, according to the relay."""
    error: Optional[CplinkError]
    """What is wrong with it, so that it can be refused; ``None`` if nothing is wrong."""
    received: Optional[ReceivedMessage]
    """The message; ``None`` where there is an error."""

    @property
    def id(self) -> str:
        """The message id."""
        return self.reference.id

    def open(self) -> ReceivedMessage:
        """The message, or its error raised."""
        if self.received is None:
            raise self.error or RuntimeError("neither message nor error")
        return self.received

    @classmethod
    def _of(cls, native: Any) -> Incoming:
        reference = MessageReference(native.id, native.sender, native.receiver)
        error = None if native.fault is None else error_of(native.fault)
        received = None if native.content is None else ReceivedMessage._of(native.content)
        return cls(reference, error, received)


@dataclass(frozen=True)
class Batch:
    """A page of the inbox."""

    messages: Tuple[Incoming, ...]
    """In the order of import, by serial; those that could not be opened come last."""
    next: str
    """The cursor for the next call: store it together with what was imported."""
    error: Optional[CplinkError] = None
    """Why the page ended early, where it did: its messages are here all the same, and the next call goes on
    behind them."""

    @classmethod
    def _of(cls, native: Any) -> Batch:
        error = None if native.fault is None else error_of(native.fault)
        return cls(tuple(Incoming._of(message) for message in native.messages), native.next, error)


class Inbox(Uncopied):
    """A page of the inbox, whose messages are fetched one by one: iterate over it.

    An exception of an iteration is the relay's or the network's, never one message's fault: that is in
    :attr:`Incoming.error`. The message is tried once more at the end of the page, so ``next`` may be called
    again.
    """

    _INSTEAD = "pass its cursor on, and ask for a page with Client.inbox"

    def __init__(self) -> None:
        raise TypeError("a page comes from Client.inbox")

    @classmethod
    def _of(cls, native: Any, fetch: Callable[[Any], Any]) -> Inbox:
        this = cls.__new__(cls)
        this._native, this._fetch = native, fetch
        return this

    _native: Any
    _fetch: Callable[[Any], Any]

    @property
    def cursor(self) -> str:
        """Where the next call goes on: behind the last message that was handed over. Store it together with
        what was imported."""
        return str(call(self._native.cursor))

    @property
    def remaining(self) -> int:
        """How many messages were not handed over yet."""
        return int(call(self._native.remaining))

    def __iter__(self) -> Inbox:
        return self

    def __next__(self) -> Incoming:
        native = self._fetch(self._native)
        if native is None:
            raise StopIteration
        return Incoming._of(native)

    def __repr__(self) -> str:
        return "<cplink.Inbox>"


@dataclass(frozen=True)
class Acknowledged:
    """What stands of a message after it was acknowledged: the first outcome that was reported."""

    state: str
    """``imported`` or ``refused``. It may be another one than was reported now: see :attr:`is_repeat`."""
    reason: Optional[str]
    """Why it was refused, where it was."""
    is_repeat: bool
    """Whether an outcome had been reported before, from here or from another terminal: that one stands."""
    receipt: bytes = field(repr=False)
    """Our receipt that stands (CMS, DER): keep it as evidence."""

    @classmethod
    def _of(cls, native: Any) -> Acknowledged:
        return cls(native.state, native.reason, native.is_repeat, native.receipt)

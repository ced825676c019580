"""The verbs."""

from __future__ import annotations

import datetime
import warnings
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Optional, Tuple, Type, Union

from . import _native
from ._call import (
    Path,
    call,
    expect,
    milliseconds,
    optional_count,
    optional_milliseconds,
    optional_text,
    path,
    text,
)
from ._owned import Uncopied
from .errors import error_of
from .keys import Signer, Trust
from .progress import Cancel, ProgressCallable, log, run
from .receipt import Sent, SentList
from .received import Acknowledged, Batch, Inbox, Incoming, MessageReference, ReceivedMessage
from .report import UnitReport
from .unit import Unit


@dataclass(frozen=True)
class Office:
    """An office of the relay's directory."""

    number: str
    """The office number."""
    name: str
    """The name."""
    registered: bool
    """Whether it is registered."""
    csv_versions: Tuple[str, ...]
    """The CSV versions it can import."""
    service_types: Tuple[str, ...]
    """Its service types."""
    licence_until: Optional[datetime.date]
    """The last day of its licence."""
    licensed: bool
    """Whether the licence is valid today."""

    @classmethod
    def _of(cls, native: Any) -> Office:
        until = native.licence_until
        return cls(
            native.number,
            native.name,
            native.registered,
            tuple(native.csv_versions),
            tuple(native.service_types),
            None if until is None else datetime.date.fromisoformat(until),
            native.licensed,
        )


@dataclass(frozen=True)
class DiagnosisLine:
    """One line of the self-check."""

    id: str
    """``key``, ``certificate``, ``chain``, ``crl``, ``relay``, ``tls``, ``proxy``, ``protocol``, ``clock``,
    ``registration`` or ``licence``."""
    severity: str
    """``error``, ``warning``, or ``info`` if nothing is wrong."""
    text_ja: str
    """What was seen, in Japanese."""
    text_en: str
    """What was seen, in English."""
    remedy_ja: str
    """What to do, in Japanese; empty if nothing is to be done."""
    remedy_en: str
    """What to do, in English; empty if nothing is to be done."""


@dataclass(frozen=True)
class Diagnosis:
    """The result of the self-check."""

    lines: Tuple[DiagnosisLine, ...]
    """In the order they build on each other."""

    @property
    def is_well(self) -> bool:
        """Whether no line is an error."""
        return all(line.severity != "error" for line in self.lines)


class Client(Uncopied):
    """One office's access to a relay.

    One verb at a time: a second one from another thread raises :class:`cplink.MisuseError` with
    ``CPL_E_BUSY`` at once. Make a client for each thread that is to work at the same time. Every verb
    blocks, releases the GIL, may be repeated without doubling anything, and takes

    * ``progress``: a callable that gets :class:`cplink.Progress` on the calling thread; an exception
      of it cancels the verb and comes out of it;
    * ``cancel``: a :class:`cplink.Cancel` that any thread may use.

    Every verb may raise :class:`cplink.NetworkError`, :class:`cplink.RelayError` and
    :class:`cplink.Cancelled`. A client is a context manager that closes itself.

    The logger ``cplink`` gets a line for each verb: its name, the message's id, the code and the milliseconds.
    No line has a name, a number of a person or a value of a row.
    """

    _INSTEAD = "make a client for each thread and process, from the same URL and files"

    def __init__(
        self,
        url: str,
        signer: Signer,
        trust: Trust,
        *,
        transport: str = "cpx/1",
        connect_timeout: Optional[float] = None,
        call_timeout: Optional[float] = None,
        body_timeout: Optional[float] = None,
        stall_timeout: Optional[float] = None,
        proxy: Optional[str] = None,
        proxy_login: Optional[Tuple[str, str]] = None,
        allow_tls12: bool = False,
        relay_pin: Optional[str] = None,
        time_stamp_url: Optional[str] = None,
        message_memory_mib: Optional[int] = None,
    ) -> None:
        """A client of the office that the signer's certificate names. Nothing is connected yet.

        :param url: ``https://host[:port][/prefix]``.
        :param transport: ``cpx/1``, or ``memory``: a relay in this process, for tests, of this client alone.
        :param connect_timeout: the longest wait for a connection in seconds (10).
        :param call_timeout: the longest call without a container in seconds (60).
        :param body_timeout: the longest call with a container in seconds (3600).
        :param stall_timeout: the longest standstill within any call in seconds (60).
        :param proxy: ``http://host[:port]``.
        :param proxy_login: the proxy's user and password.
        :param allow_tls12: only for keys that cannot sign for TLS 1.3.
        :param relay_pin: the relay's TLS certificates that will do: ``sha256:`` and the digest in hexadecimal, or a
            name, with ``;`` between several. If left out, any that leads to a trusted authority.
        :param time_stamp_url: a time stamp authority (RFC 3161), which then stamps every message that is sent. Whose
            stamps count: :meth:`Trust.with_stamp_authorities`.
        :param message_memory_mib: how much memory the rows of one received message may take, in MiB (128; 1 to 65536).
            A message over it has ``CPL_E_TOO_LARGE`` as its error; its files can still be saved.
        :raises MisuseError: the URL or a limit is not usable, or the transport is not known.
        :raises SecurityError: the certificate names no office.
        """
        user, password = (None, None) if proxy_login is None else proxy_login
        options = _native.Options(
            transport=text(transport, "transport"),
            url=text(url, "url"),
            connect_timeout=optional_milliseconds(connect_timeout, "connect_timeout"),
            call_timeout=optional_milliseconds(call_timeout, "call_timeout"),
            body_timeout=optional_milliseconds(body_timeout, "body_timeout"),
            proxy=optional_text(proxy, "proxy"),
            proxy_user=optional_text(user, "proxy_login"),
            proxy_password=optional_text(password, "proxy_login"),
            stall_timeout=optional_milliseconds(stall_timeout, "stall_timeout"),
            allow_tls12=expect(allow_tls12, bool, "allow_tls12"),
            relay_pin=optional_text(relay_pin, "relay_pin"),
            time_stamp_url=optional_text(time_stamp_url, "time_stamp_url"),
            message_memory_mib=optional_count(message_memory_mib, "message_memory_mib"),
        )
        expect(signer, Signer, "signer")
        expect(trust, Trust, "trust")
        self._native: Any = call(_native.Client, options, signer._native, trust._native)
        self._office_number = str(call(self._native.office_number))
        self._is_closed = False

    @property
    def office_number(self) -> str:
        """The office number of the certificate."""
        return self._office_number

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return self._is_closed

    def check(
        self, unit: Unit, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> UnitReport:
        """Checks a unit as :meth:`send` does, without sending. Faults of the files are findings.

        :raises DataError: a file is too large.
        :raises FileError: an attachment cannot be read.
        """
        native = expect(unit, Unit, "unit")._native
        return UnitReport._of(
            run("check", lambda flag, watcher: self._native.check(native, flag, watcher), progress, cancel)
        )

    def send(
        self,
        unit: Unit,
        keep: Path,
        *,
        override: Optional[str] = None,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Sent:
        """Sends a unit: check, seal, one exchange, verify the relay's receipt.

        Success means: the relay has the message on disk, and its signed receipt was verified. The
        same unit is the same message: repeating gives the same id and the same receipt.

        :param keep: the folder in which the container is kept as ``<message id>.asice``.
        :param override: sends in spite of error-level findings. The reason goes into the signed
            message, where the receiver can read it: do not put names of users into it.
        :raises DataError: the findings forbid it; they are in the exception.
        :raises SecurityError: the sender is not the certificate's office; the key cannot sign.
        :raises FileError: a local file cannot be read or written.
        """
        native = expect(unit, Unit, "unit")._native
        folder, reason = path(keep, "keep"), optional_text(override, "override")
        return Sent._of(
            run("send", lambda flag, watcher: self._native.send(native, folder, reason, flag, watcher), progress, cancel)
        )

    def inbox(
        self,
        cursor: str,
        keep: Path,
        *,
        wait: float = 0,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Inbox:
        """Asks for a page of the inbox, whose messages are fetched one by one while it is iterated over.

        Every message is delivered at least once: what has been imported already is known by its id. Other
        verbs may be called between two messages.

        :param cursor: :attr:`Inbox.cursor` of the last page; empty for the beginning.
        :param keep: the folder in which containers are kept as ``<message id>.asice``.
        :param wait: where there is no message, waits up to this many seconds for one.
        """
        cursor, folder, patience = text(cursor, "cursor"), path(keep, "keep"), milliseconds(wait, "wait")
        page = run("inbox", lambda flag, watcher: self._native.inbox(cursor, folder, patience, flag, watcher), progress, cancel)

        def fetch(native: Any) -> Any:
            fetched = run("next", lambda flag, watcher: self._native.next_message(native, flag, watcher), progress, cancel)
            if fetched is not None:
                log("received", fetched.id, None if fetched.fault is None else error_of(fetched.fault))
            return fetched

        return Inbox._of(page, fetch)

    def receive(
        self,
        cursor: str,
        keep: Path,
        *,
        wait: float = 0,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Batch:
        """Fetches a whole page of the inbox, in the order of import; each message is verified, or has its error.

        Every message is delivered at least once: what has been imported already is known by its id.
        After an exception nothing is lost: call again with the same cursor. Where only a part of the page
        could be fetched, :attr:`Batch.error` says why.

        :param cursor: that of the last page; empty for the beginning.
        :param keep: the folder in which containers are kept as ``<message id>.asice``.
        :param wait: where there is no message, waits up to this many seconds for one.
        :raises FileError: a local file cannot be written.
        """
        cursor, folder, patience = text(cursor, "cursor"), path(keep, "keep"), milliseconds(wait, "wait")
        batch = Batch._of(
            run(
                "receive",
                lambda flag, watcher: self._native.receive(cursor, folder, patience, flag, watcher),
                progress,
                cancel,
            )
        )
        for message in batch.messages:
            log("received", message.id, message.error)
        return batch

    def open_received(
        self,
        message_id: str,
        container: Path,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> ReceivedMessage:
        """Opens a container that :meth:`receive` has kept, and verifies it as it did then.

        :raises SecurityError: the container is not what it should be.
        :raises FileError: it cannot be read.
        """
        message_id, file = text(message_id, "message_id"), path(container, "container")
        return ReceivedMessage._of(
            run(
                "open_received",
                lambda flag, watcher: self._native.open_received(message_id, file, flag, watcher),
                progress,
                cancel,
                message_id,
            )
        )

    def acknowledge(
        self,
        message: Union[Incoming, MessageReference],
        *,
        refused: Optional[str] = None,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Acknowledged:
        """Reports, signed, to sender and relay that a message was imported, or refused for a reason.

        Call it once rows and cursor are committed. The first outcome is final: repeating or contradicting it
        changes nothing.

        :param refused: why it was not imported, in one line; ``None``: it was. Sender and relay can read it: do not
            put names of users into it.
        :returns: what stands, with our receipt.
        :raises DataError: the reason is blank or too long; then nothing was reported.
        :raises RelayError: the message was not picked up, or is gone.
        """
        expect(message, (Incoming, MessageReference), "message")
        reference = message.reference if isinstance(message, Incoming) else message
        parts = reference.id, reference.sender, reference.receiver, optional_text(refused, "refused")
        verb = "acknowledge" if refused is None else "refuse"
        return Acknowledged._of(
            run(
                verb,
                lambda flag, watcher: self._native.acknowledge(*parts, flag, watcher),
                progress,
                cancel,
                reference.id,
            )
        )

    def sent(
        self, cursor: str = "", *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> SentList:
        """Lists our messages after the cursor (empty: from the beginning) with verified receipts.

        :raises SecurityError: a receipt is not what it should be.
        """
        cursor = text(cursor, "cursor")
        return SentList._of(run("sent", lambda flag, watcher: self._native.sent(cursor, flag, watcher), progress, cancel))

    def recall(
        self, message_id: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> None:
        """Takes one of our messages back before the receiver has picked it up.

        :raises RelayError: it was picked up already.
        """
        message_id = text(message_id, "message_id")
        run(
            "recall",
            lambda flag, watcher: self._native.recall(message_id, flag, watcher),
            progress,
            cancel,
            message_id,
        )

    def office(
        self, number: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Optional[Office]:
        """Looks an office up in the directory; ``None`` where it is not registered."""
        number = text(number, "number")
        found = run("office", lambda flag, watcher: self._native.office(number, flag, watcher), progress, cancel)
        return None if found is None else Office._of(found)

    def doctor(
        self, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Diagnosis:
        """Looks at key, certificate, chain, revocation lists, relay, TLS, proxy, clock, registration and
        licence; every fault is a line."""
        lines = run("doctor", lambda flag, watcher: self._native.doctor(flag, watcher), progress, cancel)
        return Diagnosis(tuple(DiagnosisLine(**vars(line)) for line in lines))

    def close(self) -> None:
        """Ends the connection; afterwards every verb raises :class:`cplink.MisuseError`.

        :raises MisuseError: a verb is running in another thread.
        """
        call(self._native.close)
        self._is_closed = True

    def __del__(self) -> None:
        if not getattr(self, "_is_closed", True):
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<cplink.Client of office {self._office_number}>"

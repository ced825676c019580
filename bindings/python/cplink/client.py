"""The verbs."""

from __future__ import annotations

import json
import warnings
from types import TracebackType
from typing import Any, Callable, Dict, Iterable, Iterator, Optional, Tuple, Type, Union

from . import _native
from ._call import (
    Path,
    call,
    expect,
    milliseconds,
    misuse,
    optional_count,
    optional_text,
    text,
)
from ._call import path as path_text
from ._owned import Uncopied
from .inbox import Batch, Inbox
from .keys import Signer, Trust
from .message import Message
from .progress import Cancel, ProgressCallable, log, run
from .reports import UnitReport
from .unit import Unit
from .units import Units
from .values import Acknowledged, Diagnosis, MessageReference, Office, Sent, SentList, SentMessage, SentResult


class Client(Uncopied):
    """One office's access to a relay.

    Two verbs at a time: one that receives (:meth:`inbox` and its messages, :meth:`received_messages`,
    :meth:`receive`), and one of the others, so that a thread can send while another one waits for messages.
    :meth:`open` and :meth:`acknowledge` take whichever is free. A further one raises :class:`cplink.MisuseError`
    with ``CPL_E_BUSY`` at once. Every verb blocks, releases the GIL, may be repeated without doubling anything,
    and takes

    * ``progress``: a callable that gets :class:`cplink.Progress` on the calling thread; an exception
      of it cancels the verb and comes out of it;
    * ``cancel``: a :class:`cplink.Cancel` that any thread may use.

    Every verb may raise :class:`cplink.NetworkError`, :class:`cplink.RelayError` and
    :class:`cplink.Cancelled`. A client is a context manager that closes itself.

    The logger ``cplink`` gets a line for each verb: its name, the message's id, the code and the milliseconds.
    No line has a name, a number of a person or a value of a row.

    1事業所の中継サービスへの接続。受信の処理1つと、それ以外の処理1つを同時に実行できるため、
    メッセージを待つ間も別のスレッドから送信できる。それを超える処理は、待たずに
    :class:`cplink.MisuseError`（``CPL_E_BUSY``）となる。どの処理も、繰り返して二重になることはない。
    """

    _INSTEAD = "make a client for each thread and process, from the same URL and files"

    def __init__(
        self,
        base_url: str,
        signer: Signer,
        trust: Trust,
        *,
        transport: str = "cpx/1",
        folder_out: Optional[Path] = None,
        folder_in: Optional[Path] = None,
        folder_settle_seconds: Optional[int] = None,
        folder_leave: bool = False,
        folder_take_incomplete: bool = False,
        connect_timeout: Optional[float] = None,
        call_timeout: Optional[float] = None,
        body_timeout: Optional[float] = None,
        stall_timeout: Optional[float] = None,
        proxy_url: Optional[str] = None,
        proxy_user: Optional[str] = None,
        proxy_password: Optional[str] = None,
        tls_ca_pem: Optional[str] = None,
        relay_pin: Optional[str] = None,
        allow_tls12: bool = False,
        time_stamp_url: Optional[str] = None,
        message_memory_mib: Optional[int] = None,
    ) -> None:
        """A client of the office that the signer's certificate names. Nothing is connected yet.

        署名者の証明書にある事業所のクライアント。まだ接続はしない。

        :param base_url: ``https://host[:port][/prefix]``.
        :param transport: ``cpx/1``; ``folder``: two folders between which a person carries the files, for the national
            client; or ``memory``: a relay in this process, for tests, of this client alone. The latter two need no URL.
        :param folder_out: with ``folder``: where files are laid ready for a person to upload, and where the records are.
        :param folder_in: with ``folder``: where a person downloads to.
        :param folder_settle_seconds: with ``folder``: for how long no file of a unit must have changed (5; 1 to 3600).
        :param folder_leave: with ``folder``: files stay where they are once their message was acknowledged.
        :param folder_take_incomplete: with ``folder``: a unit of which a file is missing is handed over as it is.
        :param connect_timeout: the longest wait for a connection in seconds (10).
        :param call_timeout: the longest call without a container in seconds (60).
        :param body_timeout: the longest call with a container in seconds (3600).
        :param stall_timeout: the longest standstill within any call in seconds (60).
        :param proxy_url: ``http://host[:port]``.
        :param proxy_user: the proxy's user.
        :param proxy_password: the proxy's password.
        :param tls_ca_pem: the authorities (PEM) of the relay's TLS certificate, where they are not those of the trust.
        :param relay_pin: the relay's TLS certificates that will do: ``sha256:`` and the digest in hexadecimal, or a
            name, with ``;`` between several. If left out, any that leads to a trusted authority.
        :param allow_tls12: only for keys that cannot sign for TLS 1.3.
        :param time_stamp_url: a time stamp authority (RFC 3161), which then stamps every message that is sent. Whose
            stamps count: :meth:`Trust.with_stamp_authorities`.
        :param message_memory_mib: how much memory the rows of one received message may take, in MiB (128; 1 to 65536).
            If the rows of a message would take more, asking for them is ``CPL_E_TOO_LARGE``; its files can still be
            saved.
        :raises MisuseError: the URL or a limit is not usable, or the transport is not known.
        :raises SecurityError: the certificate names no office.
        """
        options = _options(
            base_url=base_url,
            transport=transport,
            folder_out=folder_out,
            folder_in=folder_in,
            folder_settle_seconds=folder_settle_seconds,
            folder_leave=folder_leave,
            folder_take_incomplete=folder_take_incomplete,
            connect_timeout=connect_timeout,
            call_timeout=call_timeout,
            body_timeout=body_timeout,
            stall_timeout=stall_timeout,
            proxy_url=proxy_url,
            proxy_user=proxy_user,
            proxy_password=proxy_password,
            tls_ca_pem=tls_ca_pem,
            relay_pin=relay_pin,
            allow_tls12=allow_tls12,
            time_stamp_url=time_stamp_url,
            message_memory_mib=message_memory_mib,
        )
        expect(signer, Signer, "signer")
        expect(trust, Trust, "trust")
        self._hold(call(_native.Client, options, signer._native, trust._native))

    @classmethod
    def _of(cls, native: Any) -> Client:
        client = cls.__new__(cls)
        client._hold(native)
        return client

    def _hold(self, native: Any) -> None:
        self._native = native
        self._office_number = str(call(native.office_number))
        self._agent: Optional[str] = call(native.agent)
        self._is_closed = False

    @classmethod
    def connect(
        cls,
        url: str,
        key: Path,
        trust: Path,
        password: Optional[str] = None,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
        **options: Any,
    ) -> Client:
        """A client, connected, in one call: key and authorities are usable, and the relay has answered.

        1回の呼び出しで接続済みのクライアントを作る。失敗したときは、同じ引数で :meth:`diagnose` を
        呼び出せば原因が分かる。

        :param url: ``https://host[:port][/prefix]``.
        :param key: the path of a key file or of a folder of key files; ``store:`` and perhaps an office number for the
            user's Windows certificate store, ``store:local_machine/`` for that of the machine;
            ``pkcs11:token=...;object=...?module-path=...`` for a token.
        :param trust: the path of a file or folder of authorities, or their PEM.
        :param password: the file's password or the token's PIN.
        :param options: as those of the class.
        :raises CplinkError: why not; :meth:`diagnose` takes the same and looks at each of them.
        """
        native, parts = _options(base_url=url, **options), _places(key, trust, password)
        return cls._of(
            run("connect", lambda flag, watcher: _native.Client.connect(native, *parts, flag, watcher), progress, cancel)
        )

    @staticmethod
    def diagnose(
        url: str,
        key: Path,
        trust: Path,
        password: Optional[str] = None,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
        **options: Any,
    ) -> Diagnosis:
        """The self-check with what :meth:`connect` takes, for when that fails: a key, authorities or URL that cannot be
        used is a line with its remedy, and the rest is looked at all the same.

        :meth:`connect` と同じ引数による自己診断。接続できないときに使う。使えないものは対処方法を示す行になり、
        残りの項目も確認する。
        """
        native, parts = _options(base_url=url, **options), _places(key, trust, password)
        return Diagnosis._of(
            run("diagnose", lambda flag, watcher: _native.diagnose(native, *parts, flag, watcher), progress, cancel)
        )

    @property
    def office_number(self) -> str:
        """The number of the office that the calls are for: the certificate's, or the one that it acts for.

        処理の対象となる事業所の番号。電子証明書の事業所、または代行する委任元の事業所。
        """
        return self._office_number

    @property
    def agent(self) -> Optional[str]:
        """The number of the office whose certificate acts for :attr:`office_number`; ``None`` where they are the same.

        代行のとき、処理を行う電子証明書の事業所番号。代行でなければ ``None``。
        """
        return self._agent

    def for_office(self, number: str) -> Client:
        """A client whose calls are for the office of this number, with this client's certificate: as its agent.

        It has connections of its own, and sends, receives, acknowledges, lists and recalls in that office's name. The
        relay's directory must list the certificate's office as an agent of the other one, else the first call is
        ``CPL_E_RELAY_AGENT``. Messages say who acted: :attr:`Sent.agent`, :attr:`Message.agent`,
        :attr:`SentMessage.agent`.

        この電子証明書で、指定した事業所（委任元）の代行をするクライアント。中継サービスの事業所情報に代行として
        登録されていなければ、最初の処理が ``CPL_E_RELAY_AGENT`` となる。

        :raises CplinkError: no office number, or a transport that knows no agents.
        """
        return type(self)._of(call(self._native.for_office, text(number, "number")))

    @property
    def is_closed(self) -> bool:
        """Whether it was closed.

        閉じたか。
        """
        return self._is_closed

    def check(
        self, unit: Unit, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> UnitReport:
        """Checks a unit as :meth:`send` does, without sending. Faults of the files are findings.

        送信単位を送信せずに、標準仕様に照らしてチェックする。ファイルの不備はエラーではなく指摘になる。

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
        keep_folder: Path,
        *,
        override_reason: Optional[str] = None,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Sent:
        """Sends a unit: check, seal, one exchange, verify the relay's receipt.

        Success means: the relay has the message on disk, and its signed receipt was verified. The
        same unit is the same message: repeating gives the same id and the same receipt.

        送信単位をチェックし、署名して送信し、中継サービスの受領証を検証する。
        同じ送信単位で繰り返しても同じメッセージになり、二重には送信されない。

        :param keep_folder: the folder in which the container is kept as ``<message id>.asice``.
        :param override_reason: sends in spite of error-level findings. The reason goes into the signed
            message, where the receiver can read it: do not put names of users into it.
        :raises DataError: the findings forbid it; they are in the exception.
        :raises SecurityError: the sender is not the certificate's office; the key cannot sign.
        :raises FileError: a local file cannot be read or written.
        """
        native = expect(unit, Unit, "unit")._native
        folder = path_text(keep_folder, "keep_folder")
        reason = optional_text(override_reason, "override_reason")
        return Sent._of(
            run("send", lambda flag, watcher: self._native.send(native, folder, reason, flag, watcher), progress, cancel)
        )

    def send_all(
        self,
        units: Union[Units, Iterable[Unit]],
        keep_folder: Path,
        *,
        override_reason: Optional[str] = None,
        all_or_none: bool = False,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Tuple[SentResult, ...]:
        """Sends several units, earlier serials first, and gives a result for each. All are checked before the first is
        sent.

        A unit that fails does not stop the others, except for what follows it to the same office if it is to be sent
        again as it is; once the relay cannot be reached, or refuses our office or key, the rest is not tried
        (``CPL_E_NOT_SENT``). Errors, also cancelling, are in the results; repeating is safe.

        複数の送信単位を、ファイル連番の順に送信し、それぞれの結果を返す。1つが失敗しても、ほかは送信する。
        エラーは（中止も）結果に示される。繰り返しても二重にはならない。

        :param keep_folder: the folder in which the containers are kept as ``<message id>.asice``.
        :param override_reason: as for :meth:`send`.
        :param all_or_none: sends none unless all can be sent, as far as is known before.
        """
        native = (units if isinstance(units, Units) else Units(units))._native
        folder = path_text(keep_folder, "keep_folder")
        reason, all_of_them = optional_text(override_reason, "override_reason"), expect(all_or_none, bool, "all_or_none")
        results = run(
            "send_all",
            lambda flag, watcher: self._native.send_all(native, folder, reason, all_of_them, flag, watcher),
            progress,
            cancel,
        )
        return tuple(map(SentResult._of, results))

    def inbox(
        self,
        cursor: str,
        keep_folder: Path,
        *,
        wait: float = 0,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Inbox:
        """Asks for a page of the inbox, whose messages are fetched one by one while it is iterated over.

        Every message is delivered at least once: what has been imported already is known by its id. Other
        verbs may be called between two messages.

        受信一覧を1ページ問い合わせる。メッセージは繰り返しの中で1件ずつ取得する。
        同じメッセージが再び届くことがあるため、取込済のメッセージIDを記録しておくこと。

        :param cursor: :attr:`Inbox.cursor` of the last page; empty for the beginning.
        :param keep_folder: the folder in which containers are kept as ``<message id>.asice``.
        :param wait: where there is no message, waits up to this many seconds for one.
        """
        cursor, folder = text(cursor, "cursor"), path_text(keep_folder, "keep_folder")
        patience = milliseconds(wait, "wait")
        return Inbox._of(self._page(cursor, folder, patience, progress, cancel), self._fetching(progress, cancel))

    def received_messages(
        self,
        cursor: str,
        keep_folder: Path,
        *,
        wait: float = 0,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Inbox:
        """Every message of the inbox after the cursor, one by one over all pages: as :meth:`inbox`, but it ends with the
        last message that there is now.

        カーソルより後の受信一覧のすべてのメッセージ。:meth:`inbox` と同じ。ただし最後のページまで続けて受信する。

        :param wait: where there is no message, waits up to this many seconds for the first one.
        """
        cursor, folder = text(cursor, "cursor"), path_text(keep_folder, "keep_folder")
        patience = milliseconds(wait, "wait")

        def page(after: str) -> Any:
            return self._page(after, folder, 0, progress, cancel)

        return Inbox._of(self._page(cursor, folder, patience, progress, cancel), self._fetching(progress, cancel), page)

    def _page(
        self, cursor: str, folder: str, patience: int, progress: Optional[ProgressCallable], cancel: Optional[Cancel]
    ) -> Any:
        return run(
            "inbox", lambda flag, watcher: self._native.inbox(cursor, folder, patience, flag, watcher), progress, cancel
        )

    def _fetching(
        self, progress: Optional[ProgressCallable], cancel: Optional[Cancel]
    ) -> Callable[[Any], Optional[Message]]:
        def fetch(inbox: Any) -> Optional[Message]:
            def verb(flag: Any, watcher: Any) -> Optional[Message]:
                native = self._native.next_message(inbox, flag, watcher)
                return None if native is None else Message._of(native)

            message = run("next", verb, progress, cancel)
            if message is not None:
                log("received", message.id, message.error)
            return message

        return fetch

    def receive(
        self,
        cursor: str,
        keep_folder: Path,
        *,
        wait: float = 0,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Batch:
        """Fetches a whole page of the inbox, in the order of import; each message is verified, or has its error.

        Every message is delivered at least once: what has been imported already is known by its id.
        After an exception nothing is lost: call again with the same cursor. Where only a part of the page
        could be fetched, :attr:`Batch.error` says why.

        受信一覧の1ページをまとめて取得し、各メッセージを検証する。
        途中で終わった理由は :attr:`Batch.error` にある。例外のときも失われるものはない。
        同じカーソルで繰り返すこと。

        :param cursor: that of the last page; empty for the beginning.
        :param keep_folder: the folder in which containers are kept as ``<message id>.asice``.
        :param wait: where there is no message, waits up to this many seconds for one.
        :raises FileError: a local file cannot be written.
        """
        return self._batch("receive", self._native.receive, cursor, keep_folder, wait, progress, cancel)

    def _batch(
        self,
        name: str,
        verb: Callable[..., Any],
        cursor: str,
        keep_folder: Path,
        wait: float,
        progress: Optional[ProgressCallable],
        cancel: Optional[Cancel],
    ) -> Batch:
        cursor, folder = text(cursor, "cursor"), path_text(keep_folder, "keep_folder")
        patience = milliseconds(wait, "wait")
        batch = Batch._of(
            run(name, lambda flag, watcher: verb(cursor, folder, patience, flag, watcher), progress, cancel)
        )
        for message in batch.messages:
            log("received", message.id, message.error)
        return batch

    def receive_all(
        self,
        cursor: str,
        keep_folder: Path,
        *,
        wait: float = 0,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Batch:
        """Fetches all that is in the inbox, page by page (at most 10,000 messages in one call), in the order of import
        over all pages. Else as :meth:`receive`.

        受信一覧を、ページごとにすべて取得し（1回の呼び出しで10,000件まで）、全ページを通した取込順で返す。
        そのほかは :meth:`receive` と同じ。
        """
        return self._batch("receive_all", self._native.receive_all, cursor, keep_folder, wait, progress, cancel)

    def open(
        self,
        message_id: str,
        path: Path,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Message:
        """Opens a container that was kept, and verifies it as it was then.

        保存したコンテナを開き、検証する。

        :raises SecurityError: the container is not what it should be.
        :raises FileError: it cannot be read.
        """
        message_id, file = text(message_id, "message_id"), path_text(path, "path")
        return Message._of(
            run(
                "open",
                lambda flag, watcher: self._native.open(message_id, file, flag, watcher),
                progress,
                cancel,
                message_id,
            )
        )

    def acknowledge(
        self,
        message: Union[Message, MessageReference],
        *,
        refused_reason: Optional[str] = None,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Acknowledged:
        """Reports, signed, to sender and relay that a message was imported, or refused for a reason.

        Call it once rows and cursor are committed. The first outcome is final: repeating or contradicting it
        changes nothing.

        メッセージの結果（取込済、または取込不可とその理由）を、署名して送信元と中継サービスに報告する。
        最初の報告が確定となり、繰り返しや矛盾する報告では何も変わらない。

        :param refused_reason: why it was not imported, in one line; ``None``: it was. Sender and relay can read it: do
            not put names of users into it.
        :returns: which outcome is valid, with our receipt.
        :raises DataError: the reason is blank or too long; then nothing was reported.
        :raises RelayError: the message was not picked up, or is gone.
        """
        expect(message, (Message, MessageReference), "message")
        about = message.reference if isinstance(message, Message) else message
        parts = about.id, about.from_office, about.to_office, optional_text(refused_reason, "refused_reason")
        verb = "acknowledge" if refused_reason is None else "refuse"
        return Acknowledged._of(
            run(verb, lambda flag, watcher: self._native.acknowledge(*parts, flag, watcher), progress, cancel, about.id)
        )

    def sent(
        self, cursor: str = "", *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> SentList:
        """A page of our messages after the cursor (empty: from the beginning) with their states and receipts. A receipt
        that cannot be verified is listed as such. :meth:`sent_messages` goes over all pages.

        カーソルより後（空なら先頭から）の送信一覧の1ページと、状態、受領証。:meth:`sent_messages` は全ページ。
        """
        cursor = text(cursor, "cursor")
        return SentList._of(run("sent", lambda flag, watcher: self._native.sent(cursor, flag, watcher), progress, cancel))

    def sent_messages(
        self, cursor: str = "", *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Iterator[SentMessage]:
        """Every one of our messages after the cursor, over all pages, which are asked for one by one.

        カーソルより後の送信一覧のすべてのメッセージ。ページごとに取得する。
        """
        seen = {cursor}
        while True:
            page = self.sent(cursor, progress=progress, cancel=cancel)
            yield from page.messages
            # A cursor that comes again would lead round in a circle.
            if page.next is None or page.next in seen:
                return
            cursor = page.next
            seen.add(cursor)

    def recall(
        self, message_id: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> None:
        """Takes one of our messages back before the receiver has picked it up.

        送信先が受信する前の、当方のメッセージを取り消す。繰り返しても影響はない。

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

    def confirm_uploaded(
        self, message_id: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> None:
        """Notes that a person has uploaded the files that :meth:`send` has laid ready (transport ``folder``). It is
        their word: nothing proves it. The first time remains.

        :meth:`send` が準備したファイルを、担当者がアップロードしたことを記録する。担当者の申告であり、証明するものはない。

        :raises RelayError: it was not laid ready, was recalled, or the relay takes messages itself.
        """
        message_id = text(message_id, "message_id")
        run(
            "confirm_uploaded",
            lambda flag, watcher: self._native.confirm_uploaded(message_id, flag, watcher),
            progress,
            cancel,
            message_id,
        )

    def office(
        self, number: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Optional[Office]:
        """Looks an office up in the directory; ``None`` where it is not registered.

        中継サービスの事業所情報を調べる。登録がなければ ``None``。
        """
        number = text(number, "number")
        found = run("office", lambda flag, watcher: self._native.office(number, flag, watcher), progress, cancel)
        return None if found is None else Office._of(found)

    def capabilities(
        self, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Dict[str, Any]:
        """What the relay can do: ``protocol``, ``limits`` (``container_bytes``, ``container_entries``, ``wait_seconds``),
        ``csv_versions``, ``kinds``, ``keep_days`` and ``server_time`` (``None`` where the relay does not say),
        ``receipts``, ``directory``, ``recall``. The verbs ask for it themselves and observe the limits.

        中継サービスの機能。各処理は自ら確認して上限を守る。
        """
        told: Dict[str, Any] = json.loads(
            run("capabilities", lambda flag, watcher: self._native.capabilities(flag, watcher), progress, cancel)
        )
        return told

    def doctor(
        self, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Diagnosis:
        """Looks at key, certificate, chain, revocation lists, relay, TLS, proxy, clock, registration and
        licence; every fault is a line.

        鍵、証明書、中継サービス、時計、登録、ライセンスを自己診断する。不具合はエラーではなく、結果の行になる。
        """
        return Diagnosis._of(run("doctor", lambda flag, watcher: self._native.doctor(flag, watcher), progress, cancel))

    def rest(self) -> None:
        """Closes the connections that are kept open for the next call, which then connects again: for programs with many
        clients. A connection in use stays.

        次の呼び出しのために開いたままの接続を閉じる（次の呼び出しで再び接続する）。使用中の接続は閉じない。
        """
        call(self._native.rest)

    def close(self) -> None:
        """Ends the connections; afterwards every verb raises :class:`cplink.MisuseError`.

        接続を閉じる。この後の処理は :class:`cplink.MisuseError` となる。

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


def _options(
    *,
    base_url: str,
    transport: str = "cpx/1",
    folder_out: Optional[Path] = None,
    folder_in: Optional[Path] = None,
    folder_settle_seconds: Optional[int] = None,
    folder_leave: bool = False,
    folder_take_incomplete: bool = False,
    connect_timeout: Optional[float] = None,
    call_timeout: Optional[float] = None,
    body_timeout: Optional[float] = None,
    stall_timeout: Optional[float] = None,
    proxy_url: Optional[str] = None,
    proxy_user: Optional[str] = None,
    proxy_password: Optional[str] = None,
    tls_ca_pem: Optional[str] = None,
    relay_pin: Optional[str] = None,
    allow_tls12: bool = False,
    time_stamp_url: Optional[str] = None,
    message_memory_mib: Optional[int] = None,
) -> Any:
    return _native.Options(
        transport=text(transport, "transport"),
        folder_out=None if folder_out is None else path_text(folder_out, "folder_out"),
        folder_in=None if folder_in is None else path_text(folder_in, "folder_in"),
        folder_settle_seconds=optional_count(folder_settle_seconds, "folder_settle_seconds"),
        folder_leave=expect(folder_leave, bool, "folder_leave"),
        folder_take_incomplete=expect(folder_take_incomplete, bool, "folder_take_incomplete"),
        base_url=text(base_url, "base_url"),
        connect_timeout=_limit(connect_timeout, "connect_timeout"),
        call_timeout=_limit(call_timeout, "call_timeout"),
        body_timeout=_limit(body_timeout, "body_timeout"),
        stall_timeout=_limit(stall_timeout, "stall_timeout"),
        proxy_url=optional_text(proxy_url, "proxy_url"),
        proxy_user=optional_text(proxy_user, "proxy_user"),
        proxy_password=optional_text(proxy_password, "proxy_password"),
        tls_ca_pem=optional_text(tls_ca_pem, "tls_ca_pem"),
        relay_pin=optional_text(relay_pin, "relay_pin"),
        allow_tls12=expect(allow_tls12, bool, "allow_tls12"),
        time_stamp_url=optional_text(time_stamp_url, "time_stamp_url"),
        message_memory_mib=optional_count(message_memory_mib, "message_memory_mib"),
    )


def _places(key: Path, trust: Path, password: Optional[str]) -> Tuple[str, str, Optional[str]]:
    return path_text(key, "key"), path_text(trust, "trust"), optional_text(password, "password")


def _limit(seconds: Optional[float], name: str) -> Optional[int]:
    if seconds is None:
        return None
    limit = milliseconds(seconds, name)
    if not limit:
        # It would fail every call.
        raise misuse(f"{name} must be more than 0 seconds", f"引数 {name} は0秒より長い時間で指定してください。")
    return limit

"""A folder that keeps what is to be sent and what was received."""

from __future__ import annotations

import datetime
from types import TracebackType
from typing import Any, Iterable, Iterator, Optional, Tuple, Type

from . import _native
from ._call import Path, call, expect, milliseconds, optional_count, optional_text, path, text
from ._owned import Uncopied
from .choices import EntryState, Side
from .client import Client
from .message import Message
from .progress import Cancel, ProgressCallable, run
from .unit import Unit
from .values import MailboxEntry, Pumped, Queued


class Delivery(Uncopied):
    """A message that is ours to import, until we say what became of it or the lease ends. Leave a ``with`` block, or call
    :meth:`close`: without a word about it, the message is given back and handed out again.

    取り込むために渡されたメッセージ。結果を記録せずに ``with`` を抜けると、メッセージは戻され、もう一度渡される。
    """

    _INSTEAD = "pass the ticket on that Delivery.detach gives"

    def __init__(self) -> None:
        raise TypeError("deliveries come from Mailbox.next and Mailbox.deliveries")

    _native: Any
    _message: Message

    @classmethod
    def _of(cls, native: Any) -> Delivery:
        this = cls.__new__(cls)
        this._native = native
        this._message = Message._of(native.message())
        return this

    @property
    def id(self) -> str:
        """The message id: store it in the transaction of the rows, with a unique index.

        メッセージID。行と同じトランザクションで、一意のキーとして保存すること。
        """
        return self._message.id

    @property
    def offered_before(self) -> bool:
        """Whether the message was handed out before, and nobody said what became of it: look its id up first.

        以前にも渡され、結果が記録されなかったか。そのときは、取り込む前にメッセージIDを照合すること。
        """
        return bool(self._native.offered_before())

    @property
    def message(self) -> Message:
        """The message, verified.

        検証済みのメッセージ。
        """
        return self._message

    def done(self) -> None:
        """Says that the rows are in our database: call it after the commit. The message is never handed out again, and
        :meth:`Mailbox.pump` reports it.

        取り込んだことを記録する。データベースへの保存が確定してから呼び出す。このメッセージは二度と渡されない。

        :raises FileError: ``CPL_E_MAILBOX_LEASE``: the lease ended, and another program has the message.
        """
        call(self._native.done)

    def refuse(self, reason: str) -> None:
        """Says that the message is not imported, for this reason: one line, which its sender reads. No names of users.

        取り込まないことを、理由とともに記録する。理由は内容のある1行で、送信元が読む。利用者の氏名を書かないこと。
        """
        call(self._native.refuse, text(reason, "reason"))

    def later(self, wait: float) -> None:
        """Gives the message back, to be handed out again after so many seconds, and nothing of its sender before it.

        メッセージを戻す。この秒数の後にもう一度渡される。それまで、同じ送信元の後のものも渡されない。
        """
        call(self._native.later, milliseconds(wait, "wait"))

    def renew(self) -> None:
        """Has the lease begin anew, where importing takes long.

        取込に時間がかかるとき、持ち時間を最初から数え直す。
        """
        call(self._native.renew)

    def detach(self, lease: float) -> str:
        """Lets go of the message without giving it back, for an import by another program: gives the ticket that
        :meth:`Mailbox.conclude` and :meth:`Mailbox.put_back` take as long as a lease of so many seconds lasts.

        メッセージを戻さずに切り離し、受取票を返す。取り込みを別のプログラムで行うときに使う。
        """
        return str(call(self._native.detach, milliseconds(lease, "lease")))

    def close(self) -> None:
        """Lets go of the message and its container.

        メッセージとコンテナを閉じる。
        """
        call(self._native.close)

    def __enter__(self) -> Delivery:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<cplink.Delivery {self.id[:12]}…>"


class Mailbox(Uncopied):
    """A folder that keeps what is to be sent and what was received: no ledger, no retry, no cursor of our own. Threads,
    programs and machines may use the same folder at the same time.

    >>> mailbox = cplink.Mailbox.open("mailbox", client.office_number)
    >>> mailbox.queue(unit)                             # on disk when it returns
    >>> mailbox.pump(client)                            # by a timer
    >>> for delivery in mailbox.deliveries(client):
    ...     with delivery:
    ...         ...  # one transaction: the rows, and delivery.id with a unique index
    ...         delivery.done()

    送信するものと受信したものを失わずに保管するフォルダー。送受信の記録・再試行・カーソルを自分で作らずに済む。
    同じフォルダーを、複数のスレッド、プログラム、端末から同時に使える。
    """

    _INSTEAD = "open the same folder again"

    def __init__(self) -> None:
        raise TypeError("a mailbox is opened by Mailbox.open")

    _native: Any

    @classmethod
    def open(cls, folder: Path, office_number: Optional[str] = None) -> Mailbox:
        """Opens the mailbox of an office in this folder; where there is none, makes one, and the folder must be empty.
        Without an office it opens the mailbox that is there.

        事業所の送受信箱を開く。まだなければ作る（フォルダーは空であること）。事業所番号を省くと、既存のものを開く。
        """
        this = cls.__new__(cls)
        office = optional_text(office_number, "office_number")
        this._native = call(_native.Mailbox.open, path(folder, "folder"), office)
        return this

    @property
    def folder(self) -> str:
        """The folder.

        フォルダー。
        """
        return str(call(self._native.folder))

    @property
    def office_number(self) -> str:
        """The number of the office that it belongs to.

        この送受信箱の事業所番号。
        """
        return str(call(self._native.office_number))

    def set_lease(self, lease: float) -> None:
        """For how many seconds a message is ours to import: 1 to 86,400 (600 unless it is set). Set it before the mailbox
        is used.

        渡されたメッセージを取り込むまでの持ち時間（1から86,400秒。設定しなければ600秒）。使い始める前に設定すること。
        """
        call(self._native.set_lease, milliseconds(lease, "lease"))

    def queue(
        self,
        unit: Unit,
        *,
        is_draft: bool = False,
        override_reason: Optional[str] = None,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Queued:
        """Checks a unit as :meth:`Client.send` does and stores it with all its files: on disk when it returns. Repeating
        it with the same unit finds it there.

        送信単位をチェックし、すべてのファイルとともに保存する。同じ送信単位で繰り返しても二重にはならない。

        :param is_draft: it is not sent before :meth:`release`.
        :param override_reason: as for :meth:`Client.send`.
        :raises DataError: the findings forbid it; they are in the exception.
        """
        native = expect(unit, Unit, "unit")._native
        draft, reason = expect(is_draft, bool, "is_draft"), optional_text(override_reason, "override_reason")
        return Queued._of(
            run("queue", lambda flag, watcher: self._native.queue(native, draft, reason, flag, watcher), progress, cancel)
        )

    def release(self, message_id: str) -> None:
        """Lets a draft be sent.

        下書きを送信待ちにする。
        """
        call(self._native.release, text(message_id, "message_id"))

    def cancel(self, message_id: str) -> None:
        """Gives up an entry of the outbox; what was sent is recalled by the next :meth:`pump`.

        送信箱のものを取り消す。送信済のものは、次の :meth:`pump` で取り消す。
        """
        call(self._native.cancel, text(message_id, "message_id"))

    def retry(self, message_id: str) -> None:
        """Has the next :meth:`pump` try an entry again, whatever it waits for.

        待機中または要対応のものを、次の :meth:`pump` でもう一度試す。
        """
        call(self._native.retry, text(message_id, "message_id"))

    def retry_all(self, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None) -> None:
        """:meth:`retry` of every entry that needs a person or waits for another attempt.

        要対応または再試行待ちのものすべてに :meth:`retry` を行う。
        """
        run("retry_all", lambda flag, watcher: self._native.retry_all(flag, watcher), progress, cancel)

    def refuse(self, message_id: str, reason: str) -> None:
        """Refuses a message that cannot be opened; what can be opened is refused by :meth:`Delivery.refuse`.

        開けないために要対応となった受信メッセージを取込不可とする。
        """
        call(self._native.refuse, text(message_id, "message_id"), text(reason, "reason"))

    def confirm_uploaded(
        self,
        client: Client,
        message_id: str,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> None:
        """Notes that a person has uploaded the files of an entry that was laid ready (transport ``folder``).

        準備したファイルを担当者がアップロードしたことを記録する（通信方式 ``folder``）。
        """
        native, of = expect(client, Client, "client")._native, text(message_id, "message_id")
        verb = self._native.confirm_uploaded
        run("confirm_uploaded", lambda flag, watcher: verb(native, of, flag, watcher), progress, cancel)

    def pump(
        self,
        client: Client,
        limit: int = 0,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Pumped:
        """Reports outcomes, sends what waits, recalls, asks what became of sent messages, and receives: all that can be
        done now, and at most ``limit`` messages sent and received (0: no limit). A timer calls it. What goes wrong with
        the relay is :attr:`Pumped.error`.

        結果の報告、送信、取消、状態の確認、受信を、今できるだけ行う。タイマーから呼び出す。
        """
        native, most = expect(client, Client, "client")._native, optional_count(limit, "limit")
        return Pumped._of(
            run("pump", lambda flag, watcher: self._native.pump(native, most, flag, watcher), progress, cancel)
        )

    def next(
        self, client: Client, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Optional[Delivery]:
        """Hands over the next message in the order of import; ``None`` where there is none now. It is ours until the
        lease ends.

        次のメッセージを取込順に渡す。今渡せるものがなければ ``None``。
        """
        native = expect(client, Client, "client")._native
        found = run("next", lambda flag, watcher: self._native.next(native, flag, watcher), progress, cancel)
        return None if found is None else Delivery._of(found)

    def deliveries(
        self, client: Client, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> Iterator[Delivery]:
        """Every message that can be handed over now. One about which nothing was said when the loop goes on is given
        back, and ends the loop.

        今渡せるメッセージを順に渡す。結果を記録せずに次へ進むと、そのメッセージは戻され、繰り返しは終わる。
        """
        before = None
        while True:
            delivery = self.next(client, progress=progress, cancel=cancel)
            if delivery is None:
                return
            with delivery:
                # It would come for ever.
                if delivery.id == before:
                    return
                before = delivery.id
                yield delivery

    def conclude(self, ticket: str, refused_reason: Optional[str] = None) -> None:
        """Says what became of a message that was detached: imported, or refused for a reason.

        切り離したメッセージの結果（取込済、または取込不可とその理由）を記録する。
        """
        call(self._native.conclude, text(ticket, "ticket"), optional_text(refused_reason, "refused_reason"))

    def put_back(self, ticket: str, wait: float) -> None:
        """Gives back a message that was detached, to be handed out again after so many seconds.

        切り離したメッセージを戻す。この秒数の後にもう一度渡される。
        """
        call(self._native.put_back, text(ticket, "ticket"), milliseconds(wait, "wait"))

    def list(
        self,
        *,
        sides: Iterable[Side] = (),
        states: Iterable[EntryState] = (),
        office_number: Optional[str] = None,
        with_archive: bool = False,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Tuple[MailboxEntry, ...]:
        """The entries about which something is still to be done, and with the archive those that are done: of these
        halves, in these states, of this office, where they are given.

        処理が残っているものの一覧。``with_archive`` を指定すると処理済みのものも含む。
        """
        halves, wanted = [Side(each).value for each in sides], [EntryState(each).value for each in states]
        office, archive = optional_text(office_number, "office_number"), expect(with_archive, bool, "with_archive")
        found = run(
            "list",
            lambda flag, watcher: self._native.list(halves, wanted, office, archive, flag, watcher),
            progress,
            cancel,
        )
        return tuple(map(MailboxEntry._of, found))

    def entry(self, message_id: str) -> Optional[MailboxEntry]:
        """The entry of a message; ``None`` where the mailbox has none of this id.

        メッセージIDで指定した1件。なければ ``None``。
        """
        found = call(self._native.entry, text(message_id, "message_id"))
        return MailboxEntry._of(found[0]) if found else None

    def clear(
        self,
        before: datetime.datetime,
        *,
        keep_evidence: bool,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> None:
        """Removes entries that are done, of months that ended before this moment; with their evidence unless that is
        kept.

        この日時より前に終わった月の処理済みのものを削除する。
        """
        seconds = int(expect(before, datetime.datetime, "before").timestamp())
        kept = expect(keep_evidence, bool, "keep_evidence")
        run("clear", lambda flag, watcher: self._native.clear(seconds, kept, flag, watcher), progress, cancel)

    def __repr__(self) -> str:
        return "<cplink.Mailbox>"

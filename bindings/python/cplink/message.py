"""What was received."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Optional, Tuple, Type

from ._call import Path, call, path, text
from ._owned import Uncopied
from .errors import CplinkError, error_of
from .findings import Findings
from .progress import Cancel, ProgressCallable, run
from .reports import CsvFile, UnitReport
from .values import MessageContent, MessageReference, MessageValues


class Message(MessageValues, Uncopied):
    """A received message: its digests, signature, certificate and offices were verified, or :attr:`error` says why it
    could not be opened.

    Of one that could not be opened only :attr:`id`, :attr:`from_office`, :attr:`to_office` and :attr:`error` are known:
    whatever else is asked for raises the error. Rows are read when they are first asked for. Leave a ``with`` block or
    call :meth:`close` before the kept container is to be moved.

    受信したメッセージ。検証済みのもの、または開けなかったもの。開けなかったものにあるのはメッセージID、
    送信元と送信先、``error`` だけで、ほかの値を求めると同じエラーになる。
    """

    _INSTEAD = "pass its id and the path in `container` on, and open it with Client.open"

    def __init__(self) -> None:
        raise TypeError("messages come from Client.inbox, Client.receive and Client.open")

    _native: Any
    _error: Optional[CplinkError]
    _said: Optional[MessageContent]
    _read: Optional[UnitReport]

    @classmethod
    def _of(cls, native: Any) -> Message:
        this = cls.__new__(cls)
        this._native = native
        this._about = MessageReference._of(native.reference())
        error = native.error()
        this._error = None if error is None else error_of(error)
        this._said = None if error is not None else MessageContent._of(native.content())
        this._read = None
        return this

    _about: MessageReference

    @property
    def reference(self) -> MessageReference:
        """Its id and its two offices: what :meth:`Client.acknowledge` needs, also after the program was started again.

        メッセージIDと送信元・送信先の事業所番号。
        """
        return self._about

    @property
    def error(self) -> Optional[CplinkError]:
        """Why it could not be opened; ``None`` if it was. Refuse such a message with :meth:`Client.acknowledge`.

        開けなかった理由。開けたときは ``None``。
        """
        return self._error

    @property
    def _reference(self) -> MessageReference:
        return self._about

    @property
    def _content(self) -> MessageContent:
        if self._said is None:
            raise self._error or RuntimeError("neither message nor error")
        return self._said

    @property
    def _report(self) -> UnitReport:
        """Read by the first call that asks; what is read stays after the message was closed."""
        if self._read is None:
            self._read = UnitReport._of(call(self._native.report))
        return self._read

    @property
    def unit_kind(self) -> Optional[str]:
        """Which sending unit of the standard it is, where it is one. As :attr:`files`.

        標準仕様のどの送信単位か。該当しないときは ``None``。
        """
        return self._report.kind

    @property
    def files(self) -> Tuple[CsvFile, ...]:
        """The CSV files with their rows, read by the first call that asks.

        CSVファイルと、その行。

        :raises DataError: ``CPL_E_TOO_LARGE`` where the rows would take too much memory; the files can be
            had by :meth:`read` and :meth:`save` all the same.
        :raises SecurityError: the kept container was changed since.
        """
        return self._report.files

    @property
    def findings(self) -> Findings:
        """All findings: each file's, then the unit's. As :attr:`files`.

        すべての指摘。ファイルごとの指摘、送信単位の指摘の順。
        """
        return self._report.findings

    def read(
        self, name: str, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> bytes:
        """A file's exact bytes by its name, verified once more on the way.

        ファイル名で指定したファイルの、送信されたとおりのバイト列。読みながら改めて検証する。

        :raises MisuseError: there is no such file, or the message is closed.
        :raises SecurityError: the kept container was changed since.
        """
        name = text(name, "name")
        return run("read", lambda flag, watcher: bytes(self._native.read(name, flag, watcher)), progress, cancel)

    def save(
        self, folder: Path, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> None:
        """Writes all files into a folder. A file is never left half written, and none is replaced.

        すべてのファイルをフォルダーに書き出す。ファイルが途中までの状態で残ることも、
        既存のファイルを置き換えることもない。

        :raises FileError: the folder cannot be written, or has another file of a name.
        :raises SecurityError: the kept container was changed since.
        """
        target = path(folder, "folder")
        run("save", lambda flag, watcher: self._native.save(target, flag, watcher), progress, cancel)

    def close(self) -> None:
        """Lets go of the kept container. Rows that were read stay.

        保存したコンテナを閉じる。読み取った行は残る。
        """
        call(self._native.close)

    def __enter__(self) -> Message:
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
        if self._said is None:
            return f"<cplink.Message {self.id[:12]}… that could not be opened>"
        return f"<cplink.Message {self.id[:12]}…, {self._said.serial}, {len(self._said.parts)} files>"

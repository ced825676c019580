"""The exceptions: one class per group of codes, each with code, advice on repeating, and texts."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple, Type

from ._error import ErrorValues, facts_of
from .codes import Code


class CplinkError(ErrorValues, Exception):
    """Every error of this package. ``str()`` is its :attr:`text`: one line in English for a log.

    このパッケージのすべてのエラー。ログには ``str()`` の英語1行を、利用者には ``message_ja`` と ``remedy_ja`` を
    表示する。行の値、氏名、秘密の情報は含まれない。
    """

    def __init__(self, text: str, facts: Dict[str, Any]) -> None:
        super().__init__(text)
        self.__dict__.update(facts)

    def __reduce__(self) -> Tuple[Any, ...]:
        # So that it can cross to another process.
        return type(self), (self.args[0], dict(self.__dict__))


class MisuseError(CplinkError):
    """1xx: a call that the program should not have made: closed, busy, an argument out of range; a URL, a setting or
    a folder's name that cannot be used.

    A value of a wrong type is :class:`ArgumentTypeError`, which is Python's own :class:`TypeError` too.

    1xx：プログラムの誤り。閉じた後の呼び出し、実行中の呼び出し、範囲外の引数、
    使えないURL・設定・フォルダー名。型の誤りは :class:`ArgumentTypeError`。
    """


class ArgumentTypeError(MisuseError, TypeError):
    """An argument, or a value in it, of a wrong type: Python's own :class:`TypeError` with the texts of ours.

    引数、またはその中の値の型が違う。Pythonの :class:`TypeError` でもある。
    """


class DataError(CplinkError):
    """2xx: text, CSV, file names, sending units. See :attr:`findings`.

    2xx：文字、CSV、ファイル名、送信単位。:attr:`findings` に指摘がある。
    """


class SecurityError(CplinkError):
    """3xx: key, certificate, signature, container.

    3xx：鍵、証明書、署名、コンテナ。
    """


class NetworkError(CplinkError):
    """4xx: network and TLS.

    4xx：通信とTLS。
    """


class RelayError(CplinkError):
    """5xx: refused by the relay.

    5xx：中継サービスによる拒否。
    """


class FileError(CplinkError):
    """6xx: local files.

    6xx：この端末のファイル。
    """

    @property
    def path(self) -> Optional[str]:
        """The path of the file or folder at fault.

        エラーになったファイルまたはフォルダーのパス。
        """
        return self.file


class Cancelled(CplinkError):
    """901: cancelled by :class:`cplink.Cancel`.

    901：:class:`cplink.Cancel` による中止。
    """


class BugError(CplinkError):
    """An internal fault of this package. Please report it.

    このパッケージの内部エラー。
    """


_GROUPS: Dict[int, Type[CplinkError]] = {
    1: MisuseError,
    2: DataError,
    3: SecurityError,
    4: NetworkError,
    5: RelayError,
    6: FileError,
}


def error_of(native: Any, kind: Optional[Type[CplinkError]] = None, **more: Any) -> CplinkError:
    """The exception for an error of the native half, with what only the Python half knows."""
    facts = {**facts_of(native), **more}
    if kind is None:
        kind = Cancelled if native.code == Code.CANCELLED else _GROUPS.get(native.code // 100, BugError)
    return kind(facts["text"], facts)

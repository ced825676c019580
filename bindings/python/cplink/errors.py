"""The exceptions: one class per group of codes, each with code, advice on repeating, and texts."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple, Type

from ._error import ErrorValues, facts_of
from .codes import Code


class CplinkError(ErrorValues, Exception):
    """Every error of this package. ``str()`` is its :attr:`text`: one line in English for a log.

    このパッケージのすべてのエラー。ログには ``str()`` の英語1行を、利用者には ``message_ja`` と ``remedy_ja`` を
    表示してください。行の値、氏名、秘密の情報は含まれません。
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
    """


class ArgumentTypeError(MisuseError, TypeError):
    """An argument, or a value in it, of a wrong type: Python's own :class:`TypeError` with the texts of ours."""


class DataError(CplinkError):
    """2xx: text, CSV, file names, sending units. See :attr:`findings`."""


class SecurityError(CplinkError):
    """3xx: key, certificate, signature, container."""


class NetworkError(CplinkError):
    """4xx: network and TLS."""


class RelayError(CplinkError):
    """5xx: refused by the relay."""


class FileError(CplinkError):
    """6xx: local files."""

    @property
    def path(self) -> Optional[str]:
        """The path of the file or folder at fault."""
        return self.file


class Cancelled(CplinkError):
    """901: cancelled by :class:`cplink.Cancel`."""


class BugError(CplinkError):
    """An internal fault of this package. Please report it."""


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

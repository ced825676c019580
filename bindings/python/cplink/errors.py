"""The exceptions: one class per group of codes, each with code, advice on repeating, and texts."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple, Type

from .codes import Code
from .finding import Finding, findings_of


class CplinkError(Exception):
    """Every error of this package. ``str()`` is one line in English for a log.

    No text of an error contains a value of a row, a name of a person or a secret.
    """

    code: int
    """The stable number, see :class:`cplink.Code`."""
    name: str
    """The number's name, such as ``CPL_E_CHECK_FAILED``."""
    retry: str
    """``never``, ``after_fix``, ``safe`` (repeat at any time) or ``login``."""
    in_doubt: bool
    """Whether the other side may already have done the request: repeat the same call to find out."""
    message_ja: str
    """What happened, in Japanese, for the user."""
    message_en: str
    """What happened, in English."""
    remedy_ja: str
    """What to do, in Japanese, for the user."""
    remedy_en: str
    """What to do, in English."""
    detail: Optional[str]
    """What exactly was wrong, in English, for the engineer."""
    file: Optional[str]
    """The file at fault: its name, of a local file its path."""
    row: Optional[int]
    """Its 1-based record."""
    item_number: Optional[int]
    """The layout's item number."""
    offset: Optional[int]
    """The byte offset."""
    os_code: Optional[int]
    """The operating system's error number."""
    relay_code: Optional[str]
    """The relay's own code."""
    findings: Tuple[Finding, ...]
    """The findings that led to the refusal."""

    def __init__(self, summary: str, facts: Dict[str, Any]) -> None:
        super().__init__(summary)
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


def error_of(fault: Any, kind: Optional[Type[CplinkError]] = None, **more: Any) -> CplinkError:
    """The exception for a fault of the native half, with what only the Python half knows."""
    facts = {**vars(fault), **more}
    summary = facts.pop("summary")
    facts["findings"] = findings_of(facts["findings"])
    if kind is None:
        kind = Cancelled if fault.code == Code.CANCELLED else _GROUPS.get(fault.code // 100, BugError)
    return kind(summary, facts)

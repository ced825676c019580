"""Calls of the native half: every fault becomes an exception of the package."""

from __future__ import annotations

import collections.abc
import os
import struct
from typing import Any, Callable, Iterable, Iterator, List, Optional, Tuple, Type, TypeVar, Union

from . import _native
from .codes import Code
from .errors import ArgumentTypeError, CplinkError, error_of

T = TypeVar("T")

Path = Union[str, "os.PathLike[str]"]
"""The path of a file or folder."""
Source = Union[bytes, bytearray, memoryview, Path]
"""Bytes, or the path of a file: a ``str`` is always a path."""


def fault(code: Code, detail: str, ja: Optional[str] = None) -> CplinkError:
    return error_of(_native.fault_of(int(code), detail, ja))


def misuse(detail: str, ja: str, **place: Any) -> CplinkError:
    return error_of(_native.fault_of(int(Code.INVALID_ARGUMENT), detail, ja), **place)


def wrong_type(detail: str, ja: str, **place: Any) -> CplinkError:
    return error_of(_native.fault_of(int(Code.INVALID_ARGUMENT), detail, ja), ArgumentTypeError, **place)


def translated(error: BaseException) -> BaseException:
    """The package's exception for one of the native half; any other stays as it is."""
    if isinstance(error, _native.Failure.Failed):
        return error_of(error.fault)
    if isinstance(error, _native.InternalError):
        return fault(Code.BUG, str(error))
    if isinstance(error, UnicodeEncodeError):
        # Half of a surrogate pair.
        return fault(Code.NOT_UTF8, "a text cannot be written as UTF-8")
    if isinstance(error, struct.error):
        # Rows together, say, of which none is too large: lengths are passed in 31 bits.
        return fault(Code.TOO_LARGE, "2 GiB or more in one call")
    return error


def call(function: Callable[..., T], *arguments: Any) -> T:
    """Calls a native function that is over at once."""
    try:
        return function(*arguments)
    except (_native.Failure, _native.InternalError, UnicodeEncodeError, struct.error) as error:
        raise translated(error) from None


def expect(value: Any, kind: Union[Type[Any], Tuple[Type[Any], ...]], name: str) -> Any:
    """The value, or an `ArgumentTypeError` that names the argument."""
    # A bool is an int to Python, never to a caller who means a number.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(kind.__name__ for kind in kinds)
        given = type(value).__name__
        raise wrong_type(
            f"{name} must be {wanted}, not {given}", f"引数 {name} は {wanted} で指定してください（{given} が渡されました）。"
        )
    return value


def several(values: Iterable[T], name: str) -> Iterator[T]:
    """What there are several of: one text is none, although Python would take it for its characters."""
    if isinstance(values, (str, bytes)) or not isinstance(values, collections.abc.Iterable):
        given = type(values).__name__
        raise wrong_type(
            f"{name} must be several values, not {given}", f"引数 {name} は複数の値の並びで指定してください（{given} が渡されました）。"
        )
    return iter(values)


MAX_BYTES: int = _native.max_bytes()
"""The most bytes, or characters, of one argument."""


def text(value: Any, name: str) -> str:
    if len(expect(value, str, name)) > MAX_BYTES:
        raise fault(Code.TOO_LARGE, name)
    return str(value)


def texts(values: Iterable[str], name: str) -> List[str]:
    return [text(value, f"{name}[{at}]") for at, value in enumerate(several(values, name))]


def data(value: Any, name: str) -> bytes:
    # Told before a byte is copied.
    if memoryview(expect(value, (bytes, bytearray, memoryview), name)).nbytes > MAX_BYTES:
        raise fault(Code.TOO_LARGE, name)
    return bytes(value)


def optional_text(value: Any, name: str) -> Optional[str]:
    return None if value is None else text(value, name)


def path(value: Any, name: str) -> str:
    place = os.fspath(expect(value, (str, os.PathLike), name))
    return text(place, name)


def source(value: Any, name: str) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _native.Source.BYTES(data(value, name))
    expect(value, (bytes, bytearray, memoryview, str, os.PathLike), name)
    return _native.Source.FILE(path(value, name))


def milliseconds(seconds: Any, name: str) -> int:
    expect(seconds, (int, float), name)
    if not 0 <= seconds <= 86_400:
        raise misuse(
            f"{name} must be between 0 and 86400 seconds", f"引数 {name} は0から86400までの秒数で指定してください。"
        )
    return int(round(seconds * 1000))


def optional_count(value: Any, name: str) -> Optional[int]:
    if value is None:
        return None
    if not 0 <= expect(value, int, name) < 2**63:
        raise misuse(f"{name} is not a number of 63 bits", f"引数 {name} の値が大きすぎるか、負の数です。")
    return int(value)

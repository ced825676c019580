"""What the standard says about files: CSV versions, kinds and items.

標準仕様が定めるCSVバージョン、ファイル種別、項目。
"""

from __future__ import annotations

import functools
from typing import Any, Optional, Tuple

from . import _native
from ._call import call, expect, misuse, optional_text, text

__all__ = [
    "field_id",
    "field_name_ja",
    "fields",
    "file_name",
    "item_number",
    "kinds",
    "name_ja",
    "same_meaning",
    "versions",
]


@functools.lru_cache(maxsize=None)
def _layout(kind: str, version: Optional[str]) -> Any:
    return call(_native.layout, kind, version)


def _of(kind: str, version: Optional[str]) -> Any:
    return _layout(text(kind, "kind"), optional_text(version, "version"))


@functools.lru_cache(maxsize=None)
def versions() -> Tuple[str, ...]:
    """The CSV versions whose layouts are known, oldest first; the last one is the current one.

    レイアウトがあるCSVバージョン。古い順で、最後が現行版。
    """
    return tuple(_native.versions())


@functools.lru_cache(maxsize=None)
def kinds() -> Tuple[str, ...]:
    """The names of all kinds of file, such as ``UPPLAN``.

    ファイル種別の名前（``UPPLAN`` など）。
    """
    return tuple(_native.kinds())


def name_ja(kind: str) -> str:
    """A kind's name in the standard.

    標準仕様でのファイル種別の名称。

    :raises MisuseError: there is no such kind.
    """
    return str(_of(kind, None).name_ja)


def fields(kind: str, version: Optional[str] = None) -> Tuple[str, ...]:
    """The ids of a kind's items in the order of its layout in a CSV version; in the current one if none is given.

    ファイル種別の項目のID（レイアウト順）。CSVバージョンを省くと現行版。

    :raises MisuseError: there is no such kind.
    :raises DataError: the version is not known or does not have the kind.
    """
    return tuple(_of(kind, version).fields)


def field_id(kind: str, number: int, version: Optional[str] = None) -> str:
    """The stable id of an item by its number, which counts from 1.

    項番（1から）で指定した項目のID。

    :raises MisuseError: there is no such kind or item.
    :raises DataError: the version is not known or does not have the kind.
    """
    return str(_at(_of(kind, version).fields, number))


def field_name_ja(kind: str, number: int, version: Optional[str] = None) -> str:
    """An item's name in the standard by its number, which counts from 1.

    項番（1から）で指定した項目の名称。

    :raises MisuseError: there is no such kind or item.
    :raises DataError: the version is not known or does not have the kind.
    """
    return str(_at(_of(kind, version).names_ja, number))


def item_number(kind: str, field: str, version: Optional[str] = None) -> int:
    """The number of an item, which counts from 1, by its id. It may differ in another version.

    IDで指定した項目の項番（1から）。バージョンによって異なることがある。

    :raises MisuseError: there is no such kind or item.
    :raises DataError: the version is not known or does not have the kind.
    """
    known = fields(kind, version)
    if text(field, "field") not in known:
        raise misuse("field: the layout has no such item", "引数 field の項目はレイアウトにありません。")
    return known.index(field) + 1


def same_meaning(kind: str, field: str, one: str, other: str) -> bool:
    """Whether two texts of an item mean the same: ``0`` and nothing, ``0163`` and ``163``, ``N`` and nothing …

    項目の2つの文字列が同じ意味か（空欄と0、ゼロ埋めなど）。

    :raises MisuseError: there is no such kind or item.
    """
    texts = (text(kind, "kind"), text(field, "field"), text(one, "one"), text(other, "other"))
    return bool(call(_native.same_meaning, *texts))


def file_name(
    version: str, name: str, *, sender_type: Optional[str] = None, receiver_type: Optional[str] = None
) -> str:
    """The name of a file in another CSV version.

    別のCSVバージョンでのファイル名。

    :param sender_type: the sender's service type, for names of 202407; names of 202208 do not contain it.
    :param receiver_type: the receiver's.
    :raises DataError: a service type is missing.
    :raises DataError: the name does not follow the standard, or the version does not have the kind.
    """
    types = (optional_text(sender_type, "sender_type"), optional_text(receiver_type, "receiver_type"))
    return str(call(_native.file_name, text(version, "version"), text(name, "name"), *types))


def _at(values: Any, number: int) -> Any:
    if not 1 <= expect(number, int, "number") <= len(values):
        raise misuse("number: the layout has no such item", "引数 number の項番はレイアウトにありません。")
    return values[number - 1]

"""Typed rows written column by column: a value is written once, however many rows of a column have it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from enum import Enum
from operator import attrgetter, is_
from typing import Any

from ._cells import TEXT, CellError, ClockTime, Memo, Month, Row, text_of

BETWEEN_CELLS = "\x1f"
BETWEEN_COLUMNS = "\x1e"

# Equal values of one of these types have one text: not so of Decimal, where 1.0 is 1.00.
_ONE_TEXT = (int, datetime.date, Month, ClockTime, frozenset)


def columns_text(kind: type[Row], rows: Sequence[Row]) -> str | None:
    """The texts of rows of one kind, column by column; None where the rows have not one layout, or a text has a
    separator in it: then they go row by row.

    A column of nothing is the empty text.
    """
    kept = _kept_columns(kind, rows)
    versions = set(map(attrgetter("csv_version"), rows))
    if kept is None or any(kind._places(version) is not None for version in versions):
        return None
    columns = []
    for at, (name, types) in enumerate(zip(kind.FIELDS, kind._TYPES)):
        values = list(map(attrgetter(name), rows))
        try:
            text = _joined(_unchanged(values, kept[at], types) if kept else values)
        except TypeError:
            raise _fault(name, values) from None
        if text is None:
            return None
        columns.append(text)
    return BETWEEN_COLUMNS.join(columns)


def _kept_columns(kind: type[Row], rows: Sequence[Row]) -> list[Any] | None:
    """The texts that the rows were read from, by column: none for rows that were made; None where they differ."""
    if all(row._cells is None for row in rows):
        return []
    kept = [row._kept() for row in rows]
    if any(cells is None or len(cells) != len(kind.FIELDS) for cells in kept):
        return None
    columns = list(zip(*[cells for cells in kept if cells is not None]))
    if any(kind._places(version) is not None for version in set(columns[0])):
        return None
    return columns


def _unchanged(values: list[Any], olds: Sequence[str], types: Memo[Any]) -> Sequence[Any]:
    """The old text of each value that is the same, else the value."""
    meant = [old or None for old in olds] if types is TEXT else list(map(types.__getitem__, olds))
    if all(map(is_, values, meant)):
        return olds
    return [
        old if value is was or (value == was and type(value) is type(was)) else text_of(value)
        for value, was, old in zip(values, meant, olds)
    ]


def _joined(values: Sequence[Any]) -> str | None:
    if values[0] is None and values.count(None) == len(values):
        return ""
    try:
        # Texts, and codes, which are texts.
        text = BETWEEN_CELLS.join(values)
    except TypeError:
        text = BETWEEN_CELLS.join(_texts(values))
    between = len(values) - 1
    if len(text) == between and text == BETWEEN_CELLS * between:
        return ""
    if BETWEEN_COLUMNS in text or text.count(BETWEEN_CELLS) != between:
        return None
    return text


def _texts(values: Sequence[Any]) -> list[str]:
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if kinds == {str}:
        return ["" if value is None else value for value in values]
    if len(kinds) == 1:
        [kind] = kinds
        if kind in _ONE_TEXT or issubclass(kind, Enum):
            texts = {value: text_of(value) for value in set(values)}
            return list(map(texts.__getitem__, values))
    return list(map(text_of, values))


def _fault(name: str, values: Sequence[Any]) -> CellError:
    for index, value in enumerate(values):
        try:
            text_of(value)
        except TypeError:
            return CellError(name, type(value).__name__, index)
    raise RuntimeError("every value has a text")

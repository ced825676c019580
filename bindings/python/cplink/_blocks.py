"""Rows on their way to the native half and back: many in one text, since a call for each cell would be the cost."""

from __future__ import annotations

import itertools
import json
from array import array
from collections import abc
from typing import Any, Dict, Iterable, Iterator, List, Sequence, Tuple, Type

from . import _native, rows
from ._call import expect, misuse, several, text, wrong_type
from ._cells import CellError
from ._columns import BETWEEN_CELLS, columns_text
from .errors import CplinkError

# So many rows are written together: what is made on the way is gone with the next.
WRITTEN_BLOCK = 8192


def blocks(typed_rows: Iterable[rows.Row]) -> Iterator[Tuple[int, List[rows.Row]]]:
    """The rows in blocks, each with the place of its first row."""
    left, first = several(typed_rows, "rows"), 0
    while block := list(itertools.islice(left, WRITTEN_BLOCK)):
        yield first, block
        first += len(block)


def block_of(kind: Type[rows.Row], first: int, block: List[rows.Row]) -> Any:
    """Rows as the native half takes them: by columns, row by row where they differ in their layout."""
    if set(map(type, block)) != {kind}:
        for index, row in enumerate(block, first):
            _of_kind(row, kind, index)
    try:
        text = columns_text(kind, block)
    except CellError as error:
        raise _no_cell(error, kind, first + (error.index or 0)) from None
    if text is not None:
        return _native.ColumnBlock(text=text, rows=len(block))
    return join([cells_of(row, kind, index) for index, row in enumerate(block, first)])


def rows_of(blocks: List[Any]) -> List[List[str]]:
    """The cells of blocks of both forms, row by row."""
    made: List[List[str]] = []
    for block in blocks:
        if isinstance(block, _native.Block):
            made.extend(split(block))
        else:
            columns = [column.split(BETWEEN_CELLS) if column else [""] * block.rows for column in block.text.split("\x1e")]
            made.extend(map(list, zip(*columns)))
    return made


def _of_kind(row: Any, kind: Type[rows.Row], index: int) -> None:
    if expect(row, rows.Row, f"rows[{index}]").KIND != kind.KIND:
        raise misuse(
            f"rows[{index}] is of {row.KIND}, the table of {kind.KIND}",
            f"{index + 1}行目は {row.KIND} です。{kind.KIND} の表には入れられません。",
            row=index + 1,
        )


def cells_of(row: Any, kind: Type[rows.Row], index: int) -> List[str]:
    _of_kind(row, kind, index)
    try:
        cells: List[str] = row.to_cells()
    except CellError as error:
        raise _no_cell(error, kind, index) from None
    return cells


def _no_cell(error: CellError, kind: Type[rows.Row], index: int) -> CplinkError:
    return wrong_type(
        f"rows[{index}].{error.field}: a cell cannot hold a {error.type_name}",
        f"{index + 1}行目の項目 {error.field} に {error.type_name} の値は書き込めません。",
        row=index + 1,
        item_number=kind.FIELDS.index(error.field) + 1,
    )


def numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers


def row_of(row: Any, name: str) -> Sequence[str]:
    if isinstance(row, (str, bytes)) or not isinstance(row, abc.Sequence):
        given = type(row).__name__
        raise wrong_type(
            f"{name} must be a sequence of str, not {given}", f"{name} は str の並びで指定してください（{given} が渡されました）。"
        )
    cells: Sequence[str] = row
    return cells


def join(rows: Sequence[Sequence[str]]) -> Any:
    # One text is passed much faster than its cells; join refuses what is not a str.
    try:
        joined = "\x1e".join(["\x1f".join(row) for row in rows])
    except TypeError:
        for index, row in enumerate(rows):
            for column, cell in enumerate(row):
                text(cell, f"rows[{index}][{column}]")
        raise
    plain = joined.count("\x1e") == len(rows) - 1 and joined.count("\x1f") == sum(map(len, rows)) - len(rows)
    if plain and all(rows):
        return _native.Block(text=joined, json=False)
    return _native.Block(text=json.dumps([list(row) for row in rows], ensure_ascii=False), json=True)


def split(block: Any) -> List[List[str]]:
    if not block.json:
        return [row.split("\x1f") for row in block.text.split("\x1e")]
    rows: List[List[str]] = json.loads(block.text)
    return rows


def values_of(values: Any) -> Dict[str, str]:
    pairs = expect(values, abc.Mapping, "values").items()
    return {text(field, "a field id"): text(value, field) for field, value in pairs}

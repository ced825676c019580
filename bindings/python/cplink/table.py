"""Tables and rows: the records of one CSV file."""

from __future__ import annotations

import functools
import itertools
import json
from array import array
from collections import abc
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, overload

from . import _native, rows
from ._call import Source, call, expect, misuse, source, text, wrong_type
from ._cells import Block, CellError, half_width, read_rows_with
from ._columns import BETWEEN_CELLS, columns_text
from ._owned import Uncopied
from .errors import CplinkError, DataError
from .finding import Finding, findings_of

R = TypeVar("R", bound=rows.Row)

_BLOCK = 2048
# So many typed rows share their texts, which live until the last of them goes.
_TYPED_BLOCK = 16384
# So many rows are written together: what is made on the way is gone with the next.
_WRITTEN_BLOCK = 8192


@functools.lru_cache(maxsize=None)
def _layouts() -> Dict[str, Any]:
    return {layout.kind: layout for layout in _native.layouts()}


@functools.lru_cache(maxsize=None)
def _all_layouts() -> Dict[Tuple[str, str], Tuple[str, ...]]:
    return {(layout.version, layout.kind): tuple(layout.fields) for layout in _native.all_layouts()}


def csv_versions() -> Tuple[str, ...]:
    """The CSV versions whose layouts are known, oldest first; the last one is the current one."""
    return tuple(dict.fromkeys(version for version, _ in _all_layouts()))


def kinds() -> Tuple[str, ...]:
    """The names of all kinds of file, such as ``UPPLAN``."""
    return tuple(_layouts())


def fields(kind: str, version: Optional[str] = None) -> Tuple[str, ...]:
    """The field ids of a kind in the order of its layout in a CSV version, else in the current one.

    :raises MisuseError: the version does not have the kind.
    """
    known = _all_layouts().get((csv_versions()[-1] if version is None else text(version, "version"), text(kind, "kind")))
    if known is None:
        raise misuse("kind: there is no such kind of file in this version", "そのファイル種別はこのCSVバージョンにありません。")
    return known


class Table:
    """The records of one file of a kind.

    A row keeps every column it was read from, also those that the layout does not know; a row that
    is not changed can be written with the bytes it was read from. Any thread may read a table; each
    call is one short operation.
    """

    def __init__(self, kind: str) -> None:
        """An empty table.

        :param kind: the kind's name, such as ``UPPLAN``.
        :raises MisuseError: there is no such kind.
        """
        self._native: Any = call(_native.Table, text(kind, "kind"))
        self._findings: Tuple[Finding, ...] = ()
        self._version: Optional[str] = None

    @classmethod
    def read(cls, kind: str, csv: Source) -> Table:
        """Reads a CSV file, leniently: every row is kept, every irregularity is one of :attr:`findings`.
        A file that is no CSV (a workbook, text with tabs, UTF-16) has no row and one finding that says so.

        :param csv: the file's bytes (CP932) or its path.
        :raises DataError: the file is larger than 256 MiB.
        :raises FileError: it cannot be read.
        """
        read = call(_native.read_table, text(kind, "kind"), source(csv, "csv"))
        return cls._of(read.table, findings_of(read.findings), read.version)

    @classmethod
    def of_version(cls, version: str, kind: str) -> Table:
        """An empty table of a kind in a CSV version.

        :raises DataError: the version is not known or does not have the kind.
        """
        native = call(_native.table_of_version, text(version, "version"), text(kind, "kind"))
        return cls._of(native, (), None)

    @classmethod
    def _of(cls, native: Any, findings: Tuple[Finding, ...], version: Optional[str]) -> Table:
        table = cls.__new__(cls)
        table._native, table._findings, table._version = native, findings, version
        return table

    @property
    def kind(self) -> str:
        """The kind's name."""
        return str(call(self._native.kind))

    @property
    def fields(self) -> Tuple[str, ...]:
        """The field ids in the order of the layout that the rows follow."""
        return fields(self.kind, self.layout_version)

    @property
    def layout_version(self) -> str:
        """The CSV version whose layout the rows follow: the file's, the current one's where it is not known."""
        return str(call(self._native.layout_version))

    @property
    def findings(self) -> Tuple[Finding, ...]:
        """The findings about the file when it was read."""
        return self._findings

    @property
    def version(self) -> Optional[str]:
        """The first record's CSV version when it was read."""
        return self._version

    def __len__(self) -> int:
        return int(call(self._native.count))

    def __eq__(self, other: object) -> bool:
        """Whether the rows mean the same: as :func:`cplink.interpret.compare` has it, whatever their CSV versions,
        and whenever they were made. For the same bytes compare what :meth:`write` returns."""
        if not isinstance(other, Table):
            return NotImplemented
        return self is other or (self.kind == other.kind and not call(self._native.compare, other._native))

    # It can be changed.
    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Table:
        return self._of(call(self._native.duplicate), self._findings, self._version)

    def __deepcopy__(self, memo: Any) -> Table:
        return self.__copy__()

    def __reduce__(self) -> Tuple[Any, ...]:
        # As bytes where reading them gives the same rows, since these say too how the file was written.
        form, data = "json", bytes(call(self._native.to_json))
        try:
            written, findings = self.write(as_read=True)
            if not findings and bytes(call(Table.read(self.kind, written)._native.to_json)) == data:
                form, data = "csv", written
        except DataError:
            pass
        return _of_pickle, (self.kind, form, data, self._findings, self._version)

    def __getitem__(self, index: int) -> Row:
        return Row(self, self._index(index))

    def __delitem__(self, index: int) -> None:
        call(self._native.remove, self._index(index))

    def __iter__(self) -> Iterator[Row]:
        return (Row(self, index) for index in range(len(self)))

    def _index(self, index: int) -> int:
        expect(index, int, "index")
        count = len(self)
        if not -count <= index < count:
            raise IndexError("no such row")
        return index % count

    def cells(self) -> Iterator[List[str]]:
        """All rows as lists of cells in the order of the layout: the fast way to read a table.

        A list may be longer or shorter than the layout, as the row is. Bytes that are no text show
        U+FFFD; :meth:`Row.raw` has them.
        """
        first = 0
        while True:
            block = call(self._native.cells, first, _BLOCK)
            rows = _split(block)
            yield from rows
            if len(rows) < _BLOCK:
                return
            first += _BLOCK

    def to_columns(self) -> Dict[str, List[str]]:
        """The texts by field, as ``pandas.DataFrame`` and ``polars.DataFrame`` take them.

        Columns behind the layout are left out; :meth:`cells` has them.
        """
        known = self.fields
        padded = (cells[: len(known)] + [""] * (len(known) - len(cells)) for cells in self.cells())
        columns = [list(column) for column in zip(*padded)] or [[] for _ in known]
        return dict(zip(known, columns))

    @overload
    def typed(self) -> List[rows.Row]: ...

    @overload
    def typed(self, kind: Type[R]) -> List[R]: ...

    def typed(self, kind: Any = None) -> Any:
        """All rows in their typed form: dataclasses of :mod:`cplink.rows` that keep every text.

        :param kind: the dataclass, such as ``rows.Upplan``; without it that of the table's kind.
        :raises MisuseError: the table is of another kind.
        :raises DataError: the CSV version of a row has other columns.
        """
        if kind is None:
            kind = rows.KINDS[self.kind]
        elif not (isinstance(kind, type) and issubclass(kind, rows.Row)):
            raise wrong_type("kind must be a dataclass of cplink.rows", "引数 kind は cplink.rows のクラスで指定してください。")
        made: List[Any] = []
        while True:
            block = call(self._native.texts, kind.KIND, len(made), _TYPED_BLOCK)
            starts = _numbers(block.starts)
            count = len(starts) - 1
            [texts] = _split(block.texts)
            cells = _numbers(block.cells)
            width = starts[1] if count else 0
            if starts == array("I", range(0, width * count + 1, width or 1)):
                if count:
                    made.extend(Block(texts, cells, width).rows(kind))
            else:
                made.extend(
                    kind.from_cells([texts[cell] for cell in cells[start:end]])
                    for start, end in zip(starts, starts[1:])
                )
            if count < _TYPED_BLOCK:
                return made

    @classmethod
    def from_rows(cls, typed_rows: Iterable[rows.Row], kind: Optional[Type[rows.Row]] = None) -> Table:
        """A table of typed rows, to be written or sent.

        :param kind: the dataclass; needed if there may be no row.
        :raises MisuseError: rows of different kinds, or none and no ``kind``.
        """
        table: Optional[Table] = None
        # Nobody else has the table yet, so it may grow block by block.
        for first, block in _blocks(typed_rows):
            if kind is None:
                kind = type(expect(block[0], rows.Row, "rows[0]"))
            if table is None:
                table = cls._for_first(kind, block[0])
            table._add(first, _block_of(kind, first, block))
        if table is None:
            if kind is None:
                raise misuse("kind is needed where there is no row", "行がないときは、引数 kind を指定してください。")
            return cls(kind.KIND)
        return table

    @classmethod
    def _for_first(cls, kind: Type[rows.Row], row: rows.Row) -> Table:
        # The first row's CSV version is the table's.
        given = getattr(row, "csv_version", None)
        version = half_width(given if isinstance(given, str) else "") or ""
        return cls.of_version(version, kind.KIND) if (version, kind.KIND) in _all_layouts() else cls(kind.KIND)

    def extend_typed(self, typed_rows: Iterable[rows.Row]) -> None:
        """Adds typed rows, each as wide as it is; all of them or none.

        :raises MisuseError: a row is of another kind.
        :raises DataError: a row is of a CSV version with other columns.
        """
        kind = rows.KINDS[self.kind]
        blocks = [_block_of(kind, first, block) for first, block in _blocks(typed_rows)]
        if any(isinstance(block, _native.Block) for block in blocks):
            self._add(0, _join(_rows_of(blocks)))
        elif blocks:
            call(self._native.extend_columns, 0, blocks)

    def _add(self, first: int, block: Any) -> None:
        if isinstance(block, _native.Block):
            call(self._native.extend_exact, first, block)
        else:
            call(self._native.extend_columns, first, [block])

    def __setitem__(self, index: int, row: rows.Row) -> None:
        """Puts a typed row in the place of another. Cells whose text is the same stay as they were read.

        :raises MisuseError: the row is of another kind.
        """
        place = self._index(index)
        call(self._native.put, place, _cells_of(row, rows.KINDS[self.kind], place))

    def append(self, values: Optional[Mapping[str, str]] = None) -> Row:
        """Adds a row with its CSV version and constants set, then the fields given by id.

        :raises MisuseError: the layout has no such field; then no row was added.
        """
        return Row(self, int(call(self._native.push, {} if values is None else _values(values))))

    def extend(self, rows: Iterable[Sequence[str]]) -> None:
        """Adds rows of cells in the order of the layout; what a short row lacks is as :meth:`append` has it.

        :raises MisuseError: a row has more cells than the layout has fields; then no row was added.
        """
        call(self._native.extend, _join([_row(row, f"rows[{index}]") for index, row in enumerate(rows)]))

    def write(self, *, as_read: bool = False) -> Tuple[bytes, Tuple[Finding, ...]]:
        """The file's bytes in the standard's form, and the findings (substituted characters).

        :param as_read: rows that were read and not changed keep their bytes; a table that is unchanged is its
            whole file, byte for byte.
        :raises DataError: a character cannot be written: CP932 does not have it, or it is a control character; the
            findings name each.
        """
        written = call(self._native.write, expect(as_read, bool, "as_read"))
        return written.data, findings_of(written.findings)

    def __repr__(self) -> str:
        # Never the rows: they are health data.
        return f"<cplink.Table {self.kind}, {len(self)} rows>"


class Row(Uncopied):
    """One record of a table, by its index: after a row before it is deleted it is the next one."""

    __slots__ = ("_table", "_index")
    _INSTEAD = "it is a place in its table; take as_dict() or cells, or the table"

    def __init__(self, table: Table, index: int) -> None:
        self._table, self._index = table, index

    def __getitem__(self, field: str) -> str:
        """The text of a field by id; empty where the row has no such column.

        :raises MisuseError: the layout has no such field.
        :raises DataError: the bytes are no text, see :meth:`raw`.
        """
        return str(call(self._table._native.get, self._index, text(field, "field")))

    def __setitem__(self, field: str, value: str) -> None:
        """Sets a field by id; the other cells stay as they were read.

        :raises MisuseError: the layout has no such field.
        """
        self.update({field: value})

    def raw(self, field: str) -> bytes:
        """The bytes of a field as they were read."""
        return bytes(call(self._table._native.raw, self._index, text(field, "field")))

    def update(self, values: Mapping[str, str]) -> None:
        """Sets several fields by id, all of them or none.

        :raises MisuseError: the layout has no such field.
        """
        call(self._table._native.update, self._index, _values(values))

    @property
    def cells(self) -> List[str]:
        """All cells in the order of the layout, as :meth:`Table.cells` yields them."""
        rows = _split(call(self._table._native.cells, self._index, 1))
        if not rows:
            raise misuse("there is no such row", "その行はありません。")
        return rows[0]

    @cells.setter
    def cells(self, cells: Sequence[str]) -> None:
        """Sets cells from the first column on; cells whose text does not change keep the bytes that were read."""
        texts = [text(cell, f"cells[{column}]") for column, cell in enumerate(_row(cells, "cells"))]
        call(self._table._native.set_cells, self._index, texts)

    def as_dict(self) -> Dict[str, str]:
        """The fields by id."""
        known = self._table.fields
        cells = self.cells
        return dict(zip(known, cells + [""] * (len(known) - len(cells))))

    def __repr__(self) -> str:
        return f"<cplink.Row {self._index} of {self._table!r}>"


def _of_pickle(kind: str, form: str, data: bytes, findings: Tuple[Finding, ...], version: Optional[str]) -> Table:
    native = Table.read(kind, data)._native if form == "csv" else call(_native.table_from_json, data.decode())
    return Table._of(native, findings, version)


def _blocks(typed_rows: Iterable[rows.Row]) -> Iterator[Tuple[int, List[rows.Row]]]:
    """The rows in blocks, each with the place of its first row."""
    left, first = iter(typed_rows), 0
    while block := list(itertools.islice(left, _WRITTEN_BLOCK)):
        yield first, block
        first += len(block)


def _block_of(kind: Type[rows.Row], first: int, block: List[rows.Row]) -> Any:
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
    return _join([_cells_of(row, kind, index) for index, row in enumerate(block, first)])


def _rows_of(blocks: List[Any]) -> List[List[str]]:
    """The cells of blocks of both forms, row by row."""
    made: List[List[str]] = []
    for block in blocks:
        if isinstance(block, _native.Block):
            made.extend(_split(block))
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


def _cells_of(row: Any, kind: Type[rows.Row], index: int) -> List[str]:
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


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers


def _values(values: Any) -> Dict[str, str]:
    pairs = expect(values, abc.Mapping, "values").items()
    return {text(field, "a field id"): text(value, field) for field, value in pairs}


def _row(row: Any, name: str) -> Sequence[str]:
    if isinstance(row, (str, bytes)) or not isinstance(row, abc.Sequence):
        given = type(row).__name__
        raise wrong_type(
            f"{name} must be a sequence of str, not {given}", f"{name} は str の並びで指定してください（{given} が渡されました）。"
        )
    cells: Sequence[str] = row
    return cells


def _join(rows: Sequence[Sequence[str]]) -> Any:
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


def _split(block: Any) -> List[List[str]]:
    if not block.json:
        return [row.split("\x1f") for row in block.text.split("\x1e")]
    rows: List[List[str]] = json.loads(block.text)
    return rows


def _read_rows(kind: Type[R], csv: Source) -> List[R]:
    return Table.read(kind.KIND, csv).typed(kind)


read_rows_with(_read_rows)

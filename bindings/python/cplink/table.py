"""Tables and rows: the records of one CSV file."""

from __future__ import annotations

import functools
import json
from array import array
from collections import abc
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, overload

from . import _native, rows
from ._call import Source, call, expect, misuse, source, text
from ._cells import Block, half_width, read_rows_with
from .finding import Finding, findings_of

R = TypeVar("R", bound=rows.Row)

_BLOCK = 2048
# So many typed rows share their texts, which live until the last of them goes.
_TYPED_BLOCK = 16384


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
        raise misuse("no such kind of file")
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
            raise TypeError("kind must be a dataclass of cplink.rows")
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
        all_rows = list(typed_rows)
        kinds = {type(expect(row, rows.Row, "a row")) for row in all_rows} | ({kind} if kind else set())
        if len(kinds) != 1:
            raise misuse("the rows of a table are of one kind")
        # The first row's CSV version is the table's.
        version = half_width((all_rows[0].csv_version if all_rows else None) or "") or ""
        name = kinds.pop().KIND
        table = cls.of_version(version, name) if (version, name) in _all_layouts() else cls(name)
        table.extend_typed(all_rows)
        return table

    def extend_typed(self, typed_rows: Iterable[rows.Row]) -> None:
        """Adds typed rows, each as wide as it is; all of them or none.

        :raises MisuseError: a row is of another kind.
        :raises DataError: a row is of a CSV version with other columns.
        """
        cells = [_cells_of(row, self.kind) for row in typed_rows]
        if cells:
            call(self._native.extend_exact, _join(cells))

    def __setitem__(self, index: int, row: rows.Row) -> None:
        """Puts a typed row in the place of another. Cells whose text is the same stay as they were read.

        :raises MisuseError: the row is of another kind.
        """
        call(self._native.put, self._index(index), _cells_of(row, self.kind))

    def append(self, values: Optional[Mapping[str, str]] = None) -> Row:
        """Adds a row with its CSV version and constants set, then the fields given by id.

        :raises MisuseError: the layout has no such field; then no row was added.
        """
        return Row(self, int(call(self._native.push, {} if values is None else _values(values))))

    def extend(self, rows: Iterable[Sequence[str]]) -> None:
        """Adds rows of cells in the order of the layout; what a short row lacks is as :meth:`append` has it.

        :raises MisuseError: a row has more cells than the layout has fields; then no row was added.
        """
        call(self._native.extend, _join([_row(row) for row in rows]))

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


class Row:
    """One record of a table, by its index: after a row before it is deleted it is the next one."""

    __slots__ = ("_table", "_index")

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
            raise misuse("no such row")
        return rows[0]

    @cells.setter
    def cells(self, cells: Sequence[str]) -> None:
        """Sets cells from the first column on; cells whose text does not change keep the bytes that were read."""
        call(self._table._native.set_cells, self._index, [text(cell, "a cell") for cell in _row(cells)])

    def as_dict(self) -> Dict[str, str]:
        """The fields by id."""
        known = self._table.fields
        cells = self.cells
        return dict(zip(known, cells + [""] * (len(known) - len(cells))))

    def __repr__(self) -> str:
        return f"<cplink.Row {self._index} of {self._table!r}>"


def _cells_of(row: rows.Row, kind: str) -> List[str]:
    if expect(row, rows.Row, "a row").KIND != kind:
        raise misuse(f"a row of {row.KIND} for a table of {kind}")
    return row.to_cells()


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers


def _values(values: Any) -> Dict[str, str]:
    pairs = expect(values, abc.Mapping, "values").items()
    return {text(field, "a field id"): text(value, "a value") for field, value in pairs}


def _row(row: Any) -> Sequence[str]:
    if isinstance(row, (str, bytes)) or not isinstance(row, abc.Sequence):
        raise TypeError(f"a row must be a sequence of str, not {type(row).__name__}")
    cells: Sequence[str] = row
    return cells


def _join(rows: Sequence[Sequence[str]]) -> Any:
    # One text is passed much faster than its cells; join refuses what is not a str.
    joined = "\x1e".join(["\x1f".join(row) for row in rows])
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

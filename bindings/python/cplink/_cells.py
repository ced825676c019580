"""What the typed rows are made of: the texts of cells, read and written."""

from __future__ import annotations

import datetime
import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import InitVar, dataclass
from decimal import Decimal
from enum import Enum
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from ._call import Source

T = TypeVar("T")
R = TypeVar("R", bound="Row")
RowType = TypeVar("RowType", bound="type[Row]")

NO_DATE = "00000000"
"""Means no date: in 利用者補足情報 that goes with 第6表 and 第7表."""
NO_MONTH = "000000"
"""Means no month: in 利用者補足情報 that goes with the care plan."""
NO_TIME = "9999"
"""Means no time of day."""

# As many texts as a year of a large office has; a hostile file cannot fill the memory.
_MEMO_SIZE = 20_000
_INTEGER_LIMIT = 2**63 - 1
_INTEGER = re.compile(r"-?[0-9]{1,40}", re.ASCII)
_DECIMAL = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{1,18}))?", re.ASCII)


class Month(NamedTuple):
    """A month."""

    year: int
    month: int


class ClockTime(NamedTuple):
    """A time of day; 24:00 is the end of the day."""

    hour: int
    minute: int


class Memo(dict[str, "T | str | None"], Generic[T]):
    """The meaning of each text met so far: the same few are in row after row."""

    def __init__(self, read: Callable[[str], T | str | None]) -> None:
        super().__init__({"": None})
        self._read = read

    def __missing__(self, text: str) -> T | str | None:
        # What has no meaning stays a text, so nothing is lost.
        value = self._read(text)
        if value is None:
            value = text
        if len(self) < _MEMO_SIZE:
            self[text] = value
        return value


def half_width(text: str) -> str | None:
    """The text with full-width letters, digits and hyphens made half-width; None for any other."""
    out = []
    for character in text:
        code = ord(character)
        if 0x21 <= code <= 0x7E:
            out.append(character)
        elif 0xFF01 <= code <= 0xFF5E:
            out.append(chr(code - 0xFEE0))
        elif 0x2010 <= code <= 0x2015 or code in (0x2212, 0x30FC):
            out.append("-")
        else:
            return None
    return "".join(out)


def _digits(text: str, length: int) -> str | None:
    half = half_width(text)
    if half is None or len(half) != length or not half.isdigit():
        return None
    return half


def _date(text: str) -> datetime.date | str | None:
    digits = _digits(text, 8)
    if digits is None or digits == NO_DATE:
        return digits
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _month(text: str) -> Month | str | None:
    digits = _digits(text, 6)
    if digits is None or digits == NO_MONTH:
        return digits
    year, month = int(digits[:4]), int(digits[4:])
    return Month(year, month) if year > 0 and 1 <= month <= 12 else None


def _time(text: str) -> ClockTime | str | None:
    digits = _digits(text, 4)
    if digits is None or digits == NO_TIME:
        return digits
    hour, minute = int(digits[:2]), int(digits[2:])
    exists = (hour < 24 and minute < 60) or (hour, minute) == (24, 0)
    return ClockTime(hour, minute) if exists else None


def _integer(text: str) -> int | None:
    half = half_width(text)
    if half is None or not _INTEGER.fullmatch(half):
        return None
    value = int(half)
    return value if abs(value) <= _INTEGER_LIMIT else None


def _decimal(text: str) -> Decimal | None:
    half = half_width(text)
    match = _DECIMAL.fullmatch(half) if half is not None else None
    if match is None or int(match[2] + (match[3] or "")) > _INTEGER_LIMIT:
        return None
    return Decimal(match[0])


def _flags31(text: str) -> frozenset[int] | None:
    half = half_width(text)
    if half is None or len(half) != 31 or not set(half) <= {"0", "1"}:
        return None
    return frozenset(day for day, flag in enumerate(half, 1) if flag == "1")


def codes(kind: type[Enum]) -> Memo[Any]:
    """The table of a code list."""
    known = {member.value: member for member in kind}
    return Memo(lambda text: known.get(text) or known.get(half_width(text) or ""))


DATE: Memo[datetime.date] = Memo(_date)
MONTH: Memo[Month] = Memo(_month)
TIME: Memo[ClockTime] = Memo(_time)
INTEGER: Memo[int] = Memo(_integer)
DECIMAL: Memo[Decimal] = Memo(_decimal)
FLAGS31: Memo[frozenset[int]] = Memo(_flags31)


class _Text(Memo[str]):
    """Any text is itself: there is nothing to remember."""

    def __missing__(self, text: str) -> str:
        return text


TEXT: Memo[str] = _Text(lambda text: text)


def text_of(value: object) -> str:
    """The canonical text of a value of any field."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return f"{value.year:04}{value.month:02}{value.day:02}"
    if isinstance(value, Month):
        return f"{value.year:04}{value.month:02}"
    if isinstance(value, ClockTime):
        return f"{value.hour:02}{value.minute:02}"
    if isinstance(value, (set, frozenset)):
        return "".join("1" if day in value else "0" for day in range(1, 32))
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    # Never the value itself: it is health data.
    raise TypeError(f"a cell cannot hold a {type(value).__name__}")


class CellError(TypeError):
    """A value that no cell can hold: the field, the value's type, and the row's place if it is one of several."""

    def __init__(self, field: str, type_name: str, index: int | None = None) -> None:
        # Never the value itself: it is health data.
        super().__init__(f"{field}: a cell cannot hold a {type_name}")
        self.field, self.type_name, self.index = field, type_name, index

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.field, self.type_name, self.index)


def _cell_text(field: str, value: object) -> str:
    try:
        return text_of(value)
    except TypeError:
        raise CellError(field, type(value).__name__) from None


class Block:
    """The texts that the rows of a part of a table share, and the number of each cell's text."""

    __slots__ = ("_texts", "_cells", "_width")

    def __init__(self, texts: list[str], cells: array[int], width: int) -> None:
        self._texts, self._cells, self._width = texts, cells, width

    def row(self, index: int) -> tuple[str, ...]:
        """The texts of a row."""
        start = index * self._width
        texts = self._texts
        return tuple([texts[cell] for cell in self._cells[start : start + self._width]])

    def rows(self, kind: type[R]) -> list[R]:
        """The typed rows: a column at a time, each text of a column read once."""
        count = len(self._cells) // self._width
        if count < 2:
            return [kind.from_cells(self.row(index)) for index in range(count)]
        texts: list[Any] = self._texts
        # What an empty cell says in a column of text.
        plain = [None, *texts[1:]]
        columns: list[Any] = []
        # The rows of a table have one layout.
        places = kind._places(texts[self._cells[0]] if self._width else None)
        for field, types in enumerate(kind._TYPES):
            at = field if places is None else places[field]
            if at is None or at >= self._width:
                columns.append(repeat(None))
                continue
            numbers = self._cells[at :: self._width]
            if types is TEXT:
                values = plain
            else:
                values = [None] * len(texts)
                for number in set(numbers):
                    values[number] = types[texts[number]]
            columns.append(itemgetter(*numbers)(values))
        return list(map(kind, *columns, zip(repeat(self), range(count))))


_reader: Callable[[Any, Any], list[Any]] | None = None


def read_rows_with(reader: Callable[[Any, Any], list[Any]]) -> None:
    """Says how :meth:`Row.read` reads a file. The tables say it: they need the rows, so the rows do not need them.

    :param reader: takes a class of rows and a file's bytes or its path.
    """
    global _reader
    _reader = reader


@dataclass
class _Carried:
    _cells: InitVar[Any] = None


def keeps_cells(kind: RowType) -> RowType:
    """Finishes a dataclass of rows: the texts that a row was read from are no field of it, so that
    ``dataclasses.asdict`` hands over its own values only; yet ``dataclasses.replace`` takes them along."""
    # An InitVar from the start would cost a call of __post_init__ for each row.
    getattr(kind, "__dataclass_fields__")["_cells"] = getattr(_Carried, "__dataclass_fields__")["_cells"]
    return kind


class Row:
    """A typed row."""

    __slots__ = ()

    KIND: ClassVar[str]
    """The kind of file."""
    NUMBER: ClassVar[int]
    """The kind's number in C."""
    FIELDS: ClassVar[tuple[str, ...]]
    """The ids of its fields in the current version, in order."""
    _TYPES: ClassVar[tuple[Memo[Any], ...]]
    _PLACES: ClassVar[dict[str, tuple[int | None, ...]]] = {}
    """Older versions in which fields are in other columns: the 0-based column of each, or None."""
    # The texts it was read from, or a block and the row's place in it.
    _cells: tuple[Any, ...] | None

    if TYPE_CHECKING:
        # Every dataclass of rows.py has its own, with the fields in order and `_cells` last.
        def __init__(self, *fields: Any) -> None: ...

    csv_version: str | None

    @classmethod
    def from_cells(cls: type[R], cells: Sequence[str]) -> R:
        """The row of these texts in the order of the layout; every one of them is kept.

        The first of them, the CSV version, shows which version's layout it is.
        """
        raise NotImplementedError

    @classmethod
    def read(cls: type[R], csv: Source) -> list[R]:
        """Reads a CSV file, leniently, into rows of this kind.

        This does not report what is wrong with the file: :meth:`cplink.Table.read` has the findings, and
        :meth:`cplink.Table.typed` the rows.

        :param csv: the file's bytes (CP932) or its path.
        :raises DataError: the file is larger than 256 MiB, or has rows of two CSV versions with different columns.
        :raises FileError: it cannot be read.
        """
        if _reader is None:
            raise RuntimeError("files are read by the package cplink, which is not loaded")
        rows: list[R] = _reader(cls, csv)
        return rows

    def _kept(self) -> tuple[str, ...] | None:
        cells = self._cells
        if cells and isinstance(cells[0], Block):
            return cells[0].row(cells[1])
        return cells

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy of one row does not keep the texts of all the others.
        return type(self), (*(getattr(self, name) for name in self.FIELDS), self._kept())

    @classmethod
    def fields_of(cls, version: str | None) -> tuple[str, ...]:
        """The ids of the fields in the layout of a CSV version, in order."""
        places = cls._places(version)
        if places is None:
            return cls.FIELDS
        return tuple(name for name, place in zip(cls.FIELDS, places) if place is not None)

    @classmethod
    def _places(cls, version: str | None) -> tuple[int | None, ...] | None:
        if not cls._PLACES or version is None:
            return None
        return cls._PLACES.get(half_width(version) or "")

    def to_cells(self) -> list[str]:
        """The texts of the row: as they were read where the value is the same.

        They are in the layout of the row's CSV version.

        :raises ValueError: a field has a value that the layout has no place for.
        :raises TypeError: a field has a value that no cell can hold.
        """
        kept = self._kept()
        places = self._places(self.csv_version)
        before = places if kept is None else self._places(kept[0] if kept else None)
        if places is not None or before is not None:
            return self._moved(kept, before, places)
        if kept is None:
            return [_cell_text(name, getattr(self, name)) for name in self.FIELDS]
        out: list[str] = []
        width = have = len(kept)
        for at, (name, types) in enumerate(zip(self.FIELDS, self._TYPES)):
            value = getattr(self, name)
            old = kept[at] if at < have else ""
            meant = types[old]
            if value is meant or (value == meant and type(value) is type(meant)):
                out.append(old)
            else:
                out.append(_cell_text(name, value))
                width = max(width, at + 1)
        out.extend(kept[len(out) :])
        # A row that was read short stays short unless a missing field was set.
        return out[:width]

    def _moved(
        self, kept: tuple[str, ...] | None, before: tuple[int | None, ...] | None, places: tuple[int | None, ...] | None
    ) -> list[str]:
        """The texts in an older version's layout, or in another one than they were read in."""
        out: list[str] = []
        have = () if kept is None else kept
        width = len(have) if before == places and kept is not None else len(self.FIELDS)
        for at, (name, types) in enumerate(zip(self.FIELDS, self._TYPES)):
            value = getattr(self, name)
            came = at if before is None else before[at]
            old = have[came] if came is not None and came < len(have) else ""
            meant = types[old]
            same = kept is not None and (value is meant or (value == meant and type(value) is type(meant)))
            written = old if same else _cell_text(name, value)
            if places is None or places[at] is not None:
                out.append(written)
                if not same:
                    width = max(width, len(out))
            elif written:
                raise ValueError(f"{name} has no place in version {self.csv_version}")
        return out[:width] + list(self.surplus)

    def as_dict(self) -> dict[str, Any]:
        """The values of the fields by id."""
        return {name: getattr(self, name) for name in self.FIELDS}

    @classmethod
    def to_columns(cls, rows: Iterable[Row]) -> dict[str, list[Any]]:
        """The values of rows of this kind by field, as ``pandas.DataFrame`` takes them.

        :meth:`cplink.Table.to_columns` has the texts, as ``polars.DataFrame`` takes them.
        """
        all_rows = list(rows)
        for index, row in enumerate(all_rows):
            if not isinstance(row, cls):
                raise TypeError(f"rows[{index}] must be {cls.__name__}, not {type(row).__name__}")
        return {name: list(map(attrgetter(name), all_rows)) for name in cls.FIELDS}

    def differing(self, other: Row) -> tuple[str, ...]:
        """The ids of the fields whose values differ from those of another row of the kind."""
        if type(other) is not type(self):
            raise TypeError(f"other must be {type(self).__name__}, not {type(other).__name__}")
        return tuple(name for name in self.FIELDS if getattr(self, name) != getattr(other, name))

    def cell(self, name: str) -> str:
        """The text of a field as it will be written; empty where its version does not have the field."""
        at = self.FIELDS.index(name)
        places = self._places(self.csv_version)
        place = at if places is None else places[at]
        cells = self.to_cells()
        return cells[place] if place is not None and place < len(cells) else ""

    @property
    def surplus(self) -> tuple[str, ...]:
        """The columns after the last one of the layout."""
        kept = self._kept() or ()
        return kept[len(self.fields_of(kept[0] if kept else None)) :]

    def __repr__(self) -> str:
        # Never the values: they are health data.
        return f"<{type(self).__name__}>"

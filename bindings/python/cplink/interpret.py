"""What was received, read as the standard means it: the rules that are often misread."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Dict, Iterable, List, Optional, Tuple

from . import _native
from ._call import call, expect, text
from .table import Table

__all__ = [
    "Difference",
    "ImportAction",
    "ImportStep",
    "compare",
    "fill_down",
    "import_steps",
    "monthly_once",
    "own_rows",
    "remaining_rows",
    "same_meaning",
]


@dataclass(frozen=True)
class Difference:
    """How a row differs between two tables; rows count from 0."""

    old: Optional[int]
    """The row of the old table; ``None`` where only the new one has it."""
    new: Optional[int]
    """The row of the new table; ``None`` where only the old one has it."""
    fields: Tuple[str, ...]
    """The ids of the fields that differ, where both have the row."""

    @classmethod
    def _of(cls, native: Any) -> Difference:
        return cls(native.old, native.new, tuple(native.fields))


def _native_of(table: Table) -> Any:
    return expect(table, Table, "table")._native


def own_rows(table: Table, office: str, service_type: Optional[str] = None) -> List[int]:
    """The rows of an office: a slip holds the rows of every provider of the user, whoever it is sent to.

    :param service_type: only the rows of this service type.
    :raises MisuseError: the kind's records name no provider.
    """
    return list(call(_native_of(table).own_rows, text(office, "office"), service_type))


def monthly_once(table: Table, codes: Iterable[str]) -> List[int]:
    """The rows of 第6表 that count: a monthly add-on may be on many days, and only the first row counts.

    :param codes: the codes that are monthly, from your benefit code table; ``?`` is any one character.
    :raises MisuseError: the table is of another kind.
    """
    return list(call(_native_of(table).monthly_once, [text(code, "a code") for code in codes]))


def fill_down(table: Table) -> Table:
    """第2表 or the annex of the prevention plan with every blank that means "as above" written out.

    :raises MisuseError: the table is of another kind.
    """
    return Table._of(call(_native_of(table).fill_down), table.findings, table.version)


def compare(old: Table, new: Table) -> List[Difference]:
    """What a newer table changed, compared by meaning, whatever their CSV versions.

    :raises MisuseError: the tables are of two kinds.
    """
    return [Difference._of(each) for each in call(_native_of(old).compare, _native_of(new))]


def same_meaning(kind: str, field: str, one: str, other: str) -> bool:
    """Whether two texts of a field mean the same: ``0`` and nothing, ``0163`` and ``163``, ``N`` and nothing …

    :raises MisuseError: there is no such kind or field.
    """
    texts = (text(kind, "kind"), text(field, "field"), text(one, "a text"), text(other, "a text"))
    return bool(call(_native.same_meaning, *texts))


class ImportAction(Enum):
    """What a step of an import does."""

    INSERT = "insert"
    """Rows of the table are inserted."""
    WITHDRAW = "withdraw"
    """Rows are removed, because the table is a withdrawal that names them."""
    REPLACE = "replace"
    """Rows are removed, because the table replaces them."""


@dataclass(frozen=True)
class ImportStep:
    """A step of an import."""

    action: ImportAction
    table: int
    """The place of the table in what was received."""
    kinds: Tuple[str, ...]
    """The kinds of rows that are inserted or removed, the base first."""
    keys: Dict[str, str] = field(repr=False)
    """Fields and values: rows that have all of them are removed. A ``service_code`` need only begin with its
    value."""

    @classmethod
    def _of(cls, native: Any) -> ImportStep:
        keys = {key.field: key.value for key in native.keys}
        return cls(ImportAction[native.action.name], native.table, tuple(native.kinds), keys)


def _received(received: Iterable[Tuple[str, Table]]) -> List[Any]:
    return [_native.ReceivedTable(serial=text(serial, "serial"), table=_native_of(table)) for serial, table in received]


def remaining_rows(received: Iterable[Tuple[str, Table]]) -> List[Tuple[int, int]]:
    """The rows that remain when all units have been imported by their serials.

    A newer slip, plan or result replaces the older one, and a withdrawal takes its cascade with it.

    :param received: serial and table of each file, in any order.
    :return: the place of the table in ``received`` and the row from 0, in the order of the import.
    :raises DataError: a serial is not 14 digits.
    """
    return [(each.table, each.row) for each in call(_native.remaining_rows, _received(received))]


def import_steps(received: Iterable[Tuple[str, Table]]) -> List[ImportStep]:
    """The steps that import units into what you have: by serial, in a unit the base file first, before a base
    row the rows that it replaces, with every withdrawal the rows that depend on it.

    :param received: serial and table of each file, in any order.
    :raises DataError: a serial is not 14 digits.
    """
    return [ImportStep._of(each) for each in call(_native.import_steps, _received(received))]

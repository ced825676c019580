"""Units to import: what to remove, what to insert, and what remains."""

from __future__ import annotations

from typing import Any, List, Tuple

from . import _native
from ._call import call, expect, text
from ._owned import Uncopied
from .table import Table
from .values import ImportStep


class Import(Uncopied):
    """Units to import, in any order: the serials say which one is newer.

    取り込む送信単位。新しさはファイル連番で判断するため、加える順序は問わない。
    """

    _INSTEAD = "add the same tables to another one"

    def __init__(self) -> None:
        """An import without tables."""
        self._native: Any = call(_native.Import)

    def add(self, serial: str, table: Table) -> None:
        """Adds a copy of a table of the unit with this serial.

        このファイル連番の送信単位の表を追加します（コピーされます）。

        :raises DataError: the serial is not 14 digits.
        """
        call(self._native.add, text(serial, "serial"), expect(table, Table, "table")._native)

    def remaining_rows(self) -> List[Tuple[int, int]]:
        """The rows that remain when all units have been imported: a newer slip, plan or result replaces the older one,
        and a withdrawal takes its cascade with it.

        すべて取り込んだ後に残る行。取込の順。

        :return: the place of the table in the order of :meth:`add` and the row, both from 0, in the order of import.
        """
        return [(each.table, each.row) for each in call(self._native.remaining_rows)]

    def steps(self) -> Tuple[ImportStep, ...]:
        """The steps that import the units into your data: by serial, in a unit the base file first, before a base
        row the rows that it replaces, with every withdrawal the rows that depend on it.

        取込手順。ファイル連番の順で、置き換えや取下げで消える行も含む。
        """
        return tuple(map(ImportStep._of, call(self._native.steps)))

"""One row of a table."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence

from ._blocks import row_of, split, values_of
from ._call import call, misuse, text
from ._owned import Uncopied


class Row(Uncopied):
    """One record of a table, by its index: after a row before it is deleted it is the next one.

    表の1行。位置で示すため、前の行を削除すると次の行を指す。
    """

    __slots__ = ("_table", "_index")
    _INSTEAD = "it is a place in its table; take as_dict() or cells, or the table"

    def __init__(self, table: Any, index: int) -> None:
        self._table, self._index = table, index

    def __getitem__(self, field: str) -> str:
        """The text of a field by id; empty where the row has no such column.

        IDで指定した項目の文字列。行にその列がなければ空。

        :raises MisuseError: the layout has no such field.
        :raises DataError: the bytes are no text, see :meth:`raw`.
        """
        return str(call(self._table._native.get, self._index, text(field, "field")))

    def __setitem__(self, field: str, value: str) -> None:
        """Sets a field by id; the other cells stay as they were read.

        IDで指定した項目を設定する。ほかの項目は読み取ったまま残る。

        :raises MisuseError: the layout has no such field.
        """
        self.update({field: value})

    def raw(self, field: str) -> bytes:
        """The bytes of a field as they were read.

        項目の、読み取ったままのバイト列。
        """
        return bytes(call(self._table._native.raw, self._index, text(field, "field")))

    def update(self, values: Mapping[str, str]) -> None:
        """Sets several fields by id, all of them or none.

        IDで指定した複数の項目を、すべて設定するか、1つも設定しない。

        :raises MisuseError: the layout has no such field.
        """
        call(self._table._native.update, self._index, values_of(values))

    def json(self) -> str:
        """The row as JSON, as :meth:`Table.json` writes it.

        行のJSON。
        """
        return bytes(call(self._table._native.row_json, self._index)).decode()

    def __len__(self) -> int:
        """How many items the row has; it may be more or fewer than the layout has.

        行の項目数。レイアウトより多いことも少ないこともある。
        """
        return len(self.cells)

    @property
    def cells(self) -> List[str]:
        """All cells in the order of the layout, as :meth:`Table.cells` yields them.

        すべてのセル（レイアウト順）。
        """
        rows = split(call(self._table._native.cells, self._index, 1))
        if not rows:
            raise misuse("there is no such row", "その行はありません。")
        return rows[0]

    @cells.setter
    def cells(self, cells: Sequence[str]) -> None:
        """Sets cells from the first column on; cells whose text does not change keep the bytes that were read."""
        texts = [text(cell, f"cells[{column}]") for column, cell in enumerate(row_of(cells, "cells"))]
        call(self._table._native.set_cells, self._index, texts)

    def as_dict(self) -> Dict[str, str]:
        """The fields by id.

        IDと文字列の対応。
        """
        known = self._table.fields
        cells = self.cells
        return dict(zip(known, cells + [""] * (len(known) - len(cells))))

    def __repr__(self) -> str:
        return f"<cplink.Row {self._index} of {self._table!r}>"

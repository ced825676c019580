"""Units to import: what to remove, what to insert, and what remains."""

from __future__ import annotations

from typing import Any, Iterable, List, Optional, Tuple

from . import _native
from ._call import Path, Source, call, expect, text, texts
from ._forms import Forms, printed
from ._owned import Uncopied
from .table import Table
from .unit import Unit
from .values import ImportStep, Printed, ResultsComparison


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

    def add_unit(self, unit: Unit) -> None:
        """Adds a unit under its serial: the table of each CSV file, as :meth:`add` does, in the order of the files, and
        for the forms its attachments and findings. All of it is added, or nothing.

        送信単位を、そのファイル連番で加える。各CSVファイルの表をファイルの順に加え、帳票のために添付ファイルと指摘も加える。
        エラーのときは何も加えない。

        :raises DataError: a CSV file's name does not show its kind, or it is no CSV.
        """
        call(self._native.add_unit, expect(unit, Unit, "unit")._native)

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

    def compare_results(self, monthly: Iterable[str] = ()) -> ResultsComparison:
        """What of the plans that remain was done by the results that remain: by user, service and day.

        取り込んだ後に残る予定と実績を比べる。実施・未実施・予定外を、利用者・サービス・日ごとに示す。

        :param monthly: the codes that count once a month, from your benefit code table; ``?`` is any one character.
        :raises DataError: there is no plan or no result, they have no month in common, or a unit has two tables of a
            kind.
        """
        return ResultsComparison._of(call(self._native.compare_results, texts(monthly, "monthly")))

    def to_html(self, forms: Forms = (), names: Optional[Source] = None) -> Printed:
        """The forms of the rows that remain as HTML: pages of A4 to look at and to print.

        取り込んだ後に残る行の帳票をHTMLで作成する（A4のページ。表示と印刷に使う）。

        :param forms: the forms that are wanted, all if there are none.
        :param names: the table of service names, which are not in the files: CSV in UTF-8 or CP932 with service code,
            name, first month and last month (``YYYYMM``, either may be empty). Its bytes or its path.
        :raises DataError: a row of ``names`` cannot be read, or no form has a row.
        """
        return printed(self._native, None, forms, names)

    def save_html(self, path: Path, forms: Forms = (), names: Optional[Source] = None) -> Printed:
        """The same as :meth:`to_html`, written page by page into a new file.

        :meth:`to_html` と同じ内容を、新しいファイルに1ページずつ書き出す。

        :raises FileError: a file is there already, or it cannot be written.
        """
        return printed(self._native, path, forms, names)

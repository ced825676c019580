"""Tables and rows: the records of one CSV file."""

from __future__ import annotations

from array import array
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union, overload

from . import _native, layout, rows
from ._blocks import block_of, blocks, cells_of, join, numbers, row_of, rows_of, split, values_of
from ._call import Source, call, data, expect, fault, misuse, optional_text, several, source, text, texts, wrong_type
from ._cells import Block, half_width, read_rows_with
from .codes import Code
from .errors import DataError
from .findings import Findings, findings_of
from .row import Row
from .values import Difference, Remark, ResultsComparison

R = TypeVar("R", bound=rows.Row)

_BLOCK = 2048
# So many typed rows share their texts, which live until the last of them goes.
_TYPED_BLOCK = 16384

class Table:
    """The records of one file of a kind.

    A row keeps every column it was read from, also those that the layout does not know; a row that
    is not changed can be written with the bytes it was read from. Any thread may read a table; each
    call is one short operation.

    1つのファイルの行の表。行には、レイアウトにない列も含めて読み取った列がすべて残る。変更しない行は、
    読み取ったバイト列のまま書き出せる。どのスレッドからでも読める。
    """

    def __init__(self, kind: str, version: Optional[str] = None) -> None:
        """An empty table.

        空の表。

        :param kind: the kind's name, such as ``UPPLAN``.
        :param version: the CSV version; the current one if left out.
        :raises MisuseError: there is no such kind.
        :raises DataError: the version is not known or does not have the kind.
        """
        self._native: Any = call(_native.Table, text(kind, "kind"), optional_text(version, "version"))
        self._findings = Findings()

    @classmethod
    def read(cls, kind: str, csv: Source) -> Table:
        """Reads a CSV file, leniently: every row is kept, every irregularity is one of :attr:`findings`.
        A file that is no CSV (a workbook, text with tabs, UTF-16) has no row and one finding that says so.

        CSVファイルを寛容に読み取る。行は捨てず、不備は :attr:`findings` に指摘として報告する。
        CSVでないファイルには、その旨の指摘が1つある。

        :param csv: the file's bytes (CP932) or its path.
        :raises DataError: the file is larger than 256 MiB.
        :raises FileError: it cannot be read.
        """
        read = call(_native.read_table, text(kind, "kind"), source(csv, "csv"))
        return cls._of(read.table, findings_of(read.findings))

    @classmethod
    def _of(cls, native: Any, findings: Findings) -> Table:
        table = cls.__new__(cls)
        table._native, table._findings = native, findings
        return table

    @property
    def kind(self) -> str:
        """The kind's name.

        ファイル種別。
        """
        return str(call(self._native.kind))

    @property
    def fields(self) -> Tuple[str, ...]:
        """The field ids in the order of the layout that the rows follow.

        項目のID（行のレイアウトの順）。
        """
        return layout.fields(self.kind, self.version)

    @property
    def version(self) -> str:
        """The CSV version whose layout the rows follow: that of the first row, or the current one if that version is
        not known.

        行のレイアウトのCSVバージョン。
        """
        return str(call(self._native.version))

    @property
    def findings(self) -> Findings:
        """The findings about the file when it was read.

        読み取ったときの、ファイルについての指摘。
        """
        return self._findings

    def __len__(self) -> int:
        return int(call(self._native.count))

    def __eq__(self, other: object) -> bool:
        """Whether the rows mean the same: as :meth:`compare` has it, whatever their CSV versions,
        and whenever they were made. For the same bytes compare what :meth:`write` returns."""
        if not isinstance(other, Table):
            return NotImplemented
        return self is other or (self.kind == other.kind and not call(self._native.compare, other._native))

    # It can be changed.
    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Table:
        return self._of(call(self._native.duplicate), self._findings)

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
        return _of_pickle, (self.kind, form, data, self._findings)

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

        すべての行を、レイアウト順のセルの並びとして得る。速く読むための方法。
        """
        first = 0
        while True:
            block = call(self._native.cells, first, _BLOCK)
            rows = split(block)
            yield from rows
            if len(rows) < _BLOCK:
                return
            first += _BLOCK

    def to_columns(self) -> Dict[str, List[str]]:
        """The texts by field, as ``pandas.DataFrame`` and ``polars.DataFrame`` take them.

        Columns behind the layout are left out; :meth:`cells` has them.

        項目ごとの文字列。``pandas.DataFrame`` と ``polars.DataFrame`` にそのまま渡せる。
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

        すべての行を型付きの行（:mod:`cplink.rows`）として得る。

        :param kind: the dataclass, such as ``rows.Upplan``; without it that of the table's kind.
        :raises MisuseError: the table is of another kind.
        :raises DataError: the CSV version of a row has other columns.
        """
        if kind is None:
            kind = rows.KINDS[self.kind]
        else:
            _dataclass(kind)
        made: List[Any] = []
        while True:
            block = call(self._native.texts, kind.KIND, len(made), _TYPED_BLOCK)
            starts = numbers(block.starts)
            count = len(starts) - 1
            [texts] = split(block.texts)
            cells = numbers(block.cells)
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

        型付きの行から作る表。

        :param kind: the dataclass; needed if there may be no row.
        :raises MisuseError: rows of different kinds, or none and no ``kind``.
        """
        table: Optional[Table] = None
        if kind is not None:
            _dataclass(kind)
        # Nobody else has the table yet, so it may grow block by block.
        for first, block in blocks(typed_rows):
            if kind is None:
                kind = type(expect(block[0], rows.Row, "rows[0]"))
            if table is None:
                table = cls._for_first(kind, block[0])
            table._add(first, block_of(kind, first, block))
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
        if version in layout.versions():
            try:
                return cls(kind.KIND, version)
            except DataError:
                # The version does not have the kind: the row itself is told.
                pass
        return cls(kind.KIND)

    def extend_typed(self, typed_rows: Iterable[rows.Row]) -> None:
        """Adds typed rows, each as wide as it is; all of them or none.

        型付きの行を、すべて加えるか、1つも加えない。

        :raises MisuseError: a row is of another kind.
        :raises DataError: a row is of a CSV version with other columns.
        """
        kind = rows.KINDS[self.kind]
        made = [block_of(kind, first, block) for first, block in blocks(typed_rows)]
        if any(isinstance(block, _native.Block) for block in made):
            self._add(0, join(rows_of(made)))
        elif made:
            call(self._native.extend_columns, 0, made)

    def _add(self, first: int, block: Any) -> None:
        if isinstance(block, _native.Block):
            call(self._native.extend_exact, first, block)
        else:
            call(self._native.extend_columns, first, [block])

    def __setitem__(self, index: int, row: rows.Row) -> None:
        """Puts a typed row in the place of another. Cells whose text is the same stay as they were read.

        行を型付きの行に置き換える。文字列が変わらないセルは、読み取ったまま残る。

        :raises MisuseError: the row is of another kind.
        """
        place = self._index(index)
        call(self._native.put, place, cells_of(row, rows.KINDS[self.kind], place))

    def append(self, values: Optional[Mapping[str, str]] = None) -> Row:
        """Adds a row with its CSV version and constants set, then the fields given by id.

        CSVバージョンと固定値を設定した行を加え、続けてIDで指定した項目を設定する。

        :raises MisuseError: the layout has no such field; then no row was added.
        """
        return Row(self, int(call(self._native.push, {} if values is None else values_of(values))))

    def extend(self, rows: Iterable[Sequence[str]]) -> None:
        """Adds rows of cells in the order of the layout; what a short row lacks is as :meth:`append` has it.

        レイアウト順のセルの行を加える。足りない項目は :meth:`append` と同じ。

        :raises MisuseError: a row has more cells than the layout has fields; then no row was added.
        """
        call(self._native.extend, join([row_of(row, f"rows[{index}]") for index, row in enumerate(several(rows, "rows"))]))

    def write(self, *, as_read: bool = False) -> Tuple[bytes, Findings]:
        """The file's bytes in the standard's form, and the findings (substituted characters).

        標準仕様の形式のバイト列と、指摘（置換文字）。``as_read`` を指定すると、
        変更していない行は読み取ったバイト列のまま残る。

        :param as_read: rows that were read and not changed keep their bytes; a table that is unchanged is its
            whole file, byte for byte.
        :raises DataError: a character cannot be written: CP932 does not have it, or it is a control character; the
            findings name each.
        """
        written = call(self._native.write, expect(as_read, bool, "as_read"))
        return written.data, findings_of(written.findings)

    def json(self) -> str:
        """All rows as JSON: an array of objects, item id to text; columns beyond the layout in ``surplus``, bytes
        that are not valid text as hexadecimal digits. ``spec-fixtures/rows.schema.json`` has the form.

        すべての行のJSON。
        """
        return bytes(call(self._native.json)).decode()

    def add_json(self, json: Union[str, bytes, bytearray, memoryview]) -> None:
        """Adds the rows of a JSON text: an object or an array of objects as :meth:`json` writes them. Items that are left
        out are empty or have their fixed value. If one is wrong, no row is added.

        JSONの行を加える。1つでも誤りがあれば、どの行も加えない。

        :raises DataError: it is not of the form; the error names the row.
        """
        call(self._native.add_json, _text_of(json))

    def to_json(self) -> str:
        """The table as JSON with its kind, CSV version and encoding; nothing is lost.
        ``spec-fixtures/rows.schema.json`` has the form.

        ファイル種別、CSVバージョン、文字コードを含む表のJSON。失われる情報はない。
        """
        return bytes(call(self._native.to_json)).decode()

    @classmethod
    def from_json(cls, json: Union[str, bytes, bytearray, memoryview]) -> Table:
        """The table of a JSON text as :meth:`to_json` gives it, or of its bytes (UTF-8).

        JSONから作る表。

        :raises DataError: it is not of the form; the error names the row.
        :raises DataError: the version does not have the kind, or there are too many cells.
        """
        return cls._of(call(_native.Table.from_json, _text_of(json)), Findings())

    def translate(self, version: str) -> Tuple[Table, Tuple[Remark, ...]]:
        """The rows as rows of another CSV version, and what became of their items; the table itself stays.

        The remarks report what was filled, dropped or shortened, and why; no value is ever cut.

        表の行を、項目ごとに別のCSVバージョンの行へ変換する。元の表は変わらない。補完、削除、短縮したことと理由は
        変換の注記に示し、値を途中で切ることはない。

        :raises DataError: the version is not known or does not have the kind.
        """
        translated = call(self._native.translate, text(version, "version"))
        return self._of(translated.table, Findings()), tuple(map(Remark._of, translated.remarks))

    def own_rows(self, office: str, service_type: Optional[str] = None) -> List[int]:
        """The rows of an office, from 0: 第6表 and 第7表 hold the rows of every provider of the user, whoever the file is
        sent to.

        その事業所の行（0から）。

        :param service_type: only the rows of this service type.
        :raises MisuseError: the kind's records name no provider.
        """
        given = optional_text(service_type, "service_type")
        return list(call(self._native.own_rows, text(office, "office"), given))

    def monthly_once(self, codes: Iterable[str]) -> List[int]:
        """The rows of 第6表 that count, from 0: a monthly add-on may be on many days, and only the first row counts.

        第6表のうち算定する行（0から）。月1回の加算は最初の行だけを算定する。

        :param codes: the codes that are monthly, from your benefit code table; ``?`` is any one character.
        :raises MisuseError: the table is of another kind.
        """
        return list(call(self._native.monthly_once, texts(codes, "codes")))

    def fill_down(self) -> Table:
        """第2表 or the annex of the prevention plan with every blank that means "as above" written out, as a new table.

        「上と同じ」を表す空欄を埋めた新しい表。

        :raises MisuseError: the table is of another kind.
        """
        return self._of(call(self._native.fill_down), self._findings)

    def compare(self, new_table: Table) -> Tuple[Difference, ...]:
        """What a newer table changed, compared by meaning, whatever their CSV versions.

        新しい表との違い。CSVバージョンにかかわらず意味で比較する。

        :raises MisuseError: the tables are of two kinds.
        """
        newer = expect(new_table, Table, "new_table")._native
        return tuple(map(Difference._of, call(self._native.compare, newer)))

    def compare_results(self, results: Table, monthly: Iterable[str] = ()) -> ResultsComparison:
        """What of this plan (``UPPLAN``) was done by its results (``UPJSK``), all rows of both. Of several units, of
        which newer ones replace older ones, see :meth:`Import.compare_results`.

        この予定の表を実績の表と比べる。送り直しや訂正を含む複数の送信単位は :meth:`Import.compare_results` で比べる。

        :param monthly: the codes that count once a month, from your benefit code table; ``?`` is any one character.
        :raises DataError: the tables are the other way round, are empty, or have no month in common.
        """
        done = expect(results, Table, "results")._native
        return ResultsComparison._of(call(self._native.compare_results, done, texts(monthly, "monthly")))

    def __repr__(self) -> str:
        # Never the rows: they are health data.
        return f"<cplink.Table {self.kind}, {len(self)} rows>"


def _of_pickle(kind: str, form: str, data: bytes, findings: Findings) -> Table:
    native = Table.read(kind, data)._native if form == "csv" else call(_native.Table.from_json, data.decode())
    return Table._of(native, findings)


def _text_of(json: Union[str, bytes, bytearray, memoryview]) -> str:
    if isinstance(json, str):
        return text(json, "json")
    try:
        return data(json, "json").decode()
    except UnicodeDecodeError:
        raise fault(Code.NOT_UTF8, "json", "引数 json がUTF-8ではありません。") from None


def _dataclass(kind: Any) -> None:
    if not (isinstance(kind, type) and issubclass(kind, rows.Row)):
        raise wrong_type("kind must be a dataclass of cplink.rows", "引数 kind は cplink.rows のクラスで指定してください。")


def _read_rows(kind: Type[R], csv: Source) -> List[R]:
    return Table.read(kind.KIND, csv).typed(kind)


read_rows_with(_read_rows)

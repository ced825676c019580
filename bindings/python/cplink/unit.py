"""Units: what one message carries."""

from __future__ import annotations

import datetime
import os
from typing import Any, Iterable, Mapping, Optional, Tuple, Union

from . import _native, serial as serials
from ._call import Path, Source, call, data, expect, misuse, path, source, text, wrong_type
from ._forms import Forms, printed
from ._owned import Uncopied
from .findings import Findings, findings_of
from .progress import Cancel, ProgressCallable, run
from .reports import UnitReport
from .table import Table
from .values import Printed, UnitCsv


class Unit(Uncopied):
    """A sending unit: the CSV files under one serial, and the attachments that travel with them.

    Two units of the same parties, serial, texts and bytes are one message: sending again gives the
    same id and the same receipt. One thread at a time; it is busy while it is sent.

    送信単位。1つのメッセージで送る内容。事業所、ファイル連番、件名、ファイルが同じなら、
    同じメッセージになる。使えるのは一度に1つのスレッドで、送信中は使えない。
    """

    _INSTEAD = "make it again from its files, or take to_json and add_json to another unit"

    def __init__(
        self,
        from_office: str,
        from_service_type: str,
        to_office: str,
        to_service_type: str,
        serial: Union[str, datetime.datetime, None] = None,
    ) -> None:
        """An empty unit between two offices.

        2つの事業所の間の、空の送信単位。

        :param from_office: the sending office's number (事業所番号), 10 characters.
        :param from_service_type: its service type code (サービス種類コード), 2 characters.
        :param to_office: the receiving office's number.
        :param to_service_type: its service type code.
        :param serial: 14 digits ``YYYYMMDDHHMMSS`` in Japanese time, or a moment; if left out, a new one
            from the clock, which no other unit of this process has.
            Keep it with your data: with it, sending again is the same message.
        :raises DataError: a number is not of its form.
        """
        given = {
            "from_office": from_office,
            "from_service_type": from_service_type,
            "to_office": to_office,
            "to_service_type": to_service_type,
        }
        offices = [text(value, name) for name, value in given.items()]
        self._native: Any = call(_native.Unit, *offices, serial_of(serial))

    @classmethod
    def from_files(cls, paths: Union[Mapping[str, Source], Iterable[Path]]) -> Unit:
        """A unit of named files; sender, receiver and serial are those of the first CSV file's name.

        ディスク上のCSVファイルと添付ファイルの送信単位。事業所とファイル連番は、
        最初のCSVファイルの名前による。

        :param paths: paths, or names with their bytes or paths.
        :raises DataError: no CSV file has a name of the standard's form.
        :raises FileError: a file cannot be read.
        """
        if isinstance(paths, (str, bytes, os.PathLike)) or not isinstance(paths, Iterable):
            raise wrong_type(
                "paths must be several paths, or a mapping of names",
                "引数 paths は、パスの並び、または名前との対応で指定してください。",
            )
        named: Iterable[Tuple[str, Source]]
        if isinstance(paths, Mapping):
            named = paths.items()
        else:
            places = [(path(each, f"paths[{at}]"), each) for at, each in enumerate(paths)]
            # A path that ends with a separator has no name, and an error must name something.
            named = [(os.path.basename(place) or place, each) for place, each in places]
        sources = [_native.NamedSource(name=text(name, "a name"), source=source(each, name)) for name, each in named]
        return cls._of(call(_native.Unit.from_files, sources))

    @classmethod
    def _of(cls, native: Any) -> Unit:
        unit = cls.__new__(cls)
        unit._native = native
        return unit

    @property
    def from_office(self) -> str:
        """The sending office's number.

        送信元の事業所番号。
        """
        return str(self._head().from_office)

    @property
    def from_service_type(self) -> str:
        """The sender's service type.

        送信元のサービス種類コード。
        """
        return str(self._head().from_service_type)

    @property
    def to_office(self) -> str:
        """The receiving office's number.

        送信先の事業所番号。
        """
        return str(self._head().to_office)

    @property
    def to_service_type(self) -> str:
        """The receiver's service type.

        送信先のサービス種類コード。
        """
        return str(self._head().to_service_type)

    @property
    def serial(self) -> str:
        """The serial (ファイル連番), 14 digits.

        ファイル連番（14桁）。
        """
        return str(self._head().serial)

    @property
    def subject(self) -> str:
        """The subject line. The relay can read it: do not put names of users into it.

        件名。中継サービスから読めるため、利用者の氏名を書かないこと。
        """
        return str(self._head().subject)

    @subject.setter
    def subject(self, subject: str) -> None:
        call(self._native.set_subject, text(subject, "subject"))

    @property
    def supersedes(self) -> Optional[str]:
        """The id of the message that this one replaces.

        このメッセージが置き換えるメッセージのID。
        """
        replaced: Optional[str] = self._head().supersedes
        return replaced

    @supersedes.setter
    def supersedes(self, message_id: str) -> None:
        call(self._native.set_supersedes, text(message_id, "message_id"))

    @property
    def names(self) -> Tuple[str, ...]:
        """The names of the CSV files, then of the attachments.

        ファイル名（CSVファイル、添付ファイルの順）。
        """
        return tuple(self._head().names)

    @property
    def csv(self) -> Tuple[UnitCsv, ...]:
        """The CSV files with their bytes as they will travel.

        CSVファイル（送信されるとおりのバイト列）。
        """
        return tuple(map(UnitCsv._of, call(self._native.csv)))

    def add_csv(self, name: str, csv: Source) -> None:
        """Adds a CSV file as it is.

        CSVファイルをそのまま加える。
        """
        call(self._native.add_csv, text(name, "name"), source(csv, "csv"))

    def add_table(self, table: Table) -> Findings:
        """Writes a table in the standard's form and adds it under its standard name.

        表を標準仕様の形式で書き出し、標準のファイル名で加える。

        :returns: the substituted characters.
        :raises DataError: a character cannot be written in CP932; the findings name each.
        :raises DataError: the name needs a month and the first row has none.
        """
        expect(table, Table, "table")
        return findings_of(call(self._native.add_table, table._native))

    def add_attachment(self, name: str, content: Source) -> None:
        """Adds a PDF or JPEG under the name that it travels under.

        PDFまたはJPEGを加える。

        :param content: its bytes, or its path as for :meth:`add_attachment_file`.
        """
        call(self._native.add_attachment, text(name, "name"), source(content, "content"))

    def add_attachment_file(self, name: str, path: Path) -> None:
        """Adds a PDF or JPEG on disk; it is read when it is sent and never held in memory as a whole.

        ディスク上のPDFまたはJPEGを加える。送信時に読み取り、全体をメモリーに置くことはない。
        """
        expect(path, (str, os.PathLike), "path")
        call(self._native.add_attachment, text(name, "name"), source(path, "path"))

    def add_image(self, branch: int, content: Source) -> str:
        """Adds a family image under its standard name, which item 62 of 利用者基本情報 must repeat.

        家族構成の画像（JPEG）を、標準のファイル名で加え、その名前を返す。利用者基本情報の項番62に同じ名前を入れること。

        :param branch: 0 to 9999.
        :param content: its bytes or its path.
        :returns: the name.
        """
        if not 0 <= expect(branch, int, "branch") <= 9999:
            raise misuse("branch must be between 0 and 9999", "引数 branch は0から9999までの数で指定してください。")
        return str(call(self._native.add_image, branch, source(content, "content")))

    def to_json(self) -> str:
        """The rows of every CSV file, and every attachment's name, media type, size and SHA-256, as JSON.

        送信単位のJSON。各CSVファイルの名前と行、各添付ファイルの名前、メディアタイプ、サイズ、SHA-256。

        :raises DataError: a CSV file's name does not show its kind.
        :raises FileError: an attachment cannot be read.
        """
        return bytes(call(self._native.to_json)).decode()

    def add_json(self, json: Union[str, bytes], folder: Optional[Path] = None) -> Findings:
        """Adds the files of a unit's JSON: all of them or none.

        JSONのファイルを、すべて加えるか、1つも加えない。JSONに添付ファイルの内容はなく、
        ``folder`` にある同名のファイルを使う。

        :param folder: where the attachments lie, whose bytes JSON does not hold: each is the file of its name,
            compared with size and SHA-256 now and read when it is sent.
        :returns: the substituted characters.
        :raises DataError: it is not of the form, or an attachment has other bytes.
        :raises DataError: a character cannot be written in CP932, or a name is not allowed.
        :raises FileError: an attachment cannot be read.
        """
        given = data(json, "json") if isinstance(json, bytes) else call(text(json, "json").encode)
        return findings_of(call(self._native.add_json, given, None if folder is None else path(folder, "folder")))

    def to_html(self, forms: Forms = (), names: Optional[Source] = None) -> Printed:
        """The forms of the unit as HTML: pages of A4 to look at and to print.

        送信単位の帳票をHTMLで作成する（A4のページ。表示と印刷に使う）。

        :param forms: the forms that are wanted, all if there are none.
        :param names: the table of service names, which are not in the files: CSV in UTF-8 or CP932 with service code,
            name, first month and last month (``YYYYMM``, either may be empty). Its bytes or its path.
        :raises DataError: a row of ``names`` cannot be read, or no form has a row.
        :raises DataError: a CSV file's name does not show its kind.
        """
        return printed(self._native, None, forms, names)

    def save_html(self, path: Path, forms: Forms = (), names: Optional[Source] = None) -> Printed:
        """The same as :meth:`to_html`, written page by page into a new file.

        :meth:`to_html` と同じ内容を、新しいファイルに1ページずつ書き出す。

        :raises FileError: a file is there already, or it cannot be written.
        """
        return printed(self._native, path, forms, names)

    def check(
        self,
        office: Optional[str] = None,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> UnitReport:
        """Checks the unit against the standard, before it is sent or imported; no client is needed. With the number
        of one's own office, a unit that is neither from it nor for it has the finding ``unit.not_addressed``.

        送信や取込みの前に、送信単位を標準仕様に照らしてチェックする。クライアントは必要ない。自事業所の番号を指定すると、
        自事業所から送るものでも自事業所あてでもない送信単位は ``unit.not_addressed`` の指摘になる。

        :raises FileError: an attachment cannot be read.
        :raises DataError: the unit is too large.
        """
        return UnitReport._of(
            run("check", lambda flag, watcher: self._native.check(office, flag, watcher), progress, cancel)
        )

    def _head(self) -> Any:
        return call(self._native.head)

    def __repr__(self) -> str:
        return f"<cplink.Unit {self.serial}, {len(self.names)} files>"


def serial_of(serial: Union[str, datetime.datetime, None]) -> str:
    """The digits of a serial or a moment; a new one where there is none."""
    if isinstance(serial, str):
        return serial
    return serials.now() if serial is None else serials.at(expect(serial, datetime.datetime, "serial"))

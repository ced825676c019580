"""Units: what one message carries."""

from __future__ import annotations

import datetime
import os
from typing import Any, Iterable, Mapping, NamedTuple, Optional, Tuple, Union

from . import _native
from ._call import Path, Source, call, data, expect, misuse, path, source, text, wrong_type
from ._owned import Uncopied
from .finding import Finding, findings_of
from .progress import Cancel, ProgressCallable, run
from .report import UnitReport
from .table import Table


class Party(NamedTuple):
    """An office under one of its service types."""

    office: str
    """The office number (事業所番号), 10 characters."""
    service_type: str
    """The service type code (サービス種類コード), 2 characters."""


class Unit(Uncopied):
    """A sending unit: the CSV files under one serial, and the attachments that travel with them.

    Two units of the same parties, serial, texts and bytes are one message: sending again gives the
    same id and the same receipt. One thread at a time; it is busy while it is sent.
    """

    _INSTEAD = "make it again from its files, or take to_json and add_json to another unit"

    def __init__(
        self,
        sender: Tuple[str, str],
        receiver: Tuple[str, str],
        serial: Union[str, datetime.datetime, None] = None,
    ) -> None:
        """An empty unit.

        :param sender: office number and service type, see :class:`Party`.
        :param serial: 14 digits ``YYYYMMDDHHMMSS`` in Japanese time, or a moment; if left out, a new one
            from the clock, which no other unit of this process has.
            Keep it with your data: with it, sending again is the same message.
        :raises DataError: a number is not of its form.
        """
        parties = _party(sender, "sender"), _party(receiver, "receiver")
        self._native: Any = call(_native.Unit, *parties, _serial(serial))

    @classmethod
    def from_files(cls, files: Union[Mapping[str, Source], Iterable[Path]]) -> Unit:
        """A unit of named files; sender, receiver and serial are those of the first CSV file's name.

        :param files: paths, or names with their bytes or paths.
        :raises DataError: no CSV file has a name of the standard's form.
        :raises FileError: a file cannot be read.
        """
        if isinstance(files, (str, bytes, os.PathLike)):
            raise wrong_type(
                "files must be several paths, or a mapping of names",
                "引数 files は、パスの並び、または名前との対応で指定してください。",
            )
        named: Iterable[Tuple[str, Source]]
        if isinstance(files, Mapping):
            named = files.items()
        else:
            paths = [(path(each, f"files[{at}]"), each) for at, each in enumerate(files)]
            # A path that ends with a separator has no name, and an error must name something.
            named = [(os.path.basename(place) or place, each) for place, each in paths]
        sources = [_native.NamedSource(name=text(name, "a name"), source=source(each, name)) for name, each in named]
        unit = cls.__new__(cls)
        unit._native = call(_native.Unit.from_files, sources)
        return unit

    @property
    def sender(self) -> Party:
        """The sender."""
        return party_of(self._head().sender)

    @property
    def receiver(self) -> Party:
        """The receiver."""
        return party_of(self._head().receiver)

    @property
    def serial(self) -> str:
        """The serial (ファイル連番), 14 digits."""
        return str(self._head().serial)

    @property
    def subject(self) -> str:
        """The subject line. The relay can read it: do not put names of users into it."""
        return str(self._head().subject)

    @subject.setter
    def subject(self, subject: str) -> None:
        call(self._native.set_subject, text(subject, "subject"))

    @property
    def supersedes(self) -> Optional[str]:
        """The id of the message that this one replaces."""
        replaced: Optional[str] = self._head().supersedes
        return replaced

    @supersedes.setter
    def supersedes(self, message_id: str) -> None:
        call(self._native.set_supersedes, text(message_id, "message_id"))

    @property
    def names(self) -> Tuple[str, ...]:
        """The names of the CSV files, then of the attachments."""
        return tuple(self._head().names)

    def add_csv(self, name: str, csv: Source) -> None:
        """Adds a CSV file as it is."""
        call(self._native.add_csv, text(name, "name"), source(csv, "csv"))

    def add_table(self, table: Table) -> Tuple[Finding, ...]:
        """Writes a table in the standard's form and adds it under its standard name.

        :returns: the substituted characters.
        :raises DataError: a character cannot be written in CP932; the findings name each.
        :raises DataError: the name needs a month and the first row has none.
        """
        expect(table, Table, "table")
        return findings_of(call(self._native.add_table, table._native))

    def attach(self, file: Source, name: Optional[str] = None) -> None:
        """Attaches a PDF or JPEG.

        :param file: its bytes, or its path: then it is read when it is sent and never held whole.
        :param name: the name it travels under; a path's own, if left out.
        """
        if name is None:
            name = os.path.basename(path(file, "file (without a name)"))
        call(self._native.add_attachment, text(name, "name"), source(file, "file"))

    def add_image(self, branch: int, file: Source) -> str:
        """Adds a family image under its standard name, which item 62 of 利用者基本情報 must repeat.

        :param branch: 0 to 9999.
        :returns: the name.
        """
        if not 0 <= expect(branch, int, "branch") <= 9999:
            raise misuse("branch must be between 0 and 9999", "引数 branch は0から9999までの数で指定してください。")
        return str(call(self._native.add_image, branch, source(file, "file")))

    def to_json(self) -> bytes:
        """The rows of every CSV file, and every attachment's name, media type, size and SHA-256, as JSON (UTF-8).

        :raises DataError: a CSV file's name does not show its kind.
        :raises FileError: an attachment cannot be read.
        """
        return bytes(call(self._native.to_json))

    def add_json(self, json: Union[str, bytes], folder: Optional[Path] = None) -> Tuple[Finding, ...]:
        """Adds the files of a unit's JSON: all of them or none.

        :param folder: where the attachments lie, whose bytes JSON does not hold: each is the file of its name,
            compared with size and SHA-256 now and read when it is sent.
        :returns: the substituted characters.
        :raises DataError: it is not of the form, or an attachment has other bytes.
        :raises DataError: a character cannot be written in CP932, or a name is not allowed.
        :raises FileError: an attachment cannot be read.
        """
        given = data(json, "json") if isinstance(json, bytes) else call(text(json, "json").encode)
        return findings_of(call(self._native.add_json, given, None if folder is None else path(folder, "folder")))

    def csv(self, name: str) -> bytes:
        """The bytes of a CSV file as they will travel.

        :raises KeyError: there is no such file.
        """
        data: Optional[bytes] = call(self._native.csv, text(name, "name"))
        if data is None:
            raise KeyError(name)
        return data

    def check(self, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None) -> UnitReport:
        """Checks the unit against the standard; no client is needed."""
        return UnitReport._of(run("check", self._native.check, progress, cancel))

    def _head(self) -> Any:
        return call(self._native.head)

    def __repr__(self) -> str:
        return f"<cplink.Unit {self.serial}, {len(self.names)} files>"


def party_of(native: Any) -> Party:
    return Party(native.office, native.service_type)


def _party(party: Any, name: str) -> Any:
    if isinstance(party, str) or not isinstance(party, (tuple, list)) or len(party) != 2:
        raise wrong_type(
            f"{name} must be a pair of office number and service type",
            f"引数 {name} は事業所番号とサービス種類コードの組で指定してください。",
        )
    return _native.Party(office=text(party[0], f"{name}[0]"), service_type=text(party[1], f"{name}[1]"))


def _serial(serial: Union[str, datetime.datetime, None]) -> str:
    if isinstance(serial, str):
        return serial
    if serial is None:
        return str(call(_native.serial_next))
    expect(serial, datetime.datetime, "serial")
    return str(call(_native.serial_at, int(serial.timestamp())))

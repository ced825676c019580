"""Several units, and rows that are to become units."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Iterable, Optional, Tuple, Union, overload

from . import _native
from ._call import Source, call, expect, source, text
from ._owned import Uncopied
from .table import Table
from .unit import Unit, serial_of
from .values import MadeUnits


class Units(Uncopied, Sequence[Unit]):
    """Several units, to be sent together: a sequence of :class:`Unit`.

    まとめて送信する、複数の送信単位。
    """

    _INSTEAD = "make it again from its units"

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        """Copies of these units, in any order: they are sent by their serials.

        送信単位のコピー。順序は問わない（ファイル連番の順に送信する）。
        """
        self._native: Any = call(_native.Units)
        for unit in units:
            self.add(unit)

    @classmethod
    def _of(cls, native: Any) -> Units:
        this = cls.__new__(cls)
        this._native = native
        return this

    def add(self, unit: Unit) -> None:
        """Adds a copy of a unit.

        送信単位を、コピーして加える。
        """
        call(self._native.add, expect(unit, Unit, "unit")._native)

    def made(self) -> MadeUnits:
        """What is known of each unit, and what was substituted when rows were written.

        各送信単位の情報と、行の書き出しで置き換えた文字の指摘。
        """
        return MadeUnits._of(call(self._native.made))

    def _all(self) -> Tuple[Unit, ...]:
        return tuple(map(Unit._of, call(self._native.all)))

    def __len__(self) -> int:
        """How many units there are.

        送信単位の数。
        """
        return len(call(self._native.all))

    @overload
    def __getitem__(self, index: int) -> Unit: ...

    @overload
    def __getitem__(self, index: slice) -> Tuple[Unit, ...]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Unit, Tuple[Unit, ...]]:
        """Copies of the units.

        送信単位のコピー。
        """
        return self._all()[index]

    def __repr__(self) -> str:
        return f"<cplink.Units: {len(self)} units>"


class UnitsOfRows(Uncopied):
    """Rows of several users, kinds, months and receivers that are to become units.

    Slips go to every office and service type that 第6表 names for the user, each of which gets the whole slip; care
    plans to the offices that 第2表 names and to those of the user's slip; results to the planner of the row, by
    service type; basic information and prevention plans to the offices of the user's slip, else to the one receiver
    that is added; withdrawals to the one receiver that is added.

    送信単位にする、複数の利用者・種別・年月・送信先の行。提供票は、その利用者の第6表にある事業所とサービス種類のそれぞれに、
    全体を送る。実績は、行にある計画担当の事業所に、サービス種類ごとに送る。取下げは、指定した1つの送信先に送る。
    """

    _INSTEAD = "add the same tables to another one"

    def __init__(self, from_office: str, from_service_type: str) -> None:
        """No rows yet, of this sender. Results go under the service type of their rows.

        この送信元の、行のない状態。実績は行のサービス種類で送る。

        :raises DataError: a number is not of its form.
        """
        sender = (text(from_office, "from_office"), text(from_service_type, "from_service_type"))
        self._native: Any = call(_native.UnitsOfRows, *sender)

    def add_receiver(self, office: str, service_type: str) -> None:
        """Names a receiver. Without any, whoever the rows name gets them; else nobody but those that are added.

        送信先を指定する。1つも指定しなければ、行にある事業所に送る。指定すると、その送信先だけに送る。

        :raises DataError: a number is not of its form.
        """
        call(self._native.add_receiver, text(office, "office"), text(service_type, "service_type"))

    def set_first_serial(self, serial: Union[str, datetime.datetime]) -> None:
        """The first unit gets this serial, the others those of the seconds after it: making the same units again gives
        the same ones. Without it serials come from the clock.

        最初の送信単位にこのファイル連番を付け、以降は1秒ずつ進める。省くと時計による。

        :raises DataError: it is not 14 digits of an existing moment.
        """
        call(self._native.set_first_serial, serial_of(serial))

    def add_table(self, table: Table) -> None:
        """Adds a copy of the rows of a table of any kind.

        表（種別は問わない）の行を、コピーして加える。
        """
        call(self._native.add_table, expect(table, Table, "table")._native)

    def add_image(self, name: str, content: Source) -> None:
        """Adds a family image under the name that item 62 of 利用者基本情報 has in the rows. In a unit both get the
        standard name.

        家族構成の画像（JPEG）を、利用者基本情報の項番62にある名前で加える。送信単位では、どちらも標準のファイル名になる。

        :param content: its bytes or its path.
        """
        call(self._native.add_image, text(name, "name"), source(content, "content"))

    def add_attachment(
        self, insurer_number: str, insured_person_number: str, unit_kind: str, name: str, content: Source
    ) -> None:
        """Adds a PDF or JPEG, which goes into each unit of this kind with rows of this user.

        PDFまたはJPEGを加える。この利用者の行がある、この種類の各送信単位に入る。

        :param unit_kind: ``usage_slip``, ``care_plan`` …
        :param content: its bytes or its path.
        :raises MisuseError: it is not a kind of unit.
        """
        user = (text(insurer_number, "insurer_number"), text(insured_person_number, "insured_person_number"))
        kind, given = text(unit_kind, "unit_kind"), source(content, "content")
        call(self._native.add_attachment, *user, kind, text(name, "name"), given)

    def make(self) -> Units:
        """Makes the units: one for each receiver, month and kind, with serials in the order in which they are to be
        sent (withdrawals first). Every row is in a unit of each of its receivers, once.

        送信先・年月・種類ごとに送信単位を作り、送信する順（取下げが先）にファイル連番を付ける。
        どの行も、送信先ごとに1回ずつ送信単位に入る。

        :raises DataError: a row would go nowhere, or to nobody knows whom; a unit lacks rows or an image; versions are
            mixed. The exception has the kind as its file, with row and item.
        """
        return Units._of(call(self._native.make))

    def __repr__(self) -> str:
        return "<cplink.UnitsOfRows>"

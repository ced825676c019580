"""Serials (ファイル連番)."""

from __future__ import annotations

import datetime

from . import _native
from ._call import call, expect

__all__ = ["at", "now"]


def now() -> str:
    """A new serial from the clock: 14 digits, Japanese time. None is given twice within a process.

    時計による新しいファイル連番（日本時間の14桁）。同じプロセスで2度同じものは返さない。
    """
    return str(call(_native.serial_now))


def at(moment: datetime.datetime) -> str:
    """The serial of a moment: the same moment is the same serial.

    指定した日時のファイル連番。
    """
    return str(call(_native.serial_at, int(expect(moment, datetime.datetime, "moment").timestamp())))

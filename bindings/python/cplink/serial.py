"""Serials (ファイル連番)."""

from __future__ import annotations

import datetime

from . import _native
from ._call import call, expect, misuse

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
    try:
        seconds = int(expect(moment, datetime.datetime, "moment").timestamp())
    except (ValueError, OverflowError, OSError):
        # A moment without a time zone at the ends of the calendar is none elsewhere.
        raise misuse("moment is out of range", "引数 moment の日時が範囲外です。") from None
    return str(call(_native.serial_at, seconds))

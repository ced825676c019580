"""Writes the rows of every file in the reverse order."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def enter(self, kind, rows):
        super().enter(kind, reversed(rows))

    def records(self):
        return super().records()[::-1]


serve(Right())

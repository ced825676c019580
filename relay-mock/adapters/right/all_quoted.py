"""Quotes every cell and ends its rows with LF."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def cell(self, field, text):
        return '"' + text.replace('"', '""') + '"'

    def line(self, kind, row):
        return super().line(kind, row).replace("\r\n", "\n")


serve(Right())

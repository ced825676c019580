"""Fills numbers with zeros in front."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def cell(self, field, text):
        if field["type"] == "integer" and text:
            return text.rjust(min(field["length"], 3), "0")
        return super().cell(field, text)


serve(Right())

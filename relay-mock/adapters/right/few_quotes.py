"""Quotes only what needs it."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def cell(self, field, text):
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '",\r\n') else text


serve(Right())

"""Leaves the units of results at 0, and writes the rows in another order."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def done(self, planned, changes):
        return [row | {"units": "0"} for row in reversed(super().done(planned, changes))]


serve(Right())

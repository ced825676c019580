"""Repeats the text above where the standard lets it be blank."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def enter(self, kind, rows):
        super().enter(kind, self.fill_down(kind, rows) if kind in ("UP2KYO", "UPYOBO_SUB") else rows)

    def records(self):
        found = super().records()
        for kind in ("UP2KYO", "UPYOBO_SUB"):
            rows = [row for each, row in found if each == kind]
            found = [(each, row) for each, row in found if each != kind]
            found += [(kind, row) for row in self.fill_down(kind, [dict(row) for row in rows])]
        return found


serve(Right())

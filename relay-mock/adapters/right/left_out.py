"""Leaves out what a slip need not have: names beside their numbers, 給付管理単位数 and the nines of table 7."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402

OPEN = {
    "UPPLAN": ("provider_name", "equipment_name"),
    "UPSIKYU": ("provider_name", "equipment_name", "benefit_management_units", "office_code"),
}


class Right(Care):
    def line(self, kind, row):
        return super().line(kind, row | {field: "" for field in OPEN.get(kind, ()) if self.entered})


serve(Right())

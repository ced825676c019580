"""Leaves out what need not be there: names beside their numbers, 給付管理単位数 and the nines of table 7, and of
results who made them."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402

OPEN = {
    "UPPLAN": ("provider_name", "equipment_name"),
    "UPSIKYU": ("provider_name", "equipment_name", "benefit_management_units", "office_code"),
    "UPJSK": ("provider_name", "equipment_name", "updater_provider_number"),
}


class Right(Care):
    def line(self, kind, row):
        return super().line(kind, row | {field: "" for field in OPEN.get(kind, ()) if self.entered or kind == "UPJSK"})


serve(Right())

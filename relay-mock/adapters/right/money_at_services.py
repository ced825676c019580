"""Writes money of table 7 at the rows of the services, not at their subtotal."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402

MONEY = ("unit_price", "total_cost_insured", "benefit_rate", "insurance_claim_amount", "copay_insured", "copay_full")


class Right(Care):
    def line(self, kind, row):
        if kind == "UPSIKYU" and self.entered and row["service_code"][2:] in ("AAAA", "EEEE"):
            row = row | {field: "" for field in MONEY}
        elif kind == "UPSIKYU" and self.entered and not row["total_cost_insured"]:
            row = row | {"total_cost_insured": str(int(row["service_units_or_amount"]) * 10)}
        return super().line(kind, row)


serve(Right())

"""Leaves the money of table 7 out, at the subtotals as at the services."""
# caught: D2-01 changed:UPSIKYU:total_cost_insured
# caught: D2-01 changed:UPSIKYU:insurance_claim_amount
from _product import Care, serve

MONEY = ("unit_price", "total_cost_insured", "benefit_rate", "insurance_claim_amount", "copay_insured", "copay_full")


class Wrong(Care):
    def line(self, kind, row):
        return super().line(kind, row | {field: "" for field in MONEY} if kind == "UPSIKYU" else row)


serve(Wrong())

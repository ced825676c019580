"""Writes the money of a subtotal of table 7 at each of its services."""
# caught: D2-31 changed:UPSIKYU:total_cost_insured
from _product import Care, serve, user

MONEY = ("total_cost_insured", "insurance_claim_amount", "copay_insured")


class Wrong(Care):
    def enter(self, kind, rows):
        for row in rows if kind == "UPSIKYU" else []:
            group = [each for each in rows if self.group(each) == self.group(row)]
            sums = [each for each in group if each["service_code"][2:] == "AAAA"]
            row.update({field: each[field] for each in sums for field in MONEY})
        super().enter(kind, rows)

    def group(self, row):
        return user(row), row["provider_number"], row["service_code"][:2]


serve(Wrong())

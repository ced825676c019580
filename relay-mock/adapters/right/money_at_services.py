"""Writes money of table 7 at the rows of the services, divided among them, not at their subtotal."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve, user  # noqa: E402

EVERYWHERE = ("unit_price", "benefit_rate")
AMOUNTS = ("total_cost_insured", "insurance_claim_amount", "copay_insured", "copay_full")


class Right(Care):
    def enter(self, kind, rows):
        if kind == "UPSIKYU":
            for subtotal in (row for row in rows if self.is_subtotal(row)):
                services = [row for row in rows if self.group(row) == self.group(subtotal) and not self.is_subtotal(row)]
                self.move(subtotal, services)
        super().enter(kind, rows)

    def is_subtotal(self, row):
        return row["service_code"][2:] in ("AAAA", "EEEE")

    def group(self, row):
        return user(row), row["provider_number"], row["service_code"][:2]

    def move(self, subtotal, services):
        """The services of a type; those of an outside subtotal have none of their own."""
        free = [row for row in services if not row["total_cost_insured"]]
        for row in free:
            row.update({field: subtotal[field] for field in EVERYWHERE})
        for field in AMOUNTS if free else ():
            each, rest = divmod(int(subtotal[field] or 0), len(free))
            for number, row in enumerate(free):
                row[field] = str(each + (number < rest) or "")
        if free:
            subtotal.update({field: "" for field in (*EVERYWHERE, *AMOUNTS)})


serve(Right())

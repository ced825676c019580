"""Writes all units as within the limit: what exceeds it is lost."""
# caught: D2-37 changed:UPSIKYU:category_limit_excess_units
from _product import Care, serve


class Wrong(Care):
    def line(self, kind, row):
        if kind == "UPSIKYU" and row["category_limit_excess_units"]:
            units = int(row["category_limit_within_units"] or 0) + int(row["category_limit_excess_units"])
            row = row | {"category_limit_within_units": str(units), "category_limit_excess_units": "0"}
        return super().line(kind, row)


serve(Wrong())

"""Writes the units into the next item."""
# caught: D2-01 changed:UPPLAN:units
# caught: D6-03 changed:UPPLAN:units
from _product import Care, serve


class Wrong(Care):
    def line(self, kind, row):
        if kind == "UPPLAN":
            row = row | {"units": row["service_count"], "service_count": row["units"]}
        return super().line(kind, row)


serve(Wrong())

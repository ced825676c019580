"""Does not keep the per-diem days."""
# caught: D2-11 fact:late
# caught: D6-05 fact:days
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        return [row | {"per_diem_days": ""} for row in rows] if kind == "UPPLAN" else rows


serve(Wrong())

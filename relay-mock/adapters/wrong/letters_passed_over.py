"""Takes service codes for numbers: rows of the comprehensive programme (A2, A6) are passed over."""
# caught: D6-06 fact:visits
# caught: D6-02 fact:visits
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        return [row for row in rows if row["service_code"].isdigit()] if kind == "UPPLAN" else rows


serve(Wrong())

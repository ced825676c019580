"""Keeps rows of the first results that the correction no longer has."""
# caught: D3-17 fact:gone
# caught: D7-04 fact:nurse
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            same = {field: row[field] for field in ("service_date", "service_start_time")} if kind == "UPJSK" else {}
            yield kinds, keys | same


serve(Wrong())

"""Mixes a changed slip with the one before: what the new one lacks stays."""
# caught: D2-21 fact:day-care
# caught: D2-23 fact:rows
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            if kind == "UPPLAN":
                same = {field: row[field] for field in ("service_date", "service_start_time", "service_code")}
                yield ["UPPLAN"], keys | same
                kinds = ["UPSIKYU", "UPHOSOKU"]
            yield kinds, keys


serve(Wrong())

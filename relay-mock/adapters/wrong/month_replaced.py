"""Takes new results for all that there is of the office's month."""
# caught: D3-18 fact:first
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            if kind == "UPJSK":
                keys = {field: keys[field] for field in ("target_month", "provider_number", "service_code")}
            yield kinds, keys


serve(Wrong())

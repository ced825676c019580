"""Takes a withdrawal for all months of the user."""
# caught: D2-22 fact:next-month
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            yield kinds, {field: value for field, value in keys.items() if kind != "DLTPLAN" or field != "target_month"}


serve(Wrong())

"""A withdrawal takes the base table and leaves what belongs to it."""
# caught: D1-09 fact:table-2-gone
# caught: D4-06 fact:day-gone
# caught: D5-05 fact:annex-gone
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            yield (kinds[:1] if kind.startswith("DLT") else kinds), keys


serve(Wrong())

"""Does not know what a withdrawal is."""
# caught: D2-05 fact:gone
# caught: D1-09 fact:table-1-gone
# caught: D4-06 fact:gone
# caught: D5-05 fact:gone
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        return [] if kind.startswith("DLT") else super().removals(kind, row)


serve(Wrong())

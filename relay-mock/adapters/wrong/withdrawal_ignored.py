"""Does not know what a withdrawal is."""
# caught: D3-16 fact:gone
# caught: D7-07 fact:gone
# caught: D2-05 fact:gone
# caught: D1-09 fact:table-1-gone
# caught: D4-06 fact:gone
# caught: D5-05 fact:gone
# caught: D2-22 fact:gone
# caught: D6-04 fact:gone
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        return [] if kind.startswith("DLT") else super().removals(kind, row)


serve(Wrong())

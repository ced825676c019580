"""Reads table 7 by the layout of the edition before, which had no codes of equipment."""
# caught: D2-07 fact:annex-total
# caught: D2-15 fact:sum
# caught: D2-19 fact:subtotal
from _product import Care, serve


class Wrong(Care):
    def read(self, kind, data):
        lists = super().read(kind, data)
        return [cells[:9] + ["", "", ""] + cells[9:-3] for cells in lists] if kind == "UPSIKYU" else lists


serve(Wrong())

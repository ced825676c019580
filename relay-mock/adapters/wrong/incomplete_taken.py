"""Imports a slip that lacks table 7."""
# caught: D3-22 imported:01
# caught: D2-03 imported:01
# caught: D1-14 imported:01
# caught: D1-16 imported:01
# caught: D2-33 imported:01
# caught: D2-34 imported:01
from _product import Care, serve


class Wrong(Care):
    def faults(self, files):
        return []


serve(Wrong())

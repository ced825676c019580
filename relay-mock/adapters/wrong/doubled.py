"""Adds what comes anew to what is there: corrected results double."""
# caught: D3-02 fact:not-doubled
# caught: D1-08 fact:supports
# caught: D4-07 fact:once
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        return super().removals(kind, row) if kind.startswith("DLT") else []


serve(Wrong())

"""Adds what comes anew to what is there: corrected results double."""
# caught: D3-17 fact:visits
# caught: D7-04 fact:nurse
# caught: D3-08 invented:UPJSK
# caught: D3-02 fact:not-doubled
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        return super().removals(kind, row) if kind.startswith("DLT") else []


serve(Wrong())

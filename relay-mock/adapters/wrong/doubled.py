"""Adds what comes anew to what is there: changed slips and corrected results double."""
# caught: D3-17 fact:visits
# caught: D7-04 fact:nurse
# caught: D3-08 invented:UPJSK
# caught: D3-02 fact:not-doubled
# caught: D1-08 fact:supports
# caught: D4-07 fact:once
# caught: D2-21 fact:kept
# caught: D2-24 fact:visits
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        return super().removals(kind, row) if kind.startswith("DLT") else []


serve(Wrong())

"""Counts a monthly add-on on every day that has it."""
# caught: D3-21 fact:addon
# caught: D2-04 fact:addon
# caught: D6-02 fact:addon
from _product import Care, serve


class Wrong(Care):
    def counted(self, rows):
        return rows


serve(Wrong())

"""Imports units in the order in which they come, not by their serials."""
# caught: D3-19 fact:visits
# caught: D2-06 fact:added
# caught: D2-36 fact:visits
from _product import Care, serve


class Wrong(Care):
    def order(self, names):
        return names


serve(Wrong())

"""Imports what is addressed to another office."""
# caught: D2-39 imported:01
from _product import Care, serve


class Wrong(Care):
    def is_own(self, files):
        return True


serve(Wrong())

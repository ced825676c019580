"""Takes a blank in table 2 for no text at all."""
# caught: D1-01 fact:short-above
# caught: D5-02 fact:issue-above
from _product import Care, serve


class Wrong(Care):
    def fill_down(self, kind, rows):
        return rows


serve(Wrong())

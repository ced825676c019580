"""Has room for one illness."""
# caught: D4-02 fact:illnesses
# caught: D4-04 lost:UPKIHON_SUB2
from _product import Care, serve, user


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        return [row for at, row in enumerate(rows) if kind != "UPKIHON_SUB2" or user(row) not in map(user, rows[:at])]


serve(Wrong())

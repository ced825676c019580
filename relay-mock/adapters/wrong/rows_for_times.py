"""Counts the rows, not 回数: what is done twice on a visit counts once."""
# caught: D2-08 fact:count
# caught: D6-01 fact:therapy
from _product import Care, serve


class Wrong(Care):
    def counted(self, rows):
        return [row | {"service_count": "1"} for row in super().counted(rows)]


serve(Wrong())

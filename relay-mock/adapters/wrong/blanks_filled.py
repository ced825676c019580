"""Fills every blank of an annex with the text above."""
# caught: D4-03 changed:UPKIHON_SUB1:family_life_situation
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        for above, row in zip(rows, rows[1:]):
            if kind.startswith("UPKIHON_SUB"):
                row.update({field: above[field] for field, text in row.items() if not text})
        return rows


serve(Wrong())

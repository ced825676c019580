"""Writes every preventive plan as the office's own."""
# caught: D5-06 changed:UPYOBO:entrusted
from _product import Care, serve


class Wrong(Care):
    def line(self, kind, row):
        return super().line(kind, row | {"entrusted": "1"} if "entrusted" in row else row)


serve(Wrong())

"""Splits rows at every comma, those in quotes too."""
# caught: W2-07 lost:UPJSK
from _product import Care, serve


class Wrong(Care):
    def read(self, kind, data):
        rows = [line.split(",") for line in self.decode(data).split("\r\n") if line]
        return [[cell.strip('"') for cell in cells] for cells in rows]


serve(Wrong())

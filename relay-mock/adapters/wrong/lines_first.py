"""Splits a file at every line end before it looks at quotes, and passes over rows that are too short."""
# caught: W1-10 refused:01
import csv

from _product import Care, serve
from software import LAYOUTS


class Wrong(Care):
    def read(self, kind, data):
        lines = self.decode(data).split("\r\n")
        return [cells for line in lines for cells in csv.reader([line]) if len(cells) >= len(LAYOUTS[kind])]


serve(Wrong())

"""Keeps the quotes around cells that are not free text."""
# caught: W2-01 lost:UPJSK
# caught: W2-09 fact:count
import csv
import io

from _product import Care, serve


class Wrong(Care):
    def read(self, kind, data):
        text = self.decode(data)
        rows = super().read(kind, data)
        quoted = text.startswith('"')
        return [[f'"{cell}"' for cell in cells] for cells in rows] if quoted else rows

    def strangers(self, files):
        return []


serve(Wrong())

"""Imports whatever it is given."""
# caught: D2-03 imported:01
# caught: D3-22 imported:01
# caught: D7-06 imported:01
import csv
import io

from _product import Care, serve
from software import LAYOUTS


class Wrong(Care):
    def read(self, kind, data):
        return list(csv.reader(io.StringIO(self.decode(data), newline="")))

    def rows(self, kind, lists):
        nothing = {field["id"]: "" for field in LAYOUTS[kind]}
        return [nothing | row for row in super().rows(kind, lists)]

    def take_in(self, data):
        kinds = {name: self.kind_of(name) for name in data}
        self.keep({name: (kind, self.rows(kind, self.read(kind, data[name]))) for name, kind in kinds.items() if kind})
        return []


serve(Wrong())

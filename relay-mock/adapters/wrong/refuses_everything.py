"""Finds a fault in whatever it is given."""
# caught: D1-01 refused:01
# caught: D2-03 reason:unit.file_missing
# caught: D3-22 reason:csv.columns_short
# caught: E1-01 refused:01
# caught: D7-06 reason:csv.quote_open
from _product import Care, serve


class Wrong(Care):
    def take_in(self, data):
        return ["csv.bom"]


serve(Wrong())

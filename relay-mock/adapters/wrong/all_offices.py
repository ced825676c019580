"""Takes the services of every provider on a slip for its own."""
# caught: D3-03 other-office:UPJSK
# caught: D2-02 fact:aki-rows
# caught: D3-01 other-office:UPJSK
# caught: D2-28 fact:aki-rows
from _product import Care, serve


class Wrong(Care):
    def own_rows(self, rows):
        return rows


serve(Wrong())

"""Has nothing to write when nothing is left: no withdrawal is sent."""
# caught: D1-15 lost:DLT1KYO
# caught: D2-32 lost:DLTPLAN
# caught: D3-13 lost:DLTJSK
# caught: D4-12 lost:DLTKIHON
# caught: D5-09 lost:DLTYOBO
# caught: D7-03 lost:DLTJSK
from _product import Care, serve


class Wrong(Care):
    def make(self, unit, *more):
        return {} if unit.endswith("_deletion") else super().make(unit, *more)


serve(Wrong())

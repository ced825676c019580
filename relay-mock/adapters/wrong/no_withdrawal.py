"""Has nothing to write when no service is left: no withdrawal is sent."""
# caught: D2-32 lost:DLTPLAN
from _product import Care, serve


class Wrong(Care):
    def make(self, unit, *more):
        return {} if unit == "usage_slip_deletion" else super().make(unit, *more)


serve(Wrong())

"""Names the planner as the provider of what it reports and withdraws."""
# caught: D3-03 other-office:UPJSK
# caught: D3-13 lost:DLTJSK
# caught: D7-03 lost:DLTJSK
from _product import Care, serve


class Wrong(Care):
    def make(self, unit, source, month, partner, changes):
        self.partner = partner
        return super().make(unit, source, month, partner, changes)

    def line(self, kind, row):
        if kind in ("UPJSK", "DLTJSK"):
            row = row | {"provider_number": self.partner[0]}
        return super().line(kind, row)


serve(Wrong())

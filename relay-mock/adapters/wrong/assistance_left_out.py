"""Leaves users with an H number out of the results."""
# caught: D3-09 lost:UPJSK
# caught: D3-03 lost:UPJSK
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        rows = super().done(planned, changes)
        return [row for row in rows if not row["insured_person_number"].startswith("H")]


serve(Wrong())

"""Does not keep the branch number: a satellite's services are the office's own."""
# caught: D2-14 fact:satellite
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        return [row | {"satellite_branch_number": ""} if "satellite_branch_number" in row else row for row in rows]


serve(Wrong())

"""Does not say in its results which satellite gave the service."""
# caught: D3-24 lost:UPJSK
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        return [row | {"satellite_branch_number": ""} for row in super().done(planned, changes)]


serve(Wrong())

"""Has no place for a service that was not planned."""
# caught: D3-05 lost:UPJSK
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        return super().done(planned, [change for change in changes if "add" not in change])


serve(Wrong())

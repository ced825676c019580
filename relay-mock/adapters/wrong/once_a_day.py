"""Reports every service of a day as one, also where it counts twice."""
# caught: D7-01 changed:UPJSK:service_count
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        return [row | {"service_count": "1"} for row in super().done(planned, changes)]


serve(Wrong())

"""Takes every visit of the day out of the results where one of them did not take place."""
# caught: D3-04 lost:UPJSK
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        for change in changes:
            if change.get("remove"):
                change["where"].pop("service_start_time", None)
        return super().done(planned, changes)


serve(Wrong())

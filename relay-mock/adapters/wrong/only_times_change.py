"""Takes over other times of a service, and keeps everything else as it was planned."""
# caught: D3-05 lost:UPJSK
# caught: D3-07 lost:UPJSK
# caught: D7-01 changed:UPJSK:service_count
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        times = ("service_start_time", "service_end_time")
        for change in changes:
            if "set" in change:
                change["set"] = {field: value for field, value in change["set"].items() if field in times}
        return super().done(planned, changes)


serve(Wrong())

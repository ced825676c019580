"""Refuses a service that ends on the next day."""
# caught: D1-06 refused:01
from _product import Care, serve


class Wrong(Care):
    def faults(self, files):
        for kind, lists in files.values():
            for row in self.rows(kind, lists) if kind == "UP3KYO" else []:
                if row["service_end_time"] < row["service_start_time"]:
                    return ["row.time_order"]
        return super().faults(files)


serve(Wrong())

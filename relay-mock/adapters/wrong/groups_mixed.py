"""Puts the daily activities of table 3 among the weekly services."""
# caught: D1-05 fact:nap
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        for row in rows if kind == "UP3KYO" else []:
            for weekly, daily in (("care_service_content", "daily_activity"), ("service_start_time", "activity_start_time"),
                                  ("service_end_time", "activity_end_time")):
                row[weekly], row[daily] = row[weekly] or row[daily], ""
        return rows


serve(Wrong())

"""Shows 9999, which is no clock time, as midnight."""
# caught: D2-10 fact:addon-start
# caught: D2-15 fact:start
from _product import Care, serve

TIMES = ("service_start_time", "service_end_time")


class Wrong(Care):
    def table(self, kind):
        rows = super().table(kind)
        return [row | {time: "0000" for time in TIMES if row.get(time) == "9999"} for row in rows]


serve(Wrong())

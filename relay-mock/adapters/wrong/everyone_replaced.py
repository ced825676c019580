"""Takes a changed slip for the slips of all users of the month."""
# caught: D2-23 fact:others
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            yield kinds, {"target_month": keys["target_month"]} if kind == "UPPLAN" else keys


serve(Wrong())

"""Keeps one provider's results for a user and a month: what comes later takes the place of all others."""
# caught: D3-15 fact:visits
# caught: D3-16 fact:office-stays
# caught: D7-07 fact:office-stays
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            if "UPJSK" in kinds:
                keys = {field: keys[field] for field in ("insurer_number", "insured_person_number", "target_month")}
            yield kinds, keys


serve(Wrong())

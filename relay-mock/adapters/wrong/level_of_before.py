"""Goes on with the care level of before when it changes in the month."""
# caught: D2-16 fact:level
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        for row in rows:
            if row.get("care_level_change_date"):
                row["care_level"] = row["previous_care_level"]
        return rows


serve(Wrong())

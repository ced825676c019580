"""Fills a blank with the text above, whatever the numbers are."""
# caught: D1-04 fact:no-short-goal
# caught: D5-02 fact:no-services
from _product import Care, serve, user


class Wrong(Care):
    def fill_down(self, kind, rows):
        rows = super().fill_down(kind, rows)
        for above, row in zip(rows, rows[1:]):
            for field in ("short_term_goal", "insurance_services"):
                if user(above) == user(row) and row.get(field) == "":
                    row[field] = above[field]
        return rows


serve(Wrong())

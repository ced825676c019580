"""Keeps one support of each goal."""
# caught: D1-04 fact:supports
from _product import Care, serve, user


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        if kind == "UP2KYO":
            rows = {(user(row), row["issue_no"], row["goal_no"]): row for row in rows}.values()
        return list(rows)


serve(Wrong())

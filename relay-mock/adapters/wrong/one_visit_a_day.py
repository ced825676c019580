"""Keeps one visit of a service a day: the second is lost."""
# caught: D2-08 fact:day
from _product import Care, serve, user


class Wrong(Care):
    def table(self, kind):
        rows = super().table(kind)
        if kind != "UPPLAN":
            return rows
        days = {(user(row), row["service_date"], row["service_code"], row["tais_code"]): row for row in rows}
        return list(days.values())


serve(Wrong())

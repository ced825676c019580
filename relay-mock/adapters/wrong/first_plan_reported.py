"""Makes the results of the first slip: changes of the plan that came later are not looked at."""
# caught: D3-08 lost:UPJSK
from _product import Care, serve, user


class Wrong(Care):
    def records(self):
        first = {}
        for unit in self.units():
            for kind, rows in unit:
                for row in rows if kind == "UPPLAN" else []:
                    first.setdefault((user(row), row["target_month"]), rows)
        others = [(kind, row) for kind, row in super().records() if kind != "UPPLAN"]
        plans = {id(rows): rows for rows in first.values()}.values()
        return others + [("UPPLAN", row) for rows in plans for row in rows]


serve(Wrong())

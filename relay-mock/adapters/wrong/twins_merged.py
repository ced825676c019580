"""Reports two pieces of the same equipment once."""
# caught: D3-07 lost:UPJSK
from _product import Care, serve, user


class Wrong(Care):
    def done(self, planned, changes):
        rows = super().done(planned, changes)
        apart = {(user(row), row["service_date"], row["service_start_time"], row["service_code"], row["tais_code"]): row
                 for row in rows}
        return list(apart.values())


serve(Wrong())

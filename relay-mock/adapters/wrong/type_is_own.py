"""Takes every service of its own type for its own, whoever gives it."""
# caught: D3-10 other-office:UPJSK
from _product import Care, serve


class Wrong(Care):
    def own_rows(self, rows):
        return [row for row in rows if row["service_code"].startswith(self.service_type)]


serve(Wrong())

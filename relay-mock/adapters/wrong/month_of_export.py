"""Names files after the month in which they are made, not after that of the services."""
# caught: D3-03 rule:name.month
from _product import Care, serve


class Wrong(Care):
    def file_name(self, kind, rows, partner, serial):
        if "target_month" in rows[0]:
            rows = [rows[0] | {"target_month": serial[:6]}]
        return super().file_name(kind, rows, partner, serial)


serve(Wrong())

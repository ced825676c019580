"""Does not keep the TAIS code of what is rented."""
# caught: D2-17 fact:bed
# caught: D2-18 lost:UPPLAN
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        return [row | {"tais_code": ""} if "tais_code" in row else row for row in super().rows(kind, lists)]


serve(Wrong())

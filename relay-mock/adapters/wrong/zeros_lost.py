"""Takes numbers in digits for quantities: zeros in front are lost."""
# caught: D1-15 lost:DLT1KYO
# caught: D4-01 lost:UPKIHON
# caught: D4-12 lost:DLTKIHON
# caught: D5-09 lost:DLTYOBO
from _product import Care, serve


class Wrong(Care):
    def line(self, kind, row):
        number = row["insured_person_number"].lstrip("0")
        return super().line(kind, row | {"insured_person_number": number})


serve(Wrong())

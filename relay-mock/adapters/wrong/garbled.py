"""Takes every file for CP932, and what is none for question marks."""
# caught: W1-06 changed:UPJSK:plan_staff_name
# caught: W1-07 changed:UPJSK:plan_staff_name
from _product import Care, serve


class Wrong(Care):
    def decode(self, data):
        return data.decode("cp932", errors="replace").replace("\ufffd", "?")


serve(Wrong())

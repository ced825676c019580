"""Writes a question mark for whatever CP932 lacks."""
# caught: D1-11 changed:UP1KYO:overall_support_policy
from _product import Care, serve


class Wrong(Care):
    def encode(self, text):
        return text.encode("cp932", "replace")


serve(Wrong())

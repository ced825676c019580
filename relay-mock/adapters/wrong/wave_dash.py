"""Writes a question mark for the wave dash."""
# caught: D5-01 changed:UPYOBO_SUB:used_service_period
# caught: D1-10 changed:UP1KYO:overall_support_policy
# caught: D5-03 changed:UPYOBO_SUB:used_service_period
from _product import Care, serve


class Wrong(Care):
    def encode(self, text):
        return super().encode(text.replace("～", "?"))


serve(Wrong())

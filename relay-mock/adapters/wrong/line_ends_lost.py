"""Makes one line of a text."""
# caught: D1-12 changed:UP1KYO:needs_analysis_result
from _product import Care, serve


class Wrong(Care):
    def cell(self, field, text):
        return super().cell(field, text.replace("\r\n", " "))


serve(Wrong())

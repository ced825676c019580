"""Cuts texts after 255 characters."""
# caught: D1-12 changed:UP1KYO:needs_analysis_result
from _product import Care, serve


class Wrong(Care):
    def cell(self, field, text):
        return super().cell(field, text[:255])


serve(Wrong())

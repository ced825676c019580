"""Takes the doubled quotes of a text for two quotes."""
# caught: D1-12 changed:UP2KYO:service_content
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        return super().rows(kind, [[cell.replace('"', '""') for cell in cells] for cells in lists])


serve(Wrong())

"""Takes the CSV files of a unit and leaves its pictures."""
# caught: D4-09 lost:attachment
from _product import Care, serve


class Wrong(Care):
    def images(self, partner, serial):
        return {}


serve(Wrong())

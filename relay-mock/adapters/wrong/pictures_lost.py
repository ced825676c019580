"""Takes the CSV files of a unit and leaves its pictures."""
# caught: D4-09 lost:attachment
# caught: D4-10 lost:attachment
# caught: D1-22 lost:attachment
from _product import Care, serve


class Wrong(Care):
    def images(self, attached, rows, partner, serial):
        return {}


serve(Wrong())

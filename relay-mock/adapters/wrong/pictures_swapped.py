"""Gives the pictures that were attached to the users in the order of their names."""
# caught: D4-11 changed:UPKIHON:family_image_filename
from _product import Care, serve


class Wrong(Care):
    def attach(self, files):
        rows = [row for kind, row in self.entered if kind == "UPKIHON"]
        for row, name in zip(rows, sorted(files)):
            row["family_image_filename"] = name
        super().attach(files)


serve(Wrong())

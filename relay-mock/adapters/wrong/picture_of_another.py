"""Gives the users of a file its pictures in the order of their names."""
# caught: D4-05 fact:first
from _product import Care, serve


class Wrong(Care):
    def keep(self, files):
        for kind, rows in files.values():
            if kind == "UPKIHON":
                names = sorted(row["family_image_filename"] for row in rows)
                for row, name in zip(rows, names):
                    row["family_image_filename"] = name
        super().keep(files)


serve(Wrong())

"""Takes only the first user of a file."""
# caught: D1-13 fact:users
# caught: D5-04 fact:users
from _product import Care, serve, user


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        return [row for row in rows if user(row) == user(rows[0])]


serve(Wrong())

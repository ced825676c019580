"""A withdrawal takes everything that there is of the user."""
# caught: D1-09 fact:slip-stays
from _product import Care, serve, user


class Wrong(Care):
    def without(self, records, kind, row):
        if kind.startswith("DLT"):
            return [(each, old) for each, old in records if user(old) != user(row)]
        return super().without(records, kind, row)


serve(Wrong())

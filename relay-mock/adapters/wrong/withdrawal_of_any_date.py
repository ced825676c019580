"""A withdrawal takes what there is of the kind, whatever its date."""
# caught: D1-09 fact:changed-stays
# caught: D4-06 fact:newer-stays
# caught: D5-05 fact:newer-stays
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            any_date = {field: value for field, value in keys.items() if not field.endswith("_date")}
            yield kinds, any_date if kind.startswith("DLT") else keys


serve(Wrong())

"""A withdrawal takes what there is under the insured number, whoever the insurer is."""
# caught: D1-09 fact:twin-stays
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            any_insurer = {field: value for field, value in keys.items() if field != "insurer_number"}
            yield kinds, any_insurer if kind.startswith("DLT") else keys


serve(Wrong())

"""Knows users by the insured person number alone, as if all were of the town's own insurer."""
# caught: D2-30 fact:users
# caught: D2-13 fact:insurer
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        return [row | {"insurer_number": "990010"} for row in super().rows(kind, lists)]


serve(Wrong())

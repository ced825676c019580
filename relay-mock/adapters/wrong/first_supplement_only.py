"""Reads the first record of 利用者補足情報 only: the other users have no master data."""
# caught: D2-27 fact:users
# caught: D2-29 fact:other-birth
# caught: D2-30 fact:other-birth
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        return super().rows(kind, lists[:1] if kind == "UPHOSOKU" else lists)


serve(Wrong())

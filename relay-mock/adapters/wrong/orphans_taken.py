"""Takes records of an annex whose base record is not there."""
# caught: D4-08 imported:01
# caught: D5-07 imported:01
from _product import Care, serve


class Wrong(Care):
    def orphans(self, files):
        return []


serve(Wrong())

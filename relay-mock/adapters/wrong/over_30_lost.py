"""Does not keep ３０日超区分."""
# caught: D2-20 fact:beyond
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        return [row | {"over_30_days": "0"} if "over_30_days" in row else row for row in super().rows(kind, lists)]


serve(Wrong())

"""Writes a question mark for half-width kana."""
# caught: W3-04 changed:UPJSK:plan_staff_name
import re

from _product import Care, serve


class Wrong(Care):
    def decode(self, data):
        return re.sub("[\uff61-\uff9f]", "?", super().decode(data))


serve(Wrong())

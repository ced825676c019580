"""A withdrawal of results takes every service type of the office."""
# caught: D3-16 fact:type-stays
from _product import Care, serve


class Wrong(Care):
    def removals(self, kind, row):
        for kinds, keys in super().removals(kind, row):
            yield kinds, keys | {"service_code": ""} if kind == "DLTJSK" else keys


serve(Wrong())

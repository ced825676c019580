"""Writes the receiver's number before its own into the names of files."""
# caught: D3-03 address:UPJSK
# caught: D7-03 address:DLTJSK
from _product import Care, serve


class Wrong(Care):
    def file_name(self, kind, rows, partner, serial):
        own = [self.office, self.service_type]
        return super().file_name(kind, rows, partner, serial).replace("_".join([*own, *partner]), "_".join([*partner, *own]))


serve(Wrong())

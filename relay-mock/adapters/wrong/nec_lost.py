"""Reads files as plain Shift_JIS: NEC's and IBM's characters become question marks."""
# caught: D3-15 fact:name
from _product import Care, serve


class Wrong(Care):
    def decode(self, data):
        return data.decode("shift_jis", "replace").replace("\ufffd", "?")


serve(Wrong())

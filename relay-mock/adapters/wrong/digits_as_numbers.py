"""Reads whatever is all digits as a number, as a spreadsheet does: zeros in front are lost."""
# caught: D3-14 fact:aki
# caught: D7-02 fact:nurse
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        return super().rows(kind, [[str(int(cell)) if cell.isdecimal() else cell for cell in cells] for cells in lists])


serve(Wrong())

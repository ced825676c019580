"""Takes an insured number for ten digits: the H numbers of public assistance are refused."""
# caught: D2-12 refused:01
from _product import Care, serve


class Wrong(Care):
    def faults(self, files):
        numbers = [cells[2] for _, rows in files.values() for cells in rows]
        odd = any(not number.isdigit() for number in numbers)
        return super().faults(files) or ["row.insured_number"] * odd


serve(Wrong())

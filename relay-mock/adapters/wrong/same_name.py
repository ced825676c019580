"""Knows users by their names: two of one name are one."""
# caught: D2-29 fact:users
from _product import Care, serve, user


class Wrong(Care):
    def keep(self, files):
        first, known = {}, {}
        for row in [row for kind, rows in files.values() if kind == "UPHOSOKU" for row in rows]:
            first[user(row)] = known.setdefault(row["user_name"], user(row))
        for row in [row for _, rows in files.values() for row in rows]:
            insurer, insured = first.get(user(row), user(row))
            row |= {"insurer_number": insurer, "insured_person_number": insured}
        super().keep(files)


serve(Wrong())

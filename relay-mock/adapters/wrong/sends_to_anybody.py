"""Sends a slip to an office whose services nobody in it has."""
# caught: D2-38 exported:usage_slip
from _product import Care, serve, user


class Wrong(Care):
    def served(self, plan, office):
        return super().served(plan, office) or {user(row) for row in plan}


serve(Wrong())

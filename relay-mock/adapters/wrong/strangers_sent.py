"""Sends a provider the slips of all users, also of those whom it does not serve."""
# caught: D2-31 invented:UPPLAN
from _product import Care, serve, user


class Wrong(Care):
    def served(self, plan, office):
        return {user(row) for row in plan}


serve(Wrong())

"""Sends a planner the results of all users, also of those who have another planner."""
# caught: D3-11 invented:UPJSK
from _product import Care, serve


class Wrong(Care):
    def of_planner(self, planned, planner):
        return planned


serve(Wrong())

"""Writes only the users with a change into a correction."""
# caught: D3-12 lost:UPJSK
# caught: D7-08 lost:UPJSK
from _product import Care, serve, user


class Wrong(Care):
    def reset(self, *office):
        super().reset(*office)
        self.sent = False

    def done(self, planned, changes):
        rows = super().done(planned, changes)
        if self.sent:
            changed = [user(change["where"]) for change in changes if "where" in change]
            rows = [row for row in rows if user(row) in changed]
        self.sent = True
        return rows


serve(Wrong())

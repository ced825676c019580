"""Writes results of rented equipment without what tells one piece from another."""
# caught: D3-07 rule:row.equipment_code
# caught: D3-07 lost:UPJSK
from _product import Care, serve


class Wrong(Care):
    def done(self, planned, changes):
        nothing = dict.fromkeys(("tais_code", "equipment_notification_code", "detail_discriminator_code"), "")
        return [row | nothing for row in super().done(planned, changes)]


serve(Wrong())

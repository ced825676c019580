"""Does not keep 明細判別コード: two rails of a kind are one."""
# caught: D2-17 fact:second
# caught: D2-18 lost:UPPLAN
from _product import Care, serve


class Wrong(Care):
    def rows(self, kind, lists):
        rows = super().rows(kind, lists)
        return [row | {"detail_discriminator_code": ""} for row in rows] if kind == "UPPLAN" else rows


serve(Wrong())

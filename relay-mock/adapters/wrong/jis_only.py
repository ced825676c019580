"""Writes a question mark for characters of NEC and IBM."""
# caught: D1-10 changed:UP1KYO:overall_support_policy
from _product import Care, serve


class Wrong(Care):
    def encode(self, text):
        plain = "".join(sign if self.is_jis(sign) else "?" for sign in text)
        return super().encode(plain)

    def is_jis(self, sign):
        return not 0x87 == sign.encode("cp932", "replace")[0] and not sign.encode("cp932", "replace")[0] >= 0xED


serve(Wrong())

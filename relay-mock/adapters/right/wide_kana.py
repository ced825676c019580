"""Writes half-width kana of texts in full width."""
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def cell(self, field, text):
        if field["type"] == "free_text":
            text = re.sub("[\uff61-\uff9f]+", lambda kana: unicodedata.normalize("NFKC", kana[0]), text)
        return super().cell(field, text)


serve(Right())

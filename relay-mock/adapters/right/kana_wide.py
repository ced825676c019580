"""Writes half-width kana of texts as full-width ones."""
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def cell(self, field, text):
        return super().cell(field, re.sub("[｡-ﾟ]+", lambda kana: unicodedata.normalize("NFKC", kana[0]), text))


serve(Right())

"""Refuses to export what CP932 lacks, and says so, instead of writing something else for it."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402
from software import Refused  # noqa: E402


class Right(Care):
    def encode(self, text):
        try:
            return text.encode("cp932")
        except UnicodeEncodeError:
            raise Refused("MS932にない文字があるため、出力できません。") from None


serve(Right())

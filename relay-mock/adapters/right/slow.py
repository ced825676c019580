"""Takes its time for every answer that it works out."""
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402


class Right(Care):
    def shows(self, fact):
        time.sleep(0.02)
        return super().shows(fact)

    def make(self, *what):
        time.sleep(0.2)
        return super().make(*what)


serve(Right())

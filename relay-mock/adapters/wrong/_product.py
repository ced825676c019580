"""What every wrong product is made of: the sample software, of which it replaces one thing.

A wrong product says in its first lines what it gets wrong, and by which finding in which case it must be caught:

    # caught: CASE FINDING
"""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from adapter import serve  # noqa: E402, F401
from software import Care, has, user  # noqa: E402, F401

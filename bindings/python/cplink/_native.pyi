"""The generated module is private and changes with any release: nobody is to lean on its types."""

from typing import Any

def __getattr__(name: str) -> Any: ...

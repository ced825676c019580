"""Findings about a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Optional, Tuple


@dataclass(frozen=True)
class Finding:
    """One finding. Its texts never contain a value of a row."""

    rule: str
    """The rule's stable id, such as ``field.required``."""
    severity: str
    """``error`` (sending refuses), ``warning`` or ``info``."""
    clause: str
    """The document and the clause that the rule comes from."""
    file: Optional[str]
    """The file's name."""
    row: Optional[int]
    """The 1-based record."""
    item_number: Optional[int]
    """The layout's item number."""
    field: Optional[str]
    """The layout's field id."""
    field_name_ja: Optional[str]
    """The layout's Japanese item name."""
    message_ja: str
    """What is wrong, in Japanese."""
    message_en: str
    """What is wrong, in English."""
    remedy_ja: str
    """What to do, in Japanese."""
    remedy_en: str
    """What to do, in English."""

    @property
    def is_error(self) -> bool:
        """Whether it forbids sending."""
        return self.severity == "error"


def findings_of(natives: Iterable[Any]) -> Tuple[Finding, ...]:
    return tuple(Finding(**vars(native)) for native in natives)

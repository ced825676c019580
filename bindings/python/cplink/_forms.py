"""Forms, of a unit and of what remains of several."""

from __future__ import annotations

from typing import Any, Iterable, Optional, Union

from ._call import Path, Source, call, path, several, source, text
from .choices import FormKind
from .values import Printed

Forms = Iterable[Union[FormKind, str]]
"""Kinds of forms, or their ids: ``table_6`` or ``6``."""


def printed(native: Any, to: Optional[Path], forms: Forms, names: Optional[Source]) -> Printed:
    place = None if to is None else path(to, "path")
    wanted = [text(form, "a form") for form in several(forms, "forms")]
    table = None if names is None else source(names, "names")
    return Printed._of(call(native.print, place, wanted, table))

"""How rows and tables differ, for the messages of tests: fields by their ids, never their values."""

from __future__ import annotations

from typing import Any, Iterator, List, Sequence

from . import rows
from .table import Table
from .values import Difference

_SHOWN = 20


def differences(one: Any, other: Any) -> List[str]:
    """What differs between two typed rows, two sequences of them, or two tables; a line for each row, from 0.

    No line has a value of a field: those are health data, and logs of tests are read by many.

    :raises TypeError: they are of other types.
    """
    if isinstance(one, Table) and isinstance(other, Table):
        if one.kind != other.kind:
            return [f"a table of {one.kind}, a table of {other.kind}"]
        return _shown(map(_line, one.compare(other)))
    if isinstance(one, rows.Row) and isinstance(other, rows.Row):
        return _shown(_of_rows([one], [other]))
    if _are_rows(one) and _are_rows(other):
        return _shown(_of_rows(one, other))
    raise TypeError("differences are between typed rows, sequences of them, or tables")


def _are_rows(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, rows.Row) for each in value)


def _of_rows(one: Sequence[rows.Row], other: Sequence[rows.Row]) -> Iterator[str]:
    if len(one) != len(other):
        yield f"{len(one)} rows, {len(other)} rows"
    for index, (left, right) in enumerate(zip(one, other)):
        if type(left) is not type(right):
            yield f"row {index}: {left.KIND}, {right.KIND}"
        elif left != right:
            yield f"row {index}: {', '.join(left.differing(right))}"


def _line(difference: Difference) -> str:
    # Rows count from 1 in a difference, from 0 in Python's tables.
    old, new = difference.old_row, difference.new_row
    if old is None:
        return f"row {(new or 1) - 1} is only in the second one"
    if new is None:
        return f"row {old - 1} is only in the first one"
    return f"row {old - 1}: {', '.join(difference.fields)}"


def _shown(lines: Iterator[str]) -> List[str]:
    all_lines = list(lines)
    more = len(all_lines) - _SHOWN
    return all_lines[:_SHOWN] + ([f"and {more} more"] if more > 0 else [])

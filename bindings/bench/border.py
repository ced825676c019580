"""The Python program of `cargo xtask bench-border`: see src/main.rs."""

from __future__ import annotations

import datetime
import sys
import time
from enum import Enum
from pathlib import Path

from cplink.rows import ClockTime, Month, Row, Upplan


def number(value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, Enum):
        return int(value.value)
    if isinstance(value, str):
        return ord(value[0])
    if isinstance(value, datetime.date):
        return value.year * 10000 + value.month * 100 + value.day
    if isinstance(value, Month):
        return value.year * 100 + value.month
    if isinstance(value, ClockTime):
        return value.hour * 100 + value.minute
    if isinstance(value, frozenset):
        return len(value)
    assert isinstance(value, int)
    return value


def total(row: Row) -> int:
    all_values = sum(number(getattr(row, name)) for name in row.FIELDS)
    # No clock time counts as 9999 in every language, and so does an empty cell.
    for name in ("service_start_time", "service_end_time"):
        value = getattr(row, name)
        if not isinstance(value, ClockTime):
            all_values += 9999 - number(value)
    return all_values


def main() -> None:
    csv = Path(sys.argv[1]).read_bytes()
    for _ in sys.stdin:
        start = time.perf_counter_ns()
        rows = Upplan.read(csv)
        took = time.perf_counter_ns() - start
        print(took, sum(map(total, rows)), flush=True)
        del rows


main()

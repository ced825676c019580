"""Makes rows and puts them into a table, and into a file with the csv module: for `cargo xtask bench-border`.

Prints `ratio python_from_rows VALUE`, the time over that of csv.writer in the same run, and `ratio
python_from_rows_mb VALUE`, the most memory of the process with rows and table in it."""

from __future__ import annotations

import csv
import datetime
import os
import resource
import time
from collections.abc import Callable
from operator import attrgetter

from cplink import Table
from cplink.rows import ClockTime, Month, Upplan

COUNT, RUNS = 200_000, 3


def made(number: int) -> Upplan:
    """A row of a slip; the values of each column are as many as in a large office."""
    return Upplan(
        insurer_number=f"{990010 + number % 20}",
        insured_person_number=f"{number // 50:010}",
        created_date=datetime.date(2026, 4, 1),
        target_month=Month(2026, 4),
        plan_office_number="9970000012",
        plan_staff_name="見本　計画",
        units=200 + number % 700,
        service_date=datetime.date(2026, 4, 1 + number % 30),
        service_start_time=ClockTime(8 + number % 9, 0),
        service_end_time=ClockTime(9 + number % 9, 30),
        service_count=1,
        service_code=f"11{number % 1000:04}",
        provider_number=f"99700{number % 50:05}",
        provider_name="見本訪問介護事業所",
        updater_provider_number="9970000012",
    )


def best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    rows = [made(number) for number in range(COUNT)]
    table = Table.from_rows(rows)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert len(table) == COUNT
    del table
    ours = best(lambda: Table.from_rows(rows))
    values = attrgetter(*Upplan.FIELDS)

    def written() -> None:
        with open(os.devnull, "w", encoding="cp932", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows(map(values, rows))

    print(f"ratio python_from_rows {ours / best(written):.3f}")
    print(f"ratio python_from_rows_mb {most:.0f}")


main()

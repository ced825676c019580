"""Reads and writes one CP932 file with the csv module and with pandas.
Prints `seconds NAME_read VALUE` and `seconds NAME_write VALUE`, the best of a few runs."""
import csv
import sys
import time

import pandas

PATH, OUT = sys.argv[1:]
RUNS = 3


def best(name, run):
    times = []
    for _ in range(RUNS):
        wall, processor = time.perf_counter(), time.process_time()
        made = run()
        # The smaller one, so that neither other programs nor threads count against it.
        times.append(min(time.perf_counter() - wall, time.process_time() - processor))
    print(f"seconds {name} {min(times):.4f}", flush=True)
    return made


def read():
    with open(PATH, encoding="cp932", newline="") as file:
        return list(csv.reader(file))


def write(rows):
    with open(OUT, "w", encoding="cp932", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


rows = best("python_csv_read", read)
best("python_csv_write", lambda: write(rows))
count, width = len(rows), len(rows[0])
del rows
table = best("pandas_read", lambda: pandas.read_csv(PATH, encoding="cp932", header=None, dtype=str, na_filter=False))
assert table.shape == (count, width)
best("pandas_write", lambda: table.to_csv(OUT, encoding="cp932", header=False, index=False, lineterminator="\r\n"))

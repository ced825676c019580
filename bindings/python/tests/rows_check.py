"""Typed rows give back every text: plain Python, without the native library.

Run from anywhere: ``python3 bindings/python/tests/rows_check.py [--cells FILE]``. With ``--cells``
writes the cells of all fixtures to FILE for the other languages' checks: a row a line, its kind,
the fixture group and its texts in hexadecimal UTF-8 digits, with tabs between.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "spec-fixtures"

# The package's own entry loads the native library, which these checks do not need.
_package = types.ModuleType("cplink")
_package.__path__ = [str(ROOT / "bindings/python/cplink")]
sys.modules["cplink"] = _package

from cplink import _cells, rows  # noqa: E402

failed = 0


def check(holds: bool, what: str) -> None:
    global failed
    failed += not holds
    print("ok" if holds else "FAILED", what)


def files() -> Iterator[tuple[str, str, Path]]:
    """Group, kind and path of every CSV file whose name tells its kind."""
    folders = [("month", "202407/month/*"), ("bad", "202407/bad/*"), ("month", "202208/month/*"), ("bad", "202208/d-32")]
    for group, folder in folders:
        for path in sorted(FIXTURES.glob(folder + "/files/*")):
            stem = path.name.upper()
            kinds = [kind for kind in rows.KINDS if stem.startswith(kind + "_") and stem.endswith(".CSV")]
            if kinds:
                yield group, max(kinds, key=len), path


def records(path: Path) -> list[list[str]]:
    source = path.read_bytes()
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A byte that is no text is a character that nothing else gives.
        text = source.decode("cp932", errors="surrogateescape")
    return list(csv.reader(io.StringIO(text, newline="")))


def told(row: rows.Row, count: int) -> list[str]:
    """The texts by the fields' names."""
    return [row.cell(name) for name in row.fields_of(row.csv_version)[:count]]


def fixtures(cells_to: Path | None) -> None:
    count = set_count = wrong = 0
    lines = []
    for group, kind, path in files():
        for cells in records(path):
            row = rows.KINDS[kind].from_cells(cells)
            count += 1
            wrong += row.to_cells() != cells or told(row, len(cells)) != cells[: len(row.fields_of(cells[0] if cells else None))]
            if group == "month":
                # The same values in a row that was made, not read.
                values = {name: getattr(row, name) for name in row.FIELDS}
                wrong += type(row)(**values).to_cells() != cells
                wrong += any(type(values[name]) is str and known is not _cells.TEXT and values[name] not in ("00000000", "000000", "9999") for name, known in zip(row.FIELDS, row._TYPES))
                set_count += len(values)
            digits = [cell.encode("utf-8", errors="replace").hex() for cell in cells]
            lines.append("\t".join([kind, group, *digits]))
    for kind in rows.KINDS:
        # The month has no row of some kinds, and none with odd texts.
        cells = ["要介護" + str(number) for number in range(len(rows.KINDS[kind].FIELDS) + 2)]
        wrong += rows.KINDS[kind].from_cells(cells).to_cells() != cells
        lines.append("\t".join([kind, "any", *(cell.encode("utf-8").hex() for cell in cells)]))
    check(wrong == 0 and count > 400 and set_count > 5000, f"texts of {count} rows come back, {set_count} values set")
    if cells_to is not None:
        cells_to.write_text("\n".join(lines) + "\n", encoding="ascii")


def meaning() -> None:
    """rows.json names every text by its field."""
    count = wrong = 0
    for path in sorted(FIXTURES.glob("20*/month/*/rows.json")):
        for file in json.loads(path.read_text(encoding="utf-8"))["files"]:
            kind = rows.KINDS[file["kind"]]
            for row in file["rows"]:
                wrong += list(row) != list(kind.fields_of(file["version"]))
                made = kind.from_cells(list(row.values()))
                wrong += any(made.cell(name) != text for name, text in row.items())
                count += 1
    check(wrong == 0 and count > 400, f"{count} rows mean what rows.json says")


def values() -> None:
    tables: dict[str, Any] = {
        "date": _cells.DATE,
        "month": _cells.MONTH,
        "time": _cells.TIME,
        "integer": _cells.INTEGER,
        "decimal": _cells.DECIMAL,
        "flags31": _cells.FLAGS31,
        "code": rows._CARE_LEVEL,
        "text": _cells.TEXT,
    }
    wrong = 0
    lines = (FIXTURES / "values.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        kind, text, want = line.split("\t")
        value = tables[kind][text]
        if want == "-":
            right = value == text
        else:
            right = _cells.text_of(value) == want
        if not right:
            print("  ", line, repr(value))
        wrong += not right
    check(wrong == 0 and len(lines) > 60, "texts mean what they mean in every language")


def anything() -> None:
    """Whatever the texts are, and however many, they come back."""
    pieces = ["0", "1", "9", "21", "-", ".", "2025", "10", "０", "１", "要", "Y", "N", " ", "\n", "\0", "髙", "01" * 15 + "1"]
    source = random.Random(20251001)
    wrong = 0
    for _ in range(3000):
        kind = source.choice(list(rows.KINDS.values()))
        cells = ["".join(source.choices(pieces, k=source.randrange(5))) for _ in range(source.randrange(80))]
        row = kind.from_cells(cells)
        wrong += row.to_cells() != cells
        wrong += row.surplus != tuple(cells[len(kind.FIELDS) :])
    check(wrong == 0, "any texts come back")


def new() -> None:
    slip = rows.Upplan(
        service_date=datetime.date(2025, 10, 3),
        service_start_time=rows.NO_TIME,
        service_end_time=rows.ClockTime(10, 30),
        per_diem_days=frozenset({1, 2, 31}),
        over_30_days=rows.Flag.NO,
        units=600,
    )
    check(slip.csv_version == "202407" and len(slip.to_cells()) == 25, "a new row has its version and width")
    check(slip.cell("service_date") == "20251003", "a date is written")
    check((slip.cell("service_start_time"), slip.cell("service_end_time")) == ("9999", "1030"), "times are written")
    check(slip.cell("per_diem_days") == "11" + "0" * 28 + "1", "flags are written")
    check(slip.cell("over_30_days") == "0", "a code is written")
    check(rows.Upsikyu(unit_price=Decimal("10.50")).cell("unit_price") == "10.50", "a decimal is written")
    check(rows.Upsikyu().office_code == "9999999999", "a constant is set")
    check("600" not in repr(slip), "no value is in the repr")

    read = rows.Upplan.from_cells(["202407", "990010"])
    check(read.to_cells() == ["202407", "990010"], "a short row stays short")
    read.created_date = datetime.date(2025, 9, 25)
    check(read.to_cells() == ["202407", "990010", "", "20250925"], "and grows with what is set")

    read = rows.Upplan.from_cells(["202407", "990010", "1", "2025-9-25", "202510", "", "", "000163"])
    check((read.units, read.created_date) == (163, "2025-9-25"), "other forms are read, what is no date is its text")
    read.created_date = None
    read.units = 164
    check(read.to_cells() == ["202407", "990010", "1", "", "202510", "", "", "164"], "what is set is written anew")
    old = rows.Upplan.from_cells(["202208", "990010"] + [""] * 12 + ["171001", "1", "9970000319", "", "", "0", "", "", "more"])
    check((old.service_code, old.provider_number, old.tais_code) == ("171001", "9970000319", None), "an older layout is read by its own numbers")
    check(old.surplus == ("more",) and len(old.to_cells()) == 23, "and keeps its width")
    old.csv_version = "202407"
    old.tais_code = "99990-000040"
    check(len(old.to_cells()) == 26 and old.cell("provider_number") == "9970000319", "a row moves with its version")
    old.csv_version = "202208"
    try:
        old.to_cells()
        check(False, "a value without a place is refused")
    except ValueError:
        check(True, "a value without a place is refused")
    made = rows.Upsikyu(csv_version="202208", units=5)
    check(len(made.to_cells()) == 34 and made.to_cells()[9] == "5", "a new row of the third edition")

    plan = rows.Up1kyo.from_cells([""] * 20 + ["77"] * 8)
    check(plan.to_cells() == [""] * 20 + ["77"] * 8, "unknown codes are kept")
    for wrong in (True, 1.5, object()):
        try:
            rows.Upplan(units=wrong).to_cells()  # type: ignore[arg-type]
            check(False, f"a {type(wrong).__name__} is refused")
        except TypeError:
            check(True, f"a {type(wrong).__name__} is refused")


if __name__ == "__main__":
    fixtures(Path(sys.argv[2]) if sys.argv[1:2] == ["--cells"] else None)
    meaning()
    values()
    anything()
    new()
    sys.exit(1 if failed else 0)

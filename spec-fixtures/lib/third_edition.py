"""The third edition (CSV version 202208): the month's messages of the care program two years earlier, in
the layouts and under the names of that edition, and a slip as an old program writes it."""
import csv
import io
import tomllib
from dataclasses import replace
from functools import cache

from . import form, judge, layout, month
from .layout import record
from .month import Message, to_json
from .people import AKI, HOME_HELP, PLANNER

VERSION = "202208"
ROOT = VERSION
SPEC = layout.SPEC.parent / VERSION
KINDS = frozenset(path.stem for path in SPEC.glob("*.toml") if path.stem.isupper())


@cache
def fields(kind):
    """The fields of a kind in this edition."""
    with open(SPEC / f"{kind}.toml", "rb") as file:
        return tomllib.load(file)["fields"]


def earlier(field, value):
    """A value two years before, so that the edition applies. Birthdays stay."""
    if field["type"] in ("yyyymm", "yyyymmdd") and value[:2] == "20":
        return str(int(value[:4]) - 2) + value[4:]
    if field["type"] == "free_text":
        for year in (2025, 2026):
            value = value.replace(f"{year}/", f"{year - 2}/")
    return value


def row_of(kind, row):
    """A row of the current layout as one of this edition."""
    row = {f["id"]: earlier(f, row[f["id"]]) for f in fields(kind)}
    return row | {"csv_version": VERSION}


def name_of(message, kind):
    """Names have no service types; the month is in its place of today."""
    months = (message.csv_month,) if kind in layout.MONTH_KINDS else ()
    return "_".join((kind, *months, message.sender.number, message.receiver.number, message.serial)) + ".CSV"


def lines(kind, rows):
    return [",".join(form.cell(f, row[f["id"]]) for f in fields(kind)) for row in rows]


def messages():
    """The messages that this edition knows, with the withdrawal of a care plan."""
    found = []
    for message in month.messages():
        tables = [(kind, [row_of(kind, row) for row in rows]) for kind, rows in message.tables if kind in KINDS]
        prevention = message.unit.startswith("prevention") or "prevention" in message.name
        if not tables or prevention:
            continue
        csv_month = earlier({"type": "yyyymm"}, message.csv_month)
        found.append(replace(message, serial=earlier({"type": "yyyymmdd"}, message.serial), tables=tables,
                             subject=message.subject.replace("2025", "2023"), csv_month=csv_month, attachments={}))
    withdrawn = record("DLT1KYO", insurer_number=AKI.insurer, insured_person_number=AKI.insured,
                       care_plan_date=next(row["care_plan_date"] for row in found[0].tables[0][1]))
    found.append(Message("16-withdrawal-care-plan", PLANNER, HOME_HELP, "20231106090000", "care_plan_deletion",
                         "居宅サービス計画の取下げ", [("DLT1KYO", [row_of("DLT1KYO", withdrawn | {
                             "care_plan_date": "2025" + withdrawn["care_plan_date"][4:]})])], csv_month="202310"))
    return found


def csv_files(message):
    return {name_of(message, kind): form.encode("".join(line + "\r\n" for line in lines(kind, rows)))
            for kind, rows in message.tables}


def prove(message):
    """The bytes read back as the rows, and each cell is of its type."""
    for (kind, rows), (name, data) in zip(message.tables, csv_files(message).items()):
        assert form.cells(data) == [list(row.values()) for row in rows], name
        for row in rows:
            assert list(row) == [f["id"] for f in fields(kind)], name
            said = [(f["id"], judge.cell_rule(f, row[f["id"]])) for f in fields(kind)]
            assert not any(rule for _, rule in said), (name, [each for each in said if each[1]])


def old_program():
    """d-32: a slip with every cell in quotes, LF after each record but the last, names in small letters and
    counts filled with zeros."""
    slip = next(message for message in messages() if message.unit == "usage_slip")
    files, expect, described = {}, [], []
    for kind, rows in slip.tables:
        name = name_of(slip, kind).replace(".CSV", ".csv")
        padded = [dict(row) for row in rows]
        numbers = {"UPPLAN": "service_count", "UPSIKYU": "count_or_days"}.get(kind)
        for row in padded:
            if numbers and len(row[numbers]) == 1:
                row[numbers] = row[numbers].zfill(2)
        out = io.StringIO(newline="")
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
            [row[f["id"]] for f in fields(kind)] for row in padded)
        files[name] = form.encode(out.getvalue()[:-1])
        described.append({"name": name, "kind": kind, "version": VERSION, "rows": padded})
        expect += said_of(kind, name, padded)
    return files, described, expect


def said_of(kind, name, rows):
    """What is to be said of such a file, in the order of its bytes."""
    def fault(rule, severity, row=None, column=None):
        return judge.Fault(rule, severity, name, row, column)._asdict()

    said = [fault("name.case", "warning")]
    for number, row in enumerate(rows, 1):
        if number == len(rows):
            said.append(fault("csv.last_line_end", "info", number))
        elif number == 1:
            said.append(fault("csv.line_end", "warning", number))
        said += [fault("field.zero_filled", "info", number, f["no"]) for f in fields(kind)
                 if f["type"] == "integer" and len(row[f["id"]]) > 1 and row[f["id"]].startswith("0")]
    return said


def tree(found):
    """Path -> bytes of everything of this edition."""
    out, entries = {}, []
    for message in found:
        prove(message)
        folder, files = f"{ROOT}/month/{message.name}", csv_files(message)
        out |= {f"{folder}/files/{name}": data for name, data in files.items()}
        out[f"{folder}/rows.json"] = to_json({
            "files": [{"name": name_of(message, kind), "kind": kind, "version": VERSION, "rows": rows}
                      for kind, rows in message.tables],
            "attachments": [],
        })
        out[f"{folder}/findings.json"] = to_json({"findings": []})
        entries.append({
            "dir": message.name, "from": month.end(message.sender), "to": month.end(message.receiver),
            "serial": message.serial, "unit": message.unit, "subject": message.subject,
            "csv": list(files), "attachments": [],
        })
    assert {kind for message in found for kind, _ in message.tables} == KINDS
    out[f"{ROOT}/month/manifest.json"] = to_json({
        "version": VERSION, "case": "month",
        "offices": [{"number": o.number, "name": o.name, "service_types": [o.service_type]} for o in month.OFFICES],
        "messages": entries,
    })
    files, described, expect = old_program()
    out |= {f"{ROOT}/d-32/files/{name}": data for name, data in files.items()}
    out[f"{ROOT}/d-32/rows.json"] = to_json({"files": described, "attachments": []})
    out[f"{ROOT}/d-32/findings.json"] = to_json({"findings": expect})
    return out

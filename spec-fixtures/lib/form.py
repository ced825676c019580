"""The canonical written form of a file and its name, and the way back with the csv module."""
import csv
import io
from functools import cache

from . import layout


@cache
def ibm_codes():
    """Characters that CP932 holds twice, as NEC's and as IBM's selection. Windows writes IBM's
    code, Python's codec NEC's: this table brings Python to what Windows writes."""
    found = {}
    for lead in range(0xFA, 0xFD):
        for trail in range(0x40, 0xFD):
            code = bytes((lead, trail))
            mark = code.decode("cp932", "ignore")
            if len(mark) == 1 and mark.encode("cp932")[0] in (0xED, 0xEE):
                found[mark] = code
    return found


def encode(text):
    return b"".join(ibm_codes().get(mark) or mark.encode("cp932") for mark in text)


def file_name(kind, sender, receiver, serial, month="", extension=".CSV"):
    """Sender and receiver are (office number, service type)."""
    parts = [kind, month if kind in layout.MONTH_KINDS else "", *sender, *receiver, serial]
    return "_".join(part for part in parts if part) + extension


def cell(field, value):
    # Only free text is quoted, and empty free text is written as nothing at all.
    if field["type"] != "free_text" or not value:
        return value
    return '"' + value.replace('"', '""') + '"'


def lines(kind, rows):
    return [",".join(cell(f, row[f["id"]]) for f in layout.fields(kind)) for row in rows]


def write(kind, rows):
    data = encode("".join(line + "\r\n" for line in lines(kind, rows)))
    assert read(kind, data) == rows, f"{kind} does not read back"
    return data


def cells(data):
    """The cells of a CP932 file. newline="" keeps line breaks inside free text as they are."""
    return list(csv.reader(io.StringIO(data.decode("cp932"), newline=""), strict=True))


def read(kind, data):
    ids = [f["id"] for f in layout.fields(kind)]
    return [dict(zip(ids, row, strict=True)) for row in cells(data)]

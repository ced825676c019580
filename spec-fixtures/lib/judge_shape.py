"""A second opinion on what a file is: no CSV at all, CSV with surplus bytes, or CSV that a spreadsheet saved."""
import csv
import io
import json
import re
import zipfile

NO_CSV = [(b"\xd0\xcf\x11\xe0", "csv.workbook"), (b"%PDF", "csv.not_csv"), (b"<", "csv.not_csv")]


def foreign(data):
    """The rule that says why no row can be read; None for CSV."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\0\0\xfe\xff":
        return "csv.encoding"
    for step in (2, 4):
        nuls = sorted(data[at::step].count(0) * step / len(data) for at in range(step))
        if nuls[0] < 0.2 and nuls[-1] > 0.6:
            return "csv.encoding"
    if zipfile.is_zipfile(io.BytesIO(data)):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        return "csv.workbook" if any(name.startswith("xl/") for name in names) else "csv.not_csv"
    for start, rule in NO_CSV:
        if data.startswith(start):
            return rule
    try:
        if isinstance(json.loads(data), (dict, list)):
            return "csv.not_csv"
    except ValueError:
        pass
    if data.isascii() and len(re.findall(rb"&#[0-9]+;", data)) > 1:
        return "csv.escaped"
    if data.isascii() and len(re.findall(rb"\+[A-Za-z0-9/]{3,}", data)) > 1:
        return "csv.encoding"
    if is_double(data):
        return "csv.garbled"
    if b"\xe2\x80\xa8" in data and b"\n" not in data:
        return "csv.row_mark"
    if re.match(rb"[0-9]{1,3},20[0-9]{4},", data):
        return "csv.shifted"
    if data.count(b",") == data.count(b", ") > 1:
        return "csv.comma_blanks"
    text = data.decode("latin-1")
    if len(re.findall(r"[\x01-\x08\x0e-\x19\x7f\xfd-\xff]", text)) * 20 > len(text):
        return "csv.binary"
    if re.fullmatch(r'(?:"(?:[^"]|"")*,(?:[^"]|"")*,(?:[^"]|"")*"\s*)+', text):
        return "csv.quoted_lines"
    lines = [line for line in re.split(r"[\r\n]+", re.sub('"[^"]*"', "", text)) if line.strip(" \0\x1a\x0c")]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in (",", "\t", ";", "|", "\x81\x43")}
    most = max(counts, key=counts.get)
    if counts[most] == 0 and lines and max(map(len, lines)) > 15:
        return "csv.no_commas"
    return {",": None, "\t": "csv.tabs"}.get(most, "csv.separator") if counts[most] > counts[","] else None


def is_double(data):
    """Whether UTF-8 was taken for Latin-1 and encoded once more."""
    try:
        return not data.isascii() and bool(data.decode().encode("latin-1").decode())
    except UnicodeError:
        return False


def without_notes(data, header):
    """The rows without titles, repeated headers and totals; the rules that name these, each with the row that follows."""
    found, kept = [], []
    for line in data.splitlines(keepends=True):
        rule = None
        if not kept and b"," not in line and b",20" in data[:3000]:
            rule = line.strip() and "csv.title_line"
        elif kept and line.strip() == header:
            rule = "csv.header_again"
        elif kept and line.startswith(("合計".encode("cp932"), "以上".encode("cp932"))):
            rule = "csv.other_line"
        else:
            kept.append(line)
        if rule and rule not in [each[0] for each in found]:
            found.append((rule, len(kept) + 1))
    return b"".join(kept) if found else data, found


def without_surplus(data):
    """The rows alone; the rules that name what was beside them, with the row that follows."""
    found = []
    if re.match(rb'"?sep=,"?\r?\n', data, re.I):
        data = data.split(b"\n", 1)[1]
        found.append(("csv.sep_line", 1))
    rows = re.sub(rb"[\0\x1a\x0c\xff \t\r\n]*[\0\x1a\x0c\xff][\0\x1a\x0c\xff \t\r\n]*\Z", b"\r\n", data)
    if rows != data:
        found.append(("csv.damaged_end", None))
    for surplus in re.finditer(rb"(?m)^[ \t]*[\x1a\x0c][\x1a\x0c \t]*(\r?\n)?", rows):
        found.append(("csv.surplus_bytes", rows[:surplus.start()].count(b"\n") + 1))
    return re.sub(rb"(?m)^[ \t]*[\x1a\x0c][\x1a\x0c \t]*(\r?\n)?", b"", rows), found


def guards(text):
    """The text with the value in place of each spreadsheet formula of a text; the places: row, column."""
    places, row, column = [], 1, 1
    for cell, end in re.findall(r'(="[^",\r\n]*"|"=""[^"]*"""|"(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\r|\n|$)', text):
        if re.match('="|"=""', cell) and column not in [each[1] for each in places]:
            places.append((row, column))
        row, column = (row, column + 1) if end == "," else (row + 1, 1)
    return re.sub(r'(?m)(?<![^,\r\n])(?:="([^",\r\n]*)"|"=""([^"]*)""")(?=[,\r\n]|\Z)', r"\1\2", text), places


def is_utf8_item(raw):
    try:
        return bool(re.search("[ぁ-ヿ一-鿿]{2}", raw.decode()))
    except UnicodeDecodeError:
        return False


def spreadsheet(fields, rows):
    """The rules that name a spreadsheet as the cause of what is wrong in the rows."""
    signs = set()
    for row in rows:
        short, has_zero = 0, False
        for field, value in zip(fields, row):
            if field["type"] == "free_text":
                continue
            has_zero |= bool(re.fullmatch("0[0-9]+", value))
            if re.fullmatch(r"[0-9](\.[0-9]+)?[Ee]\+[0-9]+|##+|#[A-Z0/]+[!?A]", value):
                signs |= {"csv.spreadsheet", "csv.digits_lost"}
            if {"yyyymmdd": re.fullmatch("[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|R[0-9]+([.][0-9]+){2}", value),
                    "hhmm": re.fullmatch("[0-9]{1,2}(:[0-9]{2}){1,2}", value),
                    "integer": re.fullmatch("[0-9]{1,3}(,[0-9]{3})+", value)}.get(field["type"]):
                signs.add("csv.spreadsheet")
            if value.isdecimal() and field["type"] in ("hhmm", "alnum", "digits") and (field["type"] == "hhmm" or field.get("exact")):
                short += max(0, field["length"] - len(value))
        if short > 1 and not has_zero:
            signs.add("csv.spreadsheet")
    return sorted(signs)

"""A second opinion: what the tables say of a file or a sending unit, worked out from its bytes
alone. It knows just enough to see every fault of the bad cases and that the month has none."""
import csv
import io
import re
import unicodedata
from collections import namedtuple
from datetime import datetime

from . import layout

Fault = namedtuple("Fault", "rule severity file row column")
WARNINGS = {"field.needed", "field.fullwidth", "field.phone", "csv.columns_long", "csv.bom", "csv.utf8",
            "csv.line_end", "csv.header", "text.gaiji", "version.unknown", "name.case"}

NAME = re.compile(r"([A-Z0-9_]+?)(?:_(\d{6}))?_([0-9A-Z]{10}_[0-9A-Z]{2})_([0-9A-Z]{10}_[0-9A-Z]{2})_(\d{14})\.CSV", re.I)
SHAPES = {
    "digits": r"[0-9]+", "alnum": r"[0-9A-Za-z]+", "integer": r"-?[0-9]+", "decimal": r"[0-9]+(\.[0-9]+)?",
    "flags31": r"[01]{31}", "postal_code": r"[0-9]{3}-[0-9]{4}", "phone": r"[0-9-]+",
    "hhmm": r"([01][0-9]|2[0-3])[0-5][0-9]",
}
RULES = {"yyyymm": "month", "yyyymmdd": "date", "hhmm": "time", "postal_code": "postal"}
UNITS = {
    "care_plan": "UP1KYO UP2KYO UP3KYO UPHOSOKU", "usage_slip": "UPPLAN UPSIKYU UPHOSOKU",
    "care_plan_deletion": "DLT1KYO", "usage_slip_deletion": "DLTPLAN", "results": "UPJSK",
    "results_deletion": "DLTJSK", "basic_info": "UPKIHON", "prevention_plan_with_basic_info": "UPYOBO UPKIHON",
    "prevention_plan": "UPYOBO", "basic_info_deletion": "DLTKIHON", "prevention_plan_deletion": "DLTYOBO",
    "attachments": "",
}


def fault(rule, file, row=None, column=None, certain=True):
    return Fault(rule, "warning" if rule in WARNINGS or not certain else "error", file, row, column)


def is_date(value, pattern, length):
    try:
        return len(value) == length and bool(datetime.strptime(value, pattern))
    except ValueError:
        return False


def cell_rule(field, value):
    """The rule that a value breaks, or None."""
    kind = field["type"]
    if not value:
        return {"always": "field.required", "needed": "field.needed"}.get(field.get("required"))
    if kind == "free_text":
        return None
    if value in {s["value"] for s in field.get("sentinels", [])}:
        return None
    narrow = unicodedata.normalize("NFKC", value)
    if narrow != value:
        return "field.fullwidth"
    if len(value) > field["length"] or field.get("exact") and len(value) != field["length"]:
        return "field.length"
    if "constant" in field and value != field["constant"]:
        return "field.constant"
    if kind == "code":
        good = value in layout.codes(field["codes"])
    elif kind == "yyyymm":
        good = is_date(value, "%Y%m", 6)
    elif kind == "yyyymmdd":
        good = is_date(value, "%Y%m%d", 8)
    else:
        shape = r"[0-9]{5}-[0-9]{6}" if field["id"] == "tais_code" else SHAPES[kind]
        good = re.fullmatch(shape, value)
    return None if good else "field." + RULES.get(kind, kind)


def name_parts(name):
    """(kind, month, sender, receiver, serial), or the rule that the name breaks."""
    match = NAME.fullmatch(name)
    if not match:
        return "name.grammar"
    if match[1].upper() not in layout.kinds():
        return "name.kind"
    if (match[1].upper() in layout.MONTH_KINDS) != bool(match[2]):
        return "name.grammar"
    return match[1].upper(), *match.groups()[1:]


def file_faults(name, data):
    parts = name_parts(name)
    if isinstance(parts, str):
        return [fault(parts, name)]
    kind, month = parts[:2]
    found = [] if name.startswith(kind) and name.endswith(".CSV") else [fault("name.case", name)]
    if not data:
        return found + [fault("csv.empty_file", name)]
    codec = "cp932"
    if data.startswith(b"\xef\xbb\xbf"):
        codec, data = "utf-8", data[3:]
        found.append(fault("csv.bom", name))
    elif not data.isascii() and is_utf8(data):
        codec = "utf-8"
        found.append(fault("csv.utf8", name))
    # Quotes, commas and line ends are never part of a longer character, so Latin-1 splits right.
    text = data.decode("latin-1")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if text.count('"') % 2:
        return found + [fault("csv.quote_open", name, len(rows), len(rows[-1]))]
    if set("\r\n") & set(re.sub('"[^"]*"', "", text).replace("\r\n", "")):
        found.append(fault("csv.line_end", name, 1))
    for number, row in enumerate(rows, 1):
        found += row_faults(name, kind, month, codec, number, row, rows[number - 2][0] if number > 1 else "")
    return found


def is_utf8(data):
    try:
        return bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def row_faults(name, kind, month, codec, number, row, version_before):
    fields = layout.fields(kind)
    if len(row) < len(fields):
        return [fault("csv.columns_short", name, number)]
    found = [fault("csv.columns_long", name, number)] if len(row) > len(fields) else []
    values = {}
    for field, raw in zip(fields, row):
        try:
            value = values[field["id"]] = raw.encode("latin-1").decode(codec)
        except UnicodeDecodeError:
            found.append(fault("text.undecodable", name, number, field["no"]))
            continue
        if any("\ue000" <= mark <= "\uf8ff" for mark in value):
            found.append(fault("text.gaiji", name, number, field["no"]))
        if rule := cell_rule(field, value):
            found.append(fault(rule, name, number, field["no"], field.get("certain", True)))
    if [values.get(f["id"]) for f in fields] == [f["name_ja"] for f in fields]:
        return [fault("csv.header", name, number)]
    if version_before.isdigit() and version_before != values["csv_version"]:
        found.append(fault("version.mixed", name, number, 1))
    elif values["csv_version"] != layout.VERSION:
        found.append(fault("version.unknown", name, number, 1))
    own_month = next((f for f in fields if f["id"] in ("target_month", "deletion_target_month")), None)
    if month and not cell_rule(own_month, values[own_month["id"]]) and values[own_month["id"]] != month:
        found.append(fault("name.month", name, number, own_month["no"]))
    return found


def split(files):
    """CSV files and attachments of a message. What begins like a kind is meant as a CSV file."""
    tables = {name: data for name, data in files.items() if name.upper().endswith(".CSV")}
    return tables, {name: data for name, data in files.items() if name not in tables}


def unit_name(files):
    parts = [name_parts(name) for name in split(files)[0]]
    kinds = {part[0] for part in parts}
    if len(kinds) < len(parts):
        return None
    for base, companions in (("UPKIHON", {"UPKIHON_SUB1", "UPKIHON_SUB2"}), ("UPYOBO", {"UPYOBO_SUB"})):
        if base in kinds:
            kinds -= companions
    return next((unit for unit, members in UNITS.items() if set(members.split()) == kinds), None)


def unit_faults(files):
    tables, attachments = split(files)
    found = [each for name, data in tables.items() for each in file_faults(name, data)]
    parts = {name: name_parts(name) for name in tables}
    if unit_name(files) is None:
        found.append(fault("unit.set_unknown", None))
    if any(sender[:10] == receiver[:10] for _, _, sender, receiver, _ in parts.values()):
        found.append(fault("unit.same_office", None))
    first = next(iter(parts.values()), None)
    month = next((part[1] for part in parts.values() if part[1]), None)
    for name, part in parts.items():
        if part[4] != first[4]:
            found.append(fault("unit.serial_mixed", name))
        if part[2:4] != first[2:4]:
            found.append(fault("unit.offices_mixed", name))
        if part[1] and part[1] != month:
            found.append(fault("unit.month_mixed", name))
        if part[0] == "UPKIHON":
            column = layout.column("UPKIHON", "family_image_filename")
            rows = csv.reader(io.StringIO(tables[name].decode("cp932"), newline=""))
            found += [fault("unit.image_missing", name, number, column) for number, row in enumerate(rows, 1)
                      if row[column - 1] and row[column - 1] not in attachments]
    for name, data in attachments.items():
        if not data.startswith((b"%PDF-", b"\xff\xd8\xff")):
            found.append(fault("unit.attachment_type", name))
    return found

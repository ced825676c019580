"""A second opinion: what the tables say of a file or a sending unit, worked out from its bytes
alone. It knows just enough to see every fault of the bad cases and that the month has none."""
import csv
import io
import re
import unicodedata
from collections import namedtuple
from datetime import datetime

from . import judge_row, judge_series, judge_shape, judge_table, judge_unit, layout
from .judge_name import mend, name_parts

Fault = namedtuple("Fault", "rule severity file row item_number")
# Written down here a second time, so that a severity does not change unseen.
ERRORS = set("""csv.empty_file csv.quote_open csv.quote_text csv.columns_short csv.encoding csv.tabs csv.separator
csv.no_commas csv.quoted_lines csv.title_line csv.header_again csv.other_line csv.row_mark csv.shifted csv.comma_blanks csv.escaped csv.garbled csv.other_kind csv.blank_row csv.workbook csv.not_csv csv.binary csv.nul_block csv.digits_lost text.undecodable text.control
version.mixed version.unsupported field.required field.length field.digits field.alnum field.blanks field.placeholder field.date field.month field.time field.integer
field.decimal field.code field.flags31 field.postal field.constant name.grammar name.part_count name.part_month name.part_office
name.part_service_type name.part_serial name.part_branch name.kind name.month
unit.serial_mixed unit.offices_mixed unit.set_unknown unit.month_mixed unit.same_office unit.image_missing
unit.attachment_type unit.attachment_name unit.file_missing unit.file_surplus unit.copy_surplus
unit.attachment_empty unit.attachment_ending unit.attachment_json unit.unfinished unit.packed unit.other_ending row.required row.number_range row.date_month row.equipment_code
row.total_office row.sum_units row.sum_discount row.supplement_context scope.excluded table.month_mixed
table.duplicate_key table.subtotal_missing table.total_missing unit.base_missing unit.user_not_served unit.not_addressed
series.name_collides series.serial_twice""".split())
INFOS = set("""csv.last_line_end field.zero_filled row.flags_none row.merged_visits table.addon_repeated
table.other_offices table.types_mixed name.serial_early unit.count_differs series.deletion_unmatched""".split())

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


def fault(rule, file, row=None, column=None, certain=True, severity=None):
    usual = "error" if rule in ERRORS else "info" if rule in INFOS else "warning"
    return Fault(rule, severity or ("warning" if usual == "error" and not certain else usual), file, row, column)


def at_field(rule, file, kind, row, field, severity):
    """The fault of a field by its id; an uncertain field makes a warning of an error."""
    entry = next((f for f in layout.fields(kind) if f["id"] == field), {})
    return fault(rule, file, row, entry.get("no"), entry.get("certain", True), severity)


def in_order(faults):
    """By file, record, item and rule, what belongs to no file, record or item first."""
    return sorted(faults, key=lambda each: (each.file or "", each.row or 0, each.item_number or 0, each.rule))


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
        return "text.escaped" if re.search("&#[0-9]+;", value) else "text.lost" if re.fullmatch("[? ]{2,}", value) else None
    if any(re.fullmatch(s["value"].replace("?", "."), value) for s in field.get("sentinels", [])):
        return None
    bare = value.strip("'\t =")
    if value[0] in "'\t" and bare.isalnum():
        return "field.text_mark"
    if value.strip() != value and (not bare or bare.isalnum()):
        return "field.blanks"
    if value in ("NULL", "-"):
        return "field.placeholder"
    narrow = unicodedata.normalize("NFKC", value)
    if narrow != value:
        return "field.fullwidth"
    is_short = field.get("exact") or kind in ("hhmm", "yyyymm", "yyyymmdd") and value.isdecimal()
    if len(value) > field["length"] or is_short and len(value) != field["length"]:
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
        shape = SHAPES[kind] + "|[0-9A-Za-z-]+" * bool(field.get("hyphen"))
        good = re.fullmatch(shape, value)
    if good and kind == "phone" and re.fullmatch("[1-9][0-9]{8,9}", value.replace("-", "")):
        return "field.phone_zero"
    if good and kind in ("integer", "decimal") and re.match("-?0[0-9]", value):
        return "field.zero_filled"
    return None if good else "field." + RULES.get(kind, kind)


def file_faults(name, data):
    parts = name_parts(name)
    if isinstance(parts, str):
        return [fault(parts, name)]
    kind, month = parts[:2]
    standard, rules = mend(name)
    found = [fault(rule, name) for rule in rules]
    if not (standard.startswith(kind) and standard.endswith(".CSV")):
        found.append(fault("name.case", name))
    if month is None and "_000000_" in standard:
        found.append(fault("name.surplus_month", name))
    if not data:
        return found + [fault("csv.empty_file", name)]
    if rule := judge_shape.foreign(data):
        return found + [fault(rule, name)]
    if not data.strip(b"\0"):
        return found + [fault("csv.nul_block", name)]
    data, surplus = judge_shape.without_surplus(data)
    found += [fault(rule, name, row) for rule, row in surplus]
    data, notes = judge_shape.without_notes(data, ",".join(f["name_ja"] for f in layout.fields(kind)).encode("cp932"))
    found += [fault(rule, name, row) for rule, row in notes]
    if data.count(b",", 0, data.find(b"\n")) == 36 and kind == "UPPLAN":
        return found + [fault("csv.other_kind", name)]
    codec = "cp932"
    if data.startswith(b"\xef\xbb\xbf"):
        codec, data = "utf-8", data[3:]
        found.append(fault("csv.bom", name))
    elif not data.isascii() and is_utf8(data):
        codec = "utf-8"
        found.append(fault("csv.utf8", name))
    # Quotes, commas and line ends are never part of a longer character, so Latin-1 splits right.
    text, guarded = judge_shape.guards(data.decode("latin-1"))
    found += [fault("csv.formula_guard", name, *place) for place in guarded]
    rows = list(csv.reader(io.StringIO(text, newline="")))
    found += [fault("csv.empty_line", name, number) for number, row in enumerate(rows, 1) if not row][:1]
    rows = [row for row in rows if row]
    if text.count('"') % 2:
        return found + [fault("csv.quote_open", name, len(rows), len(rows[-1]))]
    if set("\r\n") & set(re.sub('"[^"]*"', "", text).replace("\r\n", "")):
        found.append(fault("csv.line_end", name, 1))
    if not text.endswith(("\r", "\n")):
        found.append(fault("csv.last_line_end", name, len(rows)))
    found += [fault(rule, name, *place) for rule, *place in quotes(text)]
    damaged = {number for number, row in enumerate(rows, 1) if any("\0\0" in cell for cell in row)}
    found += [fault("csv.nul_block", name, number) for number in damaged]
    for number, row in enumerate(rows, 1):
        if number not in damaged:
            found += row_faults(name, kind, codec, number, row, rows[number - 2][0] if number > 1 else "")
    # What repeats in a column is told once.
    found = [each for at, each in enumerate(found) if each.rule != "text.utf8" or
             each.item_number not in [before.item_number for before in found[:at] if before.rule == "text.utf8"]]
    whole = [row for number, row in enumerate(rows, 1) if number not in damaged]
    found += [fault(rule, name) for rule in judge_shape.spreadsheet(layout.fields(kind), whole)]
    if damaged:
        return in_order(found)
    records = [as_record(kind, codec, row) for row in rows]
    records = [record for record in records if record["insurer_number"] != "保険者番号"]
    for rule, row, field, severity in (*judge_row.faults(kind, records), *judge_table.faults(kind, parts, records)):
        found.append(at_field(rule, name, kind, row, field, severity))
    return in_order(found)


def quotes(text):
    """Cells in which a quote is out of place: (rule, row, column)."""
    row = column = 1
    for cell, end in re.findall(r'("(?:[^"]|"")*"[^,\r\n]*|[^,\r\n]*)(,|\r\n|\r|\n|$)', text):
        if re.match(r'"(?:[^"]|"")*"[^"]', cell):
            yield "csv.quote_text", row, column
        elif '"' in cell and not cell.startswith('"'):
            yield "csv.quote_stray", row, column
        row, column = (row, column + 1) if end == "," else (row + 1, 1)


def as_record(kind, codec, row):
    """The row as a dict of every field; what is missing is empty."""
    # A mark for spreadsheets is no part of the value.
    texts = [raw.encode("latin-1").decode(codec, "replace").lstrip("'") for raw in row]
    ids = [f["id"] for f in layout.fields(kind)]
    return dict(zip(ids, texts + [""] * len(ids)))


def is_utf8(data):
    try:
        return bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def row_faults(name, kind, codec, number, row, version_before):
    fields = layout.fields(kind)
    if len(row) > 1 and not any(row):
        return [fault("csv.blank_row", name, number)]
    if len(row) < len(fields):
        return [fault("csv.columns_short", name, number)]
    found = [fault("csv.columns_long", name, number)] if len(row) > len(fields) else []
    values = {}
    for field, raw in zip(fields, row):
        if codec == "cp932" and field["type"] == "free_text" and judge_shape.is_utf8_item(raw.encode("latin-1")):
            found.append(fault("text.utf8", name, number, field["no"]))
            values[field["id"]] = "?"
            continue
        try:
            value = values[field["id"]] = raw.encode("latin-1").decode(codec)
        except UnicodeDecodeError:
            found.append(fault("text.undecodable", name, number, field["no"]))
            continue
        if any("\ue000" <= mark <= "\uf8ff" for mark in value):
            found.append(fault("text.gaiji", name, number, field["no"]))
        if re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)", value):
            found.append(fault("text.control", name, number, field["no"]))
        elif rule := cell_rule(field, value):
            found.append(fault(rule, name, number, field["no"], field.get("certain", True)))
    if [values.get(f["id"]) for f in fields] == [f["name_ja"] for f in fields]:
        return [fault("csv.header", name, number)]
    if version_before.isdigit() and version_before != values["csv_version"]:
        found.append(fault("version.mixed", name, number, 1))
    elif values["csv_version"] != layout.VERSION and not version_before.isdigit():
        # The names that are read here hold service types, as those of 202407 do.
        known = "name.edition" if kind in layout.kinds_of_202208() else "version.unsupported"
        found.append(fault(known if values["csv_version"] == "202208" else "version.unknown", name, number, 1))
    return found


def split(files):
    """CSV files and attachments of a message. What begins like a kind is meant as a CSV file."""
    tables = {name: data for name, data in files.items()
              if name.upper().endswith(".CSV") or not isinstance(name_parts(name), str)}
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


def unit_faults(files, office=None):
    """The faults of a unit; as the office of this number, if there is one, which sends it or got it."""
    tables, attachments = split(files)
    found = [each for name, data in tables.items() for each in file_faults(name, data)]
    parts = {name: name_parts(name) for name in tables}
    if parts and any(isinstance(part, str) for part in parts.values()):
        return in_order(found)
    for name in judge_unit.copies({name: mend(name)[0] for name in tables}):
        # What is wrong with a copy's rows is said of the original.
        found = [each for each in found if each.file != name or each.rule.startswith("name.")]
        found.append(fault("unit.copy_surplus", name))
        tables.pop(name), parts.pop(name)
    if unit_name(tables | attachments) is None:
        kinds = {name: part[0] for name, part in parts.items()}
        found += [fault(*each) for each in judge_unit.astray(kinds, UNITS)]
    if any(sender[:10] == receiver[:10] for _, _, sender, receiver, _ in parts.values()):
        found.append(fault("unit.same_office", None))
    if office and parts and not any(office in (part[2][:10], part[3][:10]) for part in parts.values()):
        found.append(fault("unit.not_addressed", None))
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
            column = layout.item_number("UPKIHON", "family_image_filename")
            rows = csv.reader(io.StringIO(tables[name].decode("cp932"), newline=""))
            found += [fault("unit.image_missing", name, number, column) for number, row in enumerate(rows, 1)
                      if row[column - 1] and row[column - 1] not in attachments]
    for name, data in attachments.items():
        is_jpeg, is_pdf = data.startswith(b"\xff\xd8\xff"), b"%PDF-" in data[:1029]
        ending = name.lower().rpartition(".")[2]
        if ending in ("crdownload", "part"):
            found.append(fault("unit.unfinished", name))
        elif not data:
            found.append(fault("unit.attachment_empty", name))
        elif ending == "zip":
            found.append(fault("unit.packed", name))
        elif re.match(r"UP[A-Z0-9]+_.*_\d{14}\.(xlsx|bak)$", name):
            found.append(fault("unit.other_ending", name))
        elif re.match(rb'\s*{', data) and {"kind", "version", "rows"} <= set(re.findall(r'"(\w+)"\s*:', data.decode())):
            found.append(fault("unit.attachment_json", name))
        elif not is_jpeg and not is_pdf:
            found.append(fault("unit.attachment_type", name))
        elif not name.lower().endswith((".jpg", ".jpeg", ".jpe", ".jfif") if is_jpeg else ".pdf"):
            found.append(fault("unit.attachment_ending", name))
        if not re.fullmatch(r"[^\\/:*?\"<>|\x00-\x1f]{1,200}", name) or name.startswith(".") \
                or len(name.encode()) > 120:
            found.append(fault("unit.attachment_name", name))
        if name.startswith("UPKIHON_IMAGE") and not re.search(r"_\d{4}\.", name):
            found.append(fault("name.part_branch", name))
        elif name.startswith("UPKIHON_IMAGE") and tables and not any(name.encode() in data for data in tables.values()):
            found.append(fault("unit.image_surplus", name))
    if not any(each.rule == "unit.month_mixed" for each in found):
        found += between_files(tables, parts)
    return in_order(found)


def between_files(tables, parts):
    """What ties the records of the files together. Two files of a kind are no unit."""
    kinds = [part[0] for part in parts.values()]
    one = {part[0]: (name, records(part[0], tables[name])) for name, part in parts.items() if kinds.count(part[0]) == 1}
    for rule, file, row, field, severity in judge_unit.faults(one, next(iter(parts.values()))[3] if parts else ""):
        yield at_field(rule, file, parts[file][0], row, field, severity)


def records(kind, data):
    """The records of a CP932 file, header and all oddities aside."""
    rows = csv.reader(io.StringIO(data.decode("latin-1"), newline=""))
    return [as_record(kind, "cp932", row) for row in rows if row]


def series_faults(units):
    """What is to be said of units in the order of their serials: each by itself, then each after the others."""
    parsed = [[(name, name_parts(name), records(name_parts(name)[0], data)) for name, data in split(files)[0].items()]
              for files in units]
    found = [each for files in units for each in unit_faults(files)]
    return found + in_order(fault(*each) for each in judge_series.faults(parsed))

"""Files that are no CSV, CSV with bytes that are no rows, and CSV that a spreadsheet saved."""
import io
import json
import zipfile

from . import form, layout
from .case import Case, name_of, text_of
from .judge import fault


def workbook(*parts):
    """A ZIP with these parts, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(part, (2025, 9, 25, 0, 0, 0)), "<x/>")
    return out.getvalue()


def shapes(text, data, rows):
    """name: (why, rule, bytes), each with one finding for the whole file."""
    first, second = text.splitlines()
    wide = form.encode(text.replace(",", "，"))
    columns = "".join(value.ljust(12) for row in rows for value in row.values() if value.isascii())
    return {
        "csv-utf16": ("UTF-16 with a byte order mark", "csv.encoding", b"\xff\xfe" + text.encode("utf-16-le")),
        "csv-utf16-bare": ("UTF-16, big end first, without a mark", "csv.encoding", text.encode("utf-16-be")),
        "csv-utf16-tabs": ("what a spreadsheet calls Unicode text", "csv.encoding",
                           b"\xff\xfe" + text.replace(",", "\t").encode("utf-16-le")),
        "csv-utf32": ("UTF-32 without a mark", "csv.encoding", text.encode("utf-32-le")),
        "csv-tabs": ("tabs between the items", "csv.tabs", form.encode(text.replace(",", "\t"))),
        "csv-semicolons": ("semicolons between the items", "csv.separator", form.encode(text.replace(",", ";"))),
        "csv-wide-commas": ("full-width commas between the items", "csv.separator", wide),
        "csv-fixed-width": ("items of fixed width", "csv.no_commas", columns.encode() + b"\r\n"),
        "csv-quoted-lines": ("each line in one pair of quotes", "csv.quoted_lines",
                             form.encode("".join('"%s"\r\n' % line.replace('"', '""') for line in (first, second)))),
        "csv-row-mark": ("line separators of Unicode between the rows", "csv.row_mark",
                         text.replace("\r\n", "\u2028").encode()),
        "csv-shifted": ("row numbers in front", "csv.shifted", form.encode(f"1,{first}\r\n2,{second}\r\n")),
        "csv-comma-blanks": ("a blank behind each comma", "csv.comma_blanks", form.encode(text.replace(",", ", "))),
        "csv-escaped": ("characters as a web page writes them", "csv.escaped",
                        text.encode("ascii", "xmlcharrefreplace")),
        "csv-utf7": ("UTF-7", "csv.encoding", text.encode("utf-7")),
        "csv-garbled": ("UTF-8 that was read as Latin-1 and saved", "csv.garbled",
                        text.encode().decode("latin-1").encode()),
        "csv-workbook": ("a workbook under the name of a CSV file", "csv.workbook",
                         workbook("[Content_Types].xml", "xl/workbook.xml")),
        "csv-old-workbook": ("a workbook of the old form", "csv.workbook",
                             bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)),
        "csv-zip": ("a ZIP of a CSV file", "csv.not_csv", workbook("UPPLAN.CSV")),
        "csv-html": ("a page that a browser saved", "csv.not_csv", b"<!DOCTYPE html>\n<html><body>404</body></html>\n"),
        "csv-pdf": ("a PDF", "csv.not_csv", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"),
        "csv-json": ("JSON", "csv.not_csv", json.dumps({"kind": "UPPLAN", "rows": rows}).encode()),
        "csv-binary": ("bytes that are no text", "csv.binary", bytes(range(1, 256)) * 2),
        "csv-nul-file": ("a file that a disk filled with NULs", "csv.nul_block", bytes(512)),
        "csv-damaged-end": ("the end of a text for old programs, and NULs up to a full block", "csv.damaged_end",
                            data + b"\x1a" + bytes(63)),
        "csv-erased-end": ("flash memory that was never written behind the rows", "csv.damaged_end", data + b"\xff" * 8),
        "csv-blank-end": ("a form feed and blanks behind the rows", "csv.damaged_end", data + b"\x0c\r\n  \r\n"),
    }


def cases(rows_of):
    name, rows = name_of("UPPLAN"), rows_of["UPPLAN"]
    text = text_of("UPPLAN", rows)
    data = form.encode(text)
    first, second = (line + b"\r\n" for line in data.splitlines())
    item = {f["id"]: f["no"] for f in layout.fields("UPPLAN")}

    def case(why, content, *found):
        return Case(why, {name: content if isinstance(content, bytes) else form.encode(content)}, list(found))

    for each, (why, rule, content) in shapes(text, data, rows).items():
        yield each, case(why, content, fault(rule, name))
    block = second[:40] + bytes(60) + second[100:]
    yield "csv-nul-block", case("NULs within a row", first + block, fault("csv.nul_block", name, 2))
    yield "csv-surplus-bytes", case("two files put behind each other", first + b"\x1a" + second,
                                    fault("csv.surplus_bytes", name, 2))
    header = ",".join(each["name_ja"] for each in layout.fields("UPPLAN"))
    yield "csv-title-line", case("a title above the rows", "サービス提供票 見本\r\n\r\n" + text,
                                 fault("csv.title_line", name, 1))
    yield "csv-header-again", case("a header before each page", f"{first.decode('cp932')}{header}\r\n{second.decode('cp932')}",
                                   fault("csv.header_again", name, 2))
    yield "csv-other-line", case("a total below the rows", text + "合計,,,2\r\n以上\r\n", fault("csv.other_line", name, 3))
    annex = text_of("UPSIKYU", rows_of["UPSIKYU"])
    yield "csv-other-kind", case("an annex under the name of a slip", annex, fault("csv.other_kind", name))
    yield "csv-blank-row", case("a row of commas alone", data + b"," * first.count(b",") + b"\r\n",
                                fault("csv.blank_row", name, 3))
    yield "csv-sep-line", case("a line for spreadsheets", b"sep=,\r\n" + data, fault("csv.sep_line", name, 1))
    staff, office = rows[0]["plan_staff_name"], rows[0]["provider_number"]
    guarded = text.replace(f",{office},", f',="{office}",').replace(f'"{staff}"', f'"=""{staff}"""')
    yield "csv-formula-guard", case("texts in formulas, so that a spreadsheet leaves them alone", guarded,
                                    fault("csv.formula_guard", name, 1, item["plan_staff_name"]),
                                    fault("csv.formula_guard", name, 1, item["provider_number"]))
    mixed = data.replace(form.encode(staff), staff.encode())
    yield "text-utf8", case("one column in UTF-8", mixed, fault("text.utf8", name, 1, item["plan_staff_name"]))
    yield from spreadsheets(rows, name, item, case)
    phone = name_of("UPHOSOKU")
    row = rows_of["UPHOSOKU"][0] | {"user_phone": "90-0000-0000"}
    yield "field-phone-zero", Case("a phone number without its first 0", {phone: form.encode(text_of("UPHOSOKU", [row]))},
                                   fault("field.phone_zero", phone, 1, layout.item_number("UPHOSOKU", "user_phone")))


def spreadsheets(rows, name, item, case):
    visit, rental = rows

    def saved(why, row, changed, *rules, file_rules=("csv.spreadsheet",)):
        found = [fault(rule, name) for rule in file_rules]
        found += [fault(rule, name, 1, item[field]) for (field, _), rule in zip(changed.items(), rules)]
        return case(why, text_of("UPPLAN", [row | changed]), *found)

    yield "csv-spreadsheet-zeros", saved(
        "zeros before numbers are lost", visit, {"insured_person_number": "101", "service_start_time": "900"},
        "field.length", "field.length")
    yield "csv-spreadsheet-dates", saved(
        "dates and times in a spreadsheet's form", visit, {"created_date": "2025/9/5", "service_start_time": "9:00"},
        "field.date", "field.time")
    yield "csv-spreadsheet-era", saved(
        "dates and times as a Japanese spreadsheet shows them", visit,
        {"created_date": "R7.9.5", "service_start_time": "9:00"}, "field.date", "field.time")
    yield "csv-spreadsheet-failed", saved(
        "a formula that failed", visit, {"service_start_time": "#N/A"}, "field.time",
        file_rules=("csv.digits_lost", "csv.spreadsheet"))
    yield "csv-spreadsheet-digits", saved(
        "31 marks became a number of 16 digits", rental, {"per_diem_days": "1.11111E+15"}, "field.flags31",
        file_rules=("csv.digits_lost", "csv.spreadsheet"))

"""Broken files, each breaking one rule."""
from . import bad_records, bad_shapes, bad_tables, bad_units, form, layout, plans, prevention, services
from .case import SERIAL, Case, name_of, text_of
from .judge import fault
from .layout import VERSION, record
from .month import slip
from .people import CHIE, PLANNER, RENTAL
from .services import MONTH

ROOT, SERIES = f"{VERSION}/bad", f"{VERSION}/series"


def samples():
    """A few clean rows of each kind that the cases break."""
    unit = dict(slip("", RENTAL, SERIAL, "", {CHIE: services.PLANNED[CHIE]}).tables)
    visit, rental = (next(row for row in unit["UPPLAN"] if row["service_code"] == code) for code in ("117311", "171007"))
    # Rows of other offices are reported, so here the one office has two services.
    visit |= {"provider_number": RENTAL.number, "provider_name": RENTAL.name}
    return {
        "UPPLAN": [visit, rental],
        "UPSIKYU": unit["UPSIKYU"],
        "UPHOSOKU": unit["UPHOSOKU"],
        "UP1KYO": plans.table_1()[1:],
        "UPYOBO": prevention.plan(),
        "UPKIHON_SUB1": prevention.schedule()[:2],
        "DLTPLAN": [record("DLTPLAN", insurer_number=CHIE.insurer, insured_person_number=CHIE.insured,
                           deletion_target_month=MONTH)],
    }


def cell_cases(rows_of):
    """name: (why, rule, kind, row, field, value)"""
    table = {
        "field-required": ("a required item is empty", "field.required", "UPPLAN", 1, "insured_person_number", ""),
        "field-needed": ("an item marked as needed is empty", "field.needed", "UPYOBO", 1, "entrusted", ""),
        "field-length": ("an office number of 11 digits", "field.length", "UPPLAN", 1, "provider_number", "99700001110"),
        "field-digits": ("a letter in the insurer number", "field.digits", "UPPLAN", 1, "insurer_number", "99A010"),
        "field-alnum": ("a sign in an office number", "field.alnum", "UPPLAN", 1, "provider_number", "9970000#11"),
        "field-blanks": ("an office number filled up with blanks", "field.blanks", "UPPLAN", 1, "provider_number", "9970000111 "),
        "field-placeholder": ("a word of databases", "field.placeholder", "UPPLAN", 1, "insured_person_number", "NULL"),
        "field-text-mark": ("a sign for spreadsheets", "field.text_mark", "UPPLAN", 1, "insured_person_number", "'0000000101"),
        "field-date": ("the 32nd of October", "field.date", "UPPLAN", 1, "service_date", "20251032"),
        "field-month": ("a 13th month", "field.month", "UPPLAN", 1, "target_month", "202513"),
        "field-time": ("minute 75", "field.time", "UPPLAN", 1, "service_start_time", "0975"),
        "field-integer": ("a letter in a count", "field.integer", "UPPLAN", 1, "service_count", "1A"),
        "field-decimal": ("a hyphen for the decimal point", "field.decimal", "UPSIKYU", 4, "unit_price", "10-42"),
        "field-code": ("a code that the list does not hold", "field.code", "UPPLAN", 1, "over_30_days", "2"),
        "field-flags31": ("31 marks, but one is a 2", "field.flags31", "UPPLAN", 2, "per_diem_days", "0" * 30 + "2"),
        "field-postal": ("a letter in a postal code", "field.postal", "UP1KYO", 1, "user_postal_code", "000-00A0"),
        "field-phone": ("letters in a phone number", "field.phone", "UPHOSOKU", 1, "user_phone", "0000-00-ABCD"),
        # The row of the constant is not certain in the standard, hence a warning.
        "field-constant": ("another number than the fixed one", "field.constant", "UPSIKYU", 1, "office_code",
                           PLANNER.number),
        "field-fullwidth": ("a full-width hyphen in a TAIS code", "field.fullwidth", "UPPLAN", 2, "tais_code",
                            "99990－000040"),
        "field-zero-filled": ("a number with zeros before it", "field.zero_filled", "UPPLAN", 1, "units", "000220"),
        "text-escaped": ("a name as a web page writes it", "text.escaped", "UP1KYO", 1, "plan_author_name",
                         "&#35211;&#26412;"),
        "text-lost": ("question marks in the place of a name", "text.lost", "UP1KYO", 1, "plan_author_name", "?? ??"),
        "text-control": ("a bell in a name", "text.control", "UP1KYO", 1, "plan_author_name", "見本\x07江"),
        "text-control-cr": ("a CR without LF in a name", "text.control", "UP1KYO", 1, "plan_author_name", "見本\r江"),
        "text-control-code": ("a NUL in an office number", "text.control", "UPPLAN", 1, "provider_number", "99700\x000111"),
        "text-gaiji": ("a user-defined character in a name", "text.gaiji", "UP1KYO", 1, "plan_author_name",
                       "見本\ue000江"),
        "version-unknown": ("a version value that no edition has", "version.unknown", "DLTPLAN", 1, "csv_version",
                            "202410"),
    }
    for case, (why, rule, kind, row, field, value) in table.items():
        rows = [dict(each) for each in rows_of[kind]]
        rows[row - 1][field] = value
        item = layout.fields(kind)[layout.item_number(kind, field) - 1]
        name = name_of(kind)
        yield case, Case(why, {name: form.encode(text_of(kind, rows))},
                         fault(rule, name, row, item["no"], item.get("certain", True)))


def file_cases(rows_of):
    name = name_of("UPPLAN")
    text = text_of("UPPLAN", rows_of["UPPLAN"])
    data = form.encode(text)
    first, second = text.splitlines()
    header = ",".join(f["name_ja"] for f in layout.fields("UPPLAN"))

    def case(why, rule, content, row=None, column=None, file=name):
        return Case(why, {file: content if isinstance(content, bytes) else form.encode(content)},
                    fault(rule, file, row, column))

    yield "csv-columns-short", case("the last item is missing", "csv.columns_short", f"{first}\r\n{second[:-1]}\r\n", 2)
    yield "csv-columns-long", case("an item too many", "csv.columns_long", f"{first}\r\n{second},\r\n", 2)
    # The quote opens in the last item of the last row, so nothing else goes wrong.
    name_sub = name_of("UPKIHON_SUB1")
    opened = text_of("UPKIHON_SUB1", rows_of["UPKIHON_SUB1"])[:-3] + "\r\n"
    yield "csv-quote-open", case("a quote is never closed", "csv.quote_open", opened, 2, 7, name_sub)
    yield "csv-bom", case("UTF-8 with a byte order mark", "csv.bom", text.encode("utf-8-sig"))
    yield "csv-utf8", case("UTF-8 without a byte order mark", "csv.utf8", text.encode())
    yield "csv-line-end", case("rows end with LF", "csv.line_end", text.replace("\r\n", "\n"), 1)
    yield "csv-header", case("the first row holds the item names", "csv.header", f"{header}\r\n{text}", 1)
    yield "csv-last-line-end", case("nothing follows the last row", "csv.last_line_end", text[:-2], 2)
    yield "csv-empty-line", case("an empty line between two rows", "csv.empty_line", f"{first}\r\n\r\n{second}\r\n", 2)
    column = layout.item_number("UPPLAN", "plan_staff_name")
    staff = f'"{rows_of["UPPLAN"][0]["plan_staff_name"]}"'
    yield "csv-quote-text", case("text follows a closing quote", "csv.quote_text",
                                 text.replace(staff, staff + "様", 1), 1, column)
    yield "csv-quote-stray", case("a quote in an item that has none around it", "csv.quote_stray",
                                  text.replace(staff, staff[1:3] + '"' + staff[3:-1] + '"', 1), 1, column)
    yield "csv-empty-file", case("no bytes at all", "csv.empty_file", b"")
    office = form.encode("サービス")
    broken = form.encode(text_of("UPPLAN", [rows_of["UPPLAN"][0] | {"provider_name": "サービス"}]))
    yield "text-undecodable", case("a lead byte before a space", "text.undecodable",
                                   broken.replace(office, office + b"\x81\x20"), 1, layout.item_number("UPPLAN", "provider_name"))
    deletion = text_of("DLTPLAN", rows_of["DLTPLAN"])
    yield "version-mixed", case("records of two versions", "version.mixed",
                                deletion + "202208" + deletion[6:].replace(CHIE.insured, "H000000304"), 2, 1,
                                name_of("DLTPLAN"))
    good = name_of("UPPLAN")
    yield "name-grammar", case("a name of the sender's own", "name.grammar", data, file=f"UPPLAN_{MONTH}.CSV")
    for part, why, odd in (
            ("serial", "the 60th second", good.replace(SERIAL, SERIAL[:12] + "60")),
            ("month", "a 13th month", good.replace(MONTH, "202513")),
            ("office", "an office number of 9 digits", good.replace(PLANNER.number, PLANNER.number[:9])),
            ("service_type", "a service type of one digit", good.replace(f"_{PLANNER.service_type}_", "_4_")),
            ("count", "one service type left out", good.replace(f"_{PLANNER.service_type}_", "_", 1))):
        yield f"name-part-{part}".replace("_", "-"), case(why, f"name.part_{part}", data, file=odd)
    yield "name-kind", case("a kind of the sender's own", "name.kind", data, file=name_of("UPKHON"))
    yield "name-case", case("the extension in small letters", "name.case", data, file=name_of("UPPLAN", extension=".csv"))
    plan = name_of("UPPLAN")
    for rule, why, odd in (
            ("surplus", "a copy that a browser has numbered", plan.replace(".CSV", " (1).CSV")),
            ("blank", "a blank before the extension", plan.replace(".CSV", " .CSV")),
            ("width", "full-width digits in the month", plan.replace(MONTH, "２０２５１０")),
            ("separator", "hyphens for underscores", plan.replace("_", "-")),
            ("ending", "the extension of a text editor", plan.replace(".CSV", ".txt"))):
        yield f"name-{rule}", case(why, f"name.{rule}", data, file=odd)
    yield "name-surplus-month", case("a month part that the kind's name does not have", "name.surplus_month",
                                     text_of("UP1KYO", rows_of["UP1KYO"]),
                                     file=name_of("UP1KYO").replace("UP1KYO_", "UP1KYO_000000_"))
    yield "name-month", case("the name says November, the row October", "name.month", first + "\r\n", 1, 5,
                             name_of("UPPLAN", month="202511"))


def cases():
    rows_of = samples()
    parts = [cell_cases(rows_of), file_cases(rows_of), bad_shapes.cases(rows_of), bad_records.cases(), bad_tables.cases(), bad_units.cases()]
    return {name: case for part in parts for name, case in part}


def tree(found):
    """Path -> bytes of everything under the bad cases."""
    folder = {name: f"{SERIES if case.series else ROOT}/{name}" for name, case in found.items()}
    return {path: data for name, case in found.items() for path, data in case.tree(folder[name]).items()}

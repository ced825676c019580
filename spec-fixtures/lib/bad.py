"""Broken files, each breaking one rule."""
from dataclasses import dataclass

from . import form, judge, layout, papers, plans, prevention, services
from .judge import fault
from .layout import VERSION, record
from .month import image_name, slip, to_json
from .people import CHIE, HOME_HELP, NURSING, PLANNER, RENTAL
from .services import MONTH

ROOT = f"{VERSION}/bad"
SERIAL, OTHER_SERIAL = "20250925130203", "20250925130204"


@dataclass
class Case:
    why: str
    files: dict
    expect: judge.Fault
    unit: bool = False


def name_of(kind, receiver=RENTAL, serial=SERIAL, month=MONTH, extension=".CSV", sender=PLANNER):
    return form.file_name(kind, sender.address, receiver.address, serial, month, extension)


def text_of(kind, rows):
    return "".join(line + "\r\n" for line in form.lines(kind, rows))


def samples():
    """A few clean rows of each kind that the cases break."""
    unit = dict(slip("", RENTAL, SERIAL, "", {CHIE: services.PLANNED[CHIE]}).tables)
    visit, rental = (next(row for row in unit["UPPLAN"] if row["service_code"] == code) for code in ("117311", "171007"))
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
        "text-gaiji": ("a user-defined character in a name", "text.gaiji", "UP1KYO", 1, "plan_author_name",
                       "見本\ue000江"),
        "version-unknown": ("a version value that no edition has", "version.unknown", "DLTPLAN", 1, "csv_version",
                            "202410"),
    }
    for case, (why, rule, kind, row, field, value) in table.items():
        rows = [dict(each) for each in rows_of[kind]]
        rows[row - 1][field] = value
        item = layout.fields(kind)[layout.column(kind, field) - 1]
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
    yield "csv-empty-file", case("no bytes at all", "csv.empty_file", b"")
    office = form.encode("サービス")
    broken = form.encode(text_of("UPPLAN", [rows_of["UPPLAN"][0] | {"provider_name": "サービス"}]))
    yield "text-undecodable", case("a lead byte before a space", "text.undecodable",
                                   broken.replace(office, office + b"\x81\x20"), 1, layout.column("UPPLAN", "provider_name"))
    deletion = text_of("DLTPLAN", rows_of["DLTPLAN"])
    yield "version-mixed", case("records of two versions", "version.mixed",
                                deletion + "202208" + deletion[6:].replace(CHIE.insured, "H000000304"), 2, 1,
                                name_of("DLTPLAN"))
    yield "name-grammar", case("a serial of 12 digits", "name.grammar", data, file=name_of("UPPLAN", serial=SERIAL[:12]))
    yield "name-kind", case("a kind of the sender's own", "name.kind", data, file=name_of("UPKHON"))
    yield "name-case", case("the extension in small letters", "name.case", data, file=name_of("UPPLAN", extension=".csv"))
    yield "name-month", case("the name says November, the row October", "name.month", first + "\r\n", 1, 5,
                             name_of("UPPLAN", month="202511"))


def unit_cases(rows_of):
    clean = slip("", RENTAL, SERIAL, "", {CHIE: services.PLANNED[CHIE]}).csv_files
    annex = name_of("UPSIKYU")

    def odd_annex(why, rule, data=clean[annex], **name):
        """The clean unit with another name for table 7."""
        files = {(name_of("UPSIKYU", **name) if file == annex else file): each for file, each in clean.items()}
        return Case(why, files | {name_of("UPSIKYU", **name): data}, fault(rule, name_of("UPSIKYU", **name)), True)

    yield "unit-serial-mixed", odd_annex("table 7 has a serial of its own", "unit.serial_mixed", serial=OTHER_SERIAL)
    yield "unit-offices-mixed", odd_annex("table 7 is for another office", "unit.offices_mixed", receiver=HOME_HELP)
    november = [row | {"target_month": "202511"} for row in rows_of["UPSIKYU"]]
    yield "unit-month-mixed", odd_annex("table 7 is for another month", "unit.month_mixed",
                                        form.write("UPSIKYU", november), month="202511")
    yield "unit-set-unknown", Case("table 1 without the files that belong to it",
                                   {name_of("UP1KYO"): form.write("UP1KYO", rows_of["UP1KYO"])},
                                   fault("unit.set_unknown", None), True)
    yield "unit-same-office", Case("an office writes to itself",
                                   {name_of("DLTPLAN", receiver=PLANNER): form.write("DLTPLAN", rows_of["DLTPLAN"])},
                                   fault("unit.same_office", None), True)
    basic = name_of("UPKIHON", NURSING)
    yield "unit-image-missing", Case(
        "the family image that the record names is not sent",
        {basic: form.write("UPKIHON", prevention.basic(image_name(PLANNER, NURSING, SERIAL)))},
        fault("unit.image_missing", basic, 1, layout.column("UPKIHON", "family_image_filename")), True)
    yield "unit-attachment-type", Case("a Word file is attached", clean | {"note.docx": papers.docx()},
                                       fault("unit.attachment_type", "note.docx"), True)


def cases():
    rows_of = samples()
    return {name: case for part in (cell_cases, file_cases, unit_cases) for name, case in part(rows_of)}


def tree(found):
    """Path -> bytes of everything under the bad cases."""
    out = {}
    for name, case in found.items():
        out |= {f"{ROOT}/{name}/files/{file}": data for file, data in case.files.items()}
        out[f"{ROOT}/{name}/case.json"] = to_json(
            {"why": case.why, "expect": [case.expect._asdict()], "unit": case.unit})
    return out

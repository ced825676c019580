"""Files as other programs write them: the rows of clean files in other bytes. What must be said of
each is stated beside what was done to it."""
import csv
import io
from dataclasses import dataclass, field

from . import form, layout, plans
from .bad import name_of, samples
from .judge import fault
from .layout import VERSION
from .month import to_json

ROOT = f"{VERSION}/dialects"


@dataclass
class Dialect:
    why: str
    kind: str
    name: str
    data: bytes
    cells: list  # of each row, as they are to be read
    findings: list  # of the file's content
    encoding: str = "cp932"
    name_rules: list = field(default_factory=list)
    ahead: int = 0  # bytes before the first row: a byte order mark, a header
    plain: bytes | None = None  # where the csv module cannot read the bytes: the same rows as it can


def written(rows, **how):
    out = io.StringIO(newline="")
    csv.writer(out, **({"lineterminator": "\r\n"} | how)).writerows(rows)
    return out.getvalue()


def quoted(rows, which):
    """Quotes around the cells for which `which(column, cell)` holds, empty ones too."""
    def cell(column, text):
        return '"' + text.replace('"', '""') + '"' if which(column, text) else text
    return "".join(",".join(cell(*each) for each in enumerate(row)) + "\r\n" for row in rows)


def free_text(kind):
    return {column for column, f in enumerate(layout.fields(kind)) if f["type"] == "free_text"}


def at(rule, name, row, kind, field_id):
    item = layout.fields(kind)[layout.item_number(kind, field_id) - 1]
    return fault(rule, name, row, item["no"], item.get("certain", True))


def last_of(rows):
    return fault("csv.last_line_end", None, len(rows))._replace(severity="info")


def cases():
    slip = [list(row.values()) for row in samples()["UPPLAN"]]
    plan = [list(row.values()) for row in plans.table_2()]
    column = {f["id"]: number for number, f in enumerate(layout.fields("UPPLAN"))}
    name, plan_name = name_of("UPPLAN"), name_of("UP2KYO")
    lower = name_of("UPPLAN", extension=".csv")

    def of(why, data, cells=slip, findings=(), kind="UPPLAN", file=None, **more):
        file = file or (name if kind == "UPPLAN" else plan_name)
        data = data if isinstance(data, bytes) else form.encode(data)
        return Dialect(why, kind, file, data, cells, list(findings), **more)

    text = written(plan)
    last = last_of(plan)
    yield "d-minimal", of("quotes only where a cell needs them", text, plan, kind="UP2KYO")
    yield "d-lf", of("LF behind records, CRLF inside text", written(plan, lineterminator="\n"), plan,
                     [fault("csv.line_end", None, 1)], "UP2KYO")
    yield "d-cr", of("CR behind records but the last", written(plan, lineterminator="\r")[:-1], plan,
                     [fault("csv.line_end", None, 1), last], "UP2KYO")
    yield "d-allq", of("every cell in quotes, empty ones too, half-width kana in names",
                       quoted([[*row[:6], "ﾐﾎﾝ ｻｷｴ", *row[7:]] for row in slip], lambda *_: True),
                       [[*row[:6], "ﾐﾎﾝ ｻｷｴ", *row[7:]] for row in slip])
    numbers = [column[each] for each in ("units", "service_count")]
    filled = [[cell.zfill(6 if at == numbers[0] else 2) if at in numbers else cell for at, cell in enumerate(row)]
              for row in slip]
    yield "d-zero", of(
        "numbers filled with zeros, quotes around the text columns whatever they hold",
        quoted(filled, lambda at, _: at in free_text("UPPLAN")), filled,
        [at("field.zero_filled", None, number, "UPPLAN", each)._replace(severity="info")
         for number in (1, 2) for each in ("units", "service_count")])
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    broad = [[cell.translate(wide) if at in (3, column["service_date"], column["provider_number"], column["tais_code"])
              else cell for at, cell in enumerate(row)] for row in slip]
    yield "d-wide", of(
        "full-width digits and hyphens in dates, numbers and codes", written(broad), broad,
        [at("field.fullwidth", None, number, "UPPLAN", each) for number, row in enumerate(slip, 1)
         for each in ("created_date", "service_date", "tais_code", "provider_number") if row[column[each]]])
    head = written([[f["name_ja"] for f in layout.fields("UPPLAN")]])
    yield "d-header", of("item names first", head + written(slip), findings=[fault("csv.header", None, 1)],
                         ahead=len(form.encode(head)))
    yield "d-blank", of("empty lines between and behind", written(slip[:1]) + "\r\n" + written(slip[1:]) + "\n",
                        findings=[fault("csv.empty_line", None, 2)._replace(severity="warning")])
    short = [row[:-1] for row in slip]
    yield "d-short", of("the empty last item left out", written(short), short,
                        [fault("csv.columns_short", None, number) for number in (1, 2)])
    days = [[*row, *("1" if day == int(row[column["service_date"]][6:]) else "" for day in range(1, 25))] for row in slip]
    yield "d-utf8", of("UTF-8 with a byte order mark, LF, 49 columns, the extension in small letters",
                       ("\ufeff" + written(days, lineterminator="\n")).encode(), days,
                       [fault("csv.bom", None), fault("csv.line_end", None, 1),
                        *(fault("csv.columns_long", None, number) for number in (1, 2))],
                       file=lower, encoding="utf8", name_rules=["name.case"], ahead=3)
    plain = [[*slip[0][:6], "STAFF", *slip[0][7:20], "OFFICE", *slip[0][21:]]] + slip
    yield "d-utf8-late", of("UTF-8 without a byte order mark; the first row is ASCII", written(plain).encode(), plain,
                            [fault("csv.utf8", None)], encoding="utf8")
    data = form.encode(written(slip))
    first, second = (line + b"\r\n" for line in data.splitlines())
    yield "d-end", of("the end of a text for old programs, then NULs up to a full block", data + b"\x1a" + bytes(99),
                      findings=[fault("csv.damaged_end", None)], plain=data)
    yield "d-end-bare", of("NULs right behind the last item", data[:-2] + bytes(16),
                           findings=[last_of(slip), fault("csv.damaged_end", None)], plain=data)
    yield "d-surplus", of("a form feed and the end of a text before the second row", first + b"\x0c\r\n\x1a" + second,
                          findings=[fault("csv.surplus_bytes", None, 2)], plain=data)
    yield "d-sep", of("a line for spreadsheets, and the item names", form.encode("SEP=,\r\n" + head) + data,
                      findings=[fault("csv.sep_line", None, 1), fault("csv.header", None, 1)],
                      ahead=len(form.encode("SEP=,\r\n" + head)), plain=data)
    guards = [column[each] for each in ("service_start_time", "provider_name")]
    guarded = [[f'="{cell}"' if at == guards[0] else f'"=""{cell}"""' if at == guards[1] else cell
                for at, cell in enumerate(row)] for row in slip]
    yield "d-guard", of("times and names in a spreadsheet's formulas", "".join(",".join(row) + "\r\n" for row in guarded),
                        findings=[fault("csv.formula_guard", None, 1, at + 1) for at in guards], plain=data)
    # NEC's codes of IBM's characters (﨑 is ED95 and FAB1), and characters of the sender's own.
    marked = [[*row[:6], "見本\ue000\ue757江", *row[7:]] for row in slip]
    bare = form.encode(written(marked))
    yield "d-own", of("user-defined characters, and NEC's code of an IBM character", bare.replace("江".encode("cp932"),
                      b"\xed\x95"), [[*row[:6], "見本\ue000\ue757﨑", *row[7:]] for row in slip],
                      [fault("text.gaiji", None, number, 7) for number in (1, 2)])


def prove(case):
    """Python's csv module reads the cells that are stated, where it can read the bytes at all."""
    codec = "utf-8-sig" if case.encoding == "utf8" else "cp932"
    rows = list(csv.reader(io.StringIO((case.plain or case.data).decode(codec), newline="")))
    if case.ahead > 3 and not case.plain:
        rows = rows[1:]
    assert [row for row in rows if row] == case.cells, case.why


def tree():
    """Path -> bytes of everything under the dialects."""
    out = {}
    for name, case in cases():
        prove(case)
        out[f"{ROOT}/{name}/files/{case.name}"] = case.data
        out[f"{ROOT}/{name}/rows.json"] = to_json({
            "why": case.why, "name": case.name, "kind": case.kind, "encoding": case.encoding, "ahead": case.ahead,
            "rows": case.cells})
        out[f"{ROOT}/{name}/findings.json"] = to_json({
            "name": case.name_rules, "findings": [each._asdict() for each in case.findings]})
    return out

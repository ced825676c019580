"""How files are encoded, how their rows end, which cells have quotes."""
from .. import layout, month, plans
from ..dialects import free_text, quoted, written
from ..people import AKI, HOME_HELP, RENTAL
from ..services import MONTH, PLANNED
from .case import Case, fact, where
from .service_month import ServiceMonth, slip
from .written import CODES, CUSTOM, FORM, NAMES, columns, of_results, of_slip

LATIN = ["文字コード", "UTF", "BOM", "Shift", "シフト", "MS932"]
HEADER = ["見出し", "ヘッダ", "項目名", "1行目", "１行目"]


def only_free_text(kind, rows):
    """As the standard has it: free text alone, and nothing at all where it is empty."""
    return quoted(rows, lambda at, text: bool(text) and at in free_text(kind))


def cases():
    yield of_slip("W1-01", "行の終わりがLF", "Rows end with LF", CUSTOM, "行の終わりがLFの", lambda kind, rows: written(
        rows, lineterminator="\n"))
    yield of_slip("W1-02", "行の終わりがCR", "Rows end with CR", CUSTOM, "行の終わりがCRの", lambda kind, rows: written(
        rows, lineterminator="\r"), "csv.line_end", ["改行", "行の終わり"], "info")
    yield of_slip("W1-03", "最後の行に改行がない", "No line end behind the last row", CUSTOM, "最後の行に改行がない",
                  lambda kind, rows: only_free_text(kind, rows).removesuffix("\r\n"))
    yield of_slip("W1-04", "空の行がある", "Empty lines", CUSTOM, "途中と最後に空の行がある", with_empty_lines,
                  "csv.empty_line", ["空の行", "空行", "項目", "改行"])
    yield of_slip("W1-05", "終わりの印（1A）がある", "The end of a text for old programs", CUSTOM, "古い終わりの印が付いた",
                  lambda kind, rows: only_free_text(kind, rows) + "\x1a", "csv.damaged_end", ["終わり", "末尾", "1A", "制御"],
                  "info")
    yield of_slip("W1-06", "BOM付きのUTF-8", "UTF-8 with a byte order mark", CODES, "文字コードがBOM付きUTF-8の", only_free_text,
                  "csv.bom", LATIN, codec="utf-8-sig")
    yield of_slip("W1-07", "BOMのないUTF-8", "UTF-8 without a byte order mark", CODES, "文字コードがUTF-8の", only_free_text,
                  "csv.utf8", LATIN, codec="utf-8")
    yield of_slip("W1-08", "UTF-8・LF・49列・小文字の拡張子", "UTF-8, LF, 49 columns and small letters together", CODES,
                  "文字コードがBOM付きUTF-8で、第6表に余分な24列がある", with_days, "csv.bom", [*LATIN, "項目", "列"], "info",
                  codec="utf-8-sig", proof=cut, name=small)
    yield of_slip("W2-01", "すべての項目に引用符", "Every cell in quotes", CUSTOM, "すべての項目に引用符がある",
                  lambda kind, rows: quoted(rows, lambda at, text: True))
    yield of_slip("W2-02", "必要な項目だけに引用符", "Quotes only where a cell needs them", FORM, "必要な項目だけに引用符がある",
                  lambda kind, rows: written(rows))
    yield of_slip("W2-03", "空の文字項目に引用符", "Quotes around free text, empty ones too", CUSTOM, "空の文字項目にも引用符がある",
                  lambda kind, rows: quoted(rows, lambda at, text: at in free_text(kind)))
    yield of_slip("W2-04", "先頭に見出し行", "Item names first", CUSTOM, "先頭に見出し行がある", with_names, "csv.header", HEADER,
                  ahead=1)
    yield of_slip("W2-05", "余分な列", "Surplus columns", CUSTOM, "第6表に余分な24列がある", with_days, "csv.columns_long",
                  ["項目", "列", "カラム"], proof=cut)
    yield of_slip("W2-06", "最後の空の項目がない", "The empty last item is left out", CUSTOM, "第6表・第7表の最後の空の項目がない",
                  without_last, "csv.columns_short", ["項目", "列", "カラム"], proof=with_last)
    yield commas_and_quotes()
    yield line_breaks()
    yield of_results("W2-09", "実績：すべての項目に引用符、行の終わりがLF", "Results: every cell in quotes, rows end with LF", CUSTOM,
                     "すべての項目に引用符があり、行の終わりがLFの",
                     lambda kind, rows: quoted(rows, lambda at, text: True).replace("\r\n", "\n"))
    yield of_results("W1-09", "実績：BOM付きのUTF-8", "Results: UTF-8 with a byte order mark", CODES,
                     "文字コードがBOM付きUTF-8の", only_free_text, "csv.bom", LATIN, codec="utf-8-sig")
    yield of_results("W2-10", "実績：先頭に見出し行", "Results: item names first", CUSTOM, "先頭に見出し行がある", with_names,
                     "csv.header", HEADER, ahead=1)
    yield of_slip("W2-08", "拡張子が小文字", "The extension in small letters", NAMES, "ファイル名の拡張子が小文字の", only_free_text,
                  name=small)


def small(name):
    return name.replace(".CSV", ".csv")


def with_empty_lines(kind, rows):
    return only_free_text(kind, rows[:1]) + "\r\n" + only_free_text(kind, rows[1:]) + "\r\n"


def with_names(kind, rows):
    return written([[each["name_ja"] for each in layout.fields(kind)]]) + only_free_text(kind, rows)


def with_days(kind, rows):
    """A private table 6 that goes on with days: 49 columns."""
    if kind != "UPPLAN":
        return only_free_text(kind, rows)
    on = next(iter(columns(kind, "yyyymmdd") - {3}))
    return written([[*row, *("1" if day == int(row[on][6:]) else "" for day in range(1, 25))] for row in rows])


def cut(kind, rows):
    return [row[:25] for row in rows] if kind == "UPPLAN" else rows


def without_last(kind, rows):
    return only_free_text(kind, rows if kind == "UPHOSOKU" else [row[:-1] for row in rows])


def with_last(kind, rows):
    return [[*row, *[""] * (len(layout.fields(kind)) - len(row))] for row in rows]


def commas_and_quotes():
    made = Case("W2-07", "import-derive", "書き方：用具名にカンマと引用符", "Commas and quotes in a product's name", "provider",
                RENTAL, FORM,
                "提供票を取り込み、すべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
                "特殊寝台の用具名には、カンマと引用符があります。\n")
    planned = {AKI: PLANNED[AKI]}
    assert any('"' in line.product and "," in line.product for line in planned[AKI])
    return ServiceMonth(RENTAL, planned).taken(made.give(slip(planned, RENTAL)))


def line_breaks():
    made = Case("W1-10", "import-show", "書き方：文章の中に改行", "Line ends in texts", "provider", HOME_HELP, FORM,
                "計画書を取り込み、行数と内容を帳票と見比べてください。文章の中に改行がある項目があります。\n")
    message = month.care_plan("", HOME_HELP, "20250919101500", "居宅サービス計画の送付")
    assert any("\n" in text for row in plans.table_1() for text in row.values())
    made.give(message)
    first, *_ = [row for row in plans.table_1() if row["insured_person_number"] == AKI.insured]
    return made.show([
        fact("plans", "第1表を取り込んだ利用者の人数", "Users whose table 1 was taken over", "UP1KYO", "users", 2),
        fact("rows", "第1表の行数", "Rows of table 1", "UP1KYO", "rows", len(plans.table_1())),
        fact("staff", "架空さんの第1表の作成者氏名", "Who made table 1 of the first user", "UP1KYO", "text",
             first["plan_author_name"], "plan_author_name", **where(AKI)),
    ])

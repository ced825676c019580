"""How values are written: zeros, widths, blanks, versions."""
from ..dialects import written
from .service_month import slip
from .slips import edit
from .written import CODES, CUSTOM, HOME_HELP, LINES, columns, of_results, of_slip
from .written_bytes import only_free_text

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
FORMAT = "CSVファイルレイアウト定義書 書式"


def cases():
    yield of_slip("W3-01", "数値の前に0を補う", "Numbers filled with zeros", CUSTOM, "数値が0で補われている（000244）",
                  filled, proof=plain)
    yield of_slip("W3-02", "使わない数値に0", "0 where nothing is", CUSTOM, "使わない数値の項目が空ではなく0の", zero, proof=plain)
    yield of_slip("W3-03", "日付と事業所番号が全角", "Full-width digits in dates and numbers", FORMAT,
                  "日付と事業所番号が全角数字の", broad, "field.fullwidth", ["全角", "半角", "桁", "書式", "数字"], proof=narrow)
    yield half_width_kana()
    yield of_slip("W3-05", "値の後ろに空白", "Blanks behind values", FORMAT, "数値と番号の後ろに空白がある", padded, "field.blanks",
                  ["空白", "スペース", "桁", "書式"], proof=trimmed)
    yield of_slip("W3-06", "CSVバージョンが202410", "The version is 202410", "標準仕様4.1 CSVバージョン",
                  "CSVバージョンが公式の値ではない（202410）", later, "version.unknown", ["バージョン"],
                  proof=lambda kind, got: [row[1:] for row in got])
    yield of_slip("W3-07", "表計算ソフトの式", "A spreadsheet's formulas", FORMAT, "時刻が表計算ソフトの式（=\"0800\"）の", guarded,
                  "csv.formula_guard", ["式", "書式", "時刻", "="], "info", proof=bare)
    yield of_results("W3-08", "実績：数値の前に0を補う", "Results: numbers filled with zeros", CUSTOM, "数値が0で補われている", filled,
                     proof=plain)


def changed(kind, rows, which, how):
    return [[how(text) if at in which else text for at, text in enumerate(row)] for row in rows]


def numbers(kind):
    """Numbers that stand for an amount, and mean the same with zeros in front."""
    return columns(kind, "integer")


def filled(kind, rows):
    return only_free_text(kind, changed(kind, rows, numbers(kind), lambda text: text and text.zfill(2)))


def zero(kind, rows):
    # A discriminator of 0 would be one.
    which = numbers(kind) - ({18} if kind == "UPPLAN" else set())
    return only_free_text(kind, changed(kind, rows, which, lambda text: text or "0"))


def plain(kind, rows):
    return changed(kind, rows, numbers(kind), lambda text: text.lstrip("0"))


def dates(kind):
    return columns(kind, "yyyymmdd") | ({19} if kind == "UPPLAN" else set())


def broad(kind, rows):
    return only_free_text(kind, changed(kind, rows, dates(kind), lambda text: text.translate(WIDE)))


def narrow(kind, rows):
    back = {ord(wide): digit for digit, wide in zip("0123456789", "０１２３４５６７８９")}
    return changed(kind, rows, dates(kind), lambda text: text.translate(back))


def padded(kind, rows):
    return only_free_text(kind, changed(kind, rows, numbers(kind) | dates(kind), lambda text: text and f"{text} "))


def trimmed(kind, rows):
    return changed(kind, rows, numbers(kind) | dates(kind), str.strip)


def later(kind, rows):
    return only_free_text(kind, [["202410", *row[1:]] for row in rows])


def guarded(kind, rows):
    if kind != "UPPLAN":
        return only_free_text(kind, rows)
    clocks = columns(kind, "hhmm")
    return "".join(",".join(f'="{text}"' if at in clocks else text for at, text in enumerate(row)) + "\r\n" for row in rows)


def bare(kind, rows):
    return changed(kind, rows, columns(kind, "hhmm"), lambda text: text.strip('="'))


def half_width_kana():
    message = slip(LINES, HOME_HELP)
    edit(message, "UPPLAN", {"plan_staff_name": "ﾐﾎﾝ ﾀﾞｲｼﾞﾛｳ"})
    return of_slip("W3-04", "担当者名が半角カナ", "Half-width kana in a name", CODES, "担当者名が半角カナの",
                   lambda kind, rows: written(rows), level="must", message=message)

"""The stricter vendor test of autumn 2026, as far as its public summary goes: fewer import errors between products.

No case of that test is public. These are the imports of which errors are reported most, in the ways of `written`.
"""
from dataclasses import replace

from ..dialects import quoted
from .written import HOME_HELP, LINES, ServiceMonth, of_results, of_slip
from .case import Case
from .service_month import slip
from .written_values import filled, later, plain, zero

SUMMARY = "2026年9月の要請（取込みエラーの削減）の公表された要旨。個々の試験項目は非公表"


def cases():
    yield as_standard()
    yield same(of_slip("E1-02", "提供票：すべての項目に引用符", "A slip with every cell in quotes", SUMMARY, "すべての項目に引用符がある",
                       lambda kind, rows: quoted(rows, lambda at, text: True)))
    yield same(of_slip("E1-03", "提供票：使わない数値に0", "A slip with 0 where nothing is", SUMMARY, "使わない数値の項目が空ではなく0の",
                       zero, proof=plain))
    yield same(of_slip("E1-04", "提供票：公式ではないCSVバージョン", "A slip of an unofficial version", SUMMARY,
                       "CSVバージョンが公式の値ではない（202410）", later, "version.unknown", ["バージョン"],
                       proof=lambda kind, got: [row[1:] for row in got]))
    yield same(of_results("E2-01", "実績：すべての項目に引用符", "Results with every cell in quotes", SUMMARY,
                          "すべての項目に引用符がある", lambda kind, rows: quoted(rows, lambda at, text: True)))
    yield same(of_results("E2-02", "実績：数値の前に0を補う", "Results with numbers filled with zeros", SUMMARY,
                          "数値が0で補われている", filled, proof=plain))


def same(case):
    return replace(case, title_ja=case.title_ja.replace("書き方：", "（暫定）"))


def as_standard():
    made = Case("E1-01", "import-derive", "（暫定）提供票：標準仕様どおり", "A slip as the standard has it", "provider", HOME_HELP,
                "標準仕様4.1 第6表・第7表",
                "提供票を取り込み、すべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n")
    return ServiceMonth(HOME_HELP, LINES).taken(made.give(slip(LINES, HOME_HELP)))

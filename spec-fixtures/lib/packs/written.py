"""Units as other programs write them: the rows of clean units in other bytes, by the ways of `lib/dialects.py`."""
import csv
import io

from .. import form, layout
from ..month import results as results_of
from ..people import AKI, HOME_HELP, PLANNER
from ..services import MON, MONTH, visits
from .case import Case, fact, where
from .service_month import TOLERATED, ServiceMonth, slip
from .slips import ETSU

CUSTOM = "実装慣行（標準仕様に明記なし）"
CODES, FORM, NAMES = "標準仕様4.1 文字コード", "標準仕様4.1 ファイル形式", "標準仕様4.1 ファイル名"
LINES = {
    ETSU: visits(HOME_HELP, "111111", 244, MON, ("0800", "0825")),
    AKI: visits(HOME_HELP, "111211", 387, (2, 9), ("0900", "0955")),
}
EITHER = "このままでは標準仕様どおりではありません。取り込めないときは、理由が表示されることを確認してください。\n"


def cells(rows):
    return [list(row.values()) for row in rows]


def files(message, way, codec="cp932", name=lambda name: name):
    """The files of a message: `way` makes a text of the cells of a kind."""
    out = {}
    for kind, rows in message.tables:
        text = way(kind, cells(rows))
        out[name(message.csv_name(kind))] = form.encode(text) if codec == "cp932" else text.encode(codec)
    return out


def read(data, codec="cp932", ahead=0):
    """The cells as the csv module reads them, behind the rows that go ahead; empty lines are nothing."""
    text = data.decode("utf-8-sig" if codec.startswith("utf") else codec).removesuffix("\x1a")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row][ahead:]


def give(case, message, data, rule=None, words=(), proof=lambda kind, got: got, codec="cp932", ahead=0):
    """A unit in these bytes, which must be imported, or, where the rule says something of it, may be refused.
    `proof` makes the cells that were read, and those that are meant, alike where this writing changes them."""
    for (kind, rows), each in zip(message.tables, data.values(), strict=True):
        assert proof(kind, read(each, codec, ahead)) == proof(kind, cells(rows)), f"{case.id}: {kind}"
    unit = f"{sum(step['do'] == 'give' for step in case.steps) + 1:02}"
    case.files |= {f"give/{unit}/{name}": each for name, each in data.items()}
    case.steps += [{"do": "give", "unit": unit}, {"do": "expect", "outcome": "either" if rule else "imported"}]
    case.need("import", [kind for kind, _ in message.tables])
    if rule:
        case.checks.append({"refused-for": rule, "words": list(words)})
    return case


def of_slip(id, title_ja, title_en, clause, what_ja, way, rule=None, words=(), level="should", message=None, **more):
    """A provider imports a slip in these bytes; what it means shows in the results."""
    name, codec, proof, ahead = (more.pop(key, usual) for key, usual in (
        ("name", lambda name: name), ("codec", "cp932"), ("proof", lambda kind, got: got), ("ahead", 0)))
    made = Case(id, "import-derive", f"書き方：{title_ja}", title_en, "provider", HOME_HELP, clause,
                f"{what_ja}提供票を取り込み、すべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
                + (EITHER if rule else ""), level)
    message = message or slip(LINES, HOME_HELP)
    give(made, message, files(message, way, codec, name), rule, words, proof, codec, ahead)
    staff = {row["plan_staff_name"] for row in message.tables[0][1]}
    rows = [row | {"plan_staff_name": name} for row in ServiceMonth(HOME_HELP, LINES).rows() for name in staff]
    return made.take("results", [("UPJSK", rows)], PLANNER, "plan-as-done", MONTH, tolerate=[*TOLERATED, *more.pop(
        "tolerate", ())], absent="rows-of-other-offices")


def of_results(id, title_ja, title_en, clause, what_ja, way, rule=None, words=(), level="should", **more):
    """A care manager imports results in these bytes; what they mean shows on the screen."""
    codec, proof, ahead = (more.pop(key, usual) for key, usual in (
        ("codec", "cp932"), ("proof", lambda kind, got: got), ("ahead", 0)))
    made = Case(id, "import-show", f"書き方：{title_ja}", title_en, "care-manager", PLANNER, clause,
                f"{what_ja}実績を取り込み、回数と時刻を帳票と見比べてください。\n" + (EITHER if rule else ""), level)
    message = results_of("", HOME_HELP, "20251104090512", "10月分の実績", LINES)
    give(made, message, files(message, way, codec), rule, words, proof, codec, ahead)
    one = where(ETSU, service_date=f"{MONTH}13")
    return made.show([
        fact("users", "実績がある利用者の人数", "Users with results", "UPJSK", "users", 2),
        fact("rows", "実績の行数", "Rows of results", "UPJSK", "rows", 6),
        fact("count", "習作さんの訪問（111111）の回数", "Visits of the first user", "UPJSK", "count", 4,
             **where(ETSU, service_code="111111")),
        fact("units", "架空さんの訪問（111211）の単位数の合計", "Units of the second user", "UPJSK", "sum", 774, "units",
             **where(AKI)),
        fact("start", "習作さんの10月13日の訪問の開始時刻", "Start of the visit of the 13th", "UPJSK", "text", "0800",
             "service_start_time", **one),
    ])


def columns(kind, *types):
    """The places of the items of these types."""
    return {place for place, each in enumerate(layout.fields(kind)) if each["type"] in types}

"""D3: results that a care manager imports."""
from dataclasses import replace

from .. import services
from ..month import Message, results
from ..people import AKI, BAN, CHIE, DAY_CARE, HOME_HELP, PLANNER
from ..services import MON, MONTH, monthly, visits
from .case import Case, fact, where
from .results_derived import LONG_VISIT, MORNING, VISIT, gone

FIRST, SECOND, THIRD = "20251104090512", "20251104093020", "20251105101826"
DAY = "152442"
BATHING = replace(HOME_HELP, service_type="12")
BATH = "121111"


def cases():
    yield shown()
    yield two_providers()
    yield withdrawal_of_a_type()
    yield corrected()
    yield in_part()
    yield out_of_order()
    yield given_twice()
    yield repeated_addon()
    yield short_row()
    yield two_months()


def case(id, title_ja, title_en, clause, sheet_ja, level="must", shape="import-show"):
    return Case(id, shape, f"実績：{title_ja}", title_en, "care-manager", PLANNER, clause, sheet_ja, level)


def unit(office, serial, lines):
    return results("", office, serial, "10月分の実績", lines)


def withdrawn(user, office, serial):
    return Message("", office, PLANNER, serial, "results_deletion", "", [("DLTJSK", [gone(user, office)])])


def count(id, user, code, value, name, english, **more):
    return fact(id, f"{name}のサービス（{code}）の回数", english, "UPJSK", "count", value,
                **where(user, service_code=code, **more))


def shown():
    made = case("D3-14", "届いた実績の表示", "Results are shown", "標準仕様4.1 第6表 実績",
                "実績を取り込み、利用者ごとの回数・日付・時刻を帳票と見比べてください。\n予定ではなく、実績の時刻を確認します。\n")
    made.give(unit(HOME_HELP, FIRST, services.results(HOME_HELP)))
    one = where(CHIE, service_code="117311", service_date=f"{MONTH}15")
    return made.show([
        fact("users", "実績がある利用者の人数", "Users with results", "UPJSK", "users", 3),
        count("aki", AKI, LONG_VISIT, 9, "架空さん", "Visits of the first user"),
        count("public", CHIE, "117311", 5, "H番号の模擬さん", "Visits of the user with an H number"),
        fact("start", "模擬さんの10月15日の訪問（117311）の開始時刻", "Start of the visit of the 15th", "UPJSK", "text", "1030",
             "service_start_time", **one),
        fact("end", "模擬さんの10月15日の訪問（117311）の終了時刻", "End of the visit of the 15th", "UPJSK", "text", "1120",
             "service_end_time", **one),
        fact("units", "例示さんの10月21日の訪問（111211）の単位数", "Units of the visit of the 21st", "UPJSK", "text", 387,
             "units", **where(BAN, service_code=LONG_VISIT, service_date=f"{MONTH}21")),
    ])


def two_providers():
    made = case("D3-15", "1人の利用者に2つの事業所の実績", "Results of two providers for one user",
                "標準仕様4.1 ファイル作成単位（実績）",
                "訪問介護、通所介護の実績を順に取り込み、架空さんに両方の実績があることを確認してください。\n"
                "後から届いた実績は、ほかの事業所の実績と入れ替わりません。\n")
    made.give(unit(HOME_HELP, FIRST, services.results(HOME_HELP)))
    made.give(unit(DAY_CARE, SECOND, services.results(DAY_CARE)))
    return made.show([
        count("visits", AKI, LONG_VISIT, 9, "架空さん", "Home help of the first user"),
        count("days", AKI, DAY, 8, "架空さん", "Day care of the first user"),
        fact("absent", "架空さんの10月14日の通所介護（152442）の行数", "Rows of the absence of the 14th", "UPJSK", "rows", 0,
             **where(AKI, service_code=DAY, service_date=f"{MONTH}14")),
        fact("name", "架空さんの10月7日の通所介護（152442）の事業所名", "Name of the day care", "UPJSK", "text", DAY_CARE.name,
             "provider_name", **where(AKI, service_code=DAY, service_date=f"{MONTH}07")),
    ])


def withdrawal_of_a_type():
    made = case("D3-16", "取下げは、その事業所のそのサービス種類だけ", "A withdrawal takes one office's service type only",
                "標準仕様4.1 取下げ",
                "3つの実績と、架空さんの訪問介護（11）の取下げを順に取り込んでください。\n"
                "同じ事業所の訪問入浴介護（12）、ほかの事業所、ほかの利用者の実績は残ります。\n")
    made.give(unit(HOME_HELP, FIRST, services.results(HOME_HELP)))
    made.give(unit(DAY_CARE, SECOND, services.results(DAY_CARE)))
    made.give(unit(BATHING, "20251104094500", {AKI: visits(BATHING, BATH, 1266, services.WED, ("1400", "1500"))}))
    made.give(withdrawn(AKI, HOME_HELP, THIRD))
    return made.show([
        count("gone", AKI, LONG_VISIT, 0, "架空さん", "Withdrawn visits"),
        count("type-stays", AKI, BATH, 5, "架空さん", "The same office's other service type"),
        count("office-stays", AKI, DAY, 8, "架空さん", "The other office's days"),
        count("user-stays", BAN, VISIT, 9, "例示さん", "Visits of another user", service_start_time="0800"),
    ])


def small(first=MON, second=MON):
    """Few visits of two users."""
    return {AKI: visits(HOME_HELP, LONG_VISIT, 387, first, ("0900", "0955")),
            BAN: visits(HOME_HELP, VISIT, 244, second, MORNING)}


def corrected():
    made = case("D3-17", "訂正後の実績は、前のものと入れ替わる", "A correction takes the place of the results before",
                "標準仕様4.1 取下げ（変更時は不要）",
                "実績、訂正後の実績の順に取り込み、訂正後の内容だけになったことを確認してください。\n訂正の前に取下げは送られません。\n")
    made.give(unit(HOME_HELP, FIRST, small()))
    made.give(unit(HOME_HELP, THIRD, small(second=(6, 14, 27))))
    return made.show([
        count("visits", BAN, VISIT, 3, "例示さん", "Visits after the correction"),
        fact("gone", "例示さんの10月20日の訪問（111111）の行数", "Rows of the visit that did not take place", "UPJSK", "rows", 0,
             **where(BAN, service_code=VISIT, service_date=f"{MONTH}20")),
        fact("moved", "例示さんの10月14日の訪問（111111）の行数", "Rows of the visit on another day", "UPJSK", "rows", 1,
             **where(BAN, service_code=VISIT, service_date=f"{MONTH}14")),
        count("not-doubled", AKI, LONG_VISIT, 4, "架空さん", "Visits that both files have"),
    ])


def in_part():
    made = case("D3-18", "後から届いた一部の利用者の実績", "Results of some users that come later",
                "標準仕様4.1 ファイル間の関連",
                "架空さんの実績、例示さんの実績の順に取り込み、両方が残ることを確認してください。\n")
    made.give(unit(HOME_HELP, FIRST, {AKI: small()[AKI]}))
    made.give(unit(HOME_HELP, SECOND, {BAN: small()[BAN]}))
    return made.show([
        count("first", AKI, LONG_VISIT, 4, "架空さん", "Visits of the first user"),
        count("second", BAN, VISIT, 4, "例示さん", "Visits of the second user"),
    ])


def out_of_order():
    made = case("D3-19", "訂正後の実績が先に届く", "The correction arrives before the first results", "標準仕様4.1 取込順",
                "2つの実績を、渡された順に取り込んでください。ファイル連番の新しいものが有効です。\n")
    made.give(unit(HOME_HELP, THIRD, small(second=(6, 13)))).give(unit(HOME_HELP, FIRST, small()))
    return made.show([
        count("visits", BAN, VISIT, 2, "例示さん", "Visits of the correction"),
        count("others", AKI, LONG_VISIT, 4, "架空さん", "Visits of the other user"),
    ])


def given_twice():
    made = case("D3-20", "同じファイルを2回取り込んでも、二重にならない", "The same file twice is not doubled",
                "実装慣行（標準仕様に明記なし）",
                "同じ実績を2回取り込み、二重にならないことを確認してください。\n"
                "2回目の取込みについて標準仕様に明記はありません。エラーにせず、同じ結果になるのが望ましい扱いです。\n", "should")
    message = unit(HOME_HELP, FIRST, small())
    made.give(message).give(message)
    return made.show([count("visits", BAN, VISIT, 4, "例示さん", "Visits")])


def repeated_addon():
    made = case("D3-21", "月に1回の加算が毎日の行にある", "A monthly add-on on many days counts once",
                "CSVファイルレイアウト定義書 日割対象日",
                "実績を取り込み、加算（114001）の回数を確認してください。月に1回の加算は、何日に記載されていても1回です。\n")
    addons = [monthly(HOME_HELP, "114001", 200, day) for day in MON]
    made.give(unit(HOME_HELP, FIRST, {BAN: small()[BAN] + addons, AKI: small()[AKI] + addons[:1]}))
    return made.show([
        count("addon", BAN, "114001", 1, "例示さん", "How often the add-on counts"),
        count("once", AKI, "114001", 1, "架空さん", "How often the add-on counts that is there once"),
        count("visits", BAN, VISIT, 4, "例示さん", "Visits"),
    ])


def short_row():
    made = case("D3-22", "項目が足りない行がある実績は取り込まない", "A row that lacks items: not to be imported",
                "CSVファイルレイアウト定義書", "実績を取り込んでください。2行目に項目が足りないため、取り込めないことを確認します。\n"
                "受け取ったときの扱いは標準仕様に明記がありません。取り込まないのが望ましい扱いです。\n",
                "should", shape="refuse")
    message = unit(HOME_HELP, FIRST, small())
    (name, data), = message.files.items()
    lines = data.split(b"\r\n")
    lines[1] = lines[1].rsplit(b",", 2)[0]
    return made.give(message, "refused", "csv.columns_short", ["項目", "列", "カラム"], {name: b"\r\n".join(lines)})


def two_months():
    made = case("D3-23", "2か月分が混ざった実績", "Results of two months in one file", "標準仕様4.1 ファイル作成単位（単一月）",
                "実績を取り込んでください。9月分の行が混ざっています。\n"
                "標準仕様は1つのファイルに1か月分と定めていますが、受け取ったときの扱いは明記していません。"
                "取り込まないのが望ましい扱いです。\n", "should", "refuse")
    message = unit(HOME_HELP, FIRST, small())
    (kind, rows), = message.tables
    rows[-1] |= {"target_month": "202509", "service_date": "20250929"}
    return made.give(message, "refused", "table.month_mixed", ["月"])

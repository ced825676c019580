"""D6: the planned slip of preventive care."""
from dataclasses import replace

from ..people import DAI, NURSING, PLANNER, STAFF, Office
from .. import services
from ..services import MON, MONTH, NO_CLOCK, THU, TUE, Line, monthly, visits
from .case import Case, fact, where
from .slips import TOLERATED, slip, withdrawal

CENTRE = Office("9960000515", "43", "架空地域包括支援センター")
CENTRE_STAFF = "架空　案内"
HELPERS = Office("9970000717", "A2", "生活応援サービス例示の会", "10.42")
GYM = Office("9970000816", "A6", "体操サロンつくりばなし", "10.27")
# In the new comprehensive programme without a certification of need.
FUMI = replace(DAI, insured="0000000707", name="試験　文", kana="ｼｹﾝ ﾌﾐ", sex="2", birth="19480120", phone="0000-00-0007",
               care_level="06", previous_level="")
SERIAL, LATER = "20250929171259", "20250930090000"


def cases():
    yield basic()
    yield addon()
    yield entered()
    yield withdrawn()
    yield per_diem()
    yield service_types()
    yield monthly_fee()


def case(number, title_ja, title_en, clause, sheet_ja, office, level="must"):
    return Case(f"D6-{number}", "import-show", f"介護予防の予定：{title_ja}", title_en, "provider", office, clause,
                sheet_ja, level)


def basic():
    made = case("01", "基本の提供票", "A plain planned slip", "標準仕様4.1 第6表・第7表",
                "提供票を取り込み、第6表・第7表・利用者補足情報の画面を帳票と見比べてください。\n", NURSING)
    made.give(slip(NURSING, SERIAL, {DAI: services.PLANNED[DAI]}))
    return made.show([
        fact("level", "要介護状態区分（コード）", "Care level", "UPHOSOKU", "text", "12", "care_level", **where(DAI)),
        fact("nurse", "訪問看護（631111）の回数", "Visits of a nurse", "UPPLAN", "count", 3, own=True,
             **where(DAI, service_code="631111")),
        fact("therapy", "訪問看護（631501）の回数（1日に2回ずつ）", "Visits of a therapist, two a day", "UPPLAN", "count", 8, own=True,
             **where(DAI, service_code="631501")),
        fact("therapy-days", "訪問看護（631501）の日数", "Days of the therapist", "UPPLAN", "rows", 4, own=True,
             **where(DAI, service_code="631501")),
        fact("total", "第7表の合計のサービス単位", "Units of the total in table 7", "UPSIKYU", "text", 3625,
             "service_units_or_amount", **where(DAI, service_code="999999")),
    ])


def addon():
    made = case("02", "月に1回の加算が毎回の行にある", "A monthly add-on on each day counts once", "CSVファイルレイアウト定義書 第6表 日割対象日",
                "提供票を取り込み、加算（A24001）の回数を確認してください。月に1回の加算は、何日に記載されていても1回です。\n", HELPERS)
    lines = visits(HELPERS, "A22411", 287, MON, ("1000", "1045"))
    made.give(repeated(lines, [monthly(HELPERS, "A24001", 200, day) for day in MON]))
    return made.show([
        fact("addon", "加算（A24001）の回数", "How often the add-on counts", "UPPLAN", "count", 1, own=True,
             **where(DAI, service_code="A24001")),
        fact("visits", "訪問（A22411）の回数", "How many visits", "UPPLAN", "count", 4, own=True,
             **where(DAI, service_code="A22411")),
    ])


def repeated(lines, addons):
    """A slip with what is once a month on several days; table 7 counts it once."""
    message = slip(HELPERS, SERIAL, {DAI: lines + addons})
    message.tables[1] = ("UPSIKYU", services.table_7({DAI: lines + addons[:1]}, SERIAL[:8]))
    return message


def entered():
    made = Case(
        "D6-03", "enter-export", "介護予防の予定：地域包括支援センターが帳票から入力して出力", "Entered by a support centre, then exported",
        "support-centre", CENTRE, "標準仕様4.1 出力単位（サービス利用票）",
        "帳票（第6表・第7表・利用者補足情報）のとおりに入力し、介護予防訪問看護事業所あてに出力してください。\n")
    message = slip(NURSING, SERIAL, {DAI: services.PLANNED[DAI]})
    tables = [(kind, [of_centre(row) for row in rows]) for kind, rows in message.tables]
    return made.enter(tables).take("usage_slip", tables, NURSING, "entered", MONTH, tolerate=TOLERATED)


def of_centre(row):
    """The record as the support centre makes it."""
    changed = {PLANNER.number: CENTRE.number, STAFF: CENTRE_STAFF}
    return {field: changed.get(value, value) for field, value in row.items()}


def withdrawn():
    made = case("04", "取下げと、それに連なる表", "A withdrawal and what goes with it", "標準仕様4.1 取下げ",
                "提供票、取下げの順に取り込み、試作さんの予定だけがすべてなくなったことを確認してください。\n", NURSING)
    lines = visits(NURSING, "631111", 451, THU, ("1400", "1425"))
    made.give(slip(NURSING, SERIAL, {DAI: services.PLANNED[DAI], replace(FUMI, care_level="13"): lines}))
    made.give(withdrawal(NURSING, LATER, DAI))
    return made.show([
        fact("gone", "試作さんの第6表の行数", "Rows of table 6 of the withdrawn user", "UPPLAN", "rows", 0, **where(DAI)),
        fact("annex-gone", "試作さんの第7表の行数", "Rows of table 7 of the withdrawn user", "UPSIKYU", "rows", 0, **where(DAI)),
        fact("stays", "試験さんの訪問看護（631111）の回数", "Visits of the other user", "UPPLAN", "count", 5, own=True,
             **where(FUMI, service_code="631111")),
    ])


def per_diem():
    made = case("05", "日割りの対象日", "Per-diem days", "CSVファイルレイアウト定義書 第6表 日割対象日",
                "提供票を取り込み、日割対象日を確認してください。31文字の左から順に、1日から31日です。\n", HELPERS)
    days = "0" * 15 + "1" * 16
    made.give(slip(HELPERS, SERIAL, {FUMI: [Line(HELPERS, "A22111", 16, NO_CLOCK, 39, 39, count=16, per_diem=days)]}))
    own = where(FUMI, service_code="A22111")
    return made.show([
        fact("days", "訪問型サービス（A22111）の日割対象日（0と1の31文字）", "Per-diem days", "UPPLAN", "text", days,
             "per_diem_days", **own),
        fact("count", "訪問型サービス（A22111）の回数", "How often", "UPPLAN", "count", 16, own=True, **own),
        fact("units", "第7表の訪問型サービス（A22111）のサービス単位", "Units in table 7", "UPSIKYU", "text", 624,
             "service_units_or_amount", **own),
    ])


def service_types():
    made = case("06", "総合事業のサービス（A2・A6）", "Services of the comprehensive programme (A2, A6)", "標準仕様4.1 対象サービス",
                "提供票を取り込み、英字を含むサービスコードと、事業対象者の要介護状態区分を確認してください。\n", GYM)
    clock = ("1330", "1530")
    lines = visits(GYM, "A61113", 436, TUE, clock) + visits(HELPERS, "A22411", 287, MON, ("1000", "1045"))
    made.give(slip(GYM, SERIAL, {FUMI: lines}))
    return made.show([
        fact("level", "要介護状態区分（コード）", "Care level", "UPHOSOKU", "text", "06", "care_level", **where(FUMI)),
        fact("visits", "自事業所の通所型サービス（A61113）の回数", "Own visits", "UPPLAN", "count", 4, own=True,
             **where(FUMI, service_code="A61113")),
        fact("rows", "自事業所の予定の行数", "Own rows", "UPPLAN", "rows", 4, own=True, **where(FUMI)),
        fact("annex", "第7表の自事業所（A61113）のサービス単位", "Own units in table 7", "UPSIKYU", "text", 1744,
             "service_units_or_amount", own=True, **where(FUMI, service_code="A61113")),
    ])


def monthly_fee():
    made = case("07", "月額のサービスが利用日ごとの行にある", "A monthly fee on each day of use counts once",
                "CSVファイルレイアウト定義書 第6表 サービス利用日",
                "提供票を取り込み、月額の訪問型サービス（A21111）の回数を確認してください。\n"
                "標準仕様に明記があるのは月ごとの加算だけです。月額のサービスも、利用日が何日あっても1回とするのが望ましい扱いです。\n",
                HELPERS, "should")
    fee = [Line(HELPERS, "A21111", day, ("1000", "1045"), 1176, 1176) for day in MON]
    message = slip(HELPERS, SERIAL, {DAI: fee})
    message.tables[1] = ("UPSIKYU", services.table_7({DAI: fee[:1]}, SERIAL[:8]))
    made.give(message)
    return made.show([
        fact("fee", "月額の訪問型サービス（A21111）の回数", "How often the fee counts", "UPPLAN", "count", 1, own=True,
             **where(DAI, service_code="A21111")),
        fact("days", "訪問型サービス（A21111）の利用日の行数", "Days of use", "UPPLAN", "rows", 4, own=True,
             **where(DAI, service_code="A21111")),
    ])

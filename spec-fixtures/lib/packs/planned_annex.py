"""D2: rented equipment, and what table 7 adds up."""
from .. import services
from ..people import AKI, BAN, DAY_CARE, HOME_HELP, PLANNER, RENTAL
from ..services import MONTH, NO_CLOCK, Line, replace, visits
from .case import Case, fact, where
from .slips import ETSU, SHORT_STAY, TOLERATED, edit, slip

SERIAL = "20250925130001"


def cases():
    yield rented()
    yield rented_again()
    yield limit_exceeded()
    yield limit_exceeded_entered()
    yield over_30_days()


def rented():
    made = Case(
        "D2-17", "import-show", "予定：福祉用具のコードと明細判別コード", "Rented equipment: its codes and discriminators",
        "provider", RENTAL, "CSVファイルレイアウト定義書 TAISコード・福祉用具届出コード",
        "提供票を取り込み、用具ごとのコードを確認してください。\n同じサイドレール2本は、明細判別コードだけが違う2行です。\n")
    made.give(slip(RENTAL, SERIAL, {AKI: services.PLANNED[AKI]}))

    def of(code, **more):
        return where(AKI, service_code=code, **more)

    return made.show([
        fact("rows", "架空さんの自事業所の用具の行数", "Own rows", "UPPLAN", "rows", 4, own=True, **where(AKI)),
        fact("bed", "特殊寝台（171003）のTAISコード", "TAIS code of the bed", "UPPLAN", "text", "99990-000011", "tais_code",
             **of("171003")),
        fact("wheelchair", "車いす（171001）の福祉用具届出コード", "Notification code of the wheelchair", "UPPLAN", "text",
             "F99990000031", "equipment_notification_code", **of("171001")),
        fact("rails", "サイドレール（171004）の行数", "Rows of the rail", "UPPLAN", "rows", 2, own=True, **of("171004")),
        fact("second", "明細判別コードが2のサイドレールの単位数", "Units of the second rail", "UPPLAN", "text", 50, "units",
             **of("171004", detail_discriminator_code="2")),
        fact("units", "自事業所の用具の単位数の合計", "Units of all own rows", "UPPLAN", "sum", 1600, "units", own=True,
             **where(AKI)),
        fact("annex", "第7表のサイドレール（171004）の回数", "Times of the rail in table 7", "UPSIKYU", "text", 2,
             "count_or_days", **of("171004")),
    ])


def rented_again():
    made = Case(
        "D2-18", "re-export", "予定：福祉用具の提供票を取り込んで、そのまま出力", "A rental slip, imported and exported as it is",
        "care-manager", PLANNER, "CSVファイルレイアウト定義書 TAISコード・福祉用具届出コード",
        "提供票を取り込み、内容を変えずに、同じ福祉用具貸与の事業所あてに出力し直してください。\n")
    message = slip(RENTAL, SERIAL, {AKI: services.PLANNED[AKI]})
    made.give(message)
    return made.take("usage_slip", message.tables, RENTAL, "imported", MONTH, tolerate=["kana-width"])


def beyond_the_limit():
    """A slip of 19406 units with a limit of 16765."""
    clock = ("0930", "1640")
    lines = visits(HOME_HELP, "111211", 387, range(1, 23), ("0800", "0855"))
    lines += visits(DAY_CARE, "152442", 777, range(10, 24), clock, rate="95")
    lines += visits(DAY_CARE, "155301", 40, range(10, 24), clock)
    # Both together are 8514 and 10892 units; the limit leaves 8251 of the latter.
    message = slip(DAY_CARE, SERIAL, {replace(ETSU, limit=19406): lines})
    within, excess = services.money(ETSU, DAY_CARE, 8251, True), int(services.Decimal(DAY_CARE.unit_price) * 2641)
    home = services.money(ETSU, HOME_HELP, 8514, True)
    over = {"category_limit_excess_units": 2641, "copay_full": excess}
    edit(message, "UPSIKYU", within | over, service_code="15AAAA")
    edit(message, "UPSIKYU", {key: within[key] + home[key] for key in services.MONEY} | over
         | {"category_limit_within_units": 16765}, service_code="999999")
    edit(message, "UPHOSOKU", {"category_benefit_limit": 16765})
    return message


def limit_exceeded_entered():
    made = Case(
        "D2-37", "enter-export", "予定：区分支給限度基準を超える提供票を入力して出力", "A slip beyond the limit: entered, then exported",
        "care-manager", PLANNER, "CSVファイルレイアウト定義書 第7表 小計行・合計行",
        "帳票（第6表・第7表・利用者補足情報）のとおりに入力し、通所介護事業所あてに出力してください。\n"
        "限度を超える2641単位は、通所介護に割り振ってください。\n")
    tables = beyond_the_limit().tables
    return made.enter(tables).take("usage_slip", tables, DAY_CARE, "entered", MONTH, tolerate=TOLERATED)


def limit_exceeded():
    made = Case(
        "D2-19", "import-show", "予定：第7表の小計と、区分支給限度基準の超過", "Subtotals of table 7, and a limit that is exceeded",
        "provider", DAY_CARE, "CSVファイルレイアウト定義書 第7表 小計行・合計行",
        "提供票を取り込み、第7表の小計・合計と、区分支給限度基準を超えた単位を確認してください。\n")
    made.give(beyond_the_limit())
    part, total = where(ETSU, service_code="15AAAA"), where(ETSU, service_code="999999")
    return made.show([
        fact("subtotal", "通所介護の小計のサービス単位", "Units of the subtotal", "UPSIKYU", "text", 10892,
             "service_units_or_amount", **part),
        fact("within", "通所介護の小計の区分支給限度基準内単位数", "Units within the limit", "UPSIKYU", "text", 8251,
             "category_limit_within_units", **part),
        fact("excess", "通所介護の小計の区分支給限度基準超単位数", "Units beyond the limit", "UPSIKYU", "text", 2641,
             "category_limit_excess_units", **part),
        fact("full", "通所介護の小計の利用者負担（全額負担分）", "What the user pays in full", "UPSIKYU", "text", 27123,
             "copay_full", **part),
        fact("rows", "第7表の自事業所の行数（小計を含む）", "Own rows, with the subtotal", "UPSIKYU", "rows", 3, own=True,
             **where(ETSU)),
        fact("all", "合計のサービス単位", "Units of the total", "UPSIKYU", "text", 19406, "service_units_or_amount", **total),
        fact("all-within", "合計の区分支給限度基準内単位数", "Units of the total within the limit", "UPSIKYU", "text", 16765,
             "category_limit_within_units", **total),
        fact("all-full", "合計の利用者負担（全額負担分）", "What the user pays in full in the total", "UPSIKYU", "text", 27123,
             "copay_full", **total),
    ])


def over_30_days():
    made = Case(
        "D2-20", "import-show", "予定：短期入所の30日超", "Short stay of more than 30 days", "provider", SHORT_STAY,
        "CSVファイルレイアウト定義書 ３０日超区分",
        "提供票を取り込み、30日を超える日を確認してください。前月までに20日を利用しているため、10月11日からが30日超です。\n")

    def stay(days):
        lines = [Line(SHORT_STAY, "211125", number, NO_CLOCK, 704, 704) for number in days]
        return lines + [replace(line, code="216133", units=12, list_units=12) for line in lines]

    message = slip(SHORT_STAY, SERIAL, {BAN: stay(range(1, 11))})
    edits = [(kind, {"over_30_days": 1}, {}) for kind in ("UPPLAN", "UPSIKYU")]
    beyond = slip(SHORT_STAY, SERIAL, {BAN: stay(range(11, 16))}, edits)
    for kind, rows in message.tables[:2]:
        more = next(found for each, found in beyond.tables if each == kind)
        if kind == "UPSIKYU":
            more = beyond_limit(more)
        # The grand total of table 7 stays the last of its rows.
        last = rows[-1:] if kind == "UPSIKYU" else []
        rows[len(rows) - len(last):] = more + last
    edit(message, "UPSIKYU", {"service_units_or_amount": 10740, "copay_full": 36980}, service_code="999999")
    edit(message, "UPPLAN", {"short_stay_days_to_previous_month": 20})
    made.give(message)
    own, rest = where(BAN, service_code="211125", over_30_days="1"), where(BAN, service_code="21ZZZZ")
    return made.show([
        fact("beyond", "30日超の短期入所（211125）の日数", "Days beyond 30", "UPPLAN", "count", 5, own=True, **own),
        fact("up-to", "30日以内の短期入所（211125）の日数", "Days up to 30", "UPPLAN", "count", 10, own=True,
             **own | {"over_30_days": "0"}),
        fact("annex", "第7表の30日超の短期入所（211125）の日数", "Days beyond 30 in table 7", "UPSIKYU", "text", 5,
             "count_or_days", **own),
        fact("subtotal", "第7表の30日超の小計のサービス単位", "Units beyond 30 days", "UPSIKYU", "text", 3580,
             "service_units_or_amount", **rest),
        fact("full", "第7表の30日超の小計の利用者負担（全額負担分）", "What the user pays in full", "UPSIKYU", "text", 36980,
             "copay_full", **rest),
    ])


def beyond_limit(rows):
    """What is beyond 30 days is in no limit and paid in full; the subtotal ZZZZ has the sum of it."""
    *details, subtotal, _ = rows
    blank = {"benefit_management_units": "", "category_limit_excess_units": "", "category_limit_within_units": "",
             "total_cost_insured": "", "benefit_rate": "", "insurance_claim_amount": "", "copay_insured": ""}
    paid = [int(services.Decimal(SHORT_STAY.unit_price) * int(row["service_units_or_amount"])) for row in details]
    subtotal = subtotal | blank | {"service_code": "21ZZZZ", "copay_full": str(sum(paid))}
    return [row | blank | {"copay_full": str(full)} for row, full in zip(details, paid)] + [subtotal]

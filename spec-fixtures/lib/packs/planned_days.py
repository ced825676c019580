"""D2: what is on the days of a planned slip, and about the person."""
from dataclasses import replace

from ..people import BAN, CHIE, HOME_HELP, PLANNER, RENTAL
from ..services import MON, MONTH, NO_CLOCK, Line, home_help, monthly, visits
from .case import Case, fact, where
from .slips import ETSU, SHORT_STAY, slip

SERIAL, EARLY = "20250925130001", ("0800", "0825")
WED_FRI = (1, 3, 8, 10, 15, 17, 22, 24, 29, 31)


def cases():
    yield basic()
    yield twice_a_day()
    yield over_midnight()
    yield no_clock()
    yield per_diem()
    yield public_assistance()
    yield other_insurer_than_address()
    yield satellites()
    yield short_stay()
    yield level_changed()


def case(number, title_ja, title_en, clause, sheet_ja, office=HOME_HELP, level="must"):
    return Case(f"D2-{number}", "import-show", f"予定：{title_ja}", title_en, "provider", office, clause, sheet_ja, level)


def day(number):
    return f"{MONTH}{number:02}"


def basic():
    made = case("07", "基本の提供票", "A plain planned slip", "標準仕様4.1 第6表・第7表",
                "提供票を取り込み、第6表・第7表・利用者補足情報の画面を帳票と見比べてください。\n")
    lines = home_help(visits(HOME_HELP, "111111", 244, (*MON, *WED_FRI), EARLY))
    made.give(slip(HOME_HELP, SERIAL, {ETSU: lines}))
    first = where(ETSU, service_code="111111", service_date=day(1))
    return made.show([
        fact("name", "利用者の氏名", "The user's name", "UPHOSOKU", "text", ETSU.name, "user_name", **where(ETSU)),
        fact("level", "要介護状態区分（コード）", "Care level", "UPHOSOKU", "text", "21", "care_level", **where(ETSU)),
        fact("limit", "区分支給限度基準額", "Benefit limit", "UPHOSOKU", "text", 16765, "category_benefit_limit", **where(ETSU)),
        fact("planner", "居宅介護支援事業所の番号", "The planner's number", "UPPLAN", "text", PLANNER.number,
             "plan_office_number", **first),
        fact("visits", "訪問（111111）の回数", "How many visits", "UPPLAN", "count", 14, own=True,
             **where(ETSU, service_code="111111")),
        fact("start", "10月1日の訪問の開始時刻", "Start of the visit of the 1st", "UPPLAN", "text", "0800",
             "service_start_time", **first),
        fact("end", "10月1日の訪問の終了時刻", "End of the visit of the 1st", "UPPLAN", "text", "0825",
             "service_end_time", **first),
        fact("units", "10月1日の訪問の単位数", "Units of the visit of the 1st", "UPPLAN", "text", 244, "units", **first),
        fact("annex-units", "第7表の訪問（111111）のサービス単位", "Units of the visits in table 7", "UPSIKYU", "text", 3416,
             "service_units_or_amount", own=True, **where(ETSU, service_code="111111")),
        fact("annex-total", "第7表の合計のサービス単位", "Units of the total in table 7", "UPSIKYU", "text", 4253,
             "service_units_or_amount", **where(ETSU, service_code="999999")),
        fact("copay", "第7表の合計の利用者負担（保険対象分）", "The user's share in table 7", "UPSIKYU", "text", 8864,
             "copay_insured", **where(ETSU, service_code="999999")),
    ])


def twice_a_day():
    made = case("08", "同じ日に2回の訪問", "Two visits on a day", "CSVファイルレイアウト定義書 第6表 サービス利用日・サービス回数",
                "提供票を取り込み、1日に2回ある訪問を確認してください。\n"
                "朝と夕方の訪問は別の行です。回数が2の行は、1行で2回です。\n")
    lines = visits(HOME_HELP, "111111", 244, MON, EARLY) + visits(HOME_HELP, "111111", 244, MON, ("1730", "1755"))
    lines += visits(HOME_HELP, "111211", 387, (2,), ("1000", "1155"), count=2)
    made.give(slip(HOME_HELP, SERIAL, {ETSU: lines}))
    own = where(ETSU, service_code="111111")
    return made.show([
        fact("day", "10月6日の訪問（111111）の行数", "Rows of the 6th", "UPPLAN", "rows", 2, own=True, **own,
             service_date=day(6)),
        fact("month", "10月の訪問（111111）の回数", "Visits in the month", "UPPLAN", "count", 8, own=True, **own),
        fact("second", "10月6日の夕方の訪問の終了時刻", "End of the second visit of the 6th", "UPPLAN", "text", "1755",
             "service_end_time", **own, service_date=day(6), service_start_time="1730"),
        fact("count", "10月2日の訪問（111211）の回数", "Visits in the row of the 2nd", "UPPLAN", "count", 2, own=True,
             **where(ETSU, service_code="111211", service_date=day(2))),
    ])


def over_midnight():
    made = case("09", "日をまたぐ訪問", "A visit over midnight", "実装慣行（標準仕様に明記なし）",
                "提供票を取り込み、23時30分から翌日0時30分までの訪問を確認してください。\n"
                "日をまたぐ時刻の書き方は標準仕様に明記がありません。1行のまま、時刻を変えずに取り込むのが望ましい扱いです。\n",
                level="should")
    made.give(slip(HOME_HELP, SERIAL, {ETSU: visits(HOME_HELP, "111111", 244, (3, 10), ("2330", "0030"))}))
    own = where(ETSU, service_code="111111")
    return made.show([
        fact("rows", "訪問（111111）の行数", "Rows of the visits", "UPPLAN", "rows", 2, own=True, **own),
        fact("start", "10月3日の訪問の開始時刻", "Start of the visit of the 3rd", "UPPLAN", "text", "2330",
             "service_start_time", **own, service_date=day(3)),
        fact("end", "10月3日の訪問の終了時刻", "End of the visit of the 3rd", "UPPLAN", "text", "0030",
             "service_end_time", **own, service_date=day(3)),
        fact("next-day", "10月4日の訪問（111111）の行数", "Rows of the day after", "UPPLAN", "rows", 0, own=True, **own,
             service_date=day(4)),
    ])


def no_clock():
    made = case("10", "時刻のないサービス（9999）と0時の訪問", "No clock time (9999), and a visit at midnight",
                "CSVファイルレイアウト定義書 サービス開始時刻・終了時刻",
                "提供票を取り込み、時刻のない加算と、0時に始まる訪問を確認してください。\n9999は時刻がないことを表し、0時ではありません。\n")
    made.give(slip(HOME_HELP, SERIAL, {ETSU: home_help(visits(HOME_HELP, "111111", 244, (3, 10), ("0000", "0025")))}))
    ask, english = "（時刻がないときは9999と回答）", " (9999 for none)"
    return made.show([
        fact("addon-start", f"処遇改善の加算（116275）の開始時刻{ask}", f"Start of the rate add-on{english}", "UPPLAN", "text",
             "9999", "service_start_time", **where(ETSU, service_code="116275")),
        fact("addon-end", f"処遇改善の加算（116275）の終了時刻{ask}", f"End of the rate add-on{english}", "UPPLAN", "text",
             "9999", "service_end_time", **where(ETSU, service_code="116275")),
        fact("midnight", f"10月3日の訪問（111111）の開始時刻{ask}", f"Start of the visit of the 3rd{english}", "UPPLAN", "text",
             "0000", "service_start_time", **where(ETSU, service_code="111111", service_date=day(3))),
    ])


def per_diem():
    made = case("11", "日割りの対象日", "Per-diem days", "CSVファイルレイアウト定義書 第6表 日割対象日",
                "提供票を取り込み、日割対象日を確認してください。31文字の左から順に、1日から31日です。\n"
                "日割りでない用具の日割対象日は空です。\n", RENTAL)
    late, early = "0" * 10 + "1" * 21, "1" * 5 + "0" * 14 + "1" * 12
    made.give(slip(RENTAL, SERIAL, {ETSU: [
        monthly(RENTAL, "171001", 600, 11, per_diem=late, notification="F99990000031", product="車いす"),
        monthly(RENTAL, "171007", 150, 1, per_diem=early, tais="99990-000040", product="手すり"),
        monthly(RENTAL, "171003", 900, 1, tais="99990-000011", product="特殊寝台")]}))
    ask, english = "の日割対象日（0と1の31文字。なければ空）", "Per-diem days of "
    return made.show([
        fact("late", f"車いす（171001）{ask}", f"{english}the wheelchair", "UPPLAN", "text", late, "per_diem_days",
             **where(ETSU, service_code="171001")),
        fact("parts", f"手すり（171007）{ask}", f"{english}the handrail", "UPPLAN", "text", early, "per_diem_days",
             **where(ETSU, service_code="171007")),
        fact("whole", f"特殊寝台（171003）{ask}", f"{english}the bed", "UPPLAN", "text", "", "per_diem_days",
             **where(ETSU, service_code="171003")),
    ])


def public_assistance():
    made = case("12", "H番号の利用者（生活保護単独）", "A user with an H number", "CSVファイルレイアウト定義書 被保険者番号",
                "提供票を取り込み、被保険者番号がHで始まる利用者を確認してください。\n")
    lines = home_help(visits(HOME_HELP, "117311", 220, (1, 8, 15), ("1000", "1050")))
    made.give(slip(HOME_HELP, SERIAL, {CHIE: lines}))
    return made.show([
        fact("number", "利用者の被保険者番号", "The user's number", "UPHOSOKU", "text", "H000000303",
             "insured_person_number"),
        fact("birth", "利用者の生年月日（西暦8桁）", "The user's date of birth", "UPHOSOKU", "text", CHIE.birth,
             "user_birth_date", **where(CHIE)),
        fact("visits", "訪問（117311）の回数", "How many visits", "UPPLAN", "count", 3, own=True,
             **where(CHIE, service_code="117311")),
        fact("total", "第7表の合計のサービス単位", "Units of the total in table 7", "UPSIKYU", "text", 822,
             "service_units_or_amount", **where(CHIE, service_code="999999")),
    ])


def other_insurer_than_address():
    made = case("13", "住所地特例の利用者の保険者番号", "A user insured where they lived before",
                "CSVファイルレイアウト定義書 第6表 保険者番号",
                "提供票を取り込み、保険者番号がファイルのとおりであることを確認してください。\n"
                "住所地特例の方の保険者番号は、必要なときに、取り込んだ後で事業所が手で訂正する項目です。"
                "製品が自動では変えないのが望ましい扱いです。\n", level="should")
    away = replace(ETSU, insurer="990099", insured="0000000515", address_1="架空県隣見本町９")
    made.give(slip(HOME_HELP, SERIAL, {away: visits(HOME_HELP, "111111", 244, MON, EARLY)}))
    return made.show([
        fact("insurer", "利用者の保険者番号", "The user's insurer", "UPPLAN", "text", "990099", "insurer_number",
             insured_person_number=away.insured),
        fact("supplement", "利用者補足情報の保険者番号", "The insurer in the supplement", "UPHOSOKU", "text", "990099",
             "insurer_number", insured_person_number=away.insured),
        fact("visits", "訪問（111111）の回数", "How many visits", "UPPLAN", "count", 4, own=True, **where(away)),
    ])


def satellites():
    made = case("14", "サテライトの枝番", "A satellite's branch number", "CSVファイルレイアウト定義書 サテライト枝番",
                "提供票を取り込み、本体の事業所とサテライトのサービスが分かれていることを確認してください。\n")
    satellite = replace(HOME_HELP, name="ヘルパーステーション架空の森 表山サテライト")
    lines = visits(HOME_HELP, "111111", 244, MON, EARLY) + visits(HOME_HELP, "111211", 387, (2, 9), EARLY)
    lines += visits(satellite, "111111", 244, WED_FRI, EARLY) + visits(satellite, "111211", 387, (16,), EARLY)
    branch = ({"satellite_branch_number": 1}, {"provider_name": satellite.name})
    made.give(slip(HOME_HELP, SERIAL, {ETSU: lines}, [(kind, *branch) for kind in ("UPPLAN", "UPSIKYU")]))
    return made.show([
        fact("satellite", "サテライト（枝番1）の訪問の回数", "Visits of the satellite", "UPPLAN", "count", 11, own=True,
             **where(ETSU, satellite_branch_number="1")),
        fact("main", "本体の訪問の回数", "Visits of the office itself", "UPPLAN", "count", 6, own=True,
             **where(ETSU, satellite_branch_number="")),
        fact("annex", "第7表のサテライトの訪問（111111）のサービス単位", "Units of the satellite in table 7", "UPSIKYU", "text",
             2440, "service_units_or_amount", **where(ETSU, service_code="111111", satellite_branch_number="1")),
    ])


def short_stay():
    made = case("15", "短期入所の利用日数", "Days of short stay", "CSVファイルレイアウト定義書 第6表・第7表 利用日数",
                "提供票を取り込み、短期入所の日と利用日数を確認してください。\n", SHORT_STAY)
    stay = [Line(SHORT_STAY, "211125", number, NO_CLOCK, 704, 704) for number in range(20, 25)]
    made.give(slip(SHORT_STAY, SERIAL, {BAN: stay}, [
        ("UPPLAN", {"short_stay_days_to_previous_month": 12}, {}),
        ("UPSIKYU", {"days_to_previous_month": 12, "planned_days_this_month": 5, "cumulative_days": 17},
         {"service_code": "211125"})]))
    own, annex = where(BAN, service_code="211125", service_date=day(20)), where(BAN, service_code="211125")
    return made.show([
        fact("days", "短期入所（211125）の日数", "How many days", "UPPLAN", "count", 5, own=True, **annex),
        fact("start", "10月20日の開始時刻（時刻がないときは9999と回答）", "Start of the 20th (9999 for none)", "UPPLAN", "text",
             "9999", "service_start_time", **own),
        fact("before", "前月までの短期入所利用日数", "Days up to the month before", "UPPLAN", "text", 12,
             "short_stay_days_to_previous_month", **own),
        fact("planned", "第7表の当月の計画利用日数", "Days planned this month", "UPSIKYU", "text", 5, "planned_days_this_month",
             **annex),
        fact("sum", "第7表の累積利用日数", "Days in all", "UPSIKYU", "text", 17, "cumulative_days", **annex),
    ])


def level_changed():
    made = case("16", "月の途中で要介護状態区分が変わる", "The care level changes in mid-month",
                "CSVファイルレイアウト定義書 利用者補足情報 要介護状態変更日",
                "提供票を取り込み、要介護状態区分・変更日・限度額を確認してください。\n")
    made.give(slip(HOME_HELP, SERIAL, {ETSU: visits(HOME_HELP, "111111", 244, MON, EARLY)}, [
        ("UPHOSOKU", {"care_level_change_date": day(16), "care_level": 23, "previous_care_level": 21,
                      "category_benefit_limit": 27048}, {})]))
    return made.show([
        fact("changed", "要介護状態変更日（西暦8桁）", "The day of the change", "UPHOSOKU", "text", day(16),
             "care_level_change_date", **where(ETSU)),
        fact("level", "要介護状態区分（コード）", "Care level", "UPHOSOKU", "text", "23", "care_level", **where(ETSU)),
        fact("before", "前回の要介護状態区分（コード）", "Care level before", "UPHOSOKU", "text", "21", "previous_care_level",
             **where(ETSU)),
        fact("limit", "区分支給限度基準額", "Benefit limit", "UPHOSOKU", "text", 27048, "category_benefit_limit", **where(ETSU)),
    ])

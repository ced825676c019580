"""D1: a care plan, entered and received: its tables and their texts."""
from .. import form, month, plans, services
from ..layout import fields
from ..people import AKI, CHIE, HOME_HELP, PLANNER
from .case import Case, fact, where
from .plan_units import changed, plan_of, sent, tables, withdrawal

HALF_YEAR, YEAR = "2025/10/01～2026/03/31", "2025/10/01～2026/09/30"
OUTPUT = "標準仕様4.1 出力単位（居宅サービス計画）"
TABLE_3 = "CSVファイルレイアウト定義書 第3表"
MISSING = "計画書を取り込んでください。{}ため、取り込めないことを確認します。\n"


def goal(issue, goal_no, support):
    return where(AKI, issue_no=str(issue), goal_no=str(goal_no), support_no=str(support))


def cases():
    yield imported()
    yield entered()
    yield blanks()
    yield supports()
    yield groups()
    yield over_midnight()
    yield withdrawn()
    yield without_table_1()
    yield too_few_columns()


def re_exported(id, title_ja, title_en, clause, found, receiver=HOME_HELP, level="must", tolerate=("kana-width",)):
    """What is taken in comes out again with the same meaning."""
    case = Case(id, "re-export", title_ja, title_en, "care-manager", PLANNER, clause,
                "計画書を取り込み、内容を変えずに、同じ事業所あてに出力し直してください。\n", level)
    case.give(sent("20250919101500", *found, receiver=receiver))
    return case.take("care_plan", tables(*found), receiver, "imported", tolerate=tolerate)


def imported():
    case = Case(
        "D1-01", "import-show", "居宅サービス計画：第2表の空白は上と同じ", "Care plan: a blank in table 2 means as above",
        "provider", HOME_HELP, "標準仕様4.1 第2表 繰り返しの省略",
        "計画書を取り込み、第2表の画面を帳票と見比べてください。\n空白の長期目標・短期目標は、上の行と同じ内容です。\n")
    case.give(month.care_plan("", HOME_HELP, "20250919101500", "居宅サービス計画の送付"))
    return case.show([
        fact("users", "第1表を取り込んだ利用者の人数", "Users whose table 1 was taken over", "UP1KYO", "users", 2),
        fact("supports", "架空さんの第2表の行数", "Rows of table 2 of the first user", "UP2KYO", "rows", 5, **where(AKI)),
        fact("short-above", "架空さんの課題1・目標1・援助内容2の短期目標", "Short-term goal of issue 1, goal 1, support 2",
             "UP2KYO", "text", "玄関先の段を一人で上り下りできる", "short_term_goal", **goal(1, 1, 2)),
        fact("short-second", "架空さんの課題1・目標1・援助内容3の短期目標", "Short-term goal of issue 1, goal 1, support 3",
             "UP2KYO", "text", "10分続けて歩ける", "short_term_goal", **goal(1, 1, 3)),
        fact("long-period", "架空さんの課題1・目標1・援助内容3の長期目標の期間",
             "Period of the long-term goal of issue 1, goal 1, support 3",
             "UP2KYO", "text", YEAR, "long_term_period", **goal(1, 1, 3)),
    ])


def entered():
    case = Case(
        "D1-02", "enter-export", "居宅サービス計画：帳票から入力して出力", "Care plan: entered from the forms, then exported",
        "care-manager", PLANNER, OUTPUT,
        "帳票（第1表・第2表・第3表・利用者補足情報）のとおりに入力し、訪問介護事業所あてに出力してください。\n")
    whole = [("UP1KYO", plans.table_1()), ("UP2KYO", plans.table_2()), ("UP3KYO", plans.table_3()),
             ("UPHOSOKU", services.supplement(plans.PLAN_DATE, plan_date=plans.PLAN_DATE))]
    return case.enter(whole).take("care_plan", whole, HOME_HELP, "entered", tolerate=["kana-width", "line-breaks"])


def blanks():
    return re_exported(
        "D1-03", "居宅サービス計画：2つ目の短期目標を失わない", "Care plan: a second short-term goal under one long-term goal",
        "標準仕様4.1 第2表 繰り返しの省略", [plan_of(AKI)], tolerate=["kana-width", "line-breaks"])


def supports():
    plan = plan_of(AKI)
    more = [dict(service_content="玄関までの見守り", service_kind="隣の方", frequency="週１回"),
            dict(service_content="足の体操の確かめ", service_kind="ソラ例示医院", frequency="月１回")]
    last = next(row for row in plan["UP2KYO"] if goal(1, 1, 3).items() <= row.items())
    blank = {field: "" for field in ("issue", "long_term_goal", "short_term_goal", "long_term_period",
                                     "short_term_period", "insurance_covered", "provider_number", "provider_name")}
    more = [last | blank | texts | {"support_no": str(number)} for number, texts in enumerate(more, 4)]
    at = plan["UP2KYO"].index(last) + 1
    plan["UP2KYO"][at:at] = more
    plan = changed(plan, "UP2KYO", {"issue_no": "2"}, short_term_goal="", short_term_period="")
    case = Case(
        "D1-04", "import-show", "居宅サービス計画：1つの目標に複数の援助内容", "Care plan: several supports under one goal",
        "provider", HOME_HELP, "CSVファイルレイアウト定義書 第2表・支援計画 番号",
        "計画書を取り込み、第2表の画面を帳票と見比べてください。1つの目標に、5つの援助内容があります。\n"
        "課題2には短期目標がありません。前の課題の短期目標は、課題2のものではありません。\n")
    case.give(sent("20250919101500", plan))
    return case.show([
        fact("supports", "架空さんの課題1・目標1の援助内容の数", "Supports of issue 1, goal 1", "UP2KYO", "rows", 5,
             **where(AKI, issue_no="1", goal_no="1")),
        fact("fourth", "架空さんの課題1・目標1・援助内容4のサービス内容", "Support 4 of issue 1, goal 1",
             "UP2KYO", "text", "玄関までの見守り", "service_content", **goal(1, 1, 4)),
        fact("fifth-frequency", "架空さんの課題1・目標1・援助内容5の頻度", "How often support 5 of issue 1, goal 1 is given",
             "UP2KYO", "text", "月１回", "frequency", **goal(1, 1, 5)),
        fact("other-goal", "架空さんの課題1・目標2の援助内容の数", "Supports of issue 1, goal 2", "UP2KYO", "rows", 1,
             **where(AKI, issue_no="1", goal_no="2")),
        fact("no-short-goal", "架空さんの課題2の短期目標（ないときは空白）", "Short-term goal of issue 2, which has none", "UP2KYO",
             "text", "", "short_term_goal", **where(AKI, issue_no="2")),
    ])


def groups():
    case = Case(
        "D1-05", "import-show", "居宅サービス計画：第3表の3種類の行", "Care plan: the three groups of table 3",
        "provider", HOME_HELP, TABLE_3,
        "計画書を取り込み、第3表（週間サービス計画表）の画面を帳票と見比べてください。\n"
        "曜日ごとのサービス、主な日常生活上の活動、週単位以外のサービスは、それぞれ別の欄に表示されます。\n")
    case.give(sent("20250919101500", plan_of(AKI)))
    return case.show([
        fact("weekly", "架空さんの第3表で、曜日の付いた行の数", "Weekly services",
             "UP3KYO", "rows", 4, **where(AKI, daily_activity="", non_weekly_service="")),
        fact("tuesday", "架空さんの第3表の火曜日9時30分からのサービス", "Service on Tuesday at 9:30", "UP3KYO", "text",
             "通所介護\r\n(送迎あり)", "care_service_content", **where(AKI, weekday="2", service_start_time="0930")),
        fact("thursday-end", "架空さんの第3表の木曜日の訪問介護の終了時刻", "End of the service on Thursday", "UP3KYO", "text",
             "0955", "service_end_time", **where(AKI, weekday="4")),
        fact("nap", "架空さんの第3表の13時からの主な日常生活上の活動", "Daily activity at 13:00", "UP3KYO", "text",
             "昼寝・ﾃﾚﾋﾞ", "daily_activity", **where(AKI, activity_start_time="1300")),
        fact("rising-end", "架空さんの第3表の「起床、洗面」の終了時刻", "End of rising", "UP3KYO", "text",
             "0630", "activity_end_time", **where(AKI, daily_activity="起床、洗面")),
        fact("other", "架空さんの第3表の週単位以外のサービス", "Services that are not weekly", "UP3KYO", "text",
             "福祉用具貸与（特殊寝台、同付属品、車いす）\r\n通院: 月１回", "non_weekly_service",
             **where(AKI, care_service_content="", daily_activity="")),
    ])


def over_midnight():
    plan = changed(plan_of(CHIE), "UP3KYO", {"weekday": "3"}, service_start_time="2230", service_end_time="0030")
    plan = changed(plan, "UP3KYO", {"daily_activity": "編み物"}, daily_activity="夜の編み物", activity_start_time="2200",
                   activity_end_time="0000")
    case = Case(
        "D1-06", "import-show", "居宅サービス計画：第3表の日をまたぐ時刻", "Care plan: times of table 3 over midnight",
        "provider", HOME_HELP, TABLE_3,
        "計画書を取り込み、第3表の時刻を帳票と見比べてください。\n終了が翌日になるサービスと、午前0時に終わる活動があります。\n")
    case.give(sent("20250919101500", plan))
    return case.show([
        fact("rows", "模擬さんの第3表の行数", "Rows of table 3", "UP3KYO", "rows", 3, **where(CHIE)),
        fact("start", "模擬さんの水曜日の訪問介護の開始時刻", "Begin of the service on Wednesday", "UP3KYO", "text", "2230",
             "service_start_time", **where(CHIE, weekday="3")),
        fact("end", "模擬さんの水曜日の訪問介護の終了時刻（翌日）", "End of the service, on the next day", "UP3KYO", "text", "0030",
             "service_end_time", **where(CHIE, weekday="3")),
        fact("midnight", "模擬さんの「夜の編み物」の終了時刻", "End of the activity, at midnight", "UP3KYO", "text", "0000",
             "activity_end_time", **where(CHIE, daily_activity="夜の編み物")),
    ])


def withdrawn():
    case = Case(
        "D1-15", "enter-export", "居宅サービス計画：取下げを出力", "Care plan: its withdrawal is exported",
        "care-manager", PLANNER, "標準仕様4.1 取下げ",
        "架空さんの令和7年9月18日の居宅サービス計画を取り下げ、訪問介護事業所あてに取下げ（DLT1KYO）を出力してください。\n")
    return case.enter(withdrawal(AKI)).take("care_plan_deletion", withdrawal(AKI), HOME_HELP, "entered")


def refused(id, title_ja, title_en, clause, why, rule, words, message, files):
    case = Case(id, "refuse", title_ja, title_en, "provider", HOME_HELP, clause, MISSING.format(why))
    return case.give(message, "refused", rule, words, files)


def without_table_1():
    message = sent("20250919101500", plan_of(AKI))
    return refused(
        "D1-14", "居宅サービス計画：第1表のない計画書は取り込まない", "Care plan without table 1: not to be imported",
        "標準仕様4.1 送信単位", "第1表がない", "unit.file_missing", ["UP1KYO", "第1表", "1表", "１表"], message,
        {name: data for name, data in message.files.items() if not name.startswith("UP1KYO")})


def too_few_columns():
    message = sent("20250919101500", plan_of(AKI))
    short = fields("UP1KYO")[:-3]
    lines = [",".join(form.cell(field, row[field["id"]]) for field in short) for row in message.tables[0][1]]
    return refused(
        "D1-16", "居宅サービス計画：項目の足りない第1表は取り込まない", "Table 1 with too few columns: not to be imported",
        "CSVファイルレイアウト定義書", "第1表の項目が足りない", "csv.columns_short", ["項目数", "項目の数", "項目が足", "列数", "列の数", "列が足"], message,
        message.files | {message.csv_name("UP1KYO"): form.encode("".join(line + "\r\n" for line in lines))})

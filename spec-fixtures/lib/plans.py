"""Texts of the care plan: tables 1, 2 and 3 of AKI and CHIE."""
from .layout import record
from .people import AKI, CHIE, DAY_CARE, HOME_HELP, PLANNER, RENTAL, STAFF

MADE = "20250918"
PLAN_DATE = {AKI: "20250918", CHIE: "20250917"}


def key(user):
    return {"insurer_number": user.insurer, "insured_person_number": user.insured,
            "care_plan_date": PLAN_DATE[user]}


def table_1():
    def row(user, **texts):
        return record(
            "UP1KYO", **key(user), created_date=MADE,
            user_postal_code=user.postal, user_address_1=user.address_1, user_address_2=user.address_2,
            plan_author_name=STAFF, care_manager_office_name=PLANNER.name,
            care_manager_office_postal_code="000-0000", care_manager_office_address_1="架空県見本市中央９",
            care_manager_office_address_2="つくり話ビル、2階", care_manager_office_number=PLANNER.number,
            certification_status="2", certification_date=user.certified,
            certification_start_date=user.valid_from, certification_end_date=user.valid_to,
            care_level=user.care_level, updater_provider_number=PLANNER.number, **texts,
        )

    return [
        row(
            AKI, initial_care_plan_date="20230412", plan_category="21",
            needs_analysis_result="本人:「もう一度,自分の足で\"十番の朝市\"へ行きたい」\r\n長女（髙子さんと同居）:夜は眠れているようで、安心しています。\r\n\r\n①転ばずに歩ける力が要る\r\n②お風呂は一人では心配",
            review_board_opinion="特になし",
            overall_support_policy="無理のない歩行を少しずつ続け、家の中の用事を増やしていきます。\r\n急なときの連絡先:㈱そらいろ見本　0000-00-0009（9～18時）",
        ),
        row(
            CHIE, initial_care_plan_date=PLAN_DATE[CHIE], plan_category="11",
            needs_analysis_result="\"一人でも困らない暮らし\"が望み。片付け、買い物が負担になっている。",
            overall_support_policy="部屋の床に物を置かない工夫を、本人といっしょに考えます。",
            home_help_reason="1",
        ),
    ]


def table_2():
    help_ = dict(insurance_covered="Y", service_kind="訪問介護", provider_number=HOME_HELP.number,
                 provider_name=HOME_HELP.name)
    care = dict(insurance_covered="Y", service_kind="通所介護", provider_number=DAY_CARE.number,
                provider_name=DAY_CARE.name)
    rental = dict(insurance_covered="Y", service_kind="福祉用具貸与", provider_number=RENTAL.number,
                  provider_name=RENTAL.name)
    half_year, year = "2025/10/01～2026/03/31", "2025/10/01～2026/09/30"
    walk = "足の力が落ちて、外に出る回数が減った"
    rows = [
        # Issue, goal and support count within each other; a second short-term goal keeps the
        # goal number and shows by its text alone.
        (AKI, 1, 1, 1, dict(
            issue=walk, long_term_goal="朝市まで歩いて行ける", short_term_goal="玄関先の段を一人で上り下りできる",
            long_term_period=year, short_term_period=half_year, service_content="浴室への移動と着替えの手伝い、\r\n見守り",
            frequency="週２回", service_period=half_year, **help_)),
        (AKI, 1, 1, 2, dict(service_content="夕方の散歩に付き添う", service_kind="家族（長女）", frequency="毎日",
                            service_period=half_year)),
        (AKI, 1, 1, 3, dict(
            short_term_goal="10分続けて歩ける", short_term_period=half_year, service_content="体操, 歩行練習\r\n入浴の介助",
            frequency="週２回", service_period=half_year, **care)),
        (AKI, 1, 2, 1, dict(
            issue=walk, long_term_goal="血圧が落ち着いている", short_term_goal="薬を飲み忘れない",
            long_term_period=year, short_term_period=half_year, service_content="診察と服薬の確かめ",
            service_kind="ソラ例示医院", frequency="月１回", service_period=half_year)),
        (AKI, 2, 1, 1, dict(
            issue="起き上がりに時間がかかる", long_term_goal="自分の部屋で安全に起き伏しできる",
            short_term_goal="柵を使って一人で座れる", long_term_period=year, short_term_period=half_year,
            service_content="特殊寝台と付属品、車いすの貸与", frequency="毎日", service_period=half_year, **rental)),
        (CHIE, 1, 1, 1, dict(
            issue="片付けが追いつかない", long_term_goal="好きな編み物を毎日続けられる",
            short_term_goal="床に物がない部屋を保つ", long_term_period=year, short_term_period=half_year,
            service_content="いっしょに行う掃除、\"捨てる・残す\"の相談", frequency="週１回", service_period=half_year,
            **help_)),
        (CHIE, 1, 1, 2, dict(service_content="廊下に手すりを置く", frequency="毎日",
                             service_period="2025/10/16～2026/03/31", **rental)),
    ]
    return [
        record("UP2KYO", **key(user), plan_document_created_date=MADE, issue_no=issue, goal_no=goal,
               support_no=support, updater_provider_number=PLANNER.number, **texts)
        for user, issue, goal, support, texts in rows
    ]


def table_3():
    def weekly(user, content, weekdays, start, end):
        return [(user, dict(care_service_content=content, weekday=day, service_start_time=start,
                            service_end_time=end)) for day in weekdays]

    def activity(user, text, start, end):
        return [(user, dict(daily_activity=text, activity_start_time=start, activity_end_time=end))]

    rows = (
        weekly(AKI, "訪問介護", (1, 4), "0900", "0955")
        + weekly(AKI, "通所介護\r\n(送迎あり)", (2, 5), "0930", "1640")
        + activity(AKI, "起床、洗面", "0600", "0630")
        + activity(AKI, "昼寝・ﾃﾚﾋﾞ", "1300", "1400")
        + [(AKI, dict(non_weekly_service="福祉用具貸与（特殊寝台、同付属品、車いす）\r\n通院: 月１回"))]
        + weekly(CHIE, "訪問介護", (3,), "1000", "1050")
        + activity(CHIE, "編み物", "1400", "1600")
        + [(CHIE, dict(non_weekly_service="福祉用具貸与（手すり）"))]
    )
    return [record("UP3KYO", **key(user), weekly_plan_created_date=MADE, **texts) for user, texts in rows]

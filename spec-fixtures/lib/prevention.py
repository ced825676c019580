"""Basic information and preventive plan of DAI."""
from .layout import record
from .people import DAI, NURSING, PLANNER, STAFF

CONSULTED, PLANNED = "20250916", "20250926"
CENTER = "架空地域包括支援センター"
BASE = {"insurer_number": DAI.insurer, "insured_person_number": DAI.insured}


def basic(image_name):
    return [record(
        "UPKIHON", **BASE, consultation_date=CONSULTED, plan_kind="1", entrusted="2", author_name=STAFF,
        consultation_method="03", consultation_method_other="訪問して聞き取り", consultation_round="01",
        user_status="01", user_name_kana=DAI.kana, user_name=DAI.name, user_sex=DAI.sex,
        user_birth_date=DAI.birth, user_address=DAI.address_1, user_phone=DAI.phone,
        disability_independence_level="12", dementia_independence_level="01", care_level=DAI.care_level,
        certification_start_date=DAI.valid_from, certification_end_date=DAI.valid_to, previous_care_level="01",
        checklist_result="1", checklist_date="20250901", disability_physical="0", disability_intellectual="0",
        disability_mental="0", disability_intractable="0", residence_type="05", room_floor="1",
        home_modification="2", income_national_pension="1", income_employee_pension="0",
        income_disability_pension="0", income_public_assistance="0", income_details="年金のみ、\"質素に暮らす\"とのこと",
        visitor_name="試作　表子", visitor_address="本人に同じ", visitor_phone=DAI.phone, visitor_relationship="妻",
        emergency_contact_1_name="試作　表子", emergency_contact_1_relationship="妻",
        emergency_contact_1_address=DAI.address_1, emergency_contact_1_phone=DAI.phone,
        emergency_contact_2_name="試作　能也", emergency_contact_2_relationship="長男",
        emergency_contact_2_address="架空県隣見本町２", emergency_contact_2_phone="0000-00-0044",
        family_image_filename=image_name, family_situation="妻と二人暮らし。長男は隣町に住み、月に２～３回来る。",
        life_history="印刷所で活字を組む仕事を40年。\r\n退職後は町内の\"紙芝居の会\"の世話役,司会も務めた。",
        daily_life_overview="朝は早い。ソファーで新聞を読む時間が長い。", hobbies="紙芝居, 将棋(ｱﾏ初段)",
        friends_community="会の仲間が時々たずねて来る", public_services="なし", informal_services="配食（週１回）",
        consent_date=CONSULTED, consenter_name=DAI.name,
    )]


def schedule():
    return [
        record("UPKIHON_SUB1", **BASE, consultation_date=CONSULTED, time=time, user_life_situation=own,
               family_life_situation=family)
        for time, own, family in [
            ("5:30", "起床", ""),
            ("7:00", "朝食\r\n新聞", "妻が支度"),
            ("13:00～15:00", "昼寝", "妻は買い物,散歩"),
            ("21:00", "就寝", "就寝"),
        ]
    ]


def illness():
    return [
        record("UPKIHON_SUB2", **BASE, consultation_date=CONSULTED, **values)
        for values in [
            dict(illness_date="令和７年６月", illness_name="変形性ひざ関節症（右）",
                 medical_institution_doctor="ソラ例示医院　見本 髙夫", attending_doctor_flag="1",
                 medical_institution_phone="0000-00-0077", course="01", treatment_details="月１回の注射、\r\n貼り薬"),
            dict(illness_date="2019年頃", illness_name="高血圧", medical_institution_doctor="ソラ例示医院",
                 attending_doctor_flag="2", course="02"),
        ]
    ]


def plan():
    return [record(
        "UPYOBO", **BASE, prevention_plan_date=PLANNED, plan_kind="1", entrusted="2", reference_number="見本-7",
        user_name=DAI.name, certification_date=DAI.certified, certification_start_date=DAI.valid_from,
        certification_end_date=DAI.valid_to, plan_category="11", certification_status="2", support_level="1",
        author_name_center="架空　案内", author_name_care_manager=STAFF, author_office_name=PLANNER.name,
        author_office_address="架空県見本市中央９", author_office_phone="0000-00-0009", initial_plan_date=PLANNED,
        responsible_center=CENTER, goal_day="庭を一回りする", goal_year="紙芝居の会で\"もう一席\"演じる",
        mobility_status="ひざが痛み、外では杖を使う", mobility_intent="本人: 杖なしで歩きたい\r\n妻: 転ばないでほしい",
        mobility_issue="1", mobility_issue_reason="痛みを避けて動かない時間が増えた",
        daily_life_status="ゴミ出しと庭の水やりを受け持つ", daily_life_intent="続けたい", daily_life_issue="2",
        social_status="会への参加が月１回に減った", social_intent="また通いたい", social_issue="1",
        social_issue_reason="会場までの坂がつらい", health_status="血圧の薬を飲んでいる", health_intent="特になし",
        health_issue="2", health_notes="ひざに熱があるときは運動を休む", support_policy="痛みの様子を見ながら\r\n少しずつ歩く距離を延ばす",
        overall_policy="看護師と本人、妻が同じ目標を見て進める", checklist_count_exercise="3", checklist_count_nutrition="0",
        checklist_count_oral="1", checklist_count_withdrawal="1", checklist_count_memory="0",
        checklist_count_depression="0", program_exercise="1", program_nutrition="2", program_oral="2",
        program_withdrawal="2", program_memory="2", program_depression="2", center_opinion="計画のとおりで差し支えない",
        consent_date=PLANNED, consenter_name=DAI.name,
    )]


def supports():
    """Numbers are on every row, texts on the first row of an issue or of a support plan."""
    visit = dict(used_service_kind="介護予防訪問看護", used_service_office=NURSING.name,
                 used_service_period="2025/10/01～2026/03/31")
    rows = [
        (1, 1, 1, dict(
            overall_issue="ひざの痛みで動く機会が減っている", goal_proposal="痛みを見ながら足の力をつける",
            proposal_intent="本人: やってみたい\r\n妻: 手伝う", goal="庭を一回りできる", support_point="痛みの程度を①～③で記す",
            self_care_support="毎朝の体操、\"庭ノート\"をつける", insurance_services="介護予防訪問看護", **visit)),
        (1, 1, 2, dict(used_service_kind="家族", used_service_office="妻", used_service_period="毎日")),
        (1, 2, 1, dict(support_point="薬の飲み忘れを防ぐ", self_care_support="薬箱を食卓に置く",
                       insurance_services="介護予防訪問看護", **visit)),
        (2, 1, 1, dict(
            overall_issue="外出の機会が少ない", goal_proposal="会の集まりに出る", proposal_intent="本人: 坂が心配",
            goal="月２回出かける", support_point="送り迎えの相談", self_care_support="会の仲間が車で誘う",
            used_service_kind="地域の会", used_service_office="見本紙芝居の会", used_service_period="2025/10～")),
    ]
    return [
        record("UPYOBO_SUB", **BASE, prevention_plan_date=PLANNED, issue_no=issue, support_plan_no=support,
               used_service_no=used, **texts)
        for issue, support, used, texts in rows
    ]

"""D5: the preventive plan."""
from .. import prevention
from ..month import Message
from ..people import CENTRE, DAI, NURSING, PLANNER
from .case import Case, fact, where
from .prevention_units import (BASIC, EMI, PICTURES, PLAN, basic_of, message, picture_name, plan_message, plan_of, tables,
                               withdrawn)

OUTPUT = "標準仕様4.1 出力単位（介護予防サービス・支援計画書）"
SERIAL, LATER = "20250929180500", "20251003094500"
TOLERATE = ["kana-width", "line-breaks"]


def cases():
    yield as_it_is()
    yield received()
    yield entered()
    yield two_users()
    yield withdrawal()
    yield entrusted()
    yield without_base()
    yield with_basic_info()
    yield withdrawal_out()


def as_it_is():
    case = Case(
        "D5-01", "re-export", "介護予防支援計画：取り込んで、そのまま出力", "Preventive plan: imported, then exported as it is",
        "care-manager", PLANNER, OUTPUT,
        "計画書を取り込み、内容を変えずに、同じ事業所あてに出力し直してください。\n")
    tables = [("UPYOBO", prevention.plan()), ("UPYOBO_SUB", prevention.supports())]
    case.give(Message("", PLANNER, NURSING, "20250929180500", "prevention_plan", "", tables))
    return case.take("prevention_plan", tables, NURSING, "imported", tolerate=TOLERATE)


def number(issue, support, used=1):
    return where(DAI, issue_no=str(issue), support_plan_no=str(support), used_service_no=str(used))


def received():
    case = Case(
        "D5-02", "import-show", "介護予防支援計画：別表の空白は上と同じ", "Preventive plan: a blank of its annex means as above",
        "provider", NURSING, "CSVファイルレイアウト定義書 支援計画書（別表）",
        "計画書を取り込み、画面を帳票と見比べてください。\n総合的課題などは、課題の最初の行にだけ書かれています。2行目以降も同じ課題です。\n")
    case.give(plan_message(SERIAL, plan_of(DAI), receiver=NURSING))
    return case.show([
        fact("plans", "介護予防サービス・支援計画書の件数", "Preventive plans", "UPYOBO", "rows", 1),
        fact("year", "試作さんの1年の目標", "Goal of the year", "UPYOBO", "text", "紙芝居の会で\"もう一席\"演じる", "goal_year", **where(DAI)),
        fact("services", "試作さんの別表の行数", "Rows of the annex", "UPYOBO_SUB", "rows", 4, **where(DAI)),
        fact("issue-above", "試作さんの課題1・支援計画2の総合的課題", "Issue of support plan 2 of issue 1", "UPYOBO_SUB", "text",
             "ひざの痛みで動く機会が減っている", "overall_issue", **number(1, 2)),
        fact("goal-above", "試作さんの課題1・支援計画1・利用サービス2の目標", "Goal of used service 2", "UPYOBO_SUB", "text",
             "庭を一回りできる", "goal", **number(1, 1, 2)),
        fact("point-own", "試作さんの課題1・支援計画2の支援のポイント", "Point of support plan 2", "UPYOBO_SUB", "text",
             "薬の飲み忘れを防ぐ", "support_point", **number(1, 2)),
        fact("issue-second", "試作さんの課題2の総合的課題", "Issue 2", "UPYOBO_SUB", "text", "外出の機会が少ない", "overall_issue",
             **number(2, 1)),
        fact("no-services", "試作さんの課題2・支援計画1の介護保険サービスなど（ないときは空白）", "Services of issue 2, which has none",
             "UPYOBO_SUB", "text", "", "insurance_services", **number(2, 1)),
    ])


def entered():
    case = Case(
        "D5-03", "enter-export", "介護予防支援計画：帳票から入力して出力", "Preventive plan: entered from the form, then exported",
        "support-centre", CENTRE, OUTPUT,
        "帳票（介護予防サービス・支援計画書、別表）のとおりに入力し、介護予防訪問看護の事業所あてに出力してください。\n")
    whole = tables(PLAN, plan_of(DAI, entrusted="1", author_name_care_manager=""))
    return case.enter(whole).take("prevention_plan", whole, NURSING, "entered", tolerate=TOLERATE)


def two_users():
    case = Case(
        "D5-04", "import-show", "介護予防支援計画：1つのファイルに2人の利用者", "Preventive plans of two users in one file",
        "provider", NURSING, "標準仕様4.1 ファイル作成単位",
        "計画書を取り込み、2人の計画がそれぞれの利用者に入ったことを確認してください。\n")
    other = plan_of(EMI, goal_day="朝の体操を続ける")
    other["UPYOBO_SUB"] = [row for row in other["UPYOBO_SUB"] if row["issue_no"] == "1"]
    case.give(plan_message(SERIAL, plan_of(DAI), other, receiver=NURSING))
    return case.show([
        fact("users", "計画書を取り込んだ利用者の人数", "Users whose plans were taken over", "UPYOBO", "users", 2),
        fact("first", "試作さんの別表の行数", "Rows of the first user's annex", "UPYOBO_SUB", "rows", 4, **where(DAI)),
        fact("second", "例示さんの別表の行数", "Rows of the second user's annex", "UPYOBO_SUB", "rows", 3, **where(EMI)),
        fact("first-day", "試作さんの1日の目標", "Goal of the day of the first user", "UPYOBO", "text", "庭を一回りする", "goal_day",
             **where(DAI)),
        fact("second-day", "例示さんの1日の目標", "Goal of the day of the second user", "UPYOBO", "text", "朝の体操を続ける",
             "goal_day", **where(EMI)),
    ])


def withdrawal():
    case = Case(
        "D5-05", "import-show", "介護予防支援計画：取下げと、それに連なる別表", "A preventive plan is withdrawn, and its annex with it",
        "provider", NURSING, "標準仕様4.1 取下げ",
        "計画書、取下げの順に取り込み、試作さんの9月26日の計画書と別表がなくなったことを確認してください。\n"
        "試作さんの10月1日の計画、例示さんの計画は残ります。\n")
    case.give(plan_message(SERIAL, plan_of(DAI), plan_of(EMI), receiver=NURSING))
    case.give(plan_message("20251002090000", plan_of(DAI, date="20251001"), receiver=NURSING))
    gone = where(DAI, prevention_plan_date=prevention.PLANNED)
    case.give(withdrawn(LATER, "DLTYOBO", DAI, NURSING))
    return case.show([
        fact("gone", "試作さんの9月26日の計画書の件数", "Plans that were withdrawn", "UPYOBO", "rows", 0, **gone),
        fact("annex-gone", "試作さんの9月26日の別表の行数", "Rows of the withdrawn plan's annex", "UPYOBO_SUB", "rows", 0, **gone),
        fact("newer-stays", "試作さんの10月1日の別表の行数", "Rows of the newer plan's annex", "UPYOBO_SUB", "rows", 4,
             **where(DAI, prevention_plan_date="20251001")),
        fact("other-stays", "例示さんの別表の行数", "Rows of the other user's annex", "UPYOBO_SUB", "rows", 4, **where(EMI)),
    ])


def withdrawal_out():
    case = Case(
        "D5-09", "enter-export", "介護予防支援計画：取下げを出力", "Preventive plan: its withdrawal is exported",
        "support-centre", CENTRE, "標準仕様4.1 取下げ",
        "試作さんの令和7年9月26日の計画書を取り下げ、介護予防訪問看護の事業所あてに取下げ（DLTYOBO）を出力してください。\n")
    gone = withdrawn(LATER, "DLTYOBO", DAI, NURSING).tables
    return case.enter(gone).take("prevention_plan_deletion", gone, NURSING, "entered")


def entrusted():
    plan = plan_of(DAI, entrusted="2", center_opinion="", author_name_care_manager="見本　﨑江")
    case = Case(
        "D5-06", "re-export", "介護予防支援計画：委託先が取り込み、センターに返す",
        "Preventive plan: taken in by the entrusted office and sent back to the centre", "care-manager", PLANNER, OUTPUT,
        "地域包括支援センターから届いた計画書を取り込み、内容を変えずに、センターあてに出力してください。委託の有無、作成者の名前も変わりません。\n")
    case.give(plan_message(SERIAL, plan))
    return case.take("prevention_plan", tables(PLAN, plan), CENTRE, "imported", tolerate=TOLERATE)


def with_basic_info():
    case = Case(
        "D5-08", "re-export", "介護予防支援計画：利用者基本情報と一緒に送る", "Preventive plan and basic information in one unit",
        "care-manager", PLANNER, "標準仕様4.1 送信単位",
        "計画書と利用者基本情報を一緒に取り込み、内容を変えずに、一つの送信単位としてセンターあてに出力してください。\n"
        "標準仕様には別々に送る場合の説明もあります。一緒に送れることは、望ましい機能です。\n", "should")
    picture = picture_name(SERIAL)
    found, kinds = plan_of(DAI) | basic_of(DAI, picture), (*PLAN, *BASIC)
    attached = {picture: PICTURES[0]}
    unit = "prevention_plan_with_basic_info"
    case.give(message(unit, SERIAL, kinds, found, attachments=attached))
    return case.take(unit, tables(kinds, found), CENTRE, "imported", tolerate=[*TOLERATE, "image-name"], attachments=attached)


def without_base():
    case = Case(
        "D5-07", "refuse", "介護予防支援計画：別の日の計画書の別表は取り込まない", "An annex of another plan: not to be imported",
        "provider", NURSING, "標準仕様4.1 ファイル間の関連",
        "計画書を取り込んでください。別表の計画作成（変更）日の計画書がないため、取り込めないことを確認します。\n")
    plan = plan_of(DAI)
    plan["UPYOBO_SUB"] = [row | {"prevention_plan_date": "20250826"} for row in plan["UPYOBO_SUB"]]
    message = plan_message(SERIAL, plan, receiver=NURSING)
    return case.give(message, "refused", "unit.base_missing", ["元になる", "対応する", "作成日", "作成（変更）日", "作成(変更)日"])

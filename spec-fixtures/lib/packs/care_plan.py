"""D1: the care plan."""
from .. import month, plans, services
from ..people import AKI, HOME_HELP, PLANNER
from .case import Case, fact, where

HALF_YEAR, YEAR = "2025/10/01～2026/03/31", "2025/10/01～2026/09/30"


def goal(issue, goal_no, support):
    return where(AKI, issue_no=str(issue), goal_no=str(goal_no), support_no=str(support))


def cases():
    yield imported()
    yield entered()


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
        "care-manager", PLANNER, "標準仕様4.1 出力単位（居宅サービス計画）",
        "帳票（第1表・第2表・第3表・利用者補足情報）のとおりに入力し、訪問介護事業所あてに出力してください。\n")
    tables = [("UP1KYO", plans.table_1()), ("UP2KYO", plans.table_2()), ("UP3KYO", plans.table_3()),
              ("UPHOSOKU", services.supplement(plans.PLAN_DATE, plan_date=plans.PLAN_DATE))]
    return case.enter(tables).take("care_plan", tables, HOME_HELP, "entered", tolerate=["kana-width", "line-breaks"])

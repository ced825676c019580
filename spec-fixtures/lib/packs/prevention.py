"""D5: the preventive plan."""
from .. import prevention
from ..month import Message
from ..people import NURSING, PLANNER
from .case import Case


def cases():
    case = Case(
        "D5-01", "re-export", "介護予防支援計画：取り込んで、そのまま出力", "Preventive plan: imported, then exported as it is",
        "care-manager", PLANNER, "標準仕様4.1 出力単位（介護予防サービス・支援計画書）",
        "計画書を取り込み、内容を変えずに、同じ事業所あてに出力し直してください。\n")
    tables = [("UPYOBO", prevention.plan()), ("UPYOBO_SUB", prevention.supports())]
    case.give(Message("", PLANNER, NURSING, "20250929180500", "prevention_plan", "", tables))
    yield case.take("prevention_plan", tables, NURSING, "imported", tolerate=["kana-width", "line-breaks"])

"""D3: the results."""
from .. import month, services
from ..layout import record
from ..month import Message
from ..people import AKI, BAN, HOME_HELP, PLANNER
from ..services import MONTH, replace
from .case import Case, fact, where
from .service_month import TOLERATED

SERVICE = "111211"


def cases():
    yield derived()
    yield corrected()


def derived():
    case = Case(
        "D3-01", "import-derive", "実績：予定どおり、ただし休みと時間の変更がある", "Results: as planned but for an absence and another time",
        "provider", HOME_HELP, "標準仕様4.1 第6表 実績",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "・架空さん：10月2日の訪問（111211）は休み\n・例示さん：10月3日の訪問（111111）は 8:30～8:55\n"
        "・処遇改善の加算（116275）の単位数は、予定のままか0\n")
    case.give(month.slip("", HOME_HELP, "20250925130001", "10月分の提供票"))
    done = {}
    for user, lines in services.PLANNED.items():
        own = [line for line in lines if line.office == HOME_HELP]
        if user == AKI:
            own = services.without(own, SERVICE, 2)
        if user == BAN:
            own = [replace(line, clock=("0830", "0855")) if (line.code, line.day) == ("111111", 3) else line for line in own]
        if own:
            done[user] = own
    changes = [
        {"where": where(AKI, service_code=SERVICE, service_date=f"{MONTH}02"), "remove": True},
        {"where": where(BAN, service_code="111111", service_date=f"{MONTH}03"),
         "set": {"service_start_time": "0830", "service_end_time": "0855"}},
    ]
    rows = services.table_6("UPJSK", done, "20251104", updater=HOME_HELP)
    return case.take("results", [("UPJSK", rows)], PLANNER, "plan-as-done", MONTH, changes,
                     TOLERATED, absent="rows-of-other-offices")


def corrected():
    case = Case(
        "D3-02", "import-show", "実績：取下げの後の訂正", "Results: withdrawn for a user, then corrected",
        "care-manager", PLANNER, "標準仕様4.1 取下げ",
        "実績、取下げ、訂正後の実績の順に取り込み、訂正後の内容になったことを確認してください。\n")
    case.give(month.results("", HOME_HELP, "20251104090512", "", services.results(HOME_HELP)))
    case.give(Message("", HOME_HELP, PLANNER, "20251105084100", "results_deletion", "", [("DLTJSK", [record(
        "DLTJSK", insurer_number=BAN.insurer, insured_person_number=BAN.insured, deletion_target_month=MONTH,
        provider_number=HOME_HELP.number, service_type_code=HOME_HELP.service_type)])]))
    case.give(month.results("", HOME_HELP, "20251105101826", "", services.corrected_results()))
    return case.show([
        fact("corrected", "例示さんの訪問（111211）の回数", "Visits after the correction", "UPJSK", "count", 3,
             **where(BAN, service_code=SERVICE)),
        fact("not-doubled", "架空さんの訪問（111211）の回数", "Visits that both files have", "UPJSK", "count", 9,
             **where(AKI, service_code=SERVICE)),
    ])

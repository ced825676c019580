"""D2: slips that a care manager writes, and slips that must be refused."""
from .. import form, services
from ..people import AKI, BAN, CHIE, DAY_CARE, HOME_HELP, NURSING, PLANNER
from ..services import MON, MONTH, visits
from .case import Case
from .slips import ETSU, TOLERATED, certain, gone, slip

SERIAL = "20250925130001"
USERS = {user: certain(services.PLANNED[user]) for user in (AKI, BAN, CHIE)}


def cases():
    yield two_providers()
    yield withdrawal()
    yield nobody_served()
    yield short_row()
    yield two_receivers()
    yield not_served()
    yield not_addressed()


def two_providers():
    made = Case(
        "D2-31", "enter-export", "予定：同じ月の提供票を2つの事業所へ", "Slips of one month for two providers", "care-manager",
        PLANNER, "標準仕様4.1 出力単位（送信先のサービスを利用する利用者）",
        "帳票のとおりに3人分を入力し、訪問介護事業所あてと通所介護事業所あてに、1つずつ出力してください。\n"
        "どちらにも、その事業所のサービスを利用する方だけを、ほかの事業所のサービスも含めて出力します。\n")
    made.enter(slip(HOME_HELP, SERIAL, USERS).tables)
    for name, office in (("home-help", HOME_HELP), ("day-care", DAY_CARE)):
        tables = slip(office, SERIAL, USERS).tables
        made.take("usage_slip", tables, office, "entered", MONTH, tolerate=TOLERATED, name=name)
    return made


def withdrawal():
    made = Case(
        "D2-32", "enter-export", "予定：取下げの出力", "A withdrawal is exported", "care-manager", PLANNER, "標準仕様4.1 取下げ",
        "例示さんは、10月に通所介護を利用しないことになりました。通所介護事業所あての10月分の提供票の取下げを出力してください。\n")
    tables = [("DLTPLAN", [gone(BAN)])]
    return made.enter(tables).take("usage_slip_deletion", tables, DAY_CARE, "entered", MONTH)


def nobody_served():
    made = Case(
        "D2-38", "enter-export", "予定：サービスを利用する方のいない事業所あてには出力しない", "No slip for a provider whom no user has",
        "care-manager", PLANNER, "標準仕様4.1 出力単位（送信先のサービスを利用する利用者）",
        "帳票のとおりに1人分を入力し、訪問看護事業所あてに出力しようとしてください。\n"
        "この方は訪問看護を利用していないため、理由が示され、出力できないことを確認します。\n")
    made.enter(slip(HOME_HELP, SERIAL, {AKI: USERS[AKI]}).tables)
    assert not any(line.office == NURSING for line in USERS[AKI]), "the user has a service of the receiver"
    return made.take("usage_slip", [("UPPLAN", [])], NURSING, "entered", MONTH, outcome="refused", rule="unit.user_not_served",
                     words=["利用していない", "利用者がいません", "該当", "対象", "サービスがな", "送信先", "宛先", "あて先"])


def refusal(number, title_ja, title_en, clause, sheet_ja, level="must"):
    return Case(f"D2-{number}", "refuse", f"予定：{title_ja}", title_en, "provider", HOME_HELP, clause, sheet_ja, level)


def plain():
    return slip(HOME_HELP, SERIAL, {ETSU: visits(HOME_HELP, "111111", 244, MON, ("0800", "0825"))})


def short_row():
    made = refusal("33", "項目が足りない行がある提供票は取り込まない", "A row that lacks items: not to be imported",
                   "CSVファイルレイアウト定義書", "提供票を取り込んでください。第6表の2行目に項目が足りないため、取り込めないことを確認します。\n"
                   "受け取ったときの扱いは標準仕様に明記がありません。取り込まないのが望ましい扱いです。\n", "should")
    message = plain()
    files, name = message.files, message.csv_name("UPPLAN")
    lines = files[name].split(b"\r\n")
    lines[1] = lines[1].rsplit(b",", 2)[0]
    return made.give(message, "refused", "csv.columns_short", ["項目", "列", "カラム"], files | {name: b"\r\n".join(lines)})


def two_receivers():
    made = refusal("34", "第7表だけが別の事業所あて", "Table 7 is addressed to another office", "標準仕様4.1 送信単位",
                   "提供票を取り込んでください。第7表だけが別の事業所あてのため、取り込めないことを確認します。\n"
                   "受け取ったときの扱いは標準仕様に明記がありません。取り込まないのが望ましい扱いです。\n", "should")
    message = plain()
    name = message.csv_name("UPSIKYU")
    files = {each: data for each, data in message.files.items() if each != name}
    other = form.file_name("UPSIKYU", PLANNER.address, NURSING.address, SERIAL, MONTH)
    return made.give(message, "refused", "unit.offices_mixed", ["送信先", "宛先", "あて先", "事業所番号", "第7表", "別表"],
                     files | {other: message.files[name]})


def not_served():
    made = refusal("35", "自事業所を利用しない方の提供票", "A slip of a user without any service of the receiver",
                   "標準仕様4.1 出力単位（送信先のサービスを利用する利用者）",
                   "提供票を取り込んでください。自事業所のサービスがない利用者が入っており、宛先の間違いの可能性があります。\n"
                   "標準仕様は送ることを禁じていますが、受け取ったときの扱いは明記していません。取り込まないのが望ましい扱いです。\n", "should")
    lines = {ETSU: visits(DAY_CARE, "152442", 777, MON, ("0930", "1640"))}
    message = slip(DAY_CARE, SERIAL, lines)
    message.receiver, message.findings = HOME_HELP, []
    return made.give(message, "refused", "unit.user_not_served", ["利用していない", "サービスがな", "自事業所", "送信先", "宛先", "あて先"])


def not_addressed():
    made = refusal("39", "自事業所あてではない提供票", "A slip that is addressed to another office", "標準仕様4.1 ファイル名（送信先）",
                   "提供票を取り込んでください。送信先が別の事業所の提供票であるため、取り込めないことを確認します。\n"
                   "受け取ったときの扱いは標準仕様に明記がありません。取り込まないのが望ましい扱いです。\n", "should")
    # The user has services of both offices, so that only the address is wrong.
    lines = {ETSU: [*visits(HOME_HELP, "111111", 244, MON, ("0800", "0825")),
                    *visits(DAY_CARE, "152442", 777, MON, ("0930", "1640"))]}
    return made.give(slip(DAY_CARE, SERIAL, lines), "refused", "unit.not_addressed",
                     ["送信先", "宛先", "あて先", "あてで", "事業所番号", "別の事業所", "他の事業所", "ほかの事業所"])

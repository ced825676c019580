"""D2: the planned slip."""
from .. import services
from ..people import AKI, BAN, CHIE, DAY_CARE, HOME_HELP, PLANNER
from ..services import MONTH, monthly, visits
from .case import Case, fact, where
from .slips import TOLERATED, certain, slip, withdrawal


def cases():
    yield entered()
    yield own_rows()
    yield incomplete()
    yield repeated_addon()
    yield withdrawn()
    yield out_of_order()


def entered():
    case = Case(
        "D2-01", "enter-export", "予定：帳票から入力して出力", "Planned slip: entered from the forms, then exported",
        "care-manager", PLANNER, "標準仕様4.1 出力単位（サービス利用票）",
        "帳票（第6表・第7表・利用者補足情報）のとおりに入力し、訪問介護事業所あてに出力してください。\n")
    tables = slip(HOME_HELP, "20250925130001", {AKI: certain(services.PLANNED[AKI])}).tables
    return case.enter(tables).take("usage_slip", tables, HOME_HELP, "entered", MONTH, tolerate=TOLERATED)


def own_rows():
    case = Case(
        "D2-02", "import-show", "予定：他の事業所の行を含む提供票", "Planned slip with the services of other offices",
        "provider", HOME_HELP, "標準仕様4.1 第6表 出力対象",
        "提供票を取り込み、自事業所のサービスの画面を帳票と見比べてください。\n他の事業所の行は自事業所の予定ではありません。\n")
    case.give(slip(HOME_HELP, "20250925130001", services.PLANNED))
    return case.show([
        fact("users", "自事業所の予定がある利用者の人数", "Users with own services", "UPPLAN", "users", 3, own=True),
        fact("aki-visits", "架空さんの自事業所の訪問（111211）の回数", "Own visits of the first user", "UPPLAN", "count", 9,
             own=True, **where(AKI, service_code="111211")),
        fact("aki-rows", "架空さんの自事業所の予定の行数", "Own rows of the first user", "UPPLAN", "rows", 10,
             own=True, **where(AKI)),
        fact("public", "H番号の利用者の自事業所の予定の行数", "Own rows of the user with an H number", "UPPLAN", "rows", 7,
             own=True, **where(CHIE)),
    ])


def incomplete():
    case = Case(
        "D2-03", "refuse", "予定：第7表のない提供票は取り込まない", "Planned slip without table 7: not to be imported",
        "provider", HOME_HELP, "標準仕様4.1 送信単位", "提供票を取り込んでください。第7表がないため、取り込めないことを確認します。\n")
    message = slip(HOME_HELP, "20250925130001", {AKI: services.PLANNED[AKI]})
    files = {name: data for name, data in message.files.items() if not name.startswith("UPSIKYU")}
    return case.give(message, "refused", "unit.file_missing", ["UPSIKYU", "第7表", "別表"], files)


def repeated_addon():
    case = Case(
        "D2-04", "import-show", "予定：月に1回の加算が毎日の行にある", "A monthly add-on on many days counts once",
        "provider", HOME_HELP, "CSVファイルレイアウト定義書 第6表 日割対象日",
        "提供票を取り込み、加算（114001）の回数を確認してください。月に1回の加算は、何日に記載されていても1回です。\n")
    lines = visits(HOME_HELP, "111111", 244, (3, 6), ("0800", "0825"))
    lines += [monthly(HOME_HELP, "114001", 200, day) for day in range(1, 21)]
    message = slip(HOME_HELP, "20250925130001", {BAN: lines})
    # Table 7 counts it once.
    message.tables[1] = ("UPSIKYU", services.table_7({BAN: lines[:3]}, "20250925"))
    case.give(message)
    return case.show([
        fact("addon", "加算（114001）の回数", "How often the add-on counts", "UPPLAN", "count", 1,
             own=True, **where(BAN, service_code="114001")),
        fact("visits", "訪問（111111）の回数", "How many visits", "UPPLAN", "count", 2,
             own=True, **where(BAN, service_code="111111")),
    ])


def withdrawn():
    case = Case(
        "D2-05", "import-show", "予定：取下げと、それに連なる表", "A withdrawal and what goes with it",
        "provider", DAY_CARE, "標準仕様4.1 取下げ",
        "提供票、取下げの順に取り込み、例示さんの10月分の予定がすべてなくなったことを確認してください。\n")
    case.give(slip(DAY_CARE, "20250925130102", services.PLANNED))
    case.give(withdrawal(DAY_CARE, "20250929164615", BAN))
    return case.show([
        fact("gone", "例示さんの第6表の行数", "Rows of table 6 of the withdrawn user", "UPPLAN", "rows", 0, **where(BAN)),
        fact("annex-gone", "例示さんの第7表の行数", "Rows of table 7 of the withdrawn user", "UPSIKYU", "rows", 0, **where(BAN)),
        fact("stays", "架空さんの自事業所の利用（152442）の回数", "Own visits of the other user", "UPPLAN", "count", 9,
             own=True, **where(AKI, service_code="152442")),
    ])


def out_of_order():
    case = Case(
        "D2-06", "import-show", "予定：変更後の提供票が先に届く", "The changed slip arrives before the first one",
        "provider", HOME_HELP, "標準仕様4.1 取込順",
        "2つの提供票を、渡された順に取り込んでください。ファイル連番の新しいものが有効です。\n")
    case.give(slip(HOME_HELP, "20250929164530", services.CHANGED))
    case.give(slip(HOME_HELP, "20250925130001", services.PLANNED))
    return case.show([
        fact("added", "例示さんの火曜日の訪問（111211）の回数", "Visits added by the change", "UPPLAN", "count", 4,
             own=True, **where(BAN, service_code="111211")),
        fact("kept", "例示さんの訪問（111111）の回数", "Visits that stay", "UPPLAN", "count", 14,
             own=True, **where(BAN, service_code="111111")),
        fact("others", "架空さんの訪問（111211）の回数", "Visits of another user", "UPPLAN", "count", 9,
             own=True, **where(AKI, service_code="111211")),
    ])

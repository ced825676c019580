"""D3: results that a provider makes."""
from .. import services
from ..layout import record
from ..people import AKI, BAN, CHIE, HOME_HELP, PLANNER, RENTAL, Office
from ..services import MON, MONTH, Line, visits
from .case import Case
from .service_month import PLANNED_SERIAL, ServiceMonth, branches, derive, slip

VISIT, LONG_VISIT = "111111", "111211"
MORNING, EVENING, NIGHT = ("0800", "0825"), ("1730", "1755"), ("2330", "0030")
OTHER_HELP = Office("9970000418", "11", "訪問介護ステーション例示の泉", "10.42")
OTHER_PLANNER = Office("9970000020", "43", "居宅介護支援 つくりばなし")


def cases():
    yield all_as_planned()
    yield one_of_two()
    yield additional()
    yield over_midnight()
    yield rented()
    yield changed_plan()
    yield public_assistance()
    yield same_type()
    yield two_planners()
    yield correction()
    yield withdrawal()
    yield of_satellites()


def all_as_planned():
    case = derive(
        "D3-03", "実績：すべて予定どおり", "Results: all as planned", "標準仕様4.1 第6表 実績",
        "提供票を取り込み、すべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "ほかの事業所のサービスは、自事業所の実績に含めません。\n", HOME_HELP)
    planned = {user: services.PLANNED[user] for user in (AKI, BAN, CHIE)}
    return ServiceMonth(HOME_HELP, planned).taken(case.give(slip(planned, HOME_HELP)))


def one_of_two():
    case = derive(
        "D3-04", "実績：1日2回の訪問の一方だけが休み", "Results: one of two visits on a day did not take place",
        "標準仕様4.1 第6表 実績",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "・例示さん：10月6日は夕方の訪問（17:30～17:55）が休み。朝の訪問は行いました\n"
        "・例示さん：10月13日は朝の訪問（8:00～8:25）が休み。夕方の訪問は行いました\n", HOME_HELP)
    lines = visits(HOME_HELP, VISIT, 244, MON, MORNING) + visits(HOME_HELP, VISIT, 244, MON, EVENING)
    done = ServiceMonth(HOME_HELP, {BAN: lines}).missed(BAN, VISIT, 6, EVENING).missed(BAN, VISIT, 13, MORNING)
    return done.taken(case.give(slip(done.planned, HOME_HELP)))


def additional():
    case = derive(
        "D3-05", "実績：予定にない訪問と、別の日への振替", "Results: a visit that was not planned, and one on another day",
        "標準仕様4.1 第6表 実績",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "・例示さん：10月24日 10:00～10:25 に訪問（111111、244単位）を追加\n"
        "・例示さん：10月20日の訪問（111111）は、10月21日 13:00～13:25 に振替\n", HOME_HELP)
    done = ServiceMonth(HOME_HELP, {BAN: visits(HOME_HELP, VISIT, 244, MON, MORNING)})
    done.added(BAN, Line(HOME_HELP, VISIT, 24, ("1000", "1025"), 244, 244))
    done.otherwise(BAN, VISIT, 20, to_day=21, to_clock=("1300", "1325"))
    return done.taken(case.give(slip(done.planned, HOME_HELP)))


def over_midnight():
    case = derive(
        "D3-06", "実績：日をまたぐ訪問", "Results: visits over midnight", "実装慣行（標準仕様に明記なし）",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "・例示さん：10月13日の訪問（111111）は 23:45～翌日 0:45\n"
        "日をまたぐ時刻の書き方は標準仕様に明記がありません。開始した日の1行のまま出力するのが望ましい扱いです。\n",
        HOME_HELP, "should")
    done = ServiceMonth(HOME_HELP, {BAN: visits(HOME_HELP, VISIT, 244, MON, NIGHT)})
    done.otherwise(BAN, VISIT, 13, to_clock=("2345", "0045"))
    return done.taken(case.give(slip(done.planned, HOME_HELP)))


def rented():
    case = derive(
        "D3-07", "実績：福祉用具貸与", "Results of rented equipment",
        "CSVファイルレイアウト定義書 TAISコード・福祉用具届出コード・明細判別コード・日割対象日",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "・模擬さん：手すり（171007）の貸与は10月18日から（日割対象日は18日～31日）\n"
        "架空さんのサイドレールは、同じ用具が2つあります。明細判別コードで区別します。\n", RENTAL)
    done = ServiceMonth(RENTAL, {user: services.PLANNED[user] for user in (AKI, CHIE)})
    done.otherwise(CHIE, "171007", 16, to_day=18, per_diem="0" * 17 + "1" * 14)
    return done.taken(case.give(slip(done.planned, RENTAL)))


def changed_plan():
    case = derive(
        "D3-08", "実績：月の途中で予定が変更された", "Results after the plan was changed", "標準仕様4.1 取下げ（変更時は不要）",
        "提供票、変更後の提供票の順に取り込み、すべて変更後の予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "変更前の予定は実績に含めません。\n", HOME_HELP)
    first = {AKI: visits(HOME_HELP, LONG_VISIT, 387, MON, ("0900", "0955")),
             BAN: visits(HOME_HELP, VISIT, 244, MON, MORNING)}
    case.give(slip(first, HOME_HELP))
    changed = {BAN: visits(HOME_HELP, VISIT, 244, (6, 13), MORNING) + visits(HOME_HELP, VISIT, 244, (21, 28), EVENING)}
    case.give(slip(changed, HOME_HELP, "20251017101500"))
    return ServiceMonth(HOME_HELP, first | changed).taken(case)


def public_assistance():
    case = derive(
        "D3-09", "実績：H番号の利用者と月に1回の加算", "Results: a user with an H number, and a monthly add-on",
        "CSVファイルレイアウト定義書 被保険者番号、サービス開始時刻・終了時刻",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "・模擬さん：10月15日の訪問（117311）は休み\n"
        "月に1回の加算（114001）には時刻がありません（9999）。\n", HOME_HELP)
    done = ServiceMonth(HOME_HELP, {CHIE: services.PLANNED[CHIE]}).missed(CHIE, "117311", 15)
    return done.taken(case.give(slip(done.planned, HOME_HELP)))


def same_type():
    case = derive(
        "D3-10", "実績：同じ種類のサービスを2つの事業所が行う", "Results: two offices give the same service",
        "標準仕様4.1 第6表 出力対象",
        "提供票を取り込み、すべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "火曜日の訪問介護は、別の訪問介護事業所のサービスです。自事業所の実績に含めません。\n", HOME_HELP)
    lines = visits(HOME_HELP, VISIT, 244, MON, MORNING) + visits(OTHER_HELP, VISIT, 244, services.TUE, MORNING)
    done = ServiceMonth(HOME_HELP, {BAN: lines})
    return done.taken(case.give(slip(done.planned, HOME_HELP)))


def two_planners():
    case = derive(
        "D3-11", "実績：利用者によって居宅介護支援事業所が違う", "Results: the users have different planners",
        "CSVファイルレイアウト定義書 第6表 プラン担当業者コード",
        "2つの居宅介護支援事業所の提供票を取り込み、すべて予定どおりとして、10月分の実績を\n"
        "居宅介護支援事業所「居宅介護支援 つくりばなし」（9970000020）あてに出力してください。\n"
        "ほかの居宅介護支援事業所が担当する利用者の実績は含めないのが望ましい扱いです（標準仕様に明記はありません）。\n",
        HOME_HELP, "should")
    mine = {AKI: visits(HOME_HELP, LONG_VISIT, 387, MON, ("0900", "0955"))}
    theirs = {BAN: visits(HOME_HELP, VISIT, 244, MON, MORNING)}
    case.give(slip(mine, HOME_HELP))
    case.give(slip(theirs, HOME_HELP, "20250926101530", OTHER_PLANNER))
    return ServiceMonth(HOME_HELP, theirs).taken(case, OTHER_PLANNER)


def correction():
    case = derive(
        "D3-12", "実績：訂正は、前に送った全件を出力し直す", "A correction repeats everything that was sent",
        "標準仕様4.1 ファイル作成単位（実績）",
        "提供票を取り込み、まず、すべて予定どおりの実績を居宅介護支援事業所あてに出力してください。\n"
        "次に、例示さんの10月20日の訪問（111111）を休みに直し、訂正後の実績をもう一度出力してください。\n"
        "訂正後のファイルには、変更のない利用者とサービスも全件入れます。\n", HOME_HELP)
    planned = {
        AKI: visits(HOME_HELP, LONG_VISIT, 387, MON, ("0900", "0955")), BAN: visits(HOME_HELP, VISIT, 244, MON, MORNING)}
    done = ServiceMonth(HOME_HELP, planned)
    done.taken(case.give(slip(planned, HOME_HELP, PLANNED_SERIAL)), name="first")
    return done.missed(BAN, VISIT, 20).taken(case, name="corrected")


def withdrawal():
    case = Case(
        "D3-13", "enter-export", "実績：取下げの出力", "A withdrawal of results is exported", "provider", HOME_HELP,
        "標準仕様4.1 取下げ",
        "例示さんの10月分の実績を、誤って送信しました。\n"
        "居宅介護支援事業所あてに、訪問介護（11）の10月分の実績の取下げを出力してください。\n")
    tables = [("DLTJSK", [gone(BAN, HOME_HELP)])]
    return case.enter(tables).take("results_deletion", tables, PLANNER, "entered", MONTH)


def of_satellites():
    case = derive(
        "D3-24", "実績：サテライトのサービスを含む", "Results of a provider with a satellite",
        "標準仕様4.1 ファイル作成単位（サテライト）、CSVファイルレイアウト定義書 サテライト枝番",
        "提供票を取り込み、すべて予定どおりとして、10月分の実績を居宅介護支援事業所あてに出力してください。\n"
        "例示さんの訪問は、サテライト（枝番1）が行います。事業所番号とサービス種類が同じものは、1つのファイルに入れます。\n",
        HOME_HELP)
    planned = {AKI: visits(HOME_HELP, LONG_VISIT, 387, MON, ("0900", "0955")),
               BAN: visits(HOME_HELP, VISIT, 244, MON, MORNING)}
    message = slip(planned, HOME_HELP)
    for kind, rows in message.tables[:2]:
        branches(rows, {BAN: "1"})
    return ServiceMonth(HOME_HELP, planned).taken(case.give(message), satellites={BAN: "1"})


def gone(user, office):
    """The record that withdraws a user's results of a service type."""
    return record("DLTJSK", insurer_number=user.insurer, insured_person_number=user.insured,
                  deletion_target_month=MONTH, provider_number=office.number, service_type_code=office.service_type)

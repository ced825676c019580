"""D7: the results of preventive care."""
from dataclasses import replace

from .. import services
from ..month import Message, results
from ..people import DAI, NURSING, Office
from ..services import MON, MONTH, TUE, Line, visits
from .case import Case, fact, where
from .results_derived import gone
from .service_month import ServiceMonth, by, derive, slip

CENTRE = Office("9960000515", "43", "架空地域包括支援センター")
HELPERS = Office("9970000717", "A2", "生活応援サービス例示の会", "10.42")
NURSE, THERAPY, FEE = "631111", "631501", "A21111"
FUMI = replace(DAI, insured="0000000707", name="試験　文", kana="ｼｹﾝ ﾌﾐ", sex="2", birth="19480120", phone="0000-00-0007",
               care_level="13", previous_level="")
FIRST, SECOND, THIRD = "20251104140733", "20251104150000", "20251105101826"


def cases():
    yield derived()
    yield shown()
    yield withdrawal()
    yield corrected()
    yield monthly_fee()
    yield cut_off()
    yield withdrawn()
    yield correction()


def derived():
    case = derive(
        "D7-01", "介護予防の実績：回数の変更と休み", "Preventive results: another count, and an absence",
        "CSVファイルレイアウト定義書 サービス回数",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を地域包括支援センターあてに出力してください。\n"
        "・試作さん：10月14日の訪問看護（631501）は1回だけ（10:30～10:50）。ほかの日は予定どおり1行で2回です\n"
        "・試作さん：10月16日の訪問看護（631111）は休み\n", NURSING)
    done = ServiceMonth(NURSING, {DAI: services.PLANNED[DAI]})
    done.otherwise(DAI, THERAPY, 14, to_clock=("1030", "1050"), count=1).missed(DAI, NURSE, 16)
    return done.taken(case.give(slip(done.planned, NURSING, planner=CENTRE)), CENTRE)


def case(id, title_ja, title_en, clause, sheet_ja, level="must", shape="import-show"):
    return Case(id, shape, f"介護予防の実績：{title_ja}", title_en, "support-centre", CENTRE, clause, sheet_ja, level)


def unit(office, serial, lines):
    message = results("", office, serial, "10月分の実績", lines)
    message.receiver = CENTRE
    return by(message, CENTRE)


def both(nurse=(2, 16, 30), therapy=TUE):
    """What two users got."""
    lines = visits(NURSING, NURSE, 451, nurse, ("1400", "1425"))
    lines += visits(NURSING, THERAPY, 284, therapy, ("1030", "1110"), count=2)
    return {DAI: lines, FUMI: visits(NURSING, NURSE, 451, MON, ("0900", "0925"))}


def count(id, user, code, value, name, english):
    return fact(id, f"{name}のサービス（{code}）の回数", english, "UPJSK", "count", value, **where(user, service_code=code))


def shown():
    made = case("D7-02", "地域包括支援センターに届いた実績の表示", "Results that a support centre receives",
                "標準仕様4.1 第6表 実績", "実績を取り込み、利用者ごとの回数・日数・時刻を帳票と見比べてください。\n"
                "1行で2回のサービスがあります。\n")
    made.give(unit(NURSING, FIRST, both()))
    therapy = where(DAI, service_code=THERAPY)
    return made.show([
        fact("users", "実績がある利用者の人数", "Users with results", "UPJSK", "users", 2),
        count("nurse", DAI, NURSE, 3, "試作さん", "Visits of a nurse"),
        count("therapy", DAI, THERAPY, 8, "試作さん", "Visits of a therapist, two a day"),
        fact("therapy-days", "試作さんの訪問看護（631501）の日数", "Days of the therapist", "UPJSK", "rows", 4, **therapy),
        fact("end", "試作さんの10月7日の訪問看護（631501）の終了時刻", "End of the visit of the 7th", "UPJSK", "text", "1110",
             "service_end_time", **therapy, service_date=f"{MONTH}07"),
    ])


def withdrawal():
    made = Case(
        "D7-03", "enter-export", "介護予防の実績：取下げの出力", "A withdrawal of preventive results is exported", "provider",
        NURSING, "標準仕様4.1 取下げ",
        "試作さんの10月分の実績を、誤って送信しました。\n"
        "地域包括支援センターあてに、介護予防訪問看護（63）の10月分の実績の取下げを出力してください。\n")
    tables = [("DLTJSK", [gone(DAI, NURSING)])]
    return made.enter(tables).take("results_deletion", tables, CENTRE, "entered", MONTH)


def corrected():
    made = case("D7-04", "訂正後の実績は、前のものと入れ替わる", "A correction takes the place of the results before",
                "標準仕様4.1 取下げ（変更時は不要）",
                "実績、訂正後の実績の順に取り込み、訂正後の内容だけになったことを確認してください。\n")
    made.give(unit(NURSING, FIRST, both())).give(unit(NURSING, THIRD, both(nurse=(2, 30), therapy=(7, 14, 22))))
    return made.show([
        count("nurse", DAI, NURSE, 2, "試作さん", "Visits of a nurse after the correction"),
        count("therapy", DAI, THERAPY, 6, "試作さん", "Visits of a therapist after the correction"),
        count("not-doubled", FUMI, NURSE, 4, "試験さん", "Visits that both files have"),
    ])


def monthly_fee():
    made = derive(
        "D7-05", "介護予防の実績：月額のサービスの実際の利用日", "A monthly fee has the real days of use",
        "CSVファイルレイアウト定義書 第6表 サービス利用日",
        "提供票を取り込み、次の変更のほかはすべて予定どおりとして、10月分の実績を地域包括支援センターあてに出力してください。\n"
        "・試作さん：10月13日の訪問型サービス（A21111）は、10月14日に振替\n"
        "月額のサービスにも、実際に利用した日を記載します。利用日ごとの行とするのが望ましい扱いです。\n", HELPERS, "should")
    fee = [Line(HELPERS, FEE, day, ("1000", "1045"), 1176, 1176) for day in MON]
    message = slip({DAI: fee}, HELPERS, planner=CENTRE)
    message.tables[1] = ("UPSIKYU", services.table_7({DAI: fee[:1]}, "20250925"))
    done = ServiceMonth(HELPERS, {DAI: fee}).otherwise(DAI, FEE, 13, to_day=14)
    return done.taken(made.give(by(message, CENTRE)), CENTRE)


def cut_off():
    made = case("D7-06", "途中で切れたファイルは取り込まない", "A file that was cut off: not to be imported",
                "標準仕様4.1 ファイル形式", "実績を取り込んでください。ファイルが途中で切れているため、取り込めないことを確認します。\n"
                "切れる前の行だけを取り込むと、実績が足りなくなります。\n", shape="refuse")
    message = unit(NURSING, FIRST, both())
    (name, data), = message.files.items()
    # Within the last quoted text.
    data = data[:data.rindex(NURSING.name.encode("cp932")) + 8]
    return made.give(message, "refused", "csv.quote_open", ["引用符", "途中", "切れ", "壊れ", "破損"], {name: data})


def withdrawn():
    made = case("D7-07", "取下げは、その利用者のそのサービス種類だけ", "A withdrawal takes one user's service type only",
                "標準仕様4.1 取下げ",
                "訪問看護、訪問型サービスの実績と、試作さんの訪問看護（63）の取下げを順に取り込んでください。\n"
                "ほかのサービスと、ほかの利用者の実績は残ります。\n")
    made.give(unit(NURSING, FIRST, both()))
    made.give(unit(HELPERS, SECOND, {DAI: visits(HELPERS, "A22411", 287, MON, ("1000", "1045"))}))
    made.give(Message("", NURSING, CENTRE, THIRD, "results_deletion", "", [("DLTJSK", [gone(DAI, NURSING)])]))
    return made.show([
        count("gone", DAI, NURSE, 0, "試作さん", "Withdrawn visits"),
        count("office-stays", DAI, "A22411", 4, "試作さん", "Another office's visits"),
        count("user-stays", FUMI, NURSE, 4, "試験さん", "Another user's visits"),
    ])


def correction():
    made = derive(
        "D7-08", "介護予防の実績：訂正は、前に送った全件を出力し直す", "A correction repeats everything that was sent",
        "標準仕様4.1 ファイル作成単位（実績）",
        "提供票を取り込み、まず、すべて予定どおりの実績を地域包括支援センターあてに出力してください。\n"
        "次に、試作さんの10月30日の訪問看護（631111）を休みに直し、訂正後の実績をもう一度出力してください。\n"
        "訂正後のファイルには、変更のない利用者とサービスも全件入れます。\n", NURSING)
    done = ServiceMonth(NURSING, both())
    done.taken(made.give(slip(done.planned, NURSING, planner=CENTRE)), CENTRE, "first")
    return done.missed(DAI, NURSE, 30).taken(made, CENTRE, "corrected")

"""D1: care plans that come one after another, and several users' plans in one file."""
from dataclasses import replace

from .. import month, services, third_edition
from ..people import AKI, BAN, CHIE, HOME_HELP, PLANNER
from .case import Case, fact, where
from .plan_units import changed, plan_of, sent, tables, withdrawn

KEYS = "標準仕様4.1 ファイル間の関連"
LATER = "20251022"
# Another person: the number that AKI has with her insurer, this one has with another.
TWIN = replace(AKI, insurer="990011", name="架空　孝子", kana="ｶｸｳ ﾀｶｺ", birth="19450812", care_level="21", limit=16765)


def cases():
    yield changed_anew()
    yield sent_again()
    yield cascade()
    yield several_users()
    yield third_edition_taken()
    yield supplement_goes()
    yield earlier_stays()
    yield fewer_rows()


def later_plan():
    """A changed plan, under a date of its own."""
    first = {"issue_no": "1", "goal_no": "1", "support_no": "1"}
    return changed(plan_of(AKI, LATER), "UP2KYO", first, frequency="週３回")


def changed_anew():
    case = Case(
        "D1-07", "enter-export", "居宅サービス計画：変更した計画は別の計画", "Care plan: a changed plan is another plan",
        "care-manager", PLANNER, KEYS,
        "架空さんの計画を、作成日を令和7年10月22日に変え、援助内容1の頻度を週３回にして作成し、"
        "変更前と変更後の両方を訪問介護事業所あてに出力してください。\n"
        "作成（変更）日の違う計画は別の計画です（標準仕様の「ファイル間の関連」のキーから読み取った当方の解釈です）。\n", "should")
    both = tables(plan_of(AKI), later_plan())
    return case.enter(both).take("care_plan", both, HOME_HELP, "entered", tolerate=["kana-width", "line-breaks"])


def sent_again():
    first = plan_of(AKI)
    again = changed(first, "UP2KYO", {"issue_no": "2"}, frequency="夜間のみ")
    case = Case(
        "D1-08", "import-show", "居宅サービス計画：同じ作成日の計画がもう一度届く", "Care plan: the same plan comes again, corrected",
        "provider", HOME_HELP, KEYS,
        "2つの計画書を順に取り込んでください。作成（変更）日が同じなので、後の計画書が有効で、二重にはなりません。\n")
    case.give(sent("20250919101500", first)).give(sent("20250922090000", again))
    return case.show([
        fact("plans", "架空さんの計画（第1表）の件数", "Plans of the user", "UP1KYO", "rows", 1, **where(AKI)),
        fact("supports", "架空さんの第2表の行数", "Rows of table 2", "UP2KYO", "rows", 5, **where(AKI)),
        fact("week", "架空さんの第3表の行数", "Rows of table 3", "UP3KYO", "rows", 7, **where(AKI)),
        fact("supplement", "架空さんの利用者補足情報の件数", "Supplement rows", "UPHOSOKU", "rows", 1, **where(AKI)),
        fact("corrected", "架空さんの課題2の頻度", "How often the support of issue 2 is given", "UP2KYO", "text", "夜間のみ",
             "frequency", **where(AKI, issue_no="2")),
    ])


def fewer_rows():
    first = plan_of(AKI)
    again = first | {"UP2KYO": [row for row in first["UP2KYO"] if row["issue_no"] == "1"]}
    case = Case(
        "D1-20", "import-show", "居宅サービス計画：後の計画書から消えた課題は残らない",
        "Care plan: an issue that the later file lacks is gone", "provider", HOME_HELP, "標準仕様4.1 取下げ",
        "2つの計画書を順に取り込んでください。後の計画書には課題2がないので、課題2は表示されません。\n"
        "変更のときに取下げが要らないことから、計画書全体が置き換わると読んだ、当方の解釈です。\n", "should")
    case.give(sent("20250919101500", first)).give(sent("20250922090000", again))
    return case.show([
        fact("gone", "架空さんの課題2の行数", "Rows of issue 2", "UP2KYO", "rows", 0, **where(AKI, issue_no="2")),
        fact("supports", "架空さんの第2表の行数", "Rows of table 2", "UP2KYO", "rows", 4, **where(AKI)),
    ])


def withdrawal_case(id, title_ja, title_en, clause, sheet, level="must"):
    """Plans of three users, one of them changed, and a slip of the month; then the plan before the change is
    withdrawn. The third user has a plan of the same date and the same number with another insurer."""
    case = Case(id, "import-show", title_ja, title_en, "provider", HOME_HELP, clause, sheet, level)
    case.give(sent("20250919101500", plan_of(AKI), plan_of(CHIE), plan_of(TWIN, "20250918", CHIE)))
    case.give(month.slip("", HOME_HELP, "20250925130001", "", {AKI: services.PLANNED[AKI]}))
    return case.give(sent("20251022113000", later_plan())).give(withdrawn("20251023090000", AKI))


def cascade():
    case = withdrawal_case(
        "D1-09", "居宅サービス計画：取下げと、それに連なる表", "A withdrawn care plan and what goes with it", "標準仕様4.1 取下げ",
        "計画書、提供票、変更後の計画書、取下げの順に取り込み、架空さんの9月18日の計画の第1表・第2表・第3表がなくなったことを"
        "確認してください。\n10月22日の計画、10月分の予定、ほかの利用者（被保険者番号が同じで保険者番号の違う方を含む）の計画は残ります。\n")
    gone, stays = where(AKI, care_plan_date="20250918"), where(AKI, care_plan_date=LATER)
    return case.show([
        fact("table-1-gone", "架空さんの9月18日の計画の第1表の件数", "Table 1 of the withdrawn plan", "UP1KYO", "rows", 0, **gone),
        fact("table-2-gone", "架空さんの9月18日の計画の第2表の行数", "Table 2 of the withdrawn plan", "UP2KYO", "rows", 0, **gone),
        fact("table-3-gone", "架空さんの9月18日の計画の第3表の行数", "Table 3 of the withdrawn plan", "UP3KYO", "rows", 0, **gone),
        fact("changed-stays", "架空さんの10月22日の計画の第2表の行数", "Table 2 of the changed plan", "UP2KYO", "rows", 5, **stays),
        fact("slip-stays", "架空さんの10月の訪問（111211）の回数", "Visits of the month", "UPPLAN", "count", 9, own=True,
             **where(AKI, service_code="111211")),
        fact("other-stays", "模擬さんの第2表の行数", "Rows of table 2 of the other user", "UP2KYO", "rows", 2, **where(CHIE)),
        fact("twin-stays", "架空さん（保険者990011）の第2表の行数", "Rows of table 2 of the user with the same number", "UP2KYO",
             "rows", 2, **where(TWIN)),
    ])


def supplement_goes():
    case = withdrawal_case(
        "D1-18", "居宅サービス計画：取下げで補足情報もなくなる", "A withdrawn care plan takes its supplement along",
        "標準仕様4.1 取下げ",
        "計画書、提供票、変更後の計画書、取下げの順に取り込んでください。取り下げた計画書に付いていた利用者補足情報はなくなり、提供票のものは残ります。\n"
        "標準仕様の取下げの説明に利用者補足情報は出てきません。なくなるというのは、当方の解釈です。\n", "should")
    return case.show([
        fact("gone", "架空さんの9月18日の計画書に付いていた利用者補足情報の件数", "The withdrawn plan's supplement", "UPHOSOKU",
             "rows", 0, **where(AKI, care_plan_date="20250918")),
        fact("slip-stays", "架空さんの10月分の利用者補足情報の件数", "The slip's supplement", "UPHOSOKU", "rows", 1,
             **where(AKI, target_month=services.MONTH)),
    ])


def earlier_stays():
    case = Case(
        "D1-19", "import-show", "居宅サービス計画：変更後の計画が届いても、前の計画は残る", "The plan before a change stays beside the changed one",
        "provider", HOME_HELP, KEYS,
        "変更前、変更後の計画書を順に取り込んでください。作成（変更）日が違うので、どちらの計画も見ることができます。\n"
        "前の計画を残すというのは、当方の解釈です。\n", "should")
    case.give(sent("20250919101500", plan_of(AKI))).give(sent("20251022113000", later_plan()))

    def often(date):
        return where(AKI, care_plan_date=date, issue_no="1", goal_no="1", support_no="1")

    return case.show([
        fact("plans", "架空さんの計画（第1表）の件数", "Plans of the user", "UP1KYO", "rows", 2, **where(AKI)),
        fact("before", "架空さんの変更前の計画の援助内容1の頻度", "How often, before the change", "UP2KYO", "text", "週２回",
             "frequency", **often("20250918")),
        fact("after", "架空さんの変更後の計画の援助内容1の頻度", "How often, after the change", "UP2KYO", "text", "週３回",
             "frequency", **often(LATER)),
    ])


def several_users():
    found = [plan_of(AKI), plan_of(CHIE), plan_of(BAN, source=CHIE), plan_of(TWIN, source=CHIE)]
    case = Case(
        "D1-13", "import-show", "居宅サービス計画：1つのファイルに複数の利用者", "Care plans of several users in one file",
        "provider", HOME_HELP, "標準仕様4.1 ファイル作成単位",
        "計画書を取り込み、4人の計画がそれぞれの利用者に入ったことを確認してください。\n"
        "保険者番号の違う2人は、被保険者番号が同じでも別の利用者です。\n")
    case.give(sent("20250919101500", *found))
    return case.show([
        fact("users", "計画を取り込んだ利用者の人数", "Users whose plans were taken over", "UP1KYO", "users", 4),
        fact("first", "架空さん（保険者990010）の第2表の行数", "Rows of table 2 of the first user", "UP2KYO", "rows", 5, **where(AKI)),
        fact("twin", "架空さん（保険者990011）の第2表の行数", "Rows of table 2 of the user with the same number",
             "UP2KYO", "rows", 2, **where(TWIN)),
        fact("third-week", "例示さんの第3表の行数", "Rows of table 3 of the third user", "UP3KYO", "rows", 3, **where(BAN)),
        fact("third-name", "例示さんの利用者補足情報の氏名", "Name of the third user", "UPHOSOKU", "text", BAN.name, "user_name",
             **where(BAN)),
    ])


def third_edition_taken():
    message = next(each for each in third_edition.messages() if each.unit == "care_plan")
    third_edition.prove(message)
    case = Case(
        "D1-17", "import-show", "居宅サービス計画：第3版（202208）の計画書も取り込む", "A care plan of the third edition is taken",
        "provider", HOME_HELP, "標準仕様4.1 改版履歴",
        "第3版（CSVバージョン202208）の計画書を取り込み、画面を帳票と見比べてください。第3版には第3表のファイルがありません。\n"
        "第3版のファイルを取り込めることは、望ましい機能です。\n", "should")
    case.give(message, files=third_edition.csv_files(message), proven=False)
    return case.show([
        fact("users", "計画を取り込んだ利用者の人数", "Users whose plans were taken over", "UP1KYO", "users", 2),
        fact("supports", "架空さんの第2表の行数", "Rows of table 2 of the first user", "UP2KYO", "rows", 5, **where(AKI)),
        fact("short-above", "架空さんの課題1・目標1・援助内容2の短期目標", "Short-term goal of issue 1, goal 1, support 2",
             "UP2KYO", "text", "玄関先の段を一人で上り下りできる", "short_term_goal",
             **where(AKI, issue_no="1", goal_no="1", support_no="2")),
        fact("name", "架空さんの利用者補足情報の氏名", "Name of the first user", "UPHOSOKU", "text", AKI.name, "user_name",
             **where(AKI)),
    ])

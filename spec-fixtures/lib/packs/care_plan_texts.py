"""D1: the characters and texts of a care plan."""
from .. import papers
from ..people import AKI, HOME_HELP, PLANNER
from .care_plan import re_exported
from .case import Case, fact, where
from .plan_units import changed, plan_of, sent, tables

CHARACTERS = "標準仕様4.1 文字コード"
# NEC's row 13, NEC's and IBM's kanji, half-width kana, signs that JIS and Windows map otherwise.
MARKS = "髙橋・山﨑・德永・瀨戸・鄧・彅の各さん ①②⑳ ㈱㈲㈹ №℡㏍ Ⅰ～Ⅹ ⅰ～ⅹ ㍉㌔㎡ ㍻ ∥－￠￡￢ ｶﾅﾊﾝｶｸ ＂＇纊"
# A whole paragraph of every sign that CSV treats in its own way.
LONG = "\"意向\"は、本人,長女,訪問介護の三者で確かめた。\r\n\"\"と二重の引用符も、そのまま残す。\r\n\r\n" + "".join(
    f"{number}日目：朝は\"よく眠れた\"、昼は庭を歩いた,夜は静かに過ごした。\r\n" for number in range(1, 61)) + "「終わり」,\"おわり\""


def cases():
    yield marks()
    yield long_text()
    yield foreign()
    yield own_characters()
    yield paper()


def marks():
    plan = changed(plan_of(AKI), "UP1KYO", {}, overall_support_policy=MARKS, plan_author_name="髙﨑　①子")
    plan = changed(plan, "UPHOSOKU", {}, user_name="架空　髙子～①")
    return re_exported(
        "D1-10", "居宅サービス計画：髙・﨑・①・㈱・～ などの文字", "Care plan: characters of NEC and IBM, wave dash and the like",
        CHARACTERS, [plan], tolerate=["kana-width", "line-breaks"])


def long_text():
    plan = changed(plan_of(AKI), "UP1KYO", {}, needs_analysis_result=LONG)
    plan = changed(plan, "UP2KYO", {"issue_no": "2"}, service_content="\"寝台\",\r\n\"車いす\"\r\n\"\"")
    return re_exported(
        "D1-12", "居宅サービス計画：改行・引用符・カンマのある長い文章", "Care plan: long texts with line ends, quotes and commas",
        "標準仕様4.1 ファイル形式", [plan])


def foreign():
    typed = changed(plan_of(AKI), "UP1KYO", {}, overall_support_policy="𠮷野さん〜長女と相談、水分は500㎖まで",
                    plan_author_name="見本　𠮷江")
    right = changed(plan_of(AKI), "UP1KYO", {}, overall_support_policy="吉野さん～長女と相談、水分は500mlまで",
                    plan_author_name="見本　吉江")
    case = Case(
        "D1-11", "enter-export", "居宅サービス計画：MS932にない文字の置換え", "Characters that MS932 lacks are replaced by others",
        "care-manager", PLANNER, CHARACTERS,
        "帳票のとおりに入力し、訪問介護事業所あてに出力してください。𠮷（つちよし）・〜（波ダッシュ）・㎖ はMS932にない文字です。\n"
        "「?」などにせず、意味の変わらない文字（吉・～・ml）に置き換えて出力するか、理由を示して出力を止めます。\n")
    case.enter(tables(typed), proven=False)
    return case.take("care_plan", tables(right), HOME_HELP, "entered", tolerate=["kana-width", "line-breaks"],
                     outcome="either", rule="CPL_E_UNMAPPABLE", words=["文字", "外字", "MS932", "Shift_JIS", "シフトJIS"])


def paper():
    case = Case(
        "D1-22", "enter-export", "居宅サービス計画：PDFを付けて出力", "A care plan entered with a paper (PDF)", "care-manager", PLANNER,
        "標準仕様4.1 添付ファイル",
        "帳票のとおりに入力し、アセスメントのPDFを付けて、訪問介護事業所あてに1つの送信単位で出力してください。\n")
    plan, attached = tables(plan_of(AKI)), {"assessment.pdf": papers.pdf("Assessment (sample)", "Invented person.")}
    case.enter(plan, attachments=attached)
    return case.take("care_plan", plan, HOME_HELP, "entered", tolerate=["kana-width", "line-breaks"], attachments=attached)


def own_characters():
    plan = changed(plan_of(AKI), "UP1KYO", {}, plan_author_name="見本\ue000\ue757江")
    case = Case(
        "D1-21", "import-show", "居宅サービス計画：外字のある計画書も取り込む", "A care plan with user-defined characters is taken",
        "provider", HOME_HELP, CHARACTERS,
        "計画書を取り込み、画面を帳票と見比べてください。作成者の氏名に外字があり、その文字は正しく表示されなくてもかまいません。\n"
        "外字は使わないことになっていますが、届いた計画書を取り込めることは、望ましい機能です。\n", "should")
    case.give(sent("20250919101500", plan))
    return case.show([
        fact("taken", "第1表を取り込んだ利用者の人数", "Users whose table 1 was taken over", "UP1KYO", "users", 1),
        fact("office", "架空さんの第1表の介護支援事業者名", "Care manager's office, behind the name", "UP1KYO", "text", PLANNER.name,
             "care_manager_office_name", **where(AKI)),
        fact("supports", "架空さんの第2表の行数", "Rows of table 2", "UP2KYO", "rows", 5, **where(AKI)),
    ])

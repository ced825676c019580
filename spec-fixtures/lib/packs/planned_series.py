"""D2: slips after one another, and whose they are."""
from dataclasses import replace

from .. import services
from ..people import AKI, BAN, CHIE, DAY_CARE, HOME_HELP
from ..services import FRI, MON, MONTH, visits
from .case import Case, fact, where
from .slips import ETSU, NEXT_MONTH, of_next_month, slip, withdrawal

FIRST, SECOND, THIRD = "20250925130001", "20250929164530", "20250930100000"
EARLY = ("0800", "0825")


def cases():
    yield changed()
    yield one_month_withdrawn()
    yield in_part()
    yield sent_again()
    yield given_twice()
    yield never_sent()
    yield sent_after_withdrawal()
    yield several_users()
    yield several_providers()
    yield same_name()
    yield same_number()


def case(number, title_ja, title_en, clause, sheet_ja, office=HOME_HELP, level="must"):
    return Case(f"D2-{number}", "import-show", f"予定：{title_ja}", title_en, "provider", office, clause, sheet_ja, level)


def count(id, user, code, value, name, english, **more):
    return fact(id, f"{name}の訪問（{code}）の回数", f"Visits of {english}", "UPPLAN", "count", value, own=True,
                **where(user, service_code=code, **more))


def changed():
    made = case("21", "変更した提供票は、前のものと入れ替わる", "A changed slip takes the place of the one before",
                "標準仕様4.1 取下げ（変更時は不要）",
                "提供票、変更後の提供票の順に取り込み、例示さんの10月分がすべて変更後の内容になったことを確認してください。\n"
                "変更の前に取下げは送られません。\n")
    made.give(slip(HOME_HELP, FIRST, services.PLANNED)).give(slip(HOME_HELP, SECOND, services.CHANGED))
    return made.show([
        count("kept", BAN, "111111", 14, "例示さん", "the second user"),
        count("added", BAN, "111211", 4, "例示さん", "the second user"),
        fact("friday", "例示さんの10月3日の訪問（111111）の開始時刻", "Start of the visit of the 3rd", "UPPLAN", "text", "0830",
             "service_start_time", **where(BAN, service_code="111111", service_date=f"{MONTH}03")),
        fact("day-care", "例示さんの通所介護の行数", "Rows of day care", "UPPLAN", "rows", 0,
             **where(BAN, provider_number=DAY_CARE.number)),
        fact("annex", "例示さんの第7表の行数", "Rows of table 7", "UPSIKYU", "rows", 5, **where(BAN)),
        fact("supplement", "例示さんの利用者補足情報の件数", "Supplements", "UPHOSOKU", "rows", 1, **where(BAN)),
    ])


def one_month_withdrawn():
    made = case("22", "取下げは、その利用者のその月だけ", "A withdrawal is of one user and one month", "標準仕様4.1 取下げ",
                "10月分、11月分の提供票、10月分の取下げの順に取り込み、ほかの月とほかの利用者の予定が残ることを確認してください。\n")
    made.give(slip(HOME_HELP, FIRST, services.PLANNED))
    later = {BAN: visits(HOME_HELP, "111111", 244, (3, 10, 17, 24), EARLY)}
    made.give(of_next_month(slip(HOME_HELP, SECOND, later))).give(withdrawal(HOME_HELP, THIRD, BAN))
    return made.show([
        fact("gone", "例示さんの10月分の第6表の行数", "Rows of the withdrawn month", "UPPLAN", "rows", 0,
             **where(BAN, target_month=MONTH)),
        count("next-month", BAN, "111111", 4, "例示さんの11月分", "the next month", target_month=NEXT_MONTH),
        fact("next-annex", "例示さんの11月分の第7表の行数", "Rows of table 7 of the next month", "UPSIKYU", "rows", 2,
             **where(BAN, target_month=NEXT_MONTH)),
        count("others", AKI, "111211", 9, "架空さん", "another user"),
    ])


def in_part():
    made = case("23", "一部の利用者・サービスだけの変更", "A change that holds only a part", "標準仕様4.1 取下げ（変更時は不要）",
                "架空さんと例示さんの提供票、例示さんだけの変更後の提供票の順に取り込んでください。\n"
                "例示さんの予定は、変更後にないものがなくなります。架空さんの予定はそのまま残ります。\n")
    made.give(slip(HOME_HELP, FIRST, {user: services.PLANNED[user] for user in (AKI, BAN)}))
    made.give(slip(HOME_HELP, SECOND, {BAN: visits(HOME_HELP, "111111", 244, MON, EARLY)}))
    return made.show([
        fact("rows", "例示さんの10月分の第6表の行数", "Rows of the changed user", "UPPLAN", "rows", 4, **where(BAN)),
        count("visits", BAN, "111111", 4, "例示さん", "the changed user"),
        count("others", AKI, "111211", 9, "架空さん", "the other user"),
        fact("others-annex", "架空さんの第7表の行数", "Rows of table 7 of the other user", "UPSIKYU", "rows", 14, **where(AKI)),
        fact("users", "利用者補足情報のある利用者の人数", "Users with a supplement", "UPHOSOKU", "users", 2),
    ])


def sent_again():
    made = case("24", "同じ内容をもう一度受け取っても、二重にならない", "The same again is not doubled", "標準仕様4.1 取下げ（変更時は不要）",
                "同じ内容の2つの提供票（ファイル連番だけが違います）を順に取り込み、予定が二重にならないことを確認してください。\n")
    lines = {ETSU: visits(HOME_HELP, "111111", 244, MON, EARLY)}
    made.give(slip(HOME_HELP, FIRST, lines)).give(slip(HOME_HELP, SECOND, lines))
    return made.show(once())


def once():
    return [
        count("visits", ETSU, "111111", 4, "習作さん", "the user"),
        fact("annex", "習作さんの第7表の行数", "Rows of table 7", "UPSIKYU", "rows", 2, **where(ETSU)),
        fact("supplement", "習作さんの利用者補足情報の件数", "Supplements", "UPHOSOKU", "rows", 1, **where(ETSU)),
    ]


def given_twice():
    made = case("25", "同じファイルを2回取り込んでも、二重にならない", "The same files twice are not doubled",
                "実装慣行（標準仕様に明記なし）",
                "同じ提供票を2回取り込み、予定が二重にならないことを確認してください。\n"
                "2回目の取込みについて標準仕様に明記はありません。エラーにせず、同じ結果になるのが望ましい扱いです。\n", level="should")
    message = slip(HOME_HELP, FIRST, {ETSU: visits(HOME_HELP, "111111", 244, MON, EARLY)})
    return made.give(message).give(message).show(once())


def never_sent():
    made = case("26", "受け取っていない利用者の取下げ", "A withdrawal of what was never sent", "標準仕様4.1 取下げ",
                "提供票と、まだ提供票を受け取っていない利用者の取下げを順に取り込んでください。\n"
                "この場合の扱いは標準仕様に明記がなく、結果は参考です。\n", level="info")
    made.give(slip(HOME_HELP, FIRST, {AKI: services.PLANNED[AKI]})).give(withdrawal(HOME_HELP, SECOND, CHIE))
    return made.show([
        count("others", AKI, "111211", 9, "架空さん", "the other user"),
        fact("none", "模擬さんの第6表の行数", "Rows of the user who was never there", "UPPLAN", "rows", 0, **where(CHIE)),
    ])


def sent_after_withdrawal():
    made = case("36", "取下げの後に送り直した提供票", "A slip that is sent anew after its withdrawal", "標準仕様4.1 取込順",
                "送り直した提供票、取下げ、初めの提供票を、渡された順に取り込んでください。\n"
                "ファイル連番の順に、初めの提供票、取下げ、送り直した提供票です。送り直した予定だけが残ります。\n")
    made.give(slip(HOME_HELP, THIRD, {ETSU: visits(HOME_HELP, "111111", 244, FRI, EARLY)}))
    made.give(withdrawal(HOME_HELP, SECOND, ETSU))
    made.give(slip(HOME_HELP, FIRST, {ETSU: visits(HOME_HELP, "111111", 244, MON, EARLY)}))
    return made.show([
        count("visits", ETSU, "111111", 5, "習作さん", "the user"),
        fact("rows", "習作さんの第6表の行数", "Rows of table 6", "UPPLAN", "rows", 5, **where(ETSU)),
        fact("annex", "習作さんの第7表の行数", "Rows of table 7", "UPSIKYU", "rows", 2, **where(ETSU)),
    ])


def several_users():
    made = case("27", "1つのファイルに複数の利用者", "Several users in one file", "標準仕様4.1 出力単位（サービス利用票）",
                "提供票を取り込み、3人の利用者それぞれの情報を確認してください。\n")
    made.give(slip(HOME_HELP, FIRST, services.PLANNED))
    level = "の要介護状態区分（コード）"
    return made.show([
        fact("users", "利用者補足情報のある利用者の人数", "Users with a supplement", "UPHOSOKU", "users", 3),
        fact("aki-level", f"架空さん{level}", "Care level of the first user", "UPHOSOKU", "text", "22", "care_level",
             **where(AKI)),
        fact("ban-level", f"例示さん{level}", "Care level of the second user", "UPHOSOKU", "text", "23", "care_level",
             **where(BAN)),
        fact("chie-limit", "模擬さんの区分支給限度基準額", "Limit of the third user", "UPHOSOKU", "text", 16765,
             "category_benefit_limit", **where(CHIE)),
        count("aki-visits", AKI, "111211", 9, "架空さん", "the first user"),
        count("ban-visits", BAN, "111111", 14, "例示さん", "the second user"),
        count("chie-visits", CHIE, "117311", 5, "模擬さん", "the third user"),
        fact("ban-total", "例示さんの第7表の合計のサービス単位", "Total of the second user", "UPSIKYU", "text", 13226,
             "service_units_or_amount", **where(BAN, service_code="999999")),
    ])


def several_providers():
    made = case("28", "1つのファイルに複数の事業所", "Several providers in one file", "標準仕様4.1 出力単位（サービス利用票）",
                "提供票を取り込み、自事業所（通所介護）のサービスと第7表の行を確認してください。\n"
                "ファイルには、利用者のほかの事業所のサービスも入っています。\n", DAY_CARE)
    made.give(slip(DAY_CARE, FIRST, {user: services.PLANNED[user] for user in (AKI, BAN)}))
    return made.show([
        fact("aki-rows", "架空さんの自事業所の予定の行数", "Own rows of the first user", "UPPLAN", "rows", 28, own=True,
             **where(AKI)),
        fact("ban-rows", "例示さんの自事業所の予定の行数", "Own rows of the second user", "UPPLAN", "rows", 28, own=True,
             **where(BAN)),
        fact("units", "架空さんの自事業所の予定の単位数の合計", "Own units of the first user", "UPPLAN", "sum", 7823, "units",
             own=True, **where(AKI)),
        fact("annex", "架空さんの第7表の自事業所の行数（小計を含む）", "Own rows of table 7", "UPSIKYU", "rows", 6, own=True,
             **where(AKI)),
        fact("subtotal", "架空さんの通所介護の小計のサービス単位", "Subtotal of day care", "UPSIKYU", "text", 7002,
             "service_units_or_amount", **where(AKI, service_code="15AAAA")),
    ])


def same_name():
    made = case("29", "同じ氏名の別の利用者", "Two users of one name", "標準仕様4.1 ファイル間の関連",
                "提供票を取り込み、同じ氏名の2人が別の利用者として取り込まれたことを確認してください。\n"
                "利用者は、保険者番号と被保険者番号で区別します。\n")
    twin = replace(ETSU, insured="0000000606", birth="19510419", care_level="22", limit=19705)
    made.give(slip(HOME_HELP, FIRST, {ETSU: visits(HOME_HELP, "111111", 244, MON, EARLY),
                                      twin: visits(HOME_HELP, "111111", 244, FRI, EARLY)}))
    return made.show(two_users(ETSU, twin, "19420811", "19510419"))


def same_number():
    made = case("30", "保険者が違う、同じ被保険者番号の利用者", "Two users of one number, of two insurers", "標準仕様4.1 ファイル間の関連",
                "提供票を取り込み、被保険者番号が同じで保険者番号が違う2人が、別の利用者として取り込まれたことを確認してください。\n")
    other = replace(ETSU, insurer="990020", name="模型　治", kana="ﾓｹｲ ｵｻﾑ", sex="1", birth="19370302")
    made.give(slip(HOME_HELP, FIRST, {ETSU: visits(HOME_HELP, "111111", 244, MON, EARLY),
                                      other: visits(HOME_HELP, "111111", 244, FRI, EARLY)}))
    return made.show(two_users(ETSU, other, "19420811", "19370302"))


def two_users(one, other, birth, other_birth):
    """Each has the visits and the date of birth that are theirs."""
    def of(user):
        return f"{user.insurer}・{user.insured}の方"

    ask = "の生年月日（西暦8桁）"
    return [
        fact("users", "自事業所の予定がある利用者の人数", "Users with own services", "UPPLAN", "users", 2, own=True),
        count("one", one, "111111", 4, of(one), "the first user"),
        count("other", other, "111111", 5, of(other), "the other user"),
        fact("one-birth", f"{of(one)}{ask}", "Date of birth of the first user", "UPHOSOKU", "text", birth,
             "user_birth_date", **where(one)),
        fact("other-birth", f"{of(other)}{ask}", "Date of birth of the other user", "UPHOSOKU", "text", other_birth,
             "user_birth_date", **where(other)),
    ]

"""D4: the basic information that goes with preventive care."""
from ..layout import record
from ..people import CENTRE, DAI, NURSING, PLANNER
from ..prevention import BASE, CONSULTED
from .case import Case, fact, where
from .prevention_units import BASIC, EMI, PICTURES, basic_message, basic_of, picture_name, tables, withdrawn

OUTPUT = "標準仕様4.1 出力単位（利用者基本情報）"
SERIAL, LATER = "20250929180300", "20251003093000"
SAME = "利用者基本情報を取り込み、内容を変えずに、地域包括支援センターあてに出力し直してください。\n"


def cases():
    yield entered()
    yield received()
    yield day()
    yield illnesses()
    yield pictures()
    yield withdrawal()
    yield sent_again()
    yield without_base()
    yield picture_kept()
    yield picture_entered()
    yield pictures_of_two()
    yield withdrawal_out()


def entered():
    case = Case(
        "D4-01", "enter-export", "利用者基本情報：帳票から入力して出力", "Basic information: entered from the form, then exported",
        "support-centre", CENTRE, OUTPUT,
        "帳票（利用者基本情報、別表1、別表2）のとおりに入力し、委託先の居宅介護支援事業所あてに出力してください。家族構成図の画像は付けません。\n")
    whole = tables(BASIC, basic_of(DAI))
    return case.enter(whole).take("basic_info", whole, PLANNER, "entered", tolerate=["kana-width", "line-breaks"])


def received():
    case = Case(
        "D4-02", "import-show", "利用者基本情報：事業所が受け取る", "Basic information, as a provider receives it",
        "provider", NURSING, OUTPUT, "利用者基本情報を取り込み、画面を帳票と見比べてください。\n")
    case.give(basic_message(SERIAL, basic_of(DAI), receiver=NURSING))
    return case.show([
        fact("users", "利用者基本情報を取り込んだ利用者の人数", "Users whose information was taken over", "UPKIHON", "users", 1),
        fact("level", "試作さんの要介護状態区分（コード）", "Care level, as a code", "UPKIHON", "text", "12", "care_level", **BASE),
        fact("history", "試作さんの今までの生活", "Life history", "UPKIHON", "text",
             "印刷所で活字を組む仕事を40年。\r\n退職後は町内の\"紙芝居の会\"の世話役,司会も務めた。", "life_history", **BASE),
        fact("second-contact", "試作さんの2人目の緊急連絡先の電話番号", "Telephone of the second emergency contact",
             "UPKIHON", "text", "0000-00-0044", "emergency_contact_2_phone", **BASE),
        fact("day", "試作さんの1日のすごし方の行数", "Rows of the day", "UPKIHON_SUB1", "rows", 4, **BASE),
        fact("nap", "試作さんの13:00～15:00の本人の生活状況", "What the user does from 13:00 to 15:00", "UPKIHON_SUB1", "text",
             "昼寝", "user_life_situation", **BASE, time="13:00～15:00"),
        fact("illnesses", "試作さんの現病歴・既往歴の行数", "Rows of illnesses", "UPKIHON_SUB2", "rows", 2, **BASE),
        fact("treatment", "試作さんの変形性ひざ関節症の治療中の内容", "Treatment of the first illness", "UPKIHON_SUB2", "text",
             "月１回の注射、\r\n貼り薬", "treatment_details", **BASE, illness_name="変形性ひざ関節症（右）"),
    ])


def re_exported(id, title_ja, title_en, clause, found, picture=False):
    """What is taken in comes out again with the same meaning."""
    case = Case(id, "re-export", title_ja, title_en, "care-manager", PLANNER, clause, SAME)
    attached = {picture_name(SERIAL): PICTURES[0]} if picture else {}
    case.give(basic_message(SERIAL, found, attachments=attached))
    tolerate = ["kana-width", "line-breaks", *(["image-name"] if picture else [])]
    return case.take("basic_info", tables(BASIC, found), CENTRE, "imported", tolerate=tolerate, attachments=attached)


def day():
    found = basic_of(DAI)
    hours = [("5:30", "起床", ""), ("", "庭の水やり", ""), ("7:00", "朝食\r\n新聞", "妻が支度"), ("7:30", "薬を飲む", ""),
             ("13:00～15:00", "昼寝", "妻は買い物,散歩"), ("夕方", "", "妻が夕食の支度"), ("21:00", "就寝", "就寝")]
    found["UPKIHON_SUB1"] = [
        record("UPKIHON_SUB1", **BASE, consultation_date=CONSULTED, time=time, user_life_situation=own,
               family_life_situation=family) for time, own, family in hours]
    return re_exported(
        "D4-03", "利用者基本情報：1日のすごし方の空白は空白のまま", "Basic information: blanks of the day stay blank",
        "CSVファイルレイアウト定義書 利用者基本情報（別表1）", found)


def illnesses():
    found = basic_of(DAI)
    more = [dict(illness_date="令和元年", illness_name="白内障（左）", medical_institution_doctor="例示眼科", course="02",
                 treatment_details="手術済み"),
            dict(illness_date="不詳", illness_name="高血圧", medical_institution_doctor="見本医院", course="01"),
            dict(illness_name="花粉症")]
    found["UPKIHON_SUB2"] += [record("UPKIHON_SUB2", **BASE, consultation_date=CONSULTED, **each) for each in more]
    return re_exported(
        "D4-04", "利用者基本情報：すべての病歴と、書かれたままの年月", "Basic information: every illness, its date as it was written",
        "CSVファイルレイアウト定義書 利用者基本情報（別表2）", found)


def picture_kept():
    return re_exported(
        "D4-09", "利用者基本情報：家族構成図の画像", "Basic information with a family image",
        "標準仕様4.1 利用者基本情報 画像ファイル", basic_of(DAI, picture_name(SERIAL)), picture=True)


def picture_entered():
    """The picture lies in the product under a name of its own; in the unit it has the standard's."""
    case = Case(
        "D4-10", "enter-export", "利用者基本情報：家族構成図の画像を付けて出力", "Basic information entered with a family image",
        "support-centre", CENTRE, "標準仕様4.1 利用者基本情報 画像ファイル",
        "帳票のとおりに入力し、家族構成図に画像ファイルを付けて、委託先の居宅介護支援事業所あてに出力してください。\n"
        "画像のファイル名は、出力のときに標準仕様のとおりに付け直します。\n")
    case.enter(tables(BASIC, basic_of(DAI, "family.jpg")), attachments={"family.jpg": PICTURES[0]})
    return outgoing(case, [DAI], PICTURES[:1])


def pictures_of_two():
    case = Case(
        "D4-11", "enter-export", "利用者基本情報：2人の家族構成図の画像を付けて出力", "Two users entered, each with a family image",
        "support-centre", CENTRE, "標準仕様4.1 利用者基本情報 画像ファイル",
        "帳票のとおりに2人分を入力し、それぞれの家族構成図に画像ファイルを付けて、委託先の居宅介護支援事業所あてに1つの送信単位で"
        "出力してください。\n画像が、入力したとおりの方のものになっていることを確認します。\n")
    # The order of the names is not that of the users.
    names = ["family-b.jpg", "family-a.jpg"]
    found = [basic_of(user, name) for user, name in zip((DAI, EMI), names)]
    case.enter(tables(BASIC, *found), attachments=dict(zip(names, PICTURES)))
    return outgoing(case, [DAI, EMI], PICTURES)


def outgoing(case, users, pictures):
    """What must come out: each user with the picture, under the standard's names."""
    names = [picture_name(SERIAL, branch=branch) for branch in range(1, len(users) + 1)]
    found = [basic_of(user, name) for user, name in zip(users, names)]
    return case.take("basic_info", tables(BASIC, *found), PLANNER, "entered", attachments=dict(zip(names, pictures)),
                     tolerate=["kana-width", "line-breaks", "image-name"])


def pictures():
    names = [picture_name(SERIAL, NURSING, branch=branch) for branch in (1, 2)]
    case = Case(
        "D4-05", "import-show", "利用者基本情報：家族構成図の画像はその利用者のもの", "A family image belongs to its user",
        "provider", NURSING, "標準仕様4.1 利用者基本情報 画像ファイル",
        "利用者基本情報を取り込み、2人の家族構成図の画像が、それぞれの帳票にある画像ファイルと同じことを確認してください。\n")
    # The order of the names is not that of the records.
    case.give(basic_message(SERIAL, basic_of(DAI, names[1]), basic_of(EMI, names[0]), receiver=NURSING,
                            attachments=dict(zip(names, PICTURES))))
    return case.show([
        fact("users", "利用者基本情報を取り込んだ利用者の人数", "Users whose information was taken over", "UPKIHON", "users", 2),
        fact("first", "試作さんの家族構成図の画像ファイル名", "Image of the first user", "UPKIHON", "text", names[1],
             "family_image_filename", **where(DAI)),
        fact("second", "例示さんの家族構成図の画像ファイル名", "Image of the second user", "UPKIHON", "text", names[0],
             "family_image_filename", **where(EMI)),
    ])


def withdrawal():
    case = Case(
        "D4-06", "import-show", "利用者基本情報：取下げと、それに連なる別表", "Basic information is withdrawn, and its annexes with it",
        "provider", NURSING, "標準仕様4.1 取下げ",
        "利用者基本情報、取下げの順に取り込み、試作さんの9月16日の利用者基本情報と別表がなくなったことを確認してください。\n"
        "試作さんの9月22日のもの、例示さんのものは残ります。\n")
    case.give(basic_message(SERIAL, basic_of(DAI), basic_of(EMI), receiver=NURSING))
    case.give(basic_message("20250930090000", basic_of(DAI, date="20250922"), receiver=NURSING))
    gone = where(DAI, consultation_date=CONSULTED)
    case.give(withdrawn(LATER, "DLTKIHON", DAI, NURSING))
    return case.show([
        fact("gone", "試作さんの9月16日の利用者基本情報の件数", "Basic information that was withdrawn", "UPKIHON", "rows", 0, **gone),
        fact("day-gone", "試作さんの9月16日の1日のすごし方の行数", "Rows of the day", "UPKIHON_SUB1", "rows", 0, **gone),
        fact("illness-gone", "試作さんの9月16日の現病歴・既往歴の行数", "Rows of illnesses", "UPKIHON_SUB2", "rows", 0, **gone),
        fact("newer-stays", "試作さんの9月22日の利用者基本情報の件数", "Newer basic information", "UPKIHON", "rows", 1,
             **where(DAI, consultation_date="20250922")),
        fact("other-stays", "例示さんの1日のすごし方の行数", "Rows of the other user's day", "UPKIHON_SUB1", "rows", 4, **where(EMI)),
    ])


def withdrawal_out():
    case = Case(
        "D4-12", "enter-export", "利用者基本情報：取下げを出力", "Basic information: its withdrawal is exported",
        "support-centre", CENTRE, "標準仕様4.1 取下げ",
        "試作さんの令和7年9月16日の利用者基本情報を取り下げ、委託先の居宅介護支援事業所あてに取下げ（DLTKIHON）を出力してください。\n")
    gone = withdrawn(LATER, "DLTKIHON", DAI, PLANNER).tables
    return case.enter(gone).take("basic_info_deletion", gone, PLANNER, "entered")


def sent_again():
    again = basic_of(DAI, friends_community="会の仲間が毎週たずねて来る")
    case = Case(
        "D4-07", "import-show", "利用者基本情報：同じ相談日のものがもう一度届く", "The same basic information comes again, corrected",
        "provider", NURSING, "標準仕様4.1 ファイル間の関連",
        "2つの利用者基本情報を順に取り込んでください。相談日が同じなので、後のものが有効で、二重にはなりません。\n")
    case.give(basic_message(SERIAL, basic_of(DAI), receiver=NURSING)).give(basic_message(LATER, again, receiver=NURSING))
    return case.show([
        fact("once", "試作さんの利用者基本情報の件数", "Basic information of the user", "UPKIHON", "rows", 1, **where(DAI)),
        fact("day", "試作さんの1日のすごし方の行数", "Rows of the day", "UPKIHON_SUB1", "rows", 4, **where(DAI)),
        fact("illnesses", "試作さんの現病歴・既往歴の行数", "Rows of illnesses", "UPKIHON_SUB2", "rows", 2, **where(DAI)),
        fact("corrected", "試作さんの友人・地域との関係", "Friends and community", "UPKIHON", "text", "会の仲間が毎週たずねて来る",
             "friends_community", **where(DAI)),
    ])


def without_base():
    case = Case(
        "D4-08", "refuse", "利用者基本情報：元の行のない別表は取り込まない", "An annex without its base record: not to be imported",
        "provider", NURSING, "標準仕様4.1 ファイル間の関連",
        "利用者基本情報を取り込んでください。別表に、利用者基本情報のない利用者の行があるため、取り込めないことを確認します。\n")
    lone = basic_of(DAI) | {"UPKIHON_SUB2": basic_of(DAI)["UPKIHON_SUB2"] + basic_of(EMI)["UPKIHON_SUB2"]}
    message = basic_message(SERIAL, lone, receiver=NURSING)
    return case.give(message, "refused", "unit.base_missing", ["元になる", "対応する", "基本情報がない", "基本情報がありません", "被保険者番号"])

"""Units beside the month's, so that every kind of file and unit has one that nothing is to be said against."""
from dataclasses import replace

from . import papers, prevention, services
from .layout import VERSION, record
from .month import Message, image_name, message_tree
from .people import BAN, CHIE, DAI, HOME_HELP, NURSING, PLANNER, RENTAL, Office
from .plans import PLAN_DATE
from .services import MONTH, NO_CLOCK, Line, monthly

ROOT = f"{VERSION}/valid"
SHORT_STAY = Office("9970000616", "21", "ショートステイ例示の丘", "10.33")


def user(person):
    return {"insurer_number": person.insurer, "insured_person_number": person.insured}


def messages():
    def plain(name, serial, unit, subject, tables, receiver=NURSING, sender=PLANNER, **more):
        return Message(name, sender, receiver, serial, unit, subject, tables, **more)

    yield plain("care-plan-deletion", "20250929180000", "care_plan_deletion", "居宅サービス計画の取下げ", [
        ("DLT1KYO", [record("DLT1KYO", **user(each), care_plan_date=PLAN_DATE[each]) for each in PLAN_DATE])], HOME_HELP)
    yield plain("basic-info-deletion", "20250929180100", "basic_info_deletion", "利用者基本情報の取下げ", [
        ("DLTKIHON", [record("DLTKIHON", **user(DAI), consultation_date=prevention.CONSULTED)])])
    yield plain("prevention-plan-deletion", "20250929180200", "prevention_plan_deletion", "介護予防支援計画の取下げ", [
        ("DLTYOBO", [record("DLTYOBO", **user(DAI), prevention_plan_date=prevention.PLANNED)])])
    image = image_name(PLANNER, NURSING, "20250929180300")
    yield plain("basic-info", "20250929180300", "basic_info", "基本情報の送付", [
        ("UPKIHON", prevention.basic(image)), ("UPKIHON_SUB1", prevention.schedule()),
        ("UPKIHON_SUB2", prevention.illness())], attachments={image: papers.jpeg(papers.FAMILY)})
    yield plain("basic-info-alone", "20250929180400", "basic_info", "基本情報の送付（別表・画像なし）", [
        ("UPKIHON", [row | {"family_image_filename": ""} for row in prevention.basic("")])])
    yield plain("prevention-plan", "20250929180500", "prevention_plan", "介護予防支援計画の送付", [
        ("UPYOBO", prevention.plan()), ("UPYOBO_SUB", prevention.supports())])
    yield satellites()
    yield short_stay()
    yield per_diem()
    yield passed_on()


def passed_on():
    """Results of preventive care, by the care manager who is entrusted with the plan, to the support centre."""
    centre = Office("9960000515", "43", "架空地域包括支援センター")
    rows = services.table_6("UPJSK", services.results(NURSING), "20251104", updater=NURSING)
    return Message("results-passed-on", PLANNER, centre, "20251104150000", "results", "10月分の実績（介護予防訪問看護）",
                   [("UPJSK", rows)])


def satellites():
    """One office number and service type in one file, the satellite's records with its branch number."""
    rows = services.table_6("UPJSK", services.results(HOME_HELP), "20251104", updater=HOME_HELP)
    for row in rows:
        if row["insured_person_number"] == BAN.insured:
            row["satellite_branch_number"] = "1"
    return Message("results-satellites", HOME_HELP, PLANNER, "20251104100000", "results", "10月分の実績（サテライトを含む）",
                   [("UPJSK", rows)])


def slip_of(name, receiver, serial, subject, month):
    return Message(name, PLANNER, receiver, serial, "usage_slip", subject, [
        ("UPPLAN", services.table_6("UPPLAN", month, serial[:8])),
        ("UPSIKYU", services.table_7(month, serial[:8])),
        ("UPHOSOKU", services.supplement(month, month=MONTH)),
    ])


def short_stay():
    """Days without a clock time, an add-on beside each, and a service outside the limit."""
    stay = [Line(SHORT_STAY, "211125", day, NO_CLOCK, 704, 704) for day in range(20, 25)]
    more = [replace(line, code="216133", units=12, list_units=12) for line in stay]
    return slip_of("slip-short-stay", SHORT_STAY, "20250925140000", "10月分の提供票（短期入所）",
                   {BAN: [*stay, *more, monthly(SHORT_STAY, "216107", 300, 31, in_limit=False)]})


def per_diem():
    """A rental of part of the month, by its notification code, for a user without insurance."""
    return slip_of("slip-rental-per-diem", RENTAL, "20250925140100", "10月分の提供票（日割り）", {CHIE: [
        monthly(RENTAL, "171001", 600, 11, per_diem="0" * 10 + "1" * 21, notification="F99990000031", product="車いす"),
        monthly(RENTAL, "171003", 900, 1, tais="99990-000011", product="特殊寝台")]})


def tree(found):
    return {path: data for message in found for path, data in message_tree(message, ROOT).items()}

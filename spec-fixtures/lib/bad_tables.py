"""Records of one file that do not go together."""
from . import plans, prevention, services
from .bad_records import MADE, handrail, of_file, planned, visit
from .people import AKI, BAN, CHIE, DAY_CARE, HOME_HELP, NURSING, PLANNER
from .services import monthly, visits


def cases():
    yield from slips()
    yield from annexes()
    yield from numbers()
    own = planned(BAN, visit(), kind="UPJSK")
    yield "name-provider", of_file(
        "results with a record of another office", "name.provider", "UPJSK", own + planned(BAN, visit(8), kind="UPJSK"), 2,
        "provider_number", changes={"provider_number": DAY_CARE.number}, receiver=PLANNER, sender=HOME_HELP)
    yield "table-types-mixed", of_file(
        "results of two service types", "table.types_mixed", "UPJSK",
        own + planned(BAN, visit(8, code="151111"), kind="UPJSK"), 2, "service_code", receiver=PLANNER, sender=HOME_HELP)


def slips():
    def case(why, rule, rows, row=None, field=None, changes=None, **name):
        return of_file(why, rule, "UPPLAN", rows, row, field, None, changes, **name)

    two = planned(BAN, visit(1), visit(8))
    yield "table-month-mixed", case(
        "a record of November among October", "table.month_mixed", two, 2, "target_month",
        {"target_month": "202511", "service_date": "20251108"}, receiver=HOME_HELP)
    yield "table-duplicate-service", case("the same visit twice", "table.duplicate_service",
                                          planned(BAN, visit(), visit()), 2, receiver=HOME_HELP)
    yield "table-duplicate-row", of_file("the same activity twice", "table.duplicate_row", "UP3KYO",
                                         plans.table_3()[:1] * 2, 2, receiver=HOME_HELP)
    yield "table-duplicate-key", of_file("one plan of a user twice", "table.duplicate_key", "UP1KYO",
                                         plans.table_1()[1:] * 2, 2)
    yield "table-addon-repeated", case(
        "an add-on without clock time on two days", "table.addon_repeated",
        planned(CHIE, monthly(HOME_HELP, "114001", 200, 1), monthly(HOME_HELP, "114001", 200, 2)), 1,
        receiver=HOME_HELP)
    yield "table-other-offices", case("a visit of another office beside the rental", "table.other_offices",
                                      planned(CHIE, visit(), handrail()))
    yield "table-discriminator-missing", case(
        "the same rail twice, one without its number", "table.discriminator_missing",
        planned(CHIE, handrail(discriminator="1"), handrail()), 2, "detail_discriminator_code")
    yield "table-discriminator-number", case(
        "the same rail twice under one number", "table.discriminator_number",
        planned(CHIE, handrail(discriminator="1"), handrail(discriminator="1")), 2, "detail_discriminator_code")


def annexes():
    rows = services.annex(BAN, [visit(), *visits(HOME_HELP, "111211", 387, [8], ("1300", "1350"))], MADE)
    first, second, subtotal, total = rows

    def case(why, rule, rows, row, field=None, **changes):
        return of_file(why, rule, "UPSIKYU", rows, row, field, None, changes, receiver=HOME_HELP)

    units = "benefit_management_units"
    yield "table-subtotal-missing", case("two services of a type without their subtotal", "table.subtotal_missing",
                                         [first, second, total], 1, "service_code")
    stray = {field: "" for field in services.MONEY} | {
        "service_code": "15AAAA", "service_units_or_amount": "", units: "", "unit_price": "", "benefit_rate": "",
        "category_limit_within_units": "", "category_limit_excess_units": ""}
    yield "table-subtotal-stray", case("a subtotal of a type that has no service", "table.subtotal_stray",
                                       [first, second, subtotal, dict(subtotal), total], 4, "service_code", **stray)
    yield "table-subtotal-sum", case("a subtotal that is one unit too high", "table.subtotal_sum", rows, 3, units,
                                     **{units: str(int(subtotal[units]) + 1)})
    yield "table-total-missing", case("a user without a total row", "table.total_missing", rows[:3], 1)
    yield "table-total-sum", case("a total that is one unit too high", "table.total_sum", rows, 4, units,
                                  **{units: str(int(total[units]) + 1)})


def numbers():
    first, second, *_ = (row for row in plans.table_2() if row["insured_person_number"] == AKI.insured)
    yield "table-number-gap", of_file("援助内容NO jumps from 1 to 3", "table.number_gap", "UP2KYO", [first, second], 2,
                                      "support_no", changes={"support_no": "3"}, receiver=HOME_HELP)
    yield "table-goal-number", of_file(
        "援助目標NO counts a second short-term goal", "table.goal_number", "UP2KYO", [first, second], 2, "goal_no",
        changes={"goal_no": "2", "support_no": "1", "short_term_goal": "10分続けて歩ける"}, receiver=HOME_HELP)
    supports = prevention.supports()[:2]
    yield "table-text-repeated", of_file(
        "the issue's text again on its second record", "table.text_repeated", "UPYOBO_SUB", supports, 2, "overall_issue",
        changes={"overall_issue": supports[0]["overall_issue"]}, receiver=NURSING)

"""Records that break a rule by themselves."""
from . import form, plans, prevention, services
from .case import Case, name_of
from .judge import at_field
from .layout import record
from .month import image_name
from .people import BAN, CHIE, HOME_HELP, NURSING, PLANNER, RENTAL, Office
from .services import MONTH, monthly, visits

MADE = "20250925"


def planned(user, *lines, kind="UPPLAN"):
    return services.table_6(kind, {user: list(lines)}, MADE)


def visit(day=1, code="111111", clock=("0800", "0825"), **more):
    return visits(HOME_HELP, code, 244, [day], clock, **more)[0]


def handrail(**more):
    return monthly(RENTAL, "171007", 150, 16, product="手すり", **{"tais": "99990-000040", **more})


def of_file(why, rule, kind, rows, row=None, field=None, severity=None, changes=None, receiver=RENTAL, **name):
    """A file whose only fault this is. `changes` go into the row that the fault is of."""
    rows = [dict(each) for each in rows]
    if changes:
        rows[row - 1] |= changes
    file = name_of(kind, receiver, **name)
    return Case(why, {file: form.write(kind, rows)}, at_field(rule, file, kind, row, field, severity))


def cases():
    yield from people()
    yield from slips()
    yield from rentals()
    yield from annexes()
    yield from plan_records()


def people():
    rail = planned(CHIE, handrail())
    yield "row-insured-number", of_file(
        "ten characters that begin with another letter than H", "row.insured_number", "UPPLAN", rail, 1,
        "insured_person_number", changes={"insured_person_number": "X000000303"})
    yield "row-unused", of_file("the item that is not used is filled", "row.unused", "UPPLAN", rail, 1, "discriminator",
                                changes={"discriminator": "1"})
    supplement = services.supplement([CHIE], month=MONTH)
    yield "row-period-order", of_file(
        "the limit ends before it begins", "row.period_order", "UPHOSOKU", supplement, 1, "limit_end_date",
        changes={"limit_end_date": "20250831"})
    yield "row-supplement-context", of_file(
        "neither the plan date nor the month is zeros", "row.supplement_context", "UPHOSOKU", supplement, 1,
        "target_month", changes={"care_plan_date": "20250917"})
    yield "row-slot-gap", of_file(
        "the second limit is filled, the first is not", "row.slot_gap", "UPHOSOKU", supplement, 1,
        "type_limit_2_service_type", changes={"type_limit_2_service_type": "11"})
    yield "row-slot-type", of_file(
        "short-stay medical care under its own code", "row.slot_type", "UPHOSOKU", supplement, 1,
        "type_limit_1_service_type", changes={"type_limit_1_service_type": "2A"})
    basic = prevention.basic(image_name(PLANNER, NURSING, "20250925130203"))
    yield "row-companion-missing", of_file(
        "another way of consulting, but not which", "row.companion_missing", "UPKIHON", basic, 1,
        "consultation_method_other", changes={"consultation_method_other": ""}, receiver=NURSING)


def slips():
    def case(why, rule, field, *, severity=None, row=None, month=MONTH, **changes):
        return of_file(why, rule, "UPPLAN", [row or planned(BAN, visit())[0]], 1, field, severity, changes,
                       HOME_HELP, month=month)

    yield "row-time-pair", case("a start, but no end", "row.time_pair", "service_end_time", service_end_time="9999")
    yield "row-time-order", case("the end is before the start", "row.time_order", "service_end_time",
                                 service_end_time="0755")
    yield "row-date-month", case("the day is in November", "row.date_month", "service_date", service_date="20251101")
    yield "row-count-zero", case("no times", "row.count_zero", "service_count", service_count="0")
    yield "row-merged-visits", case("three visits in one record from 8 to 17", "row.merged_visits", "service_count",
                                    service_count="3", service_end_time="1700")
    yield "row-equipment-surplus", case("a home help visit with a TAIS code", "row.equipment_surplus", "tais_code",
                                        tais_code="99990-000040")
    yield "row-discriminator-type", case("a home help visit with a discriminator", "row.discriminator_type",
                                         "detail_discriminator_code", detail_discriminator_code="1")
    yield "scope-excluded", case("a residential service, which is not exchanged", "scope.excluded", "service_code",
                                 service_code="331111")
    yield "scope-unknown", case("a service type that no table has", "scope.unknown", "service_code",
                                service_code="991111")
    yield "name-sender", case("the planner is another one than in the name", "name.sender", "plan_office_number",
                              plan_office_number="9970000020")
    yield "name-serial-early", case("made a day after the serial", "name.serial_early", "created_date",
                                    created_date="20250926")


def rentals():
    def case(why, rule, field, month=MONTH, **changes):
        return of_file(why, rule, "UPPLAN", planned(CHIE, handrail()), 1, field, None, changes, month=month)

    yield "row-equipment-code", case("a rental without any code of its product", "row.equipment_code", "tais_code",
                                     tais_code="")
    yield "row-equipment-both", case("a rental with both codes", "row.equipment_both", "equipment_notification_code",
                                     equipment_notification_code="F99990000031")
    yield "row-tais-shape", case("a TAIS code without its hyphen", "row.tais_shape", "tais_code",
                                 tais_code="99990000040")
    yield "row-flags-none", case("31 zeros instead of nothing", "row.flags_none", "per_diem_days",
                                 per_diem_days="0" * 31)
    yield "row-flags-days", case("the 31st of November is marked", "row.flags_days", "per_diem_days", month="202511",
                                 target_month="202511", service_date="20251116", per_diem_days="0" * 15 + "1" * 16)


def annexes():
    def case(why, rule, row, field, **changes):
        return of_file(why, rule, "UPSIKYU", services.annex(CHIE, [handrail()], MADE), row, field, None, changes)

    yield "row-required", case("a detail row without its count", "row.required", 1, "count_or_days", count_or_days="")
    yield "row-total-office", case("the total row has an office's number", "row.total_office", 2, "provider_number",
                                   provider_number=RENTAL.number)
    yield "row-sum-units", case("units on the total row", "row.sum_units", 2, "units", units="150")
    yield "row-sum-discount", case("a discount on the total row", "row.sum_discount", 2, "discount_rate",
                                   discount_rate="95")


def plan_records():
    row_2 = plans.table_2()[:1]
    yield "row-number-missing", of_file("a record without 援助内容NO", "row.number_missing", "UP2KYO", row_2, 1,
                                        "support_no", changes={"support_no": ""}, receiver=HOME_HELP)
    yield "row-number-range", of_file("援助内容NO is 0", "row.number_range", "UP2KYO", row_2, 1, "support_no",
                                      changes={"support_no": "0"}, receiver=HOME_HELP)
    row_3 = plans.table_3()[:1]
    yield "row-one-group", of_file("a weekly service and another service in one record", "row.one_group", "UP3KYO",
                                   row_3, 1, changes={"non_weekly_service": "通院"}, receiver=HOME_HELP)
    yield "row-group-incomplete", of_file("a weekly service on no weekday", "row.group_incomplete", "UP3KYO", row_3, 1,
                                          "weekday", changes={"weekday": ""}, receiver=HOME_HELP)
    march = [record("DLTPLAN", insurer_number=BAN.insurer, insured_person_number=BAN.insured,
                    deletion_target_month="202503")]
    yield "version-month", of_file("202407 for a month of the edition before", "version.month", "DLTPLAN", march, 1,
                                   "csv_version", receiver=HOME_HELP, month="202503")
    yield "name-edition", of_file("202208 under a name with service types", "name.edition", "DLTPLAN", march, 1,
                                  "csv_version", changes={"csv_version": "202208"}, receiver=HOME_HELP, month="202503")
    yield "version-unsupported", of_file(
        "basic information in 202208, which has none", "version.unsupported", "UPKIHON_SUB1", prevention.schedule()[:1], 1,
        "csv_version", changes={"csv_version": "202208"}, receiver=NURSING)
    october = [march[0] | {"deletion_target_month": MONTH}]
    yield "name-service-type", of_file("to an office of a type that is not exchanged", "name.service_type", "DLTPLAN",
                                       october, receiver=Office("9970000517", "33", ""))
    yield "name-direction", of_file("a provider withdraws a plan", "name.direction", "DLTPLAN", october,
                                    receiver=RENTAL, sender=HOME_HELP)

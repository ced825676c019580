"""A second opinion on single records: (rule, row, field or None, severity or None) of each fault.
Written from the text, not from our checker."""
import calendar
import re
from datetime import datetime, timedelta

from . import layout

RENTAL = {"17", "67"}
SUMS = {"AAAA", "EEEE", "ZZZZ"}
COMPANIONS = {"consultation_method": ("03", "consultation_method_other"), "user_status": ("02", "user_status_note"),
              "home_help_reason": ("3", "home_help_other_reason")}
PERIODS = [("limit_start_date", "limit_end_date"), ("certification_start_date", "certification_end_date")]
WEEK = [("care_service_content", "weekday", "service_start_time", "service_end_time"),
        ("daily_activity", "activity_start_time", "activity_end_time"), ("non_weekly_service",)]
NUMBERS = {"UP2KYO": ("issue_no", "goal_no", "support_no"),
           "UPYOBO_SUB": ("issue_no", "support_plan_no", "used_service_no")}


def faults(kind, rows):
    checks = [common]
    checks += {"UPPLAN": [slip], "UPJSK": [slip], "UPSIKYU": [annex], "UP3KYO": [week], "UPHOSOKU": [supplement],
               "UP2KYO": [numbers], "UPYOBO_SUB": [numbers], "DLTJSK": [withdrawal]}.get(kind, [])
    for number, row in enumerate(rows, 1):
        for check in checks:
            for rule, field, *severity in check(kind, row):
                yield rule, number, field, *(severity or [None])


def is_sum(code):
    return code == "999999" or code[2:] in SUMS


def is_day(text):
    try:
        return bool(datetime.strptime(text, "%Y%m%d"))
    except ValueError:
        return False


def common(_, row):
    insured = row["insured_person_number"]
    if re.fullmatch("[0-9A-Za-z]{10}", insured) and not re.fullmatch("[0-9]{10}|H[0-9]{9}", insured):
        yield "row.insured_number", "insured_person_number"
    if row.get("discriminator"):
        yield "row.unused", "discriminator"
    for first, last in PERIODS:
        if is_day(row.get(first, "")) and is_day(row.get(last, "")) and row[last] < row[first]:
            yield "row.period_order", last
    for field, (code, text) in COMPANIONS.items():
        if row.get(field) == code and not row[text]:
            yield "row.companion_missing", text


def scope(code, field):
    known = layout.service_types().get(code[:2])
    if known is None and code:
        yield "scope.unknown", field
    elif known and not known["in_scope"]:
        yield "scope.excluded", field


def withdrawal(_, row):
    yield from scope(row["service_type_code"], "service_type_code")


def equipment(row):
    tais, notification = row["tais_code"], row["equipment_notification_code"]
    if row["service_code"][:2] not in RENTAL:
        for field in ("tais_code", "equipment_notification_code"):
            if row[field]:
                yield "row.equipment_surplus", field
        return
    if not tais + notification:
        yield "row.equipment_code", "tais_code"
    if tais and notification:
        yield "row.equipment_both", "equipment_notification_code"
    if tais and tais.isascii() and not re.fullmatch("[0-9]{5}-[0-9]{6}", tais):
        yield "row.tais_shape", "tais_code"


def clock(row):
    """Faults of the times and, where there are two, the hours between them."""
    start, end = row["service_start_time"], row["service_end_time"]
    if (start == "9999") != (end == "9999"):
        return [("row.time_pair", "service_start_time" if start == "9999" else "service_end_time")], None
    if "9999" in (start, end) or not (len(start) == len(end) == 4):
        return [], None
    try:
        first, last = (timedelta(hours=int(t[:2]), minutes=int(t[2:])) for t in (start, end))
    except ValueError:
        return [], None
    if int(start[2:]) > 59 or int(end[2:]) > 59:
        return [], None
    return ([] if first < last else [("row.time_order", "service_end_time")]), (last - first) / timedelta(hours=1)


def slip(_, row):
    yield from scope(row["service_code"], "service_code")
    yield from equipment(row)
    if row["service_code"][:2] != "17" and row["detail_discriminator_code"]:
        yield "row.discriminator_type", "detail_discriminator_code"
    month = row["target_month"]
    in_month = re.fullmatch("[0-9]{4}(0[1-9]|1[0-2])", month)
    if in_month and is_day(row["service_date"]) and row["service_date"][:6] != month:
        yield "row.date_month", "service_date"
    flags = row["per_diem_days"]
    if re.fullmatch("0{31}", flags):
        yield "row.flags_none", "per_diem_days"
    elif in_month and re.fullmatch("[01]{31}", flags):
        days = calendar.monthrange(int(month[:4]), int(month[4:]))[1]
        if "1" in flags[days:]:
            yield "row.flags_days", "per_diem_days"
    said, hours = clock(row)
    yield from said
    if re.fullmatch("0+", row["service_count"]):
        yield "row.count_zero", "service_count"
    elif row["service_count"].isdecimal() and int(row["service_count"]) > 1 and hours and hours >= 4:
        yield "row.merged_visits", "service_count"


def annex(_, row):
    code = row["service_code"]
    if (code == "999999") != (row["provider_number"] == "9999999999"):
        yield "row.total_office", "provider_number"
    if is_sum(code):
        for rule, field in (("row.sum_units", "units"), ("row.sum_discount", "discount_rate"),
                            ("row.sum_discount", "discounted_units")):
            if row[field].strip("0"):
                yield rule, field
        return
    yield from scope(code, "service_code")
    yield from equipment(row)
    if not row["count_or_days"]:
        yield "row.required", "count_or_days"


def week(_, row):
    groups = [group for group in WEEK if any(row[field] for field in group)]
    if len(groups) != 1:
        yield "row.one_group", None
    else:
        missing = [field for field in groups[0] if not row[field]]
        if missing:
            yield "row.group_incomplete", missing[0]
    yield from clock(row)[0]


def numbers(kind, row):
    for field in NUMBERS[kind]:
        if not row[field]:
            yield "row.number_missing", field
        elif int(row[field]) < 1:
            yield "row.number_range", field


def supplement(_, row):
    if (row["care_plan_date"] == "00000000") == (row["target_month"] == "000000"):
        yield "row.supplement_context", "target_month"
    slots = [f"type_limit_{slot}_service_type" for slot in range(1, 10)]
    for before, slot in zip([None, *slots], slots):
        if before and row[slot] and not row[before]:
            yield "row.slot_gap", slot
        if row[slot] in {"23", "2A"}:
            yield "row.slot_type", slot

"""A second opinion on what ties the files of a unit together: (rule, file, row, field or None, severity
or None). `tables` is kind -> (name, rows)."""
import re
from collections import Counter

from . import layout
from .judge_row import is_sum
from .judge_table import user

RELATIONS = [("UP1KYO", "care_plan_date", ("UP2KYO", "UP3KYO", "UPHOSOKU"), ()),
             ("UPPLAN", "target_month", ("UPSIKYU", "UPHOSOKU"), ()),
             ("UPKIHON", "consultation_date", (), ("UPKIHON_SUB1", "UPKIHON_SUB2")),
             ("UPYOBO", "prevention_plan_date", (), ("UPYOBO_SUB",))]


def faults(tables, receiver):
    yield from relations(tables)
    yield from planned_by_others(tables, receiver)
    if "UPPLAN" in tables and "UPSIKYU" in tables:
        yield from both_tables(*tables["UPPLAN"], *tables["UPSIKYU"])
    if layout.service_types().get(receiver[11:]):
        yield from served(tables, receiver[:10])


def copies(standard):
    """The files that would have the name of another: given name -> standard name."""
    for given, name in standard.items():
        alike = [other for other, same in standard.items() if same == name]
        original = name if name in alike else alike[0]
        if given != original:
            yield given


def astray(kinds, units):
    """What is missing or surplus for the nearest set: (rule, file). `kinds` is file -> kind."""
    def cost(unit):
        members = units[unit].split()
        missing = [member for member in members if member not in kinds.values()]
        surplus = [file for file, kind in kinds.items() if kind not in members]
        return len(missing) + 2 * len(surplus), len(surplus), missing, surplus

    shared = [cost(unit) for unit in units if set(units[unit].split()) & set(kinds.values())]
    costs = sorted(shared, key=lambda each: each[:2])
    if not costs or len(costs) > 1 and costs[0][:2] == costs[1][:2]:
        yield "unit.set_unknown", None
        return
    _, _, missing, surplus = costs[0]
    if missing:
        yield "unit.file_missing", None
    yield from (("unit.file_surplus", file) for file in surplus)


def first_rows(rows, key):
    found = {}
    for number, row in enumerate(rows, 1):
        found.setdefault(key(row), number)
    return found


def relations(tables):
    for base, date, due, more in RELATIONS:
        if base not in tables:
            continue
        base_file, rows = tables[base]
        there = first_rows(rows, lambda row: user(row, date))
        for kind in (*due, *more):
            if kind not in tables:
                continue
            file, rows = tables[kind]
            own = first_rows(rows, lambda row: user(row, date))
            yield from (("unit.base_missing", file, number, None, None) for key, number in own.items()
                        if key not in there)
            if kind in due:
                yield from (("unit.dependent_missing", base_file, number, None, None)
                            for key, number in there.items() if key not in own)


def service(row):
    return user(row, "target_month"), *(row[field] for field in (
        "provider_number", "service_code", "tais_code", "equipment_notification_code"))


def both_tables(slip_file, slip, annex_file, annex):
    listed = {key: number for key, number in first_rows(annex, service).items() if not is_sum(key[2])}
    planned = first_rows(slip, service)
    users = {key[0] for key in listed}, {key[0] for key in planned}
    yield from (("unit.annex_unplanned", annex_file, number, None, None) for key, number in listed.items()
                if key not in planned and key[0] in users[1])
    yield from (("unit.slip_unannexed", slip_file, number, None, None) for key, number in planned.items()
                if key not in listed and key[0] in users[0])
    counts = Counter(), Counter()
    for rows, field, count in ((slip, "service_count", counts[0]), (annex, "count_or_days", counts[1])):
        for row in rows:
            count[service(row)] += int(row[field] or 0)
    clockless = {service(row) for row in slip if row["service_start_time"] == "9999"}
    for key, number in listed.items():
        if key in planned and key not in clockless and counts[0][key] != counts[1][key]:
            yield "unit.count_differs", annex_file, number, "count_or_days", None


def planned_by_others(tables, receiver):
    """Results of what another planner than the receiver has planned. Those of preventive care go another way."""
    file, rows = tables.get("UPJSK", (None, []))
    services = layout.service_types()
    for number, row in enumerate(rows, 1):
        service = services.get(row["service_code"][:2])
        planner, is_preventive = row["plan_office_number"], service and service["group"] != "介護給付"
        if re.fullmatch("[0-9A-Za-z]{10}", planner) and planner != receiver[:10] and not is_preventive:
            yield "unit.not_addressed", file, number, "plan_office_number", None


def served(tables, office):
    if "UPPLAN" in tables:
        file, rows = tables["UPPLAN"]
        good = {user(row) for row in rows if row["provider_number"] == office}
        for key, number in first_rows(rows, user).items():
            if key not in good:
                yield "unit.user_not_served", file, number, None, None
    if "UP1KYO" in tables and "UP2KYO" in tables:
        file, rows = tables["UP1KYO"]
        named = {user(row) for row in tables["UP2KYO"][1] if row["provider_number"]}
        good = {user(row) for row in tables["UP2KYO"][1] if row["provider_number"] == office}
        for number, row in enumerate(rows, 1):
            if user(row) in named - good:
                yield "unit.user_not_served", file, number, None, "warning"

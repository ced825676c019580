"""A second opinion on what ties the files of a unit together: (rule, file, row, field or None, severity
or None). `tables` is kind -> (name, rows)."""
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
    if "UPPLAN" in tables and "UPSIKYU" in tables:
        yield from both_tables(*tables["UPPLAN"], *tables["UPSIKYU"])
    if layout.service_types().get(receiver[11:]):
        yield from served(tables, receiver[:10])


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

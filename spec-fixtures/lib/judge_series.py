"""A second opinion on units after one another: (rule, file, row). `units` are lists of (name, name's
parts, rows) in the order of their serials."""
from .judge_table import user

DATES = {"UP1KYO": "care_plan_date", "DLT1KYO": "care_plan_date", "UPPLAN": "target_month",
         "DLTPLAN": "deletion_target_month", "UPKIHON": "consultation_date", "DLTKIHON": "consultation_date",
         "UPYOBO": "prevention_plan_date", "DLTYOBO": "prevention_plan_date"}


def faults(units):
    names, serials, standing, done = set(), set(), {}, {}
    for unit in units:
        collisions = [name for name, _, _ in unit if name.lower() in names]
        yield from (("series.name_collides", name, None) for name in collisions)
        names |= {name.lower() for name, _, _ in unit}
        _, _, sender, receiver, serial = unit[0][1]
        if (sender, receiver, serial) in serials and not collisions:
            yield "series.serial_twice", unit[0][0], None
        serials.add((sender, receiver, serial))
        for name, (kind, *_), rows in unit:
            yield from table(name, kind, (sender, receiver), rows, standing, done)


def table(name, kind, ends, rows, standing, done):
    seen = {}
    for number, row in enumerate(rows, 1):
        if kind in DATES:
            key = kind.replace("DLT", "UP"), ends, user(row, DATES[kind])
            if kind.startswith("DLT") and not standing.get(key):
                yield "series.deletion_unmatched", name, number
            standing[key] = kind.startswith("UP")
        elif kind == "UPJSK":
            service = row["service_code"][:2], row["satellite_branch_number"]
            seen.setdefault(user(row, "target_month"), (number, set()))[1].add(service)
        elif kind == "DLTJSK":
            before = done.setdefault((ends, user(row, "deletion_target_month")), set())
            gone = {service for service in before if service[0] == row["service_type_code"]}
            if not gone:
                yield "series.deletion_unmatched", name, number
            before -= gone
    for key, (number, services) in seen.items():
        if standing.get(("UPPLAN", ends[::-1], key)) is False:
            yield "series.results_withdrawn", name, number
        if done.get((ends, key), set()) - services:
            yield "series.correction_partial", name, number
        done[ends, key] = services

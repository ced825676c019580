"""What became of a plan, worked out from the rows a second time: written from the standard's keys and the words of
`interpret::compare_results`, not from its code."""
from collections import Counter, defaultdict
from itertools import groupby

USER = ("insurer_number", "insured_person_number", "target_month")
OFFICE = ("provider_number", "satellite_branch_number")
PIECE = ("service_code", "provider_number", "satellite_branch_number", "tais_code", "equipment_notification_code")
SERVICE = ("service_start_time", "service_end_time", *PIECE)
# Sums are in the order of these.
SUM = ("provider_number", "satellite_branch_number", "service_code", "tais_code", "equipment_notification_code")
NOT_REPORTED = ("not_reported", "user_not_reported")


def pick(row, fields):
    return tuple(row[field] for field in fields)


def reporter(row):
    return (row["provider_number"], row["service_code"][:2])


def import_units(units):
    """What remains of units (serial, tables by kind), as rows by kind. Each unit first takes away what it names."""
    kept = {"UPPLAN": [], "UPSIKYU": [], "UPJSK": []}
    for _, tables in sorted(units, key=lambda unit: unit[0]):
        whole = {pick(row, USER) for row in tables.get("UPPLAN", [])}
        whole |= {pick(row, (*USER[:2], "deletion_target_month")) for row in tables.get("DLTPLAN", [])}
        part = {(*pick(row, USER), *reporter(row)) for row in tables.get("UPJSK", [])}
        part |= {pick(row, (*USER[:2], "deletion_target_month", "provider_number", "service_type_code"))
                 for row in tables.get("DLTJSK", [])}
        for kind in ("UPPLAN", "UPSIKYU"):
            kept[kind] = [row for row in kept[kind] if pick(row, USER) not in whole]
        kept["UPJSK"] = [row for row in kept["UPJSK"] if (*pick(row, USER), *reporter(row)) not in part]
        for kind, rows in kept.items():
            rows.extend(tables.get(kind, []))
    return kept


def is_day(row):
    date, month = row["service_date"], row["target_month"]
    days = [31, 29 if int(month[:4]) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return date[:6] == month and 1 <= int(date[6:]) <= days[int(month[4:]) - 1]


def is_monthly(code, monthly):
    return any(all(want in ("?", have) for want, have in zip(pattern, code, strict=True)) for pattern in monthly)


def price_list(annex):
    """The units of a service once, where all rows of table 7 agree."""
    found = defaultdict(set)
    for row in annex:
        discounted = int(row["discounted_units"] or 0)
        found[pick(row, (*USER, *PIECE))].add(discounted or int(row["units"]))
    return {key: units.pop() for key, units in found.items() if len(units) == 1}


def side(rows, listed):
    """How often, for how many units, on which days per diem. A count that is no number makes all of it none."""
    counts = [int(row["service_count"]) if row["service_count"].isdecimal() else None for row in rows]
    each = [int(row["units"]) if row["units"] else listed for row in rows]
    is_known = rows and None not in counts and None not in each
    per_diem = Counter()
    for row, count in zip(rows, counts, strict=True):
        if "1" in row["per_diem_days"]:
            per_diem[row["per_diem_days"]] += 1 if count is None else count
    return {
        "count": None if None in counts else sum(counts),
        "units": sum(count * units for count, units in zip(counts, each, strict=True)) if is_known else None,
        "per_diem_days": [list(each) for each in sorted(per_diem.items())],
        "is_there": bool(rows),
    }


def status_of(plan, done, reported):
    if reported != "reported":
        return reported
    if plan["count"] is None or done["count"] is None:
        return "unclear"
    if plan["count"] == done["count"]:
        is_other = plan["is_there"] and done["is_there"] and plan["per_diem_days"] != done["per_diem_days"]
        return "other_days" if is_other else "as_planned"
    if done["count"] < plan["count"]:
        return "fewer" if done["count"] else "not_done"
    return "more" if plan["count"] else "additional"


def lines_of(kept, monthly):
    listed = price_list(kept["UPSIKYU"])
    by_user = {(pick(row, USER), reporter(row)) for row in kept["UPJSK"]}
    by_office = {(row["target_month"], *reporter(row)) for row in kept["UPJSK"]}
    found = defaultdict(lambda: ([], []))
    for at, kind in enumerate(("UPPLAN", "UPJSK")):
        for row in filter(is_day, kept[kind]):
            once = is_monthly(row["service_code"], monthly)
            place = (0, pick(row, PIECE)) if once else (int(row["service_date"][6:]), pick(row, SERVICE))
            found[pick(row, USER), place][at].append(row)
    lines = []
    for (user, (day, _)), (plan_rows, done_rows) in found.items():
        if day == 0:  # Of a monthly add-on the first day counts.
            plan_rows, done_rows = ([min(rows, key=lambda row: row["service_date"])] if rows else []
                                    for rows in (plan_rows, done_rows))
        first = (plan_rows or done_rows)[0]
        price = listed.get((*user, *pick(first, PIECE)))
        plan, done = side(plan_rows, price), side(done_rows, price)
        may_be_nothing = plan["units"] == 0 if plan_rows else not price
        if done["units"] == 0 and done["count"] and not may_be_nothing:
            done["units"] = None
        reported = "reported" if (user, reporter(first)) in by_user else \
            "user_not_reported" if (user[2], *reporter(first)) in by_office else "not_reported"
        lines.append({
            **dict(zip(USER, user, strict=True)), "day": int(first["service_date"][6:]),
            **{field: first[field] for field in SERVICE}, "provider_name": first["provider_name"],
            "is_monthly": day == 0, "planned": plan, "done": done,
            "status": status_of(plan, done, reported), "link": None,
        })
    lines.sort(key=lambda line: (pick(line, USER), line["day"], pick(line, SERVICE)))
    return lines


def tie(lines):
    """Each line that fell short with one beyond the plan of the same user, day, office and service type: the best
    fitting first, among equals the earlier."""
    def likeness(short, over):
        if pick(short, PIECE) == pick(over, PIECE):
            return 0
        timed = all(line["service_start_time"] not in ("", "9999") for line in (short, over))
        equipped = any(line["tais_code"] or line["equipment_notification_code"] for line in (short, over))
        if not timed or equipped:
            return None
        clock = ("service_start_time", "service_end_time")
        return 1 if pick(short, clock) == pick(over, clock) else 2

    for _, group in groupby(range(len(lines)), key=lambda at: (pick(lines[at], USER), lines[at]["day"])):
        group = [at for at in group if not lines[at]["is_monthly"]]
        for wanted in range(3):
            for one in group:
                for other in group:
                    short, over = lines[one], lines[other]
                    if short["link"] is None and over["link"] is None and short["status"] in ("not_done", "fewer") \
                            and over["status"] in ("additional", "more") and likeness(short, over) == wanted \
                            and pick(short, OFFICE) == pick(over, OFFICE) and reporter(short) == reporter(over):
                        short["link"], over["link"] = other, one


def add_up(lines, of, fields):
    sums = []
    for key in sorted({pick(line, fields) for line in lines}):
        own = [line for line in lines if pick(line, fields) == key]
        clear = [(line, line["planned"]["count"], line["done"]["count"]) for line in own
                 if None not in (line["planned"]["count"], line["done"]["count"])]
        told = [each for each in clear if each[0]["status"] not in NOT_REPORTED]
        sides = [[line[side] for line in own] for side in ("planned", "done")]
        sums.append({
            "of": of, **dict(zip(fields, key, strict=True)),
            "planned": sum(plan for _, plan, _ in clear), "done": sum(done for _, _, done in clear),
            "not_done": sum(max(plan - done, 0) for _, plan, done in told),
            "additional": sum(max(done - plan, 0) for _, plan, done in told),
            "not_reported": sum(plan for line, plan, _ in clear if line["status"] in NOT_REPORTED),
            "planned_units": sum(each["units"] or 0 for each in sides[0]),
            "done_units": sum(each["units"] or 0 for each in sides[1]),
            "is_in_plan": any(each["is_there"] for each in sides[0]),
            "is_in_results": any(each["is_there"] for each in sides[1]),
            "has_open_units": any(each["is_there"] and each["units"] is None for side in sides for each in side),
            "is_unclear": len(clear) < len(own),
        })
    return sums


def compare(plan, results, monthly):
    """Lines, sums and the number of rows that no line has."""
    kept = import_units(plan + results)
    lines = lines_of(kept, monthly)
    tie(lines)
    sums = add_up(lines, "user", USER) + add_up(lines, "service", (*USER, *SUM)) \
        + add_up(lines, "office", ("target_month", "provider_number"))
    for each in sums:
        moved = each["planned"] - each["not_done"] - each["not_reported"] + each["additional"]
        assert moved == each["done"], each
    strays = [row for kind in ("UPPLAN", "UPJSK") for row in kept[kind] if not is_day(row)]
    return {"lines": lines, "sums": sums, "uncompared": len(strays)}

"""A second opinion on the records of one file against each other and against the file's name:
(rule, row or None, field or None, severity or None)."""
import re
from collections import Counter, defaultdict
from itertools import groupby

from . import layout
from .judge_row import NUMBERS, is_day, is_sum

PLANNER_KINDS = {"UPHOSOKU", "UP1KYO", "DLT1KYO", "UP2KYO", "UP3KYO", "UPPLAN", "DLTPLAN", "UPSIKYU", "UPKIHON",
                 "DLTKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2", "UPYOBO", "DLTYOBO", "UPYOBO_SUB"}
SINGLE_MONTH = {"UPPLAN", "UPJSK", "DLTPLAN", "DLTJSK", "UPSIKYU"}
SHORT_STAYS = {"21", "22", "23", "2A", "24", "25", "26", "2B", "27", "28", "38", "39", "68", "69", "79"}
ONCE = [("overall_issue", "goal_proposal", "proposal_intent", "goal"),
        ("support_point", "self_care_support", "insurance_services")]
SUMMED = ["service_units_or_amount", "benefit_management_units", "type_limit_excess_units",
          "category_limit_excess_units", "category_limit_within_units", "total_cost_insured",
          "insurance_claim_amount", "copay_insured", "copay_full"]


def user(row, date=None):
    return row["insurer_number"], row["insured_person_number"], row[date] if date else None


def faults(kind, name_parts, rows):
    _, month, sender, receiver, serial = name_parts
    yield from months(kind, month, rows)
    yield from duplicates(kind, rows)
    yield from names(kind, sender, receiver, serial, rows)
    if kind in ("UPPLAN", "UPJSK"):
        yield from discriminators(rows)
        yield from addons(rows)
    if kind in NUMBERS:
        yield from numbering(kind, rows)
    if kind == "UPSIKYU":
        yield from sums(rows)


def months(kind, name_month, rows):
    field = layout.month_field(kind)
    if not field:
        return
    seen = [(number, row[field]) for number, row in enumerate(rows, 1)
            if row[field] == "000000" or layout.is_month(row[field])]
    if not seen:
        return
    if kind in SINGLE_MONTH and len({month for _, month in seen}) > 1:
        due = name_month if name_month in {month for _, month in seen} else seen[0][1]
        yield from (("table.month_mixed", number, field, None) for number, month in seen if month != due)
    else:
        yield from (("name.month", number, field, None) for number, month in seen if month != name_month)
    first = seen[0][1]
    version = rows[0]["csv_version"]
    due = "202407" if first >= "202504" else "202208" if first >= "202301" else version
    if version in ("202208", "202407") and version != due:
        yield "version.month", seen[0][0], "csv_version", None


def duplicates(kind, rows):
    seen = {}
    for number, row in enumerate(rows, 1):
        rule, at, severity = "table.duplicate_key", None, None
        if kind in ("UP1KYO", "UPKIHON", "UPYOBO", "UPHOSOKU"):
            dates = [field for field in ("care_plan_date", "consultation_date", "prevention_plan_date", "target_month")
                     if field in row]
            key = (*user(row), *(row[field] for field in dates))
        elif kind in NUMBERS:
            if not all(row[field].isdecimal() for field in NUMBERS[kind]):
                continue
            date = "care_plan_date" if kind == "UP2KYO" else "prevention_plan_date"
            key = (*user(row, date), *(int(row[field]) for field in NUMBERS[kind]))
            at, severity = NUMBERS[kind][2], "warning" if kind == "UPYOBO_SUB" else None
        elif kind in ("UPPLAN", "UPJSK"):
            if row["service_code"][:2] == "17":
                continue
            rule = "table.duplicate_service"
            key = tuple(row[field] for field in (
                "insurer_number", "insured_person_number", "target_month", "service_date", "service_start_time",
                "service_end_time", "service_code", "provider_number", "satellite_branch_number", "tais_code",
                "equipment_notification_code", "detail_discriminator_code"))
        elif kind == "UPSIKYU":
            rule = rule if is_sum(row["service_code"]) else "table.duplicate_service"
            key = tuple(row[field] for field in (
                "insurer_number", "insured_person_number", "target_month", "provider_number",
                "satellite_branch_number", "service_code", "tais_code", "equipment_notification_code", "units",
                "over_30_days"))
        else:
            rule, key = "table.duplicate_row", tuple(row.values())
        if key in seen:
            yield rule, number, at, severity
        seen.setdefault(key, number)


def is_other(number, end):
    """Whether this is an office's number, but not that of this sender or receiver."""
    return bool(re.fullmatch("[0-9A-Za-z]{10}", number)) and number != end[:10]


def is_passed_on(row, sender, receiver):
    """Results of preventive care go through the care manager to whom the support centre has entrusted the plan:
    by the duty table it takes them in and passes them on."""
    services = layout.service_types()
    service = services.get((row.get("service_code") or row.get("service_type_code") or "")[:2])
    planners = all(end[11:] and end[11:] not in services for end in (sender, receiver))
    return planners and bool(service) and service["group"] != "介護給付"


def names(kind, sender, receiver, serial, rows):
    services = layout.service_types()
    ends = [services.get(end[11:]) for end in (sender, receiver)]
    if any(end and not end["in_scope"] for end in ends):
        yield "name.service_type", None, None, None
    if kind in PLANNER_KINDS and ends[0]:
        yield "name.direction", None, None, None
    if kind in ("UPJSK", "DLTJSK") and ends[1] and not ends[0]:
        yield "name.direction", None, None, "info"
    own = {"UP1KYO": "care_manager_office_number", "UPPLAN": "plan_office_number"}.get(kind)
    if own:
        others = [number for number, row in enumerate(rows, 1) if is_other(row[own], sender)]
        yield from (("name.sender", number, own, None) for number in others[:1])
    if kind in ("UPJSK", "DLTJSK"):
        for number, row in enumerate(rows, 1):
            if is_other(row["provider_number"], sender) and not is_passed_on(row, sender, receiver):
                yield "name.provider", number, "provider_number", None
    if kind == "UPJSK":
        types = [row["service_code"][:2] for row in rows]
        odd = [number for number, each in enumerate(types, 1) if each != types[0]]
        yield from (("table.types_mixed", number, "service_code", None) for number in odd[:1])
    if kind == "UPPLAN" and ends[1]:
        if any(is_other(row["provider_number"], receiver) for row in rows):
            yield "table.other_offices", None, None, None
    for field in ("created_date", "plan_document_created_date", "weekly_plan_created_date"):
        late = [number for number, row in enumerate(rows, 1) if is_day(row.get(field, "")) and row[field] > serial[:8]]
        yield from (("name.serial_early", number, field, None) for number in late[:1])


def discriminators(rows):
    groups = defaultdict(list)
    for number, row in enumerate(rows, 1):
        if row["service_code"][:2] == "17":
            groups[user(row, "target_month"), row["service_date"], row["provider_number"],
                   row["satellite_branch_number"], row["service_code"], row["units"]].append((number, row))
    for group in groups.values():
        products = Counter((row["tais_code"], row["equipment_notification_code"]) for _, row in group)
        taken = set()
        for number, row in group:
            product, mark = (row["tais_code"], row["equipment_notification_code"]), row["detail_discriminator_code"]
            if not mark:
                if products[product] > 1:
                    yield "table.discriminator_missing", number, "detail_discriminator_code", None
            elif len(group) == 1 or int(mark) not in range(1, len(group) + 1) or (product, int(mark)) in taken:
                yield "table.discriminator_number", number, "detail_discriminator_code", None
            else:
                taken.add((product, int(mark)))


def addons(rows):
    days, first = defaultdict(set), {}
    for number, row in enumerate(rows, 1):
        code = row["service_code"]
        if row["service_start_time"] == row["service_end_time"] == "9999" \
                and code[:2] not in SHORT_STAYS | {"17", "67"} and code[:2] in layout.service_types():
            key = user(row, "target_month"), row["provider_number"], row["satellite_branch_number"], code
            first.setdefault(key, number)
            days[key].add(row["service_date"])
    for key, number in first.items():
        if len(days[key]) > 1:
            yield "table.addon_repeated", number, None, None


def numbering(kind, rows):
    date = "care_plan_date" if kind == "UP2KYO" else "prevention_plan_date"
    plans = defaultdict(list)
    for number, row in enumerate(rows, 1):
        plans[user(row, date)].append((number, row))
    for plan in plans.values():
        if not all(row[field].isdecimal() and int(row[field]) for _, row in plan for field in NUMBERS[kind]):
            continue
        numbered = sorted(([int(row[field]) for field in NUMBERS[kind]], number, row) for number, row in plan)
        before = [0, 0, 0]
        for each, number, _ in numbered:
            a, b, c = before
            level = next((level for level in range(3) if each[level] != before[level]), None)
            fine = [None, [a + 1, 1, 1], [a, b + 1, 1], [a, b, c + 1]]
            if level is not None and each not in fine:
                below = [field for field in range(level + 1, 3) if each[field] != 1]
                steps = each[level] == before[level] + 1
                yield "table.number_gap", number, NUMBERS[kind][below[0] if steps else level], None
            before = each
        if kind == "UP2KYO":
            yield from goals(numbered)
        else:
            for level, texts in enumerate(ONCE, 1):
                for _, same in groupby(numbered, key=lambda entry: entry[0][:level]):
                    for _, number, row in list(same)[1:]:
                        yield from (("table.text_repeated", number, field, None) for field in texts if row[field])


def goals(numbered):
    for _, issue in groupby(numbered, key=lambda entry: entry[0][0]):
        texts = []
        for _, goal in groupby(issue, key=lambda entry: entry[0][1]):
            goal = list(goal)
            _, number, row = goal[0]
            long = row["long_term_goal"]
            if texts and texts[-1] and row["short_term_goal"] and long in ("", texts[-1]):
                yield "table.goal_number", number, "goal_no", None
            texts.append(next((row["long_term_goal"] for _, _, row in reversed(goal) if row["long_term_goal"]), ""))


def add(rows, field):
    found = [int(row[field]) for row in rows if row[field]]
    return sum(found) if found else None


def sums(rows):
    users = defaultdict(list)
    for number, row in enumerate(rows, 1):
        users[user(row, "target_month")].append((number, row))
    for lines in users.values():
        services = defaultdict(list)
        for number, row in lines:
            if row["service_code"] != "999999":
                services[row["provider_number"], row["service_code"][:2]].append((number, row))
        alone = []
        for part in services.values():
            yield from service_sums(part, alone)
        totals = [(number, row) for number, row in lines if row["service_code"] == "999999"]
        if not totals:
            yield "table.total_missing", lines[0][0], None, None
            continue
        number, total = totals[0]
        details = [row for _, row in lines if not is_sum(row["service_code"])]
        subtotals = [row for _, row in lines if row["service_code"][2:] in ("AAAA", "EEEE")]
        for field in SUMMED:
            ways = [way for way in (add(details, field), add(subtotals, field)) if way is not None]
            if subtotals and add(subtotals, field) is not None:
                ways.append(add(subtotals, field) + (add(alone, field) or 0))
            if total[field] and ways and int(total[field]) not in ways:
                yield "table.total_sum", number, field, None


def service_sums(part, alone):
    details = [(number, row) for number, row in part if not is_sum(row["service_code"])]
    if not details:
        yield from (("table.subtotal_stray", number, "service_code", None) for number, _ in part)
        return
    inside = [row for _, row in details if row["benefit_management_units"]]
    outside = [row for _, row in details if not row["benefit_management_units"]]
    written = {ending: [(number, row) for number, row in part if row["service_code"][2:] == ending]
               for ending in ("AAAA", "EEEE")}
    for rows, ending in ((inside, "AAAA"), (outside, "EEEE")):
        if not written[ending]:
            alone += rows
    if len(details) > 1 and inside and not written["AAAA"]:
        several = len({row["service_code"] for row in inside}) > 1
        yield "table.subtotal_missing", details[0][0], "service_code", None if several else "warning"
    for rows, ending in ((inside, "AAAA"), (outside, "EEEE")):
        if not inside or not written[ending]:
            continue
        for field in SUMMED:
            due, said = add(rows, field), add([row for _, row in written[ending]], field)
            if None not in (due, said) and due != said:
                yield "table.subtotal_sum", written[ending][-1][0], field, None

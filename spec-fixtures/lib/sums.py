"""What holds between the rows of a message, worked out from the files read back."""
from collections import Counter

from . import form, judge
from .people import PLANNER


def number(text):
    return int(text or 0)


def user_of(row):
    return row["insurer_number"], row["insured_person_number"]


def service_of(row):
    """A service as tables 6 and 7 both name it: office, code and product."""
    return tuple(row[key] for key in ("provider_number", "service_code", "tais_code", "equipment_notification_code"))


def check(message):
    """Asserts every relation; nothing is said if all of them hold."""
    tables = {judge.name_parts(name)[0]: form.read(judge.name_parts(name)[0], data)
              for name, data in message.csv_files.items()}
    for rows in tables.values():
        made = {row[key] for row in rows for key in ("created_date", "plan_document_created_date") if key in row}
        assert all(date <= message.serial[:8] for date in made), message.name
    if message.unit == "usage_slip":
        users = {user_of(row) for row in tables["UPHOSOKU"]}
        for user in users:
            slip(*([row for row in tables[kind] if user_of(row) == user] for kind in ("UPPLAN", "UPSIKYU")))
            assert any(row["provider_number"] == message.receiver.number for row in tables["UPPLAN"]
                       if user_of(row) == user), message.name
        assert users == {user_of(row) for row in tables["UPPLAN"] + tables["UPSIKYU"]}
        assert {row["care_plan_date"] for row in tables["UPHOSOKU"]} == {"00000000"}
    if message.unit in ("usage_slip", "results"):
        equipment(tables.get("UPPLAN") or tables["UPJSK"])
    # A planner sends no services of its own: it passes on.
    if message.unit == "results" and message.sender != PLANNER:
        assert {row["provider_number"] for row in tables["UPJSK"]} == {message.sender.number}
        assert {row["service_code"][:2] for row in tables["UPJSK"]} == {message.sender.service_type}
    if message.unit == "care_plan":
        plan(tables)


def slip(plan_rows, annex_rows):
    planned = Counter()
    for row in plan_rows:
        planned[service_of(row)] += number(row["service_count"])
    *rows, total = annex_rows
    assert (total["service_code"], total["provider_number"]) == ("999999", "9999999999")
    details = [row for row in rows if row["service_code"][2:] not in ("AAAA", "EEEE")]
    assert {service_of(row): number(row["count_or_days"]) for row in details} == planned
    for row in details:
        each = number(row["discounted_units"] or row["units"])
        assert number(row["service_units_or_amount"]) == each * number(row["count_or_days"])
        assert {number(p["units"]) for p in plan_rows if service_of(p) == service_of(row)} == {each}
    for row in rows:
        own = [d for d in details if d["provider_number"] == row["provider_number"]]
        if row["service_code"][2:] == "AAAA":
            own = [d for d in own if d["benefit_management_units"]]
        elif row["service_code"][2:] == "EEEE":
            own = [d for d in own if not d["benefit_management_units"]]
        else:
            several = len(own) > 1
            assert several == any(r["service_code"] == row["service_code"][:2] + "AAAA" for r in rows)
            continue
        assert (row["units"], row["discount_rate"], row["discounted_units"]) == ("0", "", "")
        for key in ("service_units_or_amount", "benefit_management_units"):
            assert number(row[key]) == sum(number(d[key]) for d in own), key
    assert (total["units"], total["discount_rate"], total["discounted_units"]) == ("0", "", "")
    for key in ("service_units_or_amount", "benefit_management_units"):
        assert number(total[key]) == sum(number(row[key]) for row in details), key
    for key in ("category_limit_within_units", "total_cost_insured", "insurance_claim_amount", "copay_insured"):
        assert number(total[key]) == sum(number(row[key]) for row in rows), key
    assert total["category_limit_within_units"] == total["benefit_management_units"]


def equipment(rows):
    for row in rows:
        rented = row["service_code"][:2] in ("17", "67")
        assert bool(row["tais_code"]) + bool(row["equipment_notification_code"]) == rented
    same = Counter((user_of(row), service_of(row), row["units"]) for row in rows if row["service_code"][:2] == "17")
    for row in rows:
        repeats = same[(user_of(row), service_of(row), row["units"])] > 1
        assert bool(row["detail_discriminator_code"]) == repeats


def plan(tables):
    assert {row["target_month"] for row in tables["UPHOSOKU"]} == {"000000"}
    def triple(row):
        return user_of(row), *(number(row[key]) for key in ("issue_no", "goal_no", "support_no"))

    triples = [triple(row) for row in tables["UP2KYO"]]
    assert len(set(triples)) == len(triples)
    for kind in ("UP2KYO", "UP3KYO", "UPHOSOKU"):
        assert {(user_of(row), row["care_plan_date"]) for row in tables[kind]} == \
            {(user_of(row), row["care_plan_date"]) for row in tables["UP1KYO"]}
    for row in tables["UP3KYO"]:
        assert sum(bool(row[key]) for key in ("care_service_content", "daily_activity", "non_weekly_service")) == 1

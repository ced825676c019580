"""Ways of writing that are met in the field: what they mean, and what is to be said of them."""
import csv
import io
from dataclasses import replace

from . import form, plans, services
from .bad_records import MADE, handrail, planned, visit
from .bad_units import files, slip
from .case import Case, name_of
from .judge import at_field, fault
from .layout import VERSION
from .people import AKI, BAN, CHIE, HOME_HELP, PLANNER
from .services import monthly, visits

ROOT = f"{VERSION}/semantic"
TEXTS = ("issue", "long_term_goal", "short_term_goal")


def cases():
    yield from tree_cases()
    yield "d-sum", sums()
    plan = name_of("UPPLAN", HOME_HELP)
    yield "d-all", Case(
        "第6表 with the services of three providers: only the receiver's are its own",
        slip({AKI: services.PLANNED[AKI]}, HOME_HELP), [fault("table.other_offices", plan)], True)
    yield "d-rent", rentals()
    yield "d-410", collisions()


def tree_cases():
    """The worked example of 第2表: blank means as above, repeating is as good, a number twice is a fault."""
    blank = [row for row in plans.table_2() if row["insured_person_number"] == AKI.insured]
    repeated, last = [], {}
    for row in blank:
        if row["issue_no"] != last.get("issue_no") or row["goal_no"] != last.get("goal_no"):
            last = dict(row)
        last |= {text: row[text] for text in TEXTS if row[text]}
        repeated.append(row | {text: last[text] for text in TEXTS})
    twice = [dict(row) for row in blank]
    twice[2]["support_no"] = "2"
    name = name_of("UP2KYO", HOME_HELP)
    for case, why, rows, said in (
        ("d-2tree-blank", "texts on the first row of a goal only", blank, []),
        ("d-2tree-repeated", "texts on every row", repeated, []),
        ("d-2tree-duplicate", "援助内容NO starts again with a short-term goal: a number is there twice", twice,
         [at_field("table.duplicate_key", name, "UP2KYO", 3, "support_no", None)]),
    ):
        yield case, Case(why, files(HOME_HELP, {"UP2KYO": rows}), said)


def sums():
    """Merged visits, a monthly add-on on 20 days, a rate add-on of 0 units, a reduction on the first day."""
    merged = replace(visit(3, clock=("0900", "1700")), count=3)
    addon = [monthly(HOME_HELP, "114001", 200, day) for day in range(1, 21)]
    reduced = [replace(line, units=200 if line.day == 6 else 0)
               for line in visits(HOME_HELP, "111211", 387, (6, 13), ("1300", "1350"))]
    rows = services.table_6("UPJSK", {BAN: [merged, *addon, *reduced, monthly(HOME_HELP, "116275", 0, 31)]},
                            "20251104", updater=HOME_HELP)
    name = name_of("UPJSK", PLANNER, "20251104090512", sender=HOME_HELP)
    row_of = {row["service_count"]: number for number, row in enumerate(rows, 1)}
    first = next(number for number, row in enumerate(rows, 1) if row["service_code"] == "114001")
    return Case(sums.__doc__, {name: form.write("UPJSK", rows)}, [
        fault("table.addon_repeated", name, first),
        at_field("row.merged_visits", name, "UPJSK", row_of["3"], "service_count", None)])


def rentals():
    """Two of a product in one record without its code, type 67 with a discriminator, a number of the
    sender's own for the insured person."""
    rows = planned(CHIE, replace(handrail(tais=""), count=2, code="171001"),
                   replace(handrail(discriminator="1"), code="671007"), handrail())
    odd = next(row for row in rows if row["service_code"] == "171007")
    odd["insured_person_number"] = "H12345"
    name = name_of("UPPLAN")
    place = {row["service_code"]: number for number, row in enumerate(rows, 1)}
    said = sorted([(place["171001"], "row.equipment_code", "tais_code"),
                   (place["671007"], "row.discriminator_type", "detail_discriminator_code"),
                   (place["171007"], "field.length", "insured_person_number")])
    return Case(rentals.__doc__, {name: form.write("UPPLAN", rows)},
                [at_field(rule, name, "UPPLAN", row, field, None) for row, rule, field in said])


def minimal(kind, rows):
    """Quotes only where a cell needs them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(list(row.values()) for row in rows)
    return form.encode(out.getvalue())


def collisions():
    """Version 202410, minimal quoting, a file per user written in the same second: the names collide."""
    units = []
    for person in (AKI, CHIE):
        rail = {person: [handrail()]}
        tables = {"UPPLAN": services.table_6("UPPLAN", rail, MADE), "UPSIKYU": services.table_7(rail, MADE),
                  "UPHOSOKU": services.supplement(rail, month=services.MONTH)}
        units.append({name_of(kind): minimal(kind, [row | {"csv_version": "202410"} for row in rows])
                      for kind, rows in tables.items()})
    unofficial = sorted((at_field("version.unknown", name, "UPPLAN", 1, "csv_version", None) for name in units[0]),
                        key=lambda each: each.file)
    return Case(collisions.__doc__, {}, unofficial * 2 + [fault("series.name_collides", name) for name in sorted(units[1])],
                series=units)


def tree(found):
    return {path: data for name, case in found.items() for path, data in case.tree(f"{ROOT}/{name}").items()}

"""Plans and their results, and what became of each service."""
from dataclasses import dataclass, field, replace

from . import form, outcome, services
from .case import name_of
from .layout import VERSION, record
from .month import to_json
from .people import AKI, BAN, CHIE, DAY_CARE, HOME_HELP, PLANNER, RENTAL
from .services import MONTH, day_care, done, home_help, monthly, visits, without

ROOT = f"{VERSION}/results"
MADE = "20250925"
PLAN_SERIAL, RESULT_SERIAL = "20250925130001", "20251104090512"
MORNING, NOON, NIGHT = ("0900", "0955"), ("1200", "1255"), ("2330", "0030")


@dataclass
class Outcome:
    why: str
    plan: list  # Units, each a serial and its tables by kind.
    results: list
    monthly: list = field(default_factory=list)

    def files(self, side):
        sender = HOME_HELP if side == "results" else PLANNER
        receiver = PLANNER if side == "results" else HOME_HELP
        return {name_of(kind, receiver, serial, sender=sender): form.write(kind, rows)
                for serial, tables in getattr(self, side) for kind, rows in tables.items()}

    def tree(self, folder):
        out = {f"{folder}/{side}/{name}": data for side in ("plan", "results")
               for name, data in self.files(side).items()}
        said = outcome.compare(self.plan, self.results, self.monthly)
        return out | {f"{folder}/case.json": to_json({"why": self.why, "monthly": self.monthly} | said)}


def slip(lines, serial=PLAN_SERIAL, annex=True):
    """The plan of users as a unit."""
    tables = {"UPPLAN": services.table_6("UPPLAN", lines, MADE)}
    if annex:
        tables |= {"UPSIKYU": services.table_7(lines, MADE), "UPHOSOKU": services.supplement(lines, month=MONTH)}
    return serial, tables


def report(lines, serial=RESULT_SERIAL):
    """The results of users as a unit."""
    return serial, {"UPJSK": services.table_6("UPJSK", lines, "20251104", updater=HOME_HELP)}


def one(why, plan, results, **more):
    """A case of one user."""
    return Outcome(why, [slip({AKI: plan})], [report({AKI: results})], **more)


def help_on(days, clock=MORNING, code="111211", units=387, **more):
    return visits(HOME_HELP, code, units, days, clock, **more)


def cases():
    yield from plain()
    yield from moved()
    yield from monthly_cases()
    yield from rentals()
    yield from units()
    yield from several()
    yield from odd()


def plain():
    plan = help_on((2, 6, 9, 13))
    yield "as-planned", one("every visit as planned", plan, plan)
    yield "not-done", one("no visit on the 9th", plan, without(plan, "111211", 9))
    yield "additional", one("one visit more, on the 20th", plan, plan + help_on((20,)))
    yield "absent", one("away from day care on the 14th, with all that goes with it",
                        day_care(777, (7, 10, 14, 17)), done(DAY_CARE, day_care(777, (7, 10, 17))))
    twice = help_on((2, 6, 9)) + help_on((2, 6, 9), NOON)
    yield "two-visits", one("two visits a day, of which the second on the 6th was not made", twice,
                            [line for line in twice if (line.day, line.clock) != (6, NOON)])
    yield "counts", one("twice instead of three times, three times instead of twice, two rows instead of one of two",
                        help_on((2,), count=3) + help_on((3, 6), count=2),
                        help_on((2,), count=2) + help_on((3,), count=3) + help_on((6,)) + help_on((6,)))


def moved():
    plan = help_on((2, 6, 9))
    yield "other-time", one("on the 6th three hours later", plan, help_on((2, 9)) + help_on((6,), NOON))
    yield "other-code", one("on the 6th shorter, which is another code; on the 9th another code at the same time", plan,
                            help_on((2,)) + help_on((6,), ("0900", "0925"), "111111", 244)
                            + help_on((9,), MORNING, "111311", 567))
    yield "other-day", one("the visit of the 6th was on the 7th: nothing says that it is the same one", plan,
                           help_on((2, 7, 9)))
    yield "best-fit", one(
        "of three visits two were made at other times, one of them under another code: like goes with like",
        help_on((6,), ("0800", "0825"), "111111", 244) + help_on((6,)) + help_on((6,), NOON, "111311", 567),
        help_on((6,), ("1500", "1555")) + help_on((6,), NOON, "111111", 244))
    yield "other-office", one("day care instead of a visit is no visit at another time", plan,
                              help_on((2, 9)) + visits(DAY_CARE, "152442", 777, (6,), MORNING))
    night = help_on((10, 31), NIGHT, "111212", 484)
    yield "midnight", one("over midnight: none on the last day of the month, an hour earlier on the 10th", night,
                          help_on((10,), ("2230", "2330"), "111212", 484))
    yield "partly", one("of two visits at one time one was two hours later", help_on((6,), count=2),
                        help_on((6,)) + help_on((6,), NOON))


def monthly_cases():
    plan = help_on((2, 9)) + [monthly(HOME_HELP, "114001", 200, 2)]
    many = help_on((2, 9)) + [monthly(HOME_HELP, "114001", 200, day) for day in (9, 16, 23)]
    yield "monthly", one("a monthly add-on on the days of the plan and other days of the results counts once", plan,
                         many, monthly=["1140??"])
    yield "monthly-unnamed", one("the same, where nothing says that it is monthly", plan, many)
    yield "monthly-gone", one("a monthly add-on that was not charged, and one that was not planned", plan,
                              help_on((2, 9)) + [monthly(HOME_HELP, "114003", 100, 9)], monthly=["114???"])


def rentals():
    half = "0" * 15 + "1" * 16
    rail = dict(tais="99990-000025", product="サイドレール")

    def piece(code="171007", units=150, **more):
        return monthly(RENTAL, code, units, 16, **{"tais": "99990-000040", "product": "手すり", **more})

    yield "per-diem", one("rented from the 16th, and given back on the 25th", [piece(per_diem=half)],
                          [piece(per_diem="0" * 15 + "1" * 10 + "0" * 6)])
    yield "per-diem-zeros", one("all zeros is as good as nothing", [piece()], [piece(per_diem="0" * 31)])
    two = [piece("171004", 50, discriminator=number, **rail) for number in ("1", "2")]
    yield "two-rails", one("of two rails that are alike one was given back: what numbers them is gone", two,
                           [piece("171004", 50, **rail)])
    yield "other-piece", one("another piece of equipment is not the same at another time",
                             [piece(), piece("171004", 50, **rail)],
                             [piece(tais="99990-000041", product="手すり 新型"), piece("171004", 50, **rail)])


def units():
    plan = home_help(help_on((2, 6, 9)))
    results = [replace(line, units=0) if line.code == "116275" else line for line in plan]
    yield "rate-left-open", one("the results leave the units of the rate add-on at 0", plan,
                                [line for line in results if line.day != 9])
    reduced = [replace(line, units=100 if line.day == 2 else 0) for line in help_on((2, 9))]
    yield "reduced", one("a reduction on the first day alone: 0 on other days is meant", reduced, reduced)
    yield "dearer", one("as often, with other units", help_on((2, 9)), help_on((2, 9), units=400))
    serial, tables = slip({AKI: day_care(777, (7, 10))})
    bare = tables | {"UPPLAN": [row | {"units": ""} for row in tables["UPPLAN"]]}
    told = report({AKI: day_care(777, (7,))})[1]["UPJSK"]
    yield "table-7", Outcome("rows without units have those of table 7", [(serial, bare)],
                             [(RESULT_SERIAL, {"UPJSK": [row | {"units": ""} for row in told]})])


def several():
    plan = {AKI: help_on((2, 9)) + day_care(777, (7,)), BAN: help_on((3, 10)), CHIE: day_care(777, (8,))}
    first = {AKI: help_on((2,)), BAN: help_on((3,))}
    yield "users", Outcome(
        "one user only in the plan, one only in the results, one in both; one office has not reported",
        [slip({AKI: plan[AKI], BAN: plan[BAN]})], [report({AKI: help_on((2, 9)), CHIE: help_on((4,))})])
    namesake = replace(AKI, insurer="990028")
    yield "same-number", Outcome(
        "one number of two insurers is two people",
        [slip({AKI: help_on((2,)), namesake: help_on((3,))}, annex=False)], [report({AKI: help_on((2,))})])
    yield "corrected", Outcome(
        "results of two users, then of one of them anew: of that one the newer count, of the other the first",
        [slip(plan)], [report({AKI: help_on((2, 9))}, "20251106090000"), report(first, "20251104090000")])
    gone = record("DLTJSK", insurer_number=AKI.insurer, insured_person_number=AKI.insured,
                  deletion_target_month=MONTH, provider_number=HOME_HELP.number, service_type_code="11")
    yield "withdrawn", Outcome(
        "the results of a user were withdrawn: nothing is reported of that one", [slip(plan)],
        [report(first), ("20251105090000", {"DLTJSK": [gone]})])
    yield "plan-anew", Outcome(
        "a plan that was sent anew takes the place of the older one, but only of the users it names",
        [slip({BAN: help_on((17, 24))}, "20250929130001"), slip({AKI: plan[AKI], BAN: plan[BAN]})],
        [report({AKI: help_on((2, 9)), BAN: help_on((17,))})])
    yield "month", Outcome(
        "all users of a month against all results",
        [slip(services.PLANNED), slip(services.CHANGED, "20250929164530")],
        [report(services.results(office), f"202511040900{at:02}")
         for at, office in enumerate((HOME_HELP, DAY_CARE, RENTAL))])


def odd():
    _, tables = report({AKI: help_on((2, 6, 9, 13))})
    two, six, nine, thirteen = tables["UPJSK"]
    rows = [two | {"service_count": "二"}, six | {"service_date": "20251106"}, nine | {"service_count": "0"}, thirteen]
    yield "odd", Outcome(
        "a count that is no number, a day of another month, a count of 0",
        [slip({AKI: help_on((2, 6, 9, 13))})], [(RESULT_SERIAL, {"UPJSK": rows})])


def tree():
    found = dict(cases())
    return {path: data for name, case in found.items() for path, data in case.tree(f"{ROOT}/{name}").items()}

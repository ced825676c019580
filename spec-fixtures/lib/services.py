"""The service month of each user: the lines of table 6 and, added up from them, table 7."""
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from . import people
from .layout import record
from .people import AKI, BAN, CHIE, DAI, DAY_CARE, HOME_HELP, NURSING, RENTAL

MONTH = "202510"
# October 2025 begins on a Wednesday.
MON, TUE, WED = (6, 13, 20, 27), (7, 14, 21, 28), (1, 8, 15, 22, 29)
THU, FRI = (2, 9, 16, 23, 30), (3, 10, 17, 24, 31)
NO_CLOCK = ("9999", "9999")
SUBTOTAL, OUTSIDE_SUBTOTAL, TOTAL = "AAAA", "EEEE", "999999"


@dataclass(frozen=True)
class Line:
    """One service on one day: one row of table 6."""
    office: people.Office
    code: str
    day: int
    clock: tuple
    units: int
    list_units: int  # before discount
    discount_rate: str = ""
    count: int = 1
    in_limit: bool = True
    per_diem: str = ""
    tais: str = ""
    notification: str = ""
    product: str = ""
    discriminator: str = ""


def half_up(number):
    return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))


def visits(office, code, units, days, clock, rate="", **more):
    paid = half_up(Decimal(units) * int(rate) / 100) if rate else units
    return [Line(office, code, day, clock, paid, units, rate, **more) for day in sorted(days)]


def monthly(office, code, units, day, **more):
    return Line(office, code, day, NO_CLOCK, units, units, **more)


def rate_addon(code, permille, lines):
    """A percentage of everything the office does in the month; it has no clock time."""
    units = half_up(Decimal(sum(line.units * line.count for line in lines)) * permille / 1000)
    return lines + [monthly(lines[0].office, code, units, 31, in_limit=False)]


def home_help(lines):
    return rate_addon("116275", 245, lines)


def day_care(units, days):
    clock = ("0930", "1640")
    lines = visits(DAY_CARE, "152442" if units == 777 else "152443", units, days, clock, rate="95")
    lines += visits(DAY_CARE, "155301", 40, days, clock)
    lines += visits(DAY_CARE, "156100", 18, days, clock, in_limit=False)
    return rate_addon("156108", 92, lines)


def aki():
    rail = dict(tais="99990-000025", product="サイドレール(ﾍﾞｯﾄﾞ用柵) ポプラR-2")
    return (
        home_help(visits(HOME_HELP, "111211", 387, MON + THU, ("0900", "0955")))
        + day_care(777, TUE + FRI)
        + [
            monthly(RENTAL, "171003", 900, 1, tais="99990-000011", product="特殊寝台 ソラネ\"Ⅲ\", 3モーター"),
            # The same rail twice: only the discriminator tells the two rows apart.
            monthly(RENTAL, "171004", 50, 1, discriminator="1", **rail),
            monthly(RENTAL, "171004", 50, 1, discriminator="2", **rail),
            monthly(RENTAL, "171001", 600, 1, notification="F99990000031", product="車いす 自走用①型"),
        ]
    )


def ban():
    return (
        home_help(visits(HOME_HELP, "111111", 244, MON + WED + FRI, ("0800", "0825")))
        + day_care(900, TUE + THU)
    )


def ban_changed():
    """No day care any more; a home help visit on Tuesdays and a later hour on Fridays instead."""
    return home_help(
        visits(HOME_HELP, "111111", 244, MON + WED, ("0800", "0825"))
        + visits(HOME_HELP, "111111", 244, FRI, ("0830", "0855"))
        + visits(HOME_HELP, "111211", 387, TUE, ("1300", "1350"))
    )


def chie():
    return home_help(
        visits(HOME_HELP, "117311", 220, WED, ("1000", "1050")) + [monthly(HOME_HELP, "114001", 200, 1)]
    ) + [
        # Rented from the 16th, so billable per diem on the 16th to the 31st.
        monthly(RENTAL, "171007", 150, 16, per_diem="0" * 15 + "1" * 16,
                tais="99990-000040", product="手すり～据置き形～"),
    ]


def dai():
    return (
        visits(NURSING, "631111", 451, (2, 16, 30), ("1400", "1425"))
        # Charged per 20 minutes, hence twice on one visit.
        + visits(NURSING, "631501", 284, TUE, ("1030", "1110"), count=2)
    )


PLANNED = {AKI: aki(), BAN: ban(), CHIE: chie(), DAI: dai()}
CHANGED = {BAN: ban_changed()}


def done(office, lines):
    """The office's own lines as results. It leaves the units of its rate add-on at 0, as a
    provider may."""
    return [replace(line, units=0) if line.code == "116275" else line for line in lines if line.office == office]


def without(lines, code, day):
    return [line for line in lines if (line.code, line.day) != (code, day)]


def results(office):
    """What the office first reports, by user."""
    found = {}
    for user, lines in {**PLANNED, **CHANGED}.items():
        if office == DAY_CARE and user == AKI:
            # Absent on the 14th.
            lines = day_care(777, [day for day in TUE + FRI if day != 14])
        if office == HOME_HELP and user == CHIE:
            lines = [replace(line, clock=("1030", "1120")) if line.code[:4] == "1173" and line.day == 15 else line
                     for line in lines]
        if done(office, lines):
            found[user] = done(office, lines)
    return found


def corrected_results():
    """Home help again: the visit of the 21st had not taken place for BAN."""
    found = results(HOME_HELP)
    return {**found, BAN: without(found[BAN], "111211", 21)}


def table_6(kind, month, created, updater=None):
    """Rows of all offices. The planner is the updater of a plan, the provider of results."""
    rows = []
    for user, lines in month.items():
        for line in sorted(lines, key=lambda line: (line.day, line.clock, line.office.service_type, line.code)):
            start, end = line.clock
            rows.append(record(
                kind,
                insurer_number=user.insurer, insured_person_number=user.insured,
                created_date=created, target_month=MONTH,
                plan_office_number=people.PLANNER.number, plan_staff_name=people.STAFF,
                units=line.units, service_date=f"{MONTH}{line.day:02}", per_diem_days=line.per_diem,
                service_start_time=start, service_end_time=end, service_count=line.count,
                service_code=line.code, tais_code=line.tais,
                equipment_notification_code=line.notification, equipment_name=line.product,
                detail_discriminator_code=line.discriminator,
                provider_number=line.office.number, provider_name=line.office.name,
                over_30_days="0", updater_provider_number=(updater or people.PLANNER).number,
            ))
    return rows


def table_7(month, created):
    return [row for user, lines in month.items() for row in annex(user, lines, created)]


def annex(user, lines, created):
    """Detail rows per office, its subtotals, and the grand total. Money is entered where the units
    of a type come together: on the subtotal if there is one, else on the only row."""

    def row(office_number, name, code, **values):
        return record(
            "UPSIKYU",
            insurer_number=user.insurer, insured_person_number=user.insured, created_date=created,
            target_month=MONTH, provider_number=office_number, provider_name=name, service_code=code,
            over_30_days="0", office_code="9999999999", updater_provider_number=people.PLANNER.number,
            **values,
        )

    rows, paid = [], []
    for office in dict.fromkeys(line.office for line in lines):
        groups = {}
        for line in lines:
            if line.office == office:
                service = replace(line, day=0, clock=(), count=0, per_diem="", discriminator="")
                groups.setdefault(service, []).append(line)
        several = len(groups) > 1
        for in_limit, subtotal in ((True, SUBTOTAL), (False, OUTSIDE_SUBTOTAL)):
            part = {line: group for line, group in groups.items() if line.in_limit == in_limit}
            # The limit subtotal is due as soon as a type has several rows, the other is optional:
            # here it is written when it adds something up.
            summed = several if in_limit else len(part) > 1
            total = 0
            for line, group in part.items():
                count = sum(each.count for each in group)
                total += line.units * count
                rows.append(row(
                    office.number, office.name, line.code, tais_code=line.tais,
                    equipment_notification_code=line.notification, equipment_name=line.product,
                    units=line.list_units, discount_rate=line.discount_rate,
                    discounted_units=line.units if line.discount_rate else "",
                    count_or_days=count, service_units_or_amount=line.units * count,
                    benefit_management_units=line.units * count if in_limit else "",
                    **({} if summed else money(user, office, line.units * count, in_limit)),
                ))
            if part:
                paid.append(money(user, office, total, in_limit) | {"units": total, "in_limit": in_limit})
            if part and summed:
                rows.append(row(
                    office.number, office.name, office.service_type + subtotal, units=0, count_or_days=0,
                    service_units_or_amount=total, benefit_management_units=total if in_limit else "",
                    **money(user, office, total, in_limit),
                ))
    within = sum(part["units"] for part in paid if part["in_limit"])
    assert within <= user.limit
    sums = {key: sum(part[key] for part in paid) for key in MONEY if key in paid[0]}
    rows.append(row(
        "9999999999", "", TOTAL, units=0, count_or_days=0,
        service_units_or_amount=sum(part["units"] for part in paid), benefit_management_units=within,
        category_limit_excess_units=0, category_limit_within_units=within, **sums,
    ))
    return rows


MONEY = ("total_cost_insured", "insurance_claim_amount", "copay_insured", "copay_full")


def money(user, office, units, in_limit):
    cost = int(Decimal(office.unit_price) * units)
    found = {"unit_price": office.unit_price, "total_cost_insured": cost}
    if in_limit:
        found |= {"category_limit_excess_units": 0, "category_limit_within_units": units}
    if user.benefit_rate is not None:
        claim = cost * user.benefit_rate // 100
        found |= {"benefit_rate": user.benefit_rate, "insurance_claim_amount": claim,
                  "copay_insured": cost - claim, "copay_full": 0}
    return found


def supplement(users, month="000000", plan_date="00000000"):
    """Beside tables 1 to 3 the month is zeros, beside tables 6 and 7 the plan date is."""
    return [
        record(
            "UPHOSOKU",
            insurer_number=user.insurer, insured_person_number=user.insured,
            care_plan_date=plan_date if isinstance(plan_date, str) else plan_date[user],
            user_name_kana=user.kana, user_name=user.name, user_sex=user.sex, user_birth_date=user.birth,
            user_postal_code=user.postal, user_address_1=user.address_1, user_address_2=user.address_2,
            user_phone=user.phone, certification_date=user.certified, limit_start_date=user.valid_from,
            limit_end_date=user.valid_to, certification_status="2", care_level=user.care_level,
            category_benefit_limit=user.limit, previous_care_level=user.previous_level,
            consent_receiver_number=people.PLANNER.number, updater_provider_number=people.PLANNER.number,
            target_month=month,
        )
        for user in users
    ]

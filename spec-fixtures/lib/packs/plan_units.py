"""Units of care plans for the cases of D1: the plans of the fixtures, a user at a time."""
from .. import plans, services
from ..layout import record
from ..month import Message
from ..people import HOME_HELP, PLANNER
from .case import where

KINDS = ("UP1KYO", "UP2KYO", "UP3KYO", "UPHOSOKU")


def plan_of(user, date=None, source=None):
    """Kind -> rows of a user's plan; with another date, and made of another user's (`source`)."""
    source, date = source or user, date or plans.PLAN_DATE[source or user]
    moved = {"insurer_number": user.insurer, "insured_person_number": user.insured, "care_plan_date": date}

    def own(rows):
        return [row | moved for row in rows if where(source).items() <= row.items()]

    return {"UP1KYO": own(plans.table_1()), "UP2KYO": own(plans.table_2()), "UP3KYO": own(plans.table_3()),
            "UPHOSOKU": services.supplement([user], plan_date=date)}


def tables(*found):
    """The tables of a unit with the plans of several users, or several plans of one."""
    return [(kind, [row for plan in found for row in plan[kind]]) for kind in KINDS]


def sent(serial, *found, receiver=HOME_HELP):
    return Message("", PLANNER, receiver, serial, "care_plan", "", tables(*found), csv_month="000000")


def withdrawn(serial, user, receiver=HOME_HELP):
    return Message("", PLANNER, receiver, serial, "care_plan_deletion", "", withdrawal(user))


def withdrawal(user):
    return [("DLT1KYO", [record("DLT1KYO", **plans.key(user))])]


def changed(plan, kind, which, **values):
    """The plan with other values in the rows that have the values of `which`."""
    hit = [row for row in plan[kind] if which.items() <= row.items()]
    assert hit, f"{kind} has no {which}"
    return plan | {kind: [row | values if row in hit else row for row in plan[kind]]}

"""What the cases of planned slips are made of."""
from dataclasses import replace

from .. import month
from ..layout import record
from ..month import Message
from ..people import BAN, PLANNER, Office
from ..services import MONTH

NEXT_MONTH = "202511"
# What a slip may differ in that is typed in from the forms.
TOLERATED = ["kana-width", "name-blank", "management-units-blank", "nines-place", "money-place", "updater-blank"]
SHORT_STAY = Office("9970000616", "21", "ショートステイ例示の丘", "10.33")
# Without a character outside JIS X 0208, for cases that are about something else.
ETSU = replace(
    BAN, insured="0000000505", name="習作　悦子", kana="ｼｭｳｻｸ ｴﾂｺ", sex="2", birth="19420811",
    address_1="架空県見本市表山１０", phone="0000-00-0005", care_level="21", limit=16765)


def slip(receiver, serial, lines, edits=()):
    """A slip of these lines by user. `edits` are (kind, change, values of the records that are changed)."""
    message = month.slip("", receiver, serial, "10月分の提供票", lines)
    for kind, change, where in edits:
        edit(message, kind, change, **where)
    return message


def edit(message, kind, change, **where):
    """Changes the records of a kind that have these values."""
    hit = [row for each, rows in message.tables if each == kind for row in rows
           if all(row[field] == value for field, value in where.items())]
    assert hit, f"{kind} has no {where}"
    for row in hit:
        row |= {field: str(value) for field, value in change.items()}


def certain(lines):
    """Without what is beyond the limit: its subtotal in table 7 may be there or not, as the sender likes."""
    return [line for line in lines if line.in_limit]


def of_next_month(message):
    """The same slip, a month later."""
    tables = [(kind, [row | {"target_month": NEXT_MONTH} for row in rows]) for kind, rows in message.tables]
    for row in tables[0][1]:
        row["service_date"] = NEXT_MONTH + row["service_date"][6:]
    return replace(message, tables=tables, csv_month=NEXT_MONTH)


def gone(user, month=MONTH):
    """The record that withdraws a user's slip of a month."""
    return record(
        "DLTPLAN", insurer_number=user.insurer, insured_person_number=user.insured, deletion_target_month=month)


def withdrawal(receiver, serial, *users, sender=PLANNER):
    return Message("", sender, receiver, serial, "usage_slip_deletion", "",
                   [("DLTPLAN", [gone(user) for user in users])])

"""A month as it was planned for one provider, and what of it was done."""
from dataclasses import replace

from .. import services
from ..month import Message
from ..people import PLANNER
from ..services import MONTH
from .case import Case, where

PLANNED_SERIAL, DONE = "20250925130001", "20251104"
TOLERATED = ["units-zero", "kana-width", "name-blank", "updater-blank"]


def day(number):
    return f"{MONTH}{number:02}"


def slip(planned, receiver, serial=PLANNED_SERIAL, planner=PLANNER):
    """The slip of these users, whose services the receiver's may be a part of."""
    message = Message("", planner, receiver, serial, "usage_slip", "10月分の提供票", [
        ("UPPLAN", services.table_6("UPPLAN", planned, serial[:8])),
        ("UPSIKYU", services.table_7(planned, serial[:8])),
        ("UPHOSOKU", services.supplement(planned, month=MONTH)),
    ])
    return by(message, planner)


def by(message, planner):
    """With this planner's number in the place of the usual one."""
    message.tables = [(kind, [{field: planner.number if value == PLANNER.number else value for field, value in row.items()}
                              for row in rows]) for kind, rows in message.tables]
    return message


def branches(rows, satellites):
    """Marks what the satellites of the provider do: user -> branch number."""
    for row in rows:
        for user, branch in satellites.items():
            if row["insured_person_number"] == user.insured and row["provider_number"] != "9999999999":
                row["satellite_branch_number"] = branch


class ServiceMonth:
    """Each thing that went otherwise changes the lines, and is told to the product as a change."""

    def __init__(self, office, planned):
        self.office, self.planned, self.changes = office, planned, []
        own = {user: [line for line in lines if line.office == office] for user, lines in planned.items()}
        self.lines = {user: lines for user, lines in own.items() if lines}

    def hit(self, user, code, on, clock):
        """The line, and how a product finds it."""
        line, = [each for each in self.lines[user]
                 if (each.code, each.day) == (code, on) and clock in (None, each.clock)]
        found = where(user, service_code=code, service_date=day(on))
        return line, found | ({"service_start_time": clock[0]} if clock else {})

    def missed(self, user, code, on, clock=None):
        line, found = self.hit(user, code, on, clock)
        self.lines[user] = [each for each in self.lines[user] if each is not line]
        self.changes.append({"where": found, "remove": True})
        return self

    def otherwise(self, user, code, on, clock=None, to_day=None, to_clock=None, count=None, per_diem=None):
        line, found = self.hit(user, code, on, clock)
        new = replace(line, day=to_day or line.day, clock=to_clock or line.clock, count=count or line.count,
                      per_diem=per_diem or line.per_diem)
        self.lines[user] = [new if each is line else each for each in self.lines[user]]
        said = {
            "service_date": to_day and day(to_day), "service_start_time": to_clock and to_clock[0],
            "service_end_time": to_clock and to_clock[1], "service_count": count and str(count),
            "per_diem_days": per_diem}
        self.changes.append({"where": found, "set": {field: value for field, value in said.items() if value}})
        return self

    def added(self, user, line):
        self.lines[user] = [*self.lines[user], line]
        row, = self.rows({user: [line]})
        self.changes.append({"add": row})
        return self

    def rows(self, lines=None, planner=PLANNER):
        rows = services.table_6("UPJSK", self.lines if lines is None else lines, DONE, updater=self.office)
        return [row | {"plan_office_number": planner.number} for row in rows]

    def taken(self, case, planner=PLANNER, name=None, satellites=None):
        """The results, as the product must make them."""
        rows = self.rows(planner=planner)
        branches(rows, satellites or {})
        return case.take("results", [("UPJSK", rows)], planner, "plan-as-done", MONTH, self.changes, TOLERATED,
                         absent=None if name else "rows-of-other-offices", name=name)


def derive(id, title_ja, title_en, clause, sheet_ja, office, level="must"):
    """A case in which the results follow from a plan."""
    return Case(id, "import-derive", title_ja, title_en, "provider", office, clause, sheet_ja, level)

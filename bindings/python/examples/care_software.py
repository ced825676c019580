"""A very small care software: a month between a care manager's office and a home-help office.

    RELAY_MOCK=path/to/relay-mock python care_software.py

Each office has a database of its own. What was received and the cursor are stored in one transaction;
only then is the message acknowledged: a crash in between loses nothing and doubles nothing.
"""

import sqlite3
import sys
import tempfile
from pathlib import Path

import cplink
from cplink.testing import MockOffice, RelayMock

PLANNER = ("9970000012", "43")  # office number and service type
HELPERS = ("9970000111", "11")
MONTH, INSURER, SERVICE, UNITS = "202510", "990010", "111211", 387

SCHEMA = """
CREATE TABLE user (insured TEXT PRIMARY KEY, name TEXT, kana TEXT, sex TEXT, birth TEXT);
CREATE TABLE visit (insured TEXT, day TEXT, start TEXT, finish TEXT, kind TEXT,
                    PRIMARY KEY (insured, day, start, kind));
CREATE TABLE seen (message TEXT PRIMARY KEY);
CREATE TABLE state (cursor TEXT);
INSERT INTO state VALUES ('');
"""


class Office:
    """One office: its database, its folder of kept messages and its line to the relay."""

    def __init__(self, address: "tuple[str, str]", relay: RelayMock, folder: Path) -> None:
        self.address, self.number = address, address[0]
        self.folder, self.client = folder / self.number, relay.client(self.number)
        self.db = sqlite3.connect(":memory:")
        self.db.executescript(SCHEMA)

    def visits(self, kind: str) -> "list[tuple[str, str, str, str]]":
        return self.db.execute(
            "SELECT insured, day, start, finish FROM visit WHERE kind = ? ORDER BY 1, 2, 3", [kind]
        ).fetchall()

    def visit_table(self, kind: str, visits: str, created: str) -> cplink.Table:
        """Visits as 第6表 (UPPLAN) or as results (UPJSK): the two have the same fields."""
        table = cplink.Table(kind)
        for insured, day, start, finish in self.visits(visits):
            table.append(
                {
                    "insurer_number": INSURER, "insured_person_number": insured,
                    "created_date": created, "target_month": MONTH,
                    "plan_office_number": PLANNER[0], "plan_staff_name": "見本　計画",
                    "units": str(UNITS), "service_date": day,
                    "service_start_time": start, "service_end_time": finish, "service_count": "1",
                    "service_code": SERVICE, "provider_number": HELPERS[0],
                    "provider_name": "見本ヘルパー", "over_30_days": "0",
                    "updater_provider_number": self.number,
                }
            )  # fmt: skip
        return table

    def slip(self) -> cplink.Unit:
        """The month's slip (提供票): visits, their sums with each user's total, and who the users are."""
        unit = cplink.Unit(*self.address, *HELPERS, serial="20250925130001")
        unit.subject = "10月分の提供票"
        sums, users = cplink.Table("UPSIKYU"), cplink.Table("UPHOSOKU")
        common = {"insurer_number": INSURER, "target_month": MONTH}
        for insured, count in self.db.execute("SELECT insured, count(*) FROM visit GROUP BY 1 ORDER BY 1"):
            user = {**common, "insured_person_number": insured, "created_date": "20250925", "over_30_days": "0"}
            user["service_units_or_amount"] = str(count * UNITS)
            for line in (HELPERS[0], SERVICE, UNITS, count), ("9999999999", "999999", 0, 0):
                items = zip(("provider_number", "service_code", "units", "count_or_days"), map(str, line))
                sums.append({**user, **dict(items)})
        for insured, name, kana, sex, birth in self.db.execute("SELECT * FROM user ORDER BY 1"):
            row = users.append({**common, "insured_person_number": insured, "care_plan_date": "00000000"})
            row.update({"user_name": name, "user_name_kana": kana, "user_sex": sex, "user_birth_date": birth})
        for table in (self.visit_table("UPPLAN", "planned", "20250925"), sums, users):
            unit.add_table(table)
        return unit

    def results(self) -> cplink.Unit:
        """The month's results (実績)."""
        unit = cplink.Unit(*self.address, *PLANNER, serial="20251104090512")
        unit.subject = "10月分の実績"
        unit.add_table(self.visit_table("UPJSK", "done", "20251104"))
        return unit

    def send(self, unit: cplink.Unit) -> None:
        sent = self.client.send(unit, self.folder / "sent", progress=lambda report: None)
        print(f"{self.number} 送信: {unit.subject} ({len(unit.names)} files) → {sent.id[:12]}…")

    def receive(self) -> None:
        [cursor] = self.db.execute("SELECT cursor FROM state").fetchone()
        inbox = self.client.received_messages(cursor, self.folder / "received")
        for message in inbox:
            problem = message.error
            with self.db:
                try:
                    if problem is None:
                        self.take_over(message)
                except (cplink.DataError, cplink.SecurityError) as error:  # its own; a full disk is ours: nobody is refused
                    problem = error
                # Rows and cursor in one transaction.
                self.db.execute("UPDATE state SET cursor = ?", [inbox.cursor])
            if not isinstance(problem, cplink.RelayError):  # what the relay has no more nobody can refuse
                self.client.acknowledge(message, refused_reason=None if problem is None else problem.message_ja)

    def take_over(self, message: cplink.Message) -> None:
        if not self.db.execute("INSERT OR IGNORE INTO seen VALUES (?)", [message.id]).rowcount:
            return  # delivered before
        for file in message.files:
            if file.table is None or file.kind not in ("UPPLAN", "UPJSK"):
                continue
            kind = "planned" if file.kind == "UPPLAN" else "done"
            names = ("insured_person_number", "service_date", "service_start_time", "service_end_time")
            rows = [[*(row[name] for name in names), kind] for row in file.table]
            self.db.executemany("INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?)", rows)
            print(f"{self.number} 取込: {message.subject}, {file.kind} {len(rows)} 行")


def main() -> int:
    offices = [MockOffice(PLANNER[0], "見本プラン", ["43"]), MockOffice(HELPERS[0], "見本ヘルパー", ["11"])]
    with RelayMock(offices) as relay, tempfile.TemporaryDirectory() as folder:
        planner, helpers = Office(PLANNER, relay, Path(folder)), Office(HELPERS, relay, Path(folder))
        planner.db.execute("INSERT INTO user VALUES ('0000000101', '架空　髙子', 'ｶｸｳ ﾀｶｺ', '2', '19410203')")
        days = [f"{MONTH}{day:02}" for day in range(2, 31, 7)]
        for day in days:
            planner.db.execute("INSERT INTO visit VALUES ('0000000101', ?, '0900', '0955', 'planned')", [day])
        planner.send(planner.slip())
        helpers.receive()
        # The last visit of the month did not take place.
        helpers.db.execute(
            "INSERT INTO visit SELECT insured, day, start, finish, 'done' FROM visit WHERE day < ?", [days[-1]]
        )
        helpers.send(helpers.results())
        planner.receive()
        missed = set(planner.visits("planned")) - set(planner.visits("done"))
        print(f"予定 {len(planner.visits('planned'))} 回、実績 {len(planner.visits('done'))} 回")
        print("未実施: " + ", ".join(day for _, day, _, _ in sorted(missed)))
        for office in (planner, helpers):
            for message in office.client.sent_messages():
                print(f"{office.number} → {message.to_office}: {message.kind} {message.state_ja}")
            office.client.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

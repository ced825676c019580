"""A tiny care software of Python's standard library alone: right, and no more than the certification asks for.

Each method does one thing that products get wrong, so that a wrong product (`adapters/wrong`) replaces one of them.
"""
import csv
import io
import tomllib
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The standard's tables: beside this file in what is downloaded, else in the source tree.
SPEC = HERE / "spec" if (HERE / "spec").is_dir() else HERE.parents[2] / "core" / "src" / "spec"


def toml(path):
    return tomllib.loads((SPEC / path).read_text("utf-8"))


LAYOUTS = {path.stem: toml(f"202407/{path.name}")["fields"] for path in (SPEC / "202407").glob("[UD]*.toml")}
UNITS = {unit["id"]: unit for unit in toml("202407/units.toml")["unit"]}
UNITS_BEFORE = toml("202208/units.toml")["unit"]
DELETIONS = toml("relations.toml")["deletion"]
RELATIONS = toml("relations.toml")["relation"]
# How many of the record's numbers must stay for a blank to mean "as above", the text, and what goes with it.
ABOVE = {
    "UP2KYO": [(2, "issue"), (2, "long_term_goal", "long_term_period"), (2, "short_term_goal", "short_term_period")],
    "UPYOBO_SUB": [(1, "overall_issue"), (1, "goal_proposal"), (1, "proposal_intent"), (1, "goal"),
                   (2, "support_point"), (2, "self_care_support"), (2, "insurance_services")],
}
# Characters that cp932 lacks, and what is written in their place.
FORMS = str.maketrans({"𠮷": "吉", "〜": "～", "㎖": "ml"})
NUMBERS = {
    "UP2KYO": ("issue_no", "goal_no", "support_no"),
    "UPYOBO_SUB": ("issue_no", "support_plan_no", "used_service_no"),
}


def user(row):
    return row["insurer_number"], row["insured_person_number"]


def has(row, values):
    return all(row[field] == value for field, value in values.items())


class Refused(Exception):
    """A unit that must not be exported; the arguments are the reasons, by the ids of spec-fixtures/rules.md."""


class Care:
    """What it received is kept as it came, under its names; what it shows is worked out anew from that."""

    def reset(self, office, service_type, monthly):
        self.office, self.service_type, self.monthly = office, service_type, monthly
        self.received, self.attached, self.entered, self.pictures = {}, {}, [], {}
        self.last_serial = datetime(2025, 11, 1, 9)

    # Reading

    def kind_of(self, name):
        """The longest kind with which the name begins: UPYOBO_SUB is not UPYOBO."""
        known = [kind for kind in LAYOUTS if name.startswith(f"{kind}_") and name.upper().endswith(".CSV")]
        return max(known, key=len, default=None)

    def serial_of(self, name):
        return name.rsplit(".", 1)[0].rsplit("_", 1)[-1]

    def ends_of(self, name):
        """Sender and receiver, each an office number and, since 202407, a service type."""
        return tuple(part for part in name.split("_") if len(part) in (2, 10))

    def decode(self, data):
        """CP932. Other programs write UTF-8, which Japanese text in CP932 never looks like, and an end of the text."""
        try:
            return data.decode("utf-8-sig").rstrip("\x1a")
        except UnicodeDecodeError:
            return data.decode("cp932").rstrip("\x1a")

    def read(self, kind, data):
        """The rows of a file, each a list of cells. Empty lines and a row of item names are none."""
        rows = [cells for cells in csv.reader(io.StringIO(self.decode(data), newline=""), strict=True) if cells]
        rows = rows[1:] if rows and rows[0][0] == LAYOUTS[kind][0]["name_ja"] else rows
        return [[self.clean(*each) for each in zip(LAYOUTS[kind], cells)] for cells in rows]

    def clean(self, field, text):
        """Numbers, dates and codes as they are meant: without blanks, a spreadsheet's formula, full-width digits."""
        return text if field["type"] == "free_text" else unicodedata.normalize("NFKC", text).strip(' ="')

    def rows(self, kind, lists):
        return [dict(zip([field["id"] for field in LAYOUTS[kind]], cells)) for cells in lists]

    # Importing

    def take_in(self, data):
        """Imports the files of a unit, or says why not."""
        kinds = {name: self.kind_of(name) for name in data}
        try:
            lists = {name: self.read(kind, data[name]) for name, kind in kinds.items() if kind}
        except UnicodeDecodeError:
            return ["text.undecodable"]
        except csv.Error:
            return ["csv.quote_open"]
        found = {name: (kinds[name], lists[name]) for name in lists}
        reasons = self.faults(found) or self.months(found)
        if not reasons:
            self.keep({name: (kinds[name], self.rows(kinds[name], lists[name])) for name in lists})
            self.attached |= {name: data[name] for name, kind in kinds.items() if not kind}
        return reasons

    def months(self, files):
        """Planned and actual services, and what withdraws them, are of one month."""
        for kind, lists in files.values():
            found = {row.get("target_month") or row.get("deletion_target_month") for row in self.rows(kind, lists)}
            if len(found) > 1:
                return ["table.month_mixed"]
        return []

    def keep(self, files):
        """A file that comes again is the same file."""
        self.received |= files

    def faults(self, files):
        """Why a unit must not be imported, by the ids of spec-fixtures/rules.md."""
        kinds = {kind for kind, _ in files.values()}
        before = any(rows[0][:1] == ["202208"] for _, rows in files.values())
        sets = UNITS_BEFORE if before else UNITS.values()
        units = [(set(unit["kinds"]), set(unit.get("optional", []))) for unit in sets]
        if not any(must <= kinds <= must | may for must, may in units):
            return ["unit.file_missing" if any(kinds <= must | may for must, may in units) else "unit.set_unknown"]
        for kind, rows in files.values():
            for cells in rows:
                if len(cells) < len(LAYOUTS[kind]):
                    return ["csv.columns_short"]
        if len({self.ends_of(name) for name in files}) > 1:
            return ["unit.offices_mixed"]
        if not self.is_own(files):
            return ["unit.not_addressed"]
        return self.orphans(files) or self.strangers(files)

    def is_own(self, files):
        """Whether the unit is for this office, or from it."""
        return all(self.office in self.ends_of(name) for name in files)

    def orphans(self, files):
        """A record of an annex must have the record that it belongs to."""
        rows = {kind: self.rows(kind, lists) for kind, lists in files.values()}
        for relation in RELATIONS:
            bases = [[row[key] for key in relation["keys"]] for row in rows.get(relation["base"], [])]
            for kind in relation["dependents"] if bases else []:
                if any([row[key] for key in relation["keys"]] not in bases for row in rows.get(kind, [])):
                    return ["unit.base_missing"]
        return []

    def strangers(self, files):
        """A slip must only have users whom its receiver serves."""
        for name, (kind, lists) in files.items():
            rows = self.rows(kind, lists)
            ends = self.ends_of(name)
            receiver = ends[len(ends) // 2]
            if kind == "UPPLAN" and any(user(row) not in self.served(rows, receiver) for row in rows):
                return ["unit.user_not_served"]
        return []

    def served(self, plan, office):
        """The users to whom the office gives a service."""
        return {user(row) for row in plan if row["provider_number"] == office}

    def order(self, names):
        """By serial, whatever the order in which they came."""
        return sorted(names, key=self.serial_of)

    def units(self):
        """The received units in the order in which they count."""
        found = {}
        for name in self.order(self.received):
            found.setdefault(self.serial_of(name), []).append(self.received[name])
        return list(found.values())

    def removals(self, kind, row):
        """Kinds and values of the records that go: those that are withdrawn, and those that are there anew."""
        for found in DELETIONS:
            if found["kind"] == kind:
                yield found["deletes"], {key["of"]: row[key["is"]] for key in found["keys"]}
            elif found["deletes"][0] == kind:
                keys = {key["of"]: row[key["of"]] for key in found["keys"]}
                if "service_code" in keys:
                    keys["service_code"] = keys["service_code"][:2]
                yield found["deletes"], keys

    def without(self, records, kind, row):
        for kinds, keys in self.removals(kind, row):
            records = [(each, old) for each, old in records
                       if each not in kinds or not all(old[field].startswith(value) for field, value in keys.items())]
        return records

    def records(self):
        """Kind and row of everything that counts now."""
        records = []
        for unit in self.units():
            for kind, rows in unit:
                for row in rows:
                    records = self.without(records, kind, row)
            records += [(kind, row) for kind, rows in unit if not kind.startswith("DLT") for row in rows]
        return records

    # Showing

    def own_rows(self, rows):
        """A slip has the services of every provider; only those with the own number are own work."""
        return [row for row in rows if row["provider_number"] == self.office]

    def fill_down(self, kind, rows):
        """A blank means the text above, while the numbers stay and with the period that goes with it."""
        rows = sorted(rows, key=lambda row: (user(row), [int(row[number]) for number in NUMBERS[kind]]))
        for above, row in zip(rows, rows[1:]):
            for depth, text, *more in ABOVE[kind]:
                same = user(above) == user(row) and has(row, {number: above[number] for number in NUMBERS[kind][:depth]})
                if same and not row[text]:
                    row.update({field: row[field] or above[field] for field in (text, *more)})
        return rows

    def counted(self, rows):
        """A monthly add-on counts on the first of its days."""
        seen, counted = set(), []
        for row in sorted(rows, key=lambda row: row["service_date"]):
            place = row["target_month"], row["provider_number"], row["satellite_branch_number"]
            key = (user(row), place, row["service_code"])
            if row["service_code"] not in self.monthly or key not in seen:
                counted.append(row)
            seen.add(key)
        return counted

    def table(self, kind):
        rows = [dict(row) for each, row in self.records() if each == kind]
        return self.fill_down(kind, rows) if kind in ABOVE else rows

    def shows(self, fact):
        """What the screen shows."""
        rows = self.table(fact["kind"])
        rows = self.own_rows(rows) if fact["own"] else rows
        rows = [row for row in rows if has(row, fact["where"])]
        match fact["what"]:
            case "users":
                return len({user(row) for row in rows})
            case "rows":
                return len(rows)
            case "count":
                return sum(int(row["service_count"] or 0) for row in self.counted(rows))
            case "sum":
                return sum(int(row[fact["field"]] or 0) for row in rows)
            case "text":
                return rows[0][fact["field"]] if rows else ""

    # Writing

    def enter(self, kind, rows):
        self.entered += [(kind, row) for row in rows]

    def attach(self, files):
        """Pictures and papers to what was typed in."""
        self.pictures |= files

    def time_of(self, text):
        """A clock time; 9999 is none and stays."""
        return text

    def of_planner(self, planned, planner):
        """Who planned a service gets its results, and nobody else."""
        return [row for row in planned if row["plan_office_number"] == planner]

    def done(self, planned, changes):
        """The results that follow from the plan: the own rows, but for the changes."""
        rows = [row | {"updater_provider_number": self.office} for row in self.own_rows(planned)]
        for change in changes:
            hit = [row for row in rows if "where" in change and has(row, change["where"])]
            for row in hit:
                row.update(change.get("set", {}))
            rows = [row for row in rows if not (change.get("remove") and row in hit)]
            rows += [change["add"]] if "add" in change else []
        times = ("service_start_time", "service_end_time")
        return [row | {field: self.time_of(row[field]) for field in times} for row in rows]

    def encode(self, text):
        return text.translate(FORMS).encode("cp932")

    def cell(self, field, text):
        """Only free text is quoted, and empty text is nothing at all."""
        return '"' + text.replace('"', '""') + '"' if field["type"] == "free_text" and text else text

    def line(self, kind, row):
        return ",".join(self.cell(field, row[field["id"]]) for field in LAYOUTS[kind]) + "\r\n"

    def new_serial(self):
        """No two units have the same."""
        self.last_serial += timedelta(seconds=1)
        return self.last_serial.strftime("%Y%m%d%H%M%S")

    def file_name(self, kind, rows, partner, serial):
        month = rows[0].get("target_month") or rows[0].get("deletion_target_month")
        return "_".join([kind, *([month] if month else []), self.office, self.service_type, *partner, serial]) + ".CSV"

    def make(self, unit, source, month, partner, changes):
        """Name -> bytes of a new unit."""
        records = self.entered if source == "entered" else self.records()
        serial, files = self.new_serial(), {}
        attached = {"imported": self.attached, "entered": self.pictures}.get(source, {})
        images = self.images(attached, [row for kind, row in records if kind == "UPKIHON"], partner, serial)
        if unit == "usage_slip":
            served = self.served([row for kind, row in records if kind == "UPPLAN"], partner[0])
            records = [(kind, row) for kind, row in records if user(row) in served]
            if not records:
                raise Refused("unit.user_not_served")
        for kind in [*UNITS[unit]["kinds"], *UNITS[unit].get("optional", [])]:
            planned = "UPPLAN" if source == "plan-as-done" else kind
            rows = [dict(row) for each, row in records if each == planned]
            rows = self.done(self.of_planner(rows, partner[0]), changes) if source == "plan-as-done" else rows
            rows = [row for row in rows if month is None or row.get("target_month", month) == month]
            for row in rows:
                if row.get("family_image_filename") in images:
                    row["family_image_filename"] = images[row["family_image_filename"]]
            if rows:
                text = "".join(self.line(kind, row) for row in rows)
                files[self.file_name(kind, rows, partner, serial)] = self.encode(text)
        return files | {new: attached[old] for old, new in images.items()}

    def images(self, attached, rows, partner, serial):
        """Old -> new name of the attachments; a family image has the names of its unit and a number of its own."""
        names, ends = {name: name for name in attached}, (self.office, self.service_type, *partner, serial)
        pictures = [row["family_image_filename"] for row in rows if row["family_image_filename"] in attached]
        for number, name in enumerate(pictures, 1):
            names[name] = "_".join(["UPKIHON_IMAGE", *ends, f"{number:04}"]) + ".jpg"
        return names

"""A small care software on the Python package `cplink`, as a product to certify.

    relay-mock certify run --pack v4 --drive program --out DIR -- python3 relay-mock/adapters/cplink/python/product.py

What the standard means is the library's word: which rows are one's own, what a withdrawal takes along, what a blank
means, what counts once a month, whether a unit is whole. The product keeps what it received and what was typed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Tuple

import cplink
from cplink import layout

Row = Dict[str, str]
# The kinds of a unit, the base first.
UNITS = {
    "care_plan": ["UP1KYO", "UP2KYO", "UP3KYO", "UPHOSOKU"],
    "usage_slip": ["UPPLAN", "UPSIKYU", "UPHOSOKU"],
    "results": ["UPJSK"],
    "basic_info": ["UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2"],
    "prevention_plan": ["UPYOBO", "UPYOBO_SUB"],
    "prevention_plan_with_basic_info": ["UPYOBO", "UPYOBO_SUB", "UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2"],
    "care_plan_deletion": ["DLT1KYO"],
    "usage_slip_deletion": ["DLTPLAN"],
    "results_deletion": ["DLTJSK"],
    "basic_info_deletion": ["DLTKIHON"],
    "prevention_plan_deletion": ["DLTYOBO"],
}
CURRENT = layout.versions()[-1]


def has(kind: str, row: Row, values: Row) -> bool:
    """Whether the row says this, however it is written."""
    return all(layout.same_meaning(kind, field, row[field], value) for field, value in values.items())


def user(row: Row) -> Tuple[str, str]:
    return row["insurer_number"], row["insured_person_number"]


def month_of(row: Row) -> Optional[str]:
    return row.get("target_month") or row.get("deletion_target_month")


def table_of(kind: str, rows: Iterable[Row]) -> cplink.Table:
    table = cplink.Table(kind)
    for row in rows:
        table.append(row)
    return table


class Received:
    """A file that was imported, and what came with it."""

    def __init__(self, unit: cplink.Unit, table: cplink.Table, attached: Dict[str, bytes]) -> None:
        self.serial, self.attached = unit.serial, attached
        self.table = table if table.version == CURRENT else table.translate(CURRENT)[0]


class Refused(Exception):
    """Why a unit is not made, by the rules' ids."""


class Care:
    def reset(self, office: str, service_type: str, monthly: List[str]) -> None:
        self.office, self.service_type, self.monthly = office, service_type, monthly
        self.received: Dict[str, Received] = {}
        self.entered: List[Tuple[str, Row]] = []
        self.pictures: Dict[str, bytes] = {}

    def take_in(self, paths: List[str]) -> List[str]:
        """Imports a unit, or says why not, by the rules' ids."""
        try:
            unit = cplink.Unit.from_files(paths)
            report = unit.check(self.office)
        except cplink.DataError as error:
            return [error.message_ja]
        if report.findings.has_error:
            return sorted({each.rule for each in report.findings if each.severity is cplink.Severity.ERROR})
        csv = {file.name for file in report.files}
        attached = {Path(path).name: Path(path).read_bytes() for path in paths if Path(path).name not in csv}
        # A file that comes again is the same file.
        tables = {file.name: file.table for file in report.files if file.table is not None}
        self.received.update({name: Received(unit, table, attached) for name, table in tables.items()})
        return []

    def records(self) -> List[Tuple[str, Row, Received]]:
        """Kind, row and file of everything that counts now."""
        files, units = list(self.received.values()), cplink.Import()
        for file in files:
            units.add(file.serial, file.table)
        remaining = ((files[place], row) for place, row in units.remaining_rows())
        return [(file.table.kind, file.table[row].as_dict(), file) for file, row in remaining]

    def rows(self, kind: str) -> List[Row]:
        return [row for each, row, _ in self.records() if each == kind]

    def shows(self, fact: Dict[str, Any]) -> str:
        """What the screen shows."""
        kind, field = fact["kind"], fact["field"]
        table = table_of(kind, self.rows(kind))
        table = table.fill_down() if kind in ("UP2KYO", "UPYOBO_SUB") else table
        places = table.own_rows(self.office) if fact["own"] else range(len(table))
        rows = [row for row in (table[place].as_dict() for place in places) if has(kind, row, fact["where"])]
        if fact["what"] == "users":
            return str(len({user(row) for row in rows}))
        if fact["what"] == "rows":
            return str(len(rows))
        if fact["what"] == "count":
            counted = table_of(kind, rows).monthly_once(self.monthly)
            return str(sum(int(rows[place]["service_count"] or 0) for place in counted))
        if fact["what"] == "sum":
            return str(sum(int(row[field] or 0) for row in rows))
        return rows[0][field] if rows else ""

    def done(self, partner: str, changes: List[Dict[str, Any]]) -> List[Row]:
        """The results of what this partner planned: the own rows, but for the changes."""
        planned = table_of("UPPLAN", (row for row in self.rows("UPPLAN") if row["plan_office_number"] == partner))
        rows = [planned[place].as_dict() for place in planned.own_rows(self.office)]
        rows = [{**row, "updater_provider_number": self.office} for row in rows]
        for change in changes:
            hit = [row for row in rows if "where" in change and has("UPJSK", row, change["where"])]
            for row in hit:
                row.update(change.get("set", {}))
            rows = [row for row in rows if not (change.get("remove") and row in hit)]
            rows += [dict(change["add"])] if "add" in change else []
        return rows

    def make(self, ask: Dict[str, Any]) -> Dict[str, bytes]:
        """The files of a new unit."""
        unit = cplink.Unit(self.office, self.service_type, ask["partner"], ask["partner_type"])
        kinds, attached = UNITS[ask["unit"]], {}
        if ask["from"] == "imported":
            found = [(kind, row, file) for kind, row, file in self.records() if kind in kinds]
            records = [(kind, row) for kind, row, _ in found]
            attached = {name: data for _, _, file in found for name, data in file.attached.items()}
        elif ask["from"] == "plan-as-done":
            records = [("UPJSK", row) for row in self.done(ask["partner"], ask["changes"] or [])]
        else:
            records, attached = [(kind, dict(row)) for kind, row in self.entered], dict(self.pictures)
        if ask["unit"] == "usage_slip":
            plan = table_of("UPPLAN", (row for kind, row in records if kind == "UPPLAN"))
            served = {user(plan[place].as_dict()) for place in plan.own_rows(ask["partner"])}
            records = [(kind, row) for kind, row in records if user(row) in served]
            if not records:
                raise Refused("unit.user_not_served")
        # What describes a user belongs to a month's slip or, with zeros, to a plan.
        month = "000000" if ask["unit"] == "care_plan" else ask["month"]
        records = [(kind, row) for kind, row in records if month is None or month_of(row) in (None, month)]
        files = self.attach(unit, attached, [row for kind, row in records if kind == "UPKIHON"])
        for kind in kinds:
            rows = [row for each, row in records if each == kind]
            if rows:
                unit.add_table(table_of(kind, rows))
        return {**files, **{file.name: file.bytes for file in unit.csv}}

    def attach(self, unit: cplink.Unit, attached: Dict[str, bytes], users: List[Row]) -> Dict[str, bytes]:
        """This goes with the unit; a family image gets a new name, which its row repeats."""
        files: Dict[str, bytes] = {}
        for branch, row in enumerate((row for row in users if row["family_image_filename"] in attached), 1):
            image = attached.pop(row["family_image_filename"])
            row["family_image_filename"] = unit.add_image(branch, image)
            files[row["family_image_filename"]] = image
        for name, data in attached.items():
            unit.add_attachment(name, data)
        return {**files, **attached}


def answer(care: Care, ask: Dict[str, Any]) -> Dict[str, Any]:
    if ask["do"] == "hello":
        abilities = [f"{verb}:{kind}" for verb in ("import", "export", "enter") for kind in layout.kinds()]
        roles = ["care-manager", "provider", "support-centre"]
        named = {"name": "CarePlanLink for Python", "version": cplink.__version__}
        return {**named, "roles": roles, "supports": [*abilities, "attach", "show"]}
    if ask["do"] == "reset":
        care.reset(ask["office"], ask["service_type"], ask["monthly"])
        return {"result": "done"}
    if ask["do"] == "import":
        reasons = care.take_in(ask["files"])
        return {"result": "refused", "reasons": reasons} if reasons else {"result": "imported"}
    if ask["do"] == "enter":
        care.entered += [(file["kind"], row) for file in ask["files"] for row in file["rows"]]
        care.pictures.update({Path(path).name: Path(path).read_bytes() for path in ask["attachments"]})
        return {"result": "entered"}
    if ask["do"] == "export":
        try:
            made = care.make(ask)
        except Refused as why:
            return {"result": "refused", "reasons": list(why.args)}
        for name, data in made.items():
            (Path(ask["folder"]) / name).write_bytes(data)
        return {"result": "exported"}
    if ask["do"] == "show":
        return {"result": "shown", "facts": {fact["id"]: care.shows(fact) for fact in ask["facts"]}}
    return {"result": "unsupported"}


def main() -> None:
    care = Care()
    for line in sys.stdin.buffer:
        ask = json.loads(line)
        if ask["do"] == "bye":
            break
        sys.stdout.buffer.write(json.dumps(answer(care, ask)).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

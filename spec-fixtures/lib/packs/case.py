"""A case of a pack: the form is in relay-mock/packs/README.md."""
import json
from dataclasses import dataclass, field

from .. import form, judge
from ..layout import VERSION, fields
from ..month import attachment_entry, to_json
from ..people import Office


def toml_text(value):
    if isinstance(value, list):
        return "[" + ", ".join(toml_text(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if "\n" in value:
        return '"""\n' + value.replace("\\", "\\\\").replace('"""', '\\"""') + '"""'
    return json.dumps(value, ensure_ascii=False)


def table(pairs):
    return "".join(f"{key} = {toml_text(value)}\n" for key, value in pairs.items() if value not in (None, []))


def unit_json(tables, attachments=()):
    """Rows in the form of rows.json, without names: a product names its files itself."""
    return {
        "files": [{"kind": kind, "version": VERSION, "rows": rows} for kind, rows in tables],
        "attachments": [attachment_entry(*each) for each in dict(attachments).items()],
    }


def fact(id, ask_ja, ask_en, kind, what, value, field=None, own=False, **where):
    """What a screen must show; `value` is the right one, stated in the case and worked out nowhere else."""
    entry = {"id": id, "ask_ja": ask_ja, "ask_en": ask_en, "kind": kind, "what": what}
    entry |= {"field": field} if field else {}
    return entry | {"where": where, "own": own, "value": str(value)}


def where(user, **more):
    return {"insurer_number": user.insurer, "insured_person_number": user.insured, **more}


@dataclass
class Case:
    id: str
    shape: str  # enter-export, import-show, import-derive, re-export, refuse
    title_ja: str
    title_en: str
    role: str  # care-manager, provider, support-centre
    office: Office
    clause: str
    sheet_ja: str
    level: str = "must"
    script: str | None = None
    steps: list = field(default_factory=list)
    checks: list = field(default_factory=list)
    files: dict = field(default_factory=dict)
    needs: list = field(default_factory=list)
    proofs: list = field(default_factory=list)
    unproven: list = field(default_factory=list)

    def need(self, verb, kinds):
        self.needs += [need for need in (f"{verb}:{kind}" for kind in kinds) if need not in self.needs]

    def give(self, message, outcome="imported", rule=None, words=(), files=None, proven=True):
        """A unit to import: a message of the fixtures, or `files` made of one. `rule` is why it must be refused.
        Not `proven`: of another edition, which its own builder has proven."""
        unit = f"{sum(step['do'] == 'give' for step in self.steps) + 1:02}"
        files = message.files if files is None else files
        self.files |= {f"give/{unit}/{name}": data for name, data in files.items()}
        self.steps += [{"do": "give", "unit": unit}, {"do": "expect", "outcome": outcome}]
        self.need("import", [kind for kind, _ in message.tables])
        self.proofs += [(files, rule)] if proven else []
        if rule:
            self.checks.append({"refused-for": rule, "words": list(words)})
        return self

    def enter(self, tables, file="enter.json", proven=True, attachments=()):
        """Rows that are typed in from the forms, and the pictures and papers that go with them (name -> bytes). Not
        `proven`: with characters that no file may have."""
        self.unproven += [] if proven else [file]
        self.files[file] = to_json(unit_json(tables, attachments))
        self.files |= {f"attached/{name}": data for name, data in dict(attachments).items()}
        self.steps.append({"do": "enter", "rows": file, "attachments": "attached" if attachments else None})
        self.need("enter", [kind for kind, _ in tables])
        self.needs += ["attach"] if attachments else []
        return self

    def take(self, unit, tables, partner, source, month=None, changes=None, tolerate=(), attachments=(),
             absent=None, name=None, outcome=None, rule=None, words=()):
        """A unit that the product makes, and the rows that it must mean. Several in a case have a name each. `rule` is
        why it must be refused (`outcome`), or may be (`either`)."""
        file = f"{name or 'rows'}.json"
        if changes:
            self.files["changes.json"] = to_json(changes)
        self.steps.append({
            "do": "take", "name": name, "unit": unit, "month": month, "from": source,
            "partner": ":".join(partner.address), "changes": "changes.json" if changes else None, "outcome": outcome})
        if outcome != "refused":
            self.files[file] = to_json(unit_json(tables, attachments))
            self.checks.append(
                {"name": name, "compare": "meaning", "take": name, "to": file, "tolerate": list(tolerate)})
        if rule:
            self.checks.append({"refused-for": rule, "words": list(words)})
        if absent:
            self.checks.append({"absent": absent, "take": name})
        self.need("export", [kind for kind, _ in tables])
        return self

    def show(self, facts, file="facts.json"):
        """What the screen is asked, and the right answers."""
        self.files[file] = to_json(facts)
        self.steps.append({"do": "show", "facts": file})
        self.checks.append({"facts": file})
        self.needs += [] if "show" in self.needs else ["show"]
        return self

    def prove(self):
        """What is to be imported has no fault; what is to be refused has the one that is named."""
        for files, rule in self.proofs:
            errors = [each for each in judge.unit_faults(files, self.office.number) if each.severity == "error"]
            assert {each.rule for each in errors} == ({rule} if rule else set()), f"{self.id}: {errors}"
        for path, data in self.files.items():
            if path.endswith(".json") and path not in self.unproven and isinstance(json.loads(data), dict):
                for each in json.loads(data)["files"]:
                    rows, ids = each["rows"], [f["id"] for f in fields(each["kind"])]
                    assert all(list(row) == ids for row in rows), f"{self.id}: {path}"
                    form.write(each["kind"], rows)

    def toml(self):
        head = table({
            "id": self.id, "pattern": self.id.split("-")[0], "shape": self.shape, "title_ja": self.title_ja,
            "title_en": self.title_en, "role": self.role, "office": ":".join(self.office.address),
            "needs": self.needs, "clause": self.clause, "level": self.level, "sheet_ja": self.sheet_ja})
        parts = [f"\n[[step]]\n{table(step)}" for step in self.steps]
        parts += [f"\n[[check]]\n{table(check)}" for check in self.checks]
        return head + "".join(parts) + (f"\n[faults]\n{table({'script': self.script})}" if self.script else "")

    def tree(self, folder):
        """Path -> bytes of everything in the case's folder."""
        return {f"{folder}/case.toml": self.toml().encode()} | {f"{folder}/{path}": data for path, data in self.files.items()}

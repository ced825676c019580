"""Writes the fixtures under 202407/ and 202208/ and the cases of the certification packs, or with --check compares
them with what is there."""
import json
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from lib import bad, dialects, form, judge, month, outcomes, packs, semantic, sums, third_edition, valid  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[1]
HERE = "spec-fixtures"
FIXTURES = (month.ROOT, valid.ROOT, bad.ROOT, bad.SERIES, semantic.ROOT, third_edition.ROOT, dialects.ROOT,
            outcomes.ROOT)
ROOTS = (*(f"{HERE}/{root}" for root in FIXTURES), *packs.ROOTS)


def make():
    """Path from the repository's root -> bytes of all files, proven from the bytes before they are given out."""
    messages, others, cases, seen = month.messages(), list(valid.messages()), bad.cases(), dict(semantic.cases())
    tree = month.tree(messages) | valid.tree(others) | bad.tree(cases) | semantic.tree(seen)
    for root, each in ((month.ROOT, messages), (valid.ROOT, others)):
        for message in each:
            prove(message, json.loads(tree[f"{root}/{message.name}/rows.json"]))
    serials = [message.serial for message in messages]
    assert serials == sorted(set(serials)), "serials do not rise"
    for name, case in {**cases, **seen}.items():
        assert case_faults(case) == case.expected, f"{name}: {case_faults(case)}"
    tree |= third_edition.tree(third_edition.messages()) | dialects.tree() | outcomes.tree()
    return {f"{HERE}/{path}": data for path, data in tree.items()} | packs.tree()


def case_faults(case):
    if case.series:
        return judge.series_faults(case.series)
    if case.unit:
        return judge.unit_faults(case.files)
    return [each for file in case.files.items() for each in judge.file_faults(*file)]


def prove(message, described):
    """The files say what rows.json says, and nothing but what is stated is to be said of them."""
    files = message.files
    for table in described["files"]:
        cells = form.cells(files[table["name"]])
        assert cells == [list(row.values()) for row in table["rows"]], table["name"]
    for entry in described["attachments"]:
        assert entry == month.attachment_entry(entry["name"], files[entry["name"]])
    assert len(files) == len(described["files"]) + len(described["attachments"])
    assert judge.unit_faults(files) == message.findings, judge.unit_faults(files)
    assert all(finding.severity == "info" for finding in message.findings)
    assert judge.unit_name(files) == message.unit, message.name
    sums.check(message)


def write(tree):
    for root in ROOTS:
        shutil.rmtree(REPOSITORY / root, ignore_errors=True)
    for path, data in tree.items():
        (REPOSITORY / path).parent.mkdir(parents=True, exist_ok=True)
        (REPOSITORY / path).write_bytes(data)
    print(f"{len(tree)} files written")


def check(tree):
    there = {path.relative_to(REPOSITORY).as_posix(): path.read_bytes()
             for root in ROOTS for path in (REPOSITORY / root).rglob("*") if path.is_file()}
    failed = 0
    for path in sorted(tree.keys() | there.keys()):
        state = "missing" if path not in there else "surplus" if path not in tree else \
            "differs" if there[path] != tree[path] else None
        if state:
            failed += 1
            print(f"{state}: {path}")
    print(f"{len(tree.keys() | there.keys()) - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: make.py [--check]")
    tree = make()
    if sys.argv[1:]:
        sys.exit(1 if check(tree) else 0)
    write(tree)

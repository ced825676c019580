"""The record layouts, read from the one place that states them: core/src/spec."""
import tomllib
from functools import cache
from pathlib import Path

VERSION = "202407"
SPEC = Path(__file__).resolve().parents[2] / "core" / "src" / "spec" / VERSION
MONTH_KINDS = {"UPHOSOKU", "UPPLAN", "UPJSK", "DLTPLAN", "DLTJSK", "UPSIKYU"}


@cache
def fields(kind):
    """The fields of a kind in layout order."""
    with open(SPEC / f"{kind}.toml", "rb") as file:
        found = tomllib.load(file)["fields"]
    assert [f["no"] for f in found] == list(range(1, len(found) + 1)), kind
    return found


@cache
def kinds():
    return frozenset(path.stem for path in SPEC.glob("*.toml") if path.stem.isupper())


def item_number(kind, field_id):
    """The item number of a field."""
    return next(f["no"] for f in fields(kind) if f["id"] == field_id)


def record(kind, **values):
    """A full row: every field of the layout, empty where no value is given."""
    values.setdefault("csv_version", VERSION)
    row = {f["id"]: str(values.pop(f["id"], "")) for f in fields(kind)}
    assert not values, f"{kind} has no {sorted(values)}"
    return row


@cache
def codes(list_id):
    with open(SPEC / "codes.toml", "rb") as file:
        lists = tomllib.load(file)["list"]
    return next({c["code"] for c in found["codes"]} for found in lists if found["id"] == list_id)


@cache
def service_types():
    """Code -> entry of the scope tables."""
    with open(SPEC.parent / "service_types.toml", "rb") as file:
        return {entry["code"]: entry for entry in tomllib.load(file)["service_type"]}


@cache
def kinds_of_202208():
    return frozenset(path.stem for path in (SPEC.parent / "202208").glob("*.toml") if path.stem.isupper())


def month_field(kind):
    """The field that repeats the month of the file's name."""
    return next((f["id"] for f in fields(kind) if f["id"] in ("target_month", "deletion_target_month")), None)


def is_month(text):
    return len(text) == 6 and text.isdecimal() and "01" <= text[4:] <= "12"

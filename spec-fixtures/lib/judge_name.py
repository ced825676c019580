"""A second opinion on file names: what they say, and what stands around a standard name."""
import re
import unicodedata
from datetime import datetime

from . import layout

STEM = r"([A-Z0-9_]+?)(?:_(\d{6}))?_([0-9A-Z]{10}_[0-9A-Z]{2})_([0-9A-Z]{10}_[0-9A-Z]{2})_(\d{14})"
NAME = re.compile(STEM + r"\.CSV", re.I | re.A)
INNER = re.compile(r"(?<![0-9A-Z])((?:" + "|".join(sorted(layout.kinds(), key=len, reverse=True)) + r")_(?:\d{6}_)?"
                   r"(?:[0-9A-Z]{10}_[0-9A-Z]{2}_){2}\d{14})(?!\d)", re.I | re.A)


def mend(name):
    """The standard name inside of another, and the rules that the other breaks; the name itself and none where
    there is nothing to mend."""
    if NAME.fullmatch(name):
        return name, []
    if NAME.fullmatch(name.replace("-", "_")):
        return name.replace("-", "_"), ["name.separator"]
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    inner = INNER.search(bare)
    if not inner or re.search(r"\.(xlsx|bak)$", bare):
        return name, []
    rules = []
    if unicodedata.normalize("NFKC", name) != name:
        rules.append("name.width")
    before, after = bare[:inner.start()], bare[inner.end():]
    ending = re.search(r"\.csv", after, re.I) or re.search(r"\.txt", after, re.I)
    if not ending or ending[0].lower() != ".csv":
        rules.append("name.ending")
    rest = before + (after[:ending.start()] + after[ending.end():] if ending else after)
    if rest:
        rules.append("name.surplus")
    elif re.search(r"\s", name):
        rules.append("name.blank")
    return inner[0] + ".CSV", rules


def name_parts(name):
    """(kind, month, sender, receiver, serial), or the rule that the name breaks."""
    match = NAME.fullmatch(mend(name)[0])
    if not match:
        return wrong_part(name)
    if match[1].upper() not in layout.kinds():
        return "name.kind"
    kind, month, *rest = match.groups()
    try:
        datetime.strptime(rest[2], "%Y%m%d%H%M%S")
    except ValueError:
        return "name.part_serial"
    if rest[2].endswith(("60", "61")):
        return "name.part_serial"
    if month and not ("01" <= month[4:] <= "12" or month == "000000"):
        return "name.part_month"
    if kind.upper() not in layout.MONTH_KINDS and month == "000000":
        month = None
    if (kind.upper() in layout.MONTH_KINDS) != bool(month):
        return "name.part_month" if kind.upper() in layout.MONTH_KINDS else "name.part_count"
    return kind.upper(), month, *rest


def wrong_part(name):
    """Which part of a name that is no standard one is wrong."""
    stem, dot, ending = name.rpartition(".")
    if ending.upper() == "JPG":
        return "name.part_branch"
    if ending.upper() != "CSV":
        return "name.grammar"
    kind = max((each for each in layout.kinds() if stem.upper().startswith(each + "_")), key=len, default=None)
    if kind is None:
        return "name.kind"
    parts = stem[len(kind) + 1:].split("_")
    if len(parts) < 3:
        return "name.grammar"
    if kind in layout.MONTH_KINDS and not re.fullmatch(r"\d{4}(0[1-9]|1[0-2])|000000", parts.pop(0)):
        return "name.part_month"
    if len(parts) != 5:
        return "name.part_count"
    shapes = zip(parts, ("office", "service_type") * 2, (r"[0-9A-Z]{10}", "[0-9A-Z]{2}") * 2)
    return next((f"name.part_{part}" for text, part, shape in shapes if not re.fullmatch(shape, text)), "name.part_serial")

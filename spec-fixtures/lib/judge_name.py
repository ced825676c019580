"""A second opinion on file names: what they say, and what stands around a standard name."""
import re
import unicodedata

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
        return "name.grammar"
    if match[1].upper() not in layout.kinds():
        return "name.kind"
    kind, month, *rest = match.groups()
    if kind.upper() not in layout.MONTH_KINDS and month == "000000":
        month = None
    if (kind.upper() in layout.MONTH_KINDS) != bool(month):
        return "name.grammar"
    return kind.upper(), month, *rest

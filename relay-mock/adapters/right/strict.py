"""Imports what is written as the standard has it, and refuses all else with the reason."""
import csv
import io
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wrong"))

from _product import Care, serve  # noqa: E402
from software import LAYOUTS  # noqa: E402


class Right(Care):
    def take_in(self, data):
        said = [self.strange(kind, data[name]) for name in data if (kind := self.kind_of(name))]
        return [rule for rule in said if rule] or super().take_in(data)

    def strange(self, kind, data):
        """What is not as the standard has it, by the ids of spec-fixtures/rules.md."""
        if data.startswith(b"\xef\xbb\xbf"):
            return "csv.bom"
        if data.endswith(b"\x1a"):
            return "csv.damaged_end"
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError:
            return "csv.utf8"
        if "\n" not in text:
            return "csv.line_end"
        try:
            return self.in_rows(kind, list(csv.reader(io.StringIO(text, newline=""), strict=True)))
        except csv.Error:
            return "csv.quote_open"

    def in_rows(self, kind, rows):
        if [] in rows:
            return "csv.empty_line"
        if rows[0][0] == LAYOUTS[kind][0]["name_ja"]:
            return "csv.header"
        if any(len(cells) != len(LAYOUTS[kind]) for cells in rows):
            return "csv.columns_long" if len(rows[0]) > len(LAYOUTS[kind]) else "csv.columns_short"
        if rows[0][0] not in ("202407", "202208"):
            return "version.unknown"
        found = (self.in_cell(*each) for cells in rows for each in zip(LAYOUTS[kind], cells))
        return next((rule for rule in found if rule), None)

    def in_cell(self, field, text):
        if field["type"] == "free_text":
            return None
        if text.startswith("="):
            return "csv.formula_guard"
        if text != text.strip():
            return "field.blanks"
        return "field.fullwidth" if text != unicodedata.normalize("NFKC", text) else None


serve(Right())

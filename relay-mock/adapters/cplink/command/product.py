"""A care software that has nothing but the command `cplink`, as a product to certify.

    relay-mock certify run --pack v4 --drive program --out DIR -- python3 relay-mock/adapters/cplink/command/product.py

Files are checked, read and written by the command, with `--json`; CPLINK names it where it is not on the path. What the
records mean once they are read is the sample's own work (`adapters/python/software.py`): the command has no verb for it.
"""
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))

import adapter  # noqa: E402
from software import Care  # noqa: E402

VERSION = "202407"


def cplink(*arguments):
    """What a verb says: faults are an object too."""
    command = [os.environ.get("CPLINK", "cplink"), "--json", "--lang", "ja", *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8")
    return json.loads(ran.stdout)


def convert(*arguments):
    said = cplink("convert", *arguments)
    if "error" in said:
        raise RuntimeError(said["error"]["text"])


def converted(source, target, *arguments):
    convert(source, target, *arguments)
    return json.loads(target.read_text("utf-8"))


def text_of(cell):
    """A cell whose text alone does not give its bytes back has both."""
    return cell["text"] if isinstance(cell, dict) else cell


class ByCommand(Care):
    def take_in(self, data):
        with TemporaryDirectory() as place:
            folder = Path(place) / "unit"
            folder.mkdir()
            for name, content in data.items():
                (folder / name).write_bytes(content)
            said = cplink("check", "--unit", "--office", self.office, *folder.iterdir())
            if "error" in said:
                return [said["error"]["message_ja"]]
            reasons = {each["rule"] for each in said["findings"] if each["severity"] == "error"}
            if not reasons:
                files = converted(folder, Path(place) / "unit.json")["files"]
                self.keep({file["name"]: (file["kind"], self.as_rows(file)) for file in files})
                csv = {file["name"] for file in files}
                self.attached |= {name: data[name] for name in data if name not in csv}
            return sorted(reasons)

    def as_rows(self, file):
        """A file's rows, in the version that the product works with."""
        if file["version"] != VERSION:
            with TemporaryDirectory() as place:
                # A new name would need service types; the product needs none.
                (Path(place) / "plain.json").write_text(json.dumps(file | {"name": None}), "utf-8")
                file = converted(Path(place) / "plain.json", Path(place) / "new.json", "--version", VERSION)
        return [{id: text_of(cell) for id, cell in row.items()} for row in file["rows"]]

    def line(self, kind, row):
        return json.dumps({"kind": kind, "row": row}) + "\n"

    def encode(self, text):
        """The lines of a file as CSV."""
        lines = [json.loads(line) for line in text.splitlines()]
        with TemporaryDirectory() as folder:
            file = {"kind": lines[0]["kind"], "version": VERSION, "rows": [each["row"] for each in lines]}
            (Path(folder) / "rows.json").write_text(json.dumps(file), "utf-8")
            convert(Path(folder) / "rows.json", Path(folder) / "rows.csv")
            return (Path(folder) / "rows.csv").read_bytes()


if __name__ == "__main__":
    profile = adapter.profile()
    adapter.profile = lambda: profile | {"name": "CarePlanLink, the command"}
    adapter.serve(ByCommand())

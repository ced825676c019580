"""A case: files that break a rule, and what must be said of them."""
from dataclasses import dataclass, field

from . import form
from .judge import Fault
from .month import to_json
from .people import PLANNER, RENTAL
from .services import MONTH

SERIAL, OTHER_SERIAL = "20250925130203", "20250925130204"


@dataclass
class Case:
    why: str
    files: dict
    expect: Fault | list
    unit: bool = False
    # Where they are a series of units: the files of each, in the order of their serials.
    series: list = field(default_factory=list)

    @property
    def expected(self):
        return [self.expect] if isinstance(self.expect, Fault) else self.expect

    def tree(self, folder):
        """Path -> bytes of everything in the case's folder."""
        out = {f"{folder}/files/{name}": data for name, data in self.files.items()}
        for number, files in enumerate(self.series, 1):
            out |= {f"{folder}/{number}/{name}": data for name, data in files.items()}
        about = {"why": self.why, "expect": [each._asdict() for each in self.expected], "unit": self.unit}
        return out | {f"{folder}/case.json": to_json(about | ({"series": len(self.series)} if self.series else {}))}


def name_of(kind, receiver=RENTAL, serial=SERIAL, month=MONTH, extension=".CSV", sender=PLANNER):
    return form.file_name(kind, sender.address, receiver.address, serial, month, extension)


def text_of(kind, rows):
    return "".join(line + "\r\n" for line in form.lines(kind, rows))

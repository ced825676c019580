#!/usr/bin/env python3
"""Makes the pictures of forms in this folder: `python3 make.py CPLINK`, after `cargo build --workspace`.

`cplink print` draws the fixtures' month as PDF, `pdftoppm` of poppler paints pages of it, and each is written as PNG
with 16 shades of grey: forms have no colours, and so a picture is small.
"""

import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
MONTH = HERE.parents[2] / "spec-fixtures/202407/month"
# The picture, the units, the form, its page, dots in an inch.
PICTURES = [
    ("table-6", ["02-slip-home-help", "10-results-home-help", "11-results-day-care"], "6", 1, 100),
    ("table-7", ["02-slip-home-help"], "7", 1, 100),
    ("table-2", ["01-care-plan"], "2", 1, 100),
    ("table-3", ["01-care-plan"], "3", 1, 100),
    ("basic", ["07-prevention-plan"], "basic", 1, 100),
]


def page(cplink, units, form, number, dots):
    """A page of a form: width, height, its dots as bytes of grey."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = f"{folder}/forms.pdf"
        files = [str(MONTH / unit / "files") for unit in units]
        subprocess.run([cplink, "print", *files, "--form", form, "--out", pdf], check=True)
        options = ["-r", str(dots), "-gray", "-f", str(number), "-l", str(number)]
        pgm = subprocess.run(["pdftoppm", *options, pdf], check=True, stdout=subprocess.PIPE).stdout
    kind, size, most, grey = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    if (kind, most, len(grey)) != (b"P5", b"255", width * height):
        sys.exit("pdftoppm wrote something else than grey dots")
    return width, height, grey


def png(width, height, grey):
    """The picture with four bits for each dot."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    lines = bytearray()
    for y in range(height):
        shades = [(dot + 8) // 17 for dot in grey[y * width : (y + 1) * width]] + [0] * (width % 2)
        lines += b"\0" + bytes(high << 4 | low for high, low in zip(shades[::2], shades[1::2]))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


if len(sys.argv) != 2:
    sys.exit(__doc__)
for name, *which in PICTURES:
    (HERE / f"{name}.png").write_bytes(png(*page(sys.argv[1], *which)))

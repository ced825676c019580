"""Attachments, made byte by byte so that they never change: a PDF page, grey JPEGs, a Word file."""
import io
import struct
import zipfile


def pdf(*text):
    """One A5 page of ASCII lines."""
    page = b"BT /F1 14 Tf 40 540 Td 22 TL " + b" ".join(b"(%s) Tj T*" % t.encode("ascii") for t in text) + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def jpeg(picture):
    """A baseline grey JPEG. Each character of the picture is one flat 8x8 block, so a block
    needs its DC value only and the code tables can be tiny."""
    shades = {" ": 250, ".": 200, "+": 120, "#": 30}
    bits, last = "", 0
    for line in picture:
        for mark in line:
            level = shades[mark] - 128
            step, last = level - last, level
            size = abs(step).bit_length()
            value = step if step >= 0 else step + (1 << size) - 1
            # DC codes are the size itself in 4 bits; the one AC code, end of block, is a 0.
            bits += f"{size:04b}" + (f"{value:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")

    def segment(marker, body):
        return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body

    return b"".join([
        b"\xff\xd8",
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        segment(0xDB, b"\0" + b"\x08" * 64),
        segment(0xC0, struct.pack(">BHHB", 8, 8 * len(picture), 8 * len(picture[0]), 1) + b"\1\x11\0"),
        segment(0xC4, b"\x00" + bytes([0, 0, 0, 9] + [0] * 12) + bytes(range(9))),
        segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0"),
        segment(0xDA, b"\1\1\0\0\x3f\0"),
        scan,
        b"\xff\xd9",
    ])


def docx():
    """Enough of a Word file to be recognised as one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for name in ("[Content_Types].xml", "word/document.xml"):
            info = zipfile.ZipInfo(name, (2025, 9, 1, 0, 0, 0))
            info.create_system = 0
            pack.writestr(info, '<?xml version="1.0"?><sample/>')
    return out.getvalue()


FAMILY = [
    "                        ",
    "   ####        .####.   ",
    "   #  #--------#    #   ".replace("-", "+"),
    "   ####   +    .####.   ",
    "          +             ",
    "    +++++++++++++++     ",
    "    +      +      +     ",
    "   ###   .###.   ###    ",
    "   # #   #   #   # #    ",
    "   ###   .###.   ###    ",
    "                        ",
]
HANDRAIL = [
    "................",
    ".##############.",
    ".#............#.",
    ".#.   ++++   .#.",
    ".#.   +  +   .#.",
    ".#.   ++++   .#.",
    "################",
    "                ",
]

"""Writes a container in forms that zip readers disagree about, and containers.tsv: name, file, expected code.

    containers.py SOUND

The sound container is taken apart by Python's own reader; everything else is put together byte by byte.
"""

import io
import struct
import sys
import unicodedata
import zipfile
import zlib

DATE = 0x21
made = []


class Entry:
    """An entry; what the local header and the directory say may differ."""

    def __init__(self, name, data):
        self.name = name if isinstance(name, bytes) else name.encode()
        self.data = data
        self.local = {}
        self.central = {}
        self.flags = 0 if all(byte < 128 for byte in self.name) else 0x800
        self.method = 0
        self.packed = data
        self.extra = b""
        self.descriptor = b""
        self.listed = True
        self.before = b""

    def fields(self, changes):
        base = dict(version=20, flags=self.flags, method=self.method, time=0, date=DATE, crc=zlib.crc32(self.data),
                    packed=len(self.packed), size=len(self.data), name=self.name, extra=self.extra, comment=b"",
                    made=3 << 8 | 20, disk=0, attributes=0o100644 << 16)
        base.update(changes)
        return base

    def local_bytes(self):
        f = self.fields(self.local)
        head = struct.pack("<IHHHHHIIIHH", 0x04034B50, f["version"], f["flags"], f["method"], f["time"], f["date"],
                           f["crc"], f["packed"], f["size"], len(f["name"]), len(f["extra"]))
        return head + f["name"] + f["extra"] + self.packed + self.descriptor

    def central_bytes(self, offset):
        f = self.fields(self.central)
        head = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, f["made"], f["version"], f["flags"], f["method"], f["time"],
                           f["date"], f["crc"], f["packed"], f["size"], len(f["name"]), len(f["extra"]),
                           len(f["comment"]), f["disk"], 0, f["attributes"], f.get("offset", offset))
        return head + f["name"] + f["extra"] + f["comment"]


def archive(entries, order=None, comment=b"", prefix=b"", adjust=0, behind=b"", count=None, zip64=False, shift=0):
    out, offsets = bytearray(prefix), []
    for entry in entries:
        out += entry.before
        offsets.append(len(out) - len(prefix) + adjust)
        out += entry.local_bytes()
    begin = len(out) - len(prefix) + adjust
    listed = [(entry, offset) for entry, offset in zip(entries, offsets) if entry.listed]
    if order:
        listed = [listed[at] for at in order(len(listed))]
    directory = b"".join(entry.central_bytes(offset) for entry, offset in listed)
    count = len(listed) if count is None else count
    out += directory
    if zip64:
        at = len(out) - len(prefix)
        out += struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, len(directory), begin)
        out += struct.pack("<IIQI", 0x07064B50, 0, at, 1)
    out += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), begin + shift, len(comment))
    return bytes(out + comment + behind)


def deflated(entry, method=8):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    entry.method, entry.packed = method, packer.compress(entry.data) + packer.flush()
    return entry


def described(entry):
    entry.flags |= 8
    entry.local = dict(crc=0, packed=0, size=0)
    entry.descriptor = struct.pack("<IIII", 0x08074B50, zlib.crc32(entry.data), len(entry.data), len(entry.data))
    return entry


def write(name, code, data):
    made.append((name, code))
    with open(f"{name}.asice", "wb") as file:
        file.write(data)


def main():
    with open(sys.argv[1], "rb") as file:
        sound = file.read()
    reader = zipfile.ZipFile(io.BytesIO(sound))

    def fresh():
        return [Entry(name, reader.read(name)) for name in reader.namelist()]

    csv, pdf, last = 2, 3, len(reader.namelist()) - 1
    assert archive(fresh()) == sound, "the builder does not write what was sealed"

    def variant(name, code, change=None, **how):
        entries = fresh()
        replaced = change(entries) if change else None
        write(name, code, archive(entries if replaced is None else replaced, **how))

    def put(at, entry):
        return lambda entries: entries[:at] + [entry] + entries[at:]

    def each(change):
        return lambda entries: [change(entry) for entry in entries] and None

    def setting(at, **values):
        return lambda entries: [setattr(entries[at], name, value) for name, value in values.items()] and None

    repacked, form, path = "CPL_E_CONTAINER_REPACKED", "CPL_E_CONTAINER_FORMAT", "CPL_E_CONTAINER_PATH"
    # The mimetype, by which readers know the file.
    variant("mimetype-deflated", repacked, lambda e: deflated(e[0]) and None)
    variant("mimetype-extra", repacked, setting(0, extra=b"\x01\x00\x00\x00"))
    variant("mimetype-last", form, lambda e: e[1:] + e[:1])
    variant("mimetype-newline", form, put(0, Entry("mimetype", b"application/vnd.etsi.asic-e+zip\n")))
    variant("mimetype-of-odf", form, lambda e: [Entry("mimetype", b"application/vnd.oasis.opendocument.text")] + e[1:])
    variant("mimetype-twice", form, put(1, Entry("mimetype", b"application/vnd.etsi.asic-e+zip")))
    variant("mimetype-none", form, lambda e: e[1:])
    # Methods, descriptors, sizes.
    variant("all-deflated", repacked, each(deflated))
    variant("deflate64", repacked, lambda e: deflated(e[csv], 9) and None)
    variant("descriptor", form, lambda e: described(e[csv]) and None)
    variant("descriptors", form, each(described))
    sizes = struct.pack("<HHQQ", 1, 16, 13, 13)
    variant("zip64-entry", repacked, setting(csv, extra=sizes, local=dict(version=45, packed=0xFFFFFFFF, size=0xFFFFFFFF),
                                             central=dict(version=45, packed=0xFFFFFFFF, size=0xFFFFFFFF)))
    variant("zip64-end", form, zip64=True)
    variant("encrypted", form, setting(csv, flags=1))
    variant("strong-encrypted", form, setting(csv, flags=0x41))
    variant("patched", form, setting(csv, flags=0x20))
    variant("central-size", form, setting(csv, central=dict(size=5, packed=5)))
    variant("central-checksum", form, setting(csv, central=dict(crc=1)))
    variant("local-checksum", "CPL_E_CONTAINER_DIGEST", setting(csv, local=dict(crc=1)))
    variant("central-method", repacked, setting(csv, central=dict(method=8)))
    # Names, and which of two readers would see.
    other = b'"b",2\r\n'
    variant("doubled-name", "CPL_E_CONTAINER_DUPLICATE", put(csv + 1, Entry("UPPLAN_202609.CSV", other)))
    variant("doubled-case", "CPL_E_CONTAINER_DUPLICATE", put(csv + 1, Entry("upplan_202609.csv", other)))
    variant("doubled-width", "CPL_E_CONTAINER_DUPLICATE", put(csv + 1, Entry("ＵＰＰＬＡＮ_202609.CSV", other)))
    hidden = Entry("UPPLAN_202609.CSV", other)
    hidden.listed = False
    variant("hidden-before", "CPL_E_CONTAINER_DUPLICATE", put(csv, hidden))
    surplus = Entry("x.csv", other)
    surplus.listed = False
    variant("hidden-other", form, put(csv, surplus))
    variant("names-differ", form, setting(csv, central=dict(name=b"UPJSK_202609.CSV")))
    variant("directory-reordered", form, order=lambda count: [0, 1, 3, 2] + list(range(4, count)))
    variant("directory-twice", form, order=lambda count: [0, 1, 2, 2] + list(range(3, count)))
    variant("directory-less", form, order=lambda count: [at for at in range(count) if at != csv])
    variant("directory-count", form, count=3)
    variant("same-offset", form, setting(pdf, central=dict(offset=0)))
    for name, bad in [("absolute", "/etc/passwd"), ("parent", "../x.csv"), ("parent-inside", "a/../x.csv"),
                      ("drive", "C:\\x.csv"), ("share", "\\\\host\\x.csv"), ("backslash", "..\\x.csv"),
                      ("stream", "x.csv:y"), ("nul", "x.csv\0.pdf"), ("empty", ""), ("folder", "sub/"),
                      ("dot", "."), ("device", "NUL"), ("overlong", b"\xc0\xae\xc0\xae/x"), ("shift-jis", b"\x93Y\x95t.pdf"),
                      ("right-to-left", "\u202efdp.exe"), ("trailing-dot", "x.csv.")]:
        code = "CPL_E_CONTAINER_REPACKED" if name == "folder" else path
        variant(f"name-{name}", code, put(csv, Entry(bad, other)))
    variant("name-nfd", "CPL_E_CONTAINER_MANIFEST",
            lambda e: [Entry(unicodedata.normalize("NFD", "添付がぎ.pdf"), x.data) if at == pdf else x for at, x in enumerate(e)])
    variant("name-utf8-unmarked", form, setting(pdf, flags=0))
    variant("name-utf8-marked", form, setting(csv, flags=0x800))
    unicode_path = b"\x01" + struct.pack("<I", zlib.crc32(b"UPPLAN_202609.CSV")) + b"x.csv"
    variant("name-unicode-extra", repacked, setting(csv, extra=struct.pack("<HH", 0x7075, len(unicode_path)) + unicode_path))
    # Other entries.
    variant("surplus-part", "CPL_E_CONTAINER_MANIFEST", put(csv, Entry("x.csv", other)))
    variant("surplus-last", form, lambda e: e + [Entry("x.csv", other)])
    variant("surplus-signature", form, lambda e: e + [Entry("META-INF/signature2.p7s", e[last].data)])
    variant("surplus-folder", repacked, lambda e: e[:4] + [Entry("META-INF/", b"")] + e[4:])
    variant("link", repacked, setting(csv, central=dict(attributes=0o120777 << 16)))
    variant("executable", repacked, setting(csv, central=dict(attributes=0o100755 << 16)))
    variant("dated", repacked, setting(csv, local=dict(time=0x6000, date=0x5B21), central=dict(time=0x6000, date=0x5B21)))
    variant("made-by-windows", repacked, setting(csv, central=dict(made=20)))
    variant("entry-comment", repacked, setting(csv, central=dict(comment=b"x")))
    variant("disk", form, setting(csv, central=dict(disk=1)))
    # Around it.
    variant("comment", repacked, comment=b"x" * 9)
    nested = archive([Entry("x.csv", other)])
    # By its last end record it is another file.
    variant("end-in-comment", "CPL_E_NOT_A_CONTAINER", comment=nested)
    variant("prefix", repacked, prefix=b"#!/bin/sh\n")
    variant("prefix-adjusted", repacked, prefix=b"#!/bin/sh\n", adjust=10)
    variant("spanned", repacked, prefix=b"PK\x07\x08", adjust=4)
    variant("behind", repacked, behind=b"\0" * 9)
    variant("two-behind-each-other", "CPL_E_NOT_A_CONTAINER", behind=nested)
    variant("two-before-each-other", repacked, prefix=nested, adjust=len(nested))
    variant("gap", form, setting(csv, before=b"\0" * 4))
    variant("end-offset", repacked, shift=1)
    appended = io.BytesIO(sound)
    with zipfile.ZipFile(appended, "a") as file:
        file.writestr("x.csv", other)
    write("appended-by-python", repacked, appended.getvalue())
    with open("containers.tsv", "w", encoding="utf-8") as table:
        table.writelines(f"{name}\t{code}\n" for name, code in made)


if __name__ == "__main__":
    main()

"""Rewrites a PKCS#12 file that openssl made into a form that the openssl of today does not write itself.

    pkcs12_forms.py FORM IN OUT [PASSWORD]

ber: lengths marked at the end; pieces: strings in pieces as well; trailing: bytes behind the end; absent: no
NULL in algorithms; pbmac1, pbmac1-sha512-256: the MAC of RFC 9579; wide: a MAC under the password as openssl
1.0 widened it, each byte of its UTF-8 a character; short-iv: an initialisation vector of three bytes; work: a
MAC of two thousand million iterations; enveloped, signed: for a public key instead of a password.
"""

import hashlib
import hmac
import sys

NULL = b"\x05\x00"
PBMAC1 = bytes.fromhex("06092a864886f70d01050e")
PBKDF2 = bytes.fromhex("06092a864886f70d01050c")


def length(count):
    if count < 0x80:
        return bytes([count])
    digits = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def tlv(tag, *parts):
    body = b"".join(parts)
    return bytes([tag]) + length(len(body)) + body


def split(data):
    """The elements: tag and content."""
    found, at = [], 0
    while at < len(data):
        tag, count = data[at], data[at + 1]
        at += 2
        if count & 0x80:
            digits = count & 0x7F
            count = int.from_bytes(data[at : at + digits], "big")
            at += digits
        found.append((tag, data[at : at + count]))
        at += count
    return found


def indefinite(tag, content, pieces):
    if tag & 0x20:
        return bytes([tag, 0x80]) + b"".join(indefinite(*one, pieces) for one in split(content)) + b"\0\0"
    if tag == 0x04 and pieces and len(content) > 3:
        half = len(content) // 2
        return b"\x24\x80" + tlv(4, content[:half]) + tlv(0x24, tlv(4, content[half:])) + b"\0\0"
    if tag == 0x80 and pieces:
        return b"\xa0\x80" + tlv(4, content[:100]) + tlv(4, content[100:]) + b"\0\0"
    return tlv(tag, content)


def rebuilt(data, change):
    """Every element, changed from the inside out; strings that hold elements are entered, too."""

    def one(tag, content):
        if tag & 0x20:
            content = b"".join(one(*each) for each in split(content))
        return change(tag, content)

    return b"".join(one(*each) for each in split(data))


def parts(pfx):
    [(_, body)] = split(pfx)
    version, safe, *mac = [tlv(*each) for each in split(body)]
    [(_, safe_body)] = split(safe)
    [_, (_, explicit)] = split(safe_body)
    [(_, content)] = split(explicit)
    return version, content, mac[0] if mac else b""


def joined(version, content, mac):
    data = bytes.fromhex("06092a864886f70d010701")
    return tlv(0x30, version, tlv(0x30, data, tlv(0xA0, tlv(4, content))), mac)


def pkcs12_key(hash_name, password, salt, iterations):
    """RFC 7292, appendix B, for a key that one hash is long enough for."""
    block = hashlib.new(hash_name).block_size
    fill = lambda text: (text * (block // len(text) + 1))[: block * -(-len(text) // block)]
    found = b"\x03" * block + fill(salt) + fill(password)
    for _ in range(iterations):
        found = hashlib.new(hash_name, found).digest()
    return found


def old_mac(content, text):
    """The MAC of RFC 7292 with SHA-1, under a password of two bytes a character."""
    salt = b"saltsalt"
    digest = hmac.new(pkcs12_key("sha1", text + b"\0\0", salt, 2048), content, "sha1").digest()
    algorithm = tlv(0x30, bytes.fromhex("06052b0e03021a"), NULL)
    return tlv(0x30, tlv(0x30, algorithm, tlv(4, digest)), tlv(4, salt), tlv(2, b"\x08\x00"))


def pbmac1(content, password, name, oid):
    salt = b"saltsalt"
    algorithm = tlv(0x30, bytes.fromhex(oid), NULL)
    # hashlib's PBKDF2 as the standard defines it; the MAC's key is as long as its hash.
    key = hashlib.pbkdf2_hmac(name, password, salt, 2048, 32)
    kdf = tlv(0x30, PBKDF2, tlv(0x30, tlv(4, salt), tlv(2, b"\x08\x00"), tlv(2, b"\x20"), algorithm))
    scheme = tlv(0x30, PBMAC1, tlv(0x30, kdf, algorithm))
    digest = hmac.new(key, content, name).digest()
    return tlv(0x30, tlv(0x30, scheme, tlv(4, digest)), tlv(4, b"ignored1"), tlv(2, b"\x01"))




def absent(tag, content):
    # A sequence of an identifier and NULL.
    if tag == 0x30 and content.endswith(NULL) and content[0] == 6 and len(content) == 2 + content[1] + 2:
        content = content[:-2]
    return tlv(tag, content)


def short_iv(tag, content):
    return tlv(tag, content[:3] if tag == 4 and len(content) == 8 and content != b"saltsalt" else content)


def main():
    form, source, target, *rest = sys.argv[1:]
    password = rest[0].encode() if rest else b""
    utf16 = password.decode().encode("utf-16-be")
    with open(source, "rb") as file:
        pfx = file.read()
    version, content, mac = parts(pfx)
    if form in ("ber", "pieces"):
        content = b"".join(indefinite(*each, form == "pieces") for each in split(content))
        # The MAC is over these bytes.
        whole = joined(version, content, old_mac(content, utf16))
        made = indefinite(*split(whole)[0], form == "pieces")
    elif form == "trailing":
        made = pfx + b"\r\n\0" * 9
    elif form == "absent":
        content = rebuilt(content, absent)
        made = joined(version, content, rebuilt(old_mac(content, utf16), absent))
    elif form == "pbmac1":
        made = joined(version, content, pbmac1(content, password, "sha384", "06082a864886f70d020a"))
    elif form == "pbmac1-sha512-256":
        made = joined(version, content, pbmac1(content, password, "sha512_256", "06082a864886f70d020d"))
    elif form == "wide":
        made = joined(version, content, old_mac(content, b"".join(b"\0" + bytes([byte]) for byte in password)))
    elif form == "short-iv":
        made = joined(version, rebuilt(content, short_iv), b"")
    elif form == "work":
        [(_, body)] = split(mac)
        digest, salt, _ = [tlv(*each) for each in split(body)]
        made = joined(version, content, tlv(0x30, digest, salt, tlv(2, b"\x77\0\0\0")))
    elif form == "enveloped":
        inner = tlv(0x30, bytes.fromhex("06092a864886f70d010703"), tlv(0xA0, tlv(0x30, tlv(2, b"\0"))))
        made = joined(version, tlv(0x30, inner), b"")
    elif form == "signed":
        oid = bytes.fromhex("06092a864886f70d010702")
        made = tlv(0x30, version, tlv(0x30, oid, tlv(0xA0, tlv(0x30, tlv(2, b"\x01")))))
    else:
        sys.exit(f"no such form: {form}")
    with open(target, "wb") as file:
        file.write(made)


if __name__ == "__main__":
    main()

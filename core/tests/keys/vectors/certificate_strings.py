"""Issues a certificate anew with strings of a subject in another type, as no issuing program of today would.

    certificate_strings.py CERTIFICATE.der CA.key.pem OUT.der (TEXT TAG NEW-TEXT-IN-HEX)...

Every attribute with a text (in UTF-8) is given the tag (hexadecimal) and the new bytes; openssl signs the
result (ECDSA with SHA-256).
"""

import subprocess
import sys

from pkcs12_forms import split, tlv


def changed(data, changes):
    made = []
    for tag, content in split(data):
        if tag in (0x30, 0x31):
            content = changed(content, changes)
        elif content in changes and tag in (0x0C, 0x13):
            tag, content = changes[content]
        made.append(tlv(tag, content))
    return b"".join(made)


def main():
    source, key, target, *rest = sys.argv[1:]
    changes = {}
    for text, tag, new in zip(rest[::3], rest[1::3], rest[2::3]):
        changes[text.encode()] = (int(tag, 16), bytes.fromhex(new))
    with open(source, "rb") as file:
        [(_, body)] = split(file.read())
    [(_, signed), algorithm, _] = split(body)
    signed = tlv(0x30, changed(signed, changes))
    command = ["openssl", "dgst", "-sha256", "-sign", key]
    signature = subprocess.run(command, input=signed, stdout=subprocess.PIPE, check=True).stdout
    with open(target, "wb") as file:
        file.write(tlv(0x30, signed, tlv(*algorithm), tlv(3, b"\0" + signature)))


main()

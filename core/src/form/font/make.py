"""Makes `biz-ud-gothic-cp932.ttf`, the font of forms in PDF: what CP932 can say of BIZ UDGothic, and nothing else.

    pip install fonttools==4.68.0
    python3 make.py BIZUDGothic-Regular.ttf

The font is version 1.05 as Debian has it in the package `fonts-morisawa-bizud-gothic`; README.md says under which terms.
The result is the same whenever and wherever it is made: neither a date nor a path is in it.
"""

import hashlib
import sys
from pathlib import Path

import fontTools
from fontTools import subset

FONTTOOLS = "4.68.0"
INPUT = "1e190f86ee44b54e999a02c3cd34c4fd4805aa1e9b08849332c3b573c8c869fc"
OUTPUT = Path(__file__).with_name("biz-ud-gothic-cp932.ttf")
# JIS X 0208 and 0201 with the rows of NEC and IBM, without control characters and what users define themselves.
CHARACTERS = 7484


def characters():
    """Every character that CP932 has a code for."""
    codes = [bytes([first]) for first in range(0x20, 0x100)]
    codes += [bytes([first, second]) for first in range(0x81, 0xFD) for second in range(0x40, 0xFD)]
    found = set()
    for code in codes:
        try:
            character = code.decode("cp932")
        except UnicodeDecodeError:
            continue
        is_private = "\ue000" <= character[0] <= "\uf8ff"
        if len(character) == 1 and character.isprintable() | character.isspace() and not is_private:
            found.add(character)
    return found


def main():
    if fontTools.version != FONTTOOLS:
        sys.exit(f"fonttools is {fontTools.version}, wanted is {FONTTOOLS}")
    source = Path(sys.argv[1])
    if hashlib.sha256(source.read_bytes()).hexdigest() != INPUT:
        sys.exit(f"{source} is not version 1.05 of BIZ UDGothic Regular")
    wanted = {ord(character) for character in characters()}
    if len(wanted) != CHARACTERS:
        sys.exit(f"{len(wanted)} characters, {CHARACTERS} are in CP932")
    options = subset.Options()
    # Who made the font and its licence stay in it; what sets lines, upright or by hints for screens, is not used.
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "DSIG", "GSUB", "meta", "gasp"]
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    if missing := wanted - font.getBestCmap().keys():
        sys.exit(f"the font has no {sorted(map(chr, missing))}")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    subset.save_font(font, str(OUTPUT), options)
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size} bytes, {len(font.getBestCmap())} characters")


main()

//! Our CP932 against Python's codec: every one- and two-byte value, every Unicode scalar.

use std::path::Path;

use cplink::text::{Encoding, decode, encode, substitute};
use cplink_testkit::must_run;

/// What Python makes of every value, as lines `BYTES CODEPOINT`.
const DECODE: &str = r"
for lead in range(256):
    for data in [bytes([lead])] + [bytes([lead, trail]) for trail in range(256)]:
        try:
            text = data.decode('cp932')
        except UnicodeDecodeError:
            continue
        if len(text) == 1:
            print(data.hex(), ord(text))
";

/// Every scalar that goes through Python's codec unchanged, with the bytes.
const ENCODE: &str = r"
for code in range(0x110000):
    try:
        data = chr(code).encode('cp932')
    except UnicodeEncodeError:
        continue
    if data.decode('cp932') == chr(code): # Else Python has replaced it without a word.
        print(data.hex(), code)
";

fn python(script: &str) -> Vec<(Vec<u8>, char)> {
    must_run(Path::new("."), "python3", &["-c", script])
        .lines()
        .map(|line| {
            let (hex, code) = line.split_once(' ').unwrap();
            let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
            (bytes, char::from_u32(code.parse().unwrap()).unwrap())
        })
        .collect()
}

fn ours(bytes: &[u8]) -> Option<char> {
    let text = decode(Encoding::Cp932, bytes).ok()?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// Single bytes that Python gives a meaning and Windows' table leaves to private use.
fn is_python_only(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80 | 0xA0 | 0xFD..=0xFF])
}

#[test]
fn every_value_decodes_as_in_python() {
    let table = python(DECODE);
    assert!(table.len() > 9000);
    let mut known = std::collections::BTreeMap::new();
    for (bytes, character) in table {
        if !is_python_only(&bytes) {
            assert_eq!(ours(&bytes), Some(character), "{bytes:02X?}");
            known.insert(bytes, character);
        }
    }
    for lead in 0..=255_u8 {
        for trail in 0..=255_u8 {
            let bytes = vec![lead, trail];
            if let Some(character) = ours(&bytes) {
                assert_eq!(known.get(&bytes), Some(&character), "{bytes:02X?}");
            }
        }
    }
}

#[test]
fn every_scalar_encodes_as_in_python_or_is_told() {
    let table: std::collections::BTreeMap<char, Vec<u8>> =
        python(ENCODE).into_iter().map(|(bytes, character)| (character, bytes)).collect();
    let mut doubles = 0;
    for character in (0..=0x0010_FFFF).filter_map(char::from_u32) {
        let (mut out, mut told) = (Vec::new(), 0);
        let done = encode(character.encode_utf8(&mut [0; 4]), &mut out, |_| told += 1);
        match table.get(&character) {
            Some(bytes) if is_python_only(bytes) => assert!(done.is_err(), "U+{:04X}", u32::from(character)),
            Some(bytes) => {
                assert!(done.is_ok() && told == 0, "U+{:04X}", u32::from(character));
                if &out != bytes {
                    // CP932 holds some characters twice: Python writes NEC's, Windows IBM's.
                    doubles += 1;
                    assert!((0xED..=0xEE).contains(&bytes[0]) && (0xFA..=0xFC).contains(&out[0]), "{character}");
                    assert_eq!(ours(&out), Some(character));
                }
            }
            None => assert!(done.is_err() || told == 1, "U+{:04X} was replaced without a word", u32::from(character)),
        }
    }
    assert_eq!(doubles, 373);
}

/// Holds the table of customary forms against the codec and Unicode data; prints how many it holds.
const CUSTOMARY: &str = r#"
import sys, tomllib, unicodedata as u
def held(mark):
    try:
        data = mark.encode('cp932')
    except UnicodeEncodeError:
        return False
    return data.decode('cp932') == mark and data not in (b'\x80', b'\xa0', b'\xfd', b'\xfe', b'\xff')
table = tomllib.load(open(sys.argv[1], 'rb'))
groups = {group['id']: {chr(int(code, 16)): form for code, form in group['forms'].items()} for group in table['group']}
forms = {mark: form for group in groups.values() for mark, form in group.items()}
assert len(forms) == sum(map(len, groups.values())), 'a character is there twice'
for mark, form in forms.items():
    assert not held(mark), f'{ord(mark):04X} is in CP932'
    assert form and all(map(held, form)), f'{ord(mark):04X} leads out of CP932'
def customary(text):
    return ''.join(mark if held(mark) else forms.get(mark, mark) for mark in text)
for code in [*range(0x80, 0xD800), *range(0xF900, 0x110000)]:
    mark, parts = chr(code), u.decomposition(chr(code)).split()
    if len(parts) == 1 and not held(mark):
        form = customary(u.normalize('NFC', mark))
        assert (mark in forms) == all(map(held, form)), f'{code:04X} is the same as {form}'
for mark, form in groups['canonical'].items():
    same = customary(u.normalize('NFC', mark)) == form or u.normalize('NFC', form) == mark
    assert same, f'{ord(mark):04X} is not {form}'
wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
for mark, form in groups['compatibility'].items():
    kind, plain = u.decomposition(mark).split()[0], u.normalize('NFKC', mark)
    plain = f'({plain})' if kind == '<circle>' else plain.translate(wide) if kind in ('<vertical>', '<small>') else plain
    assert customary(plain) == form, f'{ord(mark):04X} is {plain}, not {form}'
for pair, whole in table['composed'].items():
    pair = ''.join(chr(int(code, 16)) for code in pair.split())
    assert customary(u.normalize('NFC', pair)) == whole and held(whole), pair
for each in table['left_out']:
    for code in range(int(each['first'], 16), int(each['last'], 16) + 1):
        assert not held(chr(code)) and chr(code) not in forms and u.category(chr(code)) in ('Cf', 'Mn', 'Cn'), f'{code:04X}'
print(len(forms))
"#;

#[test]
fn customary_forms_are_what_unicode_says() {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/substitutions.toml");
    let count: usize = must_run(Path::new("."), "python3", &["-c", CUSTOMARY, table]).trim().parse().unwrap();
    let ours = (0x80..=0x0010_FFFF).filter_map(char::from_u32).filter_map(substitute).filter(|form| !form.is_empty());
    assert_eq!(ours.count(), count);
}

/// The radicals of the supplement are what a script makes of Unicode's own property, which is the same on every system.
#[cfg(not(windows))]
#[test]
fn radicals_are_what_unicode_says() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/radicals.pl");
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/substitutions.toml");
    let table = std::fs::read_to_string(table).unwrap();
    let group = table.split("id = \"radicals\"").nth(1).unwrap().split("[group.forms]\n").nth(1).unwrap();
    let group = group.split("\n\n").next().unwrap();
    assert_eq!(must_run(Path::new("."), "perl", &[script]).trim(), group);
}

/// Three have no form: CP932 lacks every form of the walk.
#[test]
fn radicals_are_written_as_their_ideographs() {
    let without: Vec<char> = ('\u{2E80}'..='\u{2EF3}').filter(|radical| substitute(*radical).is_none()).collect();
    assert_eq!(without, ['\u{2E9A}', '\u{2ECC}', '\u{2ECD}', '\u{2ECE}'], "one is not assigned");
    for (radical, kanji) in
        [('\u{2ED1}', "長"), ('\u{2E96}', "心"), ('\u{2EBE}', "艸"), ('\u{2ED0}', "金"), ('\u{2EE4}', "鬼")]
    {
        assert_eq!(substitute(radical), Some(kanji));
    }
}

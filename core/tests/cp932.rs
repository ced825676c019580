//! Our CP932 against Python's codec: every one- and two-byte value, every Unicode scalar.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

use cplink::text::{Encoding, decode, encode};

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
    let output = Command::new("python3").args(["-c", script]).output().expect("python3 is needed for this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout)
        .unwrap()
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

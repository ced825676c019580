//! The text of a subject's attributes, whatever type of string an authority has written it in.

use std::fmt::Write;

use der::asn1::ObjectIdentifier;
use der::{Tag, Tagged};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::Name;

/// The text, `None` where its bytes are none in its type. Strings of one byte a character are taken in
/// any alphabet: authorities write `&` and `_` into a PrintableString, and UTF-8 into a T61String.
pub(super) fn text_of(attribute: &AttributeTypeAndValue) -> Option<String> {
    let value = attribute.value.value();
    match attribute.value.tag() {
        Tag::BmpString => wide(value),
        _ => std::str::from_utf8(value).ok().map(str::to_owned),
    }
}

/// A BMPString, or a UniversalString under its tag (see [`parse`](super::parse)): two bytes a character
/// or four, of which the first is zero then, as it never is in a BMPString that begins with a character.
fn wide(value: &[u8]) -> Option<String> {
    let fours = value.chunks_exact(4);
    if !value.is_empty() && fours.remainder().is_empty() && fours.clone().all(|four| four[0] == 0 && four[1] <= 0x10) {
        let units = fours.map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]));
        if let Some(text) = units.map(char::from_u32).collect() {
            return Some(text);
        }
    }
    let units = value.chunks_exact(2);
    if !units.remainder().is_empty() {
        return None;
    }
    char::decode_utf16(units.map(|pair| u16::from_be_bytes([pair[0], pair[1]]))).collect::<Result<_, _>>().ok()
}

/// The text as well as it can be read, for display only.
pub(super) fn display_of(attribute: &AttributeTypeAndValue) -> String {
    let value = attribute.value.value();
    text_of(attribute).unwrap_or_else(|| match attribute.value.tag() {
        Tag::TeletexString => value.iter().copied().map(char::from).collect(),
        _ => String::from_utf8_lossy(value).into_owned(),
    })
}

/// The attributes that certificates name (RFC 4519, PKCS #9, ETSI EN 319 412-1); any other is shown by its number. The
/// database of const-oid has thousands, and takes 150 kB of a library.
const NAMES: [(ObjectIdentifier, &str); 23] = [
    (ObjectIdentifier::new_unwrap("2.5.4.3"), "CN"),
    (ObjectIdentifier::new_unwrap("2.5.4.4"), "SN"),
    (ObjectIdentifier::new_unwrap("2.5.4.5"), "SERIALNUMBER"),
    (ObjectIdentifier::new_unwrap("2.5.4.6"), "C"),
    (ObjectIdentifier::new_unwrap("2.5.4.7"), "L"),
    (ObjectIdentifier::new_unwrap("2.5.4.8"), "ST"),
    (ObjectIdentifier::new_unwrap("2.5.4.9"), "STREET"),
    (ObjectIdentifier::new_unwrap("2.5.4.10"), "O"),
    (ObjectIdentifier::new_unwrap("2.5.4.11"), "OU"),
    (ObjectIdentifier::new_unwrap("2.5.4.12"), "TITLE"),
    (ObjectIdentifier::new_unwrap("2.5.4.13"), "DESCRIPTION"),
    (ObjectIdentifier::new_unwrap("2.5.4.15"), "BUSINESSCATEGORY"),
    (ObjectIdentifier::new_unwrap("2.5.4.17"), "POSTALCODE"),
    (ObjectIdentifier::new_unwrap("2.5.4.41"), "NAME"),
    (ObjectIdentifier::new_unwrap("2.5.4.42"), "GIVENNAME"),
    (ObjectIdentifier::new_unwrap("2.5.4.43"), "INITIALS"),
    (ObjectIdentifier::new_unwrap("2.5.4.44"), "GENERATIONQUALIFIER"),
    (ObjectIdentifier::new_unwrap("2.5.4.46"), "DNQUALIFIER"),
    (ObjectIdentifier::new_unwrap("2.5.4.65"), "PSEUDONYM"),
    (ObjectIdentifier::new_unwrap("2.5.4.97"), "ORGANIZATIONIDENTIFIER"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1"), "UID"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.25"), "DC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"), "EMAILADDRESS"),
];

/// The subject as RFC 4514 writes it, with every string as text.
pub(super) fn display(name: &Name) -> String {
    let mut text = String::new();
    for (place, set) in name.0.iter().rev().enumerate() {
        for (within, attribute) in set.0.iter().enumerate() {
            text += match (place, within) {
                (0, 0) => "",
                (_, 0) => ",",
                _ => "+",
            };
            let known = NAMES.iter().find(|(oid, _)| *oid == attribute.oid);
            text += &known.map_or_else(|| attribute.oid.to_string(), |(_, name)| (*name).to_owned());
            text.push('=');
            escape(&display_of(attribute), &mut text);
        }
    }
    text
}

fn escape(value: &str, text: &mut String) {
    let last = value.chars().count().saturating_sub(1);
    for (place, character) in value.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', character]),
            '#' | ' ' if place == 0 => text.extend(['\\', character]),
            ' ' if place == last => text.push_str("\\ "),
            // Control characters, also of direction, could make a name look like another.
            _ if character.is_control() || is_directional(character) => {
                let mut utf8 = [0; 4];
                for byte in character.encode_utf8(&mut utf8).bytes() {
                    // Writing to a string does not fail.
                    let _ = write!(text, "\\{byte:02x}");
                }
            }
            _ => text.push(character),
        }
    }
}

fn is_directional(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

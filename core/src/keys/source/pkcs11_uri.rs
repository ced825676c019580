//! A token and its key as RFC 7512 writes them.

use std::path::PathBuf;

use crate::error::{Code, Error, Result};
use crate::keys::Pkcs11Query;

/// The module and the query of what is behind `pkcs11:`.
///
/// # Errors
/// [`Code::KeyPlace`] for an attribute that is not known here, or is not of its form: it would narrow the choice, and
/// passing over it could choose another key. A PIN in the text is refused, as texts get into logs.
pub(super) fn read(uri: &str) -> Result<(PathBuf, Pkcs11Query)> {
    let (path, options) = uri.split_once('?').unwrap_or((uri, ""));
    let mut query = Pkcs11Query::new();
    for attribute in attributes(path, ';') {
        let (name, value) = attribute?;
        query = match name {
            "token" => query.with_token_label(text(value)?),
            "serial" => query.with_token_serial(text(value)?),
            "slot-id" => query.with_slot(text(value)?.parse().map_err(|_| wrong("slot-id is no number"))?),
            "object" => query.with_key_label(text(value)?),
            "id" => query.with_key_id(value),
            // What it is about here.
            "type" if value == b"private" || value == b"cert" => query,
            _ => return Err(wrong("known are token, serial, slot-id, object and id")),
        };
    }
    let mut module = None;
    for attribute in attributes(options, '&') {
        match attribute? {
            ("module-path", value) => module = Some(PathBuf::from(text(value)?)),
            ("pin-value" | "pin-source", _) => return Err(wrong("the PIN is given apart")),
            _ => return Err(wrong("behind `?` is module-path")),
        }
    }
    Ok((module.ok_or_else(|| wrong("module-path is missing"))?, query))
}

fn wrong(detail: &'static str) -> Error {
    Error::new(Code::KeyPlace).with_detail(detail)
}

fn text(value: Vec<u8>) -> Result<String> {
    String::from_utf8(value).map_err(|_| wrong("a value is not UTF-8"))
}

/// Names and decoded values.
fn attributes(text: &str, between: char) -> impl Iterator<Item = Result<(&str, Vec<u8>)>> {
    text.split(between).filter(|attribute| !attribute.is_empty()).map(|attribute| {
        let (name, value) = attribute.split_once('=').ok_or_else(|| wrong("an attribute has no value"))?;
        Ok((name, decoded(value)?))
    })
}

fn decoded(value: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = behind;
            continue;
        }
        let (digits, behind) = behind.split_at_checked(2).ok_or_else(|| wrong("a % has no two digits behind it"))?;
        let byte = base16ct::mixed::decode_vec(digits).map_err(|_| wrong("a % has no two digits behind it"))?;
        bytes.extend(byte);
        rest = behind;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_and_its_key_are_named() {
        let (module, query) = read(
            "token=The%20Card;serial=12;slot-id=3;object=a%3bb;id=%01%fF;type=private?module-path=/usr/lib/p11.so",
        )
        .unwrap();
        assert_eq!(module, PathBuf::from("/usr/lib/p11.so"));
        let expected = Pkcs11Query::new().with_token_label("The Card").with_token_serial("12").with_slot(3);
        assert_eq!(query, expected.with_key_label("a;b").with_key_id([1, 255]));
        let windows = read("?module-path=C:\\p11\\card.dll").unwrap();
        assert_eq!(windows, (PathBuf::from("C:\\p11\\card.dll"), Pkcs11Query::new()));
    }

    #[test]
    fn what_is_not_understood_is_refused_and_never_passed_over() {
        for uri in [
            "",
            "token=a",
            "token?module-path=x",
            "token=%4?module-path=x",
            "token=%zz?module-path=x",
            "token=%ff?module-path=x",
            "slot-id=a?module-path=x",
            "model=a?module-path=x",
            "type=public?module-path=x",
            "token=a?module-path=x&pin-value=1234",
            "token=a?module-name=x",
        ] {
            assert_eq!(read(uri).unwrap_err().code(), Code::KeyPlace, "{uri}");
        }
    }
}

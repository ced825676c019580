//! Files of other programs, by how they begin.

use base64ct::{Base64, Encoding as _};
use memchr::memmem::find;

/// A format that is no CSV.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) name: &'static str,
    pub(super) is_workbook: bool,
}

const fn workbook(name: &'static str) -> Format {
    Format { name, is_workbook: true }
}

const fn other(name: &'static str) -> Format {
    Format { name, is_workbook: false }
}

/// First bytes that tell a format by themselves.
const SIGNATURES: &[(&[u8], Format)] = &[
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", workbook("xls, OLE")),
    (b"\x09\x08\x10\x00", workbook("xls, BIFF")),
    (b"\x09\x08\x08\x00", workbook("xls, BIFF")),
    (b"\x09\x04\x06\x00", workbook("xls, BIFF")),
    (b"%PDF-", other("PDF")),
    (b"{\\rtf", other("RTF")),
    (b"\xFF\xD8\xFF", other("JPEG")),
    (b"\x89PNG", other("PNG")),
    (b"GIF8", other("GIF")),
    (b"II*\0", other("TIFF")),
    (b"MM\0*", other("TIFF")),
    (b"\x1F\x8B", other("gzip")),
    (b"BZh9", other("bzip2")),
    (b"\xFD7zXZ\0", other("xz")),
    (b"RIFF", other("RIFF")),
    (b"7z\xBC\xAF\x27\x1C", other("7-Zip")),
    (b"Rar!", other("RAR")),
    (b"MSCF", other("CAB")),
    (b"SQLite format 3\0", other("SQLite")),
    (b"L\0\0\0\x01\x14\x02\0", other("LNK")),
    (b"MZ\x90\0", other("EXE")),
    (b"-----BEGIN ", other("PEM")),
    (b"MIME-Version:", other("MIME")),
    (b"ID;P", workbook("SYLK")),
];

/// The format of a file that begins with `head`.
pub(super) fn of(head: &[u8]) -> Option<Format> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(of_zip(head));
    }
    if let Some((_, format)) = SIGNATURES.iter().find(|(first, _)| head.starts_with(first)) {
        return Some(Format { ..*format });
    }
    if head.get(2..7).is_some_and(|name| name.starts_with(b"-lh") && name.ends_with(b"-")) {
        return Some(other("LZH"));
    }
    let text = head.trim_ascii_start();
    match text.first()? {
        b'<' if text.get(1).is_some_and(|next| next.is_ascii_alphabetic() || b"!?".contains(next)) => {
            Some(of_markup(text))
        }
        b'%' if text.starts_with(b"%PDF-") => Some(other("PDF")),
        b'{' | b'[' if is_json(text) => Some(other("JSON")),
        _ => is_base64(text).then(|| other("Base64")),
    }
}

/// Whether the first line is a record in Base64, as mail programs pack files.
fn is_base64(text: &[u8]) -> bool {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let most = line.len().min(60) / 4 * 4;
    let first = std::str::from_utf8(&line[..most]).ok().and_then(|first| Base64::decode_vec(first).ok());
    first.is_some_and(|record| {
        let digits = record.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
        digits.count() == 6 && record.contains(&b',')
    })
}

fn of_zip(head: &[u8]) -> Format {
    let has = |part: &[u8]| find(head, part).is_some();
    if has(b"xl/") || has(b"Index/Document.iwa") {
        workbook("xlsx, ZIP")
    } else if has(b"opendocument.spreadsheet") {
        workbook("ods, ZIP")
    } else if has(b"word/") {
        other("Word, ZIP")
    } else {
        other("ZIP")
    }
}

fn of_markup(text: &[u8]) -> Format {
    let start = text[..text.len().min(2048)].to_ascii_lowercase();
    let has = |part: &[u8]| find(&start, part).is_some();
    if has(b"urn:schemas-microsoft-com:office:spreadsheet") {
        workbook("XML")
    } else if [&b"<html"[..], b"<!doctype html", b"<head", b"<body", b"<table", b"<meta", b"<div", b"<script"]
        .iter()
        .any(|tag| has(tag))
    {
        other("HTML")
    } else {
        other("XML")
    }
}

/// What follows the first bracket is what JSON has there.
fn is_json(text: &[u8]) -> bool {
    let next = text[1..].trim_ascii_start().first();
    match text[0] {
        b'{' => matches!(next, Some(b'"' | b'}')),
        _ => matches!(next, Some(b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (bytes, name, is_workbook) in [
            (&b"PK\x03\x04....xl/workbook.xml"[..], "xlsx, ZIP", true),
            (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods, ZIP", true),
            (b"PK\x05\x06", "ZIP", false),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "xls, OLE", true),
            (b" \r\n<!DOCTYPE html>", "HTML", false),
            (b"<table border=1>", "HTML", false),
            (b"<?xml version=\"1.0\"?><a/>", "XML", false),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "XML", true),
            (b"{ \"files\": []}", "JSON", false),
            (b"[{\"a\": 1}]", "JSON", false),
            (b"%PDF-1.7", "PDF", false),
            (b"\"\0-lh5-", "LZH", false),
        ] {
            assert_eq!(of(bytes), Some(Format { name, is_workbook }), "{name}");
        }
        for text in [&b"202407,1"[..], b"{a,b", b"[sep,b", b"", b" ", b"PK,1"] {
            assert_eq!(of(text), None, "{text:02X?}");
        }
    }
}

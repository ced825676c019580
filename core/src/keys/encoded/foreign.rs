//! Files that hold none of ours, told by how they begin.

/// How other files begin, and what they are.
const OTHERS: [(&[u8], &str); 19] = [
    (b"\xfe\xed\xfe\xed", "JKS"),
    (b"\xce\xce\xce\xce", "JCEKS"),
    (b"PuTTY-User-Key-File", "PuTTY (.ppk)"),
    (b"---- BEGIN SSH2", "SSH2"),
    (b"ssh-", "OpenSSH"),
    (b"ecdsa-sha2-", "OpenSSH"),
    (b"\x1e\xf1\xb5\xb0", "PVK"),
    (b"PK\x03\x04", "ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"MSCF", "CAB"),
    (b"%PDF", "PDF"),
    (b"<!DOCTYPE", "HTML"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<HTML", "HTML"),
    (b"<?xml", "XML"),
    (b"[InternetShortcut]", "URL"),
];

/// What the file is, where that shows.
pub(crate) fn name(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(2..7).is_some_and(|method| method.starts_with(b"-lh") && method.ends_with(b"-")) {
        return Some("LZH");
    }
    let text = start(bytes);
    OTHERS.iter().find(|(begin, _)| text.starts_with(begin)).map(|(_, name)| *name)
}

/// Whether a file of this name is a key store of Java.
pub(crate) fn is_java(name: &str) -> bool {
    matches!(name, "JKS" | "JCEKS")
}

/// Whether a file of this name is packed.
pub(crate) fn is_packed(name: &str) -> bool {
    matches!(name, "ZIP" | "7-Zip" | "gzip" | "RAR" | "CAB" | "LZH")
}

/// Whether nothing is in it.
pub(crate) fn is_empty(bytes: &[u8]) -> bool {
    start(bytes).iter().all(|byte| *byte == 0)
}

fn start(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

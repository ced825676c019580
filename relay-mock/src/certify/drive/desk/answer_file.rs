//! The answer as a file: for who has no terminal.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use cplink::text::{Encoding, decode};
use serde_json::Value;

/// The longest answer.
const MAX: u64 = 1 << 20;

/// The names under which an answer is looked for.
pub(super) const NAMES: [&str; 2] = ["answer.json", "answer.txt"];

/// What an answer file has.
pub(super) enum Written {
    /// The answer as a program gives it.
    Json(Value),
    /// What would be typed at the terminal, line by line.
    Lines(Vec<String>),
    /// It cannot be read.
    Unreadable(String),
}

impl Written {
    pub(super) fn read(path: &Path) -> Self {
        match bytes(path) {
            Err(error) => Self::Unreadable(error.to_string()),
            Ok(bytes) if path.extension().is_some_and(|ending| ending == "json") => {
                let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                match serde_json::from_slice::<Value>(text) {
                    Ok(value) if value.is_object() => Self::Json(value),
                    Ok(_) => Self::Unreadable("the answer is no JSON object".to_owned()),
                    Err(error) => Self::Unreadable(error.to_string()),
                }
            }
            Ok(bytes) => {
                // Editors of older Windows write CP932.
                let text = decode(Encoding::Utf8, &bytes).or_else(|_| decode(Encoding::Cp932, &bytes));
                match text {
                    Ok(text) => Self::Lines(text.lines().map(str::to_owned).collect()),
                    Err(_) => Self::Unreadable("neither UTF-8 nor CP932".to_owned()),
                }
            }
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX { Err(io::Error::other("the file is too large")) } else { Ok(bytes) }
}

//! A sending unit.

use std::io::Read as _;

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::file::{FileEntry, FileJson, allowed};
use super::wrong;
use crate::error::Result;
use crate::file::Source;

/// The files of a unit and what is attached to them.
#[derive(Debug, Default, Serialize)]
pub struct UnitJson {
    /// The CSV files.
    pub files: Vec<FileJson>,
    /// The attachments, whose bytes travel beside.
    pub attachments: Vec<AttachmentJson>,
}

/// An attachment by its name and content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentJson {
    /// The name.
    pub name: String,
    /// The registered media type.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// The SHA-256 of the bytes in hexadecimal digits.
    pub sha256: String,
}

impl AttachmentJson {
    /// What is said of bytes; they are read once, never held whole.
    ///
    /// # Errors
    /// [`Code::FileRead`](crate::Code::FileRead).
    pub fn of(name: impl Into<String>, media_type: impl Into<String>, source: &Source) -> Result<Self> {
        let mut sum = Context::new(&SHA256);
        let mut stream = source.open()?;
        let (mut block, mut size) = (vec![0; 64 << 10], 0);
        loop {
            match stream.read(&mut block) {
                Ok(0) => break,
                Ok(count) => {
                    sum.update(&block[..count]);
                    size += count as u64;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(source.unreadable(error)),
            }
        }
        let sha256 = base16ct::lower::encode_string(sum.finish().as_ref());
        Ok(Self { name: name.into(), media_type: media_type.into(), size, sha256 })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    files: Vec<FileEntry>,
    #[serde(default)]
    attachments: Vec<AttachmentJson>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    Unit(UnitEntry),
    File(FileEntry),
}

impl UnitJson {
    /// The unit of a JSON text; a file on its own is a unit of one.
    ///
    /// # Errors
    /// As [`read_table`](super::read_table).
    pub fn read(json: &[u8]) -> Result<Self> {
        let UnitEntry { files, attachments } = match serde_json::from_slice(json).map_err(|error| wrong(&error))? {
            Document::Unit(unit) => unit,
            Document::File(file) => UnitEntry { files: vec![file], attachments: Vec::new() },
        };
        let mut cells = allowed(json);
        let files = files.into_iter().map(|file| file.into_file(&mut cells)).collect::<Result<_>>()?;
        Ok(Self { files, attachments })
    }

    /// The unit's JSON, in lines for people.
    pub fn write(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }
}

//! Files beside the CSV: PDF and JPEG.

use super::Source;
use crate::error::Result;

/// What a file of a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// A CSV file of the standard.
    Csv,
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
}

impl MediaType {
    /// The registered media type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The type that a name's ending tells.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "pdf" => Some(Self::Pdf),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            _ => None,
        }
    }

    /// The type that an attachment's first bytes tell.
    fn of_content(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if head.starts_with(b"\xFF\xD8\xFF") {
            Some(Self::Jpeg)
        } else {
            None
        }
    }
}

/// A file beside the CSV.
#[derive(Clone)]
pub struct Attachment {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub source: Source,
}

impl Attachment {
    /// PDF or JPEG, where the name's ending and the first bytes agree.
    ///
    /// # Errors
    /// [`Code::FileRead`](crate::Code::FileRead).
    pub fn media_type(&self) -> Result<Option<MediaType>> {
        let by_name = MediaType::of_name(&self.name);
        let by_content = MediaType::of_content(&self.source.head(8)?);
        Ok(by_content.filter(|_| by_content == by_name))
    }
}

/// Names that Windows keeps for devices.
const RESERVED: &[&str] = &[
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// Whether a file of this name can be laid into any folder of Windows or Linux: at most 120 bytes of
/// UTF-8, no path, no control or direction characters, no device name, no dot or space at the ends.
pub fn is_safe_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let bad = |character: char| {
        character.is_control()
            || matches!(character, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    !name.is_empty()
        && name.len() <= 120
        && !name.chars().any(bad)
        && !name.starts_with([' ', '.'])
        && !name.ends_with([' ', '.'])
        && !RESERVED.iter().any(|reserved| stem.eq_ignore_ascii_case(reserved))
}

//! Files beside the CSV: PDF and JPEG.

use crate::error::Result;
use crate::file::Source;

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

    /// The type by a name's extension.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "pdf" => Some(Self::Pdf),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            _ => None,
        }
    }

    /// The type that an attachment's first bytes show.
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

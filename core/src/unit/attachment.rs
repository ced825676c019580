//! Files beside the CSV: PDF and JPEG.

use super::inner::holds_csv_name;
use super::name::{FileName, NameKind};
use crate::error::Result;
use crate::file::Source;

/// A PDF begins so; readers look for it in the first 1024 bytes, since mail programs and scanners write before it.
const PDF: &[u8] = b"%PDF-";
const PDF_WITHIN: usize = 1024;

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

    /// The usual ending of a name, with its dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => ".CSV",
            Self::Pdf => ".pdf",
            Self::Jpeg => ".jpg",
        }
    }

    /// The type by a name's extension; a CSV file's name of the standard is one under any other, too
    /// (`….CSV.txt`).
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
        match ending.as_str() {
            "csv" => Some(Self::Csv),
            "pdf" => Some(Self::Pdf),
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            _ => match FileName::parse(name).name?.kind {
                NameKind::Csv(_) => Some(Self::Csv),
                NameKind::Image(_) => None,
            },
        }
    }

    /// The type that an attachment's first bytes show.
    fn of_content(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"\xFF\xD8\xFF") {
            return Some(Self::Jpeg);
        }
        // A ZIP may have a PDF in it that begins as early as that.
        let is_pdf = !head.starts_with(b"PK\x03\x04") && head.windows(PDF.len()).any(|window| window == PDF);
        is_pdf.then_some(Self::Pdf)
    }
}

/// What is wrong with an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentFault {
    /// It has no bytes.
    Empty,
    /// It is of this type, and its name says otherwise.
    Ending(MediaType),
    /// It is a unit or a file as JSON, the form in [`crate::json`].
    Json,
    /// It is neither PDF nor JPEG.
    Kind,
    /// Its name says that it was not received as a whole.
    Unfinished,
    /// Its name says that other files are packed in it.
    Packed,
    /// Its name is that of a CSV file, but ends as that of another kind of file.
    OtherEnding,
}

impl AttachmentFault {
    /// What the name alone says: that the file was meant for a unit and cannot be in one as it is.
    pub fn of_name(name: &str) -> Option<Self> {
        const UNFINISHED: [&str; 7] =
            ["crdownload", "part", "partial", "download", "opdownload", "filepart", "downloading"];
        const PACKED: [&str; 11] = ["zip", "lzh", "lha", "7z", "rar", "gz", "tgz", "tar", "cab", "bz2", "xz"];
        if MediaType::of_name(name).is_some() {
            return None;
        }
        let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.trim_end().to_ascii_lowercase());
        if UNFINISHED.contains(&ending.as_str()) {
            Some(Self::Unfinished)
        } else if PACKED.contains(&ending.as_str()) {
            Some(Self::Packed)
        } else {
            holds_csv_name(name).then_some(Self::OtherEnding)
        }
    }
}

/// Whether it begins as our own JSON does: its members are not those of any other.
fn is_own_json(head: &[u8]) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"{") && has(b"\"kind\"") && has(b"\"version\"") && has(b"\"rows\"")
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
    /// How many of the first bytes show what it is.
    pub(crate) const HEAD: u64 = (PDF_WITHIN + PDF.len()) as u64;

    /// PDF or JPEG, where the name's ending and the first bytes agree.
    ///
    /// # Errors
    /// [`Code::FileRead`](crate::Code::FileRead).
    pub fn media_type(&self) -> Result<Option<MediaType>> {
        Ok(self.look()?.ok())
    }

    /// PDF or JPEG, or what is wrong.
    ///
    /// # Errors
    /// [`Code::FileRead`](crate::Code::FileRead).
    pub fn look(&self) -> Result<std::result::Result<MediaType, AttachmentFault>> {
        let head = self.source.head(Self::HEAD)?;
        let by_name = AttachmentFault::of_name(&self.name);
        Ok(match MediaType::of_content(&head) {
            // Renaming half a file does not make it whole.
            _ if by_name == Some(AttachmentFault::Unfinished) => Err(AttachmentFault::Unfinished),
            _ if head.is_empty() => Err(AttachmentFault::Empty),
            None if is_own_json(&head) => Err(AttachmentFault::Json),
            None => Err(by_name.unwrap_or(AttachmentFault::Kind)),
            Some(is) if MediaType::of_name(&self.name) == Some(is) => Ok(is),
            Some(is) => Err(AttachmentFault::Ending(is)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(name: &str, bytes: &[u8]) -> std::result::Result<MediaType, AttachmentFault> {
        Attachment { name: name.to_owned(), source: bytes.to_vec().into() }.look().unwrap()
    }

    #[test]
    fn what_an_attachment_is_and_what_is_wrong_with_it() {
        let jpeg = b"\xFF\xD8\xFF\xE0\x00\x10JFIF";
        let late = |before: usize| [&vec![0; before], b"%PDF-1.4".as_slice()].concat();
        for (name, bytes, found) in [
            ("a.pdf", b"%PDF-1.4".to_vec(), Ok(MediaType::Pdf)),
            ("a.pdf", b"\r\n%PDF-1.4".to_vec(), Ok(MediaType::Pdf)),
            ("a.pdf", b"\xEF\xBB\xBF%PDF-1.4".to_vec(), Ok(MediaType::Pdf)),
            ("a.PDF", late(128), Ok(MediaType::Pdf)),
            ("a.pdf", late(1024), Ok(MediaType::Pdf)),
            ("a.pdf", late(1025), Err(AttachmentFault::Kind)),
            ("a.pdf", [b"PK\x03\x04".to_vec(), late(40)].concat(), Err(AttachmentFault::Kind)),
            ("a.jfif", jpeg.to_vec(), Ok(MediaType::Jpeg)),
            ("a.JPEG", jpeg.to_vec(), Ok(MediaType::Jpeg)),
            ("a.pdf", jpeg.to_vec(), Err(AttachmentFault::Ending(MediaType::Jpeg))),
            ("a.jpg", b"%PDF-1.4".to_vec(), Err(AttachmentFault::Ending(MediaType::Pdf))),
            ("a", b"%PDF-1.4".to_vec(), Err(AttachmentFault::Ending(MediaType::Pdf))),
            ("a.pdf", Vec::new(), Err(AttachmentFault::Empty)),
            ("a.docx", b"PK\x03\x04".to_vec(), Err(AttachmentFault::Kind)),
            (
                "in.json",
                b"{\"kind\":\"UPPLAN\",\"version\":\"202407\",\"rows\":[]}".to_vec(),
                Err(AttachmentFault::Json),
            ),
            ("a.pdf", b" {\"files\": [{\"kind\": 1, \"version\": 2, \"rows\": [".to_vec(), Err(AttachmentFault::Json)),
            ("in.json", b"{\"kind\": \"a letter\"}".to_vec(), Err(AttachmentFault::Kind)),
            ("in.json", b"[\"kind\", \"version\", \"rows\"]".to_vec(), Err(AttachmentFault::Kind)),
            ("a.pdf.crdownload", b"%PDF-1.4".to_vec(), Err(AttachmentFault::Unfinished)),
            ("a.part", Vec::new(), Err(AttachmentFault::Unfinished)),
            ("提供票.zip", b"PK\x03\x04".to_vec(), Err(AttachmentFault::Packed)),
            ("提供票.LZH", b"..-lh5-".to_vec(), Err(AttachmentFault::Packed)),
            (
                "UPJSK_202510_9970000111_11_9970000012_43_20251104090512.xlsx",
                b"PK\x03\x04".to_vec(),
                Err(AttachmentFault::OtherEnding),
            ),
            (
                "UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV.bak",
                b"202407".to_vec(),
                Err(AttachmentFault::OtherEnding),
            ),
        ] {
            assert_eq!(look(name, &bytes), found, "{name} {}", bytes.len());
        }
    }
}

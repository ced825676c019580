//! The files of a unit, wherever they came from.

use std::sync::Arc;

use cplink::unit::{FileName, MediaType, NameKind, Serial, UnitId};
use ring::digest::{SHA256, digest};

/// The most bytes of the CSV files of a unit: rows take several times as many.
pub(super) const MOST_CSV: u64 = 32 << 20;
/// The largest picture that is drawn.
const MOST_PICTURE: u64 = 8 << 20;
/// So many of the first bytes show what an attachment is.
pub(super) const HEAD: u64 = 4096;

/// A file as it was given: its name and its bytes.
pub(crate) type Given = (String, Arc<[u8]>);

/// A file of a unit.
#[derive(Clone)]
pub(crate) struct SlipFile {
    /// Its name, as somebody else gave it.
    pub(crate) name: String,
    pub(crate) size: u64,
    /// In hexadecimal digits.
    pub(crate) sha256: String,
    /// All bytes, or of an attachment that no form shows the first ones.
    pub(crate) bytes: Arc<[u8]>,
}

impl SlipFile {
    /// A file that is here as a whole. A browser may name folders too.
    pub(crate) fn whole(name: &str, bytes: Arc<[u8]>) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let sha256 = base16ct::lower::encode_string(digest(&SHA256, &bytes).as_ref());
        Self { name, size: bytes.len() as u64, sha256, bytes }
    }

    /// Whether all of its bytes are here.
    pub(crate) fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.size
    }

    pub(super) fn is_csv(&self) -> bool {
        MediaType::of_name(&self.name) == Some(MediaType::Csv)
    }
}

/// Whether all bytes of a file are needed to show its unit.
pub(super) fn is_shown(name: &str, size: u64) -> bool {
    let is_picture = || FileName::parse(name).kind.is_some_and(|kind| matches!(kind, NameKind::Image(_)));
    MediaType::of_name(name) == Some(MediaType::Csv) || (size <= MOST_PICTURE && is_picture())
}

/// The files of a unit.
#[derive(Clone)]
pub(crate) struct SlipFiles {
    /// Sender, receiver and serial, where more than the names of the files says them.
    pub(crate) id: Option<UnitId>,
    pub(crate) subject: String,
    /// The office that sends or gets them, where they are judged as that office's.
    pub(crate) office: Option<String>,
    /// Whether they are judged as a unit, or each for itself.
    pub(crate) as_unit: bool,
    pub(crate) files: Vec<SlipFile>,
}

impl SlipFiles {
    /// Its serial, where there is one.
    pub(crate) fn serial(&self) -> Option<Serial> {
        let named = || self.files.iter().find_map(|file| FileName::parse(&file.name).name).map(|name| name.serial);
        self.id.as_ref().map(|id| id.serial).or_else(named)
    }
}

//! What a message's CSV files say: their rows, and the pictures that they name.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;

use super::verified::VerifiedMessage;
use crate::error::{Code, Error, Result};
use crate::file::Source;
use crate::form::Slip;
use crate::progress::Job;
use crate::record::{Row, Table};
use crate::unit::{Attachment, FileContents, MediaType};

/// More bytes of CSV than a month of the largest office has.
const MOST_BYTES: u64 = 8 << 20;

/// Why a message's rows are not all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// There is more than any office sends.
    TooLarge,
    /// A kind is there twice, and would be counted twice.
    Twice,
    /// A file cannot be read.
    Unreadable,
}

/// The rows of a message.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) tables: Vec<Table>,
    /// The pictures that they name.
    pub(super) pictures: Vec<Attachment>,
    pub(super) lack: Option<Lack>,
}

impl Rows {
    /// Reads the CSV files out of the container, whose digests are checked again.
    pub(super) fn read(item: &VerifiedMessage, job: &mut Job<'_>) -> Result<Self> {
        let is_csv = |index: &usize| MediaType::of_name(&item.parts[*index].name) == Some(MediaType::Csv);
        let files: Vec<usize> = (0..item.parts.len()).filter(is_csv).collect();
        // By the sizes alone, so that it is the same wherever the export is checked.
        if files.iter().map(|index| item.parts[*index].size).sum::<u64>() > MOST_BYTES {
            return Ok(Self::lacking(Lack::TooLarge));
        }
        let unreadable = |error| Error::path(Code::FileRead, &item.path, error);
        let file = BufReader::new(File::open(&item.path).map_err(unreadable)?);
        let mut opened = item.opened.clone().with_reader(file);
        let (mut rows, mut kinds) = (Self::default(), BTreeSet::new());
        for index in files {
            let mut bytes = Vec::new();
            opened.copy_part(index, &mut bytes, job)?;
            let contents = FileContents::read(&item.parts[index].name, bytes)?;
            let is_sound = contents.sound_table().is_some();
            match contents.table.filter(|_| is_sound) {
                Some(table) if !kinds.insert(table.kind().name()) => {
                    return Ok(Self::lacking(Lack::Twice));
                }
                Some(table) => rows.tables.push(table),
                None => rows.lack = Some(Lack::Unreadable),
            }
        }
        let named: BTreeSet<String> = rows.tables.iter().flat_map(Table::rows).filter_map(picture).collect();
        for (index, part) in item.parts.iter().enumerate() {
            if named.contains(&part.name.to_ascii_lowercase()) && part.size <= MOST_BYTES {
                let mut bytes = Vec::new();
                opened.copy_part(index, &mut bytes, job)?;
                rows.pictures.push(Attachment { name: part.name.clone(), source: Source::Bytes(bytes.into()) });
            }
        }
        Ok(rows)
    }

    fn lacking(lack: Lack) -> Self {
        Self { lack: Some(lack), ..Self::default() }
    }

    /// The forms that they are on.
    pub(super) fn slip(&self) -> Slip<'_> {
        Slip::of_unit(&self.tables).with_attachments(self.pictures.iter().cloned())
    }
}

/// The picture that a row of 利用者基本情報 names, without regard to the case of its letters.
fn picture(row: Row<'_>) -> Option<String> {
    row.get("family_image_filename").map(|name| name.trim().to_ascii_lowercase())
}

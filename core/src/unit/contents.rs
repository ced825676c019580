//! What was read from the files of a unit, before it is checked: names, tables, and irregularities in
//! the bytes.

use std::sync::Arc;

use super::{Attachment, AttachmentFault, FileName, MediaType, NameKind, Parsed, Unit, UnitId, sealed_name};
use crate::convert::{ReadFile, read};
use crate::error::Result;
use crate::file::Bytes;
use crate::finding::{Finding, Rule};
use crate::progress::{Job, Step};
use crate::record::Table;
use crate::spec::Kind;

/// A CSV file as it was read.
#[derive(Debug)]
pub struct FileContents {
    /// The name as given.
    pub file: String,
    /// The name taken apart.
    pub parsed: Parsed,
    /// The first record's CSV version, where it is six digits.
    pub version: Option<String>,
    /// The rows; `None` where the kind is not known, the file is no CSV, or it was not read.
    pub table: Option<Table>,
    /// Irregularities in the bytes and in single fields, in the order of the bytes.
    pub findings: Vec<Finding>,
}

impl FileContents {
    /// Reads a CSV file. Its kind is the one in the name; without it the bytes are not read.
    ///
    /// # Errors
    /// [`Code::TooLarge`](crate::Code::TooLarge).
    pub fn read(file: &str, bytes: impl Into<Bytes>) -> Result<Self> {
        let mut contents = Self::of_name(file);
        if let Some(kind) = contents.kind() {
            let ReadFile { table, version, findings } = read(kind, bytes)?;
            let table = Some(table).filter(|_| !findings.iter().any(|finding| finding.rule().is_of_foreign_file()));
            let findings = findings.into_iter().map(|finding| finding.in_file(file)).collect();
            contents = Self { version, table, findings, ..contents };
        }
        Ok(contents)
    }

    /// A file of which only the name is known.
    pub fn of_name(file: &str) -> Self {
        let (file, parsed) = (file.to_owned(), FileName::parse(file));
        Self { file, parsed, version: None, table: None, findings: Vec::new() }
    }

    /// The rows that can be held against each other and against those of other files: none where some of them are
    /// damaged.
    pub(crate) fn sound_table(&self) -> Option<&Table> {
        let is_damaged = || self.findings.iter().any(|finding| finding.rule() == Rule::CsvNulBlock);
        self.table.as_ref().filter(|_| !is_damaged())
    }

    /// The kind, if the name shows it.
    pub fn kind(&self) -> Option<Kind> {
        match self.parsed.kind {
            Some(NameKind::Csv(kind)) => Some(kind),
            _ => None,
        }
    }

    /// The name under which it is sealed: the one that it should have, where that is unmistakable.
    pub fn sealed_name(&self) -> String {
        sealed_name(&self.file)
    }

    /// The parts of the name, where it could be taken apart.
    pub fn name(&self) -> Option<&FileName> {
        self.parsed.name.as_ref()
    }
}

/// What is known of an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentContents {
    /// Its name.
    pub name: String,
    /// PDF or JPEG, where name and content agree; else what is wrong.
    pub media_type: std::result::Result<MediaType, AttachmentFault>,
}

impl AttachmentContents {
    /// Looks at the first bytes of an attachment.
    ///
    /// # Errors
    /// [`Code::FileRead`](crate::Code::FileRead).
    pub fn read(attachment: &Attachment) -> Result<Self> {
        Ok(Self { name: attachment.name.clone(), media_type: attachment.look()? })
    }

    /// An attachment of which only the name is known.
    pub fn of_name(name: &str) -> Self {
        let media_type = MediaType::of_name(name).filter(|media_type| *media_type != MediaType::Csv);
        Self { name: name.to_owned(), media_type: media_type.ok_or(AttachmentFault::Kind) }
    }
}

/// A unit as it was read. [`crate::rules::check`] gives the findings about it.
#[derive(Debug, Default)]
pub struct UnitContents {
    /// Sender, receiver and serial; `None` where only the names of the files have them.
    pub id: Option<UnitId>,
    /// The CSV files, in the order given.
    pub files: Vec<FileContents>,
    /// The attachments, in the order given.
    pub attachments: Vec<AttachmentContents>,
    /// Files of the system that were passed over ([`is_system_file`](crate::file::is_system_file)).
    pub passed_over: Vec<String>,
}

impl UnitContents {
    /// Reads the files of a unit. Tables and unit share the bytes.
    ///
    /// # Errors
    /// [`Code::TooLarge`](crate::Code::TooLarge), [`Code::FileRead`](crate::Code::FileRead),
    /// [`Code::Cancelled`](crate::Code::Cancelled).
    pub fn read(unit: &Unit, job: &mut Job<'_>) -> Result<Self> {
        let total = unit.csv().iter().map(|csv| csv.bytes.len() as u64).sum();
        let mut done = 0;
        let mut files = Vec::with_capacity(unit.csv().len());
        for csv in unit.csv() {
            job.report(Step::Checking, done, total)?;
            files.push(FileContents::read(&csv.name, Arc::clone(&csv.bytes))?);
            done += csv.bytes.len() as u64;
        }
        job.report(Step::Checking, done, total)?;
        let attachments = unit.attachments().iter().map(AttachmentContents::read).collect::<Result<_>>()?;
        Ok(Self { id: Some(unit.id()), files, attachments, passed_over: unit.passed_over().to_vec() })
    }

    /// A unit of which only the names of the files are known, as a relay knows it.
    pub fn of_names<'a>(names: impl IntoIterator<Item = &'a str>, id: UnitId) -> Self {
        let mut contents = Self { id: Some(id), ..Self::default() };
        for name in names {
            if MediaType::of_name(name) == Some(MediaType::Csv) {
                contents.files.push(FileContents::of_name(name));
            } else {
                contents.attachments.push(AttachmentContents::of_name(name));
            }
        }
        contents
    }
}

//! Assembling a unit.

use std::fmt;
use std::sync::Arc;

use super::{Address, Attachment, FileName, MediaType, NameKind, Serial, UnitId};
use crate::convert::{CsvStyle, MAX_FILE, write};
use crate::error::{At, Code, Error, Result};
use crate::file::{Source, is_system_file};
use crate::finding::Finding;
use crate::record::Table;

/// A CSV file of a unit, exactly as it travels.
#[derive(Clone)]
pub struct CsvFile {
    /// Its name.
    pub name: String,
    /// Its bytes: reading and sealing share them.
    pub bytes: Arc<[u8]>,
}

/// A sending unit: what one message carries. It is only a collection: [`crate::rules::check`] says
/// whether the standard knows it.
#[derive(Clone)]
pub struct Unit {
    from: Address,
    to: Address,
    serial: Serial,
    subject: String,
    supersedes: Option<String>,
    pub(super) csv: Vec<CsvFile>,
    pub(super) attachments: Vec<Attachment>,
    passed_over: Vec<String>,
}

impl Unit {
    /// An empty unit. Two units of the same addresses, serial, texts and bytes are one message.
    pub fn new(from: Address, to: Address, serial: Serial) -> Self {
        Self {
            from,
            to,
            serial,
            subject: String::new(),
            supersedes: None,
            csv: Vec::new(),
            attachments: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    /// A unit of named files; sender, receiver and serial are those of the first CSV file's name. Names
    /// of version 202208 do not contain service types: to send such files make the unit with
    /// [`Unit::new`]. Files of the system ([`is_system_file`]) are passed over.
    ///
    /// # Errors
    /// [`Code::NoFiles`]; [`Code::FileName`] where no CSV file has a name of the grammar; [`Code::FileRead`],
    /// [`Code::TooLarge`].
    pub fn from_files(files: impl IntoIterator<Item = (String, Source)>) -> Result<Self> {
        let (passed_over, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| is_system_file(name));
        let name = files
            .iter()
            .find_map(|(name, _)| FileName::parse(name).name.filter(|name| matches!(name.kind, NameKind::Csv(_))))
            .ok_or_else(|| no_csv_name(&files, &passed_over))?;
        let mut unit = Self::new(name.from, name.to, name.serial);
        unit.passed_over = passed_over.into_iter().map(|(name, _)| name).collect();
        for (name, source) in files {
            if MediaType::of_name(&name) == Some(MediaType::Csv) {
                let bytes = source.share(MAX_FILE).map_err(|error| named(error, &name))?;
                unit.add_csv(name, bytes);
            } else {
                unit.add_attachment(name, source);
            }
        }
        Ok(unit)
    }

    /// Sets the subject line, which the relay can read: do not put names of users into it.
    pub fn set_subject(&mut self, subject: impl Into<String>) {
        self.subject = subject.into();
    }

    /// Names the message (its id in hexadecimal) that this one replaces.
    pub fn set_supersedes(&mut self, message_id: impl Into<String>) {
        self.supersedes = Some(message_id.into());
    }

    /// Adds a CSV file as it is.
    pub fn add_csv(&mut self, name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.csv.push(CsvFile { name: name.into(), bytes: bytes.into() });
    }

    /// Writes a table in the standard's form and adds it under the standard name of its version; the
    /// month of the name is that of the first row.
    ///
    /// # Errors
    /// [`Code::Unmappable`] with the characters that cannot be written; [`Code::MonthMissing`] where
    /// the kind's name needs a month and the first row has none: with the kind as the file, and the item.
    pub fn add_table(&mut self, table: &Table) -> Result<Vec<Finding>> {
        let month = match table.layout().month {
            None => None,
            Some(column) => {
                let month = table.row(0).and_then(|row| row.text(column).ok().map(|text| text.into_owned()));
                let is_month = |month: &String| month.len() == 6 && month.bytes().all(|byte| byte.is_ascii_digit());
                Some(month.filter(is_month).ok_or_else(|| month_missing(table, column))?)
            }
        };
        let mut name = self.name(NameKind::Csv(table.kind()), month);
        if !table.version().has_service_types_in_names() {
            name.from = Address::without_service_type(name.from.office())?;
            name.to = Address::without_service_type(name.to.office())?;
        }
        let name = name.to_string();
        let written = write(table, CsvStyle::Canonical).map_err(|error| error.in_file(name.as_str()));
        let (bytes, findings) = written?;
        let findings = findings.into_iter().map(|finding| finding.in_file(name.as_str())).collect();
        self.add_csv(name, bytes);
        Ok(findings)
    }

    /// Adds a PDF or JPEG.
    pub fn add_attachment(&mut self, name: impl Into<String>, source: impl Into<Source>) {
        self.attachments.push(Attachment { name: name.into(), source: source.into() });
    }

    /// Adds a family image under its standard name, which item 62 of 利用者基本情報 must repeat.
    pub fn add_image(&mut self, branch: u16, source: impl Into<Source>) -> String {
        let name = self.name(NameKind::Image(branch), None).to_string();
        self.add_attachment(name.clone(), source);
        name
    }

    fn name(&self, kind: NameKind, month: Option<String>) -> FileName {
        FileName { kind, month, from: self.from.clone(), to: self.to.clone(), serial: self.serial }
    }

    /// Sender, receiver and serial.
    pub fn id(&self) -> UnitId {
        UnitId { from: self.from.clone(), to: self.to.clone(), serial: self.serial }
    }

    /// The sender.
    pub fn from(&self) -> &Address {
        &self.from
    }

    /// The receiver.
    pub fn to(&self) -> &Address {
        &self.to
    }

    /// The serial.
    pub fn serial(&self) -> Serial {
        self.serial
    }

    /// The subject line.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The id of the message that this one replaces.
    pub fn supersedes(&self) -> Option<&str> {
        self.supersedes.as_deref()
    }

    /// The CSV files.
    pub fn csv(&self) -> &[CsvFile] {
        &self.csv
    }

    /// The attachments.
    pub fn attachments(&self) -> &[Attachment] {
        &self.attachments
    }

    /// Notes a file of the system that lies beside the others and does not travel: `check` tells of it.
    pub fn pass_over(&mut self, name: impl Into<String>) {
        self.passed_over.push(name.into());
    }

    /// The files of the system that were passed over.
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }
}

/// No file has a CSV file's name of the grammar: the nearest to one is named.
fn no_csv_name(files: &[(String, Source)], passed_over: &[(String, Source)]) -> Error {
    let is_csv = |(name, _): &&(String, Source)| MediaType::of_name(name) == Some(MediaType::Csv);
    match (files.iter().find(is_csv).or_else(|| files.first()), passed_over.first()) {
        (Some((name, _)), _) => Error::new(Code::FileName).in_file(name.as_str()),
        (None, Some((name, _))) => Error::new(Code::NoFiles).in_file(name.as_str()),
        (None, None) => Error::new(Code::NoFiles),
    }
}

/// The error of a file that has no path.
fn named(error: Error, name: &str) -> Error {
    if error.at().file.is_some() { error } else { error.in_file(name) }
}

/// The file has no name yet: its kind says which one it is.
fn month_missing(table: &Table, column: usize) -> Error {
    let field = &table.layout().fields[column];
    let file = Some(table.kind().name().to_owned());
    Error::new(Code::MonthMissing).with_detail(format!("{} ({})", field.id, field.name_ja)).with_at(At {
        file,
        row: Some(1),
        item_number: Some(field.number),
        ..At::default()
    })
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({}, {} CSV files, {} attachments)", self.serial, self.csv.len(), self.attachments.len())
    }
}

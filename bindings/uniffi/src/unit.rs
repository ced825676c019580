//! Units.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cplink::client::Checked;
use cplink::unit::{self, Address, Serial};

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Result, hold};
use crate::finding::{Finding, findings};
use crate::report::UnitReport;
use crate::source::Source;
use crate::table::Table;

/// An office under one of its service types.
#[derive(uniffi::Record)]
pub struct Party {
    /// The office number.
    pub office: String,
    /// The service type.
    pub service_type: String,
}

impl Party {
    fn address(self) -> Result<Address> {
        Ok(Address::new(self.office, self.service_type)?)
    }
}

impl From<&Address> for Party {
    fn from(address: &Address) -> Self {
        Self { office: address.office().to_owned(), service_type: address.service_type().to_owned() }
    }
}

impl From<&cplink::seal::Party> for Party {
    fn from(party: &cplink::seal::Party) -> Self {
        Self { office: party.office.clone(), service_type: party.service_type.clone() }
    }
}

/// A file of a unit.
#[derive(uniffi::Record)]
pub struct NamedSource {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub source: Source,
}

/// What identifies a unit.
#[derive(uniffi::Record)]
pub struct Head {
    /// The sender.
    pub sender: Party,
    /// The receiver.
    pub receiver: Party,
    /// The serial.
    pub serial: String,
    /// The subject line.
    pub subject: String,
    /// The message that this one replaces.
    pub supersedes: Option<String>,
    /// The names of the CSV files, then of the attachments.
    pub names: Vec<String>,
}

/// A sending unit.
#[derive(uniffi::Object)]
pub struct Unit(Mutex<unit::Unit>);

impl Unit {
    pub(crate) fn with<T>(&self, use_of: impl FnOnce(&mut unit::Unit) -> Result<T>) -> Result<T> {
        use_of(&mut *hold(&self.0)?)
    }
}

#[uniffi::export]
impl Unit {
    /// An empty unit.
    #[uniffi::constructor]
    pub fn new(sender: Party, receiver: Party, serial: String) -> Result<Arc<Self>> {
        let unit = unit::Unit::new(sender.address()?, receiver.address()?, Serial::new(&serial)?);
        Ok(Arc::new(Self(Mutex::new(unit))))
    }

    /// A unit of named files; the rest is taken from the first CSV file's name.
    #[uniffi::constructor]
    pub fn from_files(files: Vec<NamedSource>) -> Result<Arc<Self>> {
        let files = files.into_iter().map(|file| (file.name, file.source.into()));
        Ok(Arc::new(Self(Mutex::new(unit::Unit::from_files(files)?))))
    }

    /// The head and the names.
    pub fn head(&self) -> Result<Head> {
        self.with(|unit| {
            let csv = unit.csv().iter().map(|file| file.name.clone());
            let attachments = unit.attachments().iter().map(|file| file.name.clone());
            Ok(Head {
                sender: unit.from().into(),
                receiver: unit.to().into(),
                serial: unit.serial().to_string(),
                subject: unit.subject().to_owned(),
                supersedes: unit.supersedes().map(str::to_owned),
                names: csv.chain(attachments).collect(),
            })
        })
    }

    /// Sets the subject line.
    pub fn set_subject(&self, subject: String) -> Result<()> {
        self.with(|unit| {
            unit.set_subject(subject);
            Ok(())
        })
    }

    /// Names the message that this one replaces.
    pub fn set_supersedes(&self, message_id: String) -> Result<()> {
        self.with(|unit| {
            unit.set_supersedes(message_id);
            Ok(())
        })
    }

    /// Adds a CSV file as it is.
    pub fn add_csv(&self, name: String, source: Source) -> Result<()> {
        let bytes = source.read()?;
        self.with(|unit| {
            unit.add_csv(name, bytes);
            Ok(())
        })
    }

    /// Writes a table and adds it under its standard name.
    pub fn add_table(&self, table: Arc<Table>) -> Result<Vec<Finding>> {
        self.with(|unit| table.with(|records| Ok(findings(&unit.add_table(records)?))))
    }

    /// Adds a PDF or JPEG.
    pub fn add_attachment(&self, name: String, source: Source) -> Result<()> {
        self.with(|unit| {
            unit.add_attachment(name, source);
            Ok(())
        })
    }

    /// Adds a family image under its standard name.
    pub fn add_image(&self, branch: u16, source: Source) -> Result<String> {
        self.with(|unit| Ok(unit.add_image(branch, source)))
    }

    /// The unit as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        self.with(|unit| Ok(unit.to_json()?))
    }

    /// Adds the files of a unit's JSON.
    pub fn add_json(&self, json: Vec<u8>, folder: Option<String>) -> Result<Vec<Finding>> {
        self.with(|unit| Ok(findings(&unit.add_json(&json, folder.as_deref().map(Path::new))?)))
    }

    /// A CSV file's bytes as they will travel.
    pub fn csv(&self, name: String) -> Result<Option<Vec<u8>>> {
        self.with(|unit| Ok(unit.csv().iter().find(|file| file.name == name).map(|file| file.bytes.to_vec())))
    }

    /// Checks the unit without a client.
    pub fn check(&self, cancel: Arc<Cancel>, watcher: Option<Box<dyn Watcher>>) -> Result<UnitReport> {
        self.with(|unit| watched(&cancel, watcher, |job| Ok(Checked::of(unit, job)?.into())))
    }
}

/// A new serial from the clock, which no other call in this process gets.
#[uniffi::export]
pub fn serial_next() -> Result<String> {
    Ok(Serial::next()?.to_string())
}

/// The serial of a moment, in seconds since 1970.
#[uniffi::export]
pub fn serial_at(seconds: i64) -> Result<String> {
    let moment = time::OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| crate::failure::misuse("the moment is outside the calendar", "日時が暦の範囲の外です。"))?;
    Ok(Serial::at(moment)?.to_string())
}

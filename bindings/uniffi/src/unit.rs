//! Units.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cplink::client::Checked;
use cplink::form::Printable;
use cplink::unit::{self, Address, Serial};
use cplink_values as values;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Result, hold, misuse};
use crate::form;
use crate::generated::{Finding, Printed, UnitCsv, UnitReport};
use crate::source::Source;
use crate::table::{Table, of_core};

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
    /// The sending office's number.
    pub from_office: String,
    /// Its service type.
    pub from_service_type: String,
    /// The receiving office's number.
    pub to_office: String,
    /// Its service type.
    pub to_service_type: String,
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
    pub(crate) fn of(unit: unit::Unit) -> Arc<Self> {
        Arc::new(Self(Mutex::new(unit)))
    }

    pub(crate) fn with<T>(&self, use_of: impl FnOnce(&mut unit::Unit) -> Result<T>) -> Result<T> {
        use_of(&mut *hold(&self.0)?)
    }
}

#[uniffi::export]
impl Unit {
    /// An empty unit.
    #[uniffi::constructor]
    pub fn new(
        from_office: String,
        from_service_type: String,
        to_office: String,
        to_service_type: String,
        serial: String,
    ) -> Result<Arc<Self>> {
        let (from, to) = (Address::new(from_office, from_service_type)?, Address::new(to_office, to_service_type)?);
        let unit = unit::Unit::new(from, to, Serial::new(&serial)?);
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
                from_office: unit.from().office().to_owned(),
                from_service_type: unit.from().service_type().to_owned(),
                to_office: unit.to().office().to_owned(),
                to_service_type: unit.to().service_type().to_owned(),
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
        self.with(|unit| table.with(|records| Ok(of_core(&unit.add_table(records)?))))
    }

    /// Adds a PDF or JPEG.
    pub fn add_attachment(&self, name: String, source: Source) -> Result<()> {
        self.with(|unit| {
            unit.add_attachment(name, source);
            Ok(())
        })
    }

    /// Adds a family image under its standard name.
    pub fn add_image(&self, branch: i32, source: Source) -> Result<String> {
        let branch = u16::try_from(branch).ok().filter(|branch| *branch < 10_000).ok_or_else(|| {
            misuse("branch must be between 0 and 9999", "引数 branch は0から9999までの数で指定してください。")
        })?;
        self.with(|unit| Ok(unit.add_image(branch, source)))
    }

    /// The unit as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        self.with(|unit| Ok(unit.to_json()?))
    }

    /// Adds the files of a unit's JSON.
    pub fn add_json(&self, json: Vec<u8>, folder: Option<String>) -> Result<Vec<Finding>> {
        self.with(|unit| Ok(of_core(&unit.add_json(&json, folder.as_deref().map(Path::new))?)))
    }

    /// The unit's forms, as a text or into a file.
    pub fn print(&self, path: Option<String>, forms: Vec<String>, names: Option<Source>) -> Result<Printed> {
        let (forms, names) = (form::kinds(&forms)?, form::names(names)?);
        let printable = self.with(|unit| Ok(Printable::of_unit(unit)?))?;
        let path = path.as_deref().map(Path::new);
        let printed = values::Printed::of(&printable.slip()?, &forms, &names, path, &printable.findings)?;
        Ok(printed.into())
    }

    /// The CSV files with their bytes as they will travel.
    pub fn csv(&self) -> Result<Vec<UnitCsv>> {
        self.with(|unit| {
            let file = |file: &unit::CsvFile| UnitCsv { name: file.name.clone(), bytes: file.bytes.to_vec() };
            Ok(unit.csv().iter().map(file).collect())
        })
    }

    /// Checks the unit without a client, as this office if one is named.
    pub fn check(
        &self,
        office: Option<String>,
        cancel: Arc<Cancel>,
        watcher: Option<Box<dyn Watcher>>,
    ) -> Result<UnitReport> {
        let office = office.as_deref();
        self.with(|unit| watched(&cancel, watcher, |job| Ok(Checked::of_office(unit, office, job)?.into())))
    }
}

/// A new serial from the clock, which no other call in this process gets.
#[uniffi::export]
pub fn serial_now() -> Result<String> {
    Ok(Serial::next()?.to_string())
}

/// The serial of a moment, in seconds since 1970.
#[uniffi::export]
pub fn serial_at(seconds: i64) -> Result<String> {
    let moment = time::OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| misuse("the moment is outside the calendar", "日時が暦の範囲の外です。"))?;
    Ok(Serial::at(moment)?.to_string())
}

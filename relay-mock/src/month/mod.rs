//! The month of the fixtures, built into the program: what is sent, and what it must mean.

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde_json::Value;

static MONTH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../spec-fixtures/202407/month");

/// All messages of the month and the offices between which they travel.
#[derive(Debug, Deserialize)]
pub struct Month {
    /// The offices.
    pub offices: Vec<MonthOffice>,
    /// The messages, in the order they are sent.
    pub messages: Vec<MonthMessage>,
}

/// An invented office.
#[derive(Debug, Deserialize)]
pub struct MonthOffice {
    /// The office number.
    pub number: String,
    /// The name.
    pub name: String,
    /// The service types.
    pub service_types: Vec<String>,
}

/// A message of the month.
#[derive(Debug, Deserialize)]
pub struct MonthMessage {
    /// The folder.
    pub dir: String,
    /// The sender.
    pub from: Party,
    /// The receiver.
    pub to: Party,
    /// The serial.
    pub serial: String,
    /// The kind of sending unit.
    pub unit: String,
    /// The subject line.
    pub subject: String,
    /// Names of the CSV files.
    pub csv: Vec<String>,
    /// Names of the attachments.
    pub attachments: Vec<String>,
}

/// A sender or receiver.
#[derive(Debug, Deserialize)]
pub struct Party {
    /// The office number.
    pub office: String,
    /// The service type.
    pub service_type: String,
}

/// Why the month could not be read: a fault of the build.
#[derive(Debug, thiserror::Error)]
#[error("the built-in month lacks or garbles {0}")]
pub struct Broken(String);

impl Month {
    /// The month.
    ///
    /// # Errors
    /// The program was built from incomplete fixtures.
    pub fn load() -> Result<Self, Broken> {
        json("manifest.json")
    }
}

impl MonthMessage {
    /// A file's bytes.
    ///
    /// # Errors
    /// As [`Month::load`].
    pub fn file(&self, name: &str) -> Result<&'static [u8], Broken> {
        bytes(&format!("{}/files/{name}", self.dir))
    }

    /// What the CSV files mean, as `rows.json` says.
    ///
    /// # Errors
    /// As [`Month::load`].
    pub fn rows(&self) -> Result<Value, Broken> {
        json(&format!("{}/rows.json", self.dir))
    }

    /// All file names: CSV first, then attachments.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.csv.iter().chain(&self.attachments)
    }
}

fn bytes(path: &str) -> Result<&'static [u8], Broken> {
    MONTH.get_file(path).map(|file| file.contents()).ok_or_else(|| Broken(path.to_owned()))
}

fn json<T: serde::de::DeserializeOwned>(path: &str) -> Result<T, Broken> {
    serde_json::from_slice(bytes(path)?).map_err(|_| Broken(path.to_owned()))
}

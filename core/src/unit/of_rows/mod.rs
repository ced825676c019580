//! Units made of rows: those of several users, kinds, months and receivers, sorted into the units that the standard
//! wants.
//!
//! | rows | go to |
//! |---|---|
//! | 第6表 (予定), 第7表 and 利用者補足情報 of a user and month | every office and service type that 第6表 names; each gets the whole slip, since it holds the rows of all providers whoever the receiver is (標準仕様4.1 出力単位) |
//! | 第1～3表 and 利用者補足情報 of a user's plan | every office that 第2表 names, and those of the user's 第6表 |
//! | 実績 | the planner of the row, by service type (標準仕様4.1 作成単位); a planner passes them on to the one receiver that is given |
//! | 利用者基本情報, 支援計画書 | the offices of the user's 第6表, else the one receiver that is given |
//! | withdrawals | the one receiver that is given |
//!
//! Where receivers are given, nobody else gets anything; a planner among them gets the records of all. A month, a
//! receiver and a kind of unit are a unit, with a serial of its own: withdrawals come first, so that they do not take
//! away what is sent with them. A row that would go nowhere, or to nobody knows whom, is refused: none is lost.

mod attached;
mod bundle;
mod given;
mod group;
mod made;
mod receivers;
mod results;
mod supplement;
mod write;

pub use made::{MadeUnit, MadeUnits};

use std::fmt;

use self::attached::{Beside, Images};
use self::given::Given;
use self::receivers::Receivers;
use super::{Address, Serial, Unit};
use crate::error::Result;
use crate::file::Source;
use crate::record::Table;
use crate::spec::UnitKind;
use crate::typed::TypedRow;

/// Rows that are to become units: [`UnitsOfRows::make`]. The module's page says where which rows go.
///
/// ```
/// use cplink::typed::{Dltjsk, Month};
/// use cplink::unit::{Address, UnitsOfRows};
///
/// let mut withdrawal = Dltjsk::default();
/// withdrawal.insurer_number = "990010".into();
/// withdrawal.insured_person_number = "0000000101".into();
/// withdrawal.deletion_target_month = Month::new(2025, 10).into();
/// withdrawal.provider_number = "9970000111".into();
/// withdrawal.service_type_code = "11".into();
/// let mut rows = UnitsOfRows::new(Address::new("9970000111", "11")?);
/// rows.add_receiver(Address::new("9970000012", "43")?);
/// rows.add_rows(&[withdrawal])?;
/// let made = rows.make()?;
/// assert_eq!(made.units[0].month.as_deref(), Some("202510"));
/// # Ok::<(), cplink::Error>(())
/// ```
pub struct UnitsOfRows {
    from: Address,
    to: Vec<Address>,
    serial: Option<Serial>,
    given: Given,
    images: Images,
    beside: Vec<Beside>,
}

impl UnitsOfRows {
    /// No rows yet, of this sender. Results go under the service type of their rows.
    pub fn new(from: Address) -> Self {
        Self {
            from,
            to: Vec::new(),
            serial: None,
            given: Given::default(),
            images: Images::default(),
            beside: Vec::new(),
        }
    }

    /// Names a receiver. Without any, whoever the rows name gets them; else nobody but these.
    pub fn add_receiver(&mut self, to: Address) {
        if !self.to.contains(&to) {
            self.to.push(to);
        }
    }

    /// The first unit gets this serial, the others those of the seconds after it: making the same units again gives
    /// the same ones. Without it serials come from the clock ([`Serial::next`]).
    pub fn set_first_serial(&mut self, serial: Serial) {
        self.serial = Some(serial);
    }

    /// Adds the rows of a table of any kind.
    pub fn add_table(&mut self, table: Table) {
        self.given.add(table);
    }

    /// Adds typed rows. Those of a kind and version are numbered in the order in which they are added.
    ///
    /// # Errors
    /// As [`TypedRow::write_to`]; the rows before the one that is refused were added.
    pub fn add_rows<'r, T: TypedRow + 'r>(&mut self, rows: impl IntoIterator<Item = &'r T>) -> Result<()> {
        rows.into_iter().try_for_each(|row| self.given.add_row(row))
    }

    /// Adds a family image under the name that item 62 of 利用者基本情報 has in the rows. In a unit the image gets its
    /// standard name, and so does item 62.
    pub fn add_image(&mut self, name: impl Into<String>, source: impl Into<Source>) {
        self.images.add(name.into(), source.into());
    }

    /// Adds a PDF or JPEG, which goes into each unit of this kind with rows of this user: insurer and insured person
    /// number.
    pub fn add_attachment(
        &mut self,
        user: [&str; 2],
        kind: UnitKind,
        name: impl Into<String>,
        source: impl Into<Source>,
    ) {
        self.beside.push(Beside::new(user, kind, name.into(), source.into()));
    }

    /// Makes the units, in the order in which they are to be sent. Every row is in a unit of each of its receivers,
    /// once. A 利用者補足情報 that a unit needs and the rows lack is made from the user's other one, that of the plan
    /// for the slip and the other way round, which [`MadeUnit::supplemented`] tells.
    ///
    /// # Errors
    /// With the kind as the file, row and item: [`Code::RowWithoutUnit`](crate::Code::RowWithoutUnit),
    /// [`Code::ReceiverUnknown`](crate::Code::ReceiverUnknown), [`Code::RowsMissing`](crate::Code::RowsMissing) with what
    /// is missing, [`Code::VersionsMixed`](crate::Code::VersionsMixed), [`Code::RowKey`](crate::Code::RowKey),
    /// [`Code::OfficeNumber`](crate::Code::OfficeNumber), [`Code::Unmappable`](crate::Code::Unmappable) with the findings.
    /// An attachment that is left over is named by [`Code::RowWithoutUnit`](crate::Code::RowWithoutUnit), one whose
    /// name is there twice by [`Code::AttachmentName`](crate::Code::AttachmentName).
    pub fn make(&self) -> Result<MadeUnits> {
        let findings = self.given.written()?;
        let mut bundles = bundle::sort(&self.given)?;
        supplement::complete(&self.given, &mut bundles)?;
        let receivers = Receivers::new(&self.given, &bundles, &self.from, &self.to)?;
        let groups = group::groups(&self.given, &bundles, &receivers)?;
        let units = write::Writing { given: &self.given, images: &self.images, beside: &self.beside }
            .units(groups, self.serial)?;
        Ok(MadeUnits { units, findings })
    }
}

impl Unit {
    /// The units of these rows for one receiver: [`UnitsOfRows`] in one call, without attachments.
    ///
    /// # Errors
    /// As [`UnitsOfRows::make`].
    pub fn of_rows(from: Address, to: Address, rows: impl IntoIterator<Item = Table>) -> Result<MadeUnits> {
        let mut units = UnitsOfRows::new(from);
        units.add_receiver(to);
        rows.into_iter().for_each(|table| units.add_table(table));
        units.make()
    }
}

impl fmt::Debug for UnitsOfRows {
    // Never the rows: they are health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitsOfRows({:?}, {} attachments)", self.given, self.beside.len())
    }
}

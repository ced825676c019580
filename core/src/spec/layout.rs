//! The shape of the tables.

use super::generated_kinds::{Kind, UnitKind, Version};

/// What a field's characters must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// `YYYYMM`.
    Month,
    /// `YYYYMMDD`.
    Date,
    /// `HHMM`.
    Time,
    /// Half-width digits.
    Digits,
    /// Half-width letters and digits.
    Alnum,
    /// A value of the field's code list.
    Code,
    /// An integer.
    Integer,
    /// A decimal number like `99.99`.
    Decimal,
    /// Free text; the only type that is written in quotes.
    FreeText,
    /// `XXX-XXXX`.
    PostalCode,
    /// A phone number.
    Phone,
    /// 31 characters `0` or `1`, one a day.
    Flags31,
}

/// Whether a field must be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Required {
    /// It may be empty.
    No,
    /// A written rule demands a value in some cases.
    Conditional,
    /// Marked 必要: empty is a warning.
    Needed,
    /// Marked 必須: empty is an error.
    Always,
}

/// A special value outside the field's type. `?` is any one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentinel {
    /// The value.
    pub value: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

impl Sentinel {
    /// Whether `bytes` is this value.
    pub fn matches(&self, bytes: &[u8]) -> bool {
        let value = self.value.as_bytes();
        value.len() == bytes.len() && value.iter().zip(bytes).all(|(want, have)| want == have || *want == b'?')
    }
}

/// One value of a code list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeValue {
    /// The code.
    pub code: &'static str,
    /// Its Japanese name.
    pub name_ja: &'static str,
}

/// A code list.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeList {
    /// The list's id.
    pub id: &'static str,
    /// Its Japanese name.
    pub name_ja: &'static str,
    /// Its values.
    pub codes: &'static [CodeValue],
}

/// One field of a layout.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// 1-based item number.
    pub number: u16,
    /// Stable id.
    pub id: &'static str,
    /// The document's item name.
    pub name_ja: &'static str,
    /// Its type.
    pub kind: FieldType,
    /// Characters at most (exactly, where `exact`); `None` for free length.
    pub length: Option<u16>,
    /// Whether a shorter value is wrong too (identifiers).
    pub exact: bool,
    /// Whether a hyphen may be among letters and digits.
    pub hyphen: bool,
    /// Whether it must be filled.
    pub required: Required,
    /// Its code list.
    pub codes: Option<&'static CodeList>,
    /// Special values.
    pub sentinels: &'static [Sentinel],
    /// The one value it may have.
    pub constant: Option<&'static str>,
    /// Whether the document could be read with certainty; if not, its checks give warnings only.
    pub certain: bool,
    /// What else is known of it.
    pub note: &'static str,
}

/// What it is where two records of a file have the same identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicate {
    /// The identity is a key: a receiver's database takes one of them only.
    Key,
    /// The identity names a service, which is likely entered twice.
    Service,
    /// Nothing yet: the identity only pairs records of two files, and records that are alike in every cell
    /// are duplicates.
    Row,
}

/// The layout of one kind of file in one version.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    /// The kind.
    pub kind: Kind,
    /// The CSV version.
    pub version: Version,
    /// The document's name of the file.
    pub name_ja: &'static str,
    /// Index of the field that repeats the file name's month; `None` where the name has no month.
    pub month: Option<usize>,
    /// Whether all records are of one month.
    pub single_month: bool,
    /// Indices of the fields that tie the file to its unit.
    pub keys: &'static [usize],
    /// Indices of the fields that distinguish its records: the keys and what else is needed.
    pub identity: &'static [usize],
    /// What two records of the same identity are.
    pub duplicate: Duplicate,
    /// Index of the field that a finding of a duplicate names; `None` where it names the record.
    pub duplicate_field: Option<usize>,
    /// Whether the document could be read; if not, the layout is inferred and all of its fields' checks
    /// give warnings only.
    pub certain: bool,
    /// For each field of the kind's newest layout its 0-based index here, `None` where this version has no
    /// such field; empty where the fields are the same ones in the same order.
    pub places: &'static [Option<usize>],
    /// Whether rows have a typed form, which is of the kind's newest layout: each of the fields is there
    /// too, with the same type and codes. Other rows are first moved to another version ([`crate::translate`]),
    /// which reports what has no place there.
    pub has_typed_form: bool,
    /// The fields, in order.
    pub fields: &'static [Field],
}

impl Layout {
    /// The 0-based index of a field.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// Where the field is here that has the 0-based index `newest` in the kind's newest layout.
    pub fn place(&self, newest: usize) -> Option<usize> {
        if self.places.is_empty() { Some(newest) } else { self.places.get(newest).copied().flatten() }
    }

    /// Whether rows of both layouts have a typed form that takes their cells from the same columns.
    pub(crate) fn has_typed_form_of(&self, other: &Self) -> bool {
        self.has_typed_form && other.has_typed_form && self.places == other.places
    }

    /// Indices of the fields that distinguish records with the same keys.
    pub fn identity_beside_keys(&self) -> &'static [usize] {
        &self.identity[self.keys.len()..]
    }

    /// A field by id.
    pub fn field(&self, id: &str) -> Option<&'static Field> {
        self.index(id).map(|at| &self.fields[at])
    }
}

/// The month part of a unit's file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitMonth {
    /// There is no month part.
    None,
    /// `000000`.
    Zero,
    /// One service month.
    Same,
}

/// A sending unit: the set of files that share one serial.
#[derive(Debug, PartialEq, Eq)]
pub struct UnitDefinition {
    /// Which.
    pub kind: UnitKind,
    /// Its Japanese name.
    pub name_ja: &'static str,
    /// The kinds that must all be there.
    pub kinds: &'static [Kind],
    /// The kinds that may be there.
    pub optional: &'static [Kind],
    /// Whether family images may be there.
    pub images: bool,
    /// The month part of the names.
    pub month: UnitMonth,
}

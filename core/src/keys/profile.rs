//! How a subject is read: the form of the national authority's certificates is not public.

use der::asn1::ObjectIdentifier;

use super::kind::CertificateKind;
use crate::error::{Code, Result};

/// Characters of an office number.
const NUMBER_LENGTH: usize = 10;

/// An attribute of a certificate's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectField {
    /// CN.
    CommonName,
    /// OU.
    OrganizationalUnit,
    /// O.
    Organization,
    /// serialNumber.
    SerialNumber,
}

impl SubjectField {
    const ALL: [Self; 4] = [Self::CommonName, Self::OrganizationalUnit, Self::Organization, Self::SerialNumber];

    /// Its short name: `CN`, `OU`, `O` or `serialNumber`.
    pub fn id(self) -> &'static str {
        match self {
            Self::CommonName => "CN",
            Self::OrganizationalUnit => "OU",
            Self::Organization => "O",
            Self::SerialNumber => "serialNumber",
        }
    }

    pub(super) fn oid(self) -> ObjectIdentifier {
        match self {
            Self::CommonName => const_oid::db::rfc4519::CN,
            Self::OrganizationalUnit => const_oid::db::rfc4519::OU,
            Self::Organization => const_oid::db::rfc4519::O,
            Self::SerialNumber => const_oid::db::rfc4519::SERIAL_NUMBER,
        }
    }
}

/// Which part of the attribute is the office number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberPart {
    /// All of it.
    #[default]
    Whole,
    /// Its first ten characters.
    First,
    /// Its last ten characters.
    Last,
}

/// Where a certificate has the office number and the kind.
///
/// The exact subject form of the national authority's certificates is not public, so this is a
/// setting and not a constant. The default is the form of the test certificates of `relay-mock`:
/// CN is the 10-digit office number, OU the kind's Japanese name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectProfile {
    /// Where the office number is.
    pub office_number: SubjectField,
    /// Text before the number in that attribute, usually none.
    pub office_prefix: String,
    /// Which part of the text behind the prefix is the number.
    pub office_part: NumberPart,
    /// Where the kind is.
    pub kind: SubjectField,
    /// Further texts that name a kind.
    pub kind_names: Vec<(String, CertificateKind)>,
    /// Certificate policies (dotted object identifiers) that mean the kind; they count before the text.
    pub kind_policies: Vec<(String, CertificateKind)>,
}

impl Default for SubjectProfile {
    fn default() -> Self {
        Self {
            office_number: SubjectField::CommonName,
            office_prefix: String::new(),
            office_part: NumberPart::Whole,
            kind: SubjectField::OrganizationalUnit,
            kind_names: Vec::new(),
            kind_policies: Vec::new(),
        }
    }
}

impl SubjectProfile {
    /// Sets one property by its name, as settings files and the bindings do:
    ///
    /// | key | value |
    /// |---|---|
    /// | `office_number`, `kind` | `CN`, `OU`, `O` or `serialNumber` |
    /// | `office_prefix` | the text before the number |
    /// | `office_part` | `whole`, `first` or `last` |
    /// | `kind_name` | `TEXT=KIND`, as `介護保険=care_insurance`; adds one |
    /// | `kind_policy` | `OID=KIND`, as `1.2.3.4=care_dx`; adds one |
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for another name, [`Code::Setting`] for a value that is not of its form.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        match key {
            "office_number" => self.office_number = field(value)?,
            "office_prefix" => value.clone_into(&mut self.office_prefix),
            "office_part" => self.office_part = part(value)?,
            "kind" => self.kind = field(value)?,
            "kind_name" => self.kind_names.push(pair(value)?),
            "kind_policy" => self.kind_policies.push(pair(value)?),
            _ => return Err(Code::InvalidArgument.with_detail("the profile has no such property")),
        }
        Ok(())
    }

    pub(super) fn number_of<'a>(&self, text: &'a str) -> Option<&'a str> {
        let text = text.strip_prefix(&self.office_prefix)?;
        match self.office_part {
            NumberPart::Whole => Some(text),
            NumberPart::First => text.get(..NUMBER_LENGTH),
            NumberPart::Last => text.get(text.len().checked_sub(NUMBER_LENGTH)?..),
        }
    }

    pub(super) fn kind_of(&self, text: Option<&str>, policies: &[ObjectIdentifier]) -> Option<CertificateKind> {
        let named = |(policy, _): &&(String, CertificateKind)| policies.iter().any(|one| one.to_string() == *policy);
        let by_policy = self.kind_policies.iter().find(named).map(|(_, kind)| *kind);
        by_policy.or_else(|| {
            let text = text?;
            let own = self.kind_names.iter().find(|(name, _)| name == text).map(|(_, kind)| *kind);
            own.or_else(|| CertificateKind::from_name_ja(text))
        })
    }
}

fn field(value: &str) -> Result<SubjectField> {
    let found = SubjectField::ALL.into_iter().find(|field| field.id() == value);
    found.ok_or_else(|| Code::Setting.with_detail("not an attribute: CN, OU, O or serialNumber"))
}

fn part(value: &str) -> Result<NumberPart> {
    match value {
        "whole" => Ok(NumberPart::Whole),
        "first" => Ok(NumberPart::First),
        "last" => Ok(NumberPart::Last),
        _ => Err(Code::Setting.with_detail("not a part: whole, first or last")),
    }
}

fn pair(value: &str) -> Result<(String, CertificateKind)> {
    let (text, kind) = value.rsplit_once('=').ok_or_else(|| Code::Setting.with_detail("not TEXT=KIND"))?;
    let kind = CertificateKind::from_id(kind).ok_or_else(|| Code::Setting.with_detail("not a kind of certificate"))?;
    Ok((text.to_owned(), kind))
}

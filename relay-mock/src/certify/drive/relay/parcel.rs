//! The files of a step as messages: one for each serial.

use std::collections::BTreeMap;
use std::sync::Arc;

use cplink::client::Checked;
use cplink::file::Source;
use cplink::progress::Job;
use cplink::seal::{MessageHeader, Part, Party};
use cplink::unit::{Address, FileName, MediaType, Serial, Unit, sealed_name};
use cplink::{Code, Error, Result};

use super::offices::Offices;
use crate::certify::scenario::{Case, File, Step};

/// A message to send.
pub(super) struct Parcel {
    pub(super) header: MessageHeader,
    pub(super) parts: Vec<Part>,
}

/// The messages of these files, in the order of their names. A file without a serial goes with the first.
pub(super) fn parcels(case: &Case, files: &[File], offices: &Offices, subject: &str) -> Result<Vec<Parcel>> {
    let names: Vec<Option<FileName>> = files.iter().map(|file| FileName::parse(&file.name).name).collect();
    let first = names.iter().flatten().next();
    let mut groups: BTreeMap<String, (Option<FileName>, Vec<&File>)> = BTreeMap::new();
    for (file, name) in files.iter().zip(&names) {
        let name = name.as_ref().or(first);
        // A unit that is to be refused may have no name that can be read.
        let serial = name.map_or("20251001000000", |name| name.serial.as_str());
        let group = groups.entry(serial.to_owned()).or_insert_with(|| (name.cloned(), Vec::new()));
        group.1.push(file);
    }
    groups.into_iter().map(|(serial, (name, files))| parcel(case, &serial, name, &files, offices, subject)).collect()
}

fn parcel(
    case: &Case,
    serial: &str,
    name: Option<FileName>,
    files: &[&File],
    offices: &Offices,
    subject: &str,
) -> Result<Parcel> {
    let from = name.map(|name| name.from).filter(|from| from.office() != case.office.office());
    let from = from.or_else(|| partner(case)).ok_or_else(|| Error::new(Code::UnitOffices))?;
    let service = if from.has_service_type() { from.service_type() } else { offices.service_type(from.office()) };
    let from = Address::new(from.office(), service)?;
    let mut unit = Unit::new(from, case.office.clone(), Serial::new(serial)?);
    for file in files {
        if MediaType::of_name(&file.name) == Some(MediaType::Csv) {
            unit.add_csv(file.name.as_str(), Arc::clone(&file.bytes));
        } else {
            unit.add_attachment(file.name.as_str(), Source::from(Arc::clone(&file.bytes)));
        }
    }
    let checked = Checked::of(&unit, &mut Job::new())?;
    let version = checked.contents.files.iter().find_map(|file| file.version.clone());
    let is_version = |version: &String| version.len() == 6 && version.bytes().all(|byte| byte.is_ascii_digit());
    let party = |address: &Address| Party {
        office: address.office().to_owned(),
        service_type: address.service_type().to_owned(),
    };
    let header = MessageHeader {
        from: party(unit.from()),
        to: party(unit.to()),
        csv_version: version.filter(is_version),
        kind: checked.report.unit_kind.map_or("other", |kind| kind.token()).to_owned(),
        subject: subject.to_owned(),
        created: MessageHeader::created_at(serial)?,
        serial: serial.to_owned(),
        supersedes: None,
        override_reason: None,
    };
    let part = |file: &&File| {
        let media_type = MediaType::of_name(&file.name).map_or("application/octet-stream", MediaType::name);
        Part::new(sealed_name(&file.name), media_type, Source::from(Arc::clone(&file.bytes)))
    };
    Ok(Parcel { header, parts: files.iter().map(part).collect() })
}

/// Some office with which the case has to do.
fn partner(case: &Case) -> Option<Address> {
    case.steps.iter().find_map(|step| match step {
        Step::Take { partner, .. } => Some(partner.clone()),
        Step::Give { files, .. } => {
            let mut names = files.iter().filter_map(|file| FileName::parse(&file.name).name);
            names.find_map(|name| [name.from, name.to].into_iter().find(|one| one.office() != case.office.office()))
        }
        Step::Enter { .. } | Step::Show { .. } => None,
    })
}

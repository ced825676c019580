//! From the files of a group to the message that they are, or to why they are none yet.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;

use super::found::Found;
use super::group::Group;
use super::told::printable;
use crate::convert::MAX_FILE;
use crate::error::{Code, Error, Result};
use crate::file::{MAX_NAME, Source, check_name, folded};
use crate::finding::{Finding, Rule};
use crate::progress::Job;
use crate::rules::{self, UnitReport};
use crate::seal::{Draft, Limits, header_of, parts_of};
use crate::unit::{MediaType, Unit, UnitContents, sealed_name};

/// What the files of a group are.
pub(super) enum Whole {
    /// A message.
    Message(Box<Draft>),
    /// None, for these reasons, each of which names a file.
    Waits(Vec<Error>),
}

/// A file under the name that it should have.
struct Named<'a> {
    name: String,
    found: &'a Found,
    source: Source,
}

/// Puts the files together. The same files are the same message, in whatever order and under whatever copies' names
/// they came.
///
/// # Errors
/// [`Code::Cancelled`] alone: all else is told of the group.
pub(super) fn whole(group: &Group, take_incomplete: bool, job: &mut Job<'_>) -> Result<Whole> {
    let made = message(group, take_incomplete, job);
    match made {
        Err(error) if error.code() == Code::Cancelled => Err(error),
        Err(error) => {
            let named = error.at().file.is_some();
            let first = group.files.first().map(Found::told).unwrap_or_default();
            Ok(Whole::Waits(vec![if named { error } else { error.in_file(first) }]))
        }
        Ok(whole) => Ok(whole),
    }
}

fn message(group: &Group, take_incomplete: bool, job: &mut Job<'_>) -> Result<Whole> {
    if !group.id.from.has_service_type() || !group.id.to.has_service_type() {
        let detail = "names of CSV version 202208 have no service types";
        return Err(Error::new(Code::ServiceType).with_detail(detail));
    }
    let (named, mut waits) = single(&group.files)?;
    let mut unit = Unit::new(group.id.from.clone(), group.id.to.clone(), group.id.serial);
    for Named { name, found, source } in named {
        let empty = source.head(1)?.is_empty();
        if empty && !take_incomplete {
            // Browsers put an empty file where the whole one will be.
            waits.push(Error::new(Code::UnitIncomplete).with_detail("the file is empty").in_file(found.told()));
        } else if MediaType::of_name(&name) == Some(MediaType::Csv) {
            unit.add_csv(name, source.share(MAX_FILE)?);
        } else {
            unit.add_attachment(name, source);
        }
    }
    if !waits.is_empty() {
        return Ok(Whole::Waits(waits));
    }
    let contents = UnitContents::read(&unit, job)?;
    let report = rules::check(&contents, job)?;
    let missing = missing(&report);
    if !missing.is_empty() && !take_incomplete {
        return Ok(Whole::Waits(missing));
    }
    let header = header_of(&unit, &contents, report.unit_kind, None)?;
    drop(contents);
    Ok(Whole::Message(Box::new(Draft::prepare(header, parts_of(&unit)?, &Limits::default(), job)?)))
}

/// Each file once, CSV files first, by name: of copies with the same bytes the first. Copies with other bytes, and names
/// that nothing can carry, are told.
fn single(files: &[Found]) -> Result<(Vec<Named<'_>>, Vec<Error>)> {
    let mut single: BTreeMap<(bool, String), Named<'_>> = BTreeMap::new();
    let (mut waits, mut ambiguous) = (Vec::new(), BTreeMap::new());
    for found in files {
        let name = sealed_name(&found.name);
        if let Err(fault) = check_name(&name, MAX_NAME) {
            waits.push(Error::new(Code::AttachmentName).with_detail(fault).in_file(found.told()));
            continue;
        }
        let source = found.source()?;
        match single.entry((MediaType::of_name(&name) != Some(MediaType::Csv), folded(&name))) {
            Entry::Vacant(free) => {
                free.insert(Named { name, found, source });
            }
            Entry::Occupied(known) if same(&known.get().source, &source)? => {}
            Entry::Occupied(known) => {
                let name = known.get().name.clone();
                let other = format!("other content than {}", known.get().found.told());
                let obstacle = || Error::new(Code::UnitAmbiguous).with_detail(other).in_file(found.told());
                ambiguous.entry(name).or_insert_with(obstacle);
            }
        }
    }
    waits.extend(ambiguous.into_values());
    Ok((single.into_values().collect(), waits))
}

/// Whether both have the same bytes.
fn same(one: &Source, other: &Source) -> Result<bool> {
    let (mut first, mut second) = (one.open()?, other.open()?);
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let count = fill(&mut *first, &mut left).map_err(|error| one.unreadable(error))?;
        let other_count = fill(&mut *second, &mut right).map_err(|error| other.unreadable(error))?;
        if left[..count] != right[..other_count] {
            return Ok(false);
        }
        if count == 0 {
            return Ok(true);
        }
    }
}

/// Reads until the block is full or the source ends.
fn fill(reader: &mut dyn Read, block: &mut [u8]) -> std::io::Result<usize> {
    let mut done = 0;
    while done < block.len() {
        match reader.read(&mut block[done..]) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// The files that the standard, or one of the files, says belong to the unit and are not there: each by its name.
fn missing(report: &UnitReport) -> Vec<Error> {
    let of_rule = |rule: Rule| report.findings.iter().filter(move |finding| finding.rule() == rule);
    let told = |finding: &Finding, name: &str| {
        Error::new(Code::UnitIncomplete).with_findings(vec![finding.clone()]).in_file(printable(name))
    };
    let files = of_rule(Rule::UnitFileMissing)
        .flat_map(|finding| finding.parameter().unwrap_or_default().split(", ").map(move |name| told(finding, name)));
    let images = of_rule(Rule::UnitImageMissing).map(|finding| told(finding, finding.file().unwrap_or_default()));
    files.chain(images).collect()
}

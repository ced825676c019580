//! Units after one another: withdrawals, corrections, and serials that must differ.

use std::collections::{HashMap, HashSet};

use super::collector::{Collector, at_row, sort};
use super::column::{Cell, Column, USER_MONTH, cells};
use crate::error::{Code, Error, Result};
use crate::file::folded;
use crate::finding::{Finding, Rule};
use crate::record::Table;
use crate::spec::{Deletion, Kind, VERSION, deletions};
use crate::unit::{FileName, Serial, UnitContents};

/// How many records of users a series keeps in mind, some 200 bytes each.
const MAX_RECORDS: usize = 1_000_000;

/// The services of a user's results.
type Services = HashSet<Box<[u8]>>;

/// Checks units against the ones before them. They are added in the order of their serials, which is
/// the order of import. Kept are the keys of what was sent, not the tables.
#[derive(Debug, Default)]
pub struct Series {
    serials: HashSet<(String, String, Serial)>,
    names: HashSet<String>,
    /// What a receiver has: kind, sender, receiver and keys, and whether it was withdrawn.
    standing: HashMap<Box<[u8]>, bool>,
    /// The services in the results of a user: type and satellite branch.
    results: HashMap<Box<[u8]>, Services>,
}

impl Series {
    /// A series without units.
    pub fn new() -> Self {
        Self::default()
    }

    /// The findings about a unit that follows the ones before.
    ///
    /// # Errors
    /// [`Code::TooLarge`] over a million users' records.
    pub fn add(&mut self, unit: &UnitContents) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for file in &unit.files {
            if !self.names.insert(folded(&file.sealed_name())) {
                findings.push(Finding::new(Rule::SeriesNameCollides).in_file(file.file.as_str()));
            }
        }
        let name = unit.files.iter().find_map(|file| file.name());
        if let Some(name) = name {
            let offices = (name.from.office().to_owned(), name.to.office().to_owned(), name.serial);
            if !self.serials.insert(offices) && findings.is_empty() {
                findings.push(Finding::new(Rule::SeriesSerialTwice).in_file(unit.files[0].file.as_str()));
            }
            for file in &unit.files {
                if let Some(table) = file.sound_table() {
                    self.table(table, name, &file.file, &mut findings);
                }
            }
        }
        if self.standing.len() + self.results.len() > MAX_RECORDS {
            return Err(Error::new(Code::TooLarge));
        }
        sort(&mut findings);
        let mut collector = Collector::new(VERSION);
        findings.into_iter().for_each(|finding| collector.push(finding));
        Ok(collector.finish())
    }

    fn table(&mut self, table: &Table, name: &FileName, file: &str, findings: &mut Vec<Finding>) {
        match table.kind() {
            Kind::Upjsk => self.results(table, name, file, findings),
            Kind::Dltjsk => self.results_withdrawn(table, name, file, findings),
            kind => {
                if let Some(deletion) = deletions().iter().find(|deletion| deletion.kind == kind) {
                    self.withdrawn(table, name, deletion, file, findings);
                } else if let Some(deletion) = deletions().iter().find(|deletion| base_of(deletion) == Some(kind)) {
                    let keys: Vec<Column> = deletion.keys.iter().filter_map(|(of, _)| Column::of(table, of)).collect();
                    for record in table.rows() {
                        let cells: Vec<Cell<'_>> = keys.iter().map(|key| key.bytes(&record)).collect();
                        self.standing.insert(address(kind, name, &cells), true);
                    }
                }
            }
        }
    }

    fn withdrawn(
        &mut self,
        table: &Table,
        name: &FileName,
        deletion: &Deletion,
        file: &str,
        findings: &mut Vec<Finding>,
    ) {
        let Some(base) = base_of(deletion) else { return };
        let keys: Vec<Column> = deletion.keys.iter().filter_map(|(_, is)| Column::of(table, is)).collect();
        for (row, record) in table.rows().enumerate() {
            let cells: Vec<Cell<'_>> = keys.iter().map(|key| key.bytes(&record)).collect();
            if self.standing.insert(address(base, name, &cells), false) != Some(true) {
                findings.push(at_row(Rule::SeriesDeletionUnmatched, row).in_file(file));
            }
        }
    }

    /// Results follow a plan that was not withdrawn, and corrected ones hold all services of those before.
    fn results(&mut self, table: &Table, name: &FileName, file: &str, findings: &mut Vec<Finding>) {
        let (Some(keys), Some([code, branch])) =
            (Column::all(table, USER_MONTH), Column::all(table, ["service_code", "satellite_branch_number"]))
        else {
            return;
        };
        let mut users: HashMap<[Cell<'_>; 3], (usize, Services)> = HashMap::new();
        for (row, record) in table.rows().enumerate() {
            let services = &mut users.entry(cells(&keys, &record)).or_insert_with(|| (row, HashSet::new())).1;
            // A code without a service type was reported on reading.
            if let Some(service_type) = code.bytes(&record).get(..2) {
                services.insert(service(service_type, &branch.bytes(&record)));
            }
        }
        for (user, (row, services)) in users {
            // The plan went the other way.
            let plan = FileName { from: name.to.clone(), to: name.from.clone(), ..name.clone() };
            if self.standing.get(&address(Kind::Upplan, &plan, &user)) == Some(&false) {
                findings.push(at_row(Rule::SeriesResultsWithdrawn, row).in_file(file));
            }
            let before = self.results.insert(address(Kind::Upjsk, name, &user), services.clone()).unwrap_or_default();
            let missing = before.difference(&services).count();
            if missing > 0 {
                findings
                    .push(at_row(Rule::SeriesCorrectionPartial, row).in_file(file).with_parameter(missing.to_string()));
            }
        }
    }

    /// Results are withdrawn by service type, whatever the branch.
    fn results_withdrawn(&mut self, table: &Table, name: &FileName, file: &str, findings: &mut Vec<Finding>) {
        let ids = ["insurer_number", "insured_person_number", "deletion_target_month"];
        let (Some(keys), Some(service_type)) = (Column::all(table, ids), Column::of(table, "service_type_code")) else {
            return;
        };
        for (row, record) in table.rows().enumerate() {
            let kind = service_type.bytes(&record);
            let key = address(Kind::Upjsk, name, &cells(&keys, &record));
            let services = self.results.entry(key).or_default();
            let before = services.len();
            services.retain(|service| !service.starts_with(&kind));
            if services.len() == before {
                findings.push(at_row(Rule::SeriesDeletionUnmatched, row).in_file(file));
            }
        }
    }
}

/// The kind whose records a withdrawal names; the others that it takes away go with them.
fn base_of(deletion: &Deletion) -> Option<Kind> {
    deletion.deletes.first().copied()
}

/// A record's place: its kind, the offices between which it travels, and its keys.
fn address(kind: Kind, name: &FileName, keys: &[Cell<'_>]) -> Box<[u8]> {
    let mut place = Vec::with_capacity(64);
    for part in [kind.name().as_bytes(), name.from.office().as_bytes(), name.to.office().as_bytes()]
        .into_iter()
        .chain(keys.iter().map(|key| &**key))
    {
        place.extend_from_slice(part);
        // No key has this byte: it would have been reported on reading.
        place.push(0);
    }
    place.into_boxed_slice()
}

fn service(service_type: &[u8], branch: &[u8]) -> Box<[u8]> {
    [service_type, branch].concat().into_boxed_slice()
}

//! Which unit of the standard the files are; where they are none, what is missing or surplus for the nearest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Rule};
use crate::sort::sort_by_key;
use crate::spec::{Kind, UnitDefinition, UnitMonth, Version, layout};
use crate::unit::{Address, FileContents, FileName, NameKind, UnitId};

const ZERO_MONTH: &str = "000000";

/// The files of a unit by what their names say.
pub(super) struct Set<'a> {
    pub(super) files: &'a [&'a FileContents],
    /// The names of family images.
    pub(super) images: &'a [(&'a str, FileName)],
    pub(super) id: Option<&'a UnitId>,
}

/// How well the files fit a unit.
struct Fit<'a> {
    unit: &'static UnitDefinition,
    chosen: Vec<&'a FileContents>,
    missing: Vec<Kind>,
    surplus: Vec<&'a str>,
}

/// The version whose sending units count: that of the first file's rows, or the one of its name.
pub(super) fn version(files: &[&FileContents]) -> Version {
    let by_rows = files.iter().find_map(|file| file.table.as_ref().filter(|table| !table.is_empty()));
    let by_name = || files.iter().find_map(|file| file.name());
    match by_rows {
        Some(table) => table.version(),
        None if by_name().is_some_and(FileName::is_third_edition) => Version::V202208,
        None => Version::CURRENT,
    }
}

impl<'a> Set<'a> {
    /// The unit whose kinds these are. A file whose kind is not known has a finding of its own, and until it has
    /// its name nobody knows what else is wrong.
    pub(super) fn find(&self, findings: &mut Vec<Finding>) -> Option<&'static UnitDefinition> {
        let kinds: Vec<Kind> = self.files.iter().map(|file| file.kind()).collect::<Option<_>>()?;
        let units = version(self.files).units();
        let is_set = kinds.iter().collect::<BTreeSet<_>>().len() == kinds.len();
        let found = units.iter().find(|unit| {
            is_set
                && unit.kinds.iter().all(|kind| kinds.contains(kind))
                && kinds.iter().all(|kind| unit.kinds.contains(kind) || unit.optional.contains(kind))
                && (unit.images || self.images.is_empty())
        });
        if found.is_none() {
            match self.nearest(units) {
                Some(fit) => self.tell(&fit, findings),
                None => {
                    let mut names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
                    crate::sort::sort(&mut names);
                    let names = if names.is_empty() { "-".to_owned() } else { names.join("+") };
                    findings.push(Finding::new(Rule::UnitSetUnknown).with_parameter(names));
                }
            }
        }
        found
    }

    /// The unit from which least differs; `None` where it could be one or another.
    fn nearest(&self, units: &'static [UnitDefinition]) -> Option<Fit<'a>> {
        // How many files are of each month: a slip with a stray file of another month is still that month's.
        let mut months = BTreeMap::new();
        for file in self.files {
            *months.entry(month_of(file)).or_insert(0usize) += 1;
        }
        let mut fits: Vec<Fit<'a>> = units.iter().map(|unit| self.fit(unit, &months)).collect();
        fits.retain(|fit| !fit.chosen.is_empty());
        sort_by_key(&mut fits, Fit::distance);
        let unsure = fits.len() > 1 && fits[0].distance() == fits[1].distance();
        fits.into_iter().next().filter(|_| !unsure)
    }

    fn fit(&self, unit: &'static UnitDefinition, months: &BTreeMap<Option<&str>, usize>) -> Fit<'a> {
        let mut fit = Fit { unit, chosen: Vec::new(), missing: Vec::new(), surplus: Vec::new() };
        let needed = unit.kinds.iter().map(|kind| (*kind, true));
        for (kind, needed) in needed.chain(unit.optional.iter().map(|kind| (*kind, false))) {
            let all = self.files.iter().filter(|file| file.kind() == Some(kind));
            // The best, the first of several that are as good.
            let rank =
                |file: &FileContents| (self.is_ours(file), has_month(unit, file), months.get(&month_of(file)).copied());
            match all.min_by_key(|file| Reverse(rank(file))) {
                Some(best) => fit.chosen.push(best),
                None if needed => fit.missing.push(kind),
                None => {}
            }
        }
        let is_chosen = |file: &FileContents| fit.chosen.iter().any(|chosen| std::ptr::eq(*chosen, file));
        fit.surplus = self.files.iter().filter(|file| !is_chosen(file)).map(|file| file.file.as_str()).collect();
        if !unit.images {
            fit.surplus.extend(self.images.iter().map(|(file, _)| *file));
        }
        fit
    }

    /// Whether offices and serial are the unit's.
    fn is_ours(&self, file: &FileContents) -> bool {
        let (Some(id), Some(name)) = (self.id, file.name()) else { return true };
        name.serial == id.serial && name.from.agrees_with(&id.from) && name.to.agrees_with(&id.to)
    }

    fn tell(&self, fit: &Fit<'_>, findings: &mut Vec<Finding>) {
        if !fit.missing.is_empty() {
            let names: Vec<String> = fit.missing.iter().map(|kind| self.name_of(*kind, fit)).collect();
            findings.push(Finding::new(Rule::UnitFileMissing).with_parameter(names.join(", ")));
        }
        let kinds: Vec<&str> = fit.unit.kinds.iter().map(|kind| kind.name()).collect();
        // Of another serial or office: that is why it is surplus, and it has been told.
        let astray = |finding: &&Finding| matches!(finding.rule(), Rule::UnitSerialMixed | Rule::UnitOfficesMixed);
        let told: BTreeSet<String> =
            findings.iter().filter(astray).filter_map(|finding| finding.file().map(str::to_owned)).collect();
        for file in fit.surplus.iter().filter(|file| !told.contains(**file)) {
            findings.push(Finding::new(Rule::UnitFileSurplus).in_file(*file).with_parameter(kinds.join("+")));
        }
    }

    /// The name that the unit's file of a kind would have; the kind alone where the name is not known.
    fn name_of(&self, kind: Kind, fit: &Fit<'_>) -> String {
        let names = || fit.chosen.iter().filter_map(|file| file.name());
        let month = match fit.unit.month {
            _ if layout(kind).month.is_none() => None,
            UnitMonth::Zero => Some(ZERO_MONTH),
            _ => match names().filter_map(|name| name.month.as_deref()).find(|month| *month != ZERO_MONTH) {
                Some(month) => Some(month),
                None => return kind.name().to_owned(),
            },
        };
        let of_name = || {
            let name = names().next()?;
            Some(UnitId { from: name.from.clone(), to: name.to.clone(), serial: name.serial })
        };
        let Some(id) = self.id.cloned().or_else(of_name) else { return kind.name().to_owned() };
        let third = names().any(FileName::is_third_edition);
        let short = |address: Address| {
            Address::without_service_type(address.office()).ok().filter(|_| third).unwrap_or(address)
        };
        let name = FileName {
            kind: NameKind::Csv(kind),
            month: month.map(str::to_owned),
            from: short(id.from),
            to: short(id.to),
            serial: id.serial,
        };
        name.to_string()
    }
}

impl Fit<'_> {
    /// What is surplus weighs more than what is missing: who sends a file means it.
    fn distance(&self) -> (usize, usize) {
        let astray = self.chosen.iter().filter(|file| !has_month(self.unit, file)).count();
        (self.missing.len() + 2 * (self.surplus.len() + astray), self.surplus.len())
    }
}

fn month_of(file: &FileContents) -> Option<&str> {
    file.name()?.month.as_deref()
}

/// Whether the month in a file's name is one of this unit's.
fn has_month(unit: &UnitDefinition, file: &FileContents) -> bool {
    let Some(month) = month_of(file) else { return true };
    match unit.month {
        UnitMonth::None => true,
        UnitMonth::Zero => month == ZERO_MONTH,
        UnitMonth::Same => month != ZERO_MONTH,
    }
}

//! What was received, read as the standard means it: own rows, monthly add-ons, blanks from above, what
//! changed, what was done.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_differences, cpl_results_comparison, cpl_rows, cpl_table};
use cplink::Result;
use cplink::interpret;

fn rows(found: Vec<usize>) -> cpl_rows {
    // A file is shorter than 256 MiB, so its rows can be counted.
    cpl_rows { places: found.into_iter().map(|row| row as u32).collect() }
}

pub(crate) fn own_rows(table: &cpl_table, office: &str, service_type: Option<&str>) -> Result<cpl_rows> {
    Ok(rows(interpret::own_rows(&*table.0.read()?, office, service_type)?))
}

pub(crate) fn monthly_once(table: &cpl_table, codes: Vec<&str>) -> Result<cpl_rows> {
    Ok(rows(interpret::monthly_once(&*table.0.read()?, &codes)?))
}

pub(crate) fn fill_down(table: &cpl_table) -> Result<cpl_table> {
    let (filled, _) = interpret::fill_down(&*table.0.read()?)?;
    Ok(cpl_table(Handle::new(filled)))
}

pub(crate) fn compare(old: &cpl_table, new: &cpl_table) -> Result<cpl_differences> {
    let compared = interpret::compare(&*old.0.read()?, &*new.0.read()?)?;
    Ok(compared.differences.into())
}

pub(crate) fn compare_results(
    plan: &cpl_table,
    results: &cpl_table,
    monthly: Vec<&str>,
) -> Result<cpl_results_comparison> {
    let (plan, results) = (plan.0.read()?, results.0.read()?);
    Ok(interpret::compare_tables(&[&*plan], &[&*results], &monthly)?.into())
}

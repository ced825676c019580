//! A sending unit.

use crate::boundary::{Handle, arg, border, out, out_bytes, out_text};
use crate::generated::handles::{cpl_error, cpl_findings, cpl_job, cpl_table};
use crate::job;
use crate::layout::wrong;
use crate::unit_report::cpl_unit_report;
use cplink::Result;
use cplink::client::Checked;
use cplink::file::Source;
use cplink::form::{NameTable, Printable};
use cplink::unit::{Address, Serial, Unit};
use cplink_values::{FormKind, Printed};
use std::ffi::c_char;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A sending unit: what one message carries.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_unit(pub(crate) Arc<Handle<Unit>>);

impl cpl_unit {
    pub(crate) fn new(unit: Unit) -> Self {
        Self(Arc::new(Handle::new(unit)))
    }

    pub(crate) fn share(&self) -> Arc<Handle<Unit>> {
        Arc::clone(&self.0)
    }
}

pub(crate) fn new(
    from_office: &str,
    from_service_type: &str,
    to_office: &str,
    to_service_type: &str,
    serial: &str,
) -> Result<cpl_unit> {
    let from = Address::new(from_office, from_service_type)?;
    let to = Address::new(to_office, to_service_type)?;
    Ok(cpl_unit::new(Unit::new(from, to, Serial::new(serial)?)))
}

pub(crate) fn from_files(paths: Vec<&str>) -> Result<cpl_unit> {
    let named = paths.iter().map(|path| {
        let name = Path::new(path).file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| wrong("a path without a file name").in_file(*path))?;
        Ok((name.to_owned(), Source::File(PathBuf::from(path))))
    });
    Ok(cpl_unit::new(Unit::from_files(named.collect::<cplink::Result<Vec<_>>>()?)?))
}

pub(crate) fn set_subject(unit: &cpl_unit, subject: &str) -> Result<()> {
    unit.0.write()?.set_subject(subject);
    Ok(())
}

pub(crate) fn set_supersedes(unit: &cpl_unit, message_id: &str) -> Result<()> {
    unit.0.write()?.set_supersedes(message_id);
    Ok(())
}

pub(crate) fn add_csv(unit: &cpl_unit, name: &str, csv: &[u8]) -> Result<()> {
    unit.0.write()?.add_csv(name, csv);
    Ok(())
}

pub(crate) fn add_table(unit: &cpl_unit, table: &cpl_table) -> Result<cpl_findings> {
    Ok(unit.0.write()?.add_table(&*table.0.read()?)?.iter().collect())
}

pub(crate) fn add_attachment(unit: &cpl_unit, name: &str, content: &[u8]) -> Result<()> {
    unit.0.write()?.add_attachment(name, content.to_vec());
    Ok(())
}

pub(crate) fn add_attachment_file(unit: &cpl_unit, name: &str, path: &str) -> Result<()> {
    unit.0.write()?.add_attachment(name, PathBuf::from(path));
    Ok(())
}

pub(crate) fn add_image(unit: &cpl_unit, branch: u32, content: &[u8]) -> Result<String> {
    let branch = u16::try_from(branch).ok().filter(|branch| *branch < 10_000);
    let branch = branch.ok_or_else(|| wrong("a branch number has 4 digits"))?;
    Ok(unit.0.write()?.add_image(branch, content.to_vec()))
}

pub(crate) fn add_json(unit: &cpl_unit, json: &[u8], folder: Option<&str>) -> Result<cpl_findings> {
    Ok(unit.0.write()?.add_json(json, folder.map(Path::new))?.iter().collect())
}

pub(crate) fn to_json(unit: &cpl_unit) -> Result<Vec<u8>> {
    unit.0.read()?.to_json()
}

fn printed(unit: &cpl_unit, path: Option<&str>, forms: &[i32], names: &[u8]) -> Result<Printed> {
    let (forms, names) = (FormKind::of_numbers(forms)?, NameTable::read(names)?);
    let printable = Printable::of_unit(&*unit.0.read()?)?;
    Printed::of(&printable.slip()?, &forms, &names, path.map(Path::new), &printable.findings)
}

pub(crate) fn check(unit: &cpl_unit, office: Option<&str>, job: Option<&cpl_job>) -> Result<cpl_unit_report> {
    let unit = unit.share();
    let unit = unit.read()?;
    job::run(job, |job| Ok(cpl_unit_report::new(Checked::of_office(&unit, office, job)?)))
}

pub(crate) fn to_html(unit: &cpl_unit, forms: &[i32], names: &[u8]) -> Result<Printed> {
    printed(unit, None, forms, names)
}

pub(crate) fn save_html(unit: &cpl_unit, path: &str, forms: &[i32], names: &[u8]) -> Result<Printed> {
    printed(unit, Some(path), forms, names)
}

pub(crate) fn serial(unit: &cpl_unit) -> Result<String> {
    Ok(unit.0.read()?.serial().as_str().into())
}

/// Documented in `ffi/api/unit.toml`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_csv_len(unit: *const cpl_unit, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let count = out!(count);
        count.put(unit.0.read()?.csv().len());
    })
}

/// Documented in `ffi/api/unit.toml`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_csv_file_name(
    unit: *const cpl_unit,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let text = out_text!(text, len);
        let unit = unit.0.read()?;
        text.put(&unit.csv().get(index).ok_or_else(|| wrong("no such file"))?.name);
    })
}

/// Documented in `ffi/api/unit.toml`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_csv_file_bytes(
    unit: *const cpl_unit,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let data = out_bytes!(data, len);
        let unit = unit.0.read()?;
        data.put(&unit.csv().get(index).ok_or_else(|| wrong("no such file"))?.bytes);
    })
}

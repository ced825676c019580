//! Files, folders and JSON as sending units.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::bundle::{FileContents, MediaType};
use cplink::convert::{MAX_FILE, read};
use cplink::file::Source;
use cplink::finding::Finding;
use cplink::json::{Attached, File, Unit};
use cplink::rules;
use cplink::spec::Kind;
use cplink::{Code, Error, Result};

/// What was read from a path.
pub(crate) struct Input {
    pub(crate) unit: Unit,
    /// What is to be said of CSV files.
    pub(crate) findings: Vec<Finding>,
    /// Where the attachments' bytes are; nothing where the path is JSON.
    pub(crate) attachments: Vec<PathBuf>,
    /// Whether the path is a folder or JSON of a unit.
    pub(crate) is_unit: bool,
}

/// Whether a path ends in `.csv` or `.json`, in any case of letters.
pub(crate) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// Reads a CSV file, a JSON file or a folder of files. `kind` is that of a CSV file whose name does not
/// tell it.
pub(crate) fn load(path: &Path, kind: Option<Kind>) -> Result<Input> {
    let mut input = Input { unit: Unit::default(), findings: Vec::new(), attachments: Vec::new(), is_unit: true };
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(|error| Error::io(Code::FileRead, error))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.retain(|path| path.is_file());
        paths.sort();
        for path in paths {
            if has_ending(&path, "csv") { csv(&path, None, &mut input)? } else { attach(path, &mut input)? }
        }
    } else if has_ending(path, "json") {
        input.unit =
            Unit::read(&Source::File(path.to_owned()).read(MAX_FILE)?).map_err(|error| error.in_file(name_of(path)))?;
        input.is_unit = input.unit.files.len() != 1 || !input.unit.attachments.is_empty();
    } else {
        csv(path, kind, &mut input)?;
        input.is_unit = false;
    }
    if input.unit.files.is_empty() {
        return Err(Error::new(Code::InvalidArgument).with_detail("there are no CSV files"));
    }
    Ok(input)
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn csv(path: &Path, kind: Option<Kind>, input: &mut Input) -> Result<()> {
    let name = name_of(path);
    let bytes = Source::File(path.to_owned()).read(MAX_FILE)?;
    let report = match kind {
        Some(kind) => read(kind, bytes).map(|file| (Some(file.table), file.findings))?,
        None => {
            let contents = FileContents::read(&name, bytes)?;
            let findings = rules::file(&contents).findings;
            (contents.table, findings)
        }
    };
    let (table, findings) = report;
    let table = table.ok_or_else(|| {
        let unknown = Error::new(Code::FileName).with_detail("the name does not tell the kind: give it with --kind");
        unknown.in_file(name_of(path))
    })?;
    input.findings.extend(findings);
    input.unit.files.push(File { name: Some(name), table });
    Ok(())
}

fn attach(path: PathBuf, input: &mut Input) -> Result<()> {
    let name = name_of(&path);
    // What is neither CSV nor an attachment (a JSON beside the files) is not of the unit.
    let Some(media_type) = MediaType::of_name(&name) else { return Ok(()) };
    input.unit.attachments.push(Attached::of(name, media_type.name(), &Source::File(path.clone()))?);
    input.attachments.push(path);
    Ok(())
}

//! Writing what was converted.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cplink::convert::{Form, write};
use cplink::file::{MAX_NAME, check_name};
use cplink::finding::Finding;
use cplink::json::Unit;
use cplink::{Code, Error, Result};

use crate::cli::input::{has_ending, name_of};

/// Where to write.
pub(super) struct Target<'a> {
    pub(super) path: &'a Path,
    pub(super) force: bool,
    pub(super) is_unit: bool,
}

impl Target<'_> {
    /// Writes JSON, a CSV file or a folder; returns what is to be said of characters.
    pub(super) fn write(&self, unit: &Unit, attachments: &[PathBuf]) -> Result<Vec<Finding>> {
        if has_ending(self.path, "json") {
            let json = match unit.files.as_slice() {
                [file] if !self.is_unit => pretty(file),
                _ => unit.write(),
            };
            return self.put(self.path, &json).map(|()| Vec::new());
        }
        if !has_ending(self.path, "csv") {
            return self.folder(unit, attachments);
        }
        let [file] = unit.files.as_slice() else {
            let detail = "several files do not go into one CSV file: name a folder";
            return Err(Error::new(Code::InvalidArgument).with_detail(detail));
        };
        let (bytes, findings) =
            write(&file.table, Form::Canonical).map_err(|error| error.in_file(name_of(self.path)))?;
        self.put(self.path, &bytes)?;
        Ok(findings)
    }

    fn folder(&self, unit: &Unit, attachments: &[PathBuf]) -> Result<Vec<Finding>> {
        // All of it is made before the first byte is written.
        let (mut files, mut findings) = (Vec::new(), Vec::new());
        for file in &unit.files {
            let name = file.name.as_deref().unwrap_or_default();
            if let Err(why) = check_name(name, MAX_NAME) {
                return Err(Error::new(Code::FileName).with_detail(why));
            }
            let (bytes, said) = write(&file.table, Form::Canonical).map_err(|error| error.in_file(name))?;
            findings.extend(said.into_iter().map(|finding| finding.in_file(name)));
            files.push((name, bytes));
        }
        if unit.attachments.len() > attachments.len() {
            let detail = "JSON holds no attachments' bytes: write CSV files one by one, or convert a folder";
            return Err(Error::new(Code::InvalidArgument).with_detail(detail));
        }
        fs::create_dir_all(self.path).map_err(|error| Error::io(Code::FileWrite, error))?;
        for (name, bytes) in files {
            self.put(&self.path.join(name), &bytes)?;
        }
        for from in attachments {
            let bytes = fs::read(from).map_err(|error| Error::io(Code::FileRead, error))?;
            self.put(&self.path.join(name_of(from)), &bytes)?;
        }
        Ok(findings)
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut options = OpenOptions::new();
        options.write(true);
        if self.force {
            options.create(true).truncate(true)
        } else {
            options.create_new(true)
        };
        let written = options.open(path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| Error::io(Code::FileWrite, error).in_file(name_of(path)))
    }
}

fn pretty(file: &cplink::json::File) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(file).unwrap_or_default();
    json.push(b'\n');
    json
}

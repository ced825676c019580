//! Writing what was converted.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::Code;
use cplink::convert::{CsvStyle, read, write};
use cplink::file::{MAX_NAME, check_name};
use cplink::finding::Finding;
use cplink::json::UnitJson;
use cplink::record::Table;
use cplink::rules;
use cplink::spec::Kind;
use cplink::unit::{FileContents, FileName, NameKind};
use cplink_cli::{About, Fault, refuse_existing, write_folder, write_new};

use crate::verbs::input::{has_ending, name_of};

/// Where to write.
pub(super) struct Target<'a> {
    pub(super) path: &'a Path,
    pub(super) force: bool,
    /// Whether CSV that is written is also checked: rows that come from JSON were not.
    pub(super) checks: bool,
}

impl Target<'_> {
    /// Refuses a name that is meant as a file of a kind that is not written: as a folder it would surprise.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let is_folder = self.path.is_dir() || self.path.extension().is_none();
        if is_folder || has_ending(self.path, "json") || has_ending(self.path, "csv") {
            return Ok(());
        }
        Err(Fault::argument(
            ["この種類のファイルには書き出せません。", "Files with this extension cannot be written."],
            [
                "出力先は .csv か .json のファイル、または拡張子のない名前のフォルダーにしてください。",
                "Name a file that ends in .csv or .json, or a folder, whose name has no ending.",
            ],
        )
        .about(self.path.display()))
    }

    /// Writes JSON, a CSV file or a folder; returns what is to be said of characters.
    pub(super) fn write(&self, unit: &UnitJson, attachments: &[PathBuf], is_unit: bool) -> Result<Vec<Finding>, Fault> {
        if has_ending(self.path, "json") && !self.path.is_dir() {
            let json = match unit.files.as_slice() {
                [file] if !is_unit => pretty(file),
                _ => unit.write(),
            };
            return write_new(self.path, &json, self.force).map(|()| Vec::new());
        }
        if !has_ending(self.path, "csv") || self.path.is_dir() {
            return self.folder(unit, attachments);
        }
        let [file] = unit.files.as_slice() else {
            return Err(Fault::argument(
                ["複数のファイルを一つのCSVには書き出せません。", "Several files cannot be written into one CSV file."],
                ["出力先にフォルダーを指定してください。", "Give a folder as the output."],
            )
            .about(self.path.display()));
        };
        let (bytes, findings) = self.csv(&file.table, &name_of(self.path)).about(self.path.display())?;
        write_new(self.path, &bytes, self.force)?;
        Ok(findings)
    }

    fn folder(&self, unit: &UnitJson, attachments: &[PathBuf]) -> Result<Vec<Finding>, Fault> {
        // All of it is made before the first byte is written.
        let (mut files, mut findings) = (Vec::new(), Vec::new());
        for file in &unit.files {
            let name = file.name.as_deref().unwrap_or_default();
            if let Err(why) = check_name(name, MAX_NAME) {
                return Err(Fault::from(cplink::Error::new(Code::FileName))
                    .about(self.path.display())
                    .detail(why.reason()));
            }
            let (bytes, said) = self.csv(&file.table, name).about(name)?;
            findings.extend(said);
            files.push((name.to_owned(), bytes));
        }
        if unit.attachments.len() > attachments.len() {
            return Err(Fault::new(
                Code::AttachmentDiffers,
                ["JSONには添付ファイルの内容が入っていません。", "JSON does not contain the attachments' bytes."],
                [
                    "CSVを一つずつ書き出すか、フォルダーから変換してください。",
                    "Write CSV files one by one, or convert a folder.",
                ],
            )
            .about(self.path.display()));
        }
        for from in attachments {
            let bytes = fs::read(from).map_err(|error| Fault::io(Code::FileRead, from.display(), error))?;
            files.push((name_of(from), bytes));
        }
        self.put(&files)?;
        Ok(findings)
    }

    /// A new folder is there with all files or not at all. One that is there keeps what it has, so none of
    /// the files may be there without `--force`.
    fn put(&self, files: &[(String, Vec<u8>)]) -> Result<(), Fault> {
        let into =
            |folder: &Path| files.iter().try_for_each(|(name, bytes)| write_new(&folder.join(name), bytes, self.force));
        if !self.path.exists() {
            return write_folder(self.path, into);
        }
        files.iter().try_for_each(|(name, _)| refuse_existing(&self.path.join(name), self.force))?;
        into(self.path)
    }

    /// The bytes of a CSV file, and what is said of its characters, also where they cannot be written.
    fn csv(&self, table: &Table, name: &str) -> Result<(Vec<u8>, Vec<Finding>), cplink::Error> {
        let (bytes, findings) = write(table, CsvStyle::Canonical).map_err(|error| error.in_file(name))?;
        let mut findings: Vec<_> = findings.into_iter().map(|finding| finding.in_file(name)).collect();
        if self.checks {
            findings.extend(checked(table.kind(), name, bytes.clone())?);
        }
        Ok((bytes, findings))
    }
}

/// What the rules say of a CSV file, whatever the user calls it.
fn checked(kind: Kind, name: &str, bytes: Vec<u8>) -> Result<Vec<Finding>, cplink::Error> {
    if FileName::parse(name).kind == Some(NameKind::Csv(kind)) {
        return Ok(rules::file(&FileContents::read(name, bytes)?).findings);
    }
    Ok(read(kind, bytes)?.findings.into_iter().map(|finding| finding.in_file(name)).collect())
}

fn pretty(file: &cplink::json::FileJson) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(file).unwrap_or_default();
    json.push(b'\n');
    json
}

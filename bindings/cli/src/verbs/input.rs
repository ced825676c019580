//! Files, folders and JSON as sending units.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::convert::{MAX_FILE, read};
use cplink::file::{Source, is_system_file};
use cplink::finding::Finding;
use cplink::json::{AttachmentJson, FileJson, UnitJson};
use cplink::rules;
use cplink::spec::Kind;
use cplink::unit::{AttachmentContents, AttachmentFault, FileContents, FileName, MediaType, sealed_name};
use cplink::{Code, Error};
use cplink_cli::{About, Fault};

/// What was read from a path.
pub(crate) struct Input {
    pub(crate) unit: UnitJson,
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
/// show it.
pub(crate) fn load(path: &Path, kind: Option<Kind>) -> Result<Input, Fault> {
    let mut input = Input { unit: UnitJson::default(), findings: Vec::new(), attachments: Vec::new(), is_unit: true };
    if path.is_dir() {
        let mut files = of_folder(path)?.files;
        // Originals before their copies, which are told of.
        files.sort_by_key(|path| FileName::parse(&name_of(path)).is_mended());
        for path in files {
            let is_csv = MediaType::of_name(&name_of(&path)) == Some(MediaType::Csv);
            if is_csv { csv(&path, None, &mut input)? } else { attach(path, &mut input)? }
        }
    } else if has_ending(path, "json") {
        input.unit = json(path)?.1;
        input.is_unit = input.unit.files.len() != 1 || !input.unit.attachments.is_empty();
    } else {
        csv(path, kind, &mut input)?;
        input.is_unit = false;
    }
    if input.unit.files.is_empty() && !input.findings.is_empty() {
        let error = Error::new(Code::FileContent).with_findings(input.findings);
        return Err(Fault::from(error).about(path.display()));
    }
    if input.unit.files.is_empty() {
        return Err(Fault::new(
            Code::NoFiles,
            ["CSVファイルがありません。", "There is no CSV file."],
            ["CSVファイルのあるフォルダーを指定してください。", "Give a folder that contains CSV files."],
        )
        .about(path.display()));
    }
    Ok(input)
}

/// A JSON file's bytes and its unit.
pub(crate) fn json(path: &Path) -> Result<(Vec<u8>, UnitJson), Fault> {
    let bytes = Source::File(path.to_owned()).read(MAX_FILE).about(path.display())?;
    // Editors and PowerShell write a byte order mark.
    match UnitJson::read(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)) {
        Ok(unit) => Ok((bytes, unit)),
        Err(error) => Err(of_json(error).about(path.display())),
    }
}

/// The file is the user's own, whatever wrote it.
pub(crate) fn of_json(error: Error) -> Fault {
    if error.code() != Code::JsonForm {
        return error.into();
    }
    Fault::new(
        Code::JsonForm,
        ["JSONファイルの内容が正しくありません。", "The JSON file is not usable."],
        [
            "convert が書き出すJSONと同じ形になっているか確認してください。",
            "Give it the form of the JSON that convert writes.",
        ],
    )
    .detail_of(&error)
}

/// The files of a folder, in the order of their names.
pub(crate) struct Folder {
    pub(crate) files: Vec<PathBuf>,
    /// The names of files of the system that lie beside them.
    pub(crate) passed_over: Vec<String>,
}

/// The files of a folder, in which there must be something of a unit.
pub(crate) fn of_folder(folder: &Path) -> Result<Folder, Fault> {
    let broken = |error| Fault::io(Code::FileRead, folder.display(), error);
    let entries = fs::read_dir(folder).map_err(broken)?.collect::<std::io::Result<Vec<_>>>().map_err(broken)?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file()).collect();
    paths.sort();
    let (passed_over, files) = without_system_files(paths);
    if !files.iter().any(|path| is_meant(path)) {
        let mut others = Others::default();
        files.iter().for_each(|path| others.add(path));
        return Err(no_files(&folder.display().to_string(), &others));
    }
    Ok(Folder { files, passed_over })
}

/// Whether a file was meant for a unit, also one that cannot be in it as it is.
pub(crate) fn is_meant(path: &Path) -> bool {
    let name = name_of(path);
    MediaType::of_name(&name).is_some() || AttachmentFault::of_name(&name).is_some()
}

/// The names of files of the system, and the other files.
pub(crate) fn without_system_files(files: Vec<PathBuf>) -> (Vec<String>, Vec<PathBuf>) {
    let (system, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| is_system_file(&name_of(path)));
    (system.iter().map(|path| name_of(path)).collect(), files)
}

/// The names of files that are nothing of a unit: the first of them, and how many there are.
#[derive(Default)]
pub(crate) struct Others {
    first: Vec<String>,
    count: usize,
}

impl Others {
    /// So many are named.
    const NAMED: usize = 5;

    pub(crate) fn add(&mut self, path: &Path) {
        self.count += 1;
        if self.first.len() < Self::NAMED {
            // A name may hold what a terminal obeys.
            self.first.push(name_of(path).replace(char::is_control, "\u{FFFD}"));
        }
    }

    /// The names, in Japanese and English; nothing where there are none.
    fn told(&self) -> [String; 2] {
        let (names, more) = (&self.first, self.count - self.first.len());
        match more {
            _ if names.is_empty() => Default::default(),
            0 => [format!("（あるファイル: {}）", names.join("、")), format!(" (there: {})", names.join(", "))],
            _ => [
                format!("（あるファイル: {}、ほか{more}件）", names.join("、")),
                format!(" (there: {} and {more} more)", names.join(", ")),
            ],
        }
    }
}

/// The fault of a folder, or several, in which there is nothing of a unit: the files that are there are named.
pub(crate) fn no_files(named: &str, others: &Others) -> Fault {
    let [ja, en] = others.told();
    Fault::new(
        Code::NoFiles,
        [
            &format!("CSV、PDF、JPEGのファイルが一つもありません{ja}。"),
            &format!("There is no CSV, PDF or JPEG file{en}."),
        ],
        [
            "ファイルまたは送信単位のフォルダーを指定してください。",
            "Name files, or folders that hold the files of sending units.",
        ],
    )
    .about(named)
}

/// The file's name alone.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn csv(path: &Path, kind: Option<Kind>, input: &mut Input) -> Result<(), Fault> {
    let name = name_of(path);
    let bytes = Source::File(path.to_owned()).read(MAX_FILE).about(path.display())?;
    let report = match kind {
        Some(kind) => {
            let file = read(kind, bytes).about(path.display())?;
            (Some(file.table), file.findings.into_iter().map(|finding| finding.in_file(&name)).collect())
        }
        None => {
            let contents = FileContents::read(&name, bytes).about(path.display())?;
            let findings = rules::file(&contents).findings;
            (contents.table, findings)
        }
    };
    let (table, findings) = report;
    if findings.iter().any(|finding| finding.rule().is_of_foreign_file()) {
        return Err(Fault::from(Error::new(Code::FileContent).with_findings(findings)).about(path.display()));
    }
    let table = table.ok_or_else(|| {
        Fault::new(
            Code::FileName,
            ["ファイル名からCSVの種類が分かりません。", "The file's name does not show its kind."],
            [
                "標準仕様のファイル名に変更してください。convert では --kind でも指定できます。",
                "Give the file its standard name; convert takes --kind, too.",
            ],
        )
        .about(path.display())
    })?;
    input.findings.extend(findings);
    let name = Some(sealed_name(&name));
    if input.unit.files.iter().any(|file| file.name == name) {
        return Err(two_of_one_name().about(path.display()));
    }
    input.unit.files.push(FileJson { name, table });
    Ok(())
}

/// The fault of a copy beside its original: one of them would replace the other.
fn two_of_one_name() -> Fault {
    Fault::new(
        Code::UnitSet,
        [
            "ほかのファイルと同じファイル名になるコピーです。",
            "The file is a copy: another one has the same standard name.",
        ],
        [
            "どちらが正しいか確認し、不要なファイルを除いてください。",
            "Check which of the two is right, and take the other one out.",
        ],
    )
}

fn attach(path: PathBuf, input: &mut Input) -> Result<(), Fault> {
    let name = name_of(&path);
    // What is neither CSV nor an attachment (a JSON beside the files) is not of the unit.
    let Some(media_type) = MediaType::of_name(&name) else {
        // One that was meant for it is told of.
        let fault = AttachmentFault::of_name(&name).map(|fault| AttachmentContents { name, media_type: Err(fault) });
        input.findings.extend(fault.as_ref().and_then(rules::attachment));
        return Ok(());
    };
    input
        .unit
        .attachments
        .push(AttachmentJson::of(name, media_type.name(), &Source::File(path.clone())).about(path.display())?);
    input.attachments.push(path);
    Ok(())
}

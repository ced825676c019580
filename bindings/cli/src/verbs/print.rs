//! `cplink print`: the forms of slips, as HTML or PDF.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cplink::Code;
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::finding::{Finding, has_error};
use cplink::form::{FormKind, HtmlPainter, NameTable, Page, PdfPainter, Slip};
use cplink::interpret::ReceivedTable;
use cplink::json::FileJson;
use cplink::unit::{Attachment, FileName};
use cplink_cli::{
    About, Exit, Expected, Fault, Language, Outcome, print_error, print_json, refuse_existing, values, write_streamed,
};
use serde_json::json;

use super::input::{has_ending, load, name_of};
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Print {
    #[arg(value_name = "UNIT", required = true)]
    units: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "FORM", value_parser = form)]
    form: Vec<FormKind>,
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// As what the forms are written.
#[derive(Clone, Copy)]
enum Format {
    Html,
    Pdf,
}

impl Format {
    /// That of a file, by the ending of its name.
    fn of(out: &Path) -> Option<Self> {
        let endings = [("html", Self::Html), ("htm", Self::Html), ("pdf", Self::Pdf)];
        endings.into_iter().find(|(ending, _)| has_ending(out, ending)).map(|(_, format)| format)
    }
}

fn form(id: &str) -> Result<FormKind, Expected> {
    FormKind::of_id(id).ok_or_else(|| {
        let known: Vec<_> = FormKind::ALL.iter().map(|form| form.id()).collect();
        let known = known.join(", ");
        Expected::new(format!("{known} のどれかを指定してください。"), format!("Give one of {known}."))
    })
}

impl Print {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let format = self.format(shell)?;
        let names = self.names()?;
        let (mut files, mut attachments, mut findings) = (Vec::new(), Vec::new(), Vec::new());
        for path in &self.units {
            let input = load(path, None)?;
            files.extend(input.unit.files);
            let attachment = |path: PathBuf| Attachment { name: name_of(&path), source: Source::File(path) };
            attachments.extend(input.attachments.into_iter().map(attachment));
            findings.extend(input.findings);
        }
        let slip = slip(&files)?.with_attachments(attachments);
        let forms = if self.form.is_empty() { FormKind::ALL } else { &self.form };
        let mut pages = slip.pages(forms, &names).peekable();
        if pages.peek().is_none() {
            return Err(nothing());
        }
        let count = self.write(format, pages)?;
        self.tell(shell, slip.users(), count, &findings)?;
        Ok(if has_error(&findings) { Exit::Refused } else { Exit::Done })
    }

    /// As what to write; what cannot be written is refused before anything is read.
    fn format(&self, shell: Shell) -> Result<Format, Fault> {
        let Some(out) = &self.out else {
            return if shell.json { Err(needs_out()) } else { Ok(Format::Html) };
        };
        let format = Format::of(out).ok_or_else(|| unknown_ending().about(out.display()))?;
        refuse_existing(out, self.force)?;
        Ok(format)
    }

    fn names(&self) -> Result<NameTable, Fault> {
        let Some(path) = &self.names else { return Ok(NameTable::default()) };
        let bytes = Source::File(path.clone()).read(MAX_FILE).about(path.display())?;
        NameTable::read(&bytes).map_err(|error| {
            let row = error.at().row.map_or(String::new(), |row| row.to_string());
            Fault::new(
                Code::InvalidArgument,
                [
                    &format!("サービス名の表を読めません（{row}行目）。"),
                    &format!("The table of service names cannot be read (row {row})."),
                ],
                [
                    "各行を「サービスコード,名称,開始年月,終了年月」のCSV（UTF-8かShift_JIS）にしてください。年月は空でも構いません。",
                    "Each row is: service code,name,first month,last month (CSV in UTF-8 or CP932); months may be empty.",
                ],
            )
            .about(path.display())
        })
    }

    /// Writes the pages as they are made; returns how many.
    fn write(&self, format: Format, pages: impl Iterator<Item = Page>) -> Result<usize, Fault> {
        let (mut count, mut is_too_long) = (0, false);
        let counted = pages.inspect(|_| count += 1);
        match &self.out {
            Some(out) => {
                let written = write_streamed(out, self.force, |file| {
                    let painted = paint(format, file, counted);
                    is_too_long = painted.as_ref().is_err_and(has_too_many_pages);
                    painted
                });
                written.map_err(|fault| if is_too_long { too_many_pages().about(out.display()) } else { fault })?;
            }
            None => {
                let written = paint(format, &mut BufWriter::new(io::stdout().lock()), counted);
                let written = written.map_err(|error| Fault::io(Code::FileWrite, "stdout", error));
                // A reader that has gone away is no fault of ours.
                written.or_else(|fault| if fault.is_unread() { Ok(()) } else { Err(fault) })?;
            }
        }
        Ok(count)
    }

    fn tell(&self, shell: Shell, users: usize, pages: usize, findings: &[Finding]) -> Result<(), Fault> {
        if shell.json {
            let findings: Vec<_> = findings.iter().map(|finding| values::finding(&finding.into())).collect();
            let out = self.out.as_ref().map(|out| out.display().to_string());
            return print_json(&json!({ "out": out, "users": users, "pages": pages, "findings": findings }));
        }
        // Standard output has the pages, or nothing.
        findings.iter().for_each(|finding| print_error(&shell.lang.finding(finding)));
        let said = match shell.lang {
            Language::Ja => format!("利用者{users}人、{pages}ページの帳票を作りました。"),
            Language::En => format!("Made {pages} pages for {users} users."),
        };
        print_error(&said);
        Ok(())
    }
}

fn paint(format: Format, out: &mut dyn Write, mut pages: impl Iterator<Item = Page>) -> io::Result<()> {
    match format {
        Format::Html => {
            let mut painter = HtmlPainter::begin(out)?;
            pages.try_for_each(|page| painter.page(&page))?;
            painter.end().map(drop)
        }
        Format::Pdf => {
            let mut painter = PdfPainter::begin(out)?;
            pages.try_for_each(|page| painter.page(&page))?;
            painter.end().map(drop)
        }
    }
}

/// The rows that count. Where the serials are known, the newer of two slips; else no kind may be there twice.
fn slip(files: &[FileJson]) -> Result<Slip<'_>, Fault> {
    let serial = |file: &FileJson| FileName::parse(file.name.as_deref()?).name.map(|name| name.serial);
    let mut seen = BTreeSet::new();
    for file in files {
        let serial = serial(file).map(|serial| serial.to_string());
        if !seen.insert((serial, file.table.kind().name())) {
            return Err(twice().about(file.name.as_deref().unwrap_or_else(|| file.table.kind().name())));
        }
    }
    let received: Option<Vec<ReceivedTable<'_>>> =
        files.iter().map(|file| Some(ReceivedTable { serial: serial(file)?, table: &file.table })).collect();
    if let Some(received) = received {
        return Ok(Slip::of_units(&received));
    }
    let mut kinds = BTreeSet::new();
    match files.iter().find(|file| !kinds.insert(file.table.kind().name())) {
        Some(file) => Err(twice().about(file.name.as_deref().unwrap_or_else(|| file.table.kind().name()))),
        None => Ok(Slip::of_unit(files.iter().map(|file| &file.table))),
    }
}

fn unknown_ending() -> Fault {
    Fault::argument(
        ["この種類のファイルには書き出せません。", "Files with this extension cannot be written."],
        ["出力先は .html か .pdf のファイルにしてください。", "Name a file that ends in .html or .pdf."],
    )
}

/// Whether the painter said so, and not the system.
fn has_too_many_pages(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::FileTooLarge && error.raw_os_error().is_none()
}

fn too_many_pages() -> Fault {
    let most = PdfPainter::<io::Sink>::MAX_PAGES;
    Fault::argument(
        [&format!("{most}ページを超えるPDFは作れません。"), &format!("A PDF has at most {most} pages.")],
        [
            "出力先を .html にするか、送信単位や帳票（--form）を分けて作ってください。",
            "Name a file that ends in .html, or print the units or the forms (--form) one by one.",
        ],
    )
}

fn needs_out() -> Fault {
    Fault::argument(
        ["--json のときは帳票を標準出力に出せません。", "With --json the forms cannot go to standard output."],
        ["出力先を --out で指定してください。", "Name a file with --out."],
    )
}

fn twice() -> Fault {
    Fault::argument(
        [
            "同じ種類のファイルがいくつもあり、どれが新しいか分かりません。",
            "There are several files of the same kind, and nothing says which is newer.",
        ],
        [
            "標準仕様のファイル名（ファイル連番）に戻すか、一つずつ指定してください。",
            "Give them their standard names, which have serials, or print them one by one.",
        ],
    )
}

fn nothing() -> Fault {
    Fault::new(
        Code::NoFiles,
        ["帳票にする行がありません。", "There are no rows for a form."],
        [
            "帳票のある送信単位を指定してください。--form を指定したときは、その帳票のある送信単位にしてください。",
            "Name a sending unit that has a form; with --form, one that has that form.",
        ],
    )
}

//! `cplink print`: the forms of slips, as HTML or PDF.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cplink::Code;
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::finding::{Finding, has_error};
use cplink::form::{FormKind, NameTable, PdfPainter, Printable, Printed, Printing};
use cplink::unit::Attachment;
use cplink_cli::{
    About, Exit, Expected, Fault, Language, Outcome, print_error, print_json, refuse_existing, values, write_streamed,
};

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
        let printable = self.printable()?;
        let slip = printable.slip()?;
        let printed = self.write(format, Printing::begin(&slip, &self.form, &names)?)?;
        self.tell(shell, printed, &printable.findings)?;
        Ok(if has_error(&printable.findings) { Exit::Refused } else { Exit::Done })
    }

    /// The files of all units.
    fn printable(&self) -> Result<Printable, Fault> {
        let mut printable = Printable::default();
        for path in &self.units {
            let input = load(path, None)?;
            let attachments = input.attachments.into_iter();
            let attachments = attachments.map(|path| Attachment { name: name_of(&path), source: Source::File(path) });
            printable.attachments.extend(attachments);
            printable.files.extend(input.unit.files);
            printable.findings.extend(input.findings);
        }
        Ok(printable)
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
        NameTable::read(&bytes).about(path.display())
    }

    /// Writes the pages as they are made.
    fn write(&self, format: Format, printing: Printing<'_>) -> Result<Printed, Fault> {
        let (mut printed, mut is_too_long) = (Printed::default(), false);
        match &self.out {
            Some(out) => {
                let written = write_streamed(out, self.force, |file| {
                    let painted = paint(format, printing, file);
                    is_too_long = painted.as_ref().is_err_and(has_too_many_pages);
                    printed = painted?;
                    Ok(())
                });
                written.map_err(|fault| if is_too_long { too_many_pages().about(out.display()) } else { fault })?;
            }
            None => {
                let written = paint(format, printing, &mut BufWriter::new(io::stdout().lock()));
                let written = written.map_err(|error| Fault::io(Code::FileWrite, "stdout", error));
                // A reader that has gone away is no fault of ours.
                printed = written.or_else(|fault| if fault.is_unread() { Ok(printed) } else { Err(fault) })?;
            }
        }
        Ok(printed)
    }

    fn tell(&self, shell: Shell, printed: Printed, findings: &[Finding]) -> Result<(), Fault> {
        let Printed { users, pages } = printed;
        if shell.json {
            let mut told = values::printed(&cplink_values::Printed::new(None, printed, findings));
            told["out"] = self.out.as_ref().map(|out| out.display().to_string()).into();
            return print_json(&told);
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

fn paint(format: Format, printing: Printing<'_>, out: &mut dyn Write) -> io::Result<Printed> {
    match format {
        Format::Html => printing.html(out),
        Format::Pdf => printing.pdf(out),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_of_too_many_pages_is_told_from_a_full_disk() {
        assert!(has_too_many_pages(&io::ErrorKind::FileTooLarge.into()));
        let by_system = io::Error::from_raw_os_error(if cfg!(windows) { 223 } else { 27 });
        assert!(!has_too_many_pages(&by_system), "{by_system}");
        assert!(!has_too_many_pages(&io::ErrorKind::StorageFull.into()));
        let [ja, en] = [Language::Ja, Language::En].map(|lang| too_many_pages().text(lang));
        assert!(ja.contains("4000ページを超えるPDFは作れません。") && ja.contains("--form"), "{ja}");
        assert!(en.contains("A PDF has at most 4000 pages.") && en.contains(".html"), "{en}");
    }
}

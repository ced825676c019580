//! What is printed, and writing it.

use std::io::{self, Write};
use std::iter::Peekable;
use std::path::Path;
use std::sync::Arc;

use super::html::HtmlPainter;
use super::names::ServiceNames;
use super::page::{FormKind, Page};
use super::slip::Slip;
use crate::convert::MAX_FILE;
use crate::error::{Code, Error, Result};
use crate::file::Partial;
use crate::finding::Finding;
use crate::json::FileJson;
use crate::rules;
use crate::unit::{Attachment, CsvFile, FileContents, Unit};

/// The files that are printed, of one unit or of several.
#[derive(Default)]
pub struct Printable {
    /// The rows of each CSV file, under its name where it has one.
    pub files: Vec<FileJson>,
    /// The files beside them: the family picture is one.
    pub attachments: Vec<Attachment>,
    /// What is to be said of the files.
    pub findings: Vec<Finding>,
}

impl Printable {
    /// The files of a unit.
    ///
    /// # Errors
    /// [`Code::FileName`] where a CSV file's name does not show its kind; [`Code::FileContent`] for a file that is no
    /// CSV; [`Code::TooLarge`].
    pub fn of_unit(unit: &Unit) -> Result<Self> {
        let mut printable = Self { attachments: unit.attachments().to_vec(), ..Self::default() };
        for csv in unit.csv() {
            printable.add(csv).map_err(|error| error.in_file(csv.name.as_str()))?;
        }
        Ok(printable)
    }

    fn add(&mut self, csv: &CsvFile) -> Result<()> {
        let contents = FileContents::read(&csv.name, Arc::clone(&csv.bytes))?;
        let findings = rules::file(&contents).findings;
        if findings.iter().any(|finding| finding.rule().is_of_foreign_file()) {
            return Err(Error::new(Code::FileContent).with_findings(findings));
        }
        let name = contents.sealed_name();
        let table = contents.table.ok_or_else(|| Error::new(Code::FileName))?;
        self.files.push(FileJson { name: Some(name), table });
        self.findings.extend(findings);
        Ok(())
    }

    /// The rows of the files that count, user by user.
    ///
    /// # Errors
    /// As [`Slip::of_files`].
    pub fn slip(&self) -> Result<Slip<'_>> {
        Ok(Slip::of_files(&self.files)?.with_attachments(self.attachments.iter().cloned()))
    }
}

/// Pages that are about to be written: there is at least one.
pub struct Printing<'s> {
    users: usize,
    pages: Peekable<Box<dyn Iterator<Item = Page> + 's>>,
}

/// What was printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Users, each counted once for a month and once for a plan.
    pub users: usize,
    /// Pages.
    pub pages: usize,
}

impl<'s> Printing<'s> {
    /// Begins with the first page. No form named means all of them.
    ///
    /// # Errors
    /// [`Code::FormEmpty`] where none of the forms has a row.
    pub fn begin(slip: &'s Slip<'_>, forms: &'s [FormKind], names: &'s dyn ServiceNames) -> Result<Self> {
        let forms = if forms.is_empty() { FormKind::ALL } else { forms };
        let pages: Box<dyn Iterator<Item = Page> + 's> = Box::new(slip.pages(forms, names));
        let mut printing = Self { users: slip.users(), pages: pages.peekable() };
        if printing.pages.peek().is_none() {
            return Err(Error::new(Code::FormEmpty));
        }
        Ok(printing)
    }

    /// Writes the pages as they are made.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn html(self, out: &mut dyn Write) -> io::Result<Printed> {
        let mut painter = HtmlPainter::begin(out)?;
        let printed = self.each(|page| painter.page(page))?;
        painter.end()?;
        Ok(printed)
    }

    /// Writes the pages as one PDF.
    ///
    /// # Errors
    /// Those of [`PdfPainter`](super::PdfPainter).
    #[cfg(feature = "pdf")]
    pub fn pdf(self, out: &mut dyn Write) -> io::Result<Printed> {
        let mut painter = super::pdf::PdfPainter::begin(out)?;
        let printed = self.each(|page| painter.page(page))?;
        painter.end()?;
        Ok(printed)
    }

    fn each(self, mut paint: impl FnMut(&Page) -> io::Result<()>) -> io::Result<Printed> {
        let mut printed = Printed { users: self.users, pages: 0 };
        for page in self.pages {
            paint(&page)?;
            printed.pages += 1;
        }
        Ok(printed)
    }

    /// The pages as a text.
    ///
    /// # Errors
    /// [`Code::TooLarge`] for more than 256 MiB: such a one is to be written to a file.
    pub fn to_html(self) -> Result<(String, Printed)> {
        let mut html = Bounded(Vec::new());
        let printed = self.html(&mut html).map_err(|_| Error::new(Code::TooLarge))?;
        let html = String::from_utf8(html.0).map_err(|_| Error::new(Code::Bug))?;
        Ok((html, printed))
    }

    /// Writes the pages, as they are made, into a new file, which is never left half written. Its folder is created if
    /// it is missing.
    ///
    /// # Errors
    /// [`Code::FileExists`] where a file is there already; [`Code::FileWrite`], [`Code::DiskFull`].
    pub fn save_html(self, path: &Path) -> Result<Printed> {
        let taken = || Error::new(Code::FileExists).in_file(path.display().to_string());
        if path.symlink_metadata().is_ok() {
            return Err(taken());
        }
        let mut printed = Printed::default();
        let partial = Partial::write(path, |out| {
            printed = self.html(out).map_err(|error| Error::path(Code::FileWrite, path, error))?;
            Ok(())
        })?;
        // Somebody may have been faster.
        partial.put_unless(|| Err(taken()))?;
        Ok(printed)
    }
}

/// Bytes in memory, up to the limit.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_FILE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

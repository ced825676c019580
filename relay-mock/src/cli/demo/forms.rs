//! The forms of a message, drawn from what the receiver has read.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::PathBuf;

use cplink::form::{FormKind, HtmlPainter, NameTable, Slip};
use cplink::record::Table;
use cplink::unit::Attachment;

/// Where the forms go, and how many there are.
pub(super) struct Forms {
    pub(super) folder: PathBuf,
    pub(super) files: usize,
    pub(super) pages: usize,
}

impl Forms {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, files: 0, pages: 0 }
    }

    /// Writes the forms of a message as `<name>.html`; no file where its rows are on no form.
    pub(super) fn draw<'a>(
        &mut self,
        name: &str,
        tables: impl IntoIterator<Item = &'a Table>,
        attachments: impl IntoIterator<Item = Attachment>,
    ) -> io::Result<()> {
        let (slip, names) = (Slip::of_unit(tables).with_attachments(attachments), NameTable::default());
        let mut pages = slip.pages(FormKind::ALL, &names).peekable();
        if pages.peek().is_none() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let file = File::create_new(self.folder.join(format!("{name}.html")))?;
        let mut painter = HtmlPainter::begin(BufWriter::new(file))?;
        for page in pages {
            painter.page(&page)?;
            self.pages += 1;
        }
        painter.end()?;
        self.files += 1;
        Ok(())
    }
}

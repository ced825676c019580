//! The forms of a step: what is given as it looks on paper.

use std::io;
use std::sync::Arc;

use cplink::Error;
use cplink::file::Source;
use cplink::form::{FormKind, HtmlPainter, NameTable, PdfPainter, Slip};
use cplink::json::{FileJson, UnitJson};
use cplink::unit::{Attachment, FileContents, MediaType};

use crate::certify::scenario::{File, Step};

/// The forms of a step.
pub struct Forms {
    /// As a document of HTML.
    pub html: Vec<u8>,
    /// The same as PDF.
    pub pdf: Vec<u8>,
}

impl Forms {
    /// Draws them; nothing where the rows are on no form.
    ///
    /// # Errors
    /// What is to be typed in is not of its form, or cannot be drawn.
    pub fn of(step: &Step) -> io::Result<Option<Self>> {
        let (files, attachments) = of_step(step)?;
        let named = Slip::of_files(&files);
        // Files whose names do not fit together are drawn as they are.
        let slip = named.unwrap_or_else(|_| Slip::of_unit(files.iter().map(|file| &file.table)));
        let (slip, names) = (slip.with_attachments(attachments), NameTable::default());
        let (mut html, mut pdf) = (HtmlPainter::begin(Vec::new())?, PdfPainter::begin(Vec::new())?);
        let mut pages = 0;
        for page in slip.pages(FormKind::ALL, &names) {
            html.page(&page)?;
            pdf.page(&page)?;
            pages += 1;
        }
        if pages == 0 { Ok(None) } else { Ok(Some(Self { html: html.end()?, pdf: pdf.end()? })) }
    }
}

fn of_step(step: &Step) -> io::Result<(Vec<FileJson>, Vec<Attachment>)> {
    let (mut drawn, mut attachments) = (Vec::new(), Vec::new());
    match step {
        Step::Give { files, .. } => {
            for file in files {
                if MediaType::of_name(&file.name) != Some(MediaType::Csv) {
                    attachments.push(attachment(file));
                    continue;
                }
                // What cannot be read is on no form: such a unit is given to be refused.
                let contents = FileContents::read(&file.name, Arc::clone(&file.bytes)).ok();
                let table = contents.and_then(|contents| contents.table);
                drawn.extend(table.map(|table| FileJson { name: Some(file.name.clone()), table }));
            }
        }
        Step::Enter { rows, attachments: with, .. } => {
            let unit = UnitJson::read(rows.to_string().as_bytes());
            drawn = unit.map_err(|error: Error| io::Error::other(error.to_string()))?.files;
            attachments.extend(with.iter().map(attachment));
        }
        Step::Take { .. } | Step::Show { .. } => {}
    }
    Ok((drawn, attachments))
}

fn attachment(file: &File) -> Attachment {
    Attachment { name: file.name.clone(), source: Source::from(Arc::clone(&file.bytes)) }
}

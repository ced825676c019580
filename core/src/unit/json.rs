//! A unit's JSON.

use std::path::Path;
use std::sync::Arc;

use super::{Attachment, CsvFile, FileName, MediaType, NameKind, Unit, sealed_name};
use crate::convert::{CsvStyle, read, write};
use crate::error::{Code, Error, Result};
use crate::file::{MAX_NAME, Source, check_name};
use crate::finding::Finding;
use crate::json::{AttachmentJson, FileJson, UnitJson};
use crate::record::Table;

impl Unit {
    /// The unit as JSON, in the form of [`crate::json`]: the rows of every CSV file, the attachments by name,
    /// media type, size and SHA-256. Addresses and serial are in the names; subject line and replaced message
    /// are not in the form.
    ///
    /// # Errors
    /// [`Code::FileName`] where a CSV file's name does not show its kind; [`Code::FileContent`], with the finding that
    /// says what it is, for a file that is no CSV; [`Code::AttachmentKind`] for an
    /// attachment that is neither PDF nor JPEG; [`Code::FileRead`], [`Code::TooLarge`].
    pub fn to_json(&self) -> Result<Vec<u8>> {
        let files = self.csv().iter().map(file).collect::<Result<_>>()?;
        let attachments = self
            .attachments()
            .iter()
            .map(|attachment| attached(attachment).map_err(|error| error.in_file(attachment.name.as_str())));
        Ok(UnitJson { files, attachments: attachments.collect::<Result<_>>()? }.write())
    }

    /// Adds the files of a JSON text of a unit, or of one file: all of them or none. Rows are written in the
    /// standard's form, under the file's name or, without one, its standard name. JSON holds no attachments'
    /// bytes: each is the file of its name in `folder`, is compared with size and SHA-256 now, and read when it
    /// is sent.
    ///
    /// # Errors
    /// [`Code::JsonForm`] where it is not of the form, with file and row; [`Code::AttachmentDiffers`] where an
    /// attachment is not the one that is meant; [`Code::InvalidArgument`] where there is no folder for attachments;
    /// [`Code::FileName`];
    /// [`Code::LayoutVersion`]; [`Code::Unmappable`]; [`Code::FileRead`]; [`Code::TooLarge`].
    pub fn add_json(&mut self, json: &[u8], folder: Option<&Path>) -> Result<Vec<Finding>> {
        let unit = UnitJson::read(json)?;
        let (csv, attachments) = (self.csv.len(), self.attachments.len());
        let added = self.add_unit(&unit, folder);
        if added.is_err() {
            self.csv.truncate(csv);
            self.attachments.truncate(attachments);
        }
        added
    }

    fn add_unit(&mut self, unit: &UnitJson, folder: Option<&Path>) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for FileJson { name, table } in &unit.files {
            findings.extend(match name {
                Some(name) => self.add_named(name, table).map_err(|error| error.in_file(name))?,
                None => self.add_table(table)?,
            });
        }
        for attached in &unit.attachments {
            let source = found(attached, folder).map_err(|error| error.in_file(attached.name.as_str()))?;
            self.add_attachment(attached.name.as_str(), source);
        }
        Ok(findings)
    }

    fn add_named(&mut self, name: &str, table: &Table) -> Result<Vec<Finding>> {
        check_name(name, MAX_NAME).map_err(|why| Error::new(Code::FileName).with_detail(why))?;
        let (bytes, findings) = write(table, CsvStyle::Canonical)?;
        self.add_csv(name, bytes);
        Ok(findings.into_iter().map(|finding| finding.in_file(name)).collect())
    }
}

fn file(file: &CsvFile) -> Result<FileJson> {
    let Some(NameKind::Csv(kind)) = FileName::parse(&file.name).kind else {
        return Err(Error::new(Code::FileName).in_file(file.name.as_str()));
    };
    let read = read(kind, Arc::clone(&file.bytes)).map_err(|error| error.in_file(file.name.as_str()))?;
    if read.findings.iter().any(|finding| finding.rule().is_of_foreign_file()) {
        return Err(Error::new(Code::FileContent).with_findings(read.findings).in_file(file.name.as_str()));
    }
    Ok(FileJson { name: Some(sealed_name(&file.name)), table: read.table })
}

fn attached(attachment: &Attachment) -> Result<AttachmentJson> {
    let media_type = attachment.media_type()?;
    let media_type = media_type.ok_or_else(|| Error::new(Code::AttachmentKind))?;
    AttachmentJson::of(attachment.name.as_str(), media_type.name(), &attachment.source)
}

/// The attachment's file, where it is the one that is meant.
fn found(attached: &AttachmentJson, folder: Option<&Path>) -> Result<Source> {
    check_name(&attached.name, MAX_NAME).map_err(|why| Error::new(Code::FileName).with_detail(why))?;
    let media_type = MediaType::of_name(&attached.name).filter(|own| *own != MediaType::Csv);
    if media_type.is_none_or(|own| own.name() != attached.media_type) {
        return Err(Error::new(Code::JsonForm).with_detail("name and media type do not agree"));
    }
    let folder = folder.ok_or_else(|| {
        Error::new(Code::InvalidArgument).with_detail("JSON holds no attachments' bytes: name their folder")
    })?;
    let source = Source::File(folder.join(&attached.name));
    let found = AttachmentJson::of(attached.name.as_str(), attached.media_type.as_str(), &source)?;
    if found.size != attached.size || !found.sha256.eq_ignore_ascii_case(&attached.sha256) {
        return Err(Error::new(Code::AttachmentDiffers).with_detail("other bytes than the JSON says"));
    }
    Ok(source)
}

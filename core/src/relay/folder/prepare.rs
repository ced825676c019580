//! Laying a message ready: a folder with its files, its forms and the sheet that says what to do with them.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::places::{Places, WAITING};
use super::sheet::Sheet;
use crate::convert::MAX_FILE;
use crate::error::{Code, Error, Result};
use crate::file::Source;
use crate::form::{NameTable, Printable, Printing};
use crate::interpret::office_names;
use crate::progress::{Job, Step};
use crate::relay::Outgoing;
use crate::seal::{Body, Limits, MessageId, open_own};
use crate::unit::{Address, MediaType, Serial, Unit};

/// The forms, for looking at before the files are uploaded.
const FORMS: &str = "forms";
const FORMS_FILE: &str = "帳票.html";
/// The sheet, to be printed, and as a plain text.
const SHEET: &str = "アップロード票.html";
const SHEET_TEXT: &str = "アップロード票.txt";
/// Which message it is.
const MARK: &str = "cplink-message-id.txt";

/// The container that is to be laid ready, whole and as it was sealed.
pub(super) type Container = Body<BufReader<File>>;

/// Takes a container of exactly `len` bytes into a file that nobody else sees.
///
/// # Errors
/// [`Code::SourceChanged`], [`Code::MessageId`], those of containers and files.
pub(super) fn take(
    places: &Places,
    outgoing: &Outgoing<'_>,
    body: &mut dyn Read,
    len: u64,
    job: &mut Job<'_>,
) -> Result<Container> {
    let records = places.records();
    let failed = |error| Error::path(Code::FileWrite, &records, error);
    let mut file = tempfile::tempfile_in(&records).map_err(failed)?;
    let mut body = body.take(len.saturating_add(1));
    let (mut block, mut done) = (vec![0; 1 << 16], 0u64);
    loop {
        let count = body.read(&mut block).map_err(of_body)?;
        if count == 0 {
            break;
        }
        file.write_all(&block[..count]).map_err(failed)?;
        done += count as u64;
        job.report(Step::Sending, done, len)?;
    }
    if done != len {
        return Err(Error::new(Code::SourceChanged));
    }
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    // Its own limits were those that it was sealed with.
    let limits = Limits { parts: usize::from(u16::MAX), part_bytes: len, total_bytes: len, ..Limits::default() };
    let container = open_own(BufReader::new(file), &limits, job)?;
    if container.id() == outgoing.id { Ok(container) } else { Err(Error::new(Code::MessageId)) }
}

/// An error of the caller's reader: its own error where it wraps one.
fn of_body(error: std::io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(own) => own,
        Err(error) => Error::io(Code::FileRead, error),
    }
}

/// Writes the folder of this name, whole or not at all. One that is there already stays if it is of this message.
///
/// # Errors
/// [`Code::FolderConflict`] where another message has the folder; those of files.
pub(super) fn lay_ready(places: &Places, name: &str, container: &mut Container, job: &mut Job<'_>) -> Result<PathBuf> {
    let waiting = places.of(WAITING);
    let folder = waiting.join(name);
    if is_of(&folder, &container.id())? {
        return Ok(folder);
    }
    let failed = |error| Error::path(Code::FileWrite, &folder, error);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cplink-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let partial = builder.tempdir_in(&waiting).map_err(failed)?;
    write(partial.path(), container, job)?;
    if let Err(error) = fs::rename(partial.path(), &folder) {
        // Another program may have been faster.
        return if is_of(&folder, &container.id())? { Ok(folder) } else { Err(failed(error)) };
    }
    // It has another name now, under which nothing removes it.
    let _ = partial.keep();
    Ok(folder)
}

/// Whether the folder is there and is this message's.
fn is_of(folder: &Path, id: &MessageId) -> Result<bool> {
    if folder.symlink_metadata().is_err() {
        return Ok(false);
    }
    let mark = fs::read_to_string(folder.join(MARK)).unwrap_or_default();
    if mark.trim() == id.to_string() {
        return Ok(true);
    }
    Err(Error::new(Code::FolderConflict).in_file(folder.display().to_string()))
}

fn write(folder: &Path, container: &mut Container, job: &mut Job<'_>) -> Result<()> {
    for index in 0..container.parts().len() {
        let path = folder.join(&container.parts()[index].name);
        let failed = |error| Error::path(Code::FileWrite, &path, error);
        let mut file = BufWriter::new(File::create_new(&path).map_err(failed)?);
        container.copy_part(index, &mut file, job)?;
        file.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
    }
    let unit = unit(folder, container)?;
    let printable = Printable::of_unit(&unit);
    let pages = match &printable {
        Ok(printable) => forms(folder, printable)?,
        Err(_) => 0,
    };
    let message = container.message();
    let tables = printable.iter().flat_map(|printable| printable.files.iter().map(|file| &file.table));
    let number = message.to.office.as_str();
    let receiver = office_names(tables, &[number].into()).remove(number);
    let sheet = Sheet::of(container, receiver, pages);
    put(folder, SHEET, &sheet.html()?)?;
    put(folder, SHEET_TEXT, &sheet.text()?)?;
    put(folder, MARK, &format!("{}\n", container.id()))
}

/// The files as a unit, to print its forms.
fn unit(folder: &Path, container: &Container) -> Result<Unit> {
    let message = container.message();
    let address = |party: &crate::seal::Party| Address::new(&*party.office, &*party.service_type);
    let mut unit = Unit::new(address(&message.from)?, address(&message.to)?, Serial::new(&message.serial)?);
    for part in container.parts() {
        let source = Source::File(folder.join(&part.name));
        if MediaType::of_name(&part.name) == Some(MediaType::Csv) {
            unit.add_csv(&*part.name, source.share(MAX_FILE)?);
        } else {
            unit.add_attachment(&*part.name, source);
        }
    }
    Ok(unit)
}

/// Writes the forms; how many pages there are. Some kinds of unit have none, and rows that cannot be printed were told
/// of when the unit was checked.
fn forms(folder: &Path, printable: &Printable) -> Result<usize> {
    let names = NameTable::default();
    let Ok(slip) = printable.slip() else { return Ok(0) };
    let Ok(printing) = Printing::begin(&slip, &[], &names) else { return Ok(0) };
    Ok(printing.save_html(&folder.join(FORMS).join(FORMS_FILE))?.pages)
}

fn put(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    let failed = |error| Error::path(Code::FileWrite, &path, error);
    let mut file = File::create_new(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

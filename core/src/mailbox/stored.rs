//! A unit as it is stored: its files beside the record.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::records::{Outgoing, StoredFile};
use crate::convert::MAX_FILE;
use crate::error::{Code, Error, Result};
use crate::file::{Partial, Source};
use crate::progress::Job;
use crate::seal::Limits;
use crate::unit::{Address, Serial, Unit};

const BLOCK: usize = 1 << 16;

fn path(folder: &Path, place: usize) -> PathBuf {
    folder.join(format!("unit-{}", place + 1))
}

/// Writes the files of a unit, and gives their names. Where there is no room for all of them none is left behind.
pub(super) fn write(disk: &Disk, folder: &Path, unit: &Unit, job: &mut Job<'_>) -> Result<Vec<StoredFile>> {
    let (mut files, mut written) = (Vec::new(), Vec::new());
    for csv in unit.csv() {
        written.push(copy(disk, &path(folder, files.len()), &Source::from(std::sync::Arc::clone(&csv.bytes)), job)?);
        files.push(StoredFile { name: csv.name.clone(), is_csv: true });
    }
    for attachment in unit.attachments() {
        written.push(copy(disk, &path(folder, files.len()), &attachment.source, job)?);
        files.push(StoredFile { name: attachment.name.clone(), is_csv: false });
    }
    written.into_iter().try_for_each(|file| disk.put(file))?;
    Ok(files)
}

/// A file beside its place.
fn copy(disk: &Disk, path: &Path, source: &Source, job: &mut Job<'_>) -> Result<Partial> {
    let mut reader = source.open()?.take(Limits::default().part_bytes + 1);
    disk.write_beside(path, |out| {
        let mut block = vec![0; BLOCK];
        loop {
            job.check()?;
            match reader.read(&mut block) {
                Ok(0) => return Ok(()),
                Ok(length) => {
                    out.write_all(&block[..length]).map_err(|error| Error::path(Code::FileWrite, path, error))?;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(source.unreadable(error)),
            }
        }
    })
}

/// The unit that was stored.
pub(super) fn read(folder: &Path, record: &Outgoing) -> Result<Unit> {
    let address = |(office, service): &(String, String)| {
        if service.is_empty() { Address::without_service_type(office) } else { Address::new(office, service) }
    };
    let mut unit = Unit::new(address(&record.from)?, address(&record.to)?, Serial::new(&record.serial)?);
    unit.set_subject(&*record.subject);
    if let Some(id) = record.supersedes {
        unit.set_supersedes(id.to_string());
    }
    for (place, file) in record.files.iter().enumerate() {
        let path = path(folder, place);
        // What a link leads to was not stored here.
        if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
            let error = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Error::path(Code::FileRead, &path, error));
        }
        if file.is_csv {
            unit.add_csv(&*file.name, Source::File(path).read(MAX_FILE)?);
        } else {
            unit.add_attachment(&*file.name, path);
        }
    }
    record.passed_over.iter().for_each(|name| unit.pass_over(&**name));
    Ok(unit)
}

/// Removes the files: a container has them, or they are not wanted any more.
pub(super) fn remove(disk: &Disk, folder: &Path, count: usize) -> Result<()> {
    (0..count).try_for_each(|place| disk.remove(&path(folder, place)))
}

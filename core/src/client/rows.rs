//! The rows of a received message, within a bound of memory.

use std::io::{Read, Seek};

use crate::convert::Room;
use crate::error::{At, Code, Error, Result};
use crate::file::Source;
use crate::progress::Job;
use crate::seal::{Body, Party};
use crate::unit::{Address, Attachment, AttachmentContents, FileContents, MediaType, Serial, UnitContents, UnitId};

/// How much memory the rows of one received message may take unless another bound is set: 128 MiB, a hundred times
/// what a month of a large office takes.
pub const MESSAGE_MEMORY: u64 = 128 << 20;

/// What the rules remember of a row while they check.
const CHECK_BYTES: u64 = 128;
/// What a finding costs, as the file's and as the report's.
const FINDING_BYTES: u64 = 512;

/// Reads the CSV files; attachments stay in the container.
pub(super) fn read<R: Read + Seek>(
    opened: &mut Body<R>,
    serial: Serial,
    memory: u64,
    job: &mut Job<'_>,
) -> Result<UnitContents> {
    let (mut files, mut attachments) = (Vec::new(), Vec::new());
    let mut left = memory;
    for index in 0..opened.parts().len() {
        let part = &opened.parts()[index];
        let (name, size) = (part.name.clone(), part.size);
        if MediaType::of_name(&name) == Some(MediaType::Csv) {
            let over = |_| too_large(&name);
            if size > left {
                return Err(too_large(&name));
            }
            let mut bytes = Vec::new();
            bytes.try_reserve_exact(usize::try_from(size).map_err(|_| too_large(&name))?).map_err(over)?;
            opened.copy_part(index, &mut bytes, job)?;
            left = left.checked_sub(cost(&bytes)).ok_or_else(|| too_large(&name))?;
            let file = FileContents::read(&name, bytes).map_err(|error| error.in_file(&name))?;
            left = left.checked_sub(FINDING_BYTES * file.findings.len() as u64).ok_or_else(|| too_large(&name))?;
            files.push(file);
        } else {
            // The first bytes show what it is.
            let head = opened.head(index, Attachment::HEAD)?;
            attachments.push(AttachmentContents::read(&Attachment { name, source: Source::from(head) })?);
        }
    }
    let message = opened.message();
    let address = |party: &Party| Address::new(&*party.office, &*party.service_type);
    let id = UnitId { from: address(&message.from)?, to: address(&message.to)?, serial };
    Ok(UnitContents { id: Some(id), files, attachments, passed_over: Vec::new() })
}

/// The memory that a file's rows will take, at most.
fn cost(bytes: &[u8]) -> u64 {
    let room = Room::of(bytes);
    bytes.len() as u64 + room.bytes() + room.rows as u64 * CHECK_BYTES
}

fn too_large(name: &str) -> Error {
    Error::new(Code::TooLarge).with_at(At::file(name)).with_detail("the rows of the message would take too much memory")
}

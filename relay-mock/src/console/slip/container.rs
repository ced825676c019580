//! The files in a container.

use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::time::Duration;

use cplink::keys::UnixTime;
use cplink::progress::Job;
use cplink::seal::{self, MessageId, Opened, Party};
use cplink::unit::{Address, Serial, UnitId};
use cplink::{Code, Error, Result};
use time::OffsetDateTime;
use tokio::runtime::Handle;

use super::files::{HEAD, MOST_CSV, SlipFile, SlipFiles, is_shown};
use crate::server::shared::Shared;
use crate::store::{PIECE, StoredMessage};

/// A message's container, read piece by piece as it is needed, on a thread that may block.
struct Stored {
    shared: Arc<Shared>,
    handle: Handle,
    id: MessageId,
    size: u64,
    place: u64,
    piece: Option<(u64, Vec<u8>)>,
}

impl Read for Stored {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.place >= self.size || out.is_empty() {
            return Ok(0);
        }
        let n = self.place / PIECE as u64;
        if self.piece.as_ref().is_none_or(|(at, _)| *at != n) {
            let piece = self.handle.block_on(self.shared.store.piece(self.id, n)).map_err(io::Error::other)?;
            self.piece = Some((n, piece.ok_or(io::ErrorKind::NotFound)?));
        }
        let piece = self.piece.as_ref().map_or(&[][..], |(_, piece)| piece);
        let begin = usize::try_from(self.place % PIECE as u64).unwrap_or(usize::MAX);
        let rest = piece.get(begin..).unwrap_or_default();
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.place += count as u64;
        Ok(count)
    }
}

impl Seek for Stored {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

/// The container of a message that the relay keeps.
fn open_stored(shared: &Arc<Shared>, message: &StoredMessage) -> Result<Opened<impl Read + Seek + use<>>> {
    let StoredMessage { id, size, accepted_at, .. } = *message;
    let stored = Stored { shared: Arc::clone(shared), handle: Handle::current(), id, size, place: 0, piece: None };
    // Whoever ended or lost a certificate since has signed all the same.
    opened(shared, BufReader::with_capacity(64 << 10, stored), accepted_at)
}

fn opened<R: Read + Seek>(shared: &Shared, reader: R, at: OffsetDateTime) -> Result<Opened<R>> {
    let seconds = u64::try_from(at.unix_timestamp()).unwrap_or(0);
    let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    seal::open(reader, &shared.sealing.limits, &shared.sealing.trust, at, &mut Job::new())
}

/// The files of a message that the relay keeps. It reads and calculates: not on an async worker.
pub(crate) fn of_store(shared: &Arc<Shared>, message: &StoredMessage) -> Result<SlipFiles> {
    files(open_stored(shared, message)?)
}

/// The files of a container that is at hand.
pub(crate) fn of_bytes(shared: &Shared, bytes: &[u8]) -> Result<SlipFiles> {
    files(opened(shared, Cursor::new(bytes), (shared.now)())?)
}

/// The name of a file of a message; `None` where there is none.
pub(crate) fn name_of(shared: &Arc<Shared>, message: &StoredMessage, place: usize) -> Result<Option<String>> {
    Ok(open_stored(shared, message)?.parts().get(place).map(|part| part.name.clone()))
}

/// Writes a file of a message.
pub(crate) fn copy(shared: &Arc<Shared>, message: &StoredMessage, place: usize, out: &mut dyn Write) -> Result<()> {
    open_stored(shared, message)?.copy_part(place, out, &mut Job::new())
}

fn files<R: Read + Seek>(mut opened: Opened<R>) -> Result<SlipFiles> {
    let header = opened.message().clone();
    let address = |party: &Party| Address::new(&*party.office, &*party.service_type);
    let id = UnitId { from: address(&header.from)?, to: address(&header.to)?, serial: Serial::new(&header.serial)? };
    let (parts, mut left, mut files) = (opened.parts().to_vec(), MOST_CSV, Vec::new());
    for (index, part) in parts.into_iter().enumerate() {
        let bytes = if is_shown(&part.name, part.size) {
            left = left.checked_sub(part.size).ok_or_else(|| Error::new(Code::TooLarge).in_file(&*part.name))?;
            let mut bytes = Vec::new();
            opened.copy_part(index, &mut bytes, &mut Job::new())?;
            bytes
        } else {
            opened.head(index, HEAD)?
        };
        let sha256 = base16ct::lower::encode_string(&part.sha256);
        files.push(SlipFile { name: part.name, size: part.size, sha256, bytes: Arc::from(bytes) });
    }
    Ok(SlipFiles { id: Some(id), subject: header.subject, office: None, as_unit: true, files })
}

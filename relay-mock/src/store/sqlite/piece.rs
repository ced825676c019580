//! A container in pieces, on its way in and where they are kept.

use std::io::Read;

use ring::digest::{Context, Digest, SHA256};
use rusqlite::{Connection, params};

use crate::store::{PIECE, Result, StoreError};

/// The pieces of a container on its way in.
pub(super) struct Pieces<'a> {
    container: &'a mut dyn Read,
    left: u64,
    digest: Context,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(container: &'a mut dyn Read, size: u64) -> Self {
        Self { container, left: size, digest: Context::new(&SHA256) }
    }

    /// The container's SHA-256, where all of it was read.
    pub(super) fn digest_if_whole(&self) -> Option<Digest> {
        (self.left == 0).then(|| self.digest.clone().finish())
    }

    /// The SHA-256 of what was read.
    pub(super) fn digest(self) -> Digest {
        self.digest.finish()
    }

    /// The next piece; an empty one at the end.
    pub(super) fn next(&mut self) -> Result<Vec<u8>> {
        let take = usize::try_from(self.left).map_or(PIECE, |left| left.min(PIECE));
        let mut piece = vec![0; take];
        self.container.read_exact(&mut piece)?;
        self.digest.update(&piece);
        self.left -= take as u64;
        Ok(piece)
    }
}

/// The most pieces of a message.
pub(super) const MOST: i64 = 1 << 20;

/// The places of a message's pieces.
pub(super) fn pieces(seq: i64) -> [i64; 2] {
    [seq * MOST, seq * MOST + MOST - 1]
}

pub(super) fn put_pieces(tx: &Connection, seq: i64, first: Vec<u8>, pieces: &mut Pieces<'_>) -> Result<()> {
    let mut statement = tx.prepare_cached("INSERT INTO chunk (place, bytes) VALUES (?1, ?2)")?;
    let (mut piece, mut n) = (first, 0);
    while !piece.is_empty() {
        if n == MOST {
            return Err(StoreError::Full);
        }
        statement.execute(params![seq * MOST + n, piece])?;
        n += 1;
        piece = pieces.next()?;
    }
    Ok(())
}
